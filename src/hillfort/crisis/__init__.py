"""How the defender is warned and decides: a build-up that is seen, belief by day, clocks of those who decide."""
