"""Warning and decision in files."""
