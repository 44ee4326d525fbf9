"""Files of battles, of the calibrated model, and of what a validation against battles found."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from hillfort.files.battles import cdb90
from hillfort.files.tables import read as tables
from hillfort.files.tables import write
from hillfort.files.tables.cells import Number, is_blank
from hillfort.files.tables.read import Shape, TableRow
from hillfort.files.yaml.shipped import DATA
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.ground.adjudication import FASTEST_KM_PER_DAY, QUANTILES, Adjudication, Prediction, from_plain
from hillfort.ground.fight import POSTURES, Fight, Wealth
from hillfort.validation.battles.file import Battle, BattleOutcome

SHIPPED = DATA / "battles" / "since-1900.csv"
"""The battles that the model is calibrated on."""
EARLIER = DATA / "battles" / "before-1900.csv"
"""Battles of wars before those: they help to say who prevails."""
MODEL = DATA / "ground" / "adjudication.json"
WEALTH = DATA / "ground" / "wealth.json"

KNOWN = (
    "isqno",
    "name",
    "war",
    "war_group",
    "theatre_group",
    "campaign",
    "campaign_group",
    "location",
    "year",
    "date_start",
    "date_end",
    "era",
    "attacker_force",
    "attacker_nation",
    "defender_force",
    "defender_nation",
    "attacker_strength",
    "attacker_strength_basis",
    "attacker_strength_total",
    "attacker_tanks",
    "attacker_light_tanks",
    "attacker_main_battle_tanks",
    "attacker_artillery",
    "attacker_horse_cavalry",
    "attacker_air_sorties",
    "attacker_front_km",
    "defender_strength",
    "defender_strength_basis",
    "defender_strength_total",
    "defender_tanks",
    "defender_light_tanks",
    "defender_main_battle_tanks",
    "defender_artillery",
    "defender_horse_cavalry",
    "defender_air_sorties",
    "defender_front_km",
    "air_superiority",
    "surprise",
    "defender_posture",
    "defender_posture_2",
    "terrain_relief",
    "weather_wet",
    "attacker_river_crossing",
    "combat_days",
    "outcome",
    "attacker_win",
    "attacker_casualties",
    "defender_casualties",
    "log_ler",
    "attacker_casualty_pct_per_day",
    "defender_casualty_pct_per_day",
    "advance_km_per_day",
)
"""Columns of the shipped file that a header may be meant to be."""
COUNTS = {
    f"{side}_{what}": Number(0.0, most, whole=True)
    for what, most in (("strength", 1e8), ("tanks", 1e6), ("artillery", 1e6))
    for side in ("attacker", "defender")
}
FACTS = COUNTS | {
    "year": Number(1000.0, 2200.0, whole=True),
    "attacker_front_km": Number(0.0, 1e5),
    "defender_front_km": Number(0.0, 1e5),
    "air_superiority": Number(-1.0, 1.0),
    "surprise": Number(-3.0, 3.0),
    "weather_wet": Number(0.0, 1.0),
    "attacker_river_crossing": Number(0.0, 1.0),
}
"""Facts known beforehand that are numbers, with the range that is allowed."""
OUTCOMES = {
    "outcome": Number(
        -1.0, 1.0, whole=True, instead="Write 1 if the attacker won, 0 for a draw, -1 if he lost, nothing if unknown."
    ),
    "attacker_win": Number(0.0, 1.0, whole=True),
    "log_ler": Number(-20.0, 20.0),
    "attacker_casualty_pct_per_day": Number(0.0, 100.0),
    "defender_casualty_pct_per_day": Number(0.0, 100.0),
    "advance_km_per_day": Number(-1000.0, 1000.0),
    "combat_days": Number(0.0, 5000.0),
}
"""What came of it: read for scores alone; blank is not known, and what cannot be read is a problem like any other."""
WORDS = {"defender_posture": tuple(POSTURES), "terrain_relief": ("flat", "rolling", "rugged")}
NAMES = ("attacker_nation", "defender_nation")
SHAPE = Shape(known=KNOWN, needed=("isqno",), numbers=FACTS | OUTCOMES, dates=("date_start",))


def read(path: str | Path | None = None) -> list[Battle]:
    """Battles of a file in the dictionary's format; None is the file that ships with Hillfort.

    Every row comes back, whatever is blank in it. Columns that are absent count as blank; `isqno` alone is required.

    Raises
    ------
    InputError
        No such file, no such column, a value out of its range, the same key twice: every problem, with file and line.

    Examples
    --------
    >>> len(read())
    271
    """
    place = Path(path) if path is not None else SHIPPED
    shown = str(path) if path is not None else place.name
    foreign = replace(SHAPE, known=frozenset(SHAPE.known) | cdb90.COLUMNS, needed=())
    cdb90.refuse(tables.header(place, foreign, shown), shown)
    table = tables.read(place, SHAPE, shown)
    _something_to_learn(table.columns, shown)
    problems = list(table.problems)
    battles, seen = [], dict[str, int]()
    for row in table.rows:
        battles.append(_battle(row, shown, problems))
        key = battles[-1].isqno
        if not key:
            problems.append(Problem(shown, row.line, "isqno", "is blank.", "Each battle needs a key of its own."))
        elif key in seen:
            problems.append(Problem(shown, row.line, "isqno", f"'{key}' was already on line {seen[key]}."))
        seen.setdefault(key, row.line)
    if not battles and not problems:
        problems.append(Problem(shown, 1, "", "holds no battle."))
    if problems:
        raise InputError(problems)
    return battles


def _something_to_learn(columns: Sequence[str], shown: str) -> None:
    """A table of other columns alone would be predicted all alike: that is no answer."""
    read = {*FACTS, *WORDS, *NAMES, "date_start"}
    others = [each for each in columns if each and each != "isqno"]
    if others and not read & set(others):
        words = f"has none of the columns that a prediction is made of; it has {', '.join(others[:8])}."
        raise InputError(Problem(shown, 1, "", words, f"Columns that are read: {', '.join(sorted(read))}."))


def _battle(row: TableRow, shown: str, problems: list[Problem]) -> Battle:
    number, text = row.numbers, row.text
    word = {name: _word(row, name, allowed, shown, problems) for name, allowed in WORDS.items()}
    surprise = number["surprise"]
    front = number["attacker_front_km"] or number["defender_front_km"]
    fight = Fight(
        attacker_persons=number["attacker_strength"] or None,
        defender_persons=number["defender_strength"] or None,
        attacker_tanks=number["attacker_tanks"],
        defender_tanks=number["defender_tanks"],
        front_km=front or None,
        air=number["air_superiority"],
        surprise=None if surprise is None else max(-1.0, min(1.0, surprise / 2.0)),
        posture=word["defender_posture"],
        wet=number["weather_wet"],
        year=_year(row, shown, problems),
        attacker_army=text.get("attacker_nation", ""),
        defender_army=text.get("defender_nation", ""),
    )
    return Battle(
        isqno=text.get("isqno", ""),
        name=text.get("name", ""),
        war=text.get("war_group") or text.get("war", ""),
        theatre=text.get("theatre_group") or text.get("war", ""),
        campaign=text.get("campaign_group") or text.get("campaign", ""),
        fight=fight,
        guns=(number["attacker_artillery"], number["defender_artillery"]),
        terrain=word["terrain_relief"] or "",
        river=number["attacker_river_crossing"] == 1.0,
        result=_result(row, shown, problems),
        line=row.line,
    )


def _year(row: TableRow, shown: str, problems: list[Problem]) -> float | None:
    year, day = row.numbers["year"], row.dates["date_start"]
    if year is not None and day is not None and int(year) != day.year:
        words = f"{day} is not in {year:.0f}, which the column year says."
        problems.append(Problem(shown, row.line, "date_start", words, "Correct one, or leave one blank."))
    return year if year is not None else float(day.year) if day is not None else None


def _word(row: TableRow, name: str, allowed: Sequence[str], shown: str, problems: list[Problem]) -> str | None:
    text = row.text.get(name, "").casefold()
    if is_blank(text):
        return None
    if text not in allowed:
        words = f"'{text[:40]}' is not one of {', '.join(allowed)}."
        problems.append(Problem(shown, row.line, name, words, did_you_mean(text, allowed)))
        return None
    return text


def _result(row: TableRow, shown: str, problems: list[Problem]) -> BattleOutcome:
    found = {name: math.nan if row.numbers[name] is None else float(row.numbers[name] or 0.0) for name in OUTCOMES}
    outcome, won = found["outcome"], found["attacker_win"]
    if outcome * (2.0 * won - 1.0) == -1.0:
        words = f"{won:g} and an outcome of {outcome:g} say the opposite of each other."
        problems.append(Problem(shown, row.line, "attacker_win", words, "Correct one, or leave one blank."))
    return BattleOutcome(
        outcome=outcome if math.isfinite(outcome) else 2.0 * won - 1.0,
        log_exchange=found["log_ler"],
        attacker_pct=found["attacker_casualty_pct_per_day"],
        defender_pct=found["defender_casualty_pct_per_day"],
        advance_km_per_day=found["advance_km_per_day"],
        days=found["combat_days"],
    )


def wealth() -> Wealth:
    """Product per head by country and year, as shipped.

    >>> round(wealth().log_per_head("USSR", 1943) - wealth().log_per_head("Germany", 1943), 2)
    -0.84
    """
    plain = json.loads(WEALTH.read_text(encoding="utf-8"))
    return Wealth(
        {name: {int(year): float(value) for year, value in each.items()} for name, each in plain["per_head"].items()},
        plain["names"],
        plain["codes"],
    )


@lru_cache(maxsize=3)
def adjudication(*, surprise: bool = True, by_wealth: bool = True) -> Adjudication:
    """The calibrated model that ships with Hillfort.

    Parameters
    ----------
    surprise : bool
        False takes the model that was fitted without surprise.
    by_wealth : bool
        False takes the model that was fitted without wealth (and with surprise).

    Examples
    --------
    >>> adjudication().latents["margin"].terms[0]
    'ratio'
    """
    plain = json.loads(MODEL.read_text(encoding="utf-8"))
    variant = "without_wealth" if not by_wealth else "full" if surprise else "without_surprise"
    return from_plain(plain, wealth(), variant=variant)


def digest(path: str | Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


COLUMNS = (
    "isqno",
    "attacker_win_chance",
    "log_ler_mean",
    "log_ler_p10",
    "log_ler_p90",
    "attacker_pct_day_p10",
    "attacker_pct_day_p50",
    "attacker_pct_day_p90",
    "defender_pct_day_p10",
    "defender_pct_day_p50",
    "defender_pct_day_p90",
    "advance_km_day_p10",
    "advance_km_day_p50",
    "advance_km_day_p90",
)
"""Columns of `predictions.csv`."""


def predictions_text(battles: Sequence[Battle], prediction: Prediction) -> str:
    """`predictions.csv`: one line for each battle, in the order of the file.

    Nobody loses more than all he has in a day, and nobody goes further in a day than the fastest of a campaign does:
    where the tail of a distribution says so it is cut there.
    """
    import numpy as np

    low, middle, high = QUANTILES["p10"], QUANTILES["p50"], QUANTILES["p90"]
    mean, spread = prediction.log_exchange
    columns = [prediction.win_chance, mean, mean + low * spread, mean + high * spread]
    for centre, width in (prediction.log_attacker_pct, prediction.log_defender_pct):
        columns += [np.minimum(np.exp(centre + step * width), 100.0) for step in (low, middle, high)]
    centre, width = prediction.asinh_advance
    furthest = FASTEST_KM_PER_DAY
    columns += [np.clip(np.sinh(centre + step * width), -furthest, furthest) for step in (low, middle, high)]
    rows = ([battle.isqno, *(f"{each[row]:.4f}" for each in columns)] for row, battle in enumerate(battles))
    return write.text(COLUMNS, rows)
