"""Mines: what they do to those who pass, and how long they take to clear."""

from __future__ import annotations

import math


def actuation_chance(*, reliability: float, damage_width_m: float, water_width_m: float) -> float:
    """Chance that one mine, laid anywhere across a water, works on one ship that passes.

    Sources
    -------
    Washburn 2007, "Mine Warfare Models": reliability times damage width over the width of the water.

    Examples
    --------
    >>> actuation_chance(reliability=0.8, damage_width_m=40, water_width_m=2000)
    0.016
    """
    return min(1.0, reliability * damage_width_m / water_width_m)


def initial_threat(mines: float, chance: float, *, ship: int = 1) -> float:
    """Chance that the n-th ship to pass meets a mine that works; the first of them by default.

    Sources
    -------
    The simple initial threat, 1 - (1 - q)^M; those who passed before have used up some of the mines.

    Examples
    --------
    >>> round(initial_threat(20, 0.016), 6), round(initial_threat(20, 0.016, ship=10), 6)
    (0.275728, 0.243229)
    """
    left = chance * (1.0 - chance) ** (ship - 1)
    return float(1.0 - (1.0 - left) ** mines)


def expected_hits(mines: float, chance: float, *, transits: float) -> float:
    """Ships hit in so many transits of the same water, each mine working once.

    Sources
    -------
    Washburn 2007.

    Examples
    --------
    >>> round(expected_hits(20, 0.016, transits=10), 5)
    2.97916
    """
    return float(mines * (1.0 - (1.0 - chance) ** transits))


def at_least_one(risk: float, *, transits: int) -> float:
    """Chance of at least one hit in so many transits that carry the same risk.

    Assumes
    -------
    Transits are independent: mines that work are replaced, or many against the transits.

    Examples
    --------
    >>> round(at_least_one(0.0317, transits=30), 5)
    0.61955
    """
    return 1.0 - (1.0 - risk) ** transits


def thinned_threat(mean_mines: float, chance: float) -> float:
    """The initial threat where the number of mines is Poisson with this mean.

    Assumes
    -------
    Each mine was left independently of the others.

    Examples
    --------
    >>> round(thinned_threat(2.0, 0.016), 6)
    0.031493
    """
    return 1.0 - math.exp(-mean_mines * chance)


def cleared_share(pass_share: float, *, passes: float) -> float:
    """Share of mines cleared after independent passes over all of the channel.

    Assumes
    -------
    Each pass finds the same share of what is there.

    Examples
    --------
    >>> [round(cleared_share(0.7, passes=k), 3) for k in (1, 2, 3)]
    [0.7, 0.91, 0.973]
    """
    return float(1.0 - (1.0 - pass_share) ** passes)


def passes_for(share: float, pass_share: float) -> float:
    """Passes needed to clear a share of the mines, not rounded.

    Assumes
    -------
    As `cleared_share`.

    Examples
    --------
    >>> round(passes_for(0.96, 0.7), 3)
    2.674
    """
    return math.log(1.0 - share) / math.log(1.0 - pass_share)


def random_search_share(*, width: float, speed: float, factor: float, time: float, area: float) -> float:
    """Share of an area searched by tracks laid at random: 1 - exp(-w v B t / A), in any consistent units.

    Sources
    -------
    Koopman's random search.

    Examples
    --------
    >>> round(random_search_share(width=0.1, speed=4, factor=1.0, time=50, area=20), 3)
    0.632
    """
    return 1.0 - math.exp(-width * speed * factor * time / area)


def uniform_tracks_h(*, width: float, spacing: float, runs: float, length: float, speed: float, turn_h: float) -> float:
    """Hours to sweep a channel in parallel tracks: tracks x runs on each x (length / speed + turn).

    Sources
    -------
    Washburn 2007: (W / D) J (L / v + turn).

    Examples
    --------
    >>> round(uniform_tracks_h(width=1.0, spacing=0.1, runs=2, length=20.0, speed=4.0, turn_h=0.25), 3)
    105.0
    """
    return width / spacing * runs * (length / speed + turn_h)


def clearance_days(*, area_km2: float, vessels: float, km2_per_day: float, pass_share: float, share: float) -> float:
    """Days to clear a share of the mines in an area with so many vessels.

    Assumes
    -------
    The vessels divide the area and none is lost; a pass is the area once.

    Examples
    --------
    >>> round(clearance_days(area_km2=30, vessels=4, km2_per_day=2.5, pass_share=0.8, share=0.96), 1)
    6.0
    """
    return passes_for(share, pass_share) * area_km2 / (vessels * km2_per_day)
