"""What is doubted, in words and groups."""
