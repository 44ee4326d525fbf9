"""Folders of results: written whole or not at all, resumed, locked."""
