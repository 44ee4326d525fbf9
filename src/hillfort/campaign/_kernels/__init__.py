"""Hot arithmetic of a campaign: one file for each thing that happens in an hour."""
