"""Sections of a report on what surrounds a campaign: in the air, at sea, lines of communication."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from hillfort.report.lines import curves as lines_curves
from hillfort.report.lines import words as lines_words
from hillfort.report.parts import charts, html, numbers, pictures, words
from hillfort.report.parts.charts import ChartLine, Frame
from hillfort.report.parts.html import paragraphs
from hillfort.report.parts.markup import NOTHING, Html, joined, markup
from hillfort.report.sea import words as sea_words
from hillfort.studies.campaign.surroundings import Around

Summary = Mapping[str, Any]
TITLES = {"air": "In the air", "sea": "At sea", "lines": "Lines of communication"}
SKY_DAYS = (1, 3, 7, 14, 21, 30)
MAP_DAYS = (3, 14)
NOBODY = "#d9d6cf"
MAP_DPI = 120


def all_of(around: Around, *, names: Mapping[str, str] | None = None, credit: str = "") -> list[str]:
    """Every section that the scenario has something to say on; `names` of countries by code,
    the code where none is given."""
    make = {
        "air": lambda: air(around.summary["air"], names or {}),
        "sea": lambda: sea(around, credit=credit),
        "lines": lambda: lines(around, credit=credit),
    }
    return [_missing(key, around.summary[key]) or make[key]() for key in TITLES if around.has(key)]


def _missing(key: str, found: Summary) -> Html:
    """Why there is nothing to show; '' where there is."""
    if "missing" not in found:
        return NOTHING
    why = f"This could not be told for this scenario: {found['missing']}"
    return markup('<section id="{key}"><h2>{}</h2>{}</section>', TITLES[key], paragraphs([why]), key=key)


def _picture(drawn: bytes, caption: str, *, alt: str) -> Html:
    data = base64.b64encode(drawn).decode("ascii")
    return markup(
        '<figure class="picture"><figcaption>{caption}</figcaption><img alt="{alt}" '
        'src="data:image/png;base64,{data}"></figure>',
        caption=caption,
        alt=alt,
        data=data,
    )


def _words_table(rows: Sequence[Sequence[str]]) -> Html:
    """A table from rows of words, the head first; nothing where there is only a head."""
    if len(rows) < 2:
        return NOTHING
    return html.table(rows[0], rows[1:])


# --- in the air


def air(summary: Summary, names: Mapping[str, str]) -> Html:
    """Who holds the sky over each country by day, airlift, sorties, and what the air cost each side."""
    draws = numbers.plural(summary["draws"], "draw")
    panels = joined(
        markup(
            "<figure><figcaption><b>{}</b></figcaption>{}</figure>",
            names.get(code, code),
            _sky_chart(days, title=f"Sky over {names.get(code, code)} by day"),
        )
        for code, days in summary["countries"].items()
    )
    legend = joined(
        markup('<span><i style="background:{colour}"></i>{name}</span>', colour=colour, name=name)
        for colour, name in (
            (charts.BLUE, "Blue holds the sky"),
            (NOBODY, "denied to both"),
            (charts.RED, "Red holds the sky"),
        )
    )
    return markup(
        '<section id="air"><h2>{}</h2>{}<figure><figcaption><b>Who holds the sky</b>, share of {draws} by '
        "day. Dashed: share of the day in which transport aircraft can land, mean of all "
        'draws.</figcaption><div class="small-multiples narrow">{panels}</div><div '
        'class="legend">{legend}<span><svg class="key" width="26" height="12" viewBox="0 0 26 12"><line '
        'x1="0" x2="26" y1="6" y2="6" stroke="#22262b" stroke-width="2" stroke-dasharray="5 3"/></svg> '
        "airlift open</span></div></figure>{}<figure><figcaption><b>Sorties a day</b>, median and the range "
        "of four in five of {draws}</figcaption>{}</figure><h3>What the air costs in {}</h3>{}<p "
        'class="quiet">{} Chances with 95 % intervals, other numbers with the range of four draws '
        "in five.</p></section>",
        TITLES["air"],
        paragraphs(air_words(summary, names)),
        _sky_table(summary, names),
        _sorties_chart(summary),
        numbers.plural(summary["days"], "day"),
        _cost_table(summary),
        " ".join(summary["definitions"].values()),
        draws=draws,
        panels=panels,
        legend=legend,
    )


def air_words(summary: Summary, names: Mapping[str, str]) -> list[str]:
    """The sky at first and later, and what it costs, in sentences."""
    named = {names.get(code, code): days for code, days in summary["countries"].items()}
    last = min(len(days) for days in named.values()) if named else 0
    if not last:
        return ["No country with an objective of the defender lies under this sky."]
    later = min(7, last)
    ranked = sorted(named, key=lambda name: -named[name][0]["red_holds"]["chance"])
    most = ranked[0]
    first = f"On day 1 Red holds the sky over {most} in {numbers.chance(named[most][0]['red_holds'])} of draws"
    if len(ranked) > 1:
        least = ranked[-1]
        first += f", over {least} in {numbers.chance(named[least][0]['red_holds'])}"
    open_ = sorted(named, key=lambda name: -named[name][later - 1]["airlift_open"]["chance"])
    lift = [f"{name} {numbers.percent(named[name][later - 1]['airlift_open']['chance'])}" for name in open_]
    cost = summary["cost"]
    lost = [
        f"{side.capitalize()} {numbers.span(_whole(cost[side]['aircraft']), 'aircraft')} and "
        f"{numbers.span(cost[side]['battalion_equivalents'], 'bn eq.')} on the ground"
        for side in ("blue", "red")
    ]
    return [
        f"{first}. {_held(named, later)}",
        f"Transport aircraft can land, of the hours of day {later}: {words.listing(lift)}.",
        f"In {numbers.plural(summary['days'], 'day')} the air costs {lost[0]}, {lost[1]}.",
    ]


def _held(named: Mapping[str, Any], day: int) -> str:
    """Countries over which a side holds the sky, or it is denied, in more than half of the draws, on a later day."""
    verbs = {"red_holds": "Red holds it", "denied": "it is denied to both", "blue_holds": "Blue holds it"}
    found = {key: [name for name, days in named.items() if days[day - 1][key]["chance"] > 0.5] for key in verbs}
    said = [f"{verbs[key]} over {words.listing(names)}" for key, names in found.items() if names]
    if not said:
        return f"On day {day} no state of the sky is that of most draws over any country."
    return f"On day {day}, in most draws, {words.listing(said)}."


def _whole(found: Summary) -> dict[str, Any]:
    return {key: None if value is None else float(round(value)) for key, value in found.items()}


def _sky_chart(days: Sequence[Summary], *, title: str) -> Html:
    """Shares of draws by day, Blue from below and Red from above, and the share of the day with airlift."""
    frame = Frame(
        226,
        150,
        float(len(days)),
        1.0,
        charts.nice_step(float(len(days)), 3),
        0.5,
        "day",
        y_percent=True,
        left=46,
        right=8,
        top=8,
        bottom=26,
    )
    x = np.arange(len(days) + 1, dtype=float)
    blue, red = ([each[key]["chance"] for each in days] for key in ("blue_holds", "red_holds"))
    lift = " ".join(
        f"{frame.x(day + 0.5):.1f},{frame.y(each['airlift_open']['chance']):.1f}" for day, each in enumerate(days)
    )
    left, right, top, floor = frame.x(0.0), frame.x(float(len(days))), frame.y(1.0), frame.y(0.0)
    parts = [
        markup(
            '<rect x="{left:.1f}" y="{top:.1f}" width="{:.1f}" height="{:.1f}" fill="{NOBODY}"/>',
            right - left,
            floor - top,
            left=left,
            top=top,
            NOBODY=NOBODY,
        ),
        _steps(frame, x, blue, base=0.0, colour=charts.BLUE),
        _steps(frame, x, [1.0 - share for share in red], base=1.0, colour=charts.RED),
        markup(
            '<polyline points="{lift}" fill="none" stroke="#fffefb" stroke-width="4" stroke-linejoin="round"/>',
            lift=lift,
        ),
        markup(
            '<polyline points="{lift}" fill="none" stroke="{}" stroke-width="2" stroke-dasharray="5 3" '
            'stroke-linejoin="round"/>',
            charts.INK,
            lift=lift,
        ),
    ]
    return charts.svg(frame.width, frame.height, [charts.axes(frame), *parts], title=title)


def _steps(frame: Frame, x: np.ndarray, shares: Sequence[float], *, base: float, colour: str) -> Html:
    """An area of steps between a share and the edge of the chart."""
    points = [f"{frame.x(0.0):.1f},{frame.y(base):.1f}"]
    for place, share in enumerate(shares):
        points += [f"{frame.x(float(end)):.1f},{frame.y(share):.1f}" for end in (x[place], x[place + 1])]
    points.append(f"{frame.x(float(x[-1])):.1f},{frame.y(base):.1f}")
    return markup('<polygon points="{}" fill="{colour}"/>', " ".join(points), colour=colour)


def _sky_table(summary: Summary, names: Mapping[str, str]) -> Html:
    days = [day for day in SKY_DAYS if day <= summary["days"]]
    rows = []
    for code, found in summary["countries"].items():
        for key, what in (
            ("red_holds", "Red holds the sky"),
            ("denied", "denied to both"),
            ("blue_holds", "Blue holds the sky"),
            ("airlift_open", "airlift open"),
        ):
            name = markup("<b>{}</b>", names.get(code, code)) if key == "red_holds" else ""
            rows.append((name, what, *(numbers.chance(found[day - 1][key]) for day in days)))
    return html.table(("Country", "", *(f"day {day}" for day in days)), rows)


def _sorties_chart(summary: Summary) -> Html:
    lines = []
    for side, colour in (("blue", charts.BLUE), ("red", charts.RED)):
        rows = summary["sorties"][side]
        low, middle, high = (np.array([row[key] for row in rows]) for key in ("p10", "p50", "p90"))
        lines.append(
            ChartLine(np.array([row["day"] for row in rows], float), middle, low, high, colour, side.capitalize())
        )
    top = max(1.0, *(float(line.high.max()) for line in lines))
    step = charts.nice_step(top, 4)
    last = max(2.0, float(summary["days"]))
    frame = Frame(944, 210, last, float(np.ceil(top / step) * step), charts.nice_step(last, 6), step, "day", right=60)
    return charts.chart(frame, lines, title="Sorties a day by side")


def _cost_table(summary: Summary) -> Html:
    rows = [
        (
            side.capitalize(),
            numbers.span({key: _rounded(value) for key, value in found["sorties"].items()}, ""),
            numbers.span(_whole(found["aircraft"]), ""),
            numbers.span(found["battalion_equivalents"], "bn eq."),
        )
        for side, found in summary["cost"].items()
    ]
    return html.table(("Side", "Sorties flown", "Aircraft lost", "Ground power lost to the other's aircraft"), rows)


def _rounded(value: float | None) -> float | None:
    return None if value is None else float(round(value, -2))


# --- at sea


def sea(around: Around, *, credit: str) -> Html:
    """State of each lane by day, the chance that a load is there, and where the lanes are."""
    from hillfort.report.sea import pictures as sea_pictures

    summary, study = around.summary["sea"], around.sea
    if study is None or not summary["lanes"]:
        return _missing("sea", {"missing": "the sea order has no lane of supply."})
    days = [day for day in MAP_DAYS if day <= summary["days"]] or [summary["days"]]
    picture = pictures.png(sea_pictures.lane_map(study, days=days, bare=True), dpi=MAP_DPI)
    caption = markup(
        "<b>Chance that ships sail</b>, alone or in convoy, on {}", words.listing([f"day {day}" for day in days])
    )
    parts = [markup('<section id="sea"><h2>{}</h2>{}', TITLES["sea"], paragraphs([sea_words.headline(summary)]))]
    parts.append(
        _picture(picture, caption, alt="Map of the sea lanes by the chance that they are sailed")
        + html.credit_line(credit)
    )
    for title, rows, notes in (sea_words.delivers(summary), sea_words.states(summary)):
        parts.append(
            markup("<h3>{title}</h3>{}<p class='quiet'>{}</p>", _words_table(rows), " ".join(notes), title=title)
        )
    draws = numbers.plural(summary["draws"], "draw")
    parts.append(
        markup(
            "<p class='quiet'>{draws} of the sea alone, day by day from H-hour. {}</p></section>",
            " ".join(summary["leaves_out"]),
            draws=draws,
        )
    )
    return joined(parts)


# --- lines of communication


def lines(around: Around, *, credit: str) -> Html:
    """What arrives by day on the best network, what limits it, what isolates, the first worst losses."""
    from hillfort.report.lines import map as lines_map

    answer = around.lines
    assert answer is not None
    summary = answer.summary
    _, said, rows = lines_words.arrivals(summary)
    parts = [
        markup('<section id="lines"><h2>{}</h2>{}', TITLES["lines"], paragraphs([lines_words.headline(summary), *said]))
    ]
    if summary["first_day"] is None:
        return joined([*parts, markup("</section>")])
    chance = ""
    if summary["chance"] is not None:
        chance = (
            " Brown: the median draw of closures and repairs, with four draws in five; it may lie higher, since "
            "how much everybody brings is drawn too."
        )
    caption = markup(
        "<b>Vehicles in the region, by day after the warning.</b> Blue: the exact most, at best values. "
        "Black: a feasible schedule.{chance}",
        chance=chance,
    )
    parts.append(
        markup(
            "<figure><figcaption>{caption}</figcaption>{}</figure>{}",
            lines_curves.arrival_chart(summary),
            _words_table(rows),
            caption=caption,
        )
    )
    if summary["undisturbed"] >= 1.0:
        parts.append(_limits(summary) + _part(lines_words.isolation(summary)) + _cuts(summary))
        picture = pictures.png(lines_map.lines_map(answer), dpi=MAP_DPI)
        shown = markup("<b>Where it flows, and the worst loss of {}</b>", summary["attack_size"])
        parts.append(_picture(picture, shown, alt="Map of the lines of communication") + html.credit_line(credit))
    if summary["chance"] is not None:
        parts.append(_part(lines_words.chance(summary)))
    more = (
        "`hillfort lines` on the same scenario tells more: each destination, single targets, repairs, what to "
        f"fortify. {lines_words.certificate(summary)[1][0]}"
    )
    return joined([*parts, markup("<p class='quiet'>{}</p></section>", more.replace("`", ""))])


def _part(part: lines_words.Part) -> Html:
    title, said, rows = part
    return markup('<div class="keep"><h3>{title}</h3>{}{}</div>', paragraphs(said), _words_table(rows), title=title)


def _limits(summary: Summary) -> Html:
    title, said, _ = lines_words.limits(summary)
    return markup(
        "<h3>{title}</h3><ul>{}</ul>", joined(markup("<li>{each}</li>", each=each) for each in said), title=title
    )


def _cuts(summary: Summary) -> Html:
    """The worst losses; for good, since repairs are told elsewhere."""
    title, _, rows = lines_words.worst(summary)
    return markup(
        "<div class='keep'><h3>{title}</h3>{}<p class='quiet'>Losses are for good. * as bad: others.</p></div>",
        _words_table(rows),
        title=title,
    )
