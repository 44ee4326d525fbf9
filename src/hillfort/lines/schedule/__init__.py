"""A schedule of arrivals that the network can carry."""
