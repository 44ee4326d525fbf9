"""What a study of warning and decision says, in sentences and in rows of tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hillfort.report.parts import numbers

Summary = Mapping[str, Any]
CrisisTable = tuple[str, list[list[str]], list[str]]
"""Title, rows with the head first, notes."""
WHO = {"nation": "nation", "command": "command", "ally": "one ally", "council": "council"}
NEVER_DAYS = 90.0
MATTERS = 0.1
"""Chance to hold below which a gain is as good as none."""
HOURS = {
    "warning": "Warning before H-hour",
    "nation": "Order to the region's own forces",
    "command": "Order of the command",
    "ally": "Decision of one ally",
    "council": "Decision of the council",
    "release": "Order for allied forces",
}


def headline(summary: Summary) -> str:
    """The one sentence: warning, and whether the council decides before H-hour."""
    warning, before = summary["hours"]["warning"], summary["before_h_hour"]["council"]
    return (
        f"An attack is understood {numbers.value(warning['p50'] / 24.0)} days before H-hour in the middle case "
        f"({numbers.value(warning['p10'] / 24.0)} to {numbers.value(warning['p90'] / 24.0)}); the council has decided "
        f"by H-hour with {numbers.chance(before)}."
    )


def head(summary: Summary) -> str:
    """Which scenario, measures and switches."""
    laid = ", ".join(each["title"] for each in summary["measures"])
    on = ", ".join(summary["rules"]) or "none"
    more = f"; with: {laid}" if laid else ""
    return (
        f"({summary['scenario']['title']}{more}; switches on: {on}; "
        f"{numbers.plural(summary['draws'], 'draw')}, seed {summary['seed']})"
    )


def sentences(summary: Summary) -> list[str]:
    """What the tables say, in words."""
    alarms, before = summary["alarms"], summary["before_h_hour"]
    decided = ", ".join(f"{WHO[who]} {numbers.percent(each['chance'])}" for who, each in before.items())
    cost, missed, false = alarms["meur_a_year"], numbers.chance(alarms["missed"]), numbers.chance(alarms["false"])
    spread = f"{numbers.value(cost['p10'])} to {numbers.value(cost['p90'])}"
    tactical = "then hours of tactical warning are all."
    return [
        f"Decided by H-hour: {decided}. Their clocks run side by side.",
        f"Belief is never enough for the nation before {missed} of attacks: {tactical}",
        (
            f"{false} of look-alikes are taken for an attack, {numbers.value(alarms['false_a_year'])} a year, at "
            f"{numbers.value(cost['p50'])} MEUR a year ({spread})."
        ),
    ]


def tables(summary: Summary) -> list[CrisisTable]:
    """All tables in their order."""
    found = [by_day(summary), clocks(summary)]
    if summary["formations"]:
        found.append(leaving(summary))
    if summary["value_of_a_day"] is not None:
        found.append(surface(summary["value_of_a_day"]))
        found += [tiers(summary["value_of_a_day"])] if _tiers(summary["value_of_a_day"]) else []
    return found


def by_day(summary: Summary) -> CrisisTable:
    """Belief and decisions by day."""
    rows = [["Days before H-hour", "belief", "10 to 90 %", "if nothing comes", *(f"{who} has decided" for who in WHO)]]
    for each in summary["days"]:
        attack = each["belief_if_attack"]
        rows.append(
            [
                str(each["day"]),
                numbers.percent(attack["mean"]),
                f"{numbers.percent(attack['p10'])} to {numbers.percent(attack['p90'])}",
                numbers.percent(each["belief_if_none"]["mean"]),
                *(numbers.percent(each["decided"][who]["chance"]) for who in WHO),
            ]
        )
    return "Belief and decision by day", rows, ["Belief: chance of an attack as signs say it, mean over the draws."]


def clocks(summary: Summary) -> CrisisTable:
    """Quantiles of warning and decisions, and what the scenario states."""
    rows = [["Hours", "10 %", "25 %", "50 %", "75 %", "90 %", "stated, 10 to 90 %"]]
    for name, title in HOURS.items():
        said = summary["stated"].get(name)
        beside = f"{numbers.value(said['p10'])} to {numbers.value(said['p90'])}" if said else ""
        rows.append([title, *(numbers.value(each) for each in summary["hours"][name].values()), beside])
    used = "rule_crisis_hours" in summary["rules"]
    note = "Campaigns use the crisis's." if used else "Campaigns use the stated hours: rule_crisis_hours is off."
    return "Warning and clocks", rows, ["Decisions are counted from the warning.", note]


def leaving(summary: Summary) -> CrisisTable:
    """When allied formations may leave."""
    rows = [["Allied formation may leave", "days from H-hour", "10 to 90 %", "before H-hour"]]
    for each in summary["formations"]:
        days = each["leaves_days"]
        rows.append(
            [
                each["name"],
                numbers.value(days["p50"]),
                f"{numbers.value(days['p10'])} to {numbers.value(days['p90'])}",
                numbers.chance(each["before_h_hour"]),
            ]
        )
    return "Allied formations", rows, []


def _days(number: float) -> str:
    return f"{number:g} day{'' if number == 1 else 's'}"


def _decision(days: float) -> str:
    return "never" if days >= NEVER_DAYS else f"{days:g}"


def surface(value: Mapping[str, Any]) -> CrisisTable:
    """Chance to hold by days of warning and of decision."""
    rows = [["Warning, days", "decision, days", "holds", "fait accompli", "first loss, day", "above never"]]
    rows += [
        [f"{each['warning_days']:g}", _decision(each["decision_days"]), *_figures(each)]
        for each in value["cells"]
        if each["tier_days"] is None
    ]
    return "Value of a day", rows, [*value_sentences(value), _budget(value)]


def tiers(value: Mapping[str, Any]) -> CrisisTable:
    """Chance to hold by tier of readiness and days of decision."""
    rows = [["Readiness, days", "decision, days", "holds", "fait accompli", "first loss, day", "above never"]]
    rows += [[f"{each['tier_days']:g}", _decision(each["decision_days"]), *_figures(each)] for each in _tiers(value)]
    return (
        "Value of readiness",
        rows,
        [too_late(f"At {_days(tier)} of readiness", each) for tier, each in _by_tier(value)],
    )


def _figures(cell: Mapping[str, Any]) -> list[str]:
    gain = cell["against_never"]
    return [
        numbers.chance(cell["hold"]),
        numbers.percent(cell["fait_accompli"]["chance"]),
        numbers.value(cell["first_loss_days"]["p50"]),
        f"{100 * gain['change']:+.0f} ({100 * gain['low']:+.0f} to {100 * gain['high']:+.0f})",
    ]


def _tiers(value: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [each for each in value["cells"] if each["tier_days"] is not None]


def _by_tier(value: Mapping[str, Any]) -> list[tuple[float, list[Mapping[str, Any]]]]:
    known = sorted({each["tier_days"] for each in _tiers(value)})
    return [(tier, [each for each in _tiers(value) if each["tier_days"] == tier]) for tier in known]


def _budget(value: Mapping[str, Any]) -> str:
    return (
        f"{numbers.plural(value['campaigns'], 'campaign')}, {numbers.count(value['draws_a_cell'])} for each row, on "
        "the same luck; --campaigns asks for more."
    )


def value_sentences(value: Mapping[str, Any]) -> list[str]:
    """What a decision one day sooner is worth, and when it is too late, for each warning."""
    plain = [each for each in value["cells"] if each["tier_days"] is None]
    found = []
    for warning in sorted({each["warning_days"] for each in plain}):
        cells = [each for each in plain if each["warning_days"] == warning]
        steps = [each for each in value["steps"] if each["tier_days"] is None and each["warning_days"] == warning]
        found += [worth(warning, steps), too_late(f"With {_days(warning)} of warning", cells)]
    return found


def worth(warning: float, steps: Sequence[Mapping[str, Any]]) -> str:
    """What a decision one day sooner is worth with so much warning, where it is worth anything that the draws show."""
    clear = [each for each in steps if each["hold_a_day"]["low"] > 0.0]
    start = f"With {_days(warning)} of warning a decision one day sooner"
    if not clear:
        return f"{start} is worth nothing that so many campaigns show."
    told = ", ".join(
        f"{100 * each['hold_a_day']['change']:+.1f} points "
        f"({100 * each['hold_a_day']['low']:+.1f} to {100 * each['hold_a_day']['high']:+.1f}) from day "
        f"{each['later_days']:g} to day {each['sooner_days']:g}"
        for each in clear
    )
    return f"{start} is worth {told}, and elsewhere nothing that so many campaigns show."


def too_late(start: str, cells: Iterable[Mapping[str, Any]]) -> str:
    """From which decision on it is too late: no more than `MATTERS` can be gained on a decision that never comes."""
    listed = [each for each in cells if each["decision_days"] < NEVER_DAYS]
    useful = [each["decision_days"] for each in listed if each["against_never"]["low"] > 0.0]
    last = max(useful, default=-1.0)
    after = [each for each in listed if each["decision_days"] > last]
    gone = [each["decision_days"] for each in after if each["against_never"]["high"] < MATTERS]
    points = f"{100 * MATTERS:.0f} points"
    helps = f"a decision helps up to day {last:g} after the warning" if useful else "no decision shows that it helps"
    if not after:
        return f"{start} {helps}, and later ones were not tried."
    if not gone:
        return f"{start} {helps}; from which day on it is too late, so many campaigns do not tell."
    return f"{start} {helps}; on day {min(gone):g} it is too late: less than {points} can still be gained."
