"""What acts on what: couplings, by where they act, and the table of them all."""
