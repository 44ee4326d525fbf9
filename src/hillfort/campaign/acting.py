"""Which assumptions can act in a scenario, and why another cannot:
read from the tables of couplings and of the hour."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from hillfort.campaign.couplings.table import COUPLINGS
from hillfort.campaign.hour import DRAW, HOUR, SEA
from hillfort.theatre.season import OFF_ROAD

NEEDS = {
    "air order": ("there is no `air` section", "Give the scenario an air section, or leave this out."),
    "no air order": (
        "the scenario has an `air` section, whose situation says it hour by hour",
        "Change what stands under `air`, or leave this out.",
    ),
    "sea order": ("there is no `sea` section", "Give the scenario a sea section, or leave this out."),
    "no sea order": (
        "the scenario has a `sea` section, whose lanes say it hour by hour",
        "Change what stands under `sea`, or leave this out.",
    ),
    "ways in": ("there are no `ways_in`", "Name the ways into the region, or leave this out."),
    "lifts": ("there are no `lifts`", "Say what carries landings and air assaults, or leave this out."),
    "cities": ("there are no `cities`", "Name the built-up cells of cities, or leave this out."),
    "calibrated law": (
        "the scenario fights under a classical `ground_law`, which has no such effect",
        "Fight under the calibrated law, or leave this out.",
    ),
    "its month": (
        "D-day is in another month, whose share holds throughout",
        "Set the one of the month of D-day, or leave this out.",
    ),
    "classical law": (
        "the scenario fights under the calibrated law, which says how fast an attacker advances",
        "Set `ground_law` to a classical law, or leave this out.",
    ),
}
"""What a scenario may lack: why an assumption then cannot act, and what to do."""


BY_LINES = ("sea_closes_h", "sea_closed_days", "air_closed_days")
"""Those of the campaign's that the study of lines reads too."""


class Present(NamedTuple):
    """What a scenario has, as far as assumptions ask for it."""

    air: bool
    sea: bool
    ways_in: bool
    classical: bool
    cities: bool = False
    month: int = 0
    """Of D-day, 1 to 12; 0 where nobody has said."""
    lifts: bool = False

    def lacks(self, need: str) -> bool:
        """True if the scenario has not what a coupling or a step needs.

        >>> Present(air=False, sea=True, ways_in=True, classical=False).lacks("air order")
        True
        """
        has = {
            "": True,
            "air order": self.air,
            "no air order": not self.air,
            "sea order": self.sea,
            "no sea order": not self.sea,
            "ways in": self.ways_in,
            "cities": self.cities,
            "lifts": self.lifts,
            "calibrated law": not self.classical,
            "classical law": self.classical,
        }
        return not has[need]


def listed() -> Iterator[tuple[str, str]]:
    """Every assumption with what it needs, once for each coupling or step that names it.

    Assumes
    -------
    The tables of couplings, of the hour, of what surrounds it, and of the sea are complete; tests hold them to the
    kernels.
    """
    for coupling in COUPLINGS:
        yield from ((name, coupling.needs) for name in coupling.parameters)
    for step in (*HOUR, *DRAW, SEA):
        yield from ((name, step.needs) for name in step.parameters)


@cache
def _needs() -> dict[str, tuple[str, ...]]:
    """What each assumption needs, once for each row that names it."""
    found: dict[str, tuple[str, ...]] = {}
    for name, need in listed():
        found[name] = (*found.get(name, ()), need)
    return found


def idle(name: str, present: Present) -> str:
    """What a scenario lacks for an assumption to act, a key of `NEEDS`; '' where it acts.

    Assumes
    -------
    An assumption acts if one of the couplings and steps that name it does.

    >>> idle("sea_closes_h", Present(air=True, sea=True, ways_in=True, classical=False))
    'no sea order'
    >>> idle("surrender_h", Present(air=False, sea=False, ways_in=False, classical=False))
    ''
    """
    if name in OFF_ROAD:
        return "its month" if present.month not in (0, OFF_ROAD.index(name) + 1) else ""
    needs = _needs().get(name, ())
    return needs[0] if needs and all(present.lacks(need) for need in needs) else ""


def refused(name: str, present: Present) -> str:
    """What a scenario lacks for an assumption to act anywhere, a key of `NEEDS`; '' where something reads it.

    Assumes
    -------
    Whoever has ways in may ask for the study of lines.

    >>> refused("sea_closes_h", Present(air=True, sea=True, ways_in=True, classical=False))
    ''
    >>> refused("air_superiority", Present(air=True, sea=True, ways_in=True, classical=False))
    'no air order'
    """
    return "" if name in BY_LINES and present.ways_in else idle(name, present)
