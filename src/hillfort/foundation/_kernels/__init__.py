"""Chance by address, and quantiles: what every kernel may use."""
