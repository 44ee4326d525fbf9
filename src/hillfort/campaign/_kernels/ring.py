"""Who holds a place: one cell, or a city by what is held of its built-up ground."""

from __future__ import annotations

from hillfort.campaign._kernels.records import Cells, Ground
from hillfort.foundation.jit import njit

LEAST_SHARE = 0.05
"""Built-up share that a cell of a city has at least: it holds the middle of one."""


@njit()
def same_city(c: Cells, one: int, other: int) -> bool:
    """Whether two cells belong to one city."""
    if c[one].city < 0 or c[other].city < 0:
        return False
    at = one
    while True:
        if at == other:
            return True
        at = c[at].city
        if at == one:
            return False


@njit()
def held_share(w: Ground, c: Cells, cell: int, side: int) -> float:
    """Share of a city's built-up ground that a side holds; 0 or 1 of a place of one cell."""
    if c[cell].city < 0:
        return 1.0 if c[cell].control == side else 0.0
    held, whole = 0.0, 0.0
    at = cell
    while True:
        ground = max(w[at].urban, LEAST_SHARE)
        whole += ground
        if c[at].control == side:
            held += ground
        at = c[at].city
        if at == cell:
            return held / whole


@njit(inline=True)
def lost_to(w: Ground, c: Cells, cell: int, enemy: int) -> bool:
    """Whether a place is the enemy's: its cell, or more than half of a city's built-up ground."""
    return held_share(w, c, cell=cell, side=enemy) > 0.5


@njit(inline=True)
def held_by(w: Ground, c: Cells, cell: int, side: int) -> bool:
    """Whether a place is a side's own: its cell, or half or more of a city's built-up ground is not the enemy's."""
    if c[cell].city < 0:
        return c[cell].control == side
    return not lost_to(w, c, cell=cell, enemy=1 - side)
