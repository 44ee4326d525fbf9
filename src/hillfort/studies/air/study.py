"""Everything that `hillfort air` tells: coverage, interception, leak-through, presence, the sky day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np

from hillfort.air import coverage, defence, policing, presence
from hillfort.air.calendars import best_schedule
from hillfort.air.envelope import ALTITUDES_M, drawn_share, envelope, reach_km
from hillfort.air.posture import LONG, MEDIUM, AirPosture, Base, Battery, Policing, Site
from hillfort.air.raids import THREATS, FireRules, layers_at, leak_curve
from hillfort.air.situation import STUDIED, Sky, columns, counts_of, prepare
from hillfort.air.war import DAILY, Timing, fought, states_of_sky
from hillfort.campaign.air_and_sea import staying_out
from hillfort.campaign.doubt import sample
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.addresses import Address, printed
from hillfort.foundation.doubted import Doubted, by_address
from hillfort.foundation.errors import InputError, Problem
from hillfort.foundation.evidence import Evidence
from hillfort.foundation.version import VERSION
from hillfort.studies import asked as requests
from hillfort.studies.air import denied as air_denied
from hillfort.studies.air import places as air_places
from hillfort.studies.asked import AirAsked

if TYPE_CHECKING:
    from hillfort.studies.air.result import AirResult

SIDES = ("blue", "red")
SIZES = (1, 2, 4, 6, 8, 12, 16, 24, 32, 48, 64)
"""Raiders at once."""
WARNINGS_D = (3, 7, 14, 30)
READ_ONCE = tuple(name for name in STUDIED if name != "air_common_failure_share")
DRAWN_KM = 400.0
"""The ring that is drawn on maps of Kaliningrad."""


@dataclass(frozen=True)
class AirStudy:
    """What was found, and what pictures are drawn from."""

    scenario: Scenario
    order: AirPosture
    sky: Sky
    summary: dict[str, Any]
    """What `air.json` holds."""
    paths: dict[str, policing.Path]
    met: dict[str, np.ndarray]
    """By track, where on its path it is met in each draw."""
    leaks: dict[str, dict[str, np.ndarray]]
    """By place and threat: (draw, size) shares that get through."""
    presences: dict[str, presence.Presence]
    daily: np.ndarray
    """(draw, day, region, what), see `air.war.DAILY`."""

    @property
    def result(self) -> AirResult:
        """The same numbers as records with named fields."""
        from hillfort.studies.air.result import AirResult

        return AirResult.model_validate(self.summary)


def study(scenario: Scenario, **asked: Unpack[AirAsked]) -> AirStudy:
    """All tables of the air over a scenario.

    Parameters
    ----------
    **asked
        See `hillfort.studies.asked.AirAsked` for defaults and bounds.

    Raises
    ------
    InputError
        The scenario has no air order, or the request is wrong.
    """
    order, given = _checked(scenario, asked)
    draws, seed, day = given["draws"], given["seed"], given["date"]
    chosen = given["coa"] or next(iter(scenario.courses_of_action))
    sky, daily = over(scenario, coa=chosen, draws=draws, seed=seed, day=day)
    order = order.without(staying_out(scenario, chosen))
    paths, met, tracks = _tracks(scenario, order, seed, draws)
    leaks, raids = _raids(scenario, order, seed, min(draws, 100))
    presences, calendars = _presence(order, day or scenario.date)
    head = {
        "hillfort": VERSION,
        "complete": True,
        "kind": "air",
        "seed": seed,
        "draws": draws,
        "coa": chosen,
        "date": day or scenario.date,
        "scenario": {"name": scenario.name, "hash": scenario.hash, "title": scenario.title},
        "measures": [measure.name for measure in scenario.measures],
    }
    parts = {
        "policing": _policing(order),
        "tracks": tracks,
        "patrols": _patrols(scenario, order),
        "coverage": _coverage(scenario, order),
        "reach": _reach(order),
        "denied": air_denied.denied(scenario, order),
        "raids": raids,
        "placement": air_places.usual_rows(scenario, order),
        "presence": calendars,
        "sky": _sky(scenario, daily),
    }
    return AirStudy(scenario, order, sky, {**head, **parts}, paths, met, leaks, presences, daily)


def over(
    scenario: Scenario, *, coa: str | None = None, draws: int, seed: int = 1, day: str | None = None
) -> tuple[Sky, np.ndarray]:
    """The air situation alone: the prepared sky, and (draw, day, region, what) of `air.war.DAILY`, at most 30 days.

    Raises
    ------
    InputError
        As `study`.
    """
    order, _ = _checked(scenario, {"coa": coa, "draws": draws, "seed": seed, "date": day})
    chosen = coa or next(iter(scenario.courses_of_action))
    regions = scenario.sides["blue"].countries
    ways = [(way.mode, way.place) for way in scenario.ways_in if way.side == "blue"]
    counts = counts_of(ways, scenario.theatre, regions)
    out = staying_out(scenario, chosen)
    sky = prepare(order, scenario.theatre, regions=regions, counts=counts, day=day or scenario.date, out=out)
    doubts = sample(columns(order), seed=seed, first_draw=0, draws=draws, correlations=scenario.correlations)
    asked = np.array([float(region in attacked(scenario)) for region in regions])
    timing = _timing(scenario, chosen, seed, draws)
    return sky, fought(sky, doubts, timing=timing, days=min(scenario.days, 30), weight=asked, seed=seed)


def _checked(scenario: Scenario, asked: AirAsked) -> tuple[AirPosture, dict[str, Any]]:
    """The scenario's air order and the request with its defaults; every problem with them at once."""
    given = requests.filled(AirAsked, asked)
    problems = requests.problems(AirAsked, given)
    coa, day = given["coa"], given["date"]
    if scenario.air is None:
        problems.append(
            Problem(scenario.name, 0, "air", "the scenario says nothing about the air.", "Add a section `air`.")
        )
    if coa is not None and coa not in scenario.courses_of_action:
        problems.append(
            Problem(
                "request",
                0,
                "--coa",
                f"'{coa}' is not a course of action.",
                f"Allowed: {', '.join(scenario.courses_of_action)}.",
            )
        )
    if day is not None:
        try:
            date.fromisoformat(day)
        except ValueError:
            problems.append(Problem("request", 0, "--date", f"'{day}' is not a date like 2019-09-15."))
    problems += _doubted_once(scenario)
    if problems or scenario.air is None:
        raise InputError(problems, "the request")
    return scenario.air, given


def _doubted_once(scenario: Scenario) -> list[Problem]:
    """A problem for each range about what this study reads once, before any draw."""
    shapes = {name: scenario.air.assumptions[name].shape for name in READ_ONCE} if scenario.air is not None else {}
    advice = "Give `shape: fixed` and the value wanted; try others in scenarios of their own."
    return [
        Problem(
            scenario.name,
            0,
            f"air.assumptions.{name}",
            f"has the shape '{shape}', but it is read once, before any draw.",
            advice,
        )
        for name, shape in shapes.items()
        if shape != "fixed"
    ]


def _timing(scenario: Scenario, coa: str, seed: int, draws: int) -> Timing:
    drawn = sample(
        {
            "warning_h": scenario.courses_of_action[coa].warning_h,
            "alliance_decision_h": scenario.assumptions["alliance_decision_h"],
        },
        seed=seed,
        first_draw=0,
        draws=draws,
    )
    return Timing(drawn[:, 0].astype(float), drawn[:, 1].astype(float))


def _spread(values: np.ndarray) -> dict[str, float]:
    """Median and the range of four draws in five."""
    low, middle, high = np.quantile(values, [0.1, 0.5, 0.9])
    return {"median": float(middle), "low": float(low), "high": float(high)}


# --- policing


def _policing(order: AirPosture) -> dict[str, Any]:
    authority = order.assumptions["air_authority_h"]
    detachments = len(order.policing)
    work = {}
    for key, each in order.policing.items():
        found = policing.workload(
            order.scrambles_per_year.value,
            detachments=detachments,
            aircraft=max(2, round(each.aircraft.value)),
            flight_h=order.assumptions["air_scramble_h"].value,
        )
        work[key] = {
            "name": each.name,
            "base": order.bases[each.base].site.place,
            "aircraft": each.aircraft.value,
            "readiness_min": each.readiness_min.value,
            "scrambles_per_week": found.per_week,
            "missed_share": found.missed_share,
            "hours_per_aircraft": found.hours_per_aircraft,
        }
    aircraft = sum(each.aircraft.value for each in order.policing.values())
    return {
        "detachments": work,
        "scrambles_per_year": order.scrambles_per_year.value,
        "aircraft": aircraft,
        "may_engage_before_authority": policing.engaging_aircraft(aircraft, hour=-1.0, authority_h=0.0),
        "authority_passed": {
            str(hour): policing.authority_chance(authority, hour=float(hour)) for hour in (0, 1, 6, 12, 24, 48)
        },
    }


def _tracks(
    scenario: Scenario, order: AirPosture, seed: int, draws: int
) -> tuple[dict[str, policing.Path], dict[str, np.ndarray], list[dict[str, Any]]]:
    """For each flight where it is met, by draw: readiness, decision, speed and scramble speed are doubted."""
    home = scenario.sides["blue"].countries
    paths, places, rows = {}, {}, []
    duty = list(order.policing.values())
    radars = tuple(order.radars.values())
    for key, track in order.tracks.items():
        aim = next((site for site in track.points if site.place == track.capital), track.points[-1])
        near_km = order.assumptions["air_aim_near_km"].value
        path = policing.path_of(track, scenario.theatre, radars=radars, home=home, aim=aim, near_km=near_km)
        speed = _doubted(("tracks", key, "speed_kmh"), track.speed_kmh, f"track_{track.lucky(key)}")
        doubted = by_address([speed, *(value for each in duty for value in _duty(each))])
        drawn = sample(doubted, seed=seed, first_draw=0, draws=draws)
        values = [dict(zip(doubted, map(float, row), strict=True)) for row in drawn]
        found = [policing.meeting(path, _reactions(order, each), speed_kmh=each[speed.address]) for each in values]
        paths[key], places[key] = path, np.array([place for place, _ in found])
        rows.append(_track_row(key, track.name, path, found, track.speed_kmh.value))
    return paths, places, rows


def _doubted(below: Address, evidence: Evidence, luck: str) -> Doubted:
    """A value of the air order that this study draws, by its address below `air`."""
    return Doubted(printed(("air", *below)), "", "", evidence, luck=luck)


def _duty(each: Policing) -> tuple[Doubted, Doubted, Doubted]:
    """Decision and readiness of a detachment, scramble speed of its aircraft."""
    return (
        _doubted(("policing", each.key, "decision_min"), each.decision_min, f"decision_{each.lucky(each.key)}"),
        _doubted(("policing", each.key, "readiness_min"), each.readiness_min, f"readiness_{each.lucky(each.key)}"),
        _doubted(("types", "aircraft", each.type.key, "dash_kmh"), each.type.dash_kmh, f"dash_{each.type.key}"),
    )


def _reactions(order: AirPosture, values: dict[str, float]) -> list[policing.Reaction]:
    return [
        policing.Reaction(order.bases[each.base].site, *(values[value.address] for value in _duty(each)))
        for each in order.policing.values()
        if each.aircraft.value > 0
    ]


def _track_row(
    key: str, name: str, path: policing.Path, found: list[tuple[int, float]], speed_kmh: float
) -> dict[str, Any]:
    outcomes = [policing.outcome(path, place) for place, _ in found]
    minutes = np.array([after for _, after in found])
    points = len(path.km)
    seen = path.detected < points
    from_start = 60.0 * path.km / speed_kmh
    row: dict[str, Any] = {
        "key": key,
        "name": name,
        "length_km": float(path.km[-1]),
        "detected_min": float(from_start[path.detected]) if seen else None,
        "border_min": float(from_start[path.border]) if path.border < points else None,
        "capital_min": float(from_start[path.capital]) if path.capital < points else None,
        "met_min": float(np.median(minutes) + from_start[path.detected])
        if seen and np.isfinite(np.median(minutes))
        else None,
    }
    return row | {"outcomes": {name: outcomes.count(name) / len(outcomes) for name in policing.OUTCOMES}}


# --- defence with aircraft


def _patrols(scenario: Scenario, order: AirPosture) -> list[dict[str, Any]]:
    """A pair on station over each region round the clock: how many aircraft from the nearest base, how many tankers."""
    cells, rows = scenario.theatre.cells, []
    flying = [each for each in order.squadrons.values() if each.side == "blue" and each.type.role != "attack"]
    for region in attacked(scenario):
        own = cells.country == scenario.theatre.countries.index(region)
        lat, lon = float(cells.lat[own].mean()), float(cells.lon[own].mean())
        kinds = {each.base: each.type for each in flying} | {each.base: each.type for each in order.policing.values()}
        away = {key: float(coverage.apart_km(np.array(lat), np.array(lon), order.bases[key].site)) for key in kinds}
        if not away:
            continue
        base = min(away, key=away.__getitem__)
        kind = kinds[base]
        transit = away[base] / kind.cruise_kmh.value
        endurance = 2.0 * kind.radius_km.value / kind.cruise_kmh.value + 0.75
        station = endurance - 2.0 * transit
        row = {"region": region, "base": order.bases[base].site.place, "distance_km": away[base], "station_h": station}
        row |= dict.fromkeys(("aircraft", "aircraft_with_tankers", "tankers"))
        if station > 0.1:
            found = defence.patrol(2, station_h=station, transit_h=transit)
            fed = defence.patrol(2, station_h=4.0, transit_h=transit)
            burnt = defence.tankers(2, burn_t_per_h=kind.burn_t_per_h.value, offload_t=30.0, sorties_per_day=1.5)
            row |= {"aircraft": found.aircraft, "aircraft_with_tankers": fed.aircraft, "tankers": burnt}
        rows.append(row)
    return rows


# --- coverage


def _standing(order: AirPosture, side: str) -> list[Battery]:
    """Batteries that are there without warning."""
    return [each for each in order.of_side(side) if each.presence == "standing" and each.units.value >= 0.5]


def _coverage(scenario: Scenario, order: AirPosture) -> dict[str, Any]:
    """Shares of people and land by country and altitude under standing batteries of each side, and named places."""
    countries = attacked(scenario)
    places = {each.place: _site(scenario, each.place) for each in scenario.objectives if each.side == "blue"}
    places |= {
        base.site.place: base.site for base in order.bases.values() if base.side == "blue" and _inside(scenario, base)
    }
    found: dict[str, Any] = {"altitudes_m": list(ALTITUDES_M)}
    for side in SIDES:
        batteries = _standing(order, side)
        shares = coverage.by_country(
            scenario.theatre, batteries=batteries, altitudes_m=ALTITUDES_M, countries=countries
        )
        found[side] = {
            "people": {country: values[0].tolist() for country, values in shares.items()},
            "land": {country: values[1].tolist() for country, values in shares.items()},
            "places": coverage.of_places(places, batteries=batteries, altitudes_m=ALTITUDES_M),
        }
    return found


def _site(scenario: Scenario, name: str) -> Site:
    place = scenario.theatre.places[name]
    return Site(place.name, place.lat, place.lon, place.country)


def _inside(scenario: Scenario, base: Base) -> bool:
    found = scenario.theatre.places.get(base.site.place)
    return found is not None and found.cell >= 0


def _reach(order: AirPosture) -> list[dict[str, Any]]:
    """Reach of every long- and medium-range type that somebody has, by altitude, and what is left of the drawn ring."""
    kinds = {each.type.key: each.type for each in order.batteries.values() if each.type.class_ in (LONG, MEDIUM)}
    rows = []
    for key, kind in sorted(kinds.items()):
        reach = {
            end: [reach_km(envelope(kind, at=end), height) for height in ALTITUDES_M]
            for end in ("low", "value", "high")
        }
        cued = [reach_km(envelope(kind, cued=True), height) for height in ALTITUDES_M]
        drawn = [drawn_share(envelope(kind), height, ring_km=DRAWN_KM) for height in ALTITUDES_M]
        rows.append(
            {
                "type": key,
                "name": kind.name,
                "altitudes_m": list(ALTITUDES_M),
                **reach,
                "cued": cued,
                "share_of_drawn_ring": drawn,
            }
        )
    return rows


def attacked(scenario: Scenario) -> tuple[str, ...]:
    """The defender's countries that have an objective: where the war is."""
    named = {scenario.theatre.places[each.place].country for each in scenario.objectives if each.side == "blue"}
    return tuple(country for country in scenario.sides["blue"].countries if country in named)


# --- raids


def _raids(
    scenario: Scenario, order: AirPosture, seed: int, draws: int
) -> tuple[dict[str, dict[str, np.ndarray]], list[dict[str, Any]]]:
    """Share of a raid that gets through, by size and kind, on protected places and on a place of the other side's."""
    leaks: dict[str, dict[str, np.ndarray]] = {}
    rows = []
    kinds = {each.type.key: each.type for each in order.batteries.values()}
    doubted = {
        (key, name): _doubted(("types", "sams", key, name), getattr(kind, name), f"sam_{key}_{name}")
        for key, kind in kinds.items()
        for name in ("kill_aircraft", "kill_cruise", "kill_ballistic", "channels", "cycle_s", "magazine")
    }
    common = order.assumptions["air_common_failure_share"]
    columns = by_address(
        [*doubted.values(), _doubted(("assumptions", "air_common_failure_share"), common, "common_mode")]
    )
    rules = FireRules.of(order.assumptions)
    drawn = sample(columns, seed=seed, first_draw=0, draws=draws)
    for place, side in _targets(scenario, order):
        leaks[place.place] = {}
        for threat in THREATS.values():
            curves = np.zeros((draws, len(SIZES)))
            for row in range(draws):
                values: dict[str, dict[str, float]] = {key: {} for key in kinds}
                for column, (key, field) in enumerate(doubted):
                    values[key][field] = float(drawn[row, column])
                layers = layers_at(place, _standing(order, side), threat, rules=rules, values=values)
                curves[row] = leak_curve(layers, SIZES, common=float(drawn[row, -1]))
                if not layers:
                    curves[:] = 1.0
                    break
            leaks[place.place][threat.name] = curves
            best = layers_at(place, _standing(order, side), threat, rules=rules)
            rows.append(
                {
                    "place": place.place,
                    "defender": side,
                    "threat": threat.name,
                    "layers": [layer.name for layer in best],
                    "leak": {
                        str(size): _spread(curves[:, column])
                        for column, size in enumerate(SIZES)
                        if size in (4, 16, 64)
                    },
                }
            )
    return leaks, rows


def _targets(scenario: Scenario, order: AirPosture) -> list[tuple[Site, str]]:
    """Protected places and the bases that policing flies from, and where Red has most long-range batteries."""
    blue = [_site(scenario, each.place) for each in scenario.objectives if each.protect][:3]
    blue += [order.bases[key].site for key in dict.fromkeys(each.base for each in order.policing.values())][:2]
    red = [each for each in order.of_side("red") if each.type.class_ == LONG]
    found = [(site, "blue") for site in blue]
    if red:
        found.append((max(red, key=lambda each: each.units.value).site, "red"))
    return list({site.place: (site, side) for site, side in found}.values())


# --- presence


def _presence(order: AirPosture, day: str) -> tuple[dict[str, presence.Presence], dict[str, Any]]:
    found: dict[str, presence.Presence] = {}
    rows = []
    for key, battery in order.batteries.items():
        if battery.presence == "standing" or battery.side == "red":
            continue
        stays = [stay for stay in order.rotations.values() if stay.battery == key]
        found[key] = presence.calendar(stays)
        there = found[key]
        deployed = {str(days): presence.deployed_chance(battery.deploy_h, warning=24.0 * days) for days in WARNINGS_D}
        rows.append(
            {
                "battery": key,
                "name": battery.name,
                "stays": len(stays),
                "on_the_day": float(min(1.0, there.by_day[presence.day_of_year(day)])),
                "random_day": there.random_day,
                "chosen_day": there.chosen_day,
                "longest_gap_days": there.longest_gap_days,
                "deployed": deployed,
                "ready_random": {
                    days: presence.ready_chance(there.random_day, chance) for days, chance in deployed.items()
                },
                "ready_chosen": {
                    days: presence.ready_chance(there.chosen_day, chance) for days, chance in deployed.items()
                },
            }
        )
    return found, {"batteries": rows, "schedule": _schedule(order)}


def _schedule(order: AirPosture) -> dict[str, Any] | None:
    """The best calendar that the scenario's contributors can keep."""
    if not order.contributors:
        return None
    found = best_schedule(list(order.contributors.values()))
    stays = {name: [int(week) + 1 for week in np.flatnonzero(found.there[row])] for row, name in enumerate(found.names)}
    return {"weeks_covered": found.covered, "longest_gap_weeks": found.longest_gap, "weeks": stays}


# --- the sky


def _held(superiority: np.ndarray) -> dict[str, float]:
    """Shares of draws in which a sky is Red's, denied and Blue's."""
    states = states_of_sky(superiority)
    names = {"red": "red_holds", "denied": "denied", "blue": "blue_holds"}
    return {name: float(states[state].mean()) for state, name in names.items()}


def _sky(scenario: Scenario, daily: np.ndarray) -> dict[str, Any]:
    """Day by day and region: medians with the range of four draws in five."""
    days = [day for day in (0, 2, 4, 9, 19, 29) if day < daily.shape[1]]
    found: dict[str, Any] = {}
    for region in attacked(scenario):
        part = daily[:, :, scenario.sides["blue"].countries.index(region)]
        found[region] = {
            str(day + 1): {
                name: _spread(part[:, day, column])
                for column, name in enumerate(DAILY)
                if name in ("superiority", "airfields", "ports", "bridges", "slow_blue", "slow_red")
            }
            | {"airlift_chance": float(part[:, day, DAILY.index("airlift")].mean())}
            | _held(part[:, day, DAILY.index("superiority")])
            for day in days
        }
    for side in SIDES:
        lost = daily[..., DAILY.index(f"lost_{side}")].sum(axis=2)
        found[f"lost_{side}_per_day"] = {str(day + 1): _spread(lost[:, day]) for day in days}
        found[f"lost_{side}"] = _spread(lost.sum(axis=1))
    return found
