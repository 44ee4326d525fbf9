"""Questions about warning and decision."""
