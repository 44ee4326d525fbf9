"""One hour of a fight for a cell, written to be read: the same law, none of the kernel's code."""

from __future__ import annotations

import math
from dataclasses import dataclass

CELL_KM = 6.5
NAMES = ("margin", "exchange", "intensity", "advance")


@dataclass
class Force:
    """One side of a fight: units as (power, strength, persons, tanks), all fresh, supplied and of quality 1."""

    units: list[tuple[float, float, float, float]]

    def power(self) -> float:
        return sum(power * strength for power, strength, _, _ in self.units)

    def persons(self) -> float:
        return sum(strength * persons for _, strength, persons, _ in self.units)

    def tanks_per_thousand(self) -> float:
        return 1000.0 * sum(strength * tanks for _, strength, _, tanks in self.units) / self.persons()


@dataclass
class Luck:
    """Standard normals of one battle of one cell, in the order of `NAMES`: of the whole battle, and of the cell."""

    lasting: list[float]
    daily: list[float]
    cell_lasting: list[float]
    cell_daily: list[float]


def correlated(p: dict[str, float], normals: list[float]) -> list[float]:
    """The four lucks from independent normals: rows of a triangular matrix."""
    found = [normals[0]]
    found += [
        sum(p[f"fit_luck_{NAMES[row]}_{NAMES[column]}"] * normals[column] for column in range(row + 1))
        for row in range(1, 4)
    ]
    return found


def hour_of_fighting(
    attacker: Force, defender: Force, luck: Luck, p: dict[str, float], *, dug_in_h: float, red_attacks: bool
) -> tuple[float, float, float, float]:
    """(margin, km gained, attacker's loss share, defender's) in an hour on open ground; armies of equal wealth."""
    room = p["stack_limit_bneq"]
    attack = attacker.power() * min(1.0, room / sum(unit[0] for unit in attacker.units))
    defence = defender.power() * min(1.0, room / sum(unit[0] for unit in defender.units))
    x = max(-4.0, min(4.0, math.log(attack / defence)))
    dug = 0.5 * min(1.0, dug_in_h / p["preparation_h"])
    dug += 0.5 * min(1.0, max(0.0, dug_in_h - p["preparation_h"]) / p["fortification_h"])
    fortified = max(0.0, 2.0 * dug - 1.0)
    army = 1.0 if red_attacks else -1.0
    air = -army * p["air_superiority"]
    armour = math.log(1.0 + attacker.tanks_per_thousand()) - math.log(1.0 + defender.tanks_per_thousand())
    persons = math.sqrt(attacker.persons() * defender.persons())
    size, density = math.log(persons / 15000.0), math.log(persons / CELL_KM) - 7.5
    expected = {
        "margin": p["fit_margin_ratio"] * x
        + p["fit_margin_air"] * air
        + p["fit_margin_armour"] * armour
        + p["fit_margin_fortified"] * fortified
        + p["fit_margin_army"] * army,
        "exchange": p["fit_exchange_ratio"] * x
        + p["fit_exchange_armour"] * armour
        + p["fit_exchange_fortified"] * fortified
        + p["fit_exchange_army"] * army,
        "intensity": p["fit_intensity_size"] * size
        + 2.0 * p["fit_intensity_era"]
        + p["fit_intensity_wet"] * p["wet_share"]
        + p["fit_intensity_density"] * density,
        "advance": p["fit_advance_ratio"] * x
        + p["fit_advance_air"] * air
        + p["fit_advance_dug"] * dug
        + p["fit_advance_density"] * density
        + p["fit_advance_army"] * army,
    }
    common = p["fit_neighbour_share"]
    mixed = [
        [math.sqrt(common) * whole + math.sqrt(1.0 - common) * own for whole, own in zip(wholes, owns, strict=True)]
        for wholes, owns in ((luck.lasting, luck.cell_lasting), (luck.daily, luck.cell_daily))
    ]
    lasting, daily = (correlated(p, each) for each in mixed)
    value, width = {}, {}
    for index, name in enumerate(NAMES):
        width[name] = 1.0 if name == "margin" else math.exp(-p[f"fit_{name}_size_exponent"] * size)
        drawn = p[f"fit_{name}_lasting"] * lasting[index] + p[f"fit_{name}_daily"] * daily[index]
        value[name] = p[f"fit_{name}_intercept"] + expected[name] + width[name] * drawn
    # what good and bad days of different size add to a sum, taken out at a fight of two days
    own = {name: (width[name] * p[f"fit_{name}_daily"]) ** 2 for name in NAMES}
    value["intensity"] -= 0.5 * (0.5 * own["intensity"] + 0.125 * own["exchange"])
    value["advance"] -= 0.25 * own["advance"] * math.tanh(p["fit_advance_intercept"] + expected["advance"])
    exchange_of_shares = value["exchange"] - math.log(attacker.persons() / defender.persons())
    shares = [
        min(0.03, math.exp(value["intensity"] + sign * exchange_of_shares / 2.0) / 2400.0) for sign in (1.0, -1.0)
    ]
    return value["margin"], math.sinh(value["advance"]) / 24.0, shares[0], shares[1]
