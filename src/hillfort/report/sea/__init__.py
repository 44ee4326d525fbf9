"""The report on the sea."""
