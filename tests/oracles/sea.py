"""The sea of one draw, told slowly: plain objects and the closed forms of the package, nothing compiled."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from hillfort.foundation import streams
from hillfort.sea import coastal, convoy, mines, salvo
from hillfort.sea.posture import SIDES, Lane, SeaPosture
from hillfort.sea.tracks import LaneTrack, great_circle_km, within

STEP_H, DAY_H = 6.0, 24.0
CAUSES = ("mines", "coastal missiles", "aircraft", "submarines", "surface ships")
Chance = Callable[..., float]


@dataclass
class Sailing:
    """What happens to who sails on a lane in a step."""

    state: str
    reason: str
    survival: float
    delay_h: float


@dataclass
class SlowSea:
    """One draw: `value` holds what was sampled by name; `uniform` and `normal` look luck up by its address."""

    order: SeaPosture
    tracks: dict[str, LaneTrack]
    value: dict[str, float]
    uniform: Chance
    normal: Chance
    seed: int
    draw: int
    t: float = 0.0
    rings: dict[tuple[str, float, float], np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.laid = {side: dict.fromkeys(self.order.waters, 0.0) for side in SIDES}
        self.believed = {side: dict.fromkeys(self.order.waters, 0.0) for side in SIDES}
        self.unlaid = {side: self.value[f"sea.mines.{side}.stock"] for side in SIDES}
        self.missiles = {key: self.v("strikers", key, "magazine") for key in self.order.strikers}
        self.afloat = {key: self.v("surface", key, "ships") for key in self.order.surface}
        self.boats = {key: self.v("submarines", key, "boats") for key in self.order.submarines}
        self.alive = dict.fromkeys(SIDES, 1.0)
        self.calm_h = dict.fromkeys(self.order.lanes, 0.0)

    def p(self, name: str) -> float:
        return self.value[f"sea.assumptions.{name}"]

    def v(self, part: str, key: str, name: str) -> float:
        return self.value[f"sea.{part}.{key}.{name}"]

    def run(self, steps: int, lead_h: float) -> list[dict[str, Sailing]]:
        """Every lane in every step."""
        told = []
        for step in range(steps):
            self.t = step * STEP_H - lead_h
            self.lay()
            self.weigh()
            self.strike_ships()
            self.wear_boats()
            self.meet(step)
            self.clear()
            told.append({name: self.sail(lane) for name, lane in self.order.lanes.items()})
        return told

    def lay(self) -> None:
        for side in SIDES:
            weights = {name: self.value[f"sea.waters.{name}.{side}_weight"] for name in self.order.waters}
            total = sum(weights.values())
            chance, stock = (self.value[f"sea.mines.{side}.{name}"] for name in ("chance", "stock"))
            lays = self.uniform(self.seed, streams.SEA_MINES, self.draw, 0, SIDES.index(side)) < chance
            now = 0.0
            if lays and total > 0 and self.t >= self.value[f"sea.mines.{side}.starts_h"]:
                now = min(self.unlaid[side], self.value[f"sea.mines.{side}.per_day"] * STEP_H / DAY_H)
                self.unlaid[side] -= now
            for name, weight in weights.items():
                share = weight / total if total > 0 else 0.0
                added = now * self.value[f"sea.mines.{side}.delivered_share"] * share
                self.laid[side][name] += added
                if 0 <= self.t < STEP_H:
                    feared = self.p("believed_mines") * weight if stock > 0 and chance > 0 else 0.0
                    self.believed[side][name] = self.p("mine_belief_factor") * self.laid[side][name] + feared
                elif self.t > 0:
                    self.believed[side][name] += self.p("mine_belief_factor") * added

    def ready(self, part: str, key: str, at: float | None = None) -> bool:
        return (self.t if at is None else at) >= self.v(part, key, "from_h")

    def of(self, side: str, role: str) -> list[str]:
        return [
            key
            for key, each in self.order.surface.items()
            if (each.side, each.role) == (side, role) and self.ready("surface", key)
        ]

    def mean(self, keys: list[str], name: str) -> float:
        ships = sum(self.afloat[key] for key in keys)
        return sum(self.afloat[key] * self.v("surface", key, name) for key in keys) / ships if ships > 0 else 0.0

    def weigh(self) -> None:
        """What attacks would do, as things stand at the start of the step."""
        self.ships = max(1.0, self.p("convoy_ships"))
        self.able, self.found, self.loss, self.raid = {}, {}, {}, {}
        self.escorts: dict[str, float] = {}
        guards: dict[str, tuple[float, float]] = {}
        for side in SIDES:
            keys = self.of(side, "escort")
            number = sum(self.afloat[key] for key in keys)
            self.escorts[side] = min(convoy.escorts_needed(self.ships), number / self.p("convoys_at_sea"))
            guards[side] = (self.escorts[side] * self.mean(keys, "stops"), self.mean(keys, "stop_share"))
        for key, each in self.order.strikers.items():
            size = self.v("strikers", key, "salvo")
            worn = math.exp(-self.p("strike_per_day") * max(0.0, self.t - self.p("strike_from_h")) / DAY_H)
            self.able[key] = worn * min(1.0, self.missiles[key] / size) if size > 0 else 0.0
            self.found[key] = self.v("strikers", key, "offboard_share") * math.exp(
                -self.p("offboard_fade_per_day") * max(0.0, self.t) / DAY_H
            )
            target = SIDES[1 - SIDES.index(each.side)]
            self.loss[key] = self.both(size, self.v("strikers", key, "hit_share"), guards[target])
        for key, group in self.order.surface.items():
            target = SIDES[1 - SIDES.index(group.side)]
            shots = min(self.p("group_ships"), self.afloat[key]) * self.v("surface", key, "shots")
            self.raid[key] = self.both(shots, self.v("surface", key, "hit_share"), guards[target])

    def both(self, shots: float, hit: float, guard: tuple[float, float]) -> tuple[float, float]:
        alone = self.mean_loss(shots, hit, (0.0, 0.0), self.p("merchant_hits"), 1.0)
        return alone, self.mean_loss(shots, hit, guard, self.p("merchant_hits"), self.ships)

    @staticmethod
    def mean_loss(shots: float, hit: float, guard: tuple[float, float], hits: float, ships: float) -> float:
        if ships <= 0 or shots <= 0:
            return 0.0
        return salvo.approximated(salvo.Salvo(shots, hit, guard[0], guard[1], 1.0 / hits, ships))  # type: ignore[arg-type]

    def strength(self, key: str, at: float) -> float:
        return self.able[key] if at >= 0 and self.ready("strikers", key, at) else 0.0

    def use(self, key: str, attacks: float) -> None:
        self.missiles[key] = max(0.0, self.missiles[key] - attacks * self.v("strikers", key, "salvo"))

    def strike_ships(self) -> None:
        for key, each in self.order.strikers.items():
            for name, group in self.order.surface.items():
                away = float(great_circle_km(each.lat, each.lon, group.lat, group.lon))
                reaches = away <= self.v("strikers", key, "range_km") + 0.5 * self.v("surface", name, "reach_km")
                if group.side == each.side or group.role == "escort" or not reaches or not self.ready("surface", name):
                    continue
                attacks = self.v("strikers", key, "salvos_per_day") * self.strength(key, self.t) * self.found[key]
                attacks *= self.p("surface_at_sea_share") * STEP_H / DAY_H
                ships = min(self.p("group_ships"), self.afloat[name])
                guard = (ships * self.v("surface", name, "stops"), self.v("surface", name, "stop_share"))
                size, hit = self.v("strikers", key, "salvo"), self.v("strikers", key, "hit_share")
                lost = self.mean_loss(size, hit, guard, self.v("surface", name, "staying"), ships)
                if lost > 0:
                    self.afloat[name] = max(0.0, self.afloat[name] - attacks * lost)
                    self.use(key, attacks)
            if self.t >= 0:
                full = max(self.v("strikers", key, "magazine"), self.v("strikers", key, "salvo"))
                self.missiles[key] = min(
                    full, self.missiles[key] + self.v("strikers", key, "rearm_per_day") * STEP_H / DAY_H
                )

    def wear_boats(self) -> None:
        for key in self.boats:
            if self.t >= 0 and self.ready("submarines", key):
                self.boats[key] *= math.exp(-self.p("boat_loss_per_day") * STEP_H / DAY_H)

    def meet(self, step: int) -> None:
        if self.t < 0 or self.t % DAY_H >= STEP_H:
            return
        if self.uniform(self.seed, streams.SEA_MEETING, self.draw, step, 0) >= self.p("meet_per_day"):
            return
        hunting = {side: self.of(side, "strike") for side in SIDES}
        number = {side: sum(self.afloat[key] for key in hunting[side]) for side in SIDES}
        if min(number.values()) < 0.5:
            return
        lost = {}
        for index, side in enumerate(SIDES):
            other = SIDES[1 - index]
            firing, facing = min(self.p("group_ships"), number[other]), min(self.p("group_ships"), number[side])
            shots, hit = (
                firing * self.mean(hunting[other], "shots"),
                self.p("scouting_share") * self.mean(hunting[other], "hit_share"),
            )
            stops, stop = facing * self.mean(hunting[side], "stops"), self.mean(hunting[side], "stop_share")
            middle, spread = salvo.net_hits(salvo.Salvo(shots, hit, stops, stop, 1.0, facing))  # type: ignore[arg-type]
            luck = self.normal(self.seed, streams.SEA_EXCHANGE, self.draw, step, index)
            lost[side] = min(facing, max(0.0, middle + luck * spread) / self.mean(hunting[side], "staying"))
        for side in SIDES:
            for key in hunting[side]:
                self.afloat[key] = max(0.0, self.afloat[key] * (1.0 - lost[side] / number[side]))

    def per_mine(self) -> float:
        found = mines.actuation_chance(
            reliability=self.p("mine_reliability"),
            damage_width_m=self.p("mine_damage_width_m"),
            water_width_m=1000.0 * self.p("channel_km"),
        )
        return min(0.999, found)

    def in_channel(self, water: str, number: float) -> float:
        return number * min(1.0, self.p("channel_km") / self.value[f"sea.waters.{water}.width_km"])

    def clear(self) -> None:
        if self.t < 0:
            return
        for index, side in enumerate(SIDES):
            enemy = SIDES[1 - index]
            groups = {key: each for key, each in self.order.clearance.items() if each.side == side}
            whole = sum(self.v("clearance", key, "vessels") for key in groups)
            used = losses = 0.0
            first = list(self.order.clear_first[side])
            for name in [*first, *(water for water in self.order.waters if water not in first)]:
                water = self.order.waters[name]
                risk = mines.initial_threat(self.in_channel(name, self.believed[enemy][name]), self.per_mine())
                if risk <= self.p("clear_to_risk"):
                    continue
                come = 0.0
                for key, each in groups.items():
                    away = float(great_circle_km(each.lat, each.lon, water.lat, water.lon))
                    if self.t >= self.v("clearance", key, "from_h") + away / 20.0:
                        come += self.v("clearance", key, "vessels")
                vessels = min(self.p("vessels_in_water"), come * self.alive[side] - used)
                if vessels > 0:
                    used += vessels
                    losses += self.work(side, name, vessels)
            if whole > 0:
                self.alive[side] = max(0.0, self.alive[side] - losses / whole)

    def work(self, side: str, name: str, vessels: float) -> float:
        enemy, water = SIDES[1 - SIDES.index(side)], self.order.waters[name]
        attacks = {}
        for key, each in self.order.strikers.items():
            away, reach = (
                float(great_circle_km(each.lat, each.lon, water.lat, water.lon)),
                self.v("strikers", key, "range_km"),
            )
            if each.side != side and away <= reach:
                found = self.p("own_radar_share") if away <= self.horizon(key) else self.found[key]
                attacks[key] = self.v("strikers", key, "salvos_per_day") * found
        at_work = math.exp(
            -self.p("clearance_caution") * sum(rate * self.strength(key, self.t) for key, rate in attacks.items())
        )
        area = self.p("channel_km") * self.value[f"sea.waters.{name}.length_km"]
        passes = vessels * at_work * self.p("clear_km2_per_day") * STEP_H / DAY_H / area
        cleared = mines.cleared_share(self.p("clear_pass_share"), passes=passes)
        lost = self.p("vessel_loss_per_mine") * self.in_channel(name, self.laid[enemy][name]) * cleared
        self.laid[enemy][name] *= 1.0 - cleared
        self.believed[enemy][name] *= 1.0 - cleared
        for key, rate in attacks.items():
            made = rate * self.strength(key, self.t) * at_work * STEP_H / DAY_H
            lost += made * self.mean_loss(
                self.v("strikers", key, "salvo"), self.v("strikers", key, "hit_share"), (0.0, 0.0), 1.0, 1.0
            )
            self.use(key, made)
        return min(vessels, lost)

    def horizon(self, key: str) -> float:
        return min(
            coastal.radar_horizon_km(self.v("strikers", key, "mast_m"), 20.0), self.v("strikers", key, "range_km")
        )

    def near(self, lane: str, lat: float, lon: float, km: float) -> float:
        table = self.rings.setdefault((lane, lat, lon), within(self.tracks[lane], lat, lon))
        return float(np.interp(km, 10.0 * np.arange(len(table)), table))

    def attacks_on(self, lane: str, key: str, at: float, speed: float) -> float:
        each = self.order.strikers[key]
        near = self.near(lane, each.lat, each.lon, self.horizon(key))
        far = self.near(lane, each.lat, each.lon, self.v("strikers", key, "range_km")) - near
        seen = near * self.p("own_radar_share") + far * self.found[key]
        return self.v("strikers", key, "salvos_per_day") * self.strength(key, at) * seen / speed / DAY_H

    def exposed(self, lane: Lane, by: int) -> dict[str, float]:
        """Expected share lost to each cause but mines; `by` is 0 for a ship by itself, 1 for a convoy."""
        ships, speed = (self.ships, self.p("convoy_km_per_h")) if by else (1.0, self.p("single_km_per_h"))
        at = self.t + 0.5 * self.tracks[lane.name].length_km / speed
        parts = dict.fromkeys(CAUSES, 0.0)
        if at < 0:
            return parts
        for key, each in self.order.strikers.items():
            if each.side != lane.side:
                cause = "aircraft" if each.kind == "aircraft" else "coastal missiles"
                parts[cause] += self.attacks_on(lane.name, key, at, speed) * self.loss[key][by] / ships
        for key, boat in self.order.submarines.items():
            if boat.side != lane.side and self.ready("submarines", key, at):
                hours = self.near(lane.name, boat.lat, boat.lon, self.v("submarines", key, "reach_km")) / speed
                attacks = (
                    self.boats[key] * self.p("boats_at_sea_share") * self.p("boat_attacks_per_day") * hours / DAY_H
                )
                attacks *= convoy.escort_factor(self.escorts[lane.side], self.p("escort_half")) if by else 1.0
                parts["submarines"] += attacks * min(self.p("boat_sinks"), ships) / ships
        for key, group in self.order.surface.items():
            whole = self.v("surface", key, "ships")
            if group.side != lane.side and group.role == "strike" and self.ready("surface", key, at) and whole > 0:
                hours = self.near(lane.name, group.lat, group.lon, self.v("surface", key, "reach_km")) / speed
                raids = self.p("raids_per_day") * hours / DAY_H * self.afloat[key] / whole
                parts["surface ships"] += raids * self.raid[key][by] / ships
        return parts

    def mined(self, lane: Lane, lying: dict[str, float], ships: float) -> float:
        through = 1.0
        for water in lane.waters:
            hits = mines.expected_hits(self.in_channel(water, lying[water]), self.per_mine(), transits=ships) / ships
            through *= 1.0 - self.p("mine_loss_share") * min(1.0, hits)
        return 1.0 - through

    def sail(self, lane: Lane) -> Sailing:
        enemy = SIDES[1 - SIDES.index(lane.side)]
        parts = [self.exposed(lane, by) for by in (0, 1)]
        risks = []
        for by, ships in ((0, 1.0), (1, self.ships)):
            by_mines = self.mined(lane, self.believed[enemy], ships)
            parts[by]["mines"] = by_mines / self.p("risk_belief_factor")
            others = sum(share for cause, share in parts[by].items() if cause != "mines")
            risks.append(
                1.0 - (1.0 - by_mines) * math.exp(-self.p("risk_belief_factor") * others) if self.t >= 0 else 0.0
            )
        calm, stop = risks[0] <= self.p("commercial_risk"), self.p("commercial_stop_h")
        self.calm_h[lane.name] = self.calm_h[lane.name] + STEP_H if calm and self.t >= max(0.0, stop) else 0.0
        worst = [max(CAUSES, key=lambda cause, by=by: parts[by][cause]) for by in (0, 1)]
        if calm and (self.t < stop or self.calm_h[lane.name] > DAY_H * self.p("confidence_days")):
            state, reason, by = "open", "nothing", 0
        elif risks[1] <= self.p("military_risk"):
            state, reason, by = "contested", "willingness to sail" if calm else worst[0], 1
        else:
            state, reason, by = "closed", worst[1], 1
        ships = self.ships if by else 1.0
        others = sum(share for cause, share in parts[by].items() if cause != "mines")
        survival = math.exp(-others) * (1.0 - self.mined(lane, self.laid[enemy], ships))
        km = self.tracks[lane.name].length_km
        wait = (
            0.5 * DAY_H * self.p("convoy_every_days") + km / self.p("convoy_km_per_h") - km / self.p("single_km_per_h")
        )
        self.spend(lane, state, enemy)
        return Sailing(state, reason, survival, 0.0 if state == "open" else wait)

    def spend(self, lane: Lane, state: str, enemy: str) -> None:
        if self.t < 0 or state == "closed" or lane.purpose == "landing":
            return
        lanes = sum(each.side == lane.side and each.purpose == "supply" for each in self.order.lanes.values())
        convoys = STEP_H / (DAY_H * self.p("convoy_every_days")) * min(1.0, self.p("convoys_at_sea") / max(1.0, lanes))
        alone = state == "open"
        sailings, ships = (convoys * self.ships, 1.0) if alone else (convoys, self.ships)
        speed = self.p("single_km_per_h" if alone else "convoy_km_per_h")
        at = self.t + 0.5 * self.tracks[lane.name].length_km / speed
        for key, each in self.order.strikers.items():
            if each.side != lane.side:
                self.use(key, sailings * self.attacks_on(lane.name, key, at, speed))
        for water in lane.waters:
            self.laid[enemy][water] *= (1.0 - self.per_mine()) ** (sailings * ships)
