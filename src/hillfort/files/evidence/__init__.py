"""Evidence as files write it."""
