"""Runways cut and repaired."""

from __future__ import annotations

import math


def clear_strip_chance(cuts: float, *, share: float) -> float:
    """Chance that a strip of this share of the runway is left clear after so many cuts at random places.

    Parameters
    ----------
    cuts : float
        Cuts, not negative; a number between whole ones stands for a runway that is partly repaired.
    share : float
        Length needed over length of the runway, above 0.

    Assumes
    -------
    Cuts fall anywhere along the runway, independently, and stop a take-off wherever they are; no taxiway is used.

    Sources
    -------
    Longest gap of uniform order statistics: sum over j of (-1)^(j-1) C(n+1, j) (1 - j share)^n.

    Examples
    --------
    >>> round(clear_strip_chance(3, share=0.625), 6)
    0.210938
    """
    if share > 1.0:
        return 0.0
    total, choose = 0.0, 1.0
    for j in range(1, math.floor(1.0 / share) + 1):
        choose *= (cuts + 2.0 - j) / j
        if choose <= 0.0:
            break
        total += (-1.0) ** (j - 1) * choose * max(0.0, 1.0 - j * share) ** cuts
    return min(max(total, 0.0), 1.0)


def repair_h(craters: float, *, teams: float, hours_each: float) -> float:
    """Hours until so many craters are filled: 8 h for twelve by two teams.

    Assumes
    -------
    Teams work at the same time and at the same speed; materials suffice; nobody strikes again.

    Sources
    -------
    Training standard of three 50-foot craters in four hours (reported by Air & Space Forces Magazine).

    Examples
    --------
    >>> repair_h(12, teams=2, hours_each=4 / 3)
    8.0
    """
    return craters * hours_each / teams


def cuts_to_close(share: float, *, chance_open: float = 0.1) -> int:
    """Fewest cuts after which a clear strip is left with at most this chance.

    Assumes
    -------
    As `clear_strip_chance`.

    Examples
    --------
    >>> cuts_to_close(0.625, chance_open=0.1)
    4
    """
    cuts = 0
    while clear_strip_chance(cuts, share=share) > chance_open:
        cuts += 1
    return cuts
