"""Biddle's formal model of a breakthrough: exposure and depth decide more than numbers.

A theatre of `front_km` is defended by `defenders`, part of them in a position `depth_km` deep along the whole front,
the rest in reserve. The attacker assaults on a narrow sector at a chosen speed. Each day costs him men, the faster and
the more exposed the more; reserves arrive and ask for more. What he can afford sets how far he comes; a breakthrough is
to come further than the position is deep.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Constants:
    """The model's constants, as transcribed in public code."""

    attackers_per_garrison: float = 2.5
    """k1"""
    interdiction: float = 0.01
    """k2"""
    screen: float = 0.4
    """k3"""
    flank_technology: float = 0.5
    """k4"""
    casualties_base: float = 200_000.0
    """k5"""
    casualty: float = 5.0
    """k7"""
    standing_exposure: float = 0.1
    """k8, km a day"""
    flank: float = 0.01
    """k9"""


@dataclass(frozen=True, slots=True)
class BiddleInputs:
    """What the model needs; the values are those of the base case."""

    attackers: float = 1_250_000.0
    defenders: float = 1_000_000.0
    attacker_year: float = 1910.0
    """Year of introduction of the average weapon."""
    defender_year: float = 1910.0
    depth_km: float = 15.0
    reserve_share: float = 0.4
    modern_share: float = 0.0
    """Share of the attacker's force that is not exposed (f_e): 0 to 1."""
    reserve_km_per_day: float = 100.0
    assault_km_per_day: float = 4.5
    assault_front_km: float = 25.0
    front_km: float = 500.0
    constants: Constants = Constants()


@dataclass(frozen=True, slots=True)
class BiddleResult:
    """How far the attack comes, and what it costs."""

    spare_attackers: float
    """r0: those not needed to hold the rest of the front."""
    garrison_per_km: float
    """b0: defenders in the sector for each km of depth."""
    casualties_per_km: float
    """Ca"""
    drain_per_day: float
    """dr"""
    reserves_per_day: float
    """db"""
    days: float
    """t*: how long the attack lasts."""
    ground_gained_km: float
    """G"""
    breakthrough: bool
    casualties: float
    """C_R"""


def assault(inputs: BiddleInputs) -> BiddleResult:
    """How far an assault comes and whether it breaks through.

    Not a forecast: a reference law, kept to be measured against.

    Sources
    -------
    Biddle, Military Power (Princeton, 2004), appendix, as transcribed in public code.

    Assumes
    -------
    One sector; the attacker keeps his speed; no air power.

    >>> base = assault(BiddleInputs())
    >>> round(base.days, 3), round(base.ground_gained_km, 3), base.breakthrough
    (2.296, 10.331, False)
    >>> assault(BiddleInputs(modern_share=0.5)).breakthrough
    True
    """
    k = inputs.constants
    attacker, defender = (inputs.attacker_year - 1900.0) / 10.0, (inputs.defender_year - 1900.0) / 10.0
    against_attacker, against_reserves = defender**2 / attacker, attacker**2 / defender
    arrives = attacker ** (-k.interdiction * inputs.reserve_km_per_day)  # Ps
    need = k.attackers_per_garrison * (1.0 - inputs.modern_share)  # H
    reserve, forward = inputs.defenders * inputs.reserve_share, inputs.defenders * (1.0 - inputs.reserve_share)
    flank = k.flank * reserve * arrives / against_reserves**k.flank_technology  # rho1
    screen = k.screen * forward / inputs.front_km  # rho2
    spare = inputs.attackers - screen * (inputs.front_km - inputs.assault_front_km)
    garrison = forward * inputs.assault_front_km / (inputs.front_km * inputs.depth_km)
    speed = inputs.assault_km_per_day
    per_km = k.casualty * (1.0 - inputs.modern_share) * against_attacker * garrison * (speed + k.standing_exposure)
    drain = per_km * speed + 2.0 * flank * speed
    arriving = reserve * inputs.reserve_km_per_day * arrives / inputs.front_km
    days = (spare - need * garrison) / (drain + need * arriving)
    if days >= inputs.front_km / inputs.reserve_km_per_day:  # all reserves have come by then
        days = (spare - need * garrison - need * reserve * arrives) / drain
    days = max(days, 0.0)
    gained = days * speed
    return BiddleResult(
        spare_attackers=spare,
        garrison_per_km=garrison,
        casualties_per_km=per_km,
        drain_per_day=drain,
        reserves_per_day=arriving,
        days=days,
        ground_gained_km=gained,
        breakthrough=gained > inputs.depth_km,
        casualties=per_km * gained + k.casualties_base,
    )


def fastest_breakthrough_km_per_day(inputs: BiddleInputs) -> float:
    """The fastest assault speed that still breaks through; 0 where none does.

    What the attacker of the campaign chooses: speed is exposure, so he goes as fast as he can afford.

    Assumes
    -------
    The attacker knows what he can afford. Found by halving: with modern weapons how far he comes falls with speed.

    Sources
    -------
    Solved from `assault`.

    >>> modern = BiddleInputs(attackers=3_000_000.0, attacker_year=1990.0, defender_year=1990.0, depth_km=6.5)
    >>> round(fastest_breakthrough_km_per_day(modern), 2)
    1.89
    """
    from dataclasses import replace

    def breaks(speed: float) -> bool:
        return assault(replace(inputs, assault_km_per_day=speed)).ground_gained_km >= inputs.depth_km

    low, high = 1e-4, 500.0
    if not breaks(low):
        return 0.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if breaks(middle) else (low, middle)
    return low
