"""Air, sea and lines studied around an assessment."""
