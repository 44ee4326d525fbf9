"""Strict YAML: lines, structure, bases and patches."""
