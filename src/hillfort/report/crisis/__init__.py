"""Warning and decision in words."""
