"""Which parameters of the way from a base to the network act for those who have to come."""

from __future__ import annotations

from typing import Protocol

from hillfort.forces.movement import MovementTable
from hillfort.foundation.errors import InputError
from hillfort.lines.movers.assembly import LinesState, assemble
from hillfort.lines.movers.demand import Posture, demand
from hillfort.lines.network.everywhere import PRICED
from hillfort.lines.network.network import LineNetwork

BY_ROAD, OVERSEAS = PRICED
READS = {"rail_reach_km": BY_ROAD, "great_port_berths": OVERSEAS}
"""What is asked only of bases that a way of another kind begins at."""
NOBODY = {BY_ROAD: "nobody who comes from outside starts by road", OVERSEAS: "nobody comes from overseas"}


class Laid(Protocol):
    """What is used of a scenario's lines."""

    @property
    def network(self) -> LineNetwork:
        """Laid when it is first asked for."""

    @property
    def movement(self) -> MovementTable:
        """What its forces are to those who move them."""


def idle(name: str, lines: Laid, posture: Posture) -> str:
    """Why a parameter moves nothing for those who come from outside; '' where it does, or where that cannot be told.

    Assumes
    -------
    The day of the posture, nothing lost. How far a road reaches decides for everybody.

    Examples
    --------
    >>> from hillfort.files.scenario import read
    >>> marrow = read.scenario("marrow")
    >>> idle("base_road_winding", marrow.lines, marrow)
    'nobody who comes from outside starts by road'
    """
    kind = READS.get(name, name)
    if kind not in PRICED:
        return ""
    try:
        wanted = demand(posture, lines.movement)
        made = assemble(lines.network, wanted, state=LinesState(posture.date)) if wanted.movers else None
    except InputError:
        return ""
    used = set(made.arcs.winding) if made is not None else set()
    return "" if made is not None and made.arcs.column[kind] in used else NOBODY[kind]
