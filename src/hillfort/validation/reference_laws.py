"""The classical laws against the figures published for them.

They are in `ground/reference_*.py`, where a scenario can choose one. Here each is run on the inputs of its published
cases. Figures come from books or from public transcriptions of them that were run again; the source says which. What
has only a closed form to be held against (the linear law, the stochastic laws) is tested but is not an anchor.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hillfort.ground.reference import biddle, engagement, epstein, lanchester
from hillfort.validation.anchors import Anchor, Given, Progress, exact

EPSTEIN = (
    "Epstein, The Calculus of Conventional War (1985), inputs as transcribed in public code; trajectory by "
    "re-running its equations"
)
JOHNSON = "Johnson and MacKay, Lanchester models and the Battle of Britain, Naval Research Logistics 58 (2011)"
ENGEL = "Engel, Operations Research 2 (1954), coefficients and landings; trajectory by solving his equations"
BIDDLE = "Biddle, Military Power (2004), appendix, as transcribed in public code; figures by re-running it"
DAVIS = "The Dupuy Institute, TNDM Newsletter (2010), on the 3:1 rule of situational force scoring"

ENGEL_LANDINGS = (
    lanchester.Reinforcement(0.0, 1.0, 54_000.0),
    lanchester.Reinforcement(2.0, 3.0, 6_000.0),
    lanchester.Reinforcement(5.0, 6.0, 13_000.0),
)


def anchors(given: Given, progress: Progress) -> Iterator[Anchor]:
    """Every published figure of every classical law. Nothing is sampled: `given` is not asked."""
    yield from three_to_one()
    yield from of_lanchester()
    yield from of_epstein()
    yield from of_biddle()


def three_to_one() -> Iterator[Anchor]:
    """At three to one, in a prepared defence, both sides lose the same share."""
    found = engagement.hour("three-to-one", 3.0)
    ours = found.attacker_share / found.defender_share
    yield exact("3:1 rule", "Loss shares at 3:1, attacker over defender", 1.0, ours, digits=6, source=DAVIS)


def of_lanchester() -> Iterator[Anchor]:
    """The square law: a worked case and the battle of Iwo Jima."""
    subject = "Lanchester"
    sides = lanchester.Sides(2000.0, 1000.0, first_rate=1.0, second_rate=3.0)
    survivors = lanchester.square_survivors(sides)[0]
    name = "Square law, 2 against 1 of three times the rate: survivors over the loser's start"
    yield exact(subject, name, 1.0, survivors / 1000.0, digits=6, source=JOHNSON)
    island = lanchester.Sides(0.0, 21_500.0, first_rate=0.0106, second_rate=0.0544)
    for day, defenders, landed in ((6, 18_274.3, 66_453.7), (28, 4_656.4, 53_042.4), (36, 216.8, 51_985.2)):
        first, second = lanchester.square_course(island, float(day), ENGEL_LANDINGS)
        yield exact(subject, f"Iwo Jima, Japanese on day {day}", defenders, second, digits=1, source=ENGEL)
        yield exact(subject, f"Iwo Jima, Americans on day {day}", landed, first, digits=1, source=ENGEL)


def of_epstein() -> Iterator[Anchor]:
    """The base case with close air support, and without."""
    subject, base = "Epstein", epstein.EpsteinInputs()
    kills = [
        base.division_score / base.division_vehicles * side.vehicles_killed(1)
        for side in (base.defender_air, base.attacker_air)
    ]
    yield exact(subject, "Attacker lost to close air support on day 1", 8_352.52, kills[0], digits=2, source=EPSTEIN)
    yield exact(subject, "Defender lost to close air support on day 1", 2_349.77, kills[1], digits=2, source=EPSTEIN)
    days = epstein.course(base, days=10)
    for number, defender, attacker, ground in (
        (2, 193_250.2, 315_047.5, 0.0),
        (5, 160_680.2, 254_217.7, 1.11),
        (10, 116_650.1, 174_684.4, 7.79),
    ):
        day = days[number - 1]
        yield exact(subject, f"Defender's strength on day {number}", defender, day.defender, digits=1, source=EPSTEIN)
        yield exact(subject, f"Attacker's strength on day {number}", attacker, day.attacker, digits=1, source=EPSTEIN)
        yield exact(
            subject, f"Ground lost by day {number}", ground, day.ground_lost_km, digits=2, source=EPSTEIN, unit="km"
        )
    bare = epstein.course(replace(base, attacker_air=epstein.NO_AIR, defender_air=epstein.NO_AIR), days=10)[9]
    yield exact(
        subject, "Defender's strength on day 10, no aircraft", 109_144.7, bare.defender, digits=1, source=EPSTEIN
    )
    yield exact(
        subject, "Attacker's strength on day 10, no aircraft", 193_717.0, bare.attacker, digits=1, source=EPSTEIN
    )
    yield exact(
        subject, "Ground lost by day 10, no aircraft", 14.13, bare.ground_lost_km, digits=2, source=EPSTEIN, unit="km"
    )


def of_biddle() -> Iterator[Anchor]:
    """The base case and its published variations."""
    subject, base = "Biddle", biddle.BiddleInputs()
    modern = replace(base, attacker_year=1990.0, defender_year=1990.0)
    for name, inputs, gained in (
        ("base case", base, 10.331),
        ("half the attacker not exposed", replace(base, modern_share=0.5), 19.156),
        ("position 5 km deep", replace(base, depth_km=5.0), 5.288),
        ("assault at 2 km a day", replace(base, assault_km_per_day=2.0), 7.884),
    ):
        found = biddle.assault(inputs).ground_gained_km
        yield exact(subject, f"Ground gained, {name}", gained, found, digits=3, source=BIDDLE, unit="km")
    found = biddle.assault(modern).ground_gained_km
    yield exact(subject, "Ground gained, weapons of 1990", 2.426, found, digits=3, source=BIDDLE, unit="km")
    for name, inputs, lost in (
        ("base case", base, 675_212.0),
        ("half the attacker not exposed", replace(base, modern_share=0.5), 640_577.0),
    ):
        found = biddle.assault(inputs).casualties
        yield exact(subject, f"Attacker's casualties, {name}", lost, found, digits=0, source=BIDDLE, unit="persons")
