"""The answer on lines of communication."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hillfort.campaign.scenario import Scenario
from hillfort.lines.flow.flow import DAY_MIN
from hillfort.lines.loss.arrival import ArrivalCurve
from hillfort.lines.loss.fortification import Fortified
from hillfort.lines.loss.interdiction import Frontier, Worst
from hillfort.lines.loss.isolation import Isolation
from hillfort.lines.movers.assembly import Assembly
from hillfort.lines.network.network import LineNetwork
from hillfort.lines.schedule.schedule import Gap, Schedule
from hillfort.studies.lines.limits import Period
from hillfort.studies.lines.loss import LineLever
from hillfort.studies.lines.request import LinesRequest

if TYPE_CHECKING:
    from hillfort.studies.lines.chance import Chances
    from hillfort.studies.lines.result import LinesResult


@dataclass(frozen=True, slots=True)
class Destination:
    """What can arrive at one place if everything is sent there, and what the schedule brings there."""

    name: str
    days: np.ndarray
    vehicles: np.ndarray
    """(days,) the exact curve."""
    scheduled: float
    """Vehicles by the day asked about, as scheduled."""


@dataclass(frozen=True, slots=True)
class Supply:
    """What the force in place needs a day, and what its lines could carry."""

    tonnes_per_day: float
    trucks_per_day: float
    carried_per_day: float
    """Vehicles a day that could pass once all stocks have."""
    carried_after_loss: float


@dataclass(frozen=True, slots=True)
class Proof:
    """A certificate that independent arithmetic has checked."""

    what: str
    vehicles: float
    proved: bool
    problems: tuple[str, ...]


@dataclass(frozen=True)
class LinesAnswer:
    """The whole answer for one scenario."""

    scenario: Scenario
    network: LineNetwork
    made: Assembly
    request: LinesRequest
    curve: ArrivalCurve
    places: tuple[Destination, ...]
    periods: tuple[Period, ...]
    schedule: Schedule
    gap: Gap
    isolation: Isolation
    isolation_targets: Isolation
    attack: Frontier
    attack_targets: Frontier
    attack_repaired: Frontier
    fortified: Fortified | None
    prepared: Fortified | None
    """The same where what is chosen can be lost, but is back after `lines.assumptions.prepared_repair_days`."""
    levers: tuple[LineLever, ...]
    supply: Supply
    proofs: tuple[Proof, ...]
    chances: Chances | None
    summary: dict[str, Any]
    """All numbers, as in `lines.json`."""

    @property
    def result(self) -> LinesResult:
        """The same numbers as records with named fields."""
        from hillfort.studies.lines.result import LinesResult

        return LinesResult.model_validate(self.summary)

    @property
    def by_day(self) -> float:
        """Day by which deliveries count."""
        return self.request.by

    @property
    def region(self) -> tuple[str, ...]:
        """Countries of the destinations."""
        found = [self.network.nodes[self.network.node(name, "road")].state for name in self.destinations]
        return tuple(dict.fromkeys(state for state in found if state))

    @property
    def adversaries(self) -> tuple[str, ...]:
        """Countries of the other side, and those whose lines are barred."""
        red = self.scenario.sides["red"].countries if "red" in self.scenario.sides else ()
        return tuple(dict.fromkeys([*red, *self.network.curation.extent.third_states]))

    @property
    def destinations(self) -> tuple[str, ...]:
        """Places where forces are wanted."""
        return tuple(self.made.destinations)

    @property
    def open_links(self) -> tuple[int, ...]:
        """Links that are open, as numbers in the network."""
        return tuple(sorted({int(link) for link in self.made.link_of_arc if link >= 0}))

    @property
    def carried(self) -> dict[int, float]:
        """Vehicles over each link by the day asked about, as scheduled."""
        return carried(self.made, self.schedule, self.by_day)

    def at_destination(self, name: str) -> float:
        """Vehicles that the schedule brings to a place by the day asked about."""
        return next((each.scheduled for each in self.places if each.name == name), 0.0)


def asked_loss(found: Frontier, size: int) -> Worst | None:
    """The worst loss of the size asked about, or of all there is; None where nothing can be lost."""
    return found.at(min(size, len(found.worst))) if found.worst else None


def carried(made: Assembly, planned: Schedule, day: float) -> dict[int, float]:
    """Vehicles of a schedule that have come over each link by a day, both directions together."""
    found: dict[int, float] = {}
    for each in planned.movements:
        for part in each.parts:
            way, sending = part.sending.way, part.sending
            for arc, offset in zip(way.arcs, way.offsets, strict=True):
                link = int(made.link_of_arc[arc])
                done = offset + int(made.flow.transit_min[arc])
                if link >= 0:
                    found[link] = found.get(link, 0.0) + float(
                        np.interp(day * DAY_MIN - done, sending.times, sending.sent)
                    )
    return found
