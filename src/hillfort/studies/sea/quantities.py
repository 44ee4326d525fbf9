"""The quantities that a study of the sea tells of; a new number is one more row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from hillfort.sea.posture import REASONS, STATES
from hillfort.sea.situation import Timeline
from hillfort.studies import intervals
from hillfort.studies.intervals import Chance
from hillfort.studies.quantity import CHANCE, Quantity, QuantityTable
from hillfort.studies.records import DayChance, Paired, Spread


@dataclass(frozen=True, slots=True)
class SeenLane:
    """What the numbers of a lane, or of its state on a day, are found from."""

    found: Timeline
    index: int
    km: float = 0.0
    days: tuple[int, ...] = ()
    arrived: np.ndarray | None = None
    """(draw, day) share of a load that is there."""
    step: int = 0

    @property
    def state(self) -> np.ndarray:
        """(draw,) state at the step."""
        return np.asarray(self.found.state[:, self.step, self.index])

    @property
    def delivers_by(self) -> list[dict[str, Any]]:
        """Mean share that is there by each day, with its interval."""
        shares = self.arrived if self.arrived is not None else np.zeros((1, 0))
        return [{"day": day, **mean(shares[:, place])} for place, day in enumerate(self.days)]

    @property
    def survival(self) -> float | None:
        """Of draws in which the lane is sailed."""
        sails = self.state < 2
        return float(self.found.survival[sails, self.step, self.index].mean()) if sails.any() else None

    @property
    def reasons(self) -> dict[str, float]:
        """Why it is not open, with the share of draws."""
        why = self.found.reason[:, self.step, self.index]
        shares = {cause: float(np.mean(why == cause)) for cause in range(1, len(REASONS))}
        return {REASONS[cause]: share for cause, share in shares.items() if share > 0.0}


@dataclass(frozen=True, slots=True)
class SeenLanding:
    """What the numbers of a landing are found from, (draw,) each."""

    km: float
    survival: np.ndarray
    state: np.ndarray
    ashore: np.ndarray
    garrison: np.ndarray
    ratio: np.ndarray


@dataclass(frozen=True, slots=True)
class SeenWater:
    """What the numbers of a water and its mines are found from, (draw,) each."""

    chance: np.ndarray
    laid: np.ndarray
    risk: np.ndarray
    states: dict[str, float]
    vessels: np.ndarray
    days: np.ndarray
    cleared_as: int | None


def mean(values: np.ndarray) -> dict[str, float]:
    """Mean over draws with its 95 % interval, as the summary names them, kept between 0 and 1."""
    middle = float(values.mean())
    half = intervals.Z * float(values.std(ddof=1)) / len(values) ** 0.5 if len(values) > 1 else 1.0
    return {"chance": middle, "low": max(0.0, middle - half), "high": min(1.0, middle + half)}


class LanePairedResult(Paired):
    """Paired difference in days of one lane."""

    lane: str


SEA = QuantityTable(
    (
        Quantity("km", "Length", "km", "Length of the lane.", lambda lane: lane.km, part="lanes", kind=float),
        Quantity(
            "delivers_by",
            "Delivered by day",
            CHANCE,
            "Mean share of a load ready at H-hour that is there by the end of each day.",
            lambda lane: lane.delivers_by,
            better=1,
            part="lanes",
            kind=tuple[DayChance, ...],
        ),
        Quantity(
            "closed_chance",
            "Closed at some time",
            CHANCE,
            "The lane is closed at some hour of the period.",
            lambda lane: ~np.isnan(lane.found.closes_h()[:, lane.index]),
            part="lanes",
        ),
        Quantity(
            "closes_hour",
            "Hour closed",
            "h",
            "First hour from H-hour at which the lane is closed.",
            lambda lane: lane.found.closes_h()[:, lane.index],
            part="lanes",
        ),
        Quantity(
            "sails_again_hour",
            "Hour sailed again",
            "h",
            "Hour from H-hour at which a lane that was closed is sailed again for good.",
            lambda lane: lane.found.opens_h()[:, lane.index],
            part="lanes",
        ),
        Quantity(
            "contested_hours",
            "Hours contested",
            "hours",
            "Hours of the period in which the lane is sailed in convoy under orders only.",
            lambda lane: lane.found.contested_h()[:, lane.index],
            part="lanes",
        ),
        *(
            Quantity(
                state,
                state.capitalize(),
                CHANCE,
                f"The lane is {state} at noon of the day.",
                lambda lane, number=number: lane.state == number,
                part="states",
            )
            for number, state in enumerate(STATES)
        ),
        Quantity(
            "survival_of_a_sailing",
            "Survival of a sailing",
            "share",
            "Mean share of a sailing that gets through, of draws in which the lane is sailed; none where none is.",
            lambda lane: lane.survival,
            part="states",
            kind=float | None,
        ),
        Quantity(
            "reasons",
            "Why it is not open",
            "share",
            "Share of draws by the reason why the lane is not open.",
            lambda lane: lane.reasons,
            part="states",
            kind=dict[str, float],
        ),
        Quantity(
            "km",
            "Length",
            "km",
            "Length of the way across.",
            lambda landing: landing.km,
            part="landings",
            kind=float,
            column="km",
        ),
        Quantity(
            "crossing_survival",
            "Gets across",
            CHANCE,
            "Mean share of the landing that survives the crossing, if it is tried at its hour.",
            lambda landing: mean(landing.survival.astype(float)),
            better=-1,
            part="landings",
            kind=Chance,
            column="gets across",
        ),
        Quantity(
            "too_risky_as_believed",
            "Seems too risky",
            CHANCE,
            "The crossing is believed to cost more than orders allow.",
            lambda landing: landing.state == STATES.index("closed"),
            better=1,
            part="landings",
            column="seems too risky",
        ),
        Quantity(
            "ashore",
            "Ashore",
            "battalion equivalents",
            "What of the landing reaches the shore.",
            lambda landing: landing.ashore,
            better=-1,
            part="landings",
            column="ashore",
        ),
        Quantity(
            "garrison",
            "Defenders",
            "battalion equivalents",
            "Defenders at the place.",
            lambda landing: landing.garrison,
            better=1,
            part="landings",
            column="defenders",
        ),
        Quantity(
            "holds",
            "Would hold",
            CHANCE,
            "What comes ashore is at least the ratio that a landing needs times the defenders.",
            lambda landing: landing.ashore >= landing.ratio * landing.garrison,
            better=-1,
            part="landings",
            column="would hold",
        ),
        Quantity(
            "laid_chance",
            "Chance that mines are laid",
            CHANCE,
            "Mean chance, over the draws, that the other side lays mines.",
            lambda water: float(water.chance.mean()),
            part="waters",
            kind=float,
        ),
        Quantity(
            "mines_if_laid",
            "Mines, if laid",
            "mines",
            "Mines that are laid in the water where they are laid.",
            lambda water: water.laid,
            part="waters",
        ),
        Quantity(
            "first_ship_risk",
            "Risk to the first ship",
            "share",
            "Chance that the first ship meets a mine that works, if mines are laid and none is cleared.",
            lambda water: water.risk,
            part="waters",
        ),
        Quantity(
            "states",
            "State by mines alone",
            "share",
            "Share of draws in which the water seems open, contested or closed, before anything is cleared.",
            lambda water: water.states,
            part="waters",
            kind=dict[str, float],
        ),
        Quantity(
            "vessels",
            "Clearance vessels",
            "vessels",
            "Median of the vessels that can work in the water at once.",
            lambda water: float(np.median(water.vessels)),
            part="waters",
            kind=float,
        ),
        Quantity(
            "days_to_clear",
            "Days to clear",
            "days",
            "Days of undisturbed work until what is believed to be there is called clear; none where nobody clears.",
            lambda water: intervals.quantiles(water.days) if np.isfinite(water.days).all() else None,
            part="waters",
            kind=Spread | None,
        ),
        Quantity(
            "cleared_as",
            "Cleared as",
            "place in order",
            "Place in the order in which a side clears its waters; none where it is not in it.",
            lambda water: water.cleared_as,
            part="waters",
            kind=int | None,
        ),
        Quantity(
            "days_sooner",
            "Days later, all lanes",
            "days",
            "Change of the days until a load ready at H-hour is there, the mean of the defender's lanes; negative is "
            "sooner.",
            lambda _, after, before: intervals.paired(after.mean(axis=1), before.mean(axis=1)).as_dict(),
            better=-1,
            part="levers",
            kind=Paired,
        ),
        Quantity(
            "lanes",
            "Days later, by lane",
            "days",
            "The same of each lane.",
            lambda *given: _by_lane(*given),
            better=-1,
            part="levers",
            kind=tuple[LanePairedResult, ...],
        ),
        Quantity(
            "days_later",
            "Days later, all lanes",
            "days",
            "Change of the days until a load of the aggressor's that is ready at H-hour is there, the mean of all.",
            lambda _, after, before: intervals.paired(after.mean(axis=1), before.mean(axis=1)).as_dict(),
            better=1,
            part="closers",
            kind=Paired,
        ),
        Quantity(
            "lanes",
            "Days later, by lane",
            "days",
            "The same of each lane.",
            lambda *given: _by_lane(*given),
            better=1,
            part="closers",
            kind=tuple[LanePairedResult, ...],
        ),
        Quantity(
            "days_with",
            "Days with the measures",
            "days",
            "Mean days until a load ready at H-hour is there with the measures; the whole period where it is not.",
            lambda after, _: float(after.mean()),
            part="lanes_against",
            kind=float,
        ),
        Quantity(
            "days_baseline",
            "Days without them",
            "days",
            "The same without the measures.",
            lambda _, before: float(before.mean()),
            part="lanes_against",
            kind=float,
        ),
        *(
            Quantity(
                key,
                title,
                unit,
                definition,
                lambda after, before, key=key: intervals.paired(after, before).as_dict()[key],
                part="lanes_against",
                kind=float,
            )
            for key, title, unit, definition in (
                ("change", "Change", "days", "Mean change of the days by the measures, draw by draw."),
                ("low", "Change, low end", "days", "Low end of its 95 % interval."),
                ("high", "Change, high end", "days", "High end of its 95 % interval."),
                ("changed_share", "Draws that change", "share", "Share of draws in which the days differ at all."),
            )
        ),
        *(
            Quantity(
                key,
                title,
                CHANCE,
                definition,
                lambda here, there, of_base=of_base, number=number: (there if of_base else here)[number],
                part="landings_against",
                kind=Chance,
            )
            for key, title, definition, of_base, number in (
                ("with", "Would hold, with the measures", "Chance that the landing would hold.", False, "holds"),
                ("baseline", "Would hold, without them", "The same without the measures.", True, "holds"),
                (
                    "crossing_with",
                    "Gets across, with the measures",
                    "Mean share of the landing that survives the crossing.",
                    False,
                    "crossing_survival",
                ),
                (
                    "crossing_baseline",
                    "Gets across, without them",
                    "The same without the measures.",
                    True,
                    "crossing_survival",
                ),
            )
        ),
    ),
    {
        "lanes": "A lane (`lanes`)",
        "states": "A lane on a day (`lanes.states`)",
        "landings": "A landing, if it is tried (`landings`)",
        "waters": "A strait or approach before anything is cleared (`waters`)",
        "levers": "What would clear the sea sooner (`levers`)",
        "closers": "What would close the aggressor's sea for longer (`closers`)",
        "lanes_against": "A lane with the measures against the baseline (`against_baseline.days_sooner`)",
        "landings_against": "A landing with the measures against the baseline (`against_baseline.landings`)",
    },
)
"""Every quantity of `sea.json`."""


def _by_lane(names: list[str], after: np.ndarray, before: np.ndarray) -> list[dict[str, Any]]:
    return [
        {"lane": name, **intervals.paired(after[:, index], before[:, index]).as_dict()}
        for index, name in enumerate(names)
    ]
