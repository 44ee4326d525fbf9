"""The decision to attack: what a commander may expect of it, what he asks for, and when he breaks it off."""

from __future__ import annotations

import math

from hillfort.campaign._kernels.battle import Facts
from hillfort.campaign._kernels.power import power_near
from hillfort.campaign._kernels.records import AGGRESSOR, Assumed, Cells, Clock, Ground, Squares, Units
from hillfort.foundation.jit import njit
from hillfort.ground._kernels.adjudication import expected_margin
from hillfort.ground._kernels.reference import CALIBRATED

LOGISTIC = 1.702
"""A normal distribution's chance as log-odds: the factor at which both curves lie closest."""
MOST_REPULSES = 20
LEAST_POWER = 1e-3


@njit(inline=True)
def log_odds(chance: float) -> float:
    """Log-odds of a chance, kept off both ends."""
    kept = min(max(chance, 1e-6), 1.0 - 1e-6)
    return math.log(kept / (1.0 - kept))


@njit(inline=True)
def learned(x: Clock, p: Assumed) -> float:
    """How much of what the two armies are worth against each other a staff knows by now: nothing when the war begins,
    and nearly all after some times `learning_days`."""
    if p.rule_learn_quality < 0.5:
        return 1.0
    return 1.0 - math.exp(-max(float(x[0].t), 0.0) / (24.0 * p.learning_days))


@njit()
def prospect(x: Clock, p: Assumed, facts: Facts, log_ratio: float) -> float:
    """Log-odds of prevailing that a staff would work out: the law's own expectation, over the luck it cannot know.

    The quality by which two armies differ in a war is luck as well, until it has been learned. Under a classical law,
    which knows ratios only, even odds are an even chance.
    """
    if x[0].law != CALIBRATED:
        return log_ratio
    expected = expected_margin(
        p,
        log_ratio=log_ratio,
        air=facts.air,
        surprise=facts.surprise,
        wealth=facts.wealth,
        armour=facts.armour,
        delaying=facts.delaying,
        dug=facts.dug,
        army=learned(x, p) * facts.army,
    )
    unknown = (1.0 - learned(x, p)) * p.unknown_quality_log_odds
    luck = math.sqrt(
        p.fit_margin_lasting * p.fit_margin_lasting + p.fit_margin_daily * p.fit_margin_daily + unknown * unknown
    )
    return LOGISTIC * expected / max(luck, 0.1)


@njit()
def operation_log_ratio(w: Ground, m: Squares, p: Assumed, side: int, cell: int, terrain: float) -> float:
    """Logarithm of the power ratio around a cell: the attack on one cell is part of an operation against all near
    it."""
    row, column = w[cell].row, w[cell].column
    own = power_near(m, side=side, row=row, column=column, radius_km=p.operation_km)
    enemy = power_near(m, side=1 - side, row=row, column=column, radius_km=p.operation_km)
    return math.log(max(own, LEAST_POWER) / max(enemy * terrain, LEAST_POWER))


@njit()
def asked(c: Cells, x: Clock, p: Assumed, cell: int, side: int) -> float:
    """Log-odds of prevailing that a side asks for before it attacks a cell.

    More without a build-up and after each repulse; less for each day of waiting, since waiting has a price, and never
    less than the least that attackers on record had.
    """
    bar = log_odds(p.attack_chance_blue if side == 0 else p.attack_chance_red)
    waited = float(x[0].t - c[cell].mass_first)
    bar += p.repulse_log_odds * c[cell].repulses
    if waited < p.build_up_h:
        return bar + p.hasty_log_odds
    least = log_odds(p.least_attack_chance)
    return max(min(bar, least), bar - p.waiting_log_odds_per_day * (waited - p.build_up_h) / 24.0)


@njit(inline=True)
def surely(c: Cells, p: Assumed, cell: int, log_ratio: float) -> bool:
    """Whether a side is so much stronger that it attacks whatever it expects; each repulse raises what that takes."""
    raised = p.repulse_log_odds * c[cell].repulses
    return p.rule_sure_ratio > 0.5 and log_ratio >= math.log(p.sure_ratio) + raised


@njit()
def ventures(
    w: Ground,
    u: Units,
    c: Cells,
    x: Clock,
    m: Squares,
    p: Assumed,
    cell: int,
    facts: Facts,
    log_ratio: float,
    terrain: float,
) -> bool:
    """Whether those who stand ready attack a cell in this hour, and go on with what they have begun.

    A force that is cut off does not weigh: it tries to get out. An aggressor who has paid his price begins nothing new.
    """
    first, t = c[cell].attackers, x[0].t
    side = u[first].side
    if c[cell].mass_last < t - p.massing_gap_h:
        c[cell].mass_first = t
    c[cell].mass_last = t
    if log_ratio < math.log(p.least_attack_ratio):
        return False
    if p.rule_attack_by_chance < 0.5 or u[first].homeward > 0:
        return True
    under_way = c[cell].fight_last == t - 1
    if not under_way and u[first].kind == AGGRESSOR and x[0].worn[side] > 0 and p.rule_price > 0.5:
        return False
    together = max(log_ratio, operation_log_ratio(w, m, p, side=side, cell=cell, terrain=terrain))
    hope = prospect(x, p, facts, log_ratio=together)
    bar = asked(c, x, p, cell=cell, side=side)
    if not under_way:
        return hope >= bar or surely(c, p, cell=cell, log_ratio=together)
    if hope >= bar - p.break_off_log_odds or surely(c, p, cell=cell, log_ratio=together):
        return True
    repulsed(c, x, cell)
    return False


@njit(inline=True)
def repulsed(c: Cells, x: Clock, cell: int) -> None:
    """Note that an attack on a cell has failed: the next needs a build-up of its own, and more."""
    c[cell].repulses = min(c[cell].repulses + 1, MOST_REPULSES)
    c[cell].mass_first = x[0].t
