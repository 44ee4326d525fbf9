"""The network of lines of communication: how it is made, checked and travelled."""
