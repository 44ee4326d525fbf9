"""Whether a line that a file adds can have the length that it is given, between the places that it joins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from hillfort.lines.network.curation import Curation
from hillfort.theatre.geodesy import great_circle_km

MOST_WINDING = 4.0
"""A line longer than so many times the straight way does not lead there: mountain railways have some two and a half."""
SLACK_KM = 20.0
"""What is let pass beside it, for short lines through a town."""


_LENGTH = re.compile(r"lines\.links\[(\d+)\]\.km")


def impossible_lengths(curation: Curation, values: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """What is wrong with those of some values by address that are lengths of added lines, by address.

    Assumes
    -------
    As `impossible_length`.
    """
    found: dict[str, tuple[str, str]] = {}
    for address, value in values.items():
        at = _LENGTH.fullmatch(str(address))
        if at and int(at[1]) < len(curation.links) and isinstance(value, int | float):
            wrong = impossible_length(curation, int(at[1]), float(value))
            found |= {address: wrong} if wrong else {}
    return found


def impossible_length(curation: Curation, index: int, km: float) -> tuple[str, str] | None:
    """What is wrong with the length of an added line, and what to do; None where it can be.

    Parameters
    ----------
    curation : Curation
        What a file says of the lines of a theatre.
    index : int
        Of the line in its `links`.
    km : float
        The length to be judged.

    Assumes
    -------
    Each end lies up to its place's `within_km` from where the place is: a line may be shorter than the straight way by
    so much, and no more.
    """
    link = curation.links[index]
    hubs = [curation.hubs[name] for name in link.between if name in curation.hubs]
    if len(hubs) < len(link.between):
        return None
    straight = sum(great_circle_km(one.lat, one.lon, other.lat, other.lon) for one, other in pairwise(hubs))
    least = max(0.0, straight - hubs[0].within_km - hubs[-1].within_km)
    most = MOST_WINDING * straight + SLACK_KM
    if least <= km <= most:
        return None
    way = "-".join(link.between)
    return (
        f"{km:g} km from {way} cannot be: the straight way is {straight:.0f} km.",
        f"Allowed: {least:.0f} to {most:.0f}. See whether the length or a place is wrong.",
    )
