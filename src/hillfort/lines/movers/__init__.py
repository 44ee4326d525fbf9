"""Who moves, with what vehicles, from where, over which arcs."""
