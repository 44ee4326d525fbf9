"""The air situation of many draws, day by day, without a ground campaign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hillfort.air._kernels.records import PARAMETERS
from hillfort.air.situation import Sky
from hillfort.foundation.named import by_name

DAILY = (
    "superiority",
    "slow_blue",
    "slow_red",
    "airlift",
    "airfields",
    "ports",
    "rail",
    "bridges",
    "lost_blue",
    "lost_red",
    "sorties_blue",
    "sorties_red",
    "aircraft_blue",
    "aircraft_red",
)
"""What is kept of each day and region: means over the day, battalion equivalents lost in it,
sorties flown and aircraft lost."""
SUMMED = ("lost_", "sorties_", "aircraft_")
"""How names of what is added up over regions start."""


HELD = 1.0 / 3.0
"""A side that is at least twice as strong over a region as the other holds its sky: (2 - 1) / (2 + 1)."""


def states_of_sky(superiority: np.ndarray) -> dict[str, np.ndarray]:
    """Whose sky it is, for each value: 'red', 'denied' or 'blue'; exactly one of the three is true.

    Parameters
    ----------
    superiority : (...,) float
        From -1 (Red's) to 1 (Blue's).

    Assumes
    -------
    A side holds a sky where its fighters and the cover of its air defence weigh at least twice the other's. In between
    both can keep the other from using it and neither can use it freely: denial is not holding.

    Examples
    --------
    >>> {name: found.tolist() for name, found in states_of_sky(np.array([-0.5, 0.2])).items()}
    {'red': [True, False], 'denied': [False, True], 'blue': [False, False]}
    """
    red, blue = superiority <= -HELD, superiority >= HELD
    return {"red": red, "denied": ~(red | blue), "blue": blue}


@dataclass(frozen=True, slots=True)
class Timing:
    """When allies are told and decide, by draw, hours."""

    warning_h: np.ndarray
    decision_h: np.ndarray


def fought(
    sky: Sky,
    doubts: np.ndarray,
    *,
    timing: Timing,
    days: int,
    weight: np.ndarray | None = None,
    seed: int = 1,
    first_draw: int = 0,
) -> np.ndarray:
    """(draw, day, region, len(DAILY)): the air situation from H-hour on.

    Parameters
    ----------
    doubts : (draw, column) float32
        Values of `situation.columns`, in that order.
    weight : (region,) float, optional
        Where both sides want their sorties; all regions alike where None.

    Assumes
    -------
    The ground does not answer: no base is lost to ground forces,
    and both sides want their sorties where they wanted them first.

    Examples
    --------
    >>> from hillfort.files.scenario import read
    >>> from hillfort.air.situation import columns, prepare
    >>> case = read.scenario("baltic-2019")
    >>> sky = prepare(case.air, case.theatre, regions=("EE", "LV", "LT", "PL"), counts={}, day=case.date)
    >>> best = np.array([[each.value for each in columns(case.air).values()]], np.float32)
    >>> fought(sky, best, timing=Timing(np.array([36.0]), np.array([48.0])), days=2).shape
    (1, 2, 4, 14)
    """
    from hillfort.air._kernels.run import many

    out = np.zeros((len(doubts), days, len(sky.region_names), len(DAILY)))
    room = np.zeros(len(sky.elements))
    wanted = np.ones(len(sky.region_names)) if weight is None else np.asarray(weight, float)
    many(
        sky.state(),
        sky.elements,
        sky.bases,
        sky.regions,
        by_name(doubts, PARAMETERS),
        np.ascontiguousarray(doubts),
        warning_h=np.asarray(timing.warning_h, float),
        decision_h=np.asarray(timing.decision_h, float),
        weight=wanted,
        seed=seed,
        first_draw=first_draw,
        luck=room,
        o=sky.hour(),
        days=out,
    )
    return out


def over_regions(daily: np.ndarray, what: Sequence[str]) -> dict[str, np.ndarray]:
    """(draw, day) sums over regions of what is summed, means of what is not.

    Assumes
    -------
    Regions count alike in a mean.

    Examples
    --------
    >>> over_regions(np.ones((1, 1, 4, 14)), ["airlift", "lost_red"])["lost_red"].tolist()
    [[4.0]]
    """
    found = {}
    for name in what:
        part = daily[..., DAILY.index(name)]
        found[name] = part.sum(axis=2) if name.startswith(SUMMED) else part.mean(axis=2)
    return found
