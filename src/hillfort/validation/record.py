"""The fitted law against what was published about battles apart from the record it was fitted to.

Who prevails by force ratio, from another database of division engagements; and how fast attackers go, heavily and
lightly engaged and in the wars after the record ends. For the law's scores on battles left out of its fit see
`battles`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from hillfort.ground.adjudication import QUANTILES, Adjudication, predict, wins_by_ratio
from hillfort.ground.fight import Fight
from hillfort.validation.anchors import PREDICTED, Anchor, Given, Progress

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
    """Twelve rows of wins by force ratio, and three rates of advance."""
    model = given.data("adjudication")
    progress(0, 2)
    yield from wins(model)
    progress(1, 2)
    yield from advances(model)
    progress(2, 2)


def wins(model: Adjudication) -> Iterator[Anchor]:
    """Share of attackers who prevail in each row of the published table;
    the interval is the model's for as many fights."""
    found = wins_by_ratio(model, [row[1] for row in TABLE], counts=[row[3] for row in TABLE])
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
            note=f"{count} engagements; ours at {middle:g} to 1. 90 % interval: doubt of the law and luck of as "
            "many fights.",
        )


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
