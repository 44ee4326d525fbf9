"""What flies and what stands against it, as files."""
