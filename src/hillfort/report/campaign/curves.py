"""The curves of a report, as charts: survival of objectives, arrival of help, balance of forces, isolation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from hillfort.campaign.outcome import Outcome
from hillfort.report.parts import charts, numbers, words
from hillfort.report.parts.charts import ChartLine, Frame
from hillfort.report.parts.markup import NOTHING, Html, joined, markup
from hillfort.studies import intervals
from hillfort.studies.campaign.kept import KeptDraws

Summary = Mapping[str, Any]


def survival_shares(
    outcome: Outcome | KeptDraws, objective: int, hours: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Share of draws in which an objective has not been lost by each hour, with its interval."""
    lost = outcome.lost_h[:, objective]
    counts = [int(np.sum(~(lost <= hour))) for hour in hours]
    found = [intervals.wilson(count, outcome.draws) for count in counts]
    return tuple(np.array([getattr(each, name) for each in found]) for name in ("chance", "low", "high"))  # type: ignore[return-value]


def survival(summary: Summary, outcome: Outcome) -> Html:
    """One small chart an objective, those that count first."""
    hours = np.arange(0.0, 24.0 * outcome.days + 1.0, 6.0)
    order = sorted(range(len(outcome.objectives)), key=lambda place: (not bool(outcome.protected[place]), place))
    found, quiet = [], []
    for place in order:
        if not outcome.protected[place] and np.isnan(outcome.lost_h[:, place]).all():
            quiet.append(summary["objectives"][place]["name"])
            continue
        numbers_of = summary["objectives"][place]
        middle, low, high = survival_shares(outcome, place, hours)
        colour = charts.BLUE if outcome.protected[place] else charts.MUTED
        frame = Frame(268, 150, float(outcome.days), 1.0, charts.nice_step(outcome.days, 4), 0.5, "day", y_percent=True)
        drawn = charts.chart(
            frame,
            [ChartLine(hours / 24.0, middle, low, high, colour, step=True)],
            title=f"{numbers_of['name']}: share of draws in which it has not been lost, by day",
        )
        found.append(_small(numbers_of, drawn))
    never = markup("<p class='quiet'>Lost in no draw: {}.</p>", words.listing(quiet)) if quiet else ""
    return markup('<div class="small-multiples">{}</div>{never}', joined(found), never=never)


def _small(objective: Mapping[str, Any], drawn: str) -> Html:
    mark = "" if objective["protected"] else markup(" <span class='quiet'>does not count for holding</span>")
    when = numbers.span(objective["lost_h"], "h")
    loss = "" if objective["lost_h"]["p50"] is None else f", then at {when}"
    return markup(
        "<figure><figcaption><b>{}</b>{mark}<br><span class='quiet'>lost in "
        "{}{loss}</span></figcaption>{drawn}</figure>",
        objective["name"],
        numbers.chance(objective["lost_chance"]),
        mark=mark,
        loss=loss,
        drawn=drawn,
    )


def _quantile_line(days: np.ndarray, found: list[Mapping[str, Any]], colour: str, name: str) -> ChartLine:
    low, middle, high = (np.array([each[key] for each in found], dtype=float) for key in ("p10", "p50", "p90"))
    return ChartLine(days, middle, low, high, colour, name)


def reinforcement(summary: Summary) -> Html:
    """Battalions arrived from outside: median and the range of four draws in five."""
    rows = summary["reinforcement"]
    days = np.array([row["day"] for row in rows], dtype=float)
    line = _quantile_line(days, [row["battalions"] for row in rows], charts.BLUE, "")
    top = max(float(line.high.max()), 1.0)
    step = charts.nice_step(top, 5)
    first = summary["verdict"]["first_brigade_h"]["p50"]
    marks = () if first is None else ((first / 24.0, f"first brigade, median day {first / 24.0:.0f}"),)
    frame = Frame(
        944, 260, float(days[-1]), np.ceil(top / step) * step, charts.nice_step(days[-1], 10), step, "day", marks=marks
    )
    return charts.chart(frame, [line], title="Battalions arrived from outside the region, by day")


def balance(summary: Summary) -> Html:
    """Strength of both sides in the theatre."""
    rows = summary["balance"]
    days = np.array([row["day"] for row in rows], dtype=float)
    lines = [
        _quantile_line(days, [row[side] for row in rows], colour, side.capitalize())
        for side, colour in (("blue", charts.BLUE), ("red", charts.RED))
    ]
    top = max(float(line.high.max()) for line in lines) or 1.0
    step = charts.nice_step(top, 5)
    frame = Frame(
        944, 280, float(days[-1]), np.ceil(top / step) * step, charts.nice_step(days[-1], 10), step, "day", right=52
    )
    return charts.chart(frame, lines, title="Battalion equivalents alive in the theatre, by day and side")


def isolation(summary: Summary) -> Html:
    """Chance of each day without an open way in for at least half of it."""
    rows = summary["isolation"]
    days = np.array([row["day"] for row in rows], dtype=float)
    middle, low, high = (np.array([row["isolated"][key] for row in rows]) for key in ("chance", "low", "high"))
    frame = Frame(944, 180, float(max(days[-1], 2.0)), 1.0, charts.nice_step(days[-1], 10), 0.5, "day", y_percent=True)
    middle, low, high = (np.append(each[0], each) for each in (middle, low, high))
    line = ChartLine(np.append(0.0, days), middle, low, high, charts.ACCENT)
    return charts.chart(frame, [line], title="Chance that no way in is open for at least half of a day, by day")


def drivers(question: Mapping[str, Any], most: int = 10) -> Html:
    """What moves one answer as a table with bars, strongest first, the law's last; '' where nothing stands out."""
    findings = question["findings"][:most]
    if not findings:
        return NOTHING
    unit = question["unit"]
    reach = max(max(abs(found["low"]), abs(found["high"])) for found in findings)
    rows: list[Html] = []
    for found in findings:
        change, faint = numbers.difference(found, words.short(unit)), found["finding"] != "clear"
        drawn = charts.bar(found["change"], (found["low"], found["high"]), reach, faint=faint, title=change)
        if found.get("of_the_law") and not any(each.get("of_the_law") for each in findings[: len(rows)]):
            rows.append(markup("<tr><th colspan=5>Of the model's law of ground combat</th></tr>"))
        name, note = found["title"], found["name"]
        more = markup("<br><span class='quiet'>{note}</span>", note=note) if note != name else ""
        rows.append(
            markup(
                "<tr><td><b>{name}</b>{more}</td><td>{}</td><td class='number'>{}</td><td>{drawn}</td><td "
                "class='number'>{change}</td></tr>",
                words.reach(found),
                words.levels(found, unit),
                name=name,
                more=more,
                drawn=drawn,
                change=change,
            )
        )
    head = joined(
        markup("<th>{name}</th>", name=name)
        for name in ("Assumption", "Lowest to highest third", "Answer", "Change", "")
    )
    return markup(
        '<div class="scroll"><table class="drivers"><thead><tr>{head}</tr></thead><tbody>{}</tbody></table></div>',
        joined(rows),
        head=head,
    )
