"""Classical laws of combat in place of the calibrated one: how each is laid upon an hour of an engagement.

A scenario may name one of `LAWS` as its law of adjudication, so that an analyst sees how much an answer depends on it.
The campaign hands every law the same: the power ratio with all its factors (quality, supply, fires, posture, terrain),
the persons engaged, and, for laws that are silent about them, the pace of an advance and the intensity of losses. What
is published and what had to be judged for each law is in `docs/reference-laws.md`; the arithmetic is in
`_kernels/reference.py`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from hillfort.foundation.errors import InputError, Problem, did_you_mean

LAWS = ("calibrated", "three-to-one", "lanchester-square", "lanchester-linear", "epstein", "biddle")
"""Names for scenario files; the place in the list is the kernel's code."""


@dataclass(frozen=True, slots=True)
class Hour:
    """What a law says about one hour."""

    margin: float
    """Above 0 the attacker prevails; log-odds where the law knows chance."""
    advance_km: float
    attacker_share: float
    """Loss of the attacker as a share of himself."""
    defender_share: float
    state: tuple[float, float]
    """What the law carries into the next hour of the engagement: for Epstein withdrawal (km/day) and prosecution."""


@dataclass(frozen=True, slots=True)
class Tempo:
    """What the campaign lends to laws that say nothing of it."""

    pace_km_per_day: float = 1.6
    """Advance at even strength where the attacker prevails."""
    loss_share_per_h: float = 0.022 / 24.0
    """Geometric mean of both sides' losses in an hour."""
    luck: float = 0.0
    """Standard normal; the Lanchester laws know chance, the others do not."""


def hour(
    name: str,
    ratio: float,
    *,
    persons: tuple[float, float] = (700.0, 700.0),
    tempo: Tempo | None = None,
    state: tuple[float, float] = (0.0, 0.0),
) -> Hour:
    """One hour of an engagement under a classical law.

    Parameters
    ----------
    name : str
        One of `LAWS`, but not 'calibrated'.
    ratio : float
        Attacker's over defender's power, above 0.
    persons : tuple of float
        Engaged persons of attacker and defender.
    tempo : Tempo, optional
        Pace, intensity and luck; those of an average battle where None.
    state : tuple of float
        What the last hour returned; zeros when an engagement begins.

    Raises
    ------
    InputError
        There is no such law, or the ratio is not a positive number.

    Assumes
    -------
    See `docs/reference-laws.md`, law by law.

    Sources
    -------
    `reference_lanchester`, `reference_epstein`, `reference_biddle`; the three-to-one rule of planning manuals.

    Examples
    --------
    >>> [round(hour("three-to-one", ratio).margin, 2) for ratio in (2.0, 3.0, 4.0)]
    [-0.74, 0.0, 0.52]
    >>> equal = hour("three-to-one", 3.0)
    >>> abs(equal.attacker_share - equal.defender_share) < 1e-12
    True
    """
    from hillfort.ground._kernels.reference import law_hour

    tempo = tempo or Tempo()
    log_ratio = math.log(_positive(ratio))
    margin, advance, attacker, defender, first, second = law_hour(
        code(name),
        log_ratio=log_ratio,
        luck=tempo.luck,
        attack_persons=persons[0],
        defend_persons=persons[1],
        pace_km_per_day=tempo.pace_km_per_day,
        loss_share_per_h=tempo.loss_share_per_h,
        first=state[0],
        second=state[1],
    )
    return Hour(float(margin), float(advance), float(attacker), float(defender), (float(first), float(second)))


def code(name: str) -> int:
    """The kernel's number of a classical law.

    Raises
    ------
    InputError
        There is no such law, or it is the calibrated one, which is not a classical law.

    Assumes
    -------
    The order of `LAWS` is the kernel's.

    >>> code("epstein")
    4
    """
    if name not in LAWS[1:]:
        problem = Problem("scenario", 0, "law", f"'{name}' is not a classical law.", did_you_mean(name, LAWS[1:]))
        raise InputError(problem, "the law of adjudication")
    return LAWS.index(name)


def _positive(ratio: float) -> float:
    if not (math.isfinite(ratio) and ratio > 0.0):
        raise InputError(
            Problem("reference law", 0, "ratio", f"{ratio} is not a positive number.", "Give one above 0.")
        )
    return ratio
