"""What the loss of groups of links costs, and what to make safe: worst loss, isolating sets, fortification."""
