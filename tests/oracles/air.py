"""The hour of the air situation once more, slowly and in plain Python, written from the description of the model.

Nothing here is shared with the kernel but the names of columns and of record fields: squadrons, batteries and missile
forces are objects, regions and bases are names, and every step is a list comprehension.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from hillfort.air.situation import PARAMETERS, Sky

SIDES = ("blue", "red")
CLASSES = ("long", "medium", "short")
ROLES = ("fighter", "attack", "multirole")
GROUPS = ("ports", "rail", "bridges")


@dataclass
class Element:
    """A squadron, a battery or a missile force."""

    name: str
    kind: str
    side: str
    class_: str
    alive: float
    rounds: float
    magazine: float
    base: str | None
    home: str | None
    high: dict[str, float]
    low: dict[str, float]
    fuel: dict[str, float]
    aims: dict[str, int]
    strikes: tuple[str, ...] = ()
    hunts: bool = False
    first: float = 0.0
    from_h: float = -math.inf
    over_h: float = 0.0

    def there(self, hour: float) -> float:
        if hour < self.from_h:
            return 0.0
        return 1.0 if self.over_h <= 0 else min(1.0, (hour - self.from_h) / self.over_h)

    def loaded(self) -> float:
        return min(1.0, self.rounds / max(1e-9, self.alive * self.magazine))


@dataclass
class Airfield:
    """An airfield and the cuts in it."""

    name: str
    side: str
    region: str | None
    airlift: bool
    strip: float
    runways: float
    teams: float
    shelters: float
    cuts: float = 0.0
    held: bool = True

    def open(self) -> float:
        if not self.held:
            return 0.0
        one = longest_gap_chance(self.cuts / self.runways, self.strip)
        return 1.0 - (1.0 - one) ** self.runways


def longest_gap_chance(cuts: float, share: float) -> float:
    if share > 1.0:
        return 0.0
    total = 0.0
    for j in range(1, int(1 / share) + 1):
        choose = math.prod((cuts + 2 - i) / i for i in range(1, j + 1))
        if choose <= 0:
            break
        total += (-1) ** (j - 1) * choose * max(0.0, 1 - j * share) ** cuts
    return min(max(total, 0.0), 1.0)


@dataclass
class War:
    """One draw."""

    regions: tuple[str, ...]
    elements: list[Element]
    airfields: dict[str, Airfield]
    counts: dict[str, tuple[float, float, float]]
    p: dict[str, float]
    weight: dict[tuple[str, str], float]
    closed: dict[tuple[str, str], float] = field(default_factory=dict)
    recent: dict[str, float] = field(default_factory=lambda: dict.fromkeys(SIDES, 0.0))
    hunts: dict[tuple[str, str], float] = field(default_factory=dict)
    hunt_risk: dict[tuple[str, str], float] = field(default_factory=dict)
    flown: dict[tuple[str, str], float] = field(default_factory=dict)
    lost_on_ground: dict[str, float] = field(default_factory=dict)
    hunt_calm: dict[tuple[str, str], float] = field(default_factory=dict)
    reached: dict[tuple[str, str], dict[str, float]] = field(default_factory=dict)
    loaded_at_start: dict[str, float] = field(default_factory=dict)

    def of(self, kind: str, side: str | None = None) -> list[Element]:
        return [each for each in self.elements if each.kind == kind and side in (None, each.side)]

    def other(self, side: str) -> str:
        return SIDES[1 - SIDES.index(side)]

    # --- one hour

    def hour(self, t: int, weather: float) -> dict[str, dict]:
        p = self.p
        flying = p["air_bad_weather_share"] if weather < p["air_bad_weather_chance"] else 1.0
        cover = {(s, h, r): self.cover(s, h, r, t) for s in SIDES for h in ("high", "low") for r in self.regions}
        self.lost_on_ground = dict.fromkeys(SIDES, 0.0)
        mean = {(s, r): self.risk(s, r, t) for s in SIDES for r in self.regions}
        risk, calm = self.accepted(t, mean, cover)
        opened = {name: base.open() for name, base in self.airfields.items()}
        fighters, attackers = self.sorties(t, calm, opened)
        sky, lost = self.clash(t, risk, cover, fighters, attackers)
        self.hunted(t)
        loss, slow = self.ground(risk, sky, attackers, flying)
        self.strikes(t, risk, attackers, flying)
        self.mend(t, fighters)
        self.remembered(lost)
        return {
            "superiority": sky,
            "ground_loss": loss,
            "slow": slow,
            "lost": lost,
            "base_open": opened,
            "open": self.open(opened),
            "airlift": self.airlift(sky, cover, opened),
        }

    def cover(self, side: str, height: str, region: str, t: int) -> float:
        passed = 1.0
        for each in self.of("battery", side):
            if height == "high" and each.class_ == "short":
                continue
            reached = each.high[region] if height == "high" else each.low[region]
            passed *= 1 - min(1.0, each.alive * each.there(t)) * each.loaded() * reached
        return 1 - passed

    def risk(self, side: str, region: str, t: int) -> float:
        low, passed = self.p["air_low_share"], 1.0
        for each in self.of("battery", self.other(side)):
            reached = low * each.low[region] + (0.0 if each.class_ == "short" else (1 - low) * each.high[region])
            strength = min(1.0, each.alive * each.there(t)) * each.loaded()
            passed *= 1 - strength * reached * self.p[f"air_sam_kill_{each.class_}"]
        return 1 - passed

    # --- conduct

    def on(self, rule: str) -> bool:
        return self.p[f"air_rule_{rule}"] > 0

    def bears(self, side: str, loss: float) -> float:
        tolerance = self.p[f"air_loss_tolerance_{side}"]
        return 1.0 if loss <= 0 else (math.exp(-loss / tolerance) if tolerance > 0 else 0.0)

    def orders(self, side: str, t: int) -> float:
        there = sum(each.alive * each.there(t) for each in self.of("squadron", side))
        if not self.on("tolerance") or there <= 0 or self.recent[side] <= 0:
            return 1.0
        return math.exp(-self.recent[side] / there / self.p["air_stand_down_share"])

    def accepted(self, t: int, mean: dict, cover: dict) -> tuple[dict, dict]:
        """Risk of those who fly and share that flies; keeps the same of those who hunt."""
        low, risk, calm = self.p["air_low_share"], {}, {}
        for side in SIDES:
            ordered, enemy = self.orders(side, t), self.other(side)
            for r in self.regions:
                within = low * cover[enemy, "low", r] + (1 - low) * cover[enemy, "high", r]
                inside = min(1.0, mean[side, r] / within) if within > 0 else 0.0
                self.hunt_risk[side, r] = inside * self.p["air_hunt_risk"]
                self.hunt_calm[side, r] = ordered * self.bears(side, self.hunt_risk[side, r])
                outside, goes_in = 1 - within, within * self.bears(side, inside)
                if self.on("tolerance"):
                    calm[side, r] = ordered * (outside + goes_in)
                    risk[side, r] = goes_in * inside / (outside + goes_in) if outside + goes_in > 0 else 0.0
                else:
                    calm[side, r] = math.exp(-mean[side, r] / self.p["air_tolerable_loss"])
                    risk[side, r] = mean[side, r]
        return risk, calm

    def reaching(self, side: str, region: str, t: int) -> dict[str, float]:
        """What the side's long and medium batteries reach of a region, each."""
        return {
            each.name: min(1.0, each.alive * each.there(t)) * self.loaded_at_start[each.name] * each.high[region]
            for each in self.of("battery", side)
            if each.class_ != "short"
        }

    def hunted(self, t: int) -> None:
        if not self.on("hunt"):
            return
        left = {}
        for side in SIDES:
            for each in self.of("battery", self.other(side)):
                if each.class_ == "short" or each.alive <= 0:
                    continue
                hit = sum(
                    self.hunts[side, r] * self.reached[self.other(side), r][each.name] / total
                    for r in self.regions
                    if (total := sum(self.reached[self.other(side), r].values())) > 0
                )
                left[each.name] = max(0.0, 1 - self.p["air_hunt_kill"] * hit / each.alive)
        for each in self.of("battery"):
            each.alive, each.rounds = each.alive * left.get(each.name, 1.0), each.rounds * left.get(each.name, 1.0)

    def price(self, side: str, region: str, fighters: dict) -> float:
        own, against = self.flown[side, region], fighters[self.other(side), region]
        share = against / (own + against) if own + against > 0 else 0.0
        return self.p["air_kills_per_meeting"] * self.p[f"air_quality_{self.other(side)}"] * share

    def remembered(self, lost: dict) -> None:
        for side in SIDES:
            self.recent[side] = self.recent[side] * math.exp(-1 / 24) + lost[side] + self.lost_on_ground[side]
        if self.on("replacement"):
            for each in self.of("squadron"):
                each.alive += (each.first - each.alive) * self.p["air_replaced_share"] / 24

    # --- sorties, meetings, strikes

    def sorties(self, t: int, calm: dict, opened: dict) -> tuple[dict, dict]:
        p = self.p
        self.loaded_at_start = {each.name: each.loaded() for each in self.of("battery")}
        self.reached = {(s, r): self.reaching(s, r, t) for s in SIDES for r in self.regions}
        planned: list[tuple[Element, str, float, str]] = []
        for each in self.of("squadron"):
            if each.side == "blue" and t < p["air_start_blue_h"]:
                continue
            bound = each.side == "blue" and t < p["air_authority_h"]
            reachable = [r for r in self.regions if each.high[r] > 0 and not (bound and r != each.home)]
            wanted = sum(self.weight[each.side, r] for r in reachable)
            ready = (
                each.alive
                * each.there(t)
                * p[f"air_ready_share_{each.side}"]
                * (opened[each.base] if each.base else 1.0)
            )
            cycle = sum(each.high[r] * self.weight[each.side, r] for r in reachable) / wanted if reachable else 0.0
            if self.on("rest") and cycle > 0:
                ready *= min(1.0, p[f"air_sorties_most_{each.side}"] / (p[f"air_ready_share_{each.side}"] * cycle))
            ground = {"fighter": 0.0, "attack": 1.0, "multirole": p["air_ground_share"]}[each.class_]
            for r in reachable:
                sent = ready * each.high[r] / 24 * self.weight[each.side, r] / wanted
                hunting = ground * p["air_hunt_share" if each.hunts else "air_hunt_share_others"]
                if not self.on("hunt") or not sum(self.reached[self.other(each.side), r].values()):
                    hunting = 0.0
                went = calm[each.side, r]
                planned.append((each, r, sent * (1 - ground) * went, "fighter"))
                planned.append((each, r, sent * (ground - hunting) * went, "attack"))
                planned.append((each, r, sent * hunting * self.hunt_calm[each.side, r], "hunt"))
        fed = {}
        for side in SIDES:
            asked = sum(flown * each.fuel[r] for each, r, flown, _ in planned if each.side == side)
            fed[side] = min(1.0, p[f"air_tanker_fuel_{side}"] / 24 / asked) if asked > 0 else 1.0
        fighters = {(s, r): 0.0 for s in SIDES for r in self.regions}
        attackers, self.hunts = dict(fighters), dict(fighters)
        for each, r, flown, kind in planned:
            real = flown * (fed[each.side] if each.fuel[r] > 0 else 1.0)
            {"fighter": fighters, "attack": attackers, "hunt": self.hunts}[kind][each.side, r] += real
        self.flown = {key: fighters[key] + attackers[key] + self.hunts[key] for key in fighters}
        return fighters, attackers

    def clash(self, t: int, risk: dict, cover: dict, fighters: dict, attackers: dict) -> tuple[dict, dict]:
        p, sky, lost = self.p, {}, dict.fromkeys(SIDES, 0.0)
        for r in self.regions:
            caught = p["air_caught_share"]
            goes_on = {side: self.bears(side, self.price(side, r, fighters)) for side in SIDES}
            fought = caught + (1 - caught) * goes_on["blue"] * goes_on["red"] if self.on("break_off") else 1.0
            for side in SIDES:
                enemy = self.other(side)
                own, against = fighters[side, r], self.flown[enemy, r]
                met = own * against / (own + against) if own + against > 0 else 0.0
                hunters = self.hunts[enemy, r]
                shot = (against - hunters) * risk[enemy, r] + hunters * self.hunt_risk[enemy, r]
                killed = p["air_kills_per_meeting"] * p[f"air_quality_{side}"] * met * fought
                lost[enemy] += min(against, killed + shot)
                self.spend(side, r, 3 * shot)
            if self.on("break_off"):
                met = {
                    side: fighters[self.other(side), r] / total
                    for side in SIDES
                    if (total := self.flown[side, r] + fighters[self.other(side), r]) > 0
                }
                for side, share in met.items():
                    for flying in (fighters, attackers, self.hunts):
                        flying[side, r] *= 1 - share * (1 - goes_on[side]) * (1 - caught)
            power = {
                side: fighters[side, r] * p[f"air_quality_{side}"]
                + p["air_sam_worth"] * (cover[side, "high", r] + cover[side, "low", r])
                for side in SIDES
            }
            total, ahead = power["blue"] + power["red"], power["blue"] - power["red"]
            if self.on("denial"):
                leader = "blue" if ahead > 0 else "red"
                most = fighters[leader, r] * p[f"air_quality_{leader}"]
                ahead = max(-most, min(most, ahead))
            sky[r] = ahead / total if total > 0 else 0.0
        for side in SIDES:
            there = sum(each.alive * each.there(t) for each in self.of("squadron", side))
            if there > 0:
                share = min(1.0, lost[side] / there)
                for each in self.of("squadron", side):
                    each.alive -= each.alive * each.there(t) * share
        return sky, lost

    def spend(self, side: str, region: str, missiles: float) -> None:
        reaching = {
            each.name: each.rounds * max(each.high[region], each.low[region]) for each in self.of("battery", side)
        }
        total = sum(reaching.values())
        if total > 0:
            for each in self.of("battery", side):
                each.rounds = max(0.0, each.rounds - missiles * reaching[each.name] / total)

    def ground(self, risk: dict, sky: dict, attackers: dict, flying: float) -> tuple[dict, dict]:
        p, loss, slow = self.p, {}, {}
        for side in SIDES:
            enemy = self.other(side)
            for r in self.regions:
                own_sky = 0.5 + 0.5 * (sky[r] if enemy == "blue" else -sky[r])
                flown = attackers[enemy, r] * (1 - risk[enemy, r]) * flying
                vehicles = flown * (1 - p["air_line_share"]) * own_sky * p[f"air_vehicles_per_sortie_{enemy}"]
                loss[side, r] = vehicles / p["air_vehicles_per_battalion"]
                daily = 24 * flown * own_sky
                slow[side, r] = p["air_slow_most"] * daily / (daily + p["air_slow_half_sorties"])
            total = sum(loss[side, r] for r in self.regions)
            most = p["air_cap_bneq_per_day"] / 24
            if total > most:
                for r in self.regions:
                    loss[side, r] *= most / total
        return loss, slow

    def strikes(self, t: int, risk: dict, attackers: dict, flying: float) -> None:
        p = self.p
        aim = {group: p[f"air_aim_{group}"] for group in ("airfields", *GROUPS)}
        for each in self.of("missiles"):
            if each.side == "blue" and t < p["air_start_blue_h"]:
                continue
            fired = each.alive * (1 - math.exp(-p["air_missiles_per_day_share"] / 24))
            each.alive -= fired
            if self.on("hunt"):
                fired -= self.at_batteries(each, fired * p["air_aim_batteries"], t)
            at_bases = fired * aim["airfields"] / sum(aim.values()) if each.side == "red" else fired
            self.at_airfields(each, at_bases, t)
            if each.side == "blue":
                continue
            within = [r for r in self.regions if each.high[r] > 0]
            for r in within:
                here = fired / len(within)
                through = here * self.passing(r, here, t) * p["air_missile_closes"]
                for group in GROUPS:
                    self.close(r, group, through * aim[group] / sum(aim.values()))
        for r in self.regions:
            flown = attackers["red", r] * (1 - risk["red", r]) * flying * p["air_line_share"]
            for group in GROUPS:
                self.close(r, group, flown * p["air_sortie_closes"] * aim[group] / sum(aim[g] for g in GROUPS))

    def at_batteries(self, force: Element, fired: float, t: int) -> float:
        aims = [each for each in self.of("battery") if each.name in force.strikes and each.class_ != "short"]
        there = {each.name: each.alive * each.there(t) for each in aims}
        total = sum(there.values())
        if total <= 0:
            return 0.0
        for each in aims:
            units_lost = self.p["air_missile_kill_battery"] * fired * there[each.name] / total
            kept = max(0.0, 1 - units_lost / each.alive) if each.alive > 0 else 1.0
            each.alive, each.rounds = each.alive * kept, each.rounds * kept
        return fired

    def at_airfields(self, force: Element, fired: float, t: int) -> None:
        p = self.p
        aimed = sum(weight for name, weight in force.aims.items() if self.airfields[name].held)
        if aimed == 0:
            return
        for name, base in self.airfields.items():
            if force.aims[name] == 0 or not base.held:
                continue
            here = fired * force.aims[name] / aimed
            if force.side == "red" and base.region is not None:
                here *= self.passing(base.region, here, t)
            base.cuts += here * p["air_cuts_per_missile"]
            parked = [each for each in self.of("squadron") if each.base == name]
            standing = sum(each.alive * each.there(t) for each in parked)
            if standing > 0:
                bare = max(0.0, standing - base.shelters) / standing
                share = bare * (1 - math.exp(-here * p["air_shelter_loss"] / standing))
                for each in parked:
                    self.lost_on_ground[base.side] += each.alive * each.there(t) * share
                    each.alive -= each.alive * each.there(t) * share

    def passing(self, region: str, missiles: float, t: int) -> float:
        passed = 1.0
        for each in self.of("battery", "blue"):
            if each.class_ == "short" or each.there(t) <= 0:
                continue
            engaged = min(missiles * passed * each.low[region] * min(1.0, each.alive), each.rounds / 2)
            each.rounds -= 2 * engaged
            if missiles > 0:
                passed -= engaged * self.p[f"air_missile_kill_{each.class_}"] / missiles
        return max(0.0, passed)

    def close(self, region: str, group: str, hits: float) -> None:
        count = self.counts[region][GROUPS.index(group)]
        if count > 0:
            before = self.closed.get((region, group), 0.0)
            self.closed[region, group] = before + (1 - before) * (1 - math.exp(-hits / count))

    def mend(self, t: int, fighters: dict) -> None:
        p = self.p
        for base in self.airfields.values():
            base.cuts = max(0.0, base.cuts - base.teams / p["air_repair_h_airfield"])
        for (region, group), share in self.closed.items():
            self.closed[region, group] = share * math.exp(
                -1 / p[f"air_repair_h_{ {'ports': 'port', 'rail': 'rail', 'bridges': 'bridge'}[group] }"]
            )
        for each in self.of("battery"):
            full = each.alive * each.magazine
            each.rounds = min(full, each.rounds + full / p["air_reload_h"])
            pressed = sum(fighters[self.other(each.side), r] * max(each.high[r], each.low[r]) for r in self.regions)
            if each.there(t) > 0 and not self.on("hunt"):
                kept = math.exp(-p["air_suppression"] * pressed / 100)
                each.alive, each.rounds = each.alive * kept, each.rounds * kept

    def share_open(self, region: str, opened: dict) -> float:
        found = [opened[name] for name, base in self.airfields.items() if base.region == region and base.airlift]
        return sum(found) / len(found) if found else 1.0

    def open(self, opened: dict) -> dict[str, tuple[float, ...]]:
        return {
            r: (self.share_open(r, opened), *(1 - self.closed.get((r, g), 0.0) for g in GROUPS)) for r in self.regions
        }

    def airlift(self, sky: dict, cover: dict, opened: dict) -> dict[str, bool]:
        p = self.p
        return {
            r: sky[r] >= p["air_airlift_superiority"]
            and cover["red", "high", r] <= p["air_airlift_sam_cover"]
            and self.share_open(r, opened) >= 0.25
            for r in self.regions
        }


def war_of(sky: Sky, row: list[float], *, warning_h: float, decision_h: float, luck: list[float]) -> War:
    """The draw that the kernel starts from the same numbers."""
    regions = sky.region_names
    elements = []
    for i, name in enumerate(sky.element_names):
        e = sky.elements[i]
        kind = ("squadron", "battery", "missiles")[e["kind"]]
        number = float(row[e["column"]])
        one = Element(
            name,
            kind,
            SIDES[e["side"]],
            (ROLES if kind == "squadron" else CLASSES)[e["class"]],
            number,
            number * float(e["magazine"]),
            float(e["magazine"]),
            sky.base_names[e["base"]] if e["base"] >= 0 else None,
            regions[e["home"]] if e["home"] >= 0 else None,
            {r: float(e["reach"][k]) for k, r in enumerate(regions)},
            {r: float(e["low"][k]) for k, r in enumerate(regions)},
            {r: float(e["fuel"][k]) for k, r in enumerate(regions)},
            {b: int(e["hits"][k]) for k, b in enumerate(sky.base_names)},
            tuple(n for k, n in enumerate(sky.element_names) if e["strikes"][k]),
            bool(e["hunts"]),
            number,
        )
        absent = e["when"] == 1 or (e["when"] == 2 and luck[i] >= e["presence"])
        if absent:
            one.from_h = decision_h - warning_h + (float(row[e["delay_column"]]) if e["delay_column"] >= 0 else 0.0)
            one.over_h = 24.0 * float(row[PARAMETERS.index("air_arrival_days")]) if kind == "squadron" else 0.0
        elements.append(one)
    airfields = {}
    for k, name in enumerate(sky.base_names):
        b = sky.bases[k]
        airfields[name] = Airfield(
            name,
            SIDES[b["side"]],
            regions[b["region"]] if b["region"] >= 0 else None,
            bool(b["airlift"]),
            float(b["strip"]),
            float(b["runways"]),
            float(b["teams"]),
            float(b["shelters"]),
        )
    counts = {
        r: (float(sky.regions[k]["ports"]), float(sky.regions[k]["rail"]), float(sky.regions[k]["bridges"]))
        for k, r in enumerate(regions)
    }
    p = {name: float(row[k]) for k, name in enumerate(PARAMETERS)}
    return War(regions, elements, airfields, counts, p, {(s, r): 1.0 for s in SIDES for r in regions})
