"""Hot arithmetic of lanes, mines and sailings."""
