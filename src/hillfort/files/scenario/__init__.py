"""A scenario: its schema, how it is read, checked and assembled."""
