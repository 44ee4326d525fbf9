"""One hour of the war in the air: who holds the sky over each region, and what that does to the ground.

Sides are 0 (blue) and 1 (red). Arrays of records have one letter each: `e` elements (squadrons, batteries, missiles),
`b` bases, `r` regions, `s` the state, `o` what the hour gives; `p` is one draw's values of the air's parameters, by
name.
"""

from __future__ import annotations

import math

from hillfort.air._kernels.conduct import (
    arrived,
    break_off,
    fought_share,
    hunt_batteries,
    lead,
    of_side,
    remember,
    strike_batteries,
    weigh_risk,
)
from hillfort.air._kernels.records import (
    AIRFIELDS,
    ATTACK,
    BATTERY,
    FIGHTER,
    LONG,
    MEDIUM,
    MISSILES,
    MOST_BASES,
    MOST_REGIONS,
    NEVER,
    OUTSIDE,
    PORTS,
    ROTATING,
    SHORT,
    SQUADRON,
    Assumed,
    Bases,
    Elements,
    HourGiven,
    Regions,
    Row,
    State,
    StateNow,
)
from hillfort.foundation._kernels.kinds import Numbers
from hillfort.foundation.jit import njit


@njit(inline=True)
def sam_kill(p: Assumed, range_class: int) -> float:
    """Chance that a battery of a class shoots down a sortie that it reaches."""
    if range_class == LONG:
        return p.air_sam_kill_long
    return p.air_sam_kill_medium if range_class == MEDIUM else p.air_sam_kill_short


@njit(inline=True)
def aim_at(p: Assumed, group: int) -> float:
    """Weight of ports, rail crossings or bridges among what red aims at."""
    if group == 0:
        return p.air_aim_ports
    return p.air_aim_rail if group == 1 else p.air_aim_bridges


@njit(inline=True)
def repair_h(p: Assumed, group: int) -> float:
    """Hours in which ports, rail crossings or bridges are mended."""
    if group == 0:
        return p.air_repair_h_port
    return p.air_repair_h_rail if group == 1 else p.air_repair_h_bridge


@njit(inline=True)
def clear_strip(cuts: float, share: float) -> float:
    """Chance that a strip of this share is left after so many cuts: `runway.clear_strip_chance`."""
    if share > 1.0:
        return 0.0
    total, choose, sign = 0.0, 1.0, 1.0
    for j in range(1, int(1.0 / share) + 1):
        choose *= (cuts + 2.0 - j) / j
        if choose <= 0.0:
            break
        total += sign * choose * max(0.0, 1.0 - j * share) ** cuts
        sign = -sign
    return min(max(total, 0.0), 1.0)


@njit()
def begin(
    s: State,
    e: Elements,
    b: Bases,
    r: Regions,
    p: Assumed,
    own: Row,
    warning_h: float,
    decision_h: float,
    presence_luck: Numbers,
) -> None:
    """State before the first hour of a draw.

    `own` holds this draw's value of every doubt about the air: numbers and delays of elements are read by their column.
    `warning_h` before H-hour and `decision_h` after the warning say when allies are ordered to come; `presence_luck`
    is one uniform for each element, asked for where a rotation is there by chance.
    """
    now = s[0]
    now.regions, now.elements, now.bases = r.shape[0], e.shape[0], b.shape[0]
    now.batteries, now.missiles = 0, 0
    ordered_h = decision_h - warning_h
    now.authority_h = p.air_authority_h
    for side in range(2):
        now.lost_air[side], now.lost_ground[side], now.fired[side], now.recent[side] = 0.0, 0.0, 0.0, 0.0
        for region in range(MOST_REGIONS):
            now.weight[side, region] = 1.0
    for region in range(MOST_REGIONS):
        now.shield[region] = 0
        for group in range(3):
            now.closed[region, group] = 0.0
    for base in range(MOST_BASES):
        now.cuts[base], now.held[base] = 0.0, 1
    for i in range(e.shape[0]):
        one = e[i]
        now.batteries += one["kind"] == SQUADRON
        now.missiles += one["kind"] != MISSILES
        now.alive[i] = own[one["column"]]
        now.first[i] = now.alive[i]
        now.rounds[i] = now.alive[i] * one["magazine"]
        now.from_h[i], now.over_h[i] = -NEVER, 0.0
        for region in range(now.regions):
            if one["kind"] == BATTERY and one["side"] == 0 and one["class"] != SHORT and one["low"][region] > 0.0:
                now.shield[region] = 1
        absent = one["when"] == OUTSIDE or (one["when"] == ROTATING and presence_luck[i] >= one["presence"])
        if absent:
            delay = own[one["delay_column"]] if one["delay_column"] >= 0 else 0.0
            now.from_h[i] = ordered_h + delay
            now.over_h[i] = 24.0 * p.air_arrival_days if one["kind"] == SQUADRON else 0.0


@njit()
def cover(s: State, e: Elements, t: int) -> None:
    """Chance that a place in each region lies in some envelope of a side's long and medium batteries, high and low."""
    now = s[0]
    for side in range(2):
        for region in range(now.regions):
            now.cover[side, 0, region], now.cover[side, 1, region] = 1.0, 1.0
    for i in range(now.batteries, now.missiles):
        one = e[i]
        side = one["side"]
        loaded = min(1.0, now.rounds[i] / max(1e-9, now.alive[i] * one["magazine"]))
        now.strength[i] = min(1.0, now.alive[i] * arrived(now, i=i, t=t)) * loaded
        for region in range(now.regions):
            if one["class"] != SHORT:
                now.cover[side, 0, region] *= 1.0 - now.strength[i] * one["reach"][region]
            now.cover[side, 1, region] *= 1.0 - now.strength[i] * one["low"][region]
    for side in range(2):
        for region in range(now.regions):
            now.cover[side, 0, region] = 1.0 - now.cover[side, 0, region]
            now.cover[side, 1, region] = 1.0 - now.cover[side, 1, region]


@njit(inline=True)
def sam_risk(now: StateNow, e: Elements, p: Assumed, side: int, region: int) -> float:
    """Chance that one sortie of a side over a region is lost to the other side's batteries."""
    low = p.air_low_share
    passed = 1.0
    for i in range(now.batteries, now.missiles):
        one = e[i]
        if one["side"] == side:
            continue
        reached = low * one["low"][region] + (1.0 - low) * (one["reach"][region] if one["class"] != SHORT else 0.0)
        passed *= 1.0 - now.strength[i] * reached * sam_kill(p, one["class"])
    return 1.0 - passed


@njit()
def fly(s: State, e: Elements, b: Bases, p: Assumed, t: int, o: HourGiven) -> None:
    """Sorties of this hour by side, kind and region: what is ready, what bases let off, what risk and tankers leave."""
    now, out = s[0], o[0]
    for side in range(2):
        out.sorties[side] = 0.0
        for region in range(now.regions):
            now.fighter[side, region], now.attack[side, region], now.hunt[side, region] = 0.0, 0.0, 0.0
            now.risk[side, region] = sam_risk(now, e, p, side=side, region=region)
        weigh_risk(now, e, p, side=side, t=t)
    for base in range(now.bases):
        single = (
            1.0
            if now.cuts[base] <= 0.0
            else clear_strip(cuts=now.cuts[base] / b[base]["runways"], share=b[base]["strip"])
        )
        out.base_open[base] = now.held[base] * (1.0 - (1.0 - single) ** b[base]["runways"])
    fed = (1.0, 1.0)
    for tanked in range(2):  # First what tankers are asked for, then what is flown on what they have.
        asked_blue, asked_red = 0.0, 0.0
        for i in range(now.batteries):
            one = e[i]
            side = one["side"]
            if side == 0 and t < p.air_start_blue_h:
                continue
            ready = (
                now.alive[i]
                * arrived(now, i=i, t=t)
                * of_side(side, blue=p.air_ready_share_blue, red=p.air_ready_share_red)
            )
            ready *= out.base_open[one["base"]] if one["base"] >= 0 else 1.0
            bound = side == 0 and t < now.authority_h
            wanted, rate = 0.0, 0.0
            for region in range(now.regions):
                if one["reach"][region] > 0.0 and not (bound and region != one["home"]):
                    wanted += now.weight[side, region]
                    rate += now.weight[side, region] * one["reach"][region]
            if wanted <= 0.0 or ready <= 0.0:
                continue
            if p.air_rule_rest > 0.0:  # Crews and machines do not keep up what one day allows.
                kept_up = of_side(side, blue=p.air_sorties_most_blue, red=p.air_sorties_most_red)
                ready_share = of_side(side, blue=p.air_ready_share_blue, red=p.air_ready_share_red)
                ready *= min(1.0, kept_up * wanted / (ready_share * rate)) if ready_share > 0.0 else 1.0
            hunters_share = p.air_hunt_share if one["hunts"] else p.air_hunt_share_others
            ground = 0.0 if one["class"] == FIGHTER else (1.0 if one["class"] == ATTACK else p.air_ground_share)
            for region in range(now.regions):
                if one["reach"][region] <= 0.0 or (bound and region != one["home"]):
                    continue
                flown = ready * one["reach"][region] / 24.0 * now.weight[side, region] / wanted
                hunting = hunters_share if p.air_rule_hunt > 0.0 and now.threat[side, region] > 0.0 else 0.0
                hunters = flown * ground * hunting * now.hunt_calm[side, region]
                flown *= now.calm[side, region]
                asked = flown * (1.0 - ground * hunting) + hunters
                if tanked == 0:
                    asked_blue += asked * one["fuel"][region] * (1 - side)
                    asked_red += asked * one["fuel"][region] * side
                    continue
                if one["fuel"][region] > 0.0:
                    flown *= fed[side]
                    hunters *= fed[side]
                now.fighter[side, region] += flown * (1.0 - ground)
                now.attack[side, region] += flown * ground * (1.0 - hunting)
                now.hunt[side, region] += hunters
                out.sorties[side] += flown * (1.0 - ground * hunting) + hunters
        if tanked == 0:
            has_blue, has_red = p.air_tanker_fuel_blue / 24.0, p.air_tanker_fuel_red / 24.0
            fed = (
                min(1.0, has_blue / asked_blue) if asked_blue > 0.0 else 1.0,
                min(1.0, has_red / asked_red) if asked_red > 0.0 else 1.0,
            )
    for side in range(2):
        for region in range(now.regions):
            now.flown[side, region] = now.fighter[side, region] + now.attack[side, region] + now.hunt[side, region]


@njit()
def clash(s: State, e: Elements, p: Assumed, t: int, o: HourGiven) -> None:
    """Losses in the air in this hour, to aircraft and to batteries, and who holds the sky over each region."""
    now, out = s[0], o[0]
    lost_blue, lost_red = 0.0, 0.0
    for region in range(now.regions):
        lost = (0.0, 0.0)
        fought = fought_share(now, p, region=region)
        for side in range(2):
            own = now.fighter[side, region]
            other = now.flown[1 - side, region]
            met = own * other / (own + other) if own + other > 0.0 else 0.0
            killed = p.air_kills_per_meeting * of_side(side, blue=p.air_quality_blue, red=p.air_quality_red) * met
            killed *= fought
            hunters = now.hunt[1 - side, region]
            shot = (other - hunters) * now.risk[1 - side, region] + hunters * now.hunt_risk[1 - side, region]
            here = min(other, killed + shot)
            use_rounds(now, e, p, side=side, region=region, shot=shot)
            if side == 0:
                lost = (lost[0], here)
            else:
                lost = (here, lost[1])
        lost_blue += lost[0]
        lost_red += lost[1]
        if p.air_rule_break_off > 0.0:
            break_off(now, p, region=region)
        blue = now.fighter[0, region] * p.air_quality_blue + p.air_sam_worth * (
            now.cover[0, 0, region] + now.cover[0, 1, region]
        )
        red = now.fighter[1, region] * p.air_quality_red + p.air_sam_worth * (
            now.cover[1, 0, region] + now.cover[1, 1, region]
        )
        ahead = lead(now, p, region=region, ahead=blue - red) if p.air_rule_denial > 0.0 else blue - red
        out.superiority[region] = ahead / (blue + red) if blue + red > 0.0 else 0.0
    take_aircraft(now, e, t=t, side=0, lost=lost_blue)
    take_aircraft(now, e, t=t, side=1, lost=lost_red)
    out.lost[0], out.lost[1] = lost_blue, lost_red
    now.lost_air[0] += lost_blue
    now.lost_air[1] += lost_red


@njit(inline=True)
def use_rounds(now: StateNow, e: Elements, p: Assumed, side: int, region: int, shot: float) -> None:
    """Missiles that a side's batteries spend on so many kills over a region, from those that reach."""
    reaching = 0.0
    for i in range(now.batteries, now.missiles):
        if e[i]["side"] == side:
            reaching += now.rounds[i] * max(e[i]["reach"][region], e[i]["low"][region])
    if reaching <= 0.0:
        return
    for i in range(now.batteries, now.missiles):
        if e[i]["side"] == side:
            part = now.rounds[i] * max(e[i]["reach"][region], e[i]["low"][region]) / reaching
            now.rounds[i] = max(0.0, now.rounds[i] - p.air_sam_rounds_per_kill * shot * part)


@njit(inline=True)
def take_aircraft(now: StateNow, e: Elements, t: int, side: int, lost: float) -> None:
    """Spread losses over a side's squadrons by how many aircraft each has there."""
    there = 0.0
    for i in range(now.batteries):
        if e[i]["side"] == side:
            there += now.alive[i] * arrived(now, i=i, t=t)
    if there <= 0.0:
        return
    share = min(1.0, lost / there)
    for i in range(now.batteries):
        if e[i]["side"] == side:
            now.alive[i] -= now.alive[i] * arrived(now, i=i, t=t) * share


@njit()
def strike_ground(s: State, p: Assumed, flying_share: float, o: HourGiven) -> None:
    """Battalion equivalents lost to aircraft in this hour, and how much slower columns are; bounded for each side."""
    now, out = s[0], o[0]
    for side in range(2):
        total = 0.0
        other = 1 - side
        for region in range(now.regions):
            own_sky = 0.5 + 0.5 * (out.superiority[region] if other == 0 else -out.superiority[region])
            flown = now.attack[other, region] * (1.0 - now.risk[other, region]) * flying_share
            on_forces = flown * (1.0 - p.air_line_share) * own_sky
            loss = (
                on_forces
                * of_side(other, blue=p.air_vehicles_per_sortie_blue, red=p.air_vehicles_per_sortie_red)
                / p.air_vehicles_per_battalion
            )
            out.ground_loss[side, region] = loss
            total += loss
            daily = 24.0 * flown * own_sky
            out.slow[side, region] = p.air_slow_most * daily / (daily + p.air_slow_half_sorties)
        most = p.air_cap_bneq_per_day / 24.0
        if total > most:
            for region in range(now.regions):
                out.ground_loss[side, region] *= most / total
            total = most
        now.lost_ground[side] += total


@njit()
def strike_lines(s: State, e: Elements, b: Bases, r: Regions, p: Assumed, t: int, flying_share: float) -> None:
    """Missiles fired in this hour and what they and attack sorties close: runways, ports, rail crossings, bridges."""
    now = s[0]
    aims = p.air_aim_airfields + p.air_aim_ports + p.air_aim_rail + p.air_aim_bridges
    for i in range(now.missiles, now.elements):
        one = e[i]
        if t < now.from_h[i] or (one["side"] == 0 and t < p.air_start_blue_h):
            continue
        fired = now.alive[i] * (1.0 - math.exp(-p.air_missiles_per_day_share / 24.0))
        now.alive[i] -= fired
        now.fired[one["side"]] += fired
        if p.air_rule_hunt > 0.0:
            fired -= strike_batteries(now, e, p, i=i, fired=fired * p.air_aim_batteries, t=t)
        cut_runways(now, e, b, p, i, fired * p.air_aim_airfields / aims if one["side"] == 1 else fired, t)
        if one["side"] == 0:
            continue
        within = 0.0
        for region in range(now.regions):
            within += one["reach"][region]
        if within <= 0.0:
            continue
        for region in range(now.regions):
            here = fired * one["reach"][region] / within
            through = here * passing(now, e, p, region, here, t) * p.air_missile_closes
            for group in range(3):
                close(now, r, region=region, group=group, hits=through * aim_at(p, group) / aims)
    for region in range(now.regions):
        flown = now.attack[1, region] * (1.0 - now.risk[1, region]) * flying_share * p.air_line_share
        lines = p.air_aim_ports + p.air_aim_rail + p.air_aim_bridges
        for group in range(3):
            close(now, r, region=region, group=group, hits=flown * p.air_sortie_closes * aim_at(p, group) / lines)


@njit(inline=True)
def close(now: StateNow, r: Regions, region: int, group: int, hits: float) -> None:
    """Close one more of a group for each hit that does not fall on one closed already."""
    count = r[region]["ports"] if group == 0 else (r[region]["rail"] if group == 1 else r[region]["bridges"])
    if count > 0.0:
        now.closed[region, group] += (1.0 - now.closed[region, group]) * (1.0 - math.exp(-hits / count))


@njit(inline=True)
def passing(now: StateNow, e: Elements, p: Assumed, region: int, missiles: float, t: int) -> float:
    """Share of missiles on a region that blue's medium and long batteries let through; takes their rounds."""
    passed = 1.0
    if now.shield[region] == 0:
        return passed
    for i in range(now.batteries, now.missiles):
        one = e[i]
        if one["side"] != 0 or one["class"] == SHORT or arrived(now, i=i, t=t) <= 0.0:
            continue
        kill = p.air_missile_kill_long if one["class"] == LONG else p.air_missile_kill_medium
        engaged = missiles * passed * one["low"][region] * min(1.0, now.alive[i])
        engaged = min(engaged, now.rounds[i] / p.air_rounds_per_missile)
        now.rounds[i] -= p.air_rounds_per_missile * engaged
        if missiles > 0.0:
            passed -= engaged * kill / missiles
    return max(0.0, passed)


@njit(inline=True)
def cut_runways(now: StateNow, e: Elements, b: Bases, p: Assumed, i: int, fired: float, t: int) -> None:
    """Spread missiles over the enemy's airfields in reach; aircraft outside shelters are lost with them."""
    one = e[i]
    aimed = 0.0
    for base in range(now.bases):
        aimed += one["hits"][base] * now.held[base]
    if aimed <= 0.0:
        return
    for base in range(now.bases):
        if one["hits"][base] == 0 or now.held[base] == 0:
            continue
        here = fired * one["hits"][base] / aimed
        region = b[base]["region"]
        if one["side"] == 1 and region >= 0:
            here *= passing(now, e, p, region, here, t)
        now.cuts[base] += here * p.air_cuts_per_missile
        standing = 0.0
        for k in range(now.batteries):
            if e[k]["base"] == base:
                standing += now.alive[k] * arrived(now, i=k, t=t)
        if standing <= 0.0:
            continue
        bare = max(0.0, standing - b[base]["shelters"]) / standing
        share = bare * (1.0 - math.exp(-here * p.air_shelter_loss / standing))
        for k in range(now.batteries):
            if e[k]["base"] == base:
                now.lost_air[b[base]["side"]] += now.alive[k] * arrived(now, i=k, t=t) * share
                now.alive[k] -= now.alive[k] * arrived(now, i=k, t=t) * share


@njit()
def mend(s: State, e: Elements, b: Bases, p: Assumed, t: int, o: HourGiven) -> None:
    """Repairs and reloads of an hour; batteries that the other side's sorties suppress for good."""
    now = s[0]
    for base in range(now.bases):
        now.cuts[base] = max(0.0, now.cuts[base] - b[base]["teams"] / p.air_repair_h_airfield)
    for region in range(now.regions):
        for group in range(3):
            now.closed[region, group] *= math.exp(-1.0 / repair_h(p, group))
    for i in range(now.batteries, now.missiles):
        one = e[i]
        full = now.alive[i] * one["magazine"]
        now.rounds[i] = min(full, now.rounds[i] + full / p.air_reload_h)
        if p.air_rule_hunt > 0.0:
            continue
        pressed = 0.0
        for region in range(now.regions):
            pressed += now.fighter[1 - one["side"], region] * max(one["reach"][region], one["low"][region])
        kept = math.exp(-p.air_suppression * pressed / 100.0)
        if arrived(now, i=i, t=t) > 0.0:
            now.alive[i] *= kept
            now.rounds[i] *= kept


@njit()
def tell(s: State, b: Bases, p: Assumed, t: int, o: HourGiven) -> None:
    """What is open at the end of the hour: airfields, ports, rail crossings, bridges, and the way in by air."""
    now, out = s[0], o[0]
    for region in range(now.regions):
        open_, count = 0.0, 0.0
        for base in range(now.bases):
            if b[base]["region"] == region and b[base]["airlift"] == 1:
                open_ += out.base_open[base]
                count += 1.0
        share = open_ / count if count > 0.0 else 1.0
        out.open[region, AIRFIELDS] = share
        for group in range(3):
            out.open[region, PORTS + group] = 1.0 - now.closed[region, group]
        safe = (
            out.superiority[region] >= p.air_airlift_superiority and now.cover[1, 0, region] <= p.air_airlift_sam_cover
        )
        out.airlift[region] = 1 if t < 0 or (safe and share >= p.air_airlift_least_share) else 0


@njit()
def step(s: State, e: Elements, b: Bases, r: Regions, p: Assumed, t: int, weather_luck: float, o: HourGiven) -> None:
    """One hour from H-hour on: changes the state, fills what the hour gives;
    before H-hour nothing flies and all is open.

    `weather_luck` is one uniform for the day: a day without flying weather leaves a share of the attack sorties.
    """
    now, out = s[0], o[0]
    if t < 0:
        for region in range(now.regions):
            out.superiority[region] = 0.0
            for side in range(2):
                out.ground_loss[side, region], out.slow[side, region] = 0.0, 0.0
        for side in range(2):
            out.sorties[side], out.lost[side] = 0.0, 0.0
        for base in range(now.bases):
            out.base_open[base] = 1.0
        tell(s, b, p, t, o)
        return
    flying = p.air_bad_weather_share if weather_luck < p.air_bad_weather_chance else 1.0
    before = (now.lost_air[0], now.lost_air[1])
    cover(s, e, t)
    fly(s, e, b, p, t, o)
    clash(s, e, p, t, o)
    hunt_batteries(now, e, p)
    strike_ground(s, p, flying, o)
    strike_lines(s, e, b, r, p, t, flying)
    mend(s, e, b, p, t, o)
    remember(now, e, p, blue=now.lost_air[0] - before[0], red=now.lost_air[1] - before[1])
    tell(s, b, p, t, o)
