"""How much can arrive over a network in time: flows, with a proof."""
