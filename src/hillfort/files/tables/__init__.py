"""Tables as comma-separated text: one set of rules for every one that is read,
one writer for every one that is written."""
