"""The sea of one draw, stepped six hours at a time: mines, clearance, missiles, ships, and who dares to sail."""

from __future__ import annotations

import math

from hillfort.foundation._kernels.chance import normal, uniform
from hillfort.foundation.jit import njit
from hillfort.sea._kernels import records as k

STREAM_SEA_MINES = 30
STREAM_SEA_MEETING = 31
STREAM_SEA_EXCHANGE = 32
ROOT_2 = math.sqrt(2.0)
DENSITY_0 = 1.0 / math.sqrt(2.0 * math.pi)
DAY_H = 24.0


@njit()
def above(mean, deviation, level):  # type: ignore[no-untyped-def]
    """Mean of what lies above a level, for a normal."""
    if deviation <= 0.0:
        return max(0.0, mean - level)
    far = (mean - level) / deviation
    return (mean - level) * 0.5 * (1.0 + math.erf(far / ROOT_2)) + deviation * DENSITY_0 * math.exp(-0.5 * far * far)


@njit()
def salvo_loss(shots, hit, stops, stop, hits_needed, ships):  # type: ignore[no-untyped-def]
    """Mean loss of a group of ships from one salvo with luck, net hits taken as normal."""
    if ships <= 0.0 or shots <= 0.0:
        return 0.0
    mean = shots * hit - stops * stop
    deviation = math.sqrt(shots * hit * (1.0 - hit) + stops * stop * (1.0 - stop))
    return (above(mean, deviation, 0.0) - above(mean, deviation, ships * hits_needed)) / hits_needed


@njit()
def within(table, km):  # type: ignore[no-untyped-def]
    """Kilometres of a lane within a distance, between the rings of its table."""
    place = min(max(km, 0.0) / k.RING_KM, len(table) - 1.0)
    ring = min(int(place), len(table) - 2)
    return table[ring] + (place - ring) * (table[ring + 1] - table[ring])


@njit()
def mine_chance(v):  # type: ignore[no-untyped-def]
    """Chance that one mine in the channel works on one ship that passes."""
    return min(0.999, v[k.RELIABILITY] * v[k.DAMAGE_WIDTH_M] / (1000.0 * v[k.CHANNEL_KM]))


@njit()
def in_channel(c, v, water, mines):  # type: ignore[no-untyped-def]
    """Mines in the channel, of those in the whole water."""
    width = v[c.first_column[1] + water * k.WATER_COLUMNS + k.WIDTH_KM]
    return mines * min(1.0, v[k.CHANNEL_KM] / width)


@njit()
def begin(c, v, s):  # type: ignore[no-untyped-def]
    """Everything as it is before the first step of a draw."""
    s.mines[:] = 0.0
    s.calm_h[:] = 0.0
    for side in range(2):
        s.side[side, k.ALIVE] = 1.0
        s.side[side, k.UNLAID] = v[c.first_column[0] + side * k.MINE_COLUMNS + k.MINE_STOCK]
    for b in range(len(s.striker)):
        s.striker[b, k.MISSILES] = v[c.first_column[2] + b * k.STRIKER_COLUMNS + k.MAGAZINE]
    for g in range(len(s.group)):
        s.group[g, k.AFLOAT] = v[c.first_column[3] + g * k.GROUP_COLUMNS + k.SHIPS]
    for u in range(len(s.boats)):
        s.boats[u] = v[c.first_column[4] + u * k.BOAT_COLUMNS + k.BOATS]


@njit()
def lay_mines(c, v, s, t, seed, draw):  # type: ignore[no-untyped-def]
    """Both sides lay; what was laid in secret is reckoned with from H-hour, and so is what was not laid at all."""
    waters = len(s.mines)
    for side in range(2):
        m = c.first_column[0] + side * k.MINE_COLUMNS
        total = 0.0
        for w in range(waters):
            total += v[c.first_column[1] + w * k.WATER_COLUMNS + k.WEIGHT + side]
        lays = uniform(seed, STREAM_SEA_MINES, draw, 0, side) < v[m + k.MINE_CHANCE]
        laid = 0.0
        if lays and total > 0.0 and t >= v[m + k.MINES_START_H]:
            laid = min(s.side[side, k.UNLAID], v[m + k.MINES_PER_DAY] * k.STEP_H / DAY_H)
            s.side[side, k.UNLAID] -= laid
        for w in range(waters):
            weight = v[c.first_column[1] + w * k.WATER_COLUMNS + k.WEIGHT + side]
            added = laid * v[m + k.MINES_DELIVERED] * weight / total if total > 0.0 else 0.0
            s.mines[w, side] += added
            if t >= 0 and t < k.STEP_H:
                s.mines[w, k.BELIEVED + side] = v[k.MINE_BELIEF] * s.mines[w, side]
                if v[m + k.MINE_STOCK] > 0.0 and v[m + k.MINE_CHANCE] > 0.0:
                    s.mines[w, k.BELIEVED + side] += v[k.BELIEVED_MINES] * weight
            elif t > 0:
                s.mines[w, k.BELIEVED + side] += v[k.MINE_BELIEF] * added


@njit()
def weigh(c, v, s, t):  # type: ignore[no-untyped-def]
    """What each striker and each hunting group can do in this step, against a ship by itself and against a convoy."""
    ships = max(1.0, v[k.CONVOY_SHIPS])
    for b in range(len(s.striker)):
        i = c.first_column[2] + b * k.STRIKER_COLUMNS
        worn = math.exp(-v[k.STRIKE_PER_DAY] * max(0.0, t - v[k.STRIKE_FROM_H]) / DAY_H)
        s.striker[b, k.ABLE] = (
            worn * min(1.0, s.striker[b, k.MISSILES] / v[i + k.SALVO]) if v[i + k.SALVO] > 0.0 else 0.0
        )
        s.striker[b, k.FOUND] = v[i + k.OFFBOARD] * math.exp(-v[k.FADE_PER_DAY] * max(0.0, t) / DAY_H)
    for side in range(2):
        number = s.sums[side, 1, k.NUMBER]
        s.side[side, k.ESCORTS] = min(3.0 + ships / 10.0, number / v[k.CONVOYS_AT_SEA])
        stops = s.side[side, k.ESCORTS] * s.sums[side, 1, k.STOPS] / number if number > 0.0 else 0.0
        stop = s.sums[side, 1, k.STOP_SHARE] / number if number > 0.0 else 0.0
        for b in range(len(s.striker)):
            i = c.first_column[2] + b * k.STRIKER_COLUMNS
            if c.striker[b, k.SIDE] != side:
                s.striker[b, k.LOSS] = salvo_loss(
                    v[i + k.SALVO], v[i + k.STRIKER_HIT], 0.0, 0.0, v[k.MERCHANT_HITS], 1.0
                )
                s.striker[b, k.LOSS + 1] = salvo_loss(
                    v[i + k.SALVO], v[i + k.STRIKER_HIT], stops, stop, v[k.MERCHANT_HITS], ships
                )
        for g in range(len(s.group)):
            j = c.first_column[3] + g * k.GROUP_COLUMNS
            if c.group[g, k.SIDE] != side and not c.group[g, k.ESCORT]:
                shots = min(v[k.GROUP_SHIPS], s.group[g, k.AFLOAT]) * v[j + k.SHOTS]
                s.group[g, k.RAID_LOSS] = salvo_loss(shots, v[j + k.GROUP_HIT], 0.0, 0.0, v[k.MERCHANT_HITS], 1.0)
                s.group[g, k.RAID_LOSS + 1] = salvo_loss(
                    shots, v[j + k.GROUP_HIT], stops, stop, v[k.MERCHANT_HITS], ships
                )


@njit()
def strength(c, v, s, b, t):  # type: ignore[no-untyped-def]
    """Share of a striker's attacks that it can make at an hour: none before H-hour or before it is ready."""
    ready = t >= 0 and t >= v[c.first_column[2] + b * k.STRIKER_COLUMNS + k.STRIKER_FROM_H]
    return s.striker[b, k.ABLE] if ready else 0.0


@njit()
def horizon(c, v, b):  # type: ignore[no-untyped-def]
    """Kilometres at which a striker's own radar sees a ship, at most its range."""
    i = c.first_column[2] + b * k.STRIKER_COLUMNS
    seen = k.HORIZON_FACTOR * (math.sqrt(v[i + k.MAST_M]) + math.sqrt(k.MERCHANT_MAST_M))
    return min(seen, v[i + k.RANGE_KM])


@njit()
def use(c, v, s, b, attacks):  # type: ignore[no-untyped-def]
    """Take the missiles of some attacks out of a magazine."""
    s.striker[b, k.MISSILES] = max(
        0.0, s.striker[b, k.MISSILES] - attacks * v[c.first_column[2] + b * k.STRIKER_COLUMNS + k.SALVO]
    )


@njit()
def strike_ships(c, v, s, t):  # type: ignore[no-untyped-def]
    """Shore batteries and aircraft against the other side's hunting ships; then magazines are filled again."""
    for b in range(len(s.striker)):
        i = c.first_column[2] + b * k.STRIKER_COLUMNS
        able = strength(c, v, s, b, t)
        for g in range(len(s.group)):
            j = c.first_column[3] + g * k.GROUP_COLUMNS
            reaches = c.striker_group_km[b, g] <= v[i + k.RANGE_KM] + 0.5 * v[j + k.GROUP_REACH]
            if (
                c.group[g, k.SIDE] == c.striker[b, k.SIDE]
                or c.group[g, k.ESCORT]
                or not reaches
                or t < v[j + k.GROUP_FROM_H]
            ):
                continue
            attacks = v[i + k.SALVOS_PER_DAY] * able * s.striker[b, k.FOUND] * v[k.SURFACE_AT_SEA] * k.STEP_H / DAY_H
            group = min(v[k.GROUP_SHIPS], s.group[g, k.AFLOAT])
            lost = salvo_loss(
                v[i + k.SALVO],
                v[i + k.STRIKER_HIT],
                group * v[j + k.STOPS],
                v[j + k.STOP_SHARE],
                v[j + k.STAYING],
                group,
            )
            if lost > 0.0:
                s.group[g, k.AFLOAT] = max(0.0, s.group[g, k.AFLOAT] - attacks * lost)
                use(c, v, s, b, attacks)
        if t >= 0:
            s.striker[b, k.MISSILES] += v[i + k.REARM] * k.STEP_H / DAY_H
            s.striker[b, k.MISSILES] = min(s.striker[b, k.MISSILES], max(v[i + k.MAGAZINE], v[i + k.SALVO]))


@njit()
def wear_boats(c, v, s, t):  # type: ignore[no-untyped-def]
    """Submarines on patrol are sunk or driven off."""
    for u in range(len(s.boats)):
        if t >= 0 and t >= v[c.first_column[4] + u * k.BOAT_COLUMNS + k.BOATS_FROM_H]:
            s.boats[u] *= math.exp(-v[k.BOAT_LOSS] * k.STEP_H / DAY_H)


@njit()
def gather(c, v, s, t):  # type: ignore[no-untyped-def]
    """Sums over the groups of each side that are ready, hunting and escorting: ships, and columns weighted by them."""
    s.sums[:] = 0.0
    for g in range(len(s.group)):
        j = c.first_column[3] + g * k.GROUP_COLUMNS
        if t < v[j + k.GROUP_FROM_H]:
            continue
        side, role = c.group[g, k.SIDE], c.group[g, k.ESCORT]
        s.sums[side, role, k.NUMBER] += s.group[g, k.AFLOAT]
        for column in range(1, k.GROUP_COLUMNS):
            s.sums[side, role, column] += s.group[g, k.AFLOAT] * v[j + column]


@njit()
def meet(c, v, s, t, seed, draw, stamp):  # type: ignore[no-untyped-def]
    """Once a day surface groups of the two sides may meet and exchange one salvo each, with luck."""
    if t < 0 or t % DAY_H >= k.STEP_H or uniform(seed, STREAM_SEA_MEETING, draw, stamp, 0) >= v[k.MEET_PER_DAY]:
        return
    ready_0 = s.sums[0, 0, k.NUMBER]
    ready_1 = s.sums[1, 0, k.NUMBER]
    if ready_0 < 0.5 or ready_1 < 0.5:
        return
    lost_0 = exchanged(v, s, 1, normal(seed, STREAM_SEA_EXCHANGE, draw, stamp, 0))
    lost_1 = exchanged(v, s, 0, normal(seed, STREAM_SEA_EXCHANGE, draw, stamp, 1))
    for g in range(len(s.group)):
        if not c.group[g, k.ESCORT] and t >= v[c.first_column[3] + g * k.GROUP_COLUMNS + k.GROUP_FROM_H]:
            share = lost_0 / ready_0 if c.group[g, k.SIDE] == 0 else lost_1 / ready_1
            s.group[g, k.AFLOAT] = max(0.0, s.group[g, k.AFLOAT] * (1.0 - share))


@njit()
def exchanged(v, s, by, luck):  # type: ignore[no-untyped-def]
    """Ships of the other side lost to one salvo of side `by`."""
    ready_by, ready = s.sums[by, 0, k.NUMBER], s.sums[1 - by, 0, k.NUMBER]
    group_by, group = min(v[k.GROUP_SHIPS], ready_by), min(v[k.GROUP_SHIPS], ready)
    shots = group_by * s.sums[by, 0, k.SHOTS] / ready_by
    hit = v[k.SCOUTING] * s.sums[by, 0, k.GROUP_HIT] / ready_by
    stops = group * s.sums[1 - by, 0, k.STOPS] / ready
    stop = s.sums[1 - by, 0, k.STOP_SHARE] / ready
    staying = s.sums[1 - by, 0, k.STAYING] / ready
    net = shots * hit - stops * stop
    net += luck * math.sqrt(shots * hit * (1.0 - hit) + stops * stop * (1.0 - stop))
    return min(group, max(0.0, net) / staying)


@njit()
def attacks_on_water(c, v, s, t, side, w):  # type: ignore[no-untyped-def]
    """Missile attacks a day that vessels of a side at work in a water have to expect."""
    total = 0.0
    for b in range(len(s.striker)):
        if c.striker[b, k.SIDE] != side:
            total += attacks_by(c, v, s, t, b, w)
    return total


@njit()
def attacks_by(c, v, s, t, b, w):  # type: ignore[no-untyped-def]
    """Attacks a day of one striker on vessels in a water."""
    i = c.first_column[2] + b * k.STRIKER_COLUMNS
    away = c.to_water[b, w]
    if away > v[i + k.RANGE_KM]:
        return 0.0
    found = v[k.OWN_RADAR] if away <= horizon(c, v, b) else s.striker[b, k.FOUND]
    return v[i + k.SALVOS_PER_DAY] * strength(c, v, s, b, t) * found


@njit()
def clear_mines(c, v, s, t):  # type: ignore[no-untyped-def]
    """Vessels that have come work through the waters in their order, as far as missiles let them."""
    if t < 0:
        return
    for side in range(2):
        used, losses, whole = 0.0, 0.0, 0.0
        for g in range(len(c.clear_side)):
            if c.clear_side[g] == side:
                whole += v[c.first_column[5] + g * k.CLEAR_COLUMNS + k.VESSELS]
        for place in range(len(s.mines)):
            w = c.clear_first[side, place]
            believed = in_channel(c, v, w, s.mines[w, k.BELIEVED + 1 - side])
            risk = 1.0 - math.exp(believed * math.log1p(-mine_chance(v)))
            if risk <= v[k.CLEAR_TO_RISK]:
                continue
            there = arrived(c, v, side, w, t) * s.side[side, k.ALIVE] - used
            vessels = min(v[k.VESSELS_IN_WATER], there)
            if vessels <= 0.0:
                continue
            used += vessels
            losses += work(c, v, s, t, side, w, vessels)
        if whole > 0.0:
            s.side[side, k.ALIVE] = max(0.0, s.side[side, k.ALIVE] - losses / whole)


@njit()
def arrived(c, v, side, w, t):  # type: ignore[no-untyped-def]
    """Clearance vessels of a side that have sailed and had time to reach a water."""
    total = 0.0
    for g in range(len(c.clear_side)):
        i = c.first_column[5] + g * k.CLEAR_COLUMNS
        if (
            c.clear_side[g] == side
            and t >= v[i + k.CLEAR_FROM_H] + c.to_water[len(c.striker) + g, w] / k.CLEARANCE_KM_H
        ):
            total += v[i + k.VESSELS]
    return total


@njit()
def work(c, v, s, t, side, w, vessels):  # type: ignore[no-untyped-def]
    """One step of clearing one water; returns the vessels lost."""
    attacks = attacks_on_water(c, v, s, t, side, w)
    at_work = math.exp(-v[k.CAUTION] * attacks)
    area = v[k.CHANNEL_KM] * v[c.first_column[1] + w * k.WATER_COLUMNS + k.LENGTH_KM]
    passes = vessels * at_work * v[k.CLEAR_KM2] * k.STEP_H / DAY_H / area
    kept = math.exp(passes * math.log1p(-v[k.CLEAR_PASS]))
    lost = v[k.VESSEL_LOSS] * in_channel(c, v, w, s.mines[w, 1 - side]) * (1.0 - kept)
    s.mines[w, 1 - side] *= kept
    s.mines[w, k.BELIEVED + 1 - side] *= kept
    for b in range(len(s.striker)):
        if c.striker[b, k.SIDE] != side:
            i = c.first_column[2] + b * k.STRIKER_COLUMNS
            made = attacks_by(c, v, s, t, b, w) * at_work * k.STEP_H / DAY_H
            lost += made * salvo_loss(v[i + k.SALVO], v[i + k.STRIKER_HIT], 0.0, 0.0, 1.0, 1.0)
            use(c, v, s, b, made)
    return min(vessels, lost)


@njit()
def exposed(c, v, s, t, lane, by, speed, out):  # type: ignore[no-untyped-def]
    """Share of a sailing lost to each cause but mines, into `out`; `by` is 0 for a ship by itself, 1 for a convoy.

    Who is ready half-way counts: a ship that sails just before H-hour is at sea when it strikes.
    """
    side = c.lane[lane, k.SIDE]
    ships = max(1.0, v[k.CONVOY_SHIPS]) if by else 1.0
    half_way = t + 0.5 * c.lane_km[lane] / speed
    out[:] = 0.0
    if half_way < 0:
        return
    for b in range(len(s.striker)):
        if c.striker[b, k.SIDE] != side:
            share = attacks_on_lane(c, v, s, half_way, lane, b, speed) * s.striker[b, k.LOSS + by] / ships
            out[k.BY_AIRCRAFT if c.striker[b, k.AIR] else k.BY_MISSILES] += share
    for u in range(len(s.boats)):
        j = c.first_column[4] + u * k.BOAT_COLUMNS
        if c.boat_side[u] == side or half_way < v[j + k.BOATS_FROM_H]:
            continue
        hours = within(c.within[lane, len(s.striker) + len(s.group) + u], v[j + k.BOATS_REACH]) / speed
        guarded = v[k.ESCORT_HALF] / (v[k.ESCORT_HALF] + s.side[side, k.ESCORTS]) if by else 1.0
        attacks = s.boats[u] * v[k.BOATS_AT_SEA] * v[k.BOAT_ATTACKS] * hours / DAY_H * guarded
        out[k.BY_BOATS] += attacks * min(v[k.BOAT_SINKS], ships) / ships
    for g in range(len(s.group)):
        j = c.first_column[3] + g * k.GROUP_COLUMNS
        if (
            c.group[g, k.SIDE] == side
            or c.group[g, k.ESCORT]
            or half_way < v[j + k.GROUP_FROM_H]
            or v[j + k.SHIPS] <= 0.0
        ):
            continue
        hours = within(c.within[lane, len(s.striker) + g], v[j + k.GROUP_REACH]) / speed
        raids = v[k.RAIDS_PER_DAY] * hours / DAY_H * s.group[g, k.AFLOAT] / v[j + k.SHIPS]
        out[k.BY_SHIPS] += raids * s.group[g, k.RAID_LOSS + by] / ships


@njit()
def attacks_on_lane(c, v, s, t, lane, b, speed):  # type: ignore[no-untyped-def]
    """Attacks of one striker on one sailing, over its hours within range."""
    i = c.first_column[2] + b * k.STRIKER_COLUMNS
    near = within(c.within[lane, b], horizon(c, v, b))
    far = within(c.within[lane, b], v[i + k.RANGE_KM]) - near
    seen = near * v[k.OWN_RADAR] + far * s.striker[b, k.FOUND]
    return v[i + k.SALVOS_PER_DAY] * strength(c, v, s, b, t) * seen / speed / DAY_H


@njit()
def mined(c, v, s, lane, first, ships):  # type: ignore[no-untyped-def]
    """Share of a sailing lost to mines, averaged over the ships that follow one another.

    `first` is 0 for the mines as they are, BELIEVED for those that are believed.
    """
    by = first + 1 - c.lane[lane, k.SIDE]
    through = 1.0
    used_up = -math.expm1(ships * math.log1p(-mine_chance(v)))
    for w in range(len(s.mines)):
        if c.lane_water[lane, w] and s.mines[w, by] > 0.0:
            hits = min(1.0, in_channel(c, v, w, s.mines[w, by]) * used_up / ships)
            through *= 1.0 - v[k.MINE_LOSS_SHARE] * hits
    return 1.0 - through


@njit()
def sail(c, v, s, t, lane, step, out):  # type: ignore[no-untyped-def]
    """State of one lane in one step, what a sailing survives, how long it waits, and why."""
    ships = max(1.0, v[k.CONVOY_SHIPS])
    exposed(c, v, s, t, lane, 0, v[k.SINGLE_KM_H], s.parts[0])
    exposed(c, v, s, t, lane, 1, v[k.CONVOY_KM_H], s.parts[1])
    single = believed_risk(c, v, s, lane, 0, 1.0) if t >= 0 else 0.0
    convoy = believed_risk(c, v, s, lane, 1, ships) if t >= 0 else 0.0
    calm = single <= v[k.COMMERCIAL_RISK]
    s.calm_h[lane] = s.calm_h[lane] + k.STEP_H if calm and t >= 0 and t >= v[k.COMMERCIAL_STOP_H] else 0.0
    trusted = t < v[k.COMMERCIAL_STOP_H] or s.calm_h[lane] > DAY_H * v[k.CONFIDENCE_DAYS]
    if calm and trusted:
        state, reason = k.OPEN, 0
    elif convoy <= v[k.MILITARY_RISK]:
        state, reason = k.CONTESTED, k.BY_WILLINGNESS if calm else worst(s.parts[0])
    else:
        state, reason = k.CLOSED, worst(s.parts[1])
    by, n = (0, 1.0) if state == k.OPEN else (1, ships)
    loss = 0.0
    for cause in range(1, k.REASONS):
        if cause != k.BY_MINES:
            loss += s.parts[by, cause]
    out.state[step, lane] = state
    out.reason[step, lane] = reason
    out.survival[step, lane] = math.exp(-loss) * (1.0 - mined(c, v, s, lane, 0, n))
    slower = c.lane_km[lane] / v[k.CONVOY_KM_H] - c.lane_km[lane] / v[k.SINGLE_KM_H]
    out.delay_h[step, lane] = 0.0 if state == k.OPEN else 0.5 * DAY_H * v[k.CONVOY_EVERY_DAYS] + slower
    return state, n


@njit()
def believed_risk(c, v, s, lane, by, ships):  # type: ignore[no-untyped-def]
    """Loss in one passage as it is believed; puts the part of mines beside the other causes."""
    mines = mined(c, v, s, lane, k.BELIEVED, ships)
    s.parts[by, k.BY_MINES] = mines / v[k.RISK_BELIEF]  # All parts are then on one scale.
    others = 0.0
    for cause in range(1, k.REASONS):
        if cause != k.BY_MINES:
            others += s.parts[by, cause]
    return 1.0 - (1.0 - mines) * math.exp(-v[k.RISK_BELIEF] * others)


@njit()
def worst(parts):  # type: ignore[no-untyped-def]
    """The cause with the largest part."""
    best = 1
    for cause in range(2, k.REASONS):
        if parts[cause] > parts[best]:
            best = cause
    return best


@njit()
def spend(c, v, s, t, lane, state, ships, lanes):  # type: ignore[no-untyped-def]
    """What sailings of a step use up: the other side's missiles, and mines."""
    if t < 0 or state == k.CLOSED or c.lane[lane, k.LANDING]:
        return
    side = c.lane[lane, k.SIDE]
    busy = min(1.0, v[k.CONVOYS_AT_SEA] / max(1.0, lanes))
    convoys = k.STEP_H / (DAY_H * v[k.CONVOY_EVERY_DAYS]) * busy
    in_convoy = max(1.0, v[k.CONVOY_SHIPS])
    sailings = convoys if state == k.CONTESTED else convoys * in_convoy
    speed = v[k.CONVOY_KM_H] if state == k.CONTESTED else v[k.SINGLE_KM_H]
    for b in range(len(s.striker)):
        if c.striker[b, k.SIDE] != side:
            half_way = t + 0.5 * c.lane_km[lane] / speed
            use(c, v, s, b, sailings * attacks_on_lane(c, v, s, half_way, lane, b, speed))
    kept = math.exp(sailings * ships * math.log1p(-mine_chance(v)))
    for w in range(len(s.mines)):
        if c.lane_water[lane, w]:
            s.mines[w, 1 - side] *= kept


@njit()
def run_draw(c, v, s, out, lead_h, seed, draw):  # type: ignore[no-untyped-def]
    """One draw: fills the lanes of `out`, (step, lane), from the first hour of the lead on."""
    begin(c, v, s)
    for step in range(len(out.state)):
        t = step * k.STEP_H - lead_h
        lay_mines(c, v, s, t, seed, draw)
        gather(c, v, s, t)
        weigh(c, v, s, t)
        strike_ships(c, v, s, t)
        wear_boats(c, v, s, t)
        gather(c, v, s, t)
        meet(c, v, s, t, seed, draw, step)
        clear_mines(c, v, s, t)
        for lane in range(len(c.lane)):
            lanes = 0.0
            for other in range(len(c.lane)):
                if c.lane[other, k.SIDE] == c.lane[lane, k.SIDE] and not c.lane[other, k.LANDING]:
                    lanes += 1.0
            state, ships = sail(c, v, s, t, lane, step, out)
            spend(c, v, s, t, lane, state, ships, lanes)
