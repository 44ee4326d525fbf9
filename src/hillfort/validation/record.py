"""The fitted law against what was published about battles apart from the record it was fitted to.

Who prevails by force ratio, from another database of division engagements; and how fast attackers go, heavily and
lightly engaged and in the wars after the record ends. For the law's scores on battles left out of its fit see
`battles`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from hillfort.ground.adjudication import QUANTILES, Adjudication, predict, undecided_margin, wins_by_ratio
from hillfort.ground.fight import Fight
from hillfort.validation.anchors import PREDICTED, Anchor, Given, Progress
from hillfort.validation.battles.file import Battle, record

WINS, ADVANCE = "Wins by force ratio", "Advance by the law"
ENGAGEMENTS = "The Dupuy Institute (2019), division-level engagement database, 672 engagements 1904-1991"
PACE = "Keeping Pace, Leiden Security and Global Affairs (2022), after Helmbold"

TABLE = (
    ("0.20", 0.20, 0.0, 2),
    ("0.25-0.49", 0.37, 22.0, 9),
    ("0.50-0.99", 0.75, 42.0, 77),
    ("1.00-1.49", 1.25, 55.0, 150),
    ("1.50-1.99", 1.75, 59.0, 123),
    ("2.00-2.49", 2.25, 71.0, 56),
    ("2.50-2.99", 2.75, 83.0, 53),
    ("3.00-3.49", 3.25, 69.0, 48),
    ("3.50-3.98", 3.74, 77.0, 30),
    ("4.06-5.87", 4.96, 65.0, 66),
    ("6.06-7.90", 6.98, 88.0, 17),
    ("8.20-17.87", 12.0, 100.0, 41),
)
"""Force ratios of a row, its middle, per cent of attackers who won, engagements."""

DRIVES = (
    (
        "Heavily engaged: prepared defence at 3:1",
        2.0,
        Fight(attacker_persons=45_000.0, defender_persons=15_000.0, posture="prepared"),
    ),
    (
        "Lightly engaged: delaying defence at 3:1",
        11.0,
        Fight(attacker_persons=45_000.0, defender_persons=15_000.0, posture="delay"),
    ),
    ("United States against Iraq, 1991", 35.0, Fight(air=1.0, year=1991.0, attacker_army="USA", defender_army="Iraq")),
)
"""Name, published km a day, and the facts of the fight; what is not given is not known."""


def anchors(given: Given, progress: Progress) -> Iterator[Anchor]:
    """Twelve rows of wins by force ratio, how far the whole curve is off, and three rates of advance."""
    model = given.data("adjudication")
    progress(0, 2)
    battles, _ = given.data("battles")
    yield from wins(model, battles)
    progress(1, 2)
    yield from advances(model)
    progress(2, 2)


def wins(model: Adjudication, battles: Sequence[Battle]) -> Iterator[Anchor]:
    """Share of attackers who prevail in each row of the published table, and the distance of the two curves.

    The interval of a row is the model's for as many fights.

    Assumes
    -------
    The published shares are of all engagements, drawn ones included: over all rows they are 63.7 %, and the record has
    62 % with draws and 68 % without. So a fight that nobody would win by more than what makes as many draws as
    `battles` had is no win.
    """
    outcomes = record(battles).outcome
    known = [each.fight for each, outcome in zip(battles, outcomes, strict=True) if math.isfinite(outcome)]
    drawn = float((outcomes == 0.0).sum()) / max(len(known), 1)
    undecided = undecided_margin(model, known, drawn=drawn)
    counts = [row[3] for row in TABLE]
    found = wins_by_ratio(model, [row[1] for row in TABLE], counts=counts, undecided=undecided)
    for (name, middle, won, count), (ours, low, high) in zip(TABLE, found, strict=True):
        yield Anchor(
            WINS,
            f"Attackers who win at {name.replace('-', '–')} to 1",
            won / 100.0,
            ours / 100.0,
            low / 100.0,
            high / 100.0,
            unit="share",
            kind=PREDICTED,
            source=ENGAGEMENTS,
            note=f"{count} engagements; ours at {middle:g} to 1, draws counted as no win. 90 % interval: doubt of the "
            "law and luck of as many fights.",
        )
    off = distance([row[2] / 100.0 for row in TABLE], [each[0] / 100.0 for each in found], counts)
    by_luck = math.sqrt(sum(0.01 * row[2] * (1.0 - 0.01 * row[2]) for row in TABLE) / sum(counts))
    yield Anchor(
        WINS,
        "Distance of the curve from the published one",
        by_luck,
        off,
        off,
        off,
        unit="share",
        rule="at most",
        kind=PREDICTED,
        source=ENGAGEMENTS,
        note="Root mean square over engagements. Published: what luck alone would make of as many engagements.",
    )


def distance(published: Sequence[float], ours: Sequence[float], counts: Sequence[int]) -> float:
    """Root mean square difference of two curves, each point weighted by the fights that it stands for.

    >>> round(distance([0.2, 0.6], [0.4, 0.6], [1, 3]), 2)
    0.1
    """
    squares = sum(count * (one - other) ** 2 for one, other, count in zip(published, ours, counts, strict=True))
    return math.sqrt(squares / sum(counts))


def advances(model: Adjudication) -> Iterator[Anchor]:
    """Median advance of a single fight; the interval holds four fights in five."""
    found = predict(model, [fight for _, _, fight in DRIVES])
    for row, (name, published, _) in enumerate(DRIVES):
        middle, spread = float(found.asinh_advance[0][row]), float(found.asinh_advance[1][row])
        low, high = (math.sinh(middle + QUANTILES[key] * spread) for key in ("p10", "p90"))
        yield Anchor(
            ADVANCE,
            name,
            published,
            math.sinh(middle),
            low,
            high,
            unit="km/day",
            kind=PREDICTED,
            source=PACE,
            note="Median of single fights and where four in five lie; published are means of forces over days and "
            "weeks.",
        )
