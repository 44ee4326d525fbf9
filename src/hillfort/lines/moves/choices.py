"""What a move may say of how it is made, and what may be asked for moves that do not say it."""

from __future__ import annotations

URGENCIES = ("administrative", "urgent", "forced")
"""One stage by day as in an exercise; day and night and before others; without rest,
whatever breaks down on the way."""
PHASES = ("first", "main", "last")
"""What is waited for: the first vehicle, the main body, the last vehicle."""
KNOTS = (5.0, 45.0)
"""Slowest and fastest service speed of ships that carry vehicles."""
