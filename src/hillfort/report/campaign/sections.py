"""The sections of a report, each from the summary to HTML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hillfort.campaign.outcome import SIDES, Outcome, Trace
from hillfort.campaign.scenario import Scenario
from hillfort.report.campaign import curves
from hillfort.report.parts import numbers, words
from hillfort.report.parts.html import Summary, canvas, credit_line, paragraphs, table, text
from hillfort.studies.campaign import limits as left_out


def head(scenario: Scenario, summary: Summary, navigation: Mapping[str, str]) -> str:
    """Title, the answer in numbers and in words."""
    plan = scenario.courses_of_action[summary["coa"]]
    measures = "".join(f" · with {text(measure.title)}" for measure in scenario.measures)
    links = "".join(f'<a href="#{key}">{text(name)}</a>' for key, name in navigation.items())
    return (
        f'<header class="top"><p class="eyebrow">{text(scenario.title)} · D-day {text(scenario.date)} · '
        f"course of action: {text(plan.title)}{measures}</p>"
        f"<h1>{text(words.headline(summary))}</h1>{tiles(summary)}"
        f'<div class="lead">{paragraphs(words.answer(summary))}</div>'
        f'<p class="condition">{text(left_out.CONDITION)}</p><nav>{links}</nav></header>'
    )


def tiles(summary: Summary) -> str:
    """Four numbers that sum it up."""
    verdict = summary["verdict"]
    draws = numbers.plural(summary["draws"], "draw")
    loss = verdict["first_loss_h"]
    fallen = numbers.chance({key: 1.0 - verdict["hold"][other] for key, other in _OPPOSITE})
    rows = [
        (verdict["hold"], f"of {draws}: no protected place is lost within {numbers.plural(summary['days'], 'day')}"),
        (verdict["fait_accompli"], f"of {draws}: a protected place falls before the first allied brigade arrives"),
    ]
    found = [_tile(numbers.percent(chance["chance"]), f"({numbers.interval(chance)}) {what}") for chance, what in rows]
    hour = "never" if loss["p50"] is None else f"{loss['p50']:.0f}{numbers.NARROW}h"
    found.append(
        _tile(
            hour,
            f"({numbers.range_of(loss, 'h')}) after H-hour the first protected place falls, in the {fallen} of draws in which one does",
        )
    )
    isolated = verdict["isolated_days"]
    found.append(
        _tile(
            numbers.value(isolated["p50"], "days"),
            f"({numbers.range_of(isolated, 'days')}) without any open way in, median of {draws}",
        )
    )
    return f'<div class="tiles">{"".join(found)}</div>'


_OPPOSITE = (("chance", "chance"), ("low", "high"), ("high", "low"))


def _tile(number: str, what: str) -> str:
    return f'<div class="tile"><b>{text(number)}</b><span>{text(what)}</span></div>'


def loss_map(loss: Mapping[str, Any], summary: Summary, *, credit: str = "") -> str:
    """The chance that each cell is lost, by day; `credit` names whose map data it is drawn from."""
    last = len(loss["days"]) - 1
    buttons = "".join(
        f'<button type="button" aria-pressed="{"true" if place == last else "false"}">day {day}</button>'
        for place, day in enumerate(loss["days"])
    )
    legend = "".join(
        f'<span><i style="background:{colour}"></i>{text(name)}</span>'
        for colour, name in zip(loss["colours"], loss["legend"], strict=True)
    )
    return (
        '<section id="map"><h2>Where the ground is lost</h2>'
        f"<p>Share of {numbers.plural(summary['draws'], 'draw')} in which a cell of about 36 km² that is the "
        "defender's at H-hour is in enemy hands at the end of the day.<span class='screen'> Point at a place for its number.</span></p>"
        f'<div class="controls"><span>At the end of</span><span class="days" id="loss-days">{buttons}</span></div>'
        f"{canvas('loss-map', 'Map of the chance that each cell is lost')}"
        f'<div class="legend">{legend}<span><i style="background:#d9d6cf"></i>not the defender\'s at H-hour</span></div>'
        f'<div class="paper-days" id="loss-paper"></div>{credit_line(credit)}</section>'
    )


def objectives(summary: Summary, outcome: Outcome) -> str:
    """Survival curves and a table."""
    rows = [
        (
            f"<b>{text(each['name'])}</b>{'' if each['protected'] else ' *'}",
            text(each["kind"]),
            numbers.chance(each["lost_chance"]),
            numbers.span(each["lost_h"], "h"),
            numbers.chance(each["lost_at_end_chance"]),
            numbers.span(each["outskirts_h"], "h"),
            numbers.chance(each["retaken_chance"]),
        )
        for each in summary["objectives"]
    ]
    head = ("Objective", "Kind", "Lost", "Hour lost", "Lost at the end", "Enemy within 13 km", "Lost and retaken")
    return (
        '<section id="objectives"><h2>How long the objectives hold</h2>'
        f"<p>Share of {numbers.plural(summary['draws'], 'draw')} in which each has not been lost yet. The band is the "
        f"95 % interval for the number of draws.</p>{curves.survival(summary, outcome)}{table(head, rows)}"
        '<p class="quiet">Hours after H-hour, median and the range of four draws in five, among draws in which it '
        "happens. * Does not count for holding.</p></section>"
    )


def help_from_outside(summary: Summary) -> str:
    """Arrival of reinforcements, ways in, isolation."""
    ways = [
        (text(each["name"]), text(each["mode"]), text(each["side"].capitalize()), _range_percent(each["open_share"]))
        for each in summary["ways_in"]
    ]
    return (
        '<section id="help"><h2>Help from outside</h2>'
        f"{paragraphs([words.arrival(summary), words.isolation(summary)])}"
        f"<figure><figcaption><b>Battalions arrived from outside the region</b>, median and the range of four in five of "
        f"{numbers.plural(summary['draws'], 'draw')}</figcaption>{curves.reinforcement(summary)}</figure>"
        "<figure><figcaption><b>Chance that no way in is open</b> for at least half of a day, with 95 % interval"
        f"</figcaption>{curves.isolation(summary)}</figure><h3>Ways in</h3>"
        f"{table(('Way in', 'By', 'Whose', 'Share of the period in which it is open'), ways)}</section>"
    )


def _range_percent(found: Mapping[str, Any]) -> str:
    low, high = numbers.percent(found["p10"]), numbers.percent(found["p90"])
    return f"{numbers.percent(found['p50'])} (four draws in five: {low} to {high})"


def forces(summary: Summary) -> str:
    """Balance over time and losses."""
    rows = [
        (
            side.capitalize(),
            numbers.span(found["persons"], "persons"),
            numbers.span(found["battalion_equivalents"], ""),
            numbers.span(found["battalions_destroyed"], ""),
        )
        for side in SIDES
        for found in (summary["losses"][side],)
    ]
    head = (
        "Side",
        "Killed, wounded, captured, missing",
        "Battalion equivalents lost",
        "Battalions destroyed or captured",
    )
    return (
        '<section id="forces"><h2>Forces and losses</h2><figure><figcaption><b>Battalion equivalents alive in the '
        f"theatre</b>, median and the range of four in five of {numbers.plural(summary['draws'], 'draw')}</figcaption>"
        f"{curves.balance(summary)}</figure><h3>Losses after {numbers.plural(summary['days'], 'day')}</h3>{table(head, rows)}"
        f"<p class='quiet'>Median and the range of four draws in five. {text(summary['definitions']['battalion_equivalents'])}</p></section>"
    )


def replay(trace: Trace, *, typical: bool = True, credit: str = "") -> str:
    """One draw to be watched; `typical` where it stands for many, `credit` for whose map data it is drawn from."""
    which = ": the one nearest the middle of all" if typical else ""
    last = trace.first_hour + len(trace.cell) - 1
    return (
        '<section id="replay"><h2>One campaign, hour by hour</h2>'
        f"<p>Draw {trace.draw:,}{which}. It is an illustration, not the expected course "
        "of events: no draw is.</p>"
        '<div class="controls"><button type="button" id="play">Play</button>'
        f'<input type="range" id="hour" min="{trace.first_hour}" max="{last}" value="0" step="1" aria-label="Hour from H-hour">'
        f'<span class="clock" id="clock"></span></div>{canvas("replay-map", "Map of one draw")}'
        '<div class="legend"><span><i style="background:#c3d6ea"></i>held by Blue</span>'
        '<span><i style="background:#efc3bb"></i>held by Red</span><span>▬ Blue battalions</span><span>◆ Red battalions</span>'
        "<span>number: battalions in the cell</span><span>yellow rim: in contact</span><span>pale: weakened</span></div>"
        f"{credit_line(credit)}</section>"
    )


def drivers(summary: Summary) -> str:
    """What would change the answer most."""
    parts = [
        '<section id="drivers"><h2>What would change the answer most</h2><p>Draws in which an assumption has one of its '
        "lowest values (the lowest third) against those with the highest third. Pale bars may be chance; what is not "
        "told apart from chance is not shown. One assumption at a time: effects of combinations are not seen.</p>"
    ]
    if not summary["drivers"]:
        parts += paragraphs(words.drivers(summary))
    for question in summary["drivers"]:
        drawn = curves.drivers(question)
        unit = "" if question["unit"] == "chance" else f" <span class='quiet'>({text(question['unit'])})</span>"
        parts.append(f"<h3>{text(question['title'])}{unit}</h3>")
        parts.append(drawn or paragraphs([f"Nothing among {question['asked']} assumptions stands out from chance."]))
        parts.append(
            f"<p class='quiet'>{question['asked']} assumptions asked about, {question['noise']} not told apart from "
            f"chance; {numbers.plural(question['draws_per_group'], 'draw')} in each third.</p>"
        )
    return "".join([*parts, "</section>"])


def limits(summary: Summary) -> str:
    """What the model leaves out."""
    rows = "".join(f"<li>{text(each)}</li>" for each in summary["leaves_out"])
    return f'<section id="limits"><h2>What the model leaves out</h2><ul>{rows}</ul></section>'


def _changed(change: Mapping[str, Any]) -> str:
    """One number that was changed: where, from what to what, and why."""
    was = "unset" if change["was"] is None else f"{change['was']:g}"
    span = f" ({change['low']:g} to {change['high']:g})" if change["low"] != change["high"] else ""
    unit = f" {change['unit']}" if change["unit"] else ""
    return f"{change['address']} from {was} to {change['value']:g}{span}{unit} ({change['reason']})"


def foot(summary: Summary, *, credit: str = "") -> str:
    """Where it comes from: enough to compute it again."""
    measures = words.listing(summary["measures"]) or "none"
    said = "; ".join(_changed(each) for each in summary.get("changes", ()))
    changes = f" · changed: {text(said)}" if said else ""
    draws = f"{numbers.plural(summary['draws'], 'draw')}, " if "draws" in summary else ""
    data = f" Map data: {text(credit)}." if credit else ""
    return (
        f"<footer>Hillfort {text(summary['hillfort'])} · scenario {text(summary['scenario']['name'])} "
        f"{text(summary['scenario']['hash'])} · course of action {text(summary['coa'])} · measures: {text(measures)}{changes} · "
        f"{draws}{numbers.plural(summary['days'], 'day')}, seed {summary['seed']}. The same version, scenario and seed "
        f"give the same numbers on any machine and any number of threads.{data}</footer>"
    )
