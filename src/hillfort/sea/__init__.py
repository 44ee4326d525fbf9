"""The sea as a way in that can be closed and opened: mines, missiles, ships, escorts, willingness to sail."""
