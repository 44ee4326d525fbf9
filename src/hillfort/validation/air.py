"""The air against what is published: horizons, sorties, interception, leak-through, runways, presence, coverage.

Sanity bands compare what the model says of a shipped scenario with public counts: they are printed, nothing was fitted
to them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from hillfort.air import coverage, defence, engagement, policing, presence, radar, runway
from hillfort.air.envelope import Envelope, drawn_share, envelope, reach_km
from hillfort.air.posture import LONG
from hillfort.air.war import states_of_sky
from hillfort.studies import intervals
from hillfort.validation.anchors import Anchor, Given, Progress, exact

if TYPE_CHECKING:
    from hillfort.air.posture import AirPosture
    from hillfort.campaign.outcome import Outcome

HORIZON = "Standard refraction, an earth of 4/3 of its radius (FS-1037, ATIS)"
RAND = "Stillion and Orletsky, Airbase Vulnerability (RAND MR-1028), appendix B"
RAND_MORE = "The same equation, other distances"
WILKENING = "Wilkening, Science & Global Security 8 (2000), inventory rule; figures from its equation"
ERLANG = "Erlang's loss formula, standard tables"
LAYERS = "Product formula of layered defence, worked case"
WINDOW = "Deterministic window of a saturated defence, worked case"
STRIPS = "Longest gap of random cuts, order statistics"
CRATERS = "Air & Space Forces Magazine: three large craters in four hours, worked case"
ATTRITION = "Geometric losses, as counted in close air support models"
RENEWAL = "Renewal theory, worked case"
STATIONS = "Worked case with the cycle of RAND MR-1028"
INTERCEPT = "Head-on interception in one dimension, worked case"
BOOLEAN = "Circles at random, worked case"
FENCE = (
    "Active Fence: decision 4 December 2012, systems sailed 8 January, arrived 21 January, first ready 26 January "
    "2013 (Stripes, af.mil, Defence Talk)"
)
FOI = "Dalsjö, Berglund, Jonsson, Bursting the Bubble (FOI-R--4651--SE, 2019), as reported: 150-200 km, not 400"
COUNTS = "Shot-down counts of one side, 2022 to 2024, as reported by Reuters and others"
LOSSES_2022 = (
    "RUSI, Bronk et al., The Russian Air War (2022), and losses counted from pictures and claims: 0.2 to 2 % a sortie "
    "in March 2022; 0.03 to 0.1 % in 1991 and about 1 % in 1973 are general knowledge"
)
MONTH = (
    "Judgement from published losses: one side 13 to 77 of some 350 jets in 18 days of 2022, the other 50 of 124 in a "
    "year; a quarter in 19 days of 1973 is general knowledge"
)
SKY = (
    "Judgement from published assessments: RUSI (2022) on four to one in fighters without superiority, RUSI (2024) on "
    "the first week or two over the contested area; against it only a leaked staff exercise of 2021"
)
WARGAMES = "CSIS, Forward Defense (2024): two to three battalion equivalents a day in some games"

RING = Envelope(400.0, 400.0, 1.0, 3.0, 5.0, 30_000.0, search_antenna_m=30.0, guide_antenna_m=30.0)
"""A missile that reaches as far as the drawn ring at any altitude, on a mast of 30 m: what is left is geometry."""
MEDIUM_RANGE = "iris-t-slm"


def anchors(given: Given, progress: Progress) -> Iterator[Anchor]:
    """Every closed form of the air, then Active Fence, then the drawn rings, then bands. Asks for baltic-2019."""
    yield from horizons()
    yield from aircraft()
    yield from interception()
    yield from leak_through()
    yield from saturation()
    yield from runways()
    yield from being_there()
    yield from active_fence()
    yield from rings()
    yield from bands(given, progress)


def horizons() -> Iterator[Anchor]:
    """How far a radar sees, and the lowest flyer that it sees."""
    rows = (
        (30, 100, 63.794),
        (30, 30, 45.152),
        (30, 10, 35.610),
        (30, 0, 22.576),
        (30, 1000, 152.919),
        (30, 3000, 248.337),
        (30, 10_000, 434.757),
        (15, 5, 25.180),
        (20, 20, 36.867),
        (9000, 50, 420.175),
    )
    for antenna, target, km in rows:
        name = f"Horizon of an antenna at {antenna:,} m, target at {target:,} m"
        yield exact(
            "Radar horizon", name, km, radar.horizon_km(target, antenna_m=antenna), digits=3, unit="km", source=HORIZON
        )
    for distance, height in ((150, 955.709), (200, 1852.883), (250, 3044.359), (400, 8384.602)):
        ours = radar.lowest_visible_m(distance, antenna_m=30)
        yield exact(
            "Radar horizon",
            f"Lowest flyer seen at {distance} km from 30 m",
            height,
            ours,
            digits=3,
            unit="m",
            source=HORIZON,
        )
    bare = radar.horizon_km(100, antenna_m=30, factor=1.0)
    yield exact(
        "Radar horizon",
        "Without refraction: antenna at 30 m, target at 100 m",
        55.247,
        bare,
        digits=3,
        unit="km",
        source=HORIZON,
    )


def aircraft() -> Iterator[Anchor]:
    """Sorties, patrols, losses."""
    nmi = 1.852
    for distance, rate in ((500, 2.459016), (100, 3.393665), (250, 2.970297), (1000, 1.829268)):
        ours = defence.sorties_per_day(distance * nmi, cruise_kmh=500 * nmi)
        source = RAND if distance == 500 else RAND_MORE
        yield exact(
            "Sorties", f"Sorties a day at {distance} nautical miles, 500 knots", rate, ours, digits=6, source=source
        )
    found = defence.patrol(2, station_h=1.5, transit_h=0.5)
    yield exact("Sorties", "Aircraft that keep a pair on station", 14.13, found.aircraft, digits=2, source=STATIONS)
    yield exact(
        "Sorties",
        "Hours from one take-off to the next of an aircraft on patrol",
        10.6,
        found.cycle_h,
        digits=6,
        unit="h",
        source=STATIONS,
    )
    for loss, count, flown, back in (
        (0.05, 20, 12.8303, 12.1888),
        (0.02, 25, 19.8268, 19.4302),
        (0.01, 30, 26.0300, 25.7697),
    ):
        name = f"at {100 * loss:g} % a sortie, {count} sorties"
        yield exact(
            "Losses of aircraft",
            f"Take-offs {name}",
            flown,
            defence.take_offs(count, loss=loss),
            digits=4,
            source=ATTRITION,
        )
        yield exact(
            "Losses of aircraft", f"Returns {name}", back, defence.returns(count, loss=loss), digits=4, source=ATTRITION
        )


def interception() -> Iterator[Anchor]:
    """Head-on interception: minutes and place; and the low flyer that nobody meets."""
    for delay, minutes, km in ((20, 23.333, -50.0), (5, 15.833, 62.5), (0, 13.333, 100.0)):
        met = policing.head_on(detected_km=300, base_km=100, delay_min=delay, speeds_km_min=(15.0, 15.0))
        yield exact(
            "Interception",
            f"Met after, {delay} min from detection to take-off",
            minutes,
            met.minutes,
            digits=3,
            unit="min",
            source=INTERCEPT,
        )
        yield exact(
            "Interception",
            f"Met outside the line, {delay} min to take-off",
            km,
            met.km,
            digits=1,
            unit="km",
            source=INTERCEPT,
        )
    low = policing.head_on(detected_km=63.794, base_km=100, delay_min=20, speeds_km_min=(15.0, 15.0))
    yield exact(
        "Interception",
        "A low flyer seen at 63.8 km is met (1) or not (0)",
        0.0,
        float(np.isfinite(low.minutes)),
        digits=0,
        source=INTERCEPT,
    )


def leak_through() -> Iterator[Anchor]:
    """Layers, and the shots that a layer needs."""
    leak = engagement.leak_share([0.5, 0.3**2])
    yield exact("Leak-through", "Two layers, one shot of 0.5 and two of 0.7", 0.045, leak, digits=6, source=LAYERS)
    yield exact(
        "Leak-through",
        "None of ten leaks through them",
        0.631006,
        engagement.no_leak_chance(10, leak=leak),
        digits=6,
        source=LAYERS,
    )
    for objects, wanted, kill, shots in (
        (10, 0.8, 0.7, 3.168),
        (10, 0.8, 0.5, 5.502),
        (20, 0.9, 0.7, 4.360),
        (4, 0.8, 0.8, 1.811),
    ):
        name = f"Shots at each of {objects} for {wanted:g} that none leaks, kill {kill:g}"
        yield exact(
            "Leak-through",
            name,
            shots,
            engagement.shots_needed(objects, kill=kill, wanted=wanted),
            digits=3,
            source=WILKENING,
        )
    yield exact("Leak-through", "Leakers of twenty expected", 0.9, 20 * leak, digits=6, source=LAYERS)
    yield exact(
        "Leak-through",
        "Four shots of 0.5: kill",
        0.9375,
        1.0 - engagement.leak_share([0.5] * 4),
        digits=6,
        source=LAYERS,
    )
    yield exact(
        "Leak-through",
        "Two shots of 0.7 at once: kill",
        0.91,
        1.0 - engagement.leak_share([0.3] * 2),
        digits=6,
        source=LAYERS,
    )


def saturation() -> Iterator[Anchor]:
    """Inventories, windows and channels: what more at once than can be shot at costs."""
    killed, spent = engagement.shoot_look_shoot(0.7, looks=2)
    yield exact("Leak-through", "Shoot, look, shoot: kill", 0.91, killed, digits=6, source=LAYERS)
    yield exact("Leak-through", "Shoot, look, shoot: missiles", 1.3, spent, digits=6, source=LAYERS)
    capacity = engagement.window_capacity(4, window_s=60, cycle_s=20)
    for objects, leakers in ((12, 3.6), (20, 11.6)):
        ours = engagement.window_leakers(objects, capacity=capacity, kill=0.7)
        yield exact(
            "Leak-through",
            f"Leakers of {objects} at once, four channels for a minute",
            leakers,
            ours,
            digits=6,
            source=WINDOW,
        )
    yield exact(
        "Leak-through",
        "Blocked share, load 3 on 4 channels",
        0.206107,
        engagement.blocked_share(3, channels=4),
        digits=6,
        source=ERLANG,
    )
    for load, channels, blocked in (
        (2, 4, 0.095238),
        (4, 4, 0.310680),
        (5, 5, 0.284868),
        (10, 15, 0.036497),
        (20, 30, 0.008457),
    ):
        ours = engagement.blocked_share(load, channels=channels)
        yield exact(
            "Leak-through", f"Blocked share, load {load} on {channels} channels", blocked, ours, digits=6, source=ERLANG
        )
    yield exact(
        "Leak-through",
        "Leak of random arrivals, load 3 on 4, kill 0.8",
        0.364885,
        engagement.random_leak(3, channels=4, kill=0.8),
        digits=6,
        source=ERLANG,
    )


def runways() -> Iterator[Anchor]:
    """Clear strips and craters."""
    for cuts, share, chance in (
        (1, 0.625, 0.75),
        (3, 0.625, 0.210938),
        (6, 0.625, 0.019466),
        (3, 0.4, 0.816),
        (6, 0.4, 0.325248),
        (10, 0.4, 0.066507),
    ):
        ours = runway.clear_strip_chance(cuts, share=share)
        yield exact(
            "Runways",
            f"A strip of {share:g} of the length is clear after {cuts} cuts",
            chance,
            ours,
            digits=6,
            source=STRIPS,
        )
    filled_h = runway.repair_h(12, teams=2, hours_each=4 / 3)
    yield exact(
        "Runways",
        "Twelve craters, two teams",
        8.0,
        filled_h,
        digits=6,
        unit="h",
        source=CRATERS,
    )


def being_there() -> Iterator[Anchor]:
    """Rotations as chance; deployment from warning; circles at random."""
    six = presence.stationary(6, 46)
    yield exact("Presence", "One stay of six weeks a year", 0.11538, six, digits=5, source=RENEWAL)
    yield exact(
        "Presence", "One stay of three weeks a year", 0.05769, presence.stationary(3, 49), digits=5, source=RENEWAL
    )
    yield exact(
        "Presence",
        "Four contributors of six weeks each, unplanned",
        0.38762,
        presence.together([six] * 4),
        digits=5,
        source=RENEWAL,
    )
    for stays, weeks, share in ((4, 3, 0.20608), (12, 4, 0.60271)):
        ours = presence.uncoordinated(stays, weeks=weeks)
        yield exact("Presence", f"{stays} stays of {weeks} weeks at random", share, ours, digits=5, source=RENEWAL)
    empty = 1.0 - presence.uncoordinated(6, weeks=4)
    yield exact("Presence", "Nobody there, six stays of four weeks at random", 0.6303, empty, digits=4, source=RENEWAL)
    yield exact(
        "Presence",
        "Four stays of six weeks back to back",
        0.46154,
        presence.coordinated([6] * 4),
        digits=5,
        source=RENEWAL,
    )
    gap, stay = presence.gap_and_stay(6, weeks=4)
    yield exact(
        "Presence", "Mean gap, six stays of four weeks at random", 8.667, gap, digits=3, unit="weeks", source=RENEWAL
    )
    yield exact("Presence", "Mean stay of somebody in it", 5.083, stay, digits=3, unit="weeks", source=RENEWAL)
    yield exact(
        "Presence",
        "Wait for the next stay in a gap of 23 weeks",
        11.5,
        presence.expected_wait(23, square_off=529),
        digits=6,
        unit="weeks",
        source=RENEWAL,
    )
    spread = presence.expected_wait(23, square_off=2 * 23**2)
    yield exact(
        "Presence", "The same, gaps exponential with that mean", 23.0, spread, digits=6, unit="weeks", source=RENEWAL
    )
    for days, ready in ((3, 0.11515), (7, 0.14106), (14, 0.38724), (30, 0.86418)):
        deployed = presence.lognormal_chance(days, median=18, sigma=0.5)
        ours = presence.ready_chance(0.115, deployed)
        yield exact(
            "Presence", f"Ready with {days} days of warning, 18 days to deploy", ready, ours, digits=5, source=RENEWAL
        )
    slow = presence.ready_chance(0.115, presence.lognormal_chance(30, median=53, sigma=0.4))
    yield exact("Presence", "Ready with 30 days of warning, 53 days to deploy", 0.18350, slow, digits=5, source=RENEWAL)
    for reach, share in ((25, 0.16577), (60, 0.64795)):
        ours = coverage.random_share(6, reach=reach, area_km2=65_000)
        yield exact(
            "Coverage", f"Six circles of {reach} km at random on 65,000 km2", share, ours, digits=5, source=BOOLEAN
        )


def active_fence() -> Iterator[Anchor]:
    """The deployment of 2012-13 by its dates, and what the shipped scenario gives a battery that comes after
    warning."""
    steps = [date(2012, 12, 4), date(2013, 1, 8), date(2013, 1, 21), date(2013, 1, 26)]
    days = [(later - earlier).days for earlier, later in pairwise(steps)]
    yield exact(
        "Active Fence", "Days from decision to ready", 53.0, float(sum(days)), digits=0, unit="days", source=FENCE
    )
    yield exact(
        "Active Fence", "Days from departure to ready", 18.0, float(sum(days[1:])), digits=0, unit="days", source=FENCE
    )
    yield exact("Active Fence", "Days at sea", 13.0, float(days[1]), digits=0, unit="days", source=FENCE)


def _deployment(order: AirPosture) -> Iterator[Anchor]:
    """How long the shipped batteries that are not there take to come, beside Active Fence: departure to ready,
    decision to ready."""
    for battery in order.batteries.values():
        if battery.side == "blue" and battery.presence != "standing" and battery.type.class_ == LONG:
            low, middle, high = (battery.deploy_h.quantile(chance) / 24.0 for chance in (0.025, 0.5, 0.975))
            yield Anchor(
                "Active Fence",
                f"Days until ready in baltic-2019: {battery.name}",
                (18.0, 53.0),
                middle,
                low,
                high,
                unit="days",
                rule="inside",
                source=FENCE,
                note="From departure to ready, and from decision to ready.",
            )


def rings() -> Iterator[Anchor]:
    """What geometry leaves of a ring of 400 km, and of the shipped long-range battery."""
    left = 100.0 * drawn_share(RING, 100.0, ring_km=400.0)
    yield exact(
        "Drawn rings", "Of a 400 km ring against a flyer at 100 m", 2.54, left, digits=2, unit="%", source=HORIZON
    )
    for antenna, near, far in ((10.0, 2.9, 28.0), (5.0, 6.8, 39.0)):
        low = replace(RING, search_antenna_m=antenna, guide_antenna_m=antenna)
        for height, km in ((near, 20.0), (far, 35.0)):
            ours = reach_km(replace(low, lowest_m=0.0), height)
            note = (
                "The altitude for which the often quoted 20 to 35 km is plain geometry; the altitude is printed "
                "to two figures."
            )
            yield Anchor(
                "Drawn rings",
                f"Reach at {height:g} m, antenna at {antenna:g} m",
                (km - 0.25, km + 0.25),
                ours,
                ours,
                ours,
                unit="km",
                rule="inside",
                source=FOI,
                note=note,
            )


def bands(given: Given, progress: Progress) -> Iterator[Anchor]:
    """What baltic-2019 says, beside public counts and claims."""
    scenario = given.scenario("baltic-2019", ())
    order = scenario.air
    assert order is not None
    long = reach_km(envelope(order.sam_types["s-400"]), 10_000.0)
    yield Anchor(
        "Bands", "Reach of an S-400 at 10,000 m", (150.0, 200.0), long, long, long, unit="km", rule="inside", source=FOI
    )
    yield from _deployment(order)
    low = reach_km(envelope(order.sam_types["s-400"]), 30.0)
    yield Anchor("Bands", "The same at 30 m", 60.0, low, low, low, unit="km", rule="at most", source=FOI)
    yield from _shares_stopped(order)
    yield from _aircraft_on_ground(given, progress)
    yield from _war_in_the_air(given)


def _shares_stopped(order: AirPosture) -> Iterator[Anchor]:
    """Kill chances of the shipped types beside the shares that were reported shot down by a whole country's defence."""
    reported = (
        ("Drones and cruise missiles stopped by one shot", (0.55, 0.85), order.sam_types[MEDIUM_RANGE].kill_cruise),
        ("Ballistic missiles stopped by one shot", (0.06, 0.6), order.sam_types["patriot"].kill_ballistic),
    )
    note = (
        "Reported: drones 78 to 82 %, missiles of all kinds 22 %, ballistic 6 to 40 %, of everything that flew, "
        "in reach of a battery or not."
    )
    for name, band, kill in reported:
        yield Anchor(
            "Bands", name, band, kill.value, kill.low, kill.high, unit="share", rule="inside", source=COUNTS, note=note
        )


def _aircraft_on_ground(given: Given, progress: Progress) -> Iterator[Anchor]:
    """Battalion equivalents that aircraft destroy in a day in the shipped scenario:
    seen in wargames as the upper end."""
    from hillfort.studies.air.study import study

    progress(0, 1)
    found = study(given.scenario("baltic-2019", ()), draws=min(given.draws, 200), seed=given.seed)
    red = found.daily[..., 9].sum(axis=2)
    low, high = np.quantile(red[:, :10].max(axis=1), [0.025, 0.975])
    most = float(np.mean(red[:, :10].max(axis=1)))
    progress(1, 1)
    yield Anchor(
        "Bands",
        "Red battalion equivalents lost to aircraft, worst of ten days",
        3.0,
        most,
        float(low),
        float(high),
        unit="a day",
        rule="at most",
        source=WARGAMES,
    )


AIR_CAMPAIGNS = 200
"""Most campaigns that the bands of the air are taken from."""
DAY_7, DAY_30 = 6, 29


def _war_in_the_air(given: Given) -> Iterator[Anchor]:
    """What campaigns of baltic-2019 cost both sides in the air and who holds the sky, beside what is published.

    The sky and the losses are those of the campaigns themselves, not of a study beside them.
    """
    from hillfort.campaign.run import fight

    scenario = given.scenario("baltic-2019", ())
    found = fight(
        scenario,
        coa=next(iter(scenario.courses_of_action)),
        draws=min(given.draws, AIR_CAMPAIGNS),
        seed=given.seed,
        threads=given.threads,
    )
    flown = found.flown.sum(axis=1, dtype=float)
    for number, (side, band) in enumerate((("Blue", (20.0, 90.0)), ("Red", (40.0, 120.0)))):
        sorties, lost = flown[:, number, 0], flown[:, number, 1]
        rate = 100.0 * lost / np.maximum(sorties, 1.0)
        yield Anchor(
            "Bands",
            f"Aircraft that {side} loses for each sortie",
            1.0,
            float(100.0 * lost.sum() / max(1.0, sorties.sum())),
            *_four_in_five(rate),
            unit="%",
            rule="at most",
            source=LOSSES_2022,
            note="Interval: four campaigns in five.",
        )
        yield Anchor(
            "Bands",
            f"Aircraft that {side} loses in the air in {found.flown.shape[1]} days",
            band,
            float(np.median(lost)),
            *_four_in_five(lost),
            rule="inside",
            source=MONTH,
            note="Interval: four campaigns in five.",
        )
    for country, day, published in (
        ("PL", DAY_7, (0.0, 10.0)),
        ("LT", DAY_7, (60.0, 90.0)),
        ("LV", DAY_7, (60.0, 90.0)),
        ("LT", DAY_30, (10.0, 40.0)),
        ("LV", DAY_30, (10.0, 40.0)),
    ):
        yield _sky_of(found, country, day, published)


def _four_in_five(values: np.ndarray) -> tuple[float, float]:
    low, high = np.quantile(values, [0.1, 0.9])
    return float(low), float(high)


def _sky_of(found: Outcome, country: str, day: int, published: tuple[float, float]) -> Anchor:
    """Campaigns in which a sky is Red's, or Red's or denied where Red is near, on one day."""
    states = states_of_sky(found.sky[:, min(day, found.sky.shape[1] - 1), found.skies.index(country), 0])
    near = country != "PL"
    share = intervals.chance(states["red"] | states["denied"] if near else states["red"])
    what = "is Red's or denied" if near else "is Red's"
    return Anchor(
        "Bands",
        f"The sky over {country} {what} on day {day + 1}",
        published,
        100.0 * share.chance,
        100.0 * share.low,
        100.0 * share.high,
        unit="%",
        rule="inside",
        source=SKY,
        note="With all who are in the air order.",
    )
