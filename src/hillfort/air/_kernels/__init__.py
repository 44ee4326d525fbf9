"""Hot arithmetic of the air war, six hours at a time."""
