"""Files of panels of experts."""
