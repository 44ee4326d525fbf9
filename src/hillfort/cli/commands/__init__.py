"""The commands: a file here is a command, or a group of commands, of its own name."""
