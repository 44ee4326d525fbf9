"""The tables of the air as titles, headings and rows of text, for the screen and for a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from hillfort.report import numbers

NOBODY = "nobody"


class Table(NamedTuple):
    """One table."""

    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


def all_of(summary: Mapping[str, Any]) -> list[Table]:
    """Every table of `air.json`, in the order that they are read."""
    found = [policing(summary), tracks(summary), patrols(summary), reach(summary), coverage(summary), raids(summary)]
    return [*found, placement(summary), presence(summary), sky(summary)]


def policing(summary: Mapping[str, Any]) -> Table:
    """Detachments, their work, and when they may engage."""
    part = summary["policing"]
    rows = tuple(
        (row["name"], row["base"], f"{row['aircraft']:g}", f"{row['readiness_min']:g} min", f"{row['scrambles_per_week']:.1f}", f"{row['hours_per_aircraft']:.0f} h")
        for row in part["detachments"].values()
    )
    passed = ", ".join(f"{hours} h {numbers.percent(chance)}" for hours, chance in part["authority_passed"].items())
    note = f"They identify and escort; 0 of {part['aircraft']:g} aircraft may engage until authority is transferred. Transferred by: {passed}."
    return Table("Air policing", ("detachment", "base", "aircraft", "readiness", "scrambles a week", "flown a year, each"), rows, note)


def tracks(summary: Mapping[str, Any]) -> Table:
    """Flights from named origins: is each met before the border, before its aim, never."""
    rows = tuple(
        (
            row["name"], _minutes(row["detected_min"]), _minutes(row["border_min"]), _minutes(row["capital_min"]), _minutes(row["met_min"]),
            *(numbers.percent(share) for share in row["outcomes"].values()),
        )
        for row in summary["tracks"]
    )  # fmt: skip
    head = ("flight", "detected", "over the border", "at its aim", "met (median)", *(summary["tracks"][0]["outcomes"] if rows else ()))
    return Table("Met by policing aircraft", head, rows, "Minutes from take-off; shares of draws. To be met is not to be stopped.")


def _minutes(value: float | None) -> str:
    return "never" if value is None else f"{value:.0f} min"


def patrols(summary: Mapping[str, Any]) -> Table:
    """What a pair on station costs."""
    rows = tuple(
        (
            row["region"], row["base"], f"{row['distance_km']:.0f} km", f"{max(row['station_h'], 0.0):.1f} h",
            f"{row['aircraft']:.0f}" if "aircraft" in row else "out of reach", f"{row['aircraft_with_tankers']:.0f} and {row['tankers']:.0f}" if "aircraft" in row else "",
        )
        for row in summary["patrols"]
    )  # fmt: skip
    head = ("region", "nearest base", "distance", "on station", "aircraft for a pair", "with tankers: aircraft and tankers")
    return Table("Air defence: a pair on patrol round the clock", head, rows, "Mission-capable aircraft, before losses.")


def reach(summary: Mapping[str, Any]) -> Table:
    """Reach by altitude of each type, and what is left of the ring that is drawn."""
    rows = tuple(
        (row["name"], *(f"{value:.0f} ({low:.0f}–{high:.0f})" for low, value, high in zip(row["low"], row["value"], row["high"], strict=True)), numbers.percent(row["share_of_drawn_ring"][0]))
        for row in summary["reach"]
    )
    heights = summary["coverage"]["altitudes_m"]
    head = ("system", *(f"{height:,.0f} m" for height in heights), "of a 400 km ring at 100 m")
    return Table("Reach in km by altitude of the target", head, rows, "In brackets: every value at its low and at its high end. No terrain.")


def coverage(summary: Mapping[str, Any]) -> Table:
    """Share of people and land under standing batteries of each side, by country and altitude."""
    part = summary["coverage"]
    rows = []
    for side in ("blue", "red"):
        for country, people in part[side]["people"].items():
            land = part[side]["land"][country]
            rows.append((side.capitalize(), country, *(f"{numbers.percent(a)} / {numbers.percent(b)}" for a, b in zip(people, land, strict=True))))
    head = ("whose", "country", *(f"{height:,.0f} m" for height in part["altitudes_m"]))
    return Table("People / land under standing air defence", head, tuple(rows))


def raids(summary: Mapping[str, Any]) -> Table:
    """Share of a raid that gets through."""
    rows = tuple(
        (row["place"], row["threat"], ", ".join(row["layers"]) or NOBODY, *(_share(row["leak"][size]) for size in ("4", "16", "64")))
        for row in summary["raids"]
        if row["layers"]
    )
    bare = sorted({row["place"] for row in summary["raids"]} - {row["place"] for row in summary["raids"] if row["layers"]})
    note = f"Nothing defends {', '.join(bare)}." if bare else ""
    return Table("Share of a raid that gets through", ("place", "raid", "met by", "4 at once", "16", "64"), rows, note)


def _share(found: Mapping[str, float]) -> str:
    return f"{numbers.percent(found['median'])} ({100 * found['low']:.0f}–{100 * found['high']:.0f})"


def placement(summary: Mapping[str, Any]) -> Table:
    """Where medium-range batteries would cover most people."""
    rows = tuple(
        (f"{row['batteries']}", f"{row['altitude_m']:,.0f} m", numbers.percent(row["people_share"]), numbers.percent(row["at_random"]), ", ".join(row["sites"]))
        for row in summary["placement"]
    )
    return Table("Best places for medium-range batteries (proven best)", ("batteries", "target at", "people", "put anywhere", "where"), rows)


def presence(summary: Mapping[str, Any]) -> Table:
    """Whether batteries that are not standing are there."""
    part = summary["presence"]
    rows = tuple(
        (
            row["name"], numbers.percent(row["on_the_day"]), numbers.percent(row["random_day"]), numbers.percent(row["chosen_day"]), f"{row['longest_gap_days']}",
            *(f"{numbers.percent(row['ready_chosen'][days])} / {numbers.percent(row['ready_random'][days])}" for days in row["deployed"]),
        )
        for row in part["batteries"]
    )  # fmt: skip
    days = tuple(part["batteries"][0]["deployed"]) if rows else ()
    head = ("battery", "on D-day", "any day", "chosen day", "longest gap, days", *(f"ready in {each} d" for each in days))
    note = "Ready after so many days of warning, if D-day is the aggressor's choice / if nobody chose it."
    if part["schedule"]:
        note += f" Best calendar of the contributors: {part['schedule']['weeks_covered']} weeks covered, longest gap {part['schedule']['longest_gap_weeks']}."
    return Table("Presence through exercises", head, rows, note)


def sky(summary: Mapping[str, Any]) -> Table:
    """Who holds the sky, day by day."""
    part = summary["sky"]
    regions = [name for name in part if not name.startswith("lost_")]
    rows = []
    for region in regions:
        for day, found in part[region].items():
            held = found["superiority"]
            rows.append((
                region, day, f"{held['median']:+.2f} ({held['low']:+.2f} to {held['high']:+.2f})", numbers.percent(found["airlift_chance"]),
                _share(found["airfields"]), _share(found["ports"]), _share(found["slow_blue"]), _share(found["slow_red"]),
            ))  # fmt: skip
    lost = {side: part[f"lost_{side}"] for side in ("blue", "red")}
    told = ", ".join(f"{side.capitalize()} {found['median']:.1f} ({found['low']:.1f}–{found['high']:.1f})" for side, found in lost.items())
    head = ("region", "day", "who holds the sky (-1 Red, 1 Blue)", "airlift", "airfields open", "ports open", "Blue slowed", "Red slowed")
    note = f"Battalion equivalents lost to aircraft in all: {told}. Median and four draws in five; no ground campaign."
    return Table("The air situation", head, tuple(rows), note)
