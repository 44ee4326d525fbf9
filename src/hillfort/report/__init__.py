"""Documents made from results; the only packages that open a path are this one and files."""
