"""What became of probes, on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from hillfort.cli.layout import PrintedTable

if TYPE_CHECKING:
    from hillfort.validation.sanity import ProbeAnswer

STYLES = {"met": "green", "not met": "red", "unclear": "yellow"}
CHANCES = ("hold", "held_at_end", "fait_accompli", "unfought", "lost", "lost_at_end", "red_sky", "blue_sky")


def answer(found: Sequence[ProbeAnswer]) -> None:
    """Each probe with what was expected of it, what came, and whether that is met."""
    from hillfort.cli import show
    from hillfort.report.parts import numbers

    out = show.console()
    table = PrintedTable(("Probe", "asked of", "has to", "before", "after", "change", "verdict"))
    shown = ""
    for each in found:
        unit = unit_of(each.expectation.what)
        before, after = (
            numbers.percent(value) if unit == "chance" else f"{value:,.0f}" for value in (each.before, each.after)
        )
        table.add_row(
            each.probe.title if each.probe.key != shown else "",
            in_words(each.expectation.what),
            has_to(each),
            before,
            after,
            "" if each.expectation.direction == "at most" else numbers.difference(each.change.as_dict(), unit),
            Text(each.verdict, style=STYLES[each.verdict]),
        )
        shown = each.probe.key
    out.print(table)
    out.print()
    counts = {verdict: sum(each.verdict == verdict for each in found) for verdict in STYLES}
    out.print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()) + ".", style="bold", markup=False)
    for each in found:
        if each.verdict != "met" and each.expectation.why:
            out.print(f"{each.probe.title}, {in_words(each.expectation.what)}: {each.expectation.why}", markup=False)
    out.print("A direction is met where the 95 % interval of the paired change lies on its side.", style="dim")


def has_to(each: ProbeAnswer) -> str:
    """What is expected, in a few words."""
    expectation = each.expectation
    much = expectation.much
    told = f"{100.0 * much:.0f} points" if unit_of(expectation.what) == "chance" else f"{much:,.0f}"
    words = {
        "up": "rise",
        "down": "fall",
        "not up": "not rise",
        "not down": "not fall",
        "same": "not change",
        "within": f"change by {told} at most",
        "at most": f"be {told.replace('points', '%')} at most",
    }
    return words[expectation.direction]


def in_words(what: str) -> str:
    """A quantity by its name for people.

    >>> in_words("lost_at_end Riga"), in_words("hold")
    ('Riga lost at the end', 'holds')
    """
    name, _, place = what.partition(" ")
    known = {
        "hold": "holds",
        "held_at_end": "all held at the end",
        "fait_accompli": "fait accompli",
        "lost": f"{place} lost",
        "lost_at_end": f"{place} lost at the end",
        "first_outskirts_h": "hour at the outskirts",
        "worst_day": "Red's worst day, persons",
        "unfought": "regained without fighting",
        "delivered_t": f"tonnes that reach {place.capitalize()}",
        "short_bn_days": f"battalion-days that {place.capitalize()} is short of supply",
        "red_sky": f"days on which Red holds the sky over {place}",
        "blue_sky": f"days on which Blue holds the sky over {place}",
        "aircraft_lost": f"aircraft that {place} loses",
    }
    return known.get(name, what)


def unit_of(what: str) -> str:
    """'chance' for what happens or not."""
    if what.startswith(("delivered_t", "short_bn_days")):
        return "t" if what.startswith("delivered_t") else "battalion-days"
    if what.startswith("aircraft_lost"):
        return "count"
    return "chance" if what.partition(" ")[0] in CHANCES else "h" if what.endswith("_h") else "persons"
