"""One hour of a fight for a cell, written to be read: the same law, none of the kernel's code."""

from __future__ import annotations

import math
from dataclasses import dataclass

CELL_DEPTH_KM = 6.5


@dataclass
class Force:
    """One side of a fight: units as (power, strength, persons), all fresh, supplied and of quality 1."""

    units: list[tuple[float, float, float]]

    def power(self) -> float:
        return sum(power * strength for power, strength, _ in self.units)

    def persons(self) -> float:
        return sum(strength * persons for _, strength, persons in self.units)


@dataclass
class Luck:
    """Standard normal luck of one engagement in one hour."""

    fight: float
    day: float
    loss: float
    exchange: float


def hour_of_fighting(
    attacker: Force, defender: Force, luck: Luck, p: dict[str, float], *, dug_in_h: float
) -> tuple[float, float, float]:
    """(attacker's loss share, defender's loss share, share of the cell's depth gained) in an hour on open ground."""
    room = p["stack_limit_bneq"]
    attack = attacker.power() * min(1.0, room / sum(unit[0] for unit in attacker.units))
    posture = p["hasty_factor"] + (p["prepared_factor"] - p["hasty_factor"]) * min(1.0, dug_in_h / p["preparation_h"])
    defence = defender.power() * posture * min(1.0, room / sum(unit[0] for unit in defender.units))
    log_ratio = max(-4.0, min(4.0, math.log(attack / defence)))
    lasting = p["engagement_persistence"]
    z = math.sqrt(lasting) * luck.fight + math.sqrt(1.0 - lasting) * luck.day
    margin = p["prevail_intercept"] + p["prevail_slope"] * log_ratio + math.pi / math.sqrt(3.0) * z
    gained = 0.0
    if margin > 0.0:
        gained = p["advance_base_km_per_day"] * math.exp(min(p["advance_gain"] * margin, 6.0)) / 24.0 / CELL_DEPTH_KM
    intensity = p["loss_pct_per_day"] / 100.0 / 24.0 * math.exp(p["loss_spread"] * luck.loss)
    exchange = p["exchange_intercept"] - p["exchange_slope"] * log_ratio + p["exchange_spread"] * luck.exchange
    shares = []
    for force, sign in ((attacker, 1.0), (defender, -1.0)):
        size = (force.persons() / 20000.0) ** p["loss_size_exponent"]
        shares.append(min(0.03, intensity * math.exp(sign * exchange / 2.0) * size))
    return shares[0], shares[1], gained
