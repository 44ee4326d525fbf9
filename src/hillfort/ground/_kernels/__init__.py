"""Hot arithmetic of one engagement: the fitted law, and the classical ones beside it."""
