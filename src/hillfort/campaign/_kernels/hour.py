"""The hour loop of a campaign. The order of its steps is stated in `campaign/hour.py`."""

from __future__ import annotations

import math

import numpy as np

from hillfort.campaign._kernels.city import open_cities, shift_inside
from hillfort.campaign._kernels.control import CONSOLIDATE_STEP_H, consolidate, note_front
from hillfort.campaign._kernels.crossings import begin_barriers
from hillfort.campaign._kernels.fight import LONG_AGO, check_units, count_battles, fight, gather_fires, settle
from hillfort.campaign._kernels.haul import (
    TRAINS_STEP_H,
    bring_supplies,
    fill_depots,
    fill_up,
    haul,
    run_trains,
)
from hillfort.campaign._kernels.lifted import begin_landings, close_landings, land_troops
from hillfort.campaign._kernels.move import fill_speeds, march, put
from hillfort.campaign._kernels.orders import WATCH_STEP_H, decide, raise_alerts
from hillfort.campaign._kernels.out import Out
from hillfort.campaign._kernels.power import survey
from hillfort.campaign._kernels.records import (
    ACTIVE,
    BLOWN,
    BROKEN,
    CAUSES,
    DAY_ARRIVED,
    DAY_ISOLATED,
    DAY_LOST,
    DAY_POWER,
    DESTROYED,
    ENGAGED,
    HOST,
    MANOEUVRE,
    WAITING,
    Arrays,
    Assumed,
    Batch,
    Cells,
    Changes,
    Clock,
    Commands,
    Doubt,
    Fields,
    Goals,
    Ground,
    Row,
    Sea,
    Tasks,
    Track,
    Units,
    Watches,
    Ways,
)
from hillfort.campaign._kernels.ring import lost_to
from hillfort.campaign._kernels.sky import air_losses, begin_sky, keep_sky, sky_hour
from hillfort.campaign._kernels.standing import apply_standing_rules
from hillfort.campaign._kernels.supply import (
    DRY_LOOK_H,
    LINES_STEP_H,
    SUPPLY_STEP_H,
    draw_on_stocks,
    find_lines,
    resupply,
    secure_lines,
)
from hillfort.campaign._kernels.ways import SEA_STEP_H, bring_in, check_ways, sea_step
from hillfort.foundation._kernels.chance import uniform
from hillfort.foundation.jit import njit

STREAM_SURPRISE = 6


@njit()
def triangular(low: float, mode: float, high: float, chance: float) -> float:
    """Inverse of the triangular distribution."""
    if high <= low:
        return mode
    split = (mode - low) / (high - low)
    if chance < split:
        return low + math.sqrt(chance * (high - low) * (mode - low))
    return high - math.sqrt((1.0 - chance) * (high - low) * (high - mode))


@njit()
def reset(
    w: Ground, c: Cells, y: Ways, g: Goals, q: Commands, x: Clock, p: Assumed, own: Row, off_road_share: float
) -> None:
    """Set ground, ways, objectives and sums to what holds before the first hour."""
    x[0].front, x[0].used = -1, -1
    for cell in range(len(w)):
        c[cell].control = w[cell].holder
        c[cell].at_front, c[cell].next_front = 0, -1
        c[cell].used, c[cell].next_used = 0, -1
        if w[cell].border:
            note_front(c, x, cell)
        c[cell].obstacle = 0
        c[cell].attackers = -1
        c[cell].fight_last = LONG_AGO
        c[cell].fight_first = LONG_AGO
        c[cell].off_until = LONG_AGO
        c[cell].ordinal = 0
        c[cell].mass_first = LONG_AGO
        c[cell].mass_last = LONG_AGO
        c[cell].fought_last = LONG_AGO
        c[cell].place = 0
        c[cell].repulses = 0
        c[cell].pushed = 0.0
        c[cell].line_stamp = LONG_AGO
        c[cell].round_stamp = LONG_AGO
        c[cell].line_km = 0.0
        c[cell].rail_h[:] = LONG_AGO
        c[cell].belt_h = 0.0
        c[cell].worked = LONG_AGO
        for side in range(2):
            c[cell].head[side] = -1
            c[cell].count[side] = 0
            c[cell].load[side] = 0.0
        for d in range(6):
            c[cell].crossed[d] = 0
            c[cell].free_at[d] = LONG_AGO
            c[cell].work_h[d] = 0.0
    open_cities(w, c, x, p)
    for command in range(len(q)):
        q[command].fight_last = LONG_AGO
        q[command].fight_first = LONG_AGO
        q[command].ordinal = 0
        q[command].place = 0
    for j in range(len(y)):
        y[j].rate = own[y[j].rate_column]
        y[j].limit = own[y[j].limit_column] if y[j].limit_column >= 0 else 0.0
        y[j].pool_limit = own[y[j].pool_column] if y[j].pool_column >= 0 else 0.0
        y[j].free_h = LONG_AGO
        y[j].pool_free_h = LONG_AGO
        y[j].open = 1
        y[j].share = 1.0
        y[j].sea = 0
        y[j].survival = 1.0
        y[j].delay_h = 0.0
    for j in range(len(g)):
        g[j].outskirts_h = np.nan
        g[j].lost_h = np.nan
        g[j].retaken_h = np.nan
        g[j].gone, g[j].gone_h, g[j].enemy_h = 0, 0.0, 0.0
        g[j].gave_up_h = LONG_AGO
        g[j].how = 0
        g[j].allied = 0
    x[0].entered = 0
    for j in range(len(y)):
        if y[j].counts:
            x[0].entered = 1
    x[0].starved = 0
    x[0].rail_t = LONG_AGO - 1
    x[0].stocks_days = p.stocks_days
    x[0].lost[0] = 0.0
    x[0].lost[1] = 0.0
    for cause in range(CAUSES):
        for side in range(2):
            x[0].by_cause[cause, side, 0] = 0.0
            x[0].by_cause[cause, side, 1] = 0.0
    x[0].worn[0] = 0
    x[0].worn[1] = 0
    x[0].taken[0] = 0
    x[0].taken[1] = 0
    x[0].arrived = 0.0
    x[0].arrived_manoeuvre = 0.0
    x[0].first_brigade_h = np.nan
    x[0].surprised = 0
    x[0].sea_closes_h = p.sea_closes_h
    x[0].sea_opens_h = p.sea_closes_h + 24.0 * p.sea_closed_days
    x[0].air_opens_h = 24.0 * p.air_closed_days
    fill_speeds(x, p, off_road_share)


@njit()
def start_clock(u: Units, k: Tasks, x: Clock, p: Assumed, own: Row, i: int) -> None:
    """Fill a unit to its manning, give it its power in this draw, and say when it and its tasks may start."""
    u[i].power = own[u[i].power_column]
    u[i].quality = own[u[i].quality_column]
    u[i].fires = own[u[i].fires_column] if u[i].fires_column >= 0 else 0.0
    u[i].strength = min(1.0, own[u[i].manning_share_column])
    u[i].called = 0.0
    if u[i].reserve and p.rule_mobilisation > 0.5:
        come = min(u[i].strength, p.most_turnout)
        u[i].strength = come * p.first_wave_share
        u[i].called = (come - u[i].strength) / max(p.later_waves_h, 1.0)
    u[i].strength0 = u[i].strength
    notice = own[u[i].notice_to_move_h_column] if u[i].notice_to_move_h_column >= 0 else 0.0
    if u[i].permit_column >= 0:
        notice = max(notice, own[u[i].permit_column])
    start = -float(x[0].lead_h)
    if u[i].kind == HOST:
        start = p.host_decision_h - p.warning_h
    elif u[i].kind > HOST:
        start = p.alliance_decision_h - p.warning_h
    u[i].ready_h = max(start + notice, -float(x[0].lead_h))
    first = u[i].task_first
    for task in range(first, first + u[i].task_count):
        if k[task].start_column >= 0:
            k[task].begin = own[k[task].start_column]


@njit()
def muster(w: Ground, u: Units, c: Cells, k: Tasks, x: Clock, p: Assumed, own: Row) -> None:
    """Put every unit where it starts."""
    x[0].t = -x[0].lead_h
    for i in range(len(u)):
        start_clock(u, k, x, p, own, i)
        u[i].cohesion = 1.0
        u[i].fatigue = 0.0
        u[i].supply = u[i].supply_days
        u[i].static_h = 0.0
        u[i].progress = 0.0
        u[i].dry_h = 0.0
        u[i].duty = -1
        u[i].gave_up = 0
        u[i].homeward = 0
        u[i].fought_h = LONG_AGO
        u[i].busy_h = 0.0
        u[i].line_share = 1.0
        fill_up(u, p, i)
        u[i].way = -1
        u[i].convoyed = 0
        u[i].closing = 0
        u[i].heading = -1
        u[i].previous = -1
        u[i].field = -1
        u[i].aim = -1
        u[i].rear = u[i].home
        u[i].phase = 0
        u[i].engaged = 0
        u[i].moved = 0
        u[i].task = u[i].task_first if u[i].task_count > 0 else -1
        u[i].cell = -1
        u[i].status = WAITING
        u[i].wake_h = u[i].ready_h
        cell = u[i].start_cell
        if u[i].strength <= 0.0:
            u[i].status = DESTROYED
        elif cell >= 0:
            u[i].status = ACTIVE
            u[i].wake_h = LONG_AGO
            put(u, c, i=i, cell=cell)
            if u[i].outside and w[cell].region:
                u[i].way = -2  # it has not come: it was there
    fill_depots(u, x, p)
    threshold = p.surprise_chance * math.exp(-p.warning_h / p.warning_memory_h)
    if uniform(seed=x[0].seed, stream=STREAM_SURPRISE, draw=x[0].draw, hour=0, unit=0) < threshold:
        x[0].surprised = 1


@njit()
def call_up(u: Units, x: Clock, p: Assumed) -> None:
    """The later waves of those who are called up come to their units, wherever these have a line."""
    if p.rule_mobilisation < 0.5:
        return
    for i in range(len(u)):
        if u[i].called <= 0.0 or x[0].t < u[i].ready_h or x[0].t >= u[i].ready_h + p.later_waves_h:
            continue
        if u[i].status == ACTIVE and u[i].dry_h <= 0.0:
            u[i].strength = min(1.0, u[i].strength + u[i].called)
            u[i].strength0 = min(1.0, u[i].strength0 + u[i].called)


@njit()
def rest(u: Units, p: Assumed) -> None:
    """Tire those who marched or fought in this hour, rest the others."""
    for i in range(len(u)):
        if u[i].status != ACTIVE and u[i].status != BROKEN:
            continue
        if u[i].engaged:
            u[i].fatigue += 1.0
            u[i].busy_h += 1.0
            if u[i].aim >= 0:
                u[i].attack_h += 1.0
            else:
                u[i].defend_h += 1.0
        elif u[i].moved:
            u[i].fatigue += p.march_share
            u[i].busy_h += 1.0
        else:
            u[i].fatigue = max(0.0, u[i].fatigue - p.fatigue_rest_factor)
            if u[i].supply > 0.0:
                u[i].cohesion = min(1.0, u[i].cohesion + p.cohesion_recovery_per_day / 24.0)
        u[i].fatigue = min(u[i].fatigue, p.most_fatigue_factor * p.fatigue_h)
        u[i].static_h = 0.0 if u[i].moved else u[i].static_h + 1.0


@njit()
def want(w: Ground, f: Fields, u: Units, c: Cells, k: Tasks, v: Watches, g: Goals, x: Clock, p: Assumed) -> int:
    """Ask every unit what it wants; returns the number of contested cells."""
    contested = 0
    for i in range(len(u)):
        if u[i].status == ACTIVE or u[i].status == BROKEN:
            x[0].unit_hours += 1.0
            u[i].engaged = 0
            u[i].moved = 0
            u[i].aim = -1
            if x[0].t < u[i].wake_h:
                u[i].field = -1
                continue
            contested = decide(w, f, u, c, k, v, g, x, p, i=i, contested=contested)
    return contested


@njit()
def move(w: Ground, f: Fields, u: Units, c: Cells, g: Goals, x: Clock, h: Changes, p: Assumed) -> None:
    """Let every unit march that wants to and is not held."""
    for i in range(len(u)):
        if u[i].field < 0 or u[i].aim >= 0:
            continue
        pinned = u[i].engaged > 0 and u[i].role == MANOEUVRE
        if u[i].status == BROKEN or (u[i].status == ACTIVE and not pinned):
            march(w, f, u, c, g, x, h, p, i=i, field=u[i].field)


@njit()
def close_day(w: Ground, u: Units, c: Cells, x: Clock, o: Out, row: int, day: int) -> None:
    """Write down the state at the end of a day (0: at H-hour)."""
    o.per_day[row, day, DAY_ARRIVED] = x[0].arrived
    for side in range(2):
        o.per_day[row, day, DAY_LOST + side] = x[0].lost[side]
        o.per_day[row, day, DAY_POWER + side] = 0.0
    for i in range(len(u)):
        if (u[i].status == ACTIVE or u[i].status == BROKEN) and u[i].role == MANOEUVRE:
            o.per_day[row, day, DAY_POWER + u[i].side] += u[i].power * u[i].strength
    for index in range(len(o.snapshot_days)):
        if o.snapshot_days[index] == day:
            for cell in range(len(w)):
                if w[cell].holder == 0 and c[cell].control == 1:
                    o.per_cell[index, cell] += 1


@njit()
def close_hour(y: Ways, x: Clock, o: Out, row: int, isolated: bool) -> None:
    """Write down which ways in were open in this hour, and whether the region was isolated."""
    for j in range(len(y)):
        o.per_way[row, j] += y[j].open
    if isolated:
        o.per_day[row, x[0].t // 24, DAY_ISOLATED] += 1.0


@njit()
def keep_track(u: Units, c: Cells, out_track: Track, stamp: int) -> None:
    """Write down where everybody is and what he is about."""
    for i in range(len(u)):
        alive = u[i].status == ACTIVE or u[i].status == BROKEN
        aim, heading = u[i].aim if alive else -1, u[i].heading if alive else -1
        blown = heading >= 0 and c[u[i].cell].crossed[heading] == BLOWN
        out_track[stamp, i].aim = aim
        out_track[stamp, i].repulses = c[aim].repulses if aim >= 0 else 0
        out_track[stamp, i].bridge = heading if blown else -1
        out_track[stamp, i].power = u[i].power * u[i].strength if alive and u[i].role == MANOEUVRE else 0.0
        out_track[stamp, i].line_share = u[i].line_share if alive else 0.0
        out_track[stamp, i].duty = u[i].duty if alive else -1
        out_track[stamp, i].gave_up = u[i].gave_up
        out_track[stamp, i].cell = u[i].cell if alive else -1
        out_track[stamp, i].strength = u[i].strength
        out_track[stamp, i].status = ENGAGED if u[i].status == ACTIVE and u[i].engaged else u[i].status


@njit()
def close_draw(w: Ground, u: Units, c: Cells, g: Goals, x: Clock, o: Out, row: int) -> None:
    """Write down how a draw ended."""
    for j in range(len(g)):
        o.per_objective[row, j, 0] = g[j].outskirts_h
        o.per_objective[row, j, 1] = g[j].lost_h
        o.per_objective[row, j, 2] = g[j].retaken_h
        o.per_objective[row, j, 4] = g[j].how
        o.per_objective[row, j, 5] = g[j].allied
        o.per_objective[row, j, 3] = 1.0 if lost_to(w, c, cell=g[j].cell, enemy=1 - g[j].side) else 0.0
        o.per_objective[row, j, 6] = g[j].enemy_h + (x[0].t + 1 - g[j].gone_h if g[j].gone else 0.0)
    for cause in range(CAUSES):
        for side in range(2):
            o.per_cause[row, cause, side, 0] = x[0].by_cause[cause, side, 0]
            o.per_cause[row, cause, side, 1] = x[0].by_cause[cause, side, 1]
    for i in range(len(u)):
        o.per_unit[row, i] = u[i].strength if u[i].status != WAITING else np.nan
        o.per_short[row, i, 0] = u[i].short_h
        o.per_short[row, i, 1] = u[i].short_km
    for side in range(2):
        for kind in range(2):
            o.per_supply[row, side, kind, 0] = x[0].short_h[side, kind] / 24.0
            o.per_supply[row, side, kind, 1] = x[0].lifted_t[side, kind]
            o.per_supply[row, side, kind, 2] = x[0].delivered_t[side, kind]
    o.per_draw[row, 0] = x[0].first_brigade_h
    o.change_count[0] = x[0].changes


@njit()
def run_draws(a: Arrays, o: Out, doubt: Doubt, batch: Batch, sea: Sea) -> None:
    """Fight a batch of draws."""
    lead_h = batch.lead_h
    w, f, u, k, v, b, y, g, c, q, x, h, m = a.w, a.f, a.u, a.k, a.v, a.b, a.y, a.g, a.c, a.q, a.x, o.changes, a.m
    x[0].seed = batch.seed
    x[0].lead_h = lead_h
    x[0].keep = batch.keep
    x[0].law = batch.law
    x[0].air = 1 if len(a.elements) > 0 else 0
    x[0].sea = 1 if sea.state.shape[0] > 0 else 0
    for row in range(len(doubt.assumed)):
        p, own = doubt.assumed[row], doubt.columns[row]
        x[0].draw = batch.first_draw + row
        reset(w, c, y, g, q, x, p, own, batch.off_road_share)
        muster(w, u, c, k, x, p, own)
        begin_barriers(w, c, x, p, a.barriers, own)
        begin_landings(u, a.landings, a.lifts, own)
        if x[0].air:
            begin_sky(a, x, p=p, air=doubt.air[row], own=doubt.air_columns[row])
        for t in range(-lead_h, batch.days * 24):
            x[0].t = t
            x[0].day = a.daylight[t + lead_h]
            if t == 0:
                close_day(w, u, c, x, o, row=row, day=0)
            if x[0].air:
                sky_hour(a, u, c, x, p=p, air=doubt.air[row])
                keep_sky(a, x, o, row)
            if x[0].sea and (t + lead_h) % SEA_STEP_H == 0:
                sea_step(y, sea, row=row, t=t, lead_h=lead_h)
            isolated = check_ways(c, y, x, p)
            draw_on_stocks(x, p, isolated)
            if t >= 0 and t % SUPPLY_STEP_H == 0:
                bring_supplies(y, x, p)
            call_up(u, x, p)
            bring_in(w, u, c, y, g, x, h, p)
            if t >= 0 and t % TRAINS_STEP_H == 0:
                run_trains(w, c, b, a.n, x, p)
            if t >= 0 and t % DRY_LOOK_H == 0:
                find_lines(w, f, u, c, b, a.n, x, p, t % LINES_STEP_H == 0)
            if t >= 0 and t % LINES_STEP_H == 0:
                secure_lines(w, u, c, g, a.n, x, h, p)
            if len(a.landings) > 0 and t >= 0:
                land_troops(w, u, c, k, a.landings, a.lifts, g, x, h, p, sea, row)
            if t >= 0 and t % SUPPLY_STEP_H == 0:
                haul(u, k, a.s, b, x, p)
                resupply(w, u, c, g, x, p)
            if (t + lead_h) % WATCH_STEP_H == 0:
                raise_alerts(w, u, c, v, x, p)
                survey(w, u, x, m, p)
                apply_standing_rules(w, f, u, c, k, g, x, m, p)
            if t >= 0 and t % CONSOLIDATE_STEP_H == 0:
                consolidate(w, u, c, g, x, h, a.n, p)
            contested = want(w, f, u, c, k, v, g, x, p)
            if contested > 0:
                shift_inside(w, u, c, x, p, contested)
                gather_fires(w, u, c, q, x, p, contested)
                count_battles(u, c, q, x, p, contested)
                fight(w, f, u, c, k, g, q, x, h, m, p, contested)
                settle(u, c, x, contested)
            move(w, f, u, c, g, x, h, p)
            if t >= 0:
                air_losses(a, u, x, p)
            check_units(u, c, x, p)
            rest(u, p)
            if t >= 0:
                close_hour(y, x, o, row, isolated)
                if (t + 1) % 24 == 0:
                    close_day(w, u, c, x, o, row=row, day=(t + 1) // 24)
            if batch.keep:
                keep_track(u, c, o.track, t + lead_h)
        close_draw(w, u, c, g, x, o, row)
        close_landings(u, a.landings, o.per_landing, row)
    o.unit_hours[0] += x[0].unit_hours
