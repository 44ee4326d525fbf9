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
from hillfort.report.parts.html import paragraphs, text
from hillfort.report.sea import words as sea_words
from hillfort.studies.campaign.surroundings import Around

Summary = Mapping[str, Any]
TITLES = {"air": "In the air", "sea": "At sea", "lines": "Lines of communication"}
SKY_DAYS = (1, 3, 7, 14, 21, 30)
MAP_DAYS = (3, 14)
NOBODY = "#d9d6cf"
MAP_DPI = 120


def all_of(around: Around, *, names: Mapping[str, str] | None = None, credit: str = "") -> list[str]:
    """Every section that the scenario has something to say on; `names` of countries by code, the code where none is given."""
    make = {
        "air": lambda: air(around.summary["air"], names or {}),
        "sea": lambda: sea(around, credit=credit),
        "lines": lambda: lines(around, credit=credit),
    }
    return [_missing(key, around.summary[key]) or make[key]() for key in TITLES if around.has(key)]


def _missing(key: str, found: Summary) -> str:
    """Why there is nothing to show; '' where there is."""
    if "missing" not in found:
        return ""
    why = f"This could not be told for this scenario: {found['missing']}"
    return f'<section id="{key}"><h2>{TITLES[key]}</h2>{paragraphs([why])}</section>'


def _picture(drawn: bytes, caption: str, *, alt: str) -> str:
    data = base64.b64encode(drawn).decode("ascii")
    return f'<figure class="picture"><figcaption>{caption}</figcaption><img alt="{text(alt)}" src="data:image/png;base64,{data}"></figure>'


def _words_table(rows: Sequence[Sequence[str]]) -> str:
    """A table from rows of words, the head first; nothing where there is only a head."""
    if len(rows) < 2:
        return ""
    return html.table([text(cell) for cell in rows[0]], [[text(cell) for cell in row] for row in rows[1:]])


# --- in the air


def air(summary: Summary, names: Mapping[str, str]) -> str:
    """Who holds the sky over each country by day, airlift, sorties, and what the air cost each side."""
    draws = numbers.plural(summary["draws"], "draw")
    panels = "".join(
        f"<figure><figcaption><b>{text(names.get(code, code))}</b></figcaption>{_sky_chart(days, title=f'Sky over {names.get(code, code)} by day')}</figure>"
        for code, days in summary["countries"].items()
    )
    legend = "".join(
        f'<span><i style="background:{colour}"></i>{name}</span>'
        for colour, name in (
            (charts.BLUE, "Blue holds the sky"),
            (NOBODY, "nobody does"),
            (charts.RED, "Red holds the sky"),
        )
    )
    return (
        f'<section id="air"><h2>{TITLES["air"]}</h2>{paragraphs(air_words(summary, names))}'
        f"<figure><figcaption><b>Who holds the sky</b>, share of {draws} by day. Dashed: share of the day in which transport aircraft can land, "
        f'mean of all draws.</figcaption><div class="small-multiples narrow">{panels}</div><div class="legend">{legend}'
        '<span><svg class="key" width="26" height="12" viewBox="0 0 26 12"><line x1="0" x2="26" y1="6" y2="6" stroke="#22262b" stroke-width="2" stroke-dasharray="5 3"/></svg> airlift open</span>'
        f"</div></figure>{_sky_table(summary, names)}"
        f"<figure><figcaption><b>Sorties a day</b>, median and the range of four in five of {draws}</figcaption>{_sorties_chart(summary)}</figure>"
        f"<h3>What the air costs in {numbers.plural(summary['days'], 'day')}</h3>{_cost_table(summary)}"
        f'<p class="quiet">{text(" ".join(summary["definitions"].values()))} The sky alone, beside the campaign: in the campaign bases are '
        "overrun and sorties follow the fighting. Chances with 95 % intervals, other numbers with the range of four draws in five.</p></section>"
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
        f"{side.capitalize()} {numbers.span(_whole(cost[side]['aircraft']), 'aircraft')} and {numbers.span(cost[side]['battalion_equivalents'], 'bn eq.')} on the ground"
        for side in ("blue", "red")
    ]
    return [
        f"{first}. {_held(named, later)}",
        f"Transport aircraft can land, of the hours of day {later}: {words.listing(lift)}.",
        f"In {numbers.plural(summary['days'], 'day')} the air costs {lost[0]}, {lost[1]}.",
    ]


def _held(named: Mapping[str, Any], day: int) -> str:
    """Countries over which a side holds the sky in at least half of the draws, on a later day."""
    found = {
        side: [name for name, days in named.items() if days[day - 1][f"{side}_holds"]["chance"] >= 0.5]
        for side in ("red", "blue")
    }
    said = [f"{side.capitalize()} holds it over {words.listing(names)}" for side, names in found.items() if names]
    if not said:
        return f"On day {day} neither side holds it over any country in most draws."
    return f"On day {day}, in most draws, {words.listing(said)}."


def _whole(found: Summary) -> dict[str, Any]:
    return {key: None if value is None else float(round(value)) for key, value in found.items()}


def _sky_chart(days: Sequence[Summary], *, title: str) -> str:
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
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{floor - top:.1f}" fill="{NOBODY}"/>',
        _steps(frame, x, blue, base=0.0, colour=charts.BLUE),
        _steps(frame, x, [1.0 - share for share in red], base=1.0, colour=charts.RED),
        f'<polyline points="{lift}" fill="none" stroke="#fffefb" stroke-width="4" stroke-linejoin="round"/>',
        f'<polyline points="{lift}" fill="none" stroke="{charts.INK}" stroke-width="2" stroke-dasharray="5 3" stroke-linejoin="round"/>',
    ]
    return charts.svg(frame.width, frame.height, [charts.axes(frame), *parts], title=title)


def _steps(frame: Frame, x: np.ndarray, shares: Sequence[float], *, base: float, colour: str) -> str:
    """An area of steps between a share and the edge of the chart."""
    points = [f"{frame.x(0.0):.1f},{frame.y(base):.1f}"]
    for place, share in enumerate(shares):
        points += [f"{frame.x(float(end)):.1f},{frame.y(share):.1f}" for end in (x[place], x[place + 1])]
    points.append(f"{frame.x(float(x[-1])):.1f},{frame.y(base):.1f}")
    return f'<polygon points="{" ".join(points)}" fill="{colour}"/>'


def _sky_table(summary: Summary, names: Mapping[str, str]) -> str:
    days = [day for day in SKY_DAYS if day <= summary["days"]]
    rows = []
    for code, found in summary["countries"].items():
        for key, what in (
            ("red_holds", "Red holds the sky"),
            ("blue_holds", "Blue holds the sky"),
            ("airlift_open", "airlift open"),
        ):
            name = f"<b>{text(names.get(code, code))}</b>" if key == "red_holds" else ""
            rows.append((name, what, *(numbers.chance(found[day - 1][key]) for day in days)))
    return html.table(("Country", "", *(f"day {day}" for day in days)), rows)


def _sorties_chart(summary: Summary) -> str:
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


def _cost_table(summary: Summary) -> str:
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


def sea(around: Around, *, credit: str) -> str:
    """State of each lane by day, the chance that a load is there, and where the lanes are."""
    from hillfort.report.sea import pictures as sea_pictures

    summary, study = around.summary["sea"], around.sea
    if study is None or not summary["lanes"]:
        return _missing("sea", {"missing": "the sea order has no lane of supply."})
    days = [day for day in MAP_DAYS if day <= summary["days"]] or [summary["days"]]
    picture = pictures.png(sea_pictures.lane_map(study, days=days, bare=True), dpi=MAP_DPI)
    caption = f"<b>Chance that ships sail</b>, alone or in convoy, on {words.listing([f'day {day}' for day in days])}"
    parts = [f'<section id="sea"><h2>{TITLES["sea"]}</h2>{paragraphs([sea_words.headline(summary)])}']
    parts.append(
        f"{_picture(picture, caption, alt='Map of the sea lanes by the chance that they are sailed')}{html.credit_line(credit)}"
    )
    for title, rows, notes in (sea_words.delivers(summary), sea_words.states(summary)):
        parts.append(f"<h3>{text(title)}</h3>{_words_table(rows)}<p class='quiet'>{text(' '.join(notes))}</p>")
    draws = numbers.plural(summary["draws"], "draw")
    parts.append(
        f"<p class='quiet'>{draws} of the sea alone, day by day from H-hour. {text(' '.join(summary['leaves_out']))}</p></section>"
    )
    return "".join(parts)


# --- lines of communication


def lines(around: Around, *, credit: str) -> str:
    """What arrives by day on the best network, what limits it, what isolates, the first worst losses."""
    from hillfort.report.lines import map as lines_map

    answer = around.lines
    assert answer is not None
    summary = answer.summary
    _, said, rows = lines_words.arrivals(summary)
    parts = [f'<section id="lines"><h2>{TITLES["lines"]}</h2>{paragraphs([lines_words.headline(summary), *said])}']
    if summary["first_day"] is None:
        return "".join([*parts, "</section>"])
    chance = ""
    if summary["chance"] is not None:
        chance = " Brown: the median draw of closures and repairs, with four draws in five; it may lie higher, since how much everybody brings is drawn too."
    caption = f"<b>Vehicles in the region, by day after the warning.</b> Blue: the exact most, at best values. Black: a feasible schedule.{chance}"
    parts.append(
        f"<figure><figcaption>{caption}</figcaption>{lines_curves.arrival_chart(summary)}</figure>{_words_table(rows)}"
    )
    if summary["undisturbed"] >= 1.0:
        parts.append(_limits(summary) + _part(lines_words.isolation(summary)) + _cuts(summary))
        picture = pictures.png(lines_map.lines_map(answer), dpi=MAP_DPI)
        shown = f"<b>Where it flows, and the worst loss of {summary['attack_size']}</b>"
        parts.append(f"{_picture(picture, shown, alt='Map of the lines of communication')}{html.credit_line(credit)}")
    if summary["chance"] is not None:
        parts.append(_part(lines_words.chance(summary)))
    more = f"`hillfort lines` on the same scenario tells more: each destination, single targets, repairs, what to fortify. {lines_words.certificate(summary)[1][0]}"
    return "".join([*parts, f"<p class='quiet'>{text(more.replace('`', ''))}</p></section>"])


def _part(part: lines_words.Part) -> str:
    title, said, rows = part
    return f'<div class="keep"><h3>{text(title)}</h3>{paragraphs(said)}{_words_table(rows)}</div>'


def _limits(summary: Summary) -> str:
    title, said, _ = lines_words.limits(summary)
    return f"<h3>{text(title)}</h3><ul>{''.join(f'<li>{text(each)}</li>' for each in said)}</ul>"


def _cuts(summary: Summary) -> str:
    """The worst losses; for good, since repairs are told elsewhere."""
    title, _, rows = lines_words.worst(summary)
    return f"<div class='keep'><h3>{text(title)}</h3>{_words_table(rows)}<p class='quiet'>Losses are for good. * as bad: others.</p></div>"
