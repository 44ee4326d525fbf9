"""Which parameters of the lines act for those who have to come: of the way from a base, and of ground refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from hillfort.forces.movement import MovementTable
from hillfort.foundation.errors import InputError
from hillfort.lines.movers.assembly import Assembly, LinesState, assemble
from hillfort.lines.movers.demand import Posture, demand
from hillfort.lines.movers.territory import neutral, refusable
from hillfort.lines.network.everywhere import FROM_BASE, PRICED
from hillfort.lines.network.network import LineNetwork

BY_ROAD, OVERSEAS = PRICED
READS = {"rail_reach_km": BY_ROAD, "great_port_berths": OVERSEAS}
"""What is asked only of bases that a way of another kind begins at."""
NOBODY = {BY_ROAD: "nobody who comes from outside starts by road", OVERSEAS: "nobody comes from overseas"}
REFUSED = "territory_refused_chance"
NO_NEUTRAL = "no way leads through a state outside the alliance"
ASKED = (*FROM_BASE, REFUSED)


class Laid(Protocol):
    """What is used of a scenario's lines."""

    @property
    def network(self) -> LineNetwork:
        """Laid when it is first asked for."""

    @property
    def movement(self) -> MovementTable:
        """What its forces are to those who move them."""


class Countries(Protocol):
    """What is used of a side."""

    @property
    def countries(self) -> tuple[str, ...]:
        """By their codes."""


class Allied(Posture, Protocol):
    """A posture that says who defends."""

    @property
    def sides(self) -> Mapping[str, Countries]:
        """By name."""


def idle(name: str, lines: Laid, posture: Allied) -> str:
    """Why a parameter moves nothing for those who come from outside; '' where it does, or where that cannot be told.

    Assumes
    -------
    As `all_idle`.

    Examples
    --------
    >>> from hillfort.files.scenario import read
    >>> marrow = read.scenario("marrow")
    >>> idle("base_road_winding", marrow.lines, marrow)
    'nobody who comes from outside starts by road'
    >>> idle("territory_refused_chance", marrow.lines, marrow)
    'no way leads through a state outside the alliance'
    """
    return all_idle(lines, posture).get(name, "") if name in ASKED else ""


def all_idle(lines: Laid, posture: Allied) -> dict[str, str]:
    """Every parameter that moves nothing for those who come from outside, with the reason; none where that cannot be
    told.

    Assumes
    -------
    The day of the posture, nothing lost. How far a road reaches decides for everybody.
    """
    try:
        wanted = demand(posture, lines.movement)
        made = assemble(lines.network, wanted, state=LinesState(posture.date)) if wanted.movers else None
    except InputError:
        return {}
    used = set(made.arcs.winding) if made is not None else set()
    unused = {kind for kind in PRICED if made is None or made.arcs.column[kind] not in used}
    found = {name: NOBODY[READS.get(name, name)] for name in FROM_BASE if READS.get(name, name) in unused}
    return found if made is not None and may_refuse(made, posture) else {**found, REFUSED: NO_NEUTRAL}


def may_refuse(made: Assembly, posture: Allied) -> dict[str, str]:
    """Group to the state that may refuse it, of a scenario.

    Assumes
    -------
    The defender's countries, and those whose troops come, refuse nothing.
    """
    friends = set(posture.sides["blue"].countries) if "blue" in posture.sides else set()
    return refusable(made, neutral(posture.date, friends | {mover.country for mover in made.demand.movers}))
