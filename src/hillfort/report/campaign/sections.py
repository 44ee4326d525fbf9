"""The sections of a report, each from the summary to HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from hillfort.campaign.outcome import SIDES, Outcome, Trace
from hillfort.campaign.scenario import Scenario
from hillfort.report.campaign import curves
from hillfort.report.parts import numbers, toll_words, words
from hillfort.report.parts.html import Summary, canvas, credit_line, paragraphs, table
from hillfort.report.parts.markup import Html, joined, markup
from hillfort.studies.campaign import limits as left_out
from hillfort.studies.campaign import quantities

HINGED = ("hold", "held_at_end", "fait_accompli")
"""Quantities in the columns of the table of hinges."""


def head(scenario: Scenario, summary: Summary, navigation: Mapping[str, str]) -> Html:
    """Title, the answer in numbers and in words."""
    plan = scenario.courses_of_action[summary["coa"]]
    measures = joined(f" · with {measure.title}" for measure in scenario.measures)
    links = joined(markup('<a href="#{key}">{name}</a>', key=key, name=name) for key, name in navigation.items())
    return markup(
        '<header class="top"><p class="eyebrow">{} · D-day {} · course of action: '
        '{}{measures}</p><h1>{}</h1>{}<div class="lead">{}</div><p '
        'class="condition">{}</p><nav>{links}</nav></header>',
        scenario.title,
        scenario.date,
        plan.title,
        words.headline(summary),
        tiles(summary),
        paragraphs([*words.answer(summary), *words.hinges(summary)]),
        left_out.CONDITION,
        measures=measures,
        links=links,
    )


def tiles(summary: Summary) -> Html:
    """Four numbers that sum it up."""
    chances, days = summary["verdict"], numbers.plural(summary["days"], "day")
    draws = numbers.plural(summary["draws"], "draw")
    one = "one is" if len(summary["toll"]["places"]) > 1 else "it is"
    fallen = numbers.chance({key: 1.0 - chances["hold"][other] for key, other in _OPPOSITE})
    found = [
        _tile(numbers.percent(chance["chance"]), f"({numbers.interval(chance)}) of {draws}: {what}")
        for chance, what in (
            (chances["hold"], f"no protected place is lost within {days}"),
            (chances["held_at_end"], f"all protected places are in friendly hands at the end of day {summary['days']}"),
            (chances["fait_accompli"], "a protected place falls while no allied brigade is in its country"),
        )
    ]
    loss = chances["first_loss_h"]
    hour = "never" if loss["p50"] is None else f"{loss['p50']:.0f}{numbers.NARROW}h"
    found.append(
        _tile(
            hour,
            f"({numbers.range_of(loss, 'h')}) after H-hour the first protected place falls, in the {fallen} of draws "
            f"in which {one} lost",
        )
    )
    return markup('<div class="tiles">{}</div>', joined(found))


_OPPOSITE = (("chance", "chance"), ("low", "high"), ("high", "low"))


def _tile(number: str, what: str) -> Html:
    return markup('<div class="tile"><b>{number}</b><span>{what}</span></div>', number=number, what=what)


def loss_map(loss: Mapping[str, Any], summary: Summary, *, credit: str = "") -> Html:
    """The chance that each cell is lost, by day; `credit` names whose map data it is drawn from."""
    last = len(loss["days"]) - 1
    buttons = joined(
        markup(
            '<button type="button" aria-pressed="{}">day {day}</button>', "true" if place == last else "false", day=day
        )
        for place, day in enumerate(loss["days"])
    )
    legend = joined(
        markup('<span><i style="background:{colour}"></i>{name}</span>', colour=colour, name=name)
        for colour, name in zip(loss["colours"], loss["legend"], strict=True)
    )
    return markup(
        '<section id="map"><h2>Where the ground is lost</h2><p>Share of {} in which a cell of about 36 km² '
        "that is the defender's at H-hour is in enemy hands at the end of the day.<span class='screen'> "
        'Point at a place for its number.</span></p><div class="controls"><span>At the end of</span><span '
        'class="days" id="loss-days">{buttons}</span></div>{}<div class="legend">{legend}<span><i '
        'style="background:#d9d6cf"></i>not the defender\'s at H-hour</span></div><div class="paper-days" '
        'id="loss-paper"></div>{}</section>',
        numbers.plural(summary["draws"], "draw"),
        canvas("loss-map", "Map of the chance that each cell is lost"),
        credit_line(credit),
        buttons=buttons,
        legend=legend,
    )


def toll(summary: Summary) -> Html:
    """What is lost in one campaign together: how many protected places, which, for how long, what is left of it."""
    found, many = summary["toll"], len(summary["toll"]["places"])
    rows = [
        (
            markup("<b>{}</b>", toll_words.how_many_lost(row["places"], many)),
            numbers.chance(row["chance"]),
            toll_words.sets(row),
            numbers.span(row["days"], "days") if row["which"] else numbers.DASH,
            numbers.chance(row["still_lost"]) if row["still_lost"] else numbers.DASH,
        )
        for row in found["lost"]
    ]
    last = [
        (
            markup("<b>{}</b>", toll_words.how_many_lost(row["places"], many)),
            numbers.chance(row["chance"]),
            toll_words.sets(row),
        )
        for row in found["at_end"]
    ]
    head = (
        "Lost at some hour",
        "Of all draws",
        "Which",
        "Days in enemy hands, each",
        "Of these: still lost at the end",
    )
    return markup(
        '<section id="toll"><h2>What is lost, and for how long</h2><p>Protected places: {}. Each row is a kind of '
        "campaign, counted draw by draw: the rows of a table add up to all {}.</p>{}<h3>At the end of day {}</h3>{}"
        '<p class="quiet">Days in enemy hands are counted from the hour of the loss to the hour of recovery or the end '
        "of the period, over all losses of a place: median and the range of four draws in five.</p></section>",
        words.listing(found["places"]),
        numbers.plural(summary["draws"], "draw"),
        table(head, rows),
        summary["days"],
        table(("In enemy hands", "Of all draws", "Which"), last),
    )


def objectives(summary: Summary, outcome: Outcome) -> Html:
    """Survival curves and a table."""
    rows = [
        (
            markup("<b>{}</b>{}", each["name"], "" if each["protected"] else " *"),
            each["kind"],
            numbers.chance(each["lost_chance"]),
            numbers.span(each["lost_h"], "h"),
            numbers.span(each["lost_days"], "days"),
            numbers.chance(each["lost_at_end_chance"]),
            numbers.span(each["outskirts_h"], "h"),
            numbers.chance(each["retaken_chance"]),
        )
        for each in summary["objectives"]
    ]
    head = (
        "Objective",
        "Kind",
        "Lost",
        "Hour lost",
        "Days in enemy hands",
        "Lost at the end",
        "Enemy at the outskirts",
        "Lost and retaken",
    )
    return markup(
        '<section id="objectives"><h2>How long the objectives hold</h2><p>Share of {} in which each has not '
        'been lost yet. The band is the 95 % interval for the number of draws.</p>{}{}<p class="quiet">Hours '
        "after H-hour, median and the range of four draws in five, among draws in which it happens. * Does "
        "not count for holding.</p></section>",
        numbers.plural(summary["draws"], "draw"),
        curves.survival(summary, outcome),
        table(head, rows),
    )


def help_from_outside(summary: Summary) -> Html:
    """Arrival of reinforcements, ways in, isolation."""
    ways = [
        (each["name"], each["mode"], each["side"].capitalize(), _range_percent(each["open_share"]))
        for each in summary["ways_in"]
    ]
    return markup(
        '<section id="help"><h2>Help from outside</h2>{}<figure><figcaption><b>Battalions arrived from '
        "outside the region</b>, median and the range of four in five of "
        "{}</figcaption>{}</figure><figure><figcaption><b>Chance that no way in is open</b> for at least "
        "half of a day, with 95 % interval</figcaption>{}</figure><h3>Ways in</h3>{}</section>",
        paragraphs([words.arrival(summary), words.isolation(summary)]),
        numbers.plural(summary["draws"], "draw"),
        curves.reinforcement(summary),
        curves.isolation(summary),
        table(("Way in", "By", "Whose", "Share of the period in which it is open"), ways),
    )


def _supply(summary: Summary) -> Html:
    """Tonnes, shortages and culmination by side; nothing in results of before supply went by class."""
    if not summary.get("supply"):
        return markup("")
    keys = (
        "ammunition_delivered_t",
        "fuel_delivered_t",
        "short_of_ammunition_bn_days",
        "short_of_fuel_bn_days",
        "culminated_bn",
        "culminated_km",
    )
    known = {each.key: each for each in quantities.of_part("supply")}
    head = ("Side", *(f"{known[key].title} ({known[key].unit})" for key in keys))
    rows = [(side.capitalize(), *(numbers.span(summary["supply"][side][key], "") for key in keys)) for side in SIDES]
    return markup("<h3>Supply</h3>{}", table(head, rows))


def landings(summary: Summary) -> Html:
    """What becomes of landings and air assaults; nothing where there are none."""
    if not summary.get("landings"):
        return markup("")
    columns = ("tried_chance", "ashore_chance", "failed_chance", "relieved_chance", "lost_ashore_chance")
    rows = [
        (each["name"], *(numbers.chance(each[key]) for key in columns), numbers.span(each["ashore_h"], "h"))
        for each in summary["landings"]
    ]
    head = (
        "Who and where",
        "Tried",
        "Ashore",
        "Lost on the way or thrown back",
        "Relieved",
        "Lost there",
        "Hour ashore",
    )
    return markup(
        '<section id="landings"><h2>Landings and air assaults</h2><p>Share of {}. Who has landed is light, without a '
        "line, and has some days of supply; relieved is who has been joined by others that came by land.</p>{}"
        "</section>",
        numbers.plural(summary["draws"], "draw"),
        table(head, rows),
    )


def _range_percent(found: Mapping[str, Any]) -> str:
    low, high = numbers.percent(found["p10"]), numbers.percent(found["p90"])
    return f"{numbers.percent(found['p50'])} (four draws in five: {low} to {high})"


def forces(summary: Summary) -> Html:
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
    return markup(
        '<section id="forces"><h2>Forces and losses</h2><figure><figcaption><b>Battalion equivalents alive '
        "in the theatre</b>, median and the range of four in five of {}</figcaption>{}</figure><h3>Losses "
        "after {}</h3>{}<p class='quiet'>Median and the range of four draws in five. {}</p><h3>What they are lost "
        "to</h3>{}<p class='quiet'>Means of all draws; causes add up to the last row.</p>{}</section>",
        numbers.plural(summary["draws"], "draw"),
        curves.balance(summary),
        numbers.plural(summary["days"], "day"),
        table(head, rows),
        summary["definitions"]["battalion_equivalents"],
        _causes(summary),
        _supply(summary),
    )


CAUSES = {
    "fighting": "Fighting",
    "retreat": "Driven back, overrun, broken up",
    "aircraft": "The other side's aircraft",
    "surrender": "Gave up, cut off",
    "passage": "On the way in",
    "all": "All causes",
}
"""What the causes of losses are called."""


def _causes(summary: Summary) -> Html:
    """Mean losses of both sides by cause, and their sum."""
    found = summary["losses_by_cause"]
    keys = [key for key in CAUSES if key == "all" or any(found[side][key]["persons"] > 0.0 for side in SIDES)]
    rows = [
        (
            markup("<b>{}</b>", CAUSES[key]) if key == "all" else CAUSES[key],
            *(
                shown
                for side in SIDES
                for shown in (
                    numbers.count(found[side][key]["persons"]),
                    f"{found[side][key]['battalion_equivalents']:.2f}",
                )
            ),
        )
        for key in keys
    ]
    head = (
        "Cause",
        *(f"{side.capitalize()}, {what}" for side in SIDES for what in ("persons", "battalion equivalents")),
    )
    return table(head, rows)


def replay(trace: Trace, *, typical: bool = True, credit: str = "", events: Sequence[Mapping[str, Any]] = ()) -> Html:
    """One draw to be watched; `typical` where it stands for many, `credit` for whose map data it is drawn from.

    `events` are told in a list beside the map: each goes to its hour.
    """
    which = ": the one nearest the middle of all" if typical else ""
    last = trace.first_hour + len(trace.cell) - 1
    return markup(
        '<section id="replay"><h2>One campaign, hour by hour</h2><p>Draw {:,}{which}. It is an illustration, '
        'not the expected course of events: no draw is.</p><div class="controls"><button type="button" '
        'id="play">Play</button><input type="range" id="hour" min="{}" max="{last}" value="0" step="1" '
        'aria-label="Hour from H-hour"><span class="clock" id="clock"></span></div>{}<div '
        'class="legend"><span><i style="background:#c3d6ea"></i>held by Blue</span><span><i '
        'style="background:#efc3bb"></i>held by Red</span><span>▬ Blue battalions</span><span>◆ Red '
        "battalions</span><span>number: battalions in the cell</span><span>yellow rim: in "
        "contact</span><span>pale: weakened</span></div>{}</section>",
        trace.draw,
        trace.first_hour,
        _beside(canvas("replay-map", "Map of one draw"), events),
        credit_line(credit),
        which=which,
        last=last,
    )


def _beside(picture: Html, events: Sequence[Mapping[str, Any]]) -> Html:
    """A map with the log of a draw beside it, or below it on a narrow screen."""
    if not events:
        return picture
    lines = joined(
        markup(
            '<li><button type="button" data-hour="{hour}" class="{side}"><b>H{:+d}</b> <i>{kind}</i> '
            "{words}</button></li>",
            each["hour"],
            hour=each["hour"],
            side=each["side"],
            kind=each["kind"],
            words=each["words"],
        )
        for each in events
    )
    return markup(
        '<div class="watched"><div>{}</div><div class="log"><label class="quiet" for="log-filter">{} events; '
        "show those with "
        'the words</label><input type="search" id="log-filter" class="screen"><ol id="log">{}</ol></div></div>',
        picture,
        f"{len(events):,}",
        lines,
    )


def decided(summary: Mapping[str, Any]) -> Html:
    """How a draw was picked, when it was decided, and why each protected place was lost."""
    said = [summary["decided"], *(each["words"] for each in summary["decisions"])]
    picked = summary["picked"]["words"] if summary["picked"] else ""
    return markup(
        '<section id="decided" class="lead">{}{}</section>',
        joined(markup("<p>{}</p>", each) for each in said),
        markup('<p class="quiet">{}</p>', picked) if picked else "",
    )


def hinges(summary: Summary) -> Html:
    """Rules and structural choices that nobody has published, and what each does to the answer."""
    found = summary.get("hinges")
    if not found:
        return joined([])
    rows = [
        (
            each["title"] if place == 0 else "",
            setting["setting"],
            str(setting["draws"]),
            *(numbers.difference(setting["differences"][key], "chance") for key in HINGED),
        )
        for each in found
        for place, setting in enumerate(each["settings"])
    ]
    head = ("Rule or choice", "Set otherwise", "Draws", "Holds", "All held at the end", "Fait accompli")
    return markup(
        '<section id="hinges"><h2>What the answer hangs on</h2><p>Rules and choices of the model that nobody has '
        "published, each set otherwise, alone, on the same luck: the first draws fought again, and more of them under "
        "the settings that moved most. Percentage points, with the 95 % interval for the number of draws; a change "
        "that stays within it may be chance.</p>{}</section>",
        table(head, rows),
    )


def drivers(summary: Summary) -> Html:
    """What would change the answer most."""
    parts = [
        markup(
            '<section id="drivers"><h2>What would change the answer most</h2><p>Draws in which an assumption has '
            "one of its lowest values (the lowest third) against those with the highest third. Pale bars may be "
            "chance; what is not told apart from chance is not shown. One assumption at a time: effects of "
            "combinations are not seen.</p>"
        ),
        paragraphs(words.spread(summary)),
    ]
    if not summary["drivers"]:
        parts.append(paragraphs(words.drivers(summary)))
    for question in summary["drivers"]:
        drawn = curves.drivers(question)
        unit = "" if question["unit"] == "chance" else markup(" <span class='quiet'>({})</span>", question["unit"])
        parts.append(markup("<h3>{}{unit}</h3>", question["title"], unit=unit))
        parts.append(drawn or paragraphs([f"Nothing among {question['asked']} assumptions stands out from chance."]))
        parts.append(
            markup(
                "<p class='quiet'>{} assumptions asked about, {} not told apart from chance; {} in each third.</p>",
                question["asked"],
                question["noise"],
                numbers.plural(question["draws_per_group"], "draw"),
            )
        )
    return joined([*parts, markup("</section>")])


def limits(summary: Summary) -> Html:
    """What the model leaves out."""
    rows = joined(markup("<li>{each}</li>", each=each) for each in summary["leaves_out"])
    return markup('<section id="limits"><h2>What the model leaves out</h2><ul>{rows}</ul></section>', rows=rows)


def _changed(change: Mapping[str, Any]) -> str:
    """One number that was changed: where, from what to what, and why."""
    was = "unset" if change["was"] is None else f"{change['was']:g}"
    span = f" ({change['low']:g} to {change['high']:g})" if change["low"] != change["high"] else ""
    unit = f" {change['unit']}" if change["unit"] else ""
    return f"{change['address']} from {was} to {change['value']:g}{span}{unit} ({change['reason']})"


def foot(summary: Summary, *, credit: str = "") -> Html:
    """Where it comes from: enough to compute it again."""
    measures = words.listing(summary["measures"]) or "none"
    said = "; ".join(_changed(each) for each in summary.get("changes", ()))
    changes = f" · changed: {said}" if said else ""
    draws = f"{numbers.plural(summary['draws'], 'draw')}, " if "draws" in summary else ""
    data = f" Map data: {credit}." if credit else ""
    return markup(
        "<footer>Hillfort {} · scenario {} {} · course of action {} · measures: {measures}{changes} · "
        "{draws}{}, seed {}. The same version, scenario and seed give the same numbers on any machine and "
        "any number of threads.{data}</footer>",
        summary["hillfort"],
        summary["scenario"]["name"],
        summary["scenario"]["hash"],
        summary["coa"],
        numbers.plural(summary["days"], "day"),
        summary["seed"],
        measures=measures,
        changes=changes,
        draws=draws,
        data=data,
    )
