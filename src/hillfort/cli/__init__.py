"""The command line: parse and show, nothing computed."""
