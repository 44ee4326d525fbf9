"""Templates of formations and types of battalions, as files."""
