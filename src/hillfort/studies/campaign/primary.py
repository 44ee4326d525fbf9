"""What an answer is about, named before anything is fought: findings on these come first, and the other quantities are
read beside them."""

from __future__ import annotations

from hillfort.studies.campaign import quantities
from hillfort.studies.quantity import Quantity

KEYS = ("hold", "held_at_end", "fait_accompli")
"""Primary quantities: of these hinges are asked and spread is apportioned, and comparisons correct for them alone."""


def rows() -> tuple[Quantity, ...]:
    """The primary quantities, in order.

    >>> [row.key for row in rows()]
    ['hold', 'held_at_end', 'fait_accompli']
    """
    known = {each.key: each for each in quantities.of_part("verdict")}
    return tuple(known[key] for key in KEYS)
