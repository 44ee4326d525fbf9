"""Hillfort: is it enough? A workbench for weighing a region's defence."""

__version__ = "0.1.0"
