"""The report of a validation: every anchor, published beside ours, misses first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby

from hillfort.foundation.version import VERSION
from hillfort.report.parts import charts, html, numbers
from hillfort.report.parts.markup import NOTHING, Html, document, joined, markup
from hillfort.report.validation import words as anchor_words
from hillfort.validation.anchors import FITTED, NEAR, RULES, Anchor

INTRODUCTION = (
    "Each anchor is a figure that somebody has published and that the model can be asked for. Fitted means "
    "that something in "
    "the model was chosen with the figure in sight, predicted that nothing was. A miss is a result: it stays "
    "in the list, "
    "and DIFFERENCES.md says what is behind it."
)
KEY = (
    "Grey: what counts as published, by the rule. Dot and line: ours, with its interval where anything was "
    "sampled: 95 % where "
    "nothing else is said."
)
STRIP = (190, 26)
MET, MISSED = charts.NEUTRAL, charts.RED


def validation(anchors: Sequence[Anchor], *, made: str) -> Html:
    """The page as HTML: nothing fetched.

    Parameters
    ----------
    anchors : sequence of Anchor
        In the order of their subjects.
    made : str
        How it was made: draws, seed.
    """
    sampled = [each for each in anchors if each.rule != "equal"]
    exact = [each for each in anchors if each.rule == "equal"]
    body = [
        markup(
            '<header class="top"><p class="eyebrow">Validation · {made}</p><h1>{}</h1>{}',
            headline(anchors),
            _tiles(anchors),
            made=made,
        ),
        markup('<div class="lead">{}</div>{}</header><main>', html.paragraphs([INTRODUCTION]), _navigation(anchors)),
        _misses(anchors),
        *(_subject(name, list(group)) for name, group in groupby(sampled, key=_subject_of)),
        _exact(exact),
        _rules(),
        _sources(anchors),
        markup("</main>"),
        markup("<footer>Hillfort {VERSION} · {made}</footer>", VERSION=VERSION, made=made),
    ]
    return document("Validation: what is published against what Hillfort says", body, None)


def headline(anchors: Sequence[Anchor]) -> str:
    """The sum of it in a sentence."""
    predicted = [each for each in anchors if each.kind != FITTED and each.rule != "equal"]
    if not predicted:
        return "Published figures against the model's"
    met = sum(each.ok for each in predicted)
    return f"{met} of {len(predicted)} published figures that nothing was fitted to come out as published"


def _subject_of(anchor: Anchor) -> str:
    return anchor.subject


def _key(subject: str) -> Html:
    return joined(letter if letter.isalnum() else "-" for letter in subject.lower())


def _tiles(anchors: Sequence[Anchor]) -> Html:
    groups = (
        (
            "predicted: nothing in the model was chosen with the figure in sight",
            [each for each in anchors if each.kind != FITTED and each.rule != "equal"],
        ),
        ("fitted: something was", [each for each in anchors if each.kind == FITTED]),
        (
            "figures of classical laws, computed from their published equations",
            [each for each in anchors if each.rule == "equal"],
        ),
    )
    tiles = joined(
        markup(
            '<div class="tile"><b>{} of {}</b><span>met, {what}</span></div>',
            sum(each.ok for each in found),
            len(found),
            what=what,
        )
        for what, found in groups
        if found
    )
    return markup('<div class="tiles">{tiles}</div>', tiles=tiles)


def _navigation(anchors: Sequence[Anchor]) -> Html:
    names = dict.fromkeys(each.subject for each in anchors if each.rule != "equal")
    links = [
        ("misses", "Misses"),
        *((_key(name), name) for name in names),
        ("exact", "Classical laws"),
        ("sources", "Sources"),
    ]
    shown = joined(markup('<a href="#{key}">{name}</a>', key=key, name=name) for key, name in links)
    return markup("<nav>{shown}</nav>", shown=shown)


def _misses(anchors: Sequence[Anchor]) -> Html:
    missed = [each for each in anchors if not each.ok]
    if not missed:
        return markup('<section id="misses"><h2>Misses</h2><p>None.</p></section>')
    rows = [
        (
            each.subject,
            each.name,
            _whole(anchor_words.published(each)),
            _whole(anchor_words.ours(each)),
            each.kind,
        )
        for each in missed
    ]
    head = ("Subject", "Anchor", "Published", "Ours", "How")
    return markup('<section id="misses"><h2>Misses</h2>{}</section>', html.table(head, rows))


def _subject(name: str, anchors: Sequence[Anchor]) -> Html:
    """One subject: a row an anchor, with a small picture."""
    shared = _shared(anchors)
    rows = [
        (
            each.name + _quiet([part for part in _sentences(each) if part not in shared]),
            _whole(anchor_words.published(each)),
            _whole(anchor_words.ours(each)),
            strip(each),
            each.kind,
            _verdict(each),
        )
        for each in anchors
    ]
    head = ("Anchor", "Published", "Ours", "", "How", "Verdict")
    return markup(
        '<section id="{}"><h2>{name}</h2>{}<p class="quiet">{}</p></section>',
        _key(name),
        html.table(head, rows, "anchors"),
        " ".join([*shared, KEY]),
        name=name,
    )


def _sentences(anchor: Anchor) -> list[str]:
    """The sentences of a note."""
    return [f"{part.rstrip('.')}." for part in anchor.note.split(". ") if part]


def _shared(anchors: Sequence[Anchor]) -> list[str]:
    """Sentences that stand in the note of every anchor: they are said once, under the table."""
    return [
        part
        for part in _sentences(anchors[0])
        if len(anchors) > 1 and all(part in _sentences(each) for each in anchors)
    ]


def _quiet(sentences: Sequence[str]) -> Html:
    return markup('<br><span class="quiet">{}</span>', " ".join(sentences)) if sentences else NOTHING


def _whole(figure: str) -> Html:
    """A figure that is not broken over lines."""
    return markup('<span style="white-space:nowrap">{figure}</span>', figure=figure)


def _verdict(anchor: Anchor) -> Html:
    colour = MET if anchor.ok else MISSED
    return markup('<b style="color:{colour}">{}</b>', anchor.verdict, colour=colour)


def strip(anchor: Anchor) -> str:
    """The published figure and ours on one line; nothing where ours does not exist."""
    band = _band(anchor)
    values = [each for each in (anchor.ours, anchor.low, anchor.high, *band) if math.isfinite(each)]
    if math.isnan(anchor.ours):
        return NOTHING
    start, end = (0.0, 1.0) if anchor.unit in numbers.SHARES else (min(0.0, *values), 1.08 * max(values))
    width, height = STRIP
    scale = (width - 12.0) / ((end - start) or 1.0)

    def x(value: float) -> float:
        return 6.0 + scale * (min(max(value, start), end) - start)

    colour = MET if anchor.ok else MISSED
    left, right = x(band[0]), x(band[1])
    parts = [
        markup('<line x1="6" x2="{}" y1="13" y2="13" class="grid"/>', width - 6),
        markup(
            '<rect x="{:.1f}" y="4" width="{:.1f}" height="18" fill="#c9c4b8"/>',
            min(left, right - 2),
            max(right - left, 2.5),
        ),
    ]
    if math.isfinite(anchor.low):
        parts.append(
            markup(
                '<line x1="{:.1f}" x2="{:.1f}" y1="13" y2="13" stroke="{colour}" stroke-width="2.5"/>',
                x(anchor.low),
                x(anchor.high),
                colour=colour,
            )
        )
    parts.append(markup('<circle cx="{:.1f}" cy="13" r="4" fill="{colour}"/>', x(anchor.ours), colour=colour))
    return charts.svg(
        width, height, parts, title=f"published {anchor_words.published(anchor)}, ours {anchor_words.ours(anchor)}"
    )


def _band(anchor: Anchor) -> tuple[float, float]:
    """What is drawn as published: a range, or all that the rule allows."""
    if isinstance(anchor.published, tuple):
        return anchor.published
    if anchor.rule == "near":
        return anchor.published / NEAR, anchor.published * NEAR
    if anchor.rule == "at most":
        return 0.0, anchor.published
    if anchor.rule == "at least":
        return anchor.published, 1.0 if anchor.unit in numbers.SHARES else max(anchor.published, anchor.ours)
    return anchor.published, anchor.published


def _exact(anchors: Sequence[Anchor]) -> Html:
    if not anchors:
        return NOTHING
    rows = [
        (
            each.subject,
            each.name,
            anchor_words.published(each),
            anchor_words.ours(each),
            _verdict(each),
        )
        for each in anchors
    ]
    return markup(
        "<section id=\"exact\"><h2>Classical laws</h2><p>The 3:1 rule, Lanchester's laws, Epstein's adaptive "
        "model and Biddle's formal model, each run on the inputs of its published cases. That they are "
        "computed rightly says nothing about whether battles follow them.</p>{}</section>",
        html.table(("Law", "Figure", "Published", "Ours", "Verdict"), rows),
    )


def _rules() -> Html:
    rows = joined(
        markup("<dt>{}</dt><dd>{}.</dd>", name.capitalize(), meaning[:1].upper() + meaning[1:])
        for name, meaning in RULES.items()
    )
    return markup('<section id="rules"><h2>How a verdict is reached</h2><dl>{rows}</dl></section>', rows=rows)


def _sources(anchors: Sequence[Anchor]) -> Html:
    rows = joined(
        markup("<li><b>{subject}</b>: {source}</li>", subject=subject, source=source)
        for subject, source in dict.fromkeys((each.subject, each.source) for each in anchors if each.source)
    )
    return markup('<section id="sources"><h2>Sources</h2><ul>{rows}</ul></section>', rows=rows)
