"""The sea of one draw, stepped six hours at a time: mines, clearance, missiles, ships, and who dares to sail."""

from __future__ import annotations

import math

from hillfort.foundation._kernels.chance import normal, uniform
from hillfort.foundation._kernels.kinds import Numbers
from hillfort.foundation.jit import njit
from hillfort.sea._kernels import records as k
from hillfort.sea._kernels.records import Chart, Log, SeaState, SeaValues

STREAM_SEA_MINES = 30
STREAM_SEA_MEETING = 31
STREAM_SEA_EXCHANGE = 32
ROOT_2 = math.sqrt(2.0)
DENSITY_0 = 1.0 / math.sqrt(2.0 * math.pi)
DAY_H = 24.0


@njit()
def above(mean: float, deviation: float, level: float) -> float:
    """Mean of what lies above a level, for a normal."""
    if deviation <= 0.0:
        return max(0.0, mean - level)
    far = (mean - level) / deviation
    return (mean - level) * 0.5 * (1.0 + math.erf(far / ROOT_2)) + deviation * DENSITY_0 * math.exp(-0.5 * far * far)


@njit()
def salvo_loss(shots: float, hit: float, stops: float, stop: float, hits_needed: float, ships: float) -> float:
    """Mean loss of a group of ships from one salvo with luck, net hits taken as normal."""
    if ships <= 0.0 or shots <= 0.0:
        return 0.0
    mean = shots * hit - stops * stop
    deviation = math.sqrt(shots * hit * (1.0 - hit) + stops * stop * (1.0 - stop))
    return (
        above(mean=mean, deviation=deviation, level=0.0)
        - above(mean=mean, deviation=deviation, level=ships * hits_needed)
    ) / hits_needed


@njit()
def within(table: Numbers, km: float) -> float:
    """Kilometres of a lane within a distance, between the rings of its table."""
    place = min(max(km, 0.0) / k.RING_KM, len(table) - 1.0)
    ring = min(int(place), len(table) - 2)
    return table[ring] + (place - ring) * (table[ring + 1] - table[ring])


@njit()
def mine_chance(v: SeaValues) -> float:
    """Chance that one mine in the channel works on one ship that passes."""
    return min(0.999, v.shared.mine_reliability * v.shared.mine_damage_width_m / (1000.0 * v.shared.channel_km))


@njit()
def in_channel(c: Chart, v: SeaValues, water: int, mines: float) -> float:
    """Mines in the channel, of those in the whole water."""
    width = v.water[water].width_km
    return mines * min(1.0, v.shared.channel_km / width)


@njit()
def begin(c: Chart, v: SeaValues, s: SeaState) -> None:
    """Everything as it is before the first step of a draw."""
    for w in range(len(s.water)):
        for side in range(2):
            s.water[w].laid[side], s.water[w].believed[side] = 0.0, 0.0
    s.calm_h[:] = 0.0
    for side in range(2):
        s.side[side].alive = 1.0
        s.side[side].unlaid = v.mines[side].stock
    for b in range(len(s.striker)):
        s.striker[b].missiles = v.striker[b].magazine
    for g in range(len(s.group)):
        s.group[g].afloat = v.group[g].ships
    for u in range(len(s.boats)):
        s.boats[u] = v.boat[u].boats


@njit()
def lay_mines(c: Chart, v: SeaValues, s: SeaState, t: float, seed: int, draw: int) -> None:
    """Both sides lay; what was laid in secret is reckoned with from H-hour, and so is what was not laid at all."""
    waters = len(s.water)
    for side in range(2):
        total = 0.0
        for w in range(waters):
            total += v.water[w].blue_weight if side == 0 else v.water[w].red_weight
        lays = uniform(seed=seed, stream=STREAM_SEA_MINES, draw=draw, hour=0, unit=side) < v.mines[side].chance
        laid = 0.0
        if lays and total > 0.0 and t >= v.mines[side].starts_h:
            laid = min(s.side[side].unlaid, v.mines[side].per_day * k.STEP_H / DAY_H)
            s.side[side].unlaid -= laid
        for w in range(waters):
            weight = v.water[w].blue_weight if side == 0 else v.water[w].red_weight
            added = laid * v.mines[side].delivered_share * weight / total if total > 0.0 else 0.0
            s.water[w].laid[side] += added
            if t >= 0 and t < k.STEP_H:
                s.water[w].believed[side] = v.shared.mine_belief_factor * s.water[w].laid[side]
                if v.mines[side].stock > 0.0 and v.mines[side].chance > 0.0:
                    s.water[w].believed[side] += v.shared.believed_mines * weight
            elif t > 0:
                s.water[w].believed[side] += v.shared.mine_belief_factor * added


@njit()
def weigh(c: Chart, v: SeaValues, s: SeaState, t: float) -> None:
    """What each striker and each hunting group can do in this step, against a ship by itself and against a convoy."""
    ships = max(1.0, v.shared.convoy_ships)
    for b in range(len(s.striker)):
        worn = math.exp(-v.shared.strike_per_day * max(0.0, t - v.shared.strike_from_h) / DAY_H)
        s.striker[b].able = (
            worn * min(1.0, s.striker[b].missiles / v.striker[b].salvo) if v.striker[b].salvo > 0.0 else 0.0
        )
        s.striker[b].found = v.striker[b].offboard_share * math.exp(
            -v.shared.offboard_fade_per_day * max(0.0, t) / DAY_H
        )
    for side in range(2):
        number = s.sums[side, 1].ships
        s.side[side].escorts = min(3.0 + ships / 10.0, number / v.shared.convoys_at_sea)
        stops = s.side[side].escorts * s.sums[side, 1].stops / number if number > 0.0 else 0.0
        stop = s.sums[side, 1].stop_share / number if number > 0.0 else 0.0
        for b in range(len(s.striker)):
            if c.striker[b].side != side:
                s.striker[b].loss[0] = salvo_loss(
                    shots=v.striker[b].salvo,
                    hit=v.striker[b].hit_share,
                    stops=0.0,
                    stop=0.0,
                    hits_needed=v.shared.merchant_hits,
                    ships=1.0,
                )
                s.striker[b].loss[1] = salvo_loss(
                    shots=v.striker[b].salvo,
                    hit=v.striker[b].hit_share,
                    stops=stops,
                    stop=stop,
                    hits_needed=v.shared.merchant_hits,
                    ships=ships,
                )
        for g in range(len(s.group)):
            if c.group[g].side != side and not c.group[g].escort:
                shots = min(v.shared.group_ships, s.group[g].afloat) * v.group[g].shots
                s.group[g].loss[0] = salvo_loss(
                    shots=shots,
                    hit=v.group[g].hit_share,
                    stops=0.0,
                    stop=0.0,
                    hits_needed=v.shared.merchant_hits,
                    ships=1.0,
                )
                s.group[g].loss[1] = salvo_loss(
                    shots=shots,
                    hit=v.group[g].hit_share,
                    stops=stops,
                    stop=stop,
                    hits_needed=v.shared.merchant_hits,
                    ships=ships,
                )


@njit()
def strength(c: Chart, v: SeaValues, s: SeaState, b: int, t: float) -> float:
    """Share of a striker's attacks that it can make at an hour: none before H-hour or before it is ready."""
    ready = t >= 0 and t >= v.striker[b].from_h
    return s.striker[b].able if ready else 0.0


@njit()
def horizon(c: Chart, v: SeaValues, b: int) -> float:
    """Kilometres at which a striker's own radar sees a ship, at most its range."""
    seen = k.HORIZON_FACTOR * (math.sqrt(v.striker[b].mast_m) + math.sqrt(v.shared.merchant_mast_m))
    return min(seen, v.striker[b].range_km)


@njit()
def use(c: Chart, v: SeaValues, s: SeaState, b: int, attacks: float) -> None:
    """Take the missiles of some attacks out of a magazine."""
    s.striker[b].missiles = max(0.0, s.striker[b].missiles - attacks * v.striker[b].salvo)


@njit()
def strike_ships(c: Chart, v: SeaValues, s: SeaState, t: float) -> None:
    """Shore batteries and aircraft against the other side's hunting ships; then magazines are filled again."""
    for b in range(len(s.striker)):
        able = strength(c, v, s, b, t)
        for g in range(len(s.group)):
            reaches = c.striker_group_km[b, g] <= v.striker[b].range_km + 0.5 * v.group[g].reach_km
            if c.group[g].side == c.striker[b].side or c.group[g].escort or not reaches or t < v.group[g].from_h:
                continue
            attacks = (
                v.striker[b].salvos_per_day
                * able
                * s.striker[b].found
                * v.shared.surface_at_sea_share
                * k.STEP_H
                / DAY_H
            )
            group = min(v.shared.group_ships, s.group[g].afloat)
            lost = salvo_loss(
                shots=v.striker[b].salvo,
                hit=v.striker[b].hit_share,
                stops=group * v.group[g].stops,
                stop=v.group[g].stop_share,
                hits_needed=v.group[g].staying,
                ships=group,
            )
            if lost > 0.0:
                s.group[g].afloat = max(0.0, s.group[g].afloat - attacks * lost)
                use(c, v, s, b, attacks)
        if t >= 0:
            s.striker[b].missiles += v.striker[b].rearm_per_day * k.STEP_H / DAY_H
            s.striker[b].missiles = min(s.striker[b].missiles, max(v.striker[b].magazine, v.striker[b].salvo))


@njit()
def wear_boats(c: Chart, v: SeaValues, s: SeaState, t: float) -> None:
    """Submarines on patrol are sunk or driven off."""
    for u in range(len(s.boats)):
        if t >= 0 and t >= v.boat[u].from_h:
            s.boats[u] *= math.exp(-v.shared.boat_loss_per_day * k.STEP_H / DAY_H)


@njit()
def gather(c: Chart, v: SeaValues, s: SeaState, t: float) -> None:
    """Sums over the groups of each side that are ready, hunting and escorting: ships, and columns weighted by them."""
    for side in range(2):
        for role in range(2):
            one = s.sums[side, role]
            one.ships, one.shots, one.hit_share, one.stops, one.stop_share, one.staying = 0.0, 0.0, 0.0, 0.0, 0.0, 0.0
    for g in range(len(s.group)):
        if t < v.group[g].from_h:
            continue
        side, role = c.group[g].side, c.group[g].escort
        own, one, afloat = v.group[g], s.sums[side, role], s.group[g].afloat
        one.ships += afloat
        one.shots += afloat * own.shots
        one.hit_share += afloat * own.hit_share
        one.stops += afloat * own.stops
        one.stop_share += afloat * own.stop_share
        one.staying += afloat * own.staying


@njit()
def meet(c: Chart, v: SeaValues, s: SeaState, t: float, seed: int, draw: int, stamp: int) -> None:
    """Once a day surface groups of the two sides may meet and exchange one salvo each, with luck."""
    if (
        t < 0
        or t % DAY_H >= k.STEP_H
        or uniform(seed=seed, stream=STREAM_SEA_MEETING, draw=draw, hour=stamp, unit=0) >= v.shared.meet_per_day
    ):
        return
    ready_0 = s.sums[0, 0].ships
    ready_1 = s.sums[1, 0].ships
    if ready_0 < 0.5 or ready_1 < 0.5:
        return
    lost_0 = exchanged(v, s, 1, normal(seed=seed, stream=STREAM_SEA_EXCHANGE, draw=draw, hour=stamp, unit=0))
    lost_1 = exchanged(v, s, 0, normal(seed=seed, stream=STREAM_SEA_EXCHANGE, draw=draw, hour=stamp, unit=1))
    for g in range(len(s.group)):
        if not c.group[g].escort and t >= v.group[g].from_h:
            share = lost_0 / ready_0 if c.group[g].side == 0 else lost_1 / ready_1
            s.group[g].afloat = max(0.0, s.group[g].afloat * (1.0 - share))


@njit()
def exchanged(v: SeaValues, s: SeaState, by: int, luck: float) -> float:
    """Ships of the other side lost to one salvo of side `by`."""
    ready_by, ready = s.sums[by, 0].ships, s.sums[1 - by, 0].ships
    group_by, group = min(v.shared.group_ships, ready_by), min(v.shared.group_ships, ready)
    shots = group_by * s.sums[by, 0].shots / ready_by
    hit = v.shared.scouting_share * s.sums[by, 0].hit_share / ready_by
    stops = group * s.sums[1 - by, 0].stops / ready
    stop = s.sums[1 - by, 0].stop_share / ready
    staying = s.sums[1 - by, 0].staying / ready
    net = shots * hit - stops * stop
    net += luck * math.sqrt(shots * hit * (1.0 - hit) + stops * stop * (1.0 - stop))
    return min(group, max(0.0, net) / staying)


@njit()
def attacks_on_water(c: Chart, v: SeaValues, s: SeaState, t: float, side: int, w: int) -> float:
    """Missile attacks a day that vessels of a side at work in a water have to expect."""
    total = 0.0
    for b in range(len(s.striker)):
        if c.striker[b].side != side:
            total += attacks_by(c, v, s, t, b=b, w=w)
    return total


@njit()
def attacks_by(c: Chart, v: SeaValues, s: SeaState, t: float, b: int, w: int) -> float:
    """Attacks a day of one striker on vessels in a water."""
    away = c.to_water[b, w]
    if away > v.striker[b].range_km:
        return 0.0
    found = v.shared.own_radar_share if away <= horizon(c, v, b) else s.striker[b].found
    return v.striker[b].salvos_per_day * strength(c, v, s, b, t) * found


@njit()
def clear_mines(c: Chart, v: SeaValues, s: SeaState, t: float) -> None:
    """Vessels that have come work through the waters in their order, as far as missiles let them."""
    if t < 0:
        return
    for side in range(2):
        used, losses, whole = 0.0, 0.0, 0.0
        for g in range(len(c.clear_side)):
            if c.clear_side[g] == side:
                whole += v.clear[g].vessels
        for place in range(len(s.water)):
            w = c.clear_first[side, place]
            believed = in_channel(c, v, w, s.water[w].believed[1 - side])
            risk = 1.0 - math.exp(believed * math.log1p(-mine_chance(v)))
            if risk <= v.shared.clear_to_risk:
                continue
            there = arrived(c, v, side=side, w=w, t=t) * s.side[side].alive - used
            vessels = min(v.shared.vessels_in_water, there)
            if vessels <= 0.0:
                continue
            used += vessels
            losses += work(c, v, s, t, side=side, w=w, vessels=vessels)
        if whole > 0.0:
            s.side[side].alive = max(0.0, s.side[side].alive - losses / whole)


@njit()
def arrived(c: Chart, v: SeaValues, side: int, w: int, t: float) -> float:
    """Clearance vessels of a side that have sailed and had time to reach a water."""
    total = 0.0
    for g in range(len(c.clear_side)):
        if (
            c.clear_side[g] == side
            and t >= v.clear[g].from_h + c.to_water[len(c.striker) + g, w] / v.shared.clearance_km_per_h
        ):
            total += v.clear[g].vessels
    return total


@njit()
def work(c: Chart, v: SeaValues, s: SeaState, t: float, side: int, w: int, vessels: float) -> float:
    """One step of clearing one water; returns the vessels lost."""
    attacks = attacks_on_water(c, v, s, t, side=side, w=w)
    at_work = math.exp(-v.shared.clearance_caution * attacks)
    area = v.shared.channel_km * v.water[w].length_km
    passes = vessels * at_work * v.shared.clear_km2_per_day * k.STEP_H / DAY_H / area
    kept = math.exp(passes * math.log1p(-v.shared.clear_pass_share))
    lost = v.shared.vessel_loss_per_mine * in_channel(c, v, w, s.water[w].laid[1 - side]) * (1.0 - kept)
    s.water[w].laid[1 - side] *= kept
    s.water[w].believed[1 - side] *= kept
    for b in range(len(s.striker)):
        if c.striker[b].side != side:
            made = attacks_by(c, v, s, t, b=b, w=w) * at_work * k.STEP_H / DAY_H
            lost += made * salvo_loss(
                shots=v.striker[b].salvo, hit=v.striker[b].hit_share, stops=0.0, stop=0.0, hits_needed=1.0, ships=1.0
            )
            use(c, v, s, b, made)
    return min(vessels, lost)


@njit()
def exposed(c: Chart, v: SeaValues, s: SeaState, t: float, lane: int, by: int, speed: float, out: Numbers) -> None:
    """Share of a sailing lost to each cause but mines, into `out`; `by` is 0 for a ship by itself, 1 for a convoy.

    Who is ready half-way counts: a ship that sails just before H-hour is at sea when it strikes.
    """
    side = c.lane[lane].side
    ships = max(1.0, v.shared.convoy_ships) if by else 1.0
    half_way = t + 0.5 * c.lane[lane].km / speed
    out[:] = 0.0
    if half_way < 0:
        return
    for b in range(len(s.striker)):
        if c.striker[b].side != side:
            share = attacks_on_lane(c, v, s, half_way, lane=lane, b=b, speed=speed) * s.striker[b].loss[by] / ships
            out[k.BY_AIRCRAFT if c.striker[b].aircraft else k.BY_MISSILES] += share
    for u in range(len(s.boats)):
        if c.boat_side[u] == side or half_way < v.boat[u].from_h:
            continue
        hours = within(c.within[lane, len(s.striker) + len(s.group) + u], v.boat[u].reach_km) / speed
        guarded = v.shared.escort_half / (v.shared.escort_half + s.side[side].escorts) if by else 1.0
        attacks = s.boats[u] * v.shared.boats_at_sea_share * v.shared.boat_attacks_per_day * hours / DAY_H * guarded
        out[k.BY_BOATS] += attacks * min(v.shared.boat_sinks, ships) / ships
    for g in range(len(s.group)):
        if c.group[g].side == side or c.group[g].escort or half_way < v.group[g].from_h or v.group[g].ships <= 0.0:
            continue
        hours = within(c.within[lane, len(s.striker) + g], v.group[g].reach_km) / speed
        raids = v.shared.raids_per_day * hours / DAY_H * s.group[g].afloat / v.group[g].ships
        out[k.BY_SHIPS] += raids * s.group[g].loss[by] / ships


@njit()
def attacks_on_lane(c: Chart, v: SeaValues, s: SeaState, t: float, lane: int, b: int, speed: float) -> float:
    """Attacks of one striker on one sailing, over its hours within range."""
    near = within(c.within[lane, b], horizon(c, v, b))
    far = within(c.within[lane, b], v.striker[b].range_km) - near
    seen = near * v.shared.own_radar_share + far * s.striker[b].found
    return v.striker[b].salvos_per_day * strength(c, v, s, b, t) * seen / speed / DAY_H


@njit()
def mined(c: Chart, v: SeaValues, s: SeaState, lane: int, believed: int, ships: float) -> float:
    """Share of a sailing lost to mines, averaged over the ships that follow one another.

    `believed` is 1 for the mines that are believed to lie there, 0 for those that do.
    """
    by = 1 - c.lane[lane].side
    through = 1.0
    used_up = -math.expm1(ships * math.log1p(-mine_chance(v)))
    for w in range(len(s.water)):
        mines = s.water[w].believed[by] if believed else s.water[w].laid[by]
        if c.lane_water[lane, w] and mines > 0.0:
            hits = min(1.0, in_channel(c, v, w, mines) * used_up / ships)
            through *= 1.0 - v.shared.mine_loss_share * hits
    return 1.0 - through


@njit()
def sail(c: Chart, v: SeaValues, s: SeaState, t: float, lane: int, step: int, out: Log) -> tuple[int, float]:
    """State of one lane in one step, what a sailing survives, how long it waits, and why."""
    ships = max(1.0, v.shared.convoy_ships)
    exposed(c, v, s, t, lane=lane, by=0, speed=v.shared.single_km_per_h, out=s.parts[0])
    exposed(c, v, s, t, lane=lane, by=1, speed=v.shared.convoy_km_per_h, out=s.parts[1])
    single = believed_risk(c, v, s, lane=lane, by=0, ships=1.0) if t >= 0 else 0.0
    convoy = believed_risk(c, v, s, lane=lane, by=1, ships=ships) if t >= 0 else 0.0
    calm = single <= v.shared.commercial_risk
    s.calm_h[lane] = s.calm_h[lane] + k.STEP_H if calm and t >= 0 and t >= v.shared.commercial_stop_h else 0.0
    trusted = t < v.shared.commercial_stop_h or s.calm_h[lane] > DAY_H * v.shared.confidence_days
    if calm and trusted:
        state, reason = k.OPEN, 0
    elif convoy <= v.shared.military_risk:
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
    out.survival[step, lane] = math.exp(-loss) * (1.0 - mined(c, v, s, lane=lane, believed=0, ships=n))
    slower = c.lane[lane].km / v.shared.convoy_km_per_h - c.lane[lane].km / v.shared.single_km_per_h
    out.delay_h[step, lane] = 0.0 if state == k.OPEN else 0.5 * DAY_H * v.shared.convoy_every_days + slower
    return state, n


@njit()
def believed_risk(c: Chart, v: SeaValues, s: SeaState, lane: int, by: int, ships: float) -> float:
    """Loss in one passage as it is believed; puts the part of mines beside the other causes."""
    mines = mined(c, v, s, lane=lane, believed=1, ships=ships)
    s.parts[by, k.BY_MINES] = mines / v.shared.risk_belief_factor  # All parts are then on one scale.
    others = 0.0
    for cause in range(1, k.REASONS):
        if cause != k.BY_MINES:
            others += s.parts[by, cause]
    return 1.0 - (1.0 - mines) * math.exp(-v.shared.risk_belief_factor * others)


@njit()
def worst(parts: Numbers) -> int:
    """The cause with the largest part."""
    best = 1
    for cause in range(2, k.REASONS):
        if parts[cause] > parts[best]:
            best = cause
    return best


@njit()
def spend(c: Chart, v: SeaValues, s: SeaState, t: float, lane: int, state: int, ships: float, lanes: float) -> None:
    """What sailings of a step use up: the other side's missiles, and mines."""
    if t < 0 or state == k.CLOSED or c.lane[lane].landing:
        return
    side = c.lane[lane].side
    busy = min(1.0, v.shared.convoys_at_sea / max(1.0, lanes))
    convoys = k.STEP_H / (DAY_H * v.shared.convoy_every_days) * busy
    in_convoy = max(1.0, v.shared.convoy_ships)
    sailings = convoys if state == k.CONTESTED else convoys * in_convoy
    speed = v.shared.convoy_km_per_h if state == k.CONTESTED else v.shared.single_km_per_h
    for b in range(len(s.striker)):
        if c.striker[b].side != side:
            half_way = t + 0.5 * c.lane[lane].km / speed
            use(c, v, s, b, sailings * attacks_on_lane(c, v, s, half_way, lane=lane, b=b, speed=speed))
    kept = math.exp(sailings * ships * math.log1p(-mine_chance(v)))
    for w in range(len(s.water)):
        if c.lane_water[lane, w]:
            s.water[w].laid[1 - side] *= kept


@njit()
def run_draw(c: Chart, v: SeaValues, s: SeaState, out: Log, lead_h: float, seed: int, draw: int) -> None:
    """One draw: fills the lanes of `out`, (step, lane), from the first hour of the lead on."""
    begin(c, v, s)
    for step in range(len(out.state)):
        t = step * k.STEP_H - lead_h
        lay_mines(c, v, s, t, seed=seed, draw=draw)
        gather(c, v, s, t)
        weigh(c, v, s, t)
        strike_ships(c, v, s, t)
        wear_boats(c, v, s, t)
        gather(c, v, s, t)
        meet(c, v, s, t, seed=seed, draw=draw, stamp=step)
        clear_mines(c, v, s, t)
        for lane in range(len(c.lane)):
            lanes = 0.0
            for other in range(len(c.lane)):
                if c.lane[other].side == c.lane[lane].side and not c.lane[other].landing:
                    lanes += 1.0
            state, ships = sail(c, v, s, t, lane=lane, step=step, out=out)
            spend(c, v, s, t, lane=lane, state=state, ships=ships, lanes=lanes)
