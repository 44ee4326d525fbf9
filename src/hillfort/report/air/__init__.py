"""The report on the air."""
