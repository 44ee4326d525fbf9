"""What a study of the sea says, in sentences and in rows of tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hillfort.report.parts import numbers, words
from hillfort.studies.quantity import Quantity
from hillfort.studies.sea.quantities import SEA

Summary = Mapping[str, Any]
Table = tuple[str, list[list[str]], list[str]]
"""Title, rows with the head first, notes."""
SHOWN_DAYS = (1, 3, 5, 7, 10, 14, 21, 30)
MOST_REASONS = 2


def headline(summary: Summary) -> str:
    """The one sentence: the best and the worst of the defender's lanes by a week."""
    lanes = [lane for lane in summary["lanes"] if lane["side"] == "blue"]
    day = max((each["day"] for each in lanes[0]["delivers_by"] if each["day"] <= 7), default=1) if lanes else 0
    if not lanes:
        return "The defender has no lane of supply at sea."
    ranked = sorted(lanes, key=lambda lane: _by(lane, day)["chance"])
    worst, best = ranked[0], ranked[-1]
    return (
        f"A load that is ready at H-hour is there by day {day} with {numbers.percent(_by(best, day)['chance'])} from "
        f"{_route(best)}, with {numbers.percent(_by(worst, day)['chance'])} from {_route(worst)}."
    )


def head(summary: Summary) -> str:
    """Which scenario, which measures, how many draws."""
    asked = ", ".join(measure["title"] for measure in summary["measures"])
    more = f"; with: {asked}" if asked else ""
    return f"({summary['scenario']['title']}{more}; {numbers.plural(summary['draws'], 'draw')}, seed {summary['seed']})"


def tables(summary: Summary) -> list[Table]:
    """All tables in their order."""
    found = [delivers(summary), states(summary), *([straits(summary)] if summary["waters"] else [])]
    found += [
        *([landings(summary)] if summary["landings"] else []),
        levers(summary),
        *([closers(summary)] if summary["closers"] else []),
    ]
    if "against_baseline" in summary:
        found.insert(0, against(summary))
    return found


def _route(lane: Mapping[str, Any]) -> str:
    return f"{lane['start']} to {lane['end']}"


def _by(lane: Mapping[str, Any], day: int) -> Mapping[str, float]:
    return next(each for each in lane["delivers_by"] if each["day"] == day)


def _label(lane: Mapping[str, Any]) -> str:
    return str(lane["name"]) if lane["side"] == "blue" else f"{lane['name']} *"


def delivers(summary: Summary) -> Table:
    """Chance that a load of H-hour is there by each day."""
    days = [each["day"] for each in summary["lanes"][0]["delivers_by"] if each["day"] in SHOWN_DAYS]
    rows = [["lane", "km", *(f"day {day}" for day in days)]]
    rows += [
        [_label(lane), numbers.count(lane["km"]), *(numbers.percent(_by(lane, day)["chance"]) for day in days)]
        for lane in summary["lanes"]
    ]
    widest = max(each["high"] - each["low"] for lane in summary["lanes"] for each in lane["delivers_by"]) / 2.0
    note = (
        f"95 % intervals reach at most {100 * widest:.0f} points to each side. * the aggressor's, which the "
        "defender can deny."
    )
    return "Chance that a load ready at H-hour has arrived", rows, [note]


def states(summary: Summary) -> Table:
    """How a lane is on some days, why, and when it is sailed again."""
    days = [each["day"] for each in summary["lanes"][0]["states"] if each["day"] in (1, 7, 14)]
    rows = [["lane", *(f"sailed, day {day}" for day in days), "sailed again", "why not open on day 7"]]
    for lane in summary["lanes"]:
        state = {each["day"]: each for each in lane["states"]}
        sailed = [numbers.percent(state[day]["open"]["chance"] + state[day]["contested"]["chance"]) for day in days]
        reasons = state[7 if 7 in state else max(state)]["reasons"]
        ranked = sorted(reasons.items(), key=lambda each: -each[1])[:MOST_REASONS]
        again = _hours_as_days(lane["sails_again_hour"])
        rows.append(
            [_label(lane), *sailed, again, ", ".join(f"{name} {numbers.percent(share)}" for name, share in ranked)]
        )
    notes = [
        (
            "Sailed: open, or in convoy under orders. Sailed again: day for good, of the draws in which the lane "
            "closes and opens; "
            "median and the range of four draws in five."
        )
    ]
    return "State of each lane", _more("lanes", summary["lanes"], rows), notes


def straits(summary: Summary) -> Table:
    """Straits and approaches before anything is cleared: mines, what they do, how it seems, the work."""
    rows = [
        [
            "water",
            "lanes",
            "mines, if laid",
            "risk to the first ship",
            "open",
            "contested",
            "closed",
            "cleared as",
            "days to clear",
        ]
    ]
    for each in summary["waters"]:
        days = each["days_to_clear"]
        work = f"{_range(days)}, {each['vessels']:.0f} vessels" if days is not None else "nobody clears"
        rows.append(
            [
                each["name"] if each["side"] == "blue" else f"{each['name']} *",
                f"{len(each['lanes'])}",
                f"{_range(each['mines_if_laid'])} ({numbers.percent(each['laid_chance'])})",
                numbers.percent(each["first_ship_risk"]["p50"]),
                *(numbers.percent(each["states"][state]) for state in ("open", "contested", "closed")),
                f"{each['cleared_as']}." if each["cleared_as"] else numbers.DASH,
                work,
            ]
        )
    notes = [
        (
            "By mines alone, all laid and none cleared yet: mines (10 to 90 % of draws, and the chance that any "
            "are laid), share of the first ships "
            "that meet one, share of draws in which the water seems open, contested or closed; vessels work "
            "undisturbed. * for the aggressor's ships."
        )
    ]
    return "Straits and approaches", _more("waters", summary["waters"], rows), notes


def _range(found: Mapping[str, Any]) -> str:
    return f"{found['p10']:.0f}{numbers.DASH}{found['p90']:.0f}"


def closers(summary: Summary) -> Table:
    """What would keep the aggressor's lanes closed for longer, most first."""
    rows = [["what if", "days later"]]
    rows += [[each["words"], _change(each["days_later"])] for each in summary["closers"]]
    lanes = words.listing([lane["lane"] for lane in summary["closers"][0]["lanes"]])
    note = (
        f"Each tried alone on the same luck, {numbers.count(summary['closers'][0]['draws'])} draws, with 95 % "
        f"intervals: {lanes}."
    )
    rows = _more("closers", summary["closers"], rows)
    return "What would close the aggressor's sea for longer", rows, [note]


def _change(found: Mapping[str, float]) -> str:
    return f"{_signed(found['change'])} ({_signed(found['low'])} to {_signed(found['high'])})"


def _hours_as_days(found: Mapping[str, Any]) -> str:
    if found["p50"] is None:
        return numbers.DASH
    low, middle, high = (found[key] / 24.0 for key in ("p10", "p50", "p90"))
    return f"day {middle:.0f} ({low:.0f}{numbers.DASH}{high:.0f})"


def landings(summary: Summary) -> Table:
    """What a landing would come to, if it were tried."""
    shown = SEA.columns("landings")
    rows = [["if tried", *(each.column for each in shown)]]
    rows += [[landing["name"], *(_cell(each, landing[each.key]) for each in shown)] for landing in summary["landings"]]
    notes = ["Ashore and defenders in battalion equivalents. Whether anybody would try is not asked here."]
    return "Landings", rows, notes


BRIEF: dict[str, Callable[[Any], str]] = {
    "km": numbers.count,
    "crossing_survival": lambda found: numbers.percent(found["chance"]),
    "too_risky_as_believed": lambda found: numbers.percent(found["chance"]),
    "ashore": lambda found: _middle(found),
    "garrison": lambda found: _middle(found),
}
"""Cells that are told more briefly than with interval and unit, by key of the quantity."""


def _cell(row: Quantity, found: Any) -> str:
    """A number in a column."""
    return BRIEF[row.key](found) if row.key in BRIEF else numbers.told(found, row.unit)


def _more(part: str, things: Sequence[Mapping[str, Any]], rows: list[list[str]]) -> list[list[str]]:
    """The same rows with the columns that the table of quantities has for the part."""
    shown = SEA.columns(part)
    for each, row in zip(things, rows[1:], strict=True):
        row += [_cell(quantity, each[quantity.key]) for quantity in shown]
    return [[*rows[0], *(each.column for each in shown)], *rows[1:]]


def _middle(found: Mapping[str, Any]) -> str:
    return numbers.DASH if found["p50"] is None else f"{found['p50']:.1f}"


def levers(summary: Summary) -> Table:
    """What would bring a load sooner, most first."""
    rows = [["what if", "days sooner, all lanes", "most on", ""]]
    for lever in summary["levers"]:
        best = min(lever["lanes"], key=lambda row: row["change"])
        rows.append([lever["words"], _sooner(lever["days_sooner"]), best["lane"], _sooner(best)])
    draws = numbers.count(summary["levers"][0]["draws"]) if summary["levers"] else "0"
    note = (
        f"Each tried alone on the same luck, {draws} draws, with 95 % intervals. A load that is not there counts "
        "as the whole period."
    )
    return "What would clear the sea sooner", _more("levers", summary["levers"], rows), [note]


def _sooner(change: Mapping[str, float]) -> str:
    low, high = -change["high"], -change["low"]
    return f"{_signed(-change['change'])} ({_signed(low)} to {_signed(high)})"


def _signed(number: float) -> str:
    return f"{number + 0.0:.1f}".replace("-", "\N{MINUS SIGN}") if abs(number) >= 0.05 else "0.0"


def against(summary: Summary) -> Table:
    """What the measures are worth."""
    rows = [["", "without", "with", "difference"]]
    for lane in summary["against_baseline"]["days_sooner"]:
        later = lane["side"] == "red"
        change = {"change": -lane["change"], "low": -lane["high"], "high": -lane["low"]} if later else lane
        words_of = "days later" if later else "days sooner"
        rows.append(
            [
                f"{lane['lane']}{' *' if later else ''}",
                _days(lane["days_baseline"]),
                _days(lane["days_with"]),
                f"{_sooner(change)} {words_of}",
            ]
        )
    rows += [
        [f"{each['name']} would hold", numbers.chance(each["baseline"]), numbers.chance(each["with"]), ""]
        for each in summary["against_baseline"]["landings"]
    ]
    titles = words.listing([measure["title"] for measure in summary["measures"]])
    return (
        f"What it is worth: {titles}",
        rows,
        [
            (
                "Days until a load ready at H-hour is there, the whole period where it is not; chance that a "
                "landing would hold, if tried. "
                "On the same luck, draw by draw. * the aggressor's lane."
            )
        ],
    )


def _days(number: float) -> str:
    return f"{number:.1f} days"


def sentences(summary: Summary) -> Sequence[str]:
    """The headline and what would help most, for a report."""
    first = [headline(summary)]
    if summary["levers"]:
        best = summary["levers"][0]
        first.append(f"{best['words']}: a load is there {_sooner(best['days_sooner'])} days sooner, over all lanes.")
    return first
