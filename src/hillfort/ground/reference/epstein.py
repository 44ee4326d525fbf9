"""Epstein's adaptive dynamic model: a defender who trades ground for losses, an attacker who trades losses for tempo.

A day's equations (A-1 to A-13 of the appendix), in the order in which they are run. Both sides have a rate of loss that
they will bear. The defender withdraws faster the further his losses are above his; the attacker presses harder the
further his are below. Close air support kills ground forces on both sides and is worn down by its own losses.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class CloseAirSupport:
    """Aircraft of one side that attack the other's ground forces."""

    aircraft: float
    loss_per_sortie: float
    sorties_per_day: float
    kills_per_sortie: float
    """Armoured vehicles killed by a sortie."""

    def on_day(self, day: int) -> float:
        """Aircraft left at the start of a day, from 1 (A-12, A-13).

        Assumes
        -------
        Losses per sortie are constant.

        Sources
        -------
        Epstein (1985), A-12 and A-13.
        """
        return self.aircraft * float((1.0 - self.loss_per_sortie) ** (self.sorties_per_day * (day - 1)))

    def vehicles_killed(self, day: int) -> float:
        """Vehicles that it kills in a day, from 1 (A-10, A-11).

        Assumes
        -------
        Aircraft lost on a sortie fly no more of them that day.

        Sources
        -------
        Epstein (1985), A-10 and A-11.
        """
        lost = self.loss_per_sortie
        flown = (
            self.sorties_per_day if lost == 0.0 else (1.0 - (1.0 - lost) ** (self.sorties_per_day + 1.0)) / lost - 1.0
        )
        return self.on_day(day) * self.kills_per_sortie * flown


NO_AIR = CloseAirSupport(0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class EpsteinInputs:
    """What the model needs; the values are those of the published base case.

    Strengths are ground lethality scores, thresholds are shares of a side lost in a day.
    """

    attacker: float = 330_000.0
    defender: float = 200_000.0
    prosecution: float = 0.02
    """Share of himself that the attacker is ready to lose to ground fire on the first day."""
    fastest_withdrawal_km_per_day: float = 20.0
    exchange: float = 1.5
    """Attackers lost to ground fire for each defender so lost."""
    defender_bears: float = 0.05
    attacker_bears: float = 0.075
    division_score: float = 47_490.0
    division_vehicles: float = 1_200.0
    attacker_air: CloseAirSupport = field(default=CloseAirSupport(250.0, 0.05, 1.0, 0.25))
    defender_air: CloseAirSupport = field(default=CloseAirSupport(300.0, 0.05, 1.5, 0.50))


@dataclass(frozen=True, slots=True)
class Day:
    """One day: strengths at its start, rates during it."""

    day: int
    attacker: float
    defender: float
    prosecution: float
    attacker_loss: float
    """Share of the attacker lost in the day, to ground fire and from the air."""
    defender_loss: float
    withdrawal_km: float
    ground_lost_km: float
    """From the first day to the end of this one."""


def course(inputs: EpsteinInputs, *, days: int) -> tuple[Day, ...]:
    """The first `days` days of a campaign, or fewer where a side is gone before.

    Not a forecast: a reference law, kept to be measured against.

    Parameters
    ----------
    inputs : Inputs
        Strengths, thresholds and air support.
    days : int
        How many days to run.

    Assumes
    -------
    The defender withdraws from the second day on at the earliest; the rates are held in their ranges
    (0 <= P, 0 <= W <= fastest), which the published cases never reach.

    Sources
    -------
    Epstein, The Calculus of Conventional War (Brookings, 1985), appendix; inputs as transcribed publicly.

    Examples
    --------
    >>> second = course(EpsteinInputs(), days=10)[1]
    >>> round(second.defender, 1), round(second.attacker, 1), round(100 * second.prosecution, 3)
    (193250.2, 315047.5, 4.177)
    """
    return tuple(day for day, _ in zip(_days(inputs), range(days), strict=False))


def _days(inputs: EpsteinInputs) -> Iterator[Day]:
    attacker, defender = inputs.attacker, inputs.defender
    prosecution, withdrawal, ground, day = inputs.prosecution, 0.0, 0.0, 1
    score = inputs.division_score / inputs.division_vehicles
    while attacker > 0.0 and defender > 0.0:
        rate = prosecution * (1.0 - withdrawal / inputs.fastest_withdrawal_km_per_day)
        attacker_after = max(attacker * (1.0 - rate) - score * inputs.defender_air.vehicles_killed(day), 0.0)
        from_ground = rate / inputs.exchange * attacker
        defender_after = max(defender - from_ground - score * inputs.attacker_air.vehicles_killed(day), 0.0)
        attacker_loss = (attacker - attacker_after) / attacker
        defender_loss = (defender - defender_after) / defender
        ground += withdrawal
        yield Day(day, attacker, defender, prosecution, attacker_loss, defender_loss, withdrawal, ground)
        withdrawal = next_withdrawal(inputs, withdrawal, defender_loss)
        prosecution = next_prosecution(inputs, prosecution, attacker_loss)
        attacker, defender, day = attacker_after, defender_after, day + 1


def next_withdrawal(inputs: EpsteinInputs, withdrawal: float, defender_loss: float) -> float:
    """The defender's withdrawal on the next day, km (A-4): none while he loses no more than he bears.

    Assumes
    -------
    Withdrawal never exceeds its fastest rate.

    Sources
    -------
    Epstein (1985), A-4.

    >>> next_withdrawal(EpsteinInputs(), 5.0, 0.04)
    0.0
    """
    if defender_loss <= inputs.defender_bears:
        return 0.0
    fastest = inputs.fastest_withdrawal_km_per_day
    step = (fastest - withdrawal) / (1.0 - inputs.defender_bears) * (defender_loss - inputs.defender_bears)
    return min(max(withdrawal + step, 0.0), fastest)


def next_prosecution(inputs: EpsteinInputs, prosecution: float, attacker_loss: float) -> float:
    """The attacker's prosecution rate on the next day (A-6): up while he loses less than he bears, else down.

    Assumes
    -------
    The rate is never negative.

    Sources
    -------
    Epstein (1985), A-6.

    >>> next_prosecution(EpsteinInputs(), 0.02, 0.01) > 0.02 > next_prosecution(EpsteinInputs(), 0.02, 0.10)
    True
    """
    bears = inputs.attacker_bears
    return max(prosecution - (bears - prosecution) / bears * (attacker_loss - bears), 0.0)
