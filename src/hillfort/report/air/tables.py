"""The tables of the air as titles, headings and rows of text, for the screen and for a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from hillfort.report.parts import numbers, words

NOBODY = "nobody"


class AirTable(NamedTuple):
    """One table."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def all_of(summary: Mapping[str, Any]) -> list[AirTable]:
    """Every table of `air.json`, in the order that they are read."""
    found = [
        policing(summary),
        tracks(summary),
        patrols(summary),
        reach(summary),
        coverage(summary),
        denied(summary),
        raids(summary),
    ]
    return [*found, placement(summary), presence(summary), calendar(summary), sky(summary)]


def headline(summary: Mapping[str, Any]) -> list[str]:
    """The answer in a few sentences: policing, what stands, who holds the sky."""
    said = []
    part, flights = summary["policing"], summary["tracks"]
    if part["detachments"]:
        may = (
            f"{part['may_engage_before_authority']:g} of {part['aircraft']:g} policing aircraft may engage before "
            "authority is transferred"
        )
        met = sum(row["outcomes"]["before the border"] >= 0.5 for row in flights)
        never = sum(row["outcomes"]["never"] >= 0.5 for row in flights)
        said.append(
            f"{may}; of {len(flights)} flights they more often than not meet {met} before the border and {never} never."
            if flights
            else f"{may}."
        )
    shares = [people[0] for people in summary["coverage"]["blue"]["people"].values()]
    high = [people[2] for people in summary["coverage"]["blue"]["people"].values()]
    if shares:
        said.append(
            f"Standing air defence covers at best {numbers.percent(max(shares))} of a country's people against "
            "a low flyer and "
            f"{numbers.percent(max(high))} at {summary['coverage']['altitudes_m'][2]:,.0f} m."
        )
    skies = {name: days for name, days in summary["sky"].items() if not name.startswith("lost_")}
    if skies and all("1" in days for days in skies.values()):
        said.append(_first_day({name: days["1"] for name, days in skies.items()}))
    return said


def policing(summary: Mapping[str, Any]) -> AirTable:
    """Detachments, their work, and when they may engage."""
    part = summary["policing"]
    rows = tuple(
        (
            row["name"],
            row["base"],
            f"{row['aircraft']:g}",
            f"{row['readiness_min']:g} min",
            f"{row['scrambles_per_week']:.1f}",
            f"{row['hours_per_aircraft']:.0f} h",
        )
        for row in part["detachments"].values()
    )
    passed = ", ".join(f"{hours} h {numbers.percent(chance)}" for hours, chance in part["authority_passed"].items())
    note = (
        f"They identify and escort; {part['may_engage_before_authority']:g} of {part['aircraft']:g} aircraft may "
        f"engage until authority is transferred. Transferred by: {passed}."
    )
    return AirTable(
        "Air policing",
        ("detachment", "base", "aircraft", "readiness", "scrambles a week", "flown a year, each"),
        rows,
        note,
    )


def tracks(summary: Mapping[str, Any]) -> AirTable:
    """Flights from named origins: is each met before the border, before its aim, never."""
    rows = tuple(
        (
            row["name"],
            _minutes(row["detected_min"]),
            _minutes(row["border_min"]),
            _minutes(row["capital_min"]),
            _minutes(row["met_min"]),
            *(numbers.percent(share) for share in row["outcomes"].values()),
        )
        for row in summary["tracks"]
    )
    head = (
        "flight",
        "detected",
        "over the border",
        "at its aim",
        "met (median)",
        *(summary["tracks"][0]["outcomes"] if rows else ()),
    )
    return AirTable(
        "Met by policing aircraft",
        head,
        rows,
        "Minutes from take-off; shares of draws. To be met is not to be stopped.",
    )


def _minutes(value: float | None) -> str:
    return "never" if value is None else f"{value:.0f} min"


def patrols(summary: Mapping[str, Any]) -> AirTable:
    """What a pair on station costs."""
    rows = tuple(
        (
            row["region"],
            row["base"],
            f"{row['distance_km']:.0f} km",
            f"{max(row['station_h'], 0.0):.1f} h",
            "out of reach" if row.get("aircraft") is None else f"{row['aircraft']:.0f}",
            "" if row.get("aircraft") is None else f"{row['aircraft_with_tankers']:.0f} and {row['tankers']:.0f}",
        )
        for row in summary["patrols"]
    )
    head = (
        "region",
        "nearest base",
        "distance",
        "on station",
        "aircraft for a pair",
        "with tankers: aircraft and tankers",
    )
    return AirTable(
        "Air defence: a pair on patrol round the clock", head, rows, "Mission-capable aircraft, before losses."
    )


def reach(summary: Mapping[str, Any]) -> AirTable:
    """Reach by altitude of each type, and what is left of the ring that is drawn."""
    rows = tuple(
        (
            row["name"],
            *(
                f"{value:.0f} ({low:.0f}–{high:.0f})"
                for low, value, high in zip(row["low"], row["value"], row["high"], strict=True)
            ),
            numbers.percent(row["share_of_drawn_ring"][0]),
        )
        for row in summary["reach"]
    )
    heights = summary["coverage"]["altitudes_m"]
    head = ("system", *(f"{height:,.0f} m" for height in heights), "of a 400 km ring at 100 m")
    return AirTable(
        "Reach in km by altitude of the target",
        head,
        rows,
        "In brackets: every value at its low and at its high end. No terrain.",
    )


def coverage(summary: Mapping[str, Any]) -> AirTable:
    """Share of people and land under standing batteries of each side, by country and altitude."""
    part = summary["coverage"]
    rows = []
    for side in ("blue", "red"):
        for country, people in part[side]["people"].items():
            land = part[side]["land"][country]
            rows.append(
                (
                    side.capitalize(),
                    country,
                    *(f"{numbers.percent(a)} / {numbers.percent(b)}" for a, b in zip(people, land, strict=True)),
                )
            )
    head = ("whose", "country", *(f"{height:,.0f} m" for height in part["altitudes_m"]))
    return AirTable("People / land under standing air defence", head, tuple(rows))


def denied(summary: Mapping[str, Any]) -> AirTable:
    """What long-range systems deny at each airfield: from which height, and to whom."""
    rows = tuple(
        (
            row["place"],
            row["nearest"],
            f"{row['km']:.0f} km",
            _height(row["from_m"]["value"]),
            _height(row["from_m"]["high"]),
            *(_ends(found) for found in row["shot_down"].values()),
        )
        for row in summary["denied"]
    )
    head = (
        "airfield",
        "nearest system",
        "away",
        "in reach from",
        "at the long end",
        "fighter 5,000 m",
        "fighter 100 m",
        "airlifter 8,000 m",
        "airlifter 300 m",
    )
    note = (
        "Chance that one flight to the airfield at that height is shot down by long-range systems that "
        "nothing suppresses, in brackets with "
        "every reach and kill chance at its low and at its high end. No terrain, no jamming."
    )
    return AirTable("What the aggressor's long-range systems deny", head, rows, note)


def _height(value: float | None) -> str:
    return "out of reach" if value is None else f"{value:,.0f} m"


def _ends(found: Mapping[str, float]) -> str:
    if found["low"] == found["high"]:
        return numbers.percent(found["value"])
    return f"{numbers.percent(found['value'])} ({100 * found['low']:.0f}–{100 * found['high']:.0f})"


def raids(summary: Mapping[str, Any]) -> AirTable:
    """Share of a raid that gets through."""
    rows = tuple(
        (
            row["place"],
            row["threat"],
            ", ".join(row["layers"]) or NOBODY,
            *(_share(row["leak"][size]) for size in ("4", "16", "64")),
        )
        for row in summary["raids"]
        if row["layers"]
    )
    bare = sorted(
        {row["place"] for row in summary["raids"]} - {row["place"] for row in summary["raids"] if row["layers"]}
    )
    note = f"Nothing defends {', '.join(bare)}." if bare else ""
    return AirTable(
        "Share of a raid that gets through", ("place", "raid", "met by", "4 at once", "16", "64"), rows, note
    )


def _share(found: Mapping[str, float]) -> str:
    return f"{numbers.percent(found['median'])} ({100 * found['low']:.0f}–{100 * found['high']:.0f})"


def placement(summary: Mapping[str, Any]) -> AirTable:
    """Where medium-range batteries would cover most people."""
    rows = tuple(
        (
            f"{row['batteries']}",
            f"{row['altitude_m']:,.0f} m",
            numbers.percent(row["people_share"]),
            numbers.percent(row["at_random"]),
            ", ".join(row["sites"]),
        )
        for row in summary["placement"]
    )
    return AirTable(
        "Best places for medium-range batteries (proven best)",
        ("batteries", "target at", "people", "put anywhere", "where"),
        rows,
    )


def places(found: Mapping[str, Any]) -> AirTable:
    """Answer of `hillfort batteries`."""
    rows = tuple(
        (
            f"{row['batteries']}",
            f"{row['altitude_m']:,.0f} m",
            f"{row['reach_km']:.0f} km",
            numbers.percent(row["people_share"]),
            numbers.percent(row["at_random"]),
            ", ".join(row["sites"]) or "nowhere",
        )
        for row in found["placement"]
    )
    now = ", ".join(
        f"{numbers.percent(row['people_share'])} at {row['altitude_m']:,.0f} m" for row in found["standing"]
    )
    note = (
        f"Of the people of {found['towns']} towns; {found['sites']} sites. What stands there already is not "
        f"counted: it covers {now}. No terrain; best estimates of reach."
    )
    return AirTable(
        f"Best places: {found['name']} (proven best)",
        ("batteries", "target at", "reach", "people", "put anywhere", "where"),
        rows,
        note,
    )


def rotations(found: Mapping[str, Any]) -> list[AirTable]:
    """Answer of `hillfort rotations`: the calendar, and what it is worth."""
    stays = sorted(found["stays"], key=lambda stay: stay["first"])
    listed = tuple((stay["contributor"], _day(stay["first"]), _day(stay["last"])) for stay in stays)
    gap = numbers.plural(found["longest_gap_weeks"], "week") if found["longest_gap_weeks"] else "none"
    note = (
        f"{found['weeks_covered']} weeks of 52 covered of {found['weeks_offered']} offered; longest gap: {gap}. No "
        "calendar covers more, and none that covers as many has a shorter gap."
    )
    days = list(found["planned"]["ready_chosen"])
    worth = tuple(
        (
            name,
            numbers.percent(found[key]["random_day"]),
            numbers.percent(found[key]["chosen_day"]),
            *(
                f"{numbers.percent(found[key]['ready_chosen'][each])} / "
                f"{numbers.percent(found[key]['ready_random'][each])}"
                for each in days
            ),
        )
        for name, key in (("this calendar", "planned"), ("the same weeks, unplanned", "unplanned"))
    )
    more = (
        "Ready after so many days of warning: if D-day is the aggressor's choice / if nobody chose it. An "
        "aggressor sees who is there. "
        "The difference between the columns is the value of continuity."
    )
    return [
        AirTable("Best calendar (proven best)", ("contributor", "from", "to"), listed, note),
        AirTable("Is it there?", ("", "any day", "chosen day", *(f"ready in {each} d" for each in days)), worth, more),
    ]


def _day(text: str) -> str:
    found = date.fromisoformat(text)
    return f"{found.day} {found:%B}"


def calendar(summary: Mapping[str, Any]) -> AirTable:
    """The best calendar of the scenario's contributors, by weeks of the year."""
    part = summary["presence"]["schedule"]
    if not part:
        return AirTable("Best calendar of the contributors (proven best)", ("contributor", "weeks", "which"), ())
    rows = tuple((name, f"{len(weeks)}", _runs(weeks)) for name, weeks in part["weeks"].items())
    note = (
        f"{part['weeks_covered']} weeks of 52 covered, longest gap "
        f"{numbers.plural(part['longest_gap_weeks'], 'week')}. `hillfort rotations` tries other contributors and "
        "weeks."
    )
    return AirTable("Best calendar of the contributors (proven best)", ("contributor", "weeks", "which"), rows, note)


def _runs(weeks: Sequence[int]) -> str:
    """Weeks as runs: 2–6, 21–23."""
    runs: list[list[int]] = []
    for week in weeks:
        if runs and week == runs[-1][-1] + 1:
            runs[-1].append(week)
        else:
            runs.append([week])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else f"{run[0]}" for run in runs)


def presence(summary: Mapping[str, Any]) -> AirTable:
    """Whether batteries that are not standing are there."""
    part = summary["presence"]
    rows = tuple(
        (
            row["name"],
            numbers.percent(row["on_the_day"]),
            numbers.percent(row["random_day"]),
            numbers.percent(row["chosen_day"]),
            f"{row['longest_gap_days']}",
            *(
                f"{numbers.percent(row['ready_chosen'][days])} / {numbers.percent(row['ready_random'][days])}"
                for days in row["deployed"]
            ),
        )
        for row in part["batteries"]
    )
    days = tuple(part["batteries"][0]["deployed"]) if rows else ()
    head = (
        "battery",
        "on D-day",
        "any day",
        "chosen day",
        "longest gap, days",
        *(f"ready in {each} d" for each in days),
    )
    note = "Ready after so many days of warning, if D-day is the aggressor's choice / if nobody chose it."
    return AirTable("Presence through exercises", head, rows, note)


def _first_day(skies: Mapping[str, Any]) -> str:
    """Over which countries the sky is Red's, denied or Blue's on the first day in more than half of the draws."""
    found = {
        key: [name for name, day in skies.items() if day[key] > 0.5] for key in ("red_holds", "denied", "blue_holds")
    }
    verbs = {
        "red_holds": "the aggressor holds the sky over {}",
        "denied": "it is denied to both over {}",
        "blue_holds": "the defender holds it over {}",
    }
    said = [verbs[key].format(words.listing(names)) for key, names in found.items() if names]
    if not found["red_holds"]:
        said.insert(0, "the aggressor holds the sky over none of the countries")
    return f"On the first day, more often than not, {words.listing(said)}."


def sky(summary: Mapping[str, Any]) -> AirTable:
    """Who holds the sky, day by day."""
    part = summary["sky"]
    regions = [name for name in part if not name.startswith("lost_")]
    rows = []
    for region in regions:
        for day, found in part[region].items():
            held = found["superiority"]
            rows.append(
                (
                    region,
                    day,
                    *(numbers.percent(found[key]) for key in ("red_holds", "denied", "blue_holds")),
                    f"{held['median']:+.2f} ({held['low']:+.2f} to {held['high']:+.2f})",
                    numbers.percent(found["airlift_chance"]),
                    _share(found["airfields"]),
                    _share(found["ports"]),
                    _share(found["slow_blue"]),
                    _share(found["slow_red"]),
                )
            )
    lost = {side: part[f"lost_{side}"] for side in ("blue", "red")}
    told = ", ".join(
        f"{side.capitalize()} {found['median']:.1f} ({found['low']:.1f}–{found['high']:.1f})"
        for side, found in lost.items()
    )
    head = (
        "region",
        "day",
        "Red holds",
        "denied",
        "Blue holds",
        "balance (-1 Red, 1 Blue)",
        "airlift",
        "airfields open",
        "ports open",
        "Blue slowed",
        "Red slowed",
    )
    note = (
        "A side holds a sky where its fighters and air defence weigh at least twice the other's; else it is "
        "denied to both. "
        f"Battalion equivalents lost to aircraft in all: {told}. Median and four draws in five; no ground campaign."
    )
    return AirTable("The air situation", head, tuple(rows), note)
