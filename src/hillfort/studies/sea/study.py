"""When does each lane deliver, and what would make it deliver sooner? The sea of one scenario over many draws."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from hillfort.campaign.doubt import sample
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import InputError, Problem
from hillfort.foundation.version import VERSION
from hillfort.sea.prepare import PreparedSea, prepare
from hillfort.sea.situation import Timeline, delivered, timeline
from hillfort.studies import asked as requests
from hillfort.studies import request
from hillfort.studies.asked import SeaAsked
from hillfort.studies.sea import straits as sea_straits
from hillfort.studies.sea.quantities import SEA, SeenLanding, SeenLane

if TYPE_CHECKING:
    from hillfort.studies.sea.result import SeaResult

DAYS = (1, 2, 3, 5, 7, 10, 14, 21, 30)
"""Days by which deliveries are told."""
STATE_DAYS = (0, 1, 3, 7, 14, 21, 30)
"""Days, counted from H-hour, in whose middle the state of a lane is told."""
NOON_H = 12.0
BLOCK = 250
"""Draws that are stepped at a time, so that memory stays small."""
LEVER_DRAWS = 300
"""Draws on which each lever is tried: paired, on the same luck."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SeaLever:
    """One thing that might open lanes sooner, as a change to what is sampled."""

    key: str
    words: str
    side: str
    columns: tuple[str, ...]
    """Names of columns, or their ends with a star in front: '*.vessels'."""
    change: Callable[[np.ndarray], np.ndarray]


def _times(factor: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda values: values * factor


def _twice(shares: np.ndarray) -> np.ndarray:
    """Half the chance to miss: a share stays a share."""
    return np.minimum(1.0, 2.0 * shares)


def _most(limit: float) -> Callable[[np.ndarray], np.ndarray]:
    return lambda values: np.minimum(values, limit)


LEVERS = (
    SeaLever(
        "clearance-vessels", "Twice the mine clearance vessels", "blue", ("sea.clearance.*.vessels",), _times(2.0)
    ),
    SeaLever("clearance-now", "Mine clearance sails by H-hour", "blue", ("sea.clearance.*.from_h",), _most(0.0)),
    SeaLever("escorts", "Twice the escorts", "blue", ("sea.surface.*.ships",), _times(2.0)),
    SeaLever(
        "batteries",
        "Coastal batteries worn down three times as fast",
        "",
        ("sea.assumptions.strike_per_day",),
        _times(3.0),
    ),
    SeaLever(
        "batteries-now", "Strikes on coastal batteries from H-hour", "", ("sea.assumptions.strike_from_h",), _most(0.0)
    ),
    SeaLever(
        "targeting",
        "Targeting from afar lost three times as fast",
        "",
        ("sea.assumptions.offboard_fade_per_day",),
        _times(3.0),
    ),
    SeaLever(
        "no-missiles",
        "No coastal missiles or aircraft against ships",
        "red",
        ("sea.strikers.*.salvos_per_day",),
        _times(0.0),
    ),
    SeaLever("no-mines", "No mines, and none believed", "red", ("sea.mines.red.stock",), _times(0.0)),
    SeaLever(
        "orders", "Convoys are ordered to take twice the risk", "", ("sea.assumptions.military_risk",), _times(2.0)
    ),
    SeaLever(
        "owners",
        "Owners take five times the risk, after two calm days",
        "",
        ("sea.assumptions.commercial_risk",),
        _times(5.0),
    ),
)
"""What is tried, one at a time."""
CLOSERS = (
    SeaLever(
        "mines-laid",
        "The defender lays its mines for certain",
        "blue",
        ("sea.mines.blue.chance",),
        np.ones_like,
    ),
    SeaLever(
        "mines-double",
        "The defender lays twice its mines, for certain",
        "blue",
        ("sea.mines.blue.chance", "sea.mines.blue.stock"),
        _times(2.0),
    ),
    SeaLever(
        "batteries-blue",
        "Its coastal batteries and aircraft attack twice as often",
        "blue",
        ("sea.strikers.*.salvos_per_day",),
        _times(2.0),
    ),
    SeaLever(
        "targeting-blue",
        "Their targeting from afar is twice as good",
        "blue",
        ("sea.strikers.*.offboard_share",),
        _twice,
    ),
    SeaLever("boats-blue", "Twice its submarines", "blue", ("sea.submarines.*.boats",), _times(2.0)),
    SeaLever("hunters-blue", "Twice its ships that hunt", "blue", ("sea.surface.*.ships",), _times(2.0)),
    SeaLever(
        "none-blue",
        "The defender has no coastal missiles or aircraft",
        "blue",
        ("sea.strikers.*.salvos_per_day",),
        _times(0.0),
    ),
)
"""What the defender may do, or not do, to the aggressor's lanes: tried in the same way."""


@dataclass(frozen=True, slots=True, repr=False)
class SeaStudy:
    """The sea of a scenario, and what it says."""

    scenario: Scenario
    prepared: PreparedSea
    values: np.ndarray
    """(draw, column) of `prepared.columns`."""
    timeline: Timeline
    summary: dict[str, Any]
    """Content of `sea.json`."""

    @property
    def result(self) -> SeaResult:
        """The same numbers as records with named fields."""
        from hillfort.studies.sea.result import SeaResult

        return SeaResult.model_validate(self.summary)

    def __repr__(self) -> str:
        return f"<SeaStudy {self.scenario.name}: {len(self.timeline.lanes)} lanes, {len(self.values)} draws>"


def study(
    scenario: Scenario,
    *,
    baseline: Scenario | None = None,
    progress: Progress | None = None,
    pull: bool = True,
    **asked: Unpack[SeaAsked],
) -> SeaStudy:
    """The chance that each lane delivers by each day, and what clears it sooner.

    Parameters
    ----------
    scenario : Scenario
        With a sea.
    baseline : Scenario, optional
        The same without its measures: what they are worth is then told draw by draw, on the same luck.
    pull : bool
        Try each of `LEVERS`, which takes longer than all the rest; none in the summary where False.
    **asked
        See `hillfort.studies.asked.SeaAsked` for defaults and bounds; `days` is the scenario's own where None.

    Raises
    ------
    InputError
        The scenario has no sea, or the request is out of range.
    """
    given = requests.checked(SeaAsked, asked)
    checked = request.check(scenario, draws=given["draws"], days=given["days"], seed=given["seed"])
    draws, seed = checked.draws, checked.seed
    if scenario.sea is None:
        advice = "Add a section `sea:`, for one with `base: baltic`."
        raise InputError(
            Problem(scenario.name, 0, "sea", "is absent: this scenario says nothing about the sea.", advice)
        )
    scenario = replace(scenario, days=checked.days)
    prepared, values, found = run(scenario, draws=draws, seed=seed, progress=progress)
    summary: dict[str, Any] = {
        "format": 1,
        "hillfort": VERSION,
        "complete": True,
        "scenario": {"name": scenario.name, "hash": scenario.hash, "title": scenario.title, "date": scenario.date},
        "measures": [{"name": each.name, "title": each.title} for each in scenario.measures],
        "seed": seed,
        "draws": draws,
        "days": scenario.days,
        "lanes": [_lane(prepared, values, found, index, scenario.days) for index in supply(prepared)],
        "landings": [_landing(prepared, values, found, index) for index in landings(prepared)],
        "waters": sea_straits.waters(prepared, values),
        "levers": levers(scenario, prepared, values, found, seed=seed) if pull else [],
        "closers": closers(scenario, prepared, values, found, seed=seed) if pull else [],
        "leaves_out": list(LEAVES_OUT),
    }
    if baseline is not None and baseline.sea is not None:
        summary["against_baseline"] = _against(
            scenario, replace(baseline, days=checked.days), (prepared, values, found), seed
        )
    return SeaStudy(scenario, prepared, values, found, summary)


LEAVES_OUT = (
    (
        "The sea does not hear of the campaign ashore: batteries that are overrun go on shooting, and ports that "
        "fall are closed by the campaign, not here."
    ),
    (
        "Ice, weather, nationality of waters and what a third state allows; drones, sabotage of ports and cables; "
        "attacks before H-hour."
    ),
    "A load that is lost is not sent again; a ship already at sea is not called back.",
)
"""What the model of the sea does not have."""


def run(
    scenario: Scenario, *, draws: int, seed: int, progress: Progress | None = None
) -> tuple[PreparedSea, np.ndarray, Timeline]:
    """A scenario's sea over draws 0 to `draws` - 1: prepared, sampled, stepped."""
    assert scenario.sea is not None
    prepared = prepare(scenario.sea, scenario.theatre)
    drawn = sample(prepared.columns, seed=seed, first_draw=0, draws=draws, correlations=scenario.correlations)
    values = drawn.astype(np.float64)
    parts = []
    for first in range(0, draws, BLOCK):
        block = values[first : first + BLOCK]
        parts.append(timeline(prepared, block, days=scenario.days, lead_h=scenario.lead_h, seed=seed, first_draw=first))
        if progress is not None:
            progress(min(draws, first + BLOCK), draws)
    return prepared, values, joined(parts)


def joined(parts: Sequence[Timeline]) -> Timeline:
    """Consecutive draws as one."""
    names = ("state", "reason", "survival", "delay_h")
    arrays = [np.concatenate([getattr(part, name) for part in parts]) for name in names]
    return Timeline(parts[0].lanes, parts[0].lead_h, *arrays)


def supply(prepared: PreparedSea) -> list[int]:
    """Lanes that carry supply and reinforcement, of both sides."""
    return [index for index, name in enumerate(prepared.lanes) if prepared.order.lanes[name].purpose == "supply"]


def landings(prepared: PreparedSea) -> list[int]:
    """Lanes of landings."""
    return [index for index, name in enumerate(prepared.lanes) if prepared.order.lanes[name].purpose == "landing"]


def by_day(prepared: PreparedSea, values: np.ndarray, found: Timeline, days: np.ndarray) -> np.ndarray:
    """(draw, day, lane) share of a load that was ready at H-hour and is there by the end of each day."""
    return delivered(found, prepared, values, ready_h=0.0, by_h=24.0 * days)


def _told(days: Sequence[int], most: int) -> list[int]:
    return [day for day in days if day <= most]


def _lane(prepared: PreparedSea, values: np.ndarray, found: Timeline, index: int, most: int) -> dict[str, Any]:
    lane = prepared.order.lanes[prepared.lanes[index]]
    days = _told(DAYS, most)
    arrived = by_day(prepared, values, found, np.array(days, float))[:, :, index]
    states = []
    for day in _told(STATE_DAYS, most):
        step = found.step_of(24.0 * day + (NOON_H if day < most else 0.0))
        states.append({"day": day, **SEA.numbers("states", SeenLane(found, index, step=step))})
    km = round(prepared.tracks[lane.name].length_km)
    return {
        "name": lane.name,
        "side": lane.side,
        "start": lane.start,
        "end": lane.end,
        "waters": list(lane.waters),
        "states": states,
        **SEA.numbers("lanes", SeenLane(found, index, km, tuple(days), arrived)),
    }


def _landing(prepared: PreparedSea, values: np.ndarray, found: Timeline, index: int) -> dict[str, Any]:
    """One landing, tried at its hour whatever the risk: what is left of it on the shore, against who is there."""
    name = prepared.lanes[index]
    names = list(prepared.columns)
    lift, garrison, hour, ratio = (
        values[:, names.index(column)]
        for column in (
            f"sea.lanes.{name}.lift",
            f"sea.lanes.{name}.garrison",
            "sea.assumptions.landing_from_h",
            "sea.assumptions.landing_ratio",
        )
    )
    step = np.array([found.step_of(each) for each in hour])
    draws = np.arange(len(values))
    survival = found.survival[draws, step, index]
    seen = SeenLanding(
        km=round(prepared.tracks[name].length_km),
        survival=survival,
        state=found.state[draws, step, index],
        ashore=lift * survival,
        garrison=garrison,
        ratio=ratio,
    )
    return {"name": name, **SEA.numbers("landings", seen)}


def levers(
    scenario: Scenario, prepared: PreparedSea, values: np.ndarray, found: Timeline, *, seed: int
) -> list[dict[str, Any]]:
    """Each lever tried alone on the first draws: how many days sooner a load of the defender's is there, by lane."""
    draws = min(len(values), LEVER_DRAWS)
    before = _days_waited(prepared, values[:draws], _first(found, draws), scenario.days)
    lanes = [index for index in supply(prepared) if prepared.order.lanes[prepared.lanes[index]].side == "blue"]
    names = [prepared.lanes[index] for index in lanes]
    told = []
    for lever in LEVERS:
        changed = pulled(prepared, values[:draws], lever)
        again = timeline(prepared, changed, days=scenario.days, lead_h=scenario.lead_h, seed=seed)
        after = _days_waited(prepared, changed, again, scenario.days)
        tried = SEA.numbers("levers", names, after[:, lanes], before[:, lanes])
        told.append({"lever": lever.key, "words": lever.words, "draws": draws, **tried})
    return sorted(told, key=lambda row: row["days_sooner"]["change"])


def closers(
    scenario: Scenario, prepared: PreparedSea, values: np.ndarray, found: Timeline, *, seed: int
) -> list[dict[str, Any]]:
    """Each of `CLOSERS` tried alone on the first draws: how many days later a load of the aggressor's is there."""
    draws = min(len(values), LEVER_DRAWS)
    lanes = [index for index in supply(prepared) if prepared.order.lanes[prepared.lanes[index]].side == "red"]
    if not lanes:
        return []
    before = _days_waited(prepared, values[:draws], _first(found, draws), scenario.days)[:, lanes]
    tried = []
    for lever in CLOSERS:
        changed = pulled(prepared, values[:draws], lever)
        again = timeline(prepared, changed, days=scenario.days, lead_h=scenario.lead_h, seed=seed)
        tried.append((lever.key, lever.words, _days_waited(prepared, changed, again, scenario.days)[:, lanes]))
    return sea_straits.later([prepared.lanes[index] for index in lanes], before, tried, draws=draws)


def pulled(prepared: PreparedSea, values: np.ndarray, lever: SeaLever) -> np.ndarray:
    """Sampled values with one lever pulled."""
    changed = values.copy()
    for column, name in enumerate(prepared.columns):
        if any(_fits(name, pattern) for pattern in lever.columns) and _of_side(prepared, name, lever):
            changed[:, column] = lever.change(changed[:, column])
    if lever.key == "mines-double":
        column = list(prepared.columns).index("sea.mines.blue.chance")
        changed[:, column] = 1.0
    if lever.key == "owners":
        column = list(prepared.columns).index("sea.assumptions.confidence_days")
        changed[:, column] = np.minimum(changed[:, column], 2.0)
    return changed


def _fits(name: str, pattern: str) -> bool:
    if "*" not in pattern:
        return name == pattern
    start, end = pattern.split("*")
    return name.startswith(start) and name.endswith(end)


def _of_side(prepared: PreparedSea, name: str, lever: SeaLever) -> bool:
    parts = name.split(".")
    if not lever.side or parts[1] not in ("clearance", "surface", "strikers", "submarines"):
        return True
    each = getattr(prepared.order, parts[1])[parts[2]]
    if parts[1] == "surface" and (each.role == "escort") != (lever.key == "escorts"):
        return False
    return bool(each.side == lever.side)


def _days_waited(prepared: PreparedSea, values: np.ndarray, found: Timeline, days: int) -> np.ndarray:
    """(draw, lane) days from H-hour until a load is there; the whole period where it is not there by its end."""
    grid = np.arange(0.25, days + 0.25, 0.25)
    there = by_day(prepared, values, found, grid)
    return np.asarray(days - 0.25 * there.sum(axis=1))


def _first(found: Timeline, draws: int) -> Timeline:
    arrays = [values[:draws] for values in (found.state, found.reason, found.survival, found.delay_h)]
    return Timeline(found.lanes, found.lead_h, *arrays)


def _against(
    scenario: Scenario, baseline: Scenario, now: tuple[PreparedSea, np.ndarray, Timeline], seed: int
) -> dict[str, Any]:
    """What the measures are worth: days sooner by lane, and chance of each landing, draw by draw."""
    prepared, values, found = now
    other, other_values, was = run(baseline, draws=len(values), seed=seed)
    after, before = (
        _days_waited(prepared, values, found, scenario.days),
        _days_waited(other, other_values, was, scenario.days),
    )
    lanes = [
        {
            "lane": name,
            "side": prepared.order.lanes[name].side,
            **SEA.numbers("lanes_against", after[:, index], before[:, place]),
        }
        for index, name in ((index, prepared.lanes[index]) for index in supply(prepared))
        if (place := other.lanes.index(name) if name in other.lanes else -1) >= 0
    ]
    here = {each["name"]: each for each in (_landing(prepared, values, found, index) for index in landings(prepared))}
    there = {each["name"]: each for each in (_landing(other, other_values, was, index) for index in landings(other))}
    told = [
        {
            "name": name,
            **SEA.numbers("landings_against", here[name], there[name]),
        }
        for name in here
        if name in there
    ]
    return {"days_sooner": lanes, "landings": told}
