"""Chance and time: what is closed when and for how long, draw by draw, and what then arrives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hillfort.campaign.acting import BY_LINES
from hillfort.campaign.doubt import sample
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.addresses import printed
from hillfort.foundation.draws import uniforms
from hillfort.foundation.evidence import Evidence
from hillfort.foundation.progress import Progress
from hillfort.foundation.streams import LINES_HOUR, LINES_LOST, LINES_REPAIR
from hillfort.lines.movers.assembly import Assembly
from hillfort.lines.movers.from_base import may_refuse
from hillfort.lines.movers.territory import may_be_lost, states_of
from hillfort.lines.moves.convoy import Convoys, closures_of
from hillfort.lines.network.everywhere import CLOSURES, REPAIRS, STRUCK
from hillfort.lines.network.network import LineNetwork
from hillfort.studies import intervals
from hillfort.studies.lines.loss import areas

DAYS = 60
HOUR_MIN, DAY_MIN = 60.0, 1440.0
OF_LINES = (*CLOSURES, *(REPAIRS[kind] for kind in STRUCK))


@dataclass(frozen=True)
class Chances:
    """What arrives over many draws."""

    draws: int
    seed: int
    delivered: NDArray[np.float64]
    """(draw, day) vehicles by the end of each day, day 0 first."""
    battalions: NDArray[np.float64]
    """(draw, day) battalions closed."""
    isolated: NDArray[np.bool_]
    """(draw, day) no way is open at noon."""
    lost_share: dict[str, float]
    """Group to the share of draws in which it is closed at some time."""
    columns: dict[str, Evidence]
    """What is doubted about the closures."""
    addresses: dict[str, str] = field(default_factory=dict)
    """Each to the address by which it can be set."""

    @property
    def isolated_days(self) -> NDArray[np.float64]:
        """(draw,) days without an open way."""
        return np.asarray(self.isolated.sum(axis=1), dtype=np.float64)

    def as_dict(self) -> dict[str, Any]:
        """Quantiles and chances as plain numbers."""
        days = self.delivered.shape[1]
        return {
            "draws": self.draws,
            "days": [
                {
                    "day": day,
                    "vehicles": intervals.quantiles(self.delivered[:, day]),
                    "battalions": intervals.quantiles(self.battalions[:, day]),
                }
                for day in range(days)
            ],
            "isolated_days": intervals.quantiles(self.isolated_days),
            "ever_isolated": intervals.chance(self.isolated_days > 0).as_dict(),
            "isolated_by_day": [
                {"day": day + 1, **intervals.chance(self.isolated[:, day]).as_dict()}
                for day in range(self.isolated.shape[1])
            ],
            "closed_share": dict(sorted(self.lost_share.items(), key=lambda each: (-each[1], each[0]))),
            "assumptions": {
                self.addresses[name]: {
                    "value": each.value,
                    "low": each.low,
                    "high": each.high,
                    "unit": each.unit,
                    "source": each.source,
                    "grade": each.grade,
                    "note": each.note,
                }
                for name, each in self.columns.items()
            },
        }


def simulate(scenario: Scenario, made: Assembly, *, draws: int, seed: int, progress: Progress | None = None) -> Chances:
    """Deliveries and isolation over draws of closures and repairs.

    Draw k has the same luck and the same doubts whatever is closed or changed beforehand: every event is addressed by
    the name of its group, every doubted number by its own.
    """
    own = repair_columns(made.network)
    columns = closing_columns(scenario, made.network) | own
    said = sample(columns, seed=seed, first_draw=0, draws=draws)
    priced = sample(made.columns, seed=seed, first_draw=0, draws=draws)
    closings = _Closings(scenario, made, draws, seed)
    convoys = Convoys(made.flow, [len(mover.battalions) for mover in made.demand.movers])
    delivered, battalions = np.zeros((draws, DAYS + 1)), np.zeros((draws, DAYS + 1))
    isolated = np.zeros((draws, DAYS), dtype=bool)
    counted = dict.fromkeys(closings.names, 0)
    ends = np.arange(DAYS + 1)
    for draw in range(draws):
        windows = closings.windows(draw, dict(zip(columns, said[draw].tolist(), strict=True)))
        for name in windows:
            counted[name] += 1
        flow = made.priced(priced[draw].astype(np.float64))
        close, vehicles, isolated[draw] = convoys.run(flow, closures_of(flow, windows), days=DAYS)
        order = np.argsort(close)
        reach = np.searchsorted(close[order], ends, side="right")
        delivered[draw] = np.concatenate([[0.0], np.cumsum(vehicles[order])])[reach]
        battalions[draw] = reach
        if progress is not None:
            progress(draw + 1, draws)
    addresses = closing_addresses(scenario) | {name: name for name in own}
    shares = {name: count / draws for name, count in counted.items() if count}
    return Chances(draws, seed, delivered, battalions, isolated, shares, columns, addresses)


def closing_columns(scenario: Scenario, network: LineNetwork) -> dict[str, Evidence]:
    """What is doubted about closures: what is said of the lines, what the campaign assumes too, and the warning."""
    columns = {name: network.curation.assumptions[name] for name in OF_LINES}
    columns |= {name: scenario.assumptions[name] for name in BY_LINES}
    plans = list(scenario.courses_of_action.values())
    if plans:
        columns["warning_h"] = plans[0].warning_h
    return columns


def repair_columns(network: LineNetwork) -> dict[str, Evidence]:
    """Days of repair that are said of single groups, by the address at which they are said."""
    return {
        repair_at(name): each.repair_days
        for name, each in network.curation.conditions.items()
        if each.repair_days is not None and name in network.groups
    }


def repair_at(group: str) -> str:
    """Address of the days of repair of a group."""
    return printed(("lines", "conditions", group, "repair_days"))


def closing_addresses(scenario: Scenario) -> dict[str, str]:
    """Where what is doubted about closures can be set: column to address."""
    found = {name: printed(("lines", "assumptions", name)) for name in OF_LINES}
    found |= {name: printed(("assumptions", name)) for name in BY_LINES}
    plans = list(scenario.courses_of_action)
    return found | ({"warning_h": printed(("courses_of_action", plans[0], "warning_h"))} if plans else {})


class _Closings:
    """Which groups may be closed, by what, and the luck of all draws."""

    def __init__(self, scenario: Scenario, made: Assembly, draws: int, seed: int) -> None:
        network = made.network
        self.groups = network.groups
        region = {network.nodes[network.node(name, "road")].state for name in made.destinations}
        self.region = region
        self.names = may_be_lost(made)
        self.kind: dict[str, str] = {}
        self.state_of = may_refuse(made, scenario)
        widest = max(
            (len(network.groups[name].links) for name in self.names if network.groups[name].kind == "sea"), default=0
        )
        wide, most = areas(network), network.curation.assumptions["single_target_links"].value
        for name in self.names:
            group = network.groups[name]
            if group.kind == "corridor":
                self.kind[name] = "corridor"
            elif group.kind == "sea" and len(group.links) == widest:
                self.kind[name] = "sea"
            elif group.kind == "airlift":
                self.kind[name] = "air"
            elif name in self.state_of:
                self.kind[name] = "territory"
            elif (
                group.kind in STRUCK
                and states_of(network, name) & region
                and name not in wide
                and len(group.links) <= most
            ):
                self.kind[name] = group.kind
        self.luck = {
            name: tuple(
                uniforms(name, stream=stream, draws=draws, seed=seed)
                for stream in (LINES_LOST, LINES_HOUR, LINES_REPAIR)
            )
            for name in self.kind
        }
        self.refusal = {
            state: uniforms(f"territory {state}", stream=LINES_LOST, draws=draws, seed=seed)
            for state in set(self.state_of.values())
        }

    def windows(self, draw: int, said: Mapping[str, float]) -> dict[str, tuple[float, float]]:
        """Group to the minutes from and to which it is closed in a draw."""
        start = HOUR_MIN * said.get("warning_h", 0.0)
        found: dict[str, tuple[float, float]] = {}
        for name, kind in self.kind.items():
            lost, when, long = (float(each[draw]) for each in self.luck[name])
            if kind == "territory":
                if float(self.refusal[self.state_of[name]][draw]) < said["territory_refused_chance"]:
                    found[name] = (0.0, np.inf)
            elif kind == "corridor" and lost < said["corridor_seized_chance"]:
                begin = start + HOUR_MIN * said["corridor_seized_h"]
                found[name] = (begin, begin + DAY_MIN * said.get(repair_at(name), said["corridor_closed_days"]))
            elif kind == "sea" and lost < said["sea_closed_chance"]:
                begin = start + HOUR_MIN * said["sea_closes_h"]
                found[name] = (begin, begin + DAY_MIN * said.get(repair_at(name), said["sea_closed_days"]))
            elif kind == "air":
                found[name] = (start, start + DAY_MIN * said.get(repair_at(name), said["air_closed_days"]))
            elif kind in STRUCK and lost < said[f"{kind}_struck_chance"]:
                begin = start + DAY_MIN * said["struck_days"] * when
                days = said.get(repair_at(name), said["repair_factor"] * said[REPAIRS[kind]])
                found[name] = (begin, begin + DAY_MIN * days * (0.5 + long))
        return found
