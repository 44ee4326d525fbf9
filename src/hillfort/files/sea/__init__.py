"""Lanes, waters and fleets, as files."""
