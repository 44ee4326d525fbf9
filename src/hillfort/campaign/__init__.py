"""How a campaign runs: the hour loop, the couplings, the outcome."""
