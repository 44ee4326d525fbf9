"""Lines of communication: ways in and how long they take."""
