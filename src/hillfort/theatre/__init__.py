"""Where it happens: cells, places, terrain, networks."""
