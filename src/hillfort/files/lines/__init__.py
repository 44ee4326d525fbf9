"""Networks of lines and records of moves."""
