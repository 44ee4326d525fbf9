"""A theatre: its sources, recipe, building, artefact and checks."""
