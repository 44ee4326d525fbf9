"""A fight for a city as a whole: how long it takes, and whether the city is taken."""
