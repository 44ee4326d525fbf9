"""The sea against what is published: salvoes, mines, convoys, horizons, sealift, and the length of lanes.

Sanity bands compare what the model says of a shipped scenario with public history: they are printed, nothing was fitted
to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from hillfort.sea import coastal, convoy, mines, salvo, sealift
from hillfort.sea.tracks import SeaLines
from hillfort.validation.anchors import Anchor, Given, Progress, exact

MIRSCH = "Mirsch, Missile Math for Marines, Marine Corps Gazette (2023), as transcribed in a public training repository"
HUGHES = "Hughes, A salvo model of warships in missile combat, Naval Research Logistics 42 (1995)"
PULSE = "Hughes, Fleet Tactics: carriers of 1942 as pulses, table as generally quoted"
ARMSTRONG = (
    "Armstrong, A stochastic salvo model for naval surface combat, Operations Research 53 (2005); figures by "
    "exact enumeration"
)
WASHBURN = "Washburn, Mine Warfare Models, Naval Postgraduate School (2007); figures from its equations"
CONVOYS = "Statistics.com, Safety in numbers: the published example of convoys"
BLACKETT = "Budiansky, Blackett's War: about 0.9 ships lost a convoy, escorts 3 + N/10"
HORIZON = "Standard refraction, an earth of 4/3 of its radius"
SEALIFT = "Cycle of a shuttle of ships, worked case"
SEAROUTE = "searoute 1.6.0: lengths of sea routes in nautical miles"
KM_PER_NMI = 1.852


def anchors(given: Given, progress: Progress) -> Iterator[Anchor]:
    """Every published figure of the sea, then lanes on the map, then bands from history. Asks for baltic-2019."""
    yield from salvoes()
    yield from of_mines()
    yield from convoys_and_sealift()
    yield from lengths(given)
    yield from bands(given, progress)


def salvoes() -> Iterator[Anchor]:
    """Hughes with and without luck."""
    one, other = salvo.Force(2, 4, 4, 1), salvo.Force(5, 8, 0, 2, scouting=0.5)
    for ships, lost in ((2, 12.0), (3, 8.0), (5, 0.0)):
        found = salvo.losses(other, replace(one, ships=ships))
        yield exact(
            "Salvo exchange", f"{ships} ships against 5: hits on them in ships", lost, found, digits=6, source=MIRSCH
        )
    for ships, lost in ((2, 4.0), (3, 6.0), (5, 10.0)):
        found = salvo.losses(replace(one, ships=ships), other)
        yield exact(
            "Salvo exchange", f"{ships} ships against 5: hits on the 5 in ships", lost, found, digits=6, source=MIRSCH
        )
    for staying, lost in ((1, 12.0), (2, 6.0), (3, 4.0), (4, 3.0)):
        found = salvo.losses(other, replace(one, staying=staying))
        yield exact("Salvo exchange", f"The same with staying power {staying}", lost, found, digits=6, source=MIRSCH)
    first = salvo.exchange(one, other, first="one")
    yield exact("Salvo exchange", "2 ships fire first at 5: left of 5", 1.0, first[1], digits=6, source=MIRSCH)
    yield exact("Salvo exchange", "2 ships fire first at 5: left of 2", 2.0, first[0], digits=6, source=MIRSCH)
    even = salvo.losses(salvo.Force(1, 2, 2, 2), salvo.Force(2, 1, 1, 1))
    yield exact(
        "Salvo exchange", "One ship of twice the power against 2: lost of the 2", 0.0, even, digits=6, source=HUGHES
    )
    many, few = salvo.Force(4, 2, 1, 1), salvo.Force(2, 4, 2, 2)
    lost = salvo.losses(few, many)
    yield exact(
        "Salvo exchange",
        "Twice the power in each: 2 ships against 4, lost of the 4",
        4.0,
        lost,
        digits=6,
        source=HUGHES,
    )
    lost = salvo.losses(many, few)
    yield exact(
        "Salvo exchange",
        "Twice the power in each: 2 ships against 4, lost of the 2",
        2.0,
        lost,
        digits=6,
        source=HUGHES,
    )
    for start, left_of in (((2, 2), (0, 0)), ((4, 3), (1, 0)), ((3, 2), (1, 0)), ((2, 1), (1, 0)), ((3, 1), (2, 0))):
        name = f"Carriers {start[0]} against {start[1]} at once: left of the first"
        yield exact("Salvo exchange", name, left_of[0], salvo.pulse(*start)[0], digits=6, source=PULSE)
    for start, ours_first, theirs_first in (
        ((2, 2), 2, 2),
        ((4, 3), 4, 2),
        ((3, 2), 3, 1),
        ((2, 1), 2, 0),
        ((3, 1), 3, 0),
    ):
        name = f"Carriers {start[0]} against {start[1]}"
        left = salvo.pulse(*start, first="one")[0], salvo.pulse(*start, first="other")[1]
        yield exact(
            "Salvo exchange", f"{name}, first to strike: left of the first", ours_first, left[0], digits=6, source=PULSE
        )
        yield exact(
            "Salvo exchange", f"{name}, struck first: left of the second", theirs_first, left[1], digits=6, source=PULSE
        )
    for offence, figures in (
        (12, (0.687815, 0.782103, 0.428487, 0.016790)),
        (24, (2.825139, 0.456142, 0.002795, 0.826679)),
    ):
        luck = salvo.enumerated(salvo.Salvo(offence, 0.6, 9, 0.7, 0.5, 3))
        ours = (luck.mean, luck.deviation, luck.none, luck.all)
        for name, published, mine in zip(
            ("mean loss", "spread", "chance of none", "chance of all"), figures, ours, strict=True
        ):
            yield exact(
                "Salvo with luck", f"{offence} missiles on 3 ships: {name}", published, mine, digits=6, source=ARMSTRONG
            )
    above = salvo.mean_above(0.9, 4.77**0.5, 0.0)
    yield exact("Salvo with luck", "Mean of net hits above none, normal", 1.394252, above, digits=6, source=ARMSTRONG)


def of_mines() -> Iterator[Anchor]:
    """What mines do, and what clearing takes."""
    chance = mines.actuation_chance(reliability=0.8, damage_width_m=40, water_width_m=2000)
    cases = (
        ("20 mines: simple initial threat", 0.275728, mines.initial_threat(20, chance), 6),
        ("20 mines: fifth ship", 0.260868, mines.initial_threat(20, chance, ship=5), 6),
        ("20 mines: tenth ship", 0.243229, mines.initial_threat(20, chance, ship=10), 6),
        ("20 mines: hits in ten transits", 2.97916, mines.expected_hits(20, chance, transits=10), 5),
        ("After 90 % clearance", 0.031744, mines.initial_threat(2, chance), 6),
        ("The same, number of mines Poisson", 0.031493, mines.thinned_threat(2, chance), 6),
        ("30 transits at a risk of 0.0317: at least one hit", 0.61955, mines.at_least_one(0.0317, transits=30), 5),
        ("Cleared by two passes of 0.7", 0.91, mines.cleared_share(0.7, passes=2), 6),
        ("Cleared by three passes of 0.7", 0.973, mines.cleared_share(0.7, passes=3), 6),
        ("Passes of 0.7 for 96 %", 2.674, mines.passes_for(0.96, 0.7), 3),
    )
    for name, published, ours, digits in cases:
        yield exact("Mines", name, published, ours, digits=digits, source=WASHBURN)
    tracks = mines.uniform_tracks_h(width=1.0, spacing=0.1, runs=2, length=20.0, speed=4.0, turn_h=0.25)
    yield exact(
        "Mines", "A channel of 1 by 20 miles in uniform tracks", 105.0, tracks, digits=6, source=WASHBURN, unit="h"
    )


def convoys_and_sealift() -> Iterator[Anchor]:
    """Convoys, the horizon, shuttles of ships."""
    together = convoy.expected_losses(sightings=0.67, lost_per_sighting=5)
    alone = convoy.expected_losses(sightings=50 * 0.25, lost_per_sighting=1)
    yield exact("Convoys", "50 ships in one convoy: lost", 3.35, together, digits=2, source=CONVOYS)
    yield exact("Convoys", "50 ships by themselves: lost", 12.5, alone, digits=1, source=CONVOYS)
    yield exact(
        "Convoys",
        "90 ships in three convoys: lost",
        2.7,
        convoy.convoy_losses(90, convoys=3),
        digits=1,
        source=BLACKETT,
    )
    yield exact(
        "Convoys", "90 ships in two convoys: lost", 1.8, convoy.convoy_losses(90, convoys=2), digits=1, source=BLACKETT
    )
    yield exact("Convoys", "Escorts of 40 ships", 7.0, convoy.escorts_needed(40), digits=0, source=BLACKETT)
    for height, seen in ((30.0, 41.01), (3000.0, 244.2)):
        name = f"Ship of 20 m seen by a sensor {height:,.0f} m up"
        ours = coastal.radar_horizon_km(height, 20.0)
        yield exact("Coastal missiles", name, seen, ours, digits=2 if seen < 100 else 1, source=HORIZON, unit="km")
    lift = sealift.Shuttle(300.0, 18.0, 12.0, 10.0)
    yield exact(
        "Sealift", "Hours under way, 300 miles at 18 knots", 16.667, lift.transit_h, digits=3, source=SEALIFT, unit="h"
    )
    yield exact("Sealift", "Hours of a cycle", 55.333, lift.cycle_h, digits=3, source=SEALIFT, unit="h")
    for ships, cargo, hours in ((3, 9000, 94.0), (6, 9000, 38.667), (6, 27000, 149.333)):
        ours = sealift.closure_h(lift, cargo=cargo, ships=ships, capacity=2000)
        yield exact(
            "Sealift",
            f"{cargo:,} lane metres with {ships} ships: closed",
            hours,
            ours,
            digits=3,
            source=SEALIFT,
            unit="h",
        )
    for survival, loads in ((0.95, 4.298), (0.9, 3.686), (0.8, 2.689)):
        ours = sealift.expected_loads(5, survival)
        yield exact("Sealift", f"Loads in five trips at {survival}", loads, ours, digits=3, source=SEALIFT)


def lengths(given: Given) -> Iterator[Anchor]:
    """Lanes on our sea network against an independent router."""
    scenario = given.scenario("baltic-2019", ())
    assert scenario.sea is not None
    lines = SeaLines(scenario.theatre.sea, scenario.sea.assumptions)
    published: Mapping[str, float] = given.data("sea_lengths")
    for name, miles in published.items():
        ours = lines.track(scenario.sea.lanes[name], scenario.sea.ports, scenario.sea.waters).length_km / KM_PER_NMI
        yield Anchor(
            "Sea lanes",
            name,
            (0.9 * miles, 1.1 * miles),
            ours,
            ours,
            ours,
            unit="nmi",
            rule="inside",
            source=SEAROUTE,
            note="Within a tenth: ports are joined to the lines otherwise.",
        )


def bands(given: Given, progress: Progress) -> Iterator[Anchor]:
    """Days of clearing and losses of clearance vessels beside history."""
    channel = mines.clearance_days(area_km2=40.0, vessels=6, km2_per_day=2.5, pass_share=0.75, share=0.96)
    yield Anchor(
        "Bands from history",
        "A channel of 40 km2 cleared to 96 % by six vessels",
        (4.0, 30.0),
        channel,
        channel,
        channel,
        unit="days",
        rule="inside",
        source="Wonsan 1950: more than a week for a channel through more than 3,000 mines, with a large force",
        note="A band, not a fit: mines, gear and risk differ.",
    )
    swept, lost = 225.0, (3.0, 4.0)
    yield Anchor(
        "Bands from history",
        "Clearance vessels lost in clearing 225 mines, at the upper end",
        (1.0, 6.0),
        0.02 * swept,
        0.0,
        0.02 * swept,
        unit="vessels",
        rule="inside",
        source=f"Wonsan 1950: {lost[0]:.0f} to {lost[1]:.0f} vessels lost; the number of mines cleared is judgement",
        note="A band, not a fit.",
    )
