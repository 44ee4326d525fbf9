"""How air forces conduct themselves: what they risk, when they break off, how they hunt batteries, what wears off.

Letters as in `hour`. Every rule has a switch, `air_rule_...`: at 0 nothing here changes anything.
"""

from __future__ import annotations

import math

from hillfort.air._kernels.records import SHORT, Assumed, Elements, StateNow
from hillfort.foundation.jit import njit


@njit(inline=True)
def of_side(side: int, blue: float, red: float) -> float:
    """The value of a side."""
    return blue if side == 0 else red


@njit(inline=True)
def arrived(now: StateNow, i: int, t: int) -> float:
    """Share of an element that is there at hour t."""
    if t < now.from_h[i]:
        return 0.0
    if now.over_h[i] <= 0.0:
        return 1.0
    return min(1.0, (t - now.from_h[i]) / now.over_h[i])


@njit(inline=True)
def bearable(loss: float, tolerance: float) -> float:
    """Share of missions that a commander lets go on at an expected loss: a third at what he tolerates, none at no
    tolerance."""
    if loss <= 0.0:
        return 1.0
    return math.exp(-loss / tolerance) if tolerance > 0.0 else 0.0


@njit(inline=True)
def tolerance_of(p: Assumed, side: int) -> float:
    """Loss for each sortie at which a side's missions fall to a third."""
    return of_side(side, blue=p.air_loss_tolerance_blue, red=p.air_loss_tolerance_red)


@njit(inline=True)
def standing_down(now: StateNow, e: Elements, p: Assumed, side: int, t: int) -> float:
    """Share of its sorties that a side still orders after the losses of about a day."""
    there = 0.0
    for i in range(now.batteries):
        if e[i]["side"] == side:
            there += now.alive[i] * arrived(now, i=i, t=t)
    return bearable(loss=now.recent[side] / there, tolerance=p.air_stand_down_share) if there > 0.0 else 1.0


@njit()
def weigh_risk(now: StateNow, e: Elements, p: Assumed, side: int, t: int) -> None:
    """What a side flies in spite of the other's batteries, and what those who fly then risk.

    A sortie over a region would come into an envelope with the chance that the region is covered. Of those only the
    share that the commander bears goes on; the rest stays away. Without the rule, all sorties alike fall with the risk.
    """
    ordered = standing_down(now, e, p, side=side, t=t) if p.air_rule_tolerance > 0.0 else 1.0
    for region in range(now.regions):
        risk, other = now.risk[side, region], 1 - side
        within = p.air_low_share * now.cover[other, 1, region] + (1.0 - p.air_low_share) * now.cover[other, 0, region]
        inside = min(1.0, risk / within) if within > 0.0 else 0.0
        hunted = inside * p.air_hunt_risk
        now.hunt_risk[side, region] = hunted
        now.hunt_calm[side, region] = ordered * bearable(loss=hunted, tolerance=tolerance_of(p, side))
        now.threat[side, region] = 0.0
        for i in range(now.batteries, now.missiles):
            if e[i]["side"] == other and e[i]["class"] != SHORT:
                now.threat[side, region] += now.strength[i] * e[i]["reach"][region]
        if p.air_rule_tolerance > 0.0:
            going = bearable(loss=inside, tolerance=tolerance_of(p, side))
            flown = 1.0 - within + within * going
            now.calm[side, region] = ordered * flown
            now.risk[side, region] = within * going * inside / flown if flown > 0.0 else 0.0
        else:
            now.calm[side, region] = math.exp(-risk / p.air_tolerable_loss)


@njit(inline=True)
def price(now: StateNow, p: Assumed, side: int, region: int) -> float:
    """Loss for each sortie of a side that it has to expect if it takes on the other's fighters over a region."""
    own, against = now.flown[side, region], now.fighter[1 - side, region]
    if own + against <= 0.0:
        return 0.0
    quality = of_side(side, blue=p.air_quality_red, red=p.air_quality_blue)
    return p.air_kills_per_meeting * quality * against / (own + against)


@njit(inline=True)
def fought_share(now: StateNow, p: Assumed, region: int) -> float:
    """Part of meetings over a region that are fought out: both sides want to, or who turns away is caught."""
    if p.air_rule_break_off <= 0.0:
        return 1.0
    both = bearable(loss=price(now, p, side=0, region=region), tolerance=p.air_loss_tolerance_blue)
    both *= bearable(loss=price(now, p, side=1, region=region), tolerance=p.air_loss_tolerance_red)
    return p.air_caught_share + (1.0 - p.air_caught_share) * both


@njit()
def break_off(now: StateNow, p: Assumed, region: int) -> None:
    """Missions over a region that are broken off for the picture in the air: they neither hold the sky nor attack."""
    kept_blue, kept_red = 1.0, 1.0
    for side in range(2):
        own, against = now.flown[side, region], now.fighter[1 - side, region]
        met = against / (own + against) if own + against > 0.0 else 0.0
        turning = 1.0 - bearable(loss=price(now, p, side=side, region=region), tolerance=tolerance_of(p, side))
        kept = 1.0 - met * turning * (1.0 - p.air_caught_share)
        if side == 0:
            kept_blue = kept
        else:
            kept_red = kept
    for side in range(2):
        kept = of_side(side, blue=kept_blue, red=kept_red)
        now.fighter[side, region] *= kept
        now.attack[side, region] *= kept
        now.hunt[side, region] *= kept


@njit(inline=True)
def lead(now: StateNow, p: Assumed, region: int, ahead: float) -> float:
    """By how much a side is ahead over a region, no more than its own aircraft there: batteries deny, they do not
    hold."""
    if ahead > 0.0:
        return min(ahead, now.fighter[0, region] * p.air_quality_blue)
    return -min(-ahead, now.fighter[1, region] * p.air_quality_red)


@njit()
def hunt_batteries(now: StateNow, e: Elements, p: Assumed) -> None:
    """Fire units that sorties against batteries destroy in this hour, each where it covers most."""
    if p.air_rule_hunt <= 0.0:
        return
    for i in range(now.batteries, now.missiles):
        one = e[i]
        if one["class"] == SHORT or now.alive[i] <= 0.0:
            continue
        hit, side = 0.0, 1 - one["side"]
        for region in range(now.regions):
            if now.threat[side, region] > 0.0:
                hit += now.hunt[side, region] * now.strength[i] * one["reach"][region] / now.threat[side, region]
        left = max(0.0, 1.0 - p.air_hunt_kill * hit / now.alive[i])
        now.alive[i] *= left
        now.rounds[i] *= left


@njit()
def strike_batteries(now: StateNow, e: Elements, p: Assumed, i: int, fired: float, t: int) -> float:
    """Fire units that missiles destroy, of all long- and medium-range batteries in reach alike; how many are spent."""
    targets = 0.0
    for j in range(now.batteries, now.missiles):
        if e[i]["strikes"][j] and e[j]["class"] != SHORT:
            targets += now.alive[j] * arrived(now, i=j, t=t)
    if targets <= 0.0:
        return 0.0
    for j in range(now.batteries, now.missiles):
        if e[i]["strikes"][j] and e[j]["class"] != SHORT:
            left = max(0.0, 1.0 - p.air_missile_kill_battery * fired * arrived(now, i=j, t=t) / targets)
            now.alive[j] *= left
            now.rounds[j] *= left
    return fired


@njit()
def remember(now: StateNow, e: Elements, p: Assumed, blue: float, red: float) -> None:
    """Carry the losses of about a day, and bring in what replaces lost aircraft."""
    for side in range(2):
        now.recent[side] = now.recent[side] * math.exp(-1.0 / 24.0) + of_side(side, blue=blue, red=red)
    if p.air_rule_replacement > 0.0:
        for i in range(now.batteries):
            now.alive[i] += (now.first[i] - now.alive[i]) * p.air_replaced_share / 24.0
