"""Files of battles, of the calibrated model, and of what a validation against battles found."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from hillfort.files.yaml.shipped import DATA
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.ground.adjudication import FASTEST_KM_PER_DAY, QUANTILES, Adjudication, Prediction, from_plain
from hillfort.ground.fight import POSTURES, Fight, Wealth
from hillfort.validation.battles.file import Battle, BattleOutcome

SHIPPED = DATA / "battles" / "since-1900.csv"
"""The battles that the model is calibrated on."""
MODEL = DATA / "ground" / "adjudication.json"
WEALTH = DATA / "ground" / "wealth.json"

REQUIRED = ("isqno",)
NUMBERS: dict[str, tuple[float, float]] = {
    "year": (1000.0, 2200.0),
    "attacker_strength": (0.0, 1e8),
    "defender_strength": (0.0, 1e8),
    "attacker_tanks": (0.0, 1e6),
    "defender_tanks": (0.0, 1e6),
    "attacker_artillery": (0.0, 1e6),
    "defender_artillery": (0.0, 1e6),
    "attacker_front_km": (0.0, 1e5),
    "defender_front_km": (0.0, 1e5),
    "air_superiority": (-1.0, 1.0),
    "surprise": (-3.0, 3.0),
    "weather_wet": (0.0, 1.0),
    "attacker_river_crossing": (0.0, 1.0),
}
"""Facts known beforehand that are numbers, with the range that is allowed."""
WORDS = {"defender_posture": tuple(POSTURES), "terrain_relief": ("flat", "rolling", "rugged")}
OUTCOMES = (
    "outcome",
    "attacker_win",
    "log_ler",
    "attacker_casualty_pct_per_day",
    "defender_casualty_pct_per_day",
    "advance_km_per_day",
    "combat_days",
)
"""What came of it: read for scores alone, and blank wherever it cannot be read."""
SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
"""What some programs write in place of commas."""
NOTHING = {"", "na", "n/a", "nan", "null", "none", "?"}


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
    header, rows = _rows(place, shown)
    problems = [
        Problem(shown, 1, name, "is a required column and absent.", did_you_mean(name, header))
        for name in REQUIRED
        if name not in header
    ]
    if problems:
        raise InputError(problems)
    battles, seen = [], dict[str, int]()
    for line, row in rows:
        battles.append(_battle(row, shown, line, problems))
        key = battles[-1].isqno
        if not key:
            problems.append(Problem(shown, line, "isqno", "is blank.", "Each battle needs a key of its own."))
        elif key in seen:
            problems.append(Problem(shown, line, "isqno", f"'{key}' was already on line {seen[key]}."))
        seen.setdefault(key, line)
    if not battles and not problems:
        problems.append(Problem(shown, 1, "", "holds no battle."))
    if problems:
        raise InputError(problems)
    return battles


def _rows(place: Path, shown: str) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    try:
        text = place.read_bytes().decode("utf-8-sig")
    except FileNotFoundError as error:
        raise InputError(Problem(shown, 0, "", "no such file.")) from error
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Problem(shown, 0, "", "cannot be read as UTF-8 text.")) from error
    reader = csv.reader(io.StringIO(text, newline=""))
    problems: list[Problem] = []
    header: list[str] = []
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        for cells in reader:
            if not header:
                header = [each.strip() for each in cells]
                if len(header) == 1 and (found := [each for each in SEPARATORS if each in header[0]]):
                    words = f"separates its cells by {SEPARATORS[found[0]]}; commas are expected."
                    raise InputError(
                        Problem(shown, 1, "", words, "Save it as comma-separated text, with points in decimals.")
                    )
                for name in sorted({each for each in header if each and header.count(each) > 1}):
                    problems.append(Problem(shown, 1, name, "stands twice in the header."))
                continue
            if not any(each.strip() for each in cells):
                continue
            if len(cells) > len(header):
                problems.append(
                    Problem(shown, reader.line_num, "", f"has {len(cells)} cells; the header has {len(header)}.")
                )
            rows.append((reader.line_num, dict(zip(header, [each.strip() for each in cells]))))
    except csv.Error as error:
        problems.append(Problem(shown, reader.line_num, "", f"is not comma-separated text: {error}."))
    if not header:
        problems.append(Problem(shown, 1, "", "is empty; a header line is expected."))
    if problems:
        raise InputError(problems)
    return header, rows


def _battle(row: Mapping[str, str], shown: str, line: int, problems: list[Problem]) -> Battle:
    number = {name: _number(row, name, bounds, shown, line, problems) for name, bounds in NUMBERS.items()}
    word = {name: _word(row, name, allowed, shown, line, problems) for name, allowed in WORDS.items()}
    surprise = number["surprise"]
    front = number["attacker_front_km"] or number["defender_front_km"]
    year = number["year"] if number["year"] is not None else _year(row)
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
        year=year,
        attacker_army=row.get("attacker_nation", ""),
        defender_army=row.get("defender_nation", ""),
    )
    return Battle(
        isqno=row.get("isqno", ""),
        name=row.get("name", ""),
        war=row.get("war_group") or row.get("war", ""),
        theatre=row.get("theatre_group") or row.get("war", ""),
        campaign=row.get("campaign_group") or row.get("campaign", ""),
        fight=fight,
        guns=(number["attacker_artillery"], number["defender_artillery"]),
        terrain=word["terrain_relief"] or "",
        river=number["attacker_river_crossing"] == 1.0,
        result=_result(row),
    )


def _year(row: Mapping[str, str]) -> float | None:
    head = row.get("date_start", "")[:4]
    return float(head) if head.isdigit() else None


def _number(
    row: Mapping[str, str], name: str, bounds: tuple[float, float], shown: str, line: int, problems: list[Problem]
) -> float | None:
    text = row.get(name, "")
    if text.lower() in NOTHING:
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    low, high = bounds
    if not low <= value <= high:
        problems.append(
            Problem(
                shown,
                line,
                name,
                f"'{text[:40]}' is not a number from {low:g} to {high:g}.",
                "Leave it blank if unknown.",
            )
        )
        return None
    return value


def _word(
    row: Mapping[str, str], name: str, allowed: Sequence[str], shown: str, line: int, problems: list[Problem]
) -> str | None:
    text = row.get(name, "")
    if text.lower() in NOTHING:
        return None
    if text.lower() not in allowed:
        problems.append(
            Problem(
                shown, line, name, f"'{text[:40]}' is not one of {', '.join(allowed)}.", did_you_mean(text, allowed)
            )
        )
        return None
    return text.lower()


def _result(row: Mapping[str, str]) -> BattleOutcome:
    found = {name: _outcome(row.get(name, "")) for name in OUTCOMES}
    outcome = found["outcome"]
    if not math.isfinite(outcome) and math.isfinite(found["attacker_win"]):
        outcome = 2.0 * found["attacker_win"] - 1.0
    if outcome not in (-1.0, 0.0, 1.0):
        outcome = math.nan
    return BattleOutcome(
        outcome=outcome,
        log_exchange=found["log_ler"],
        attacker_pct=found["attacker_casualty_pct_per_day"],
        defender_pct=found["defender_casualty_pct_per_day"],
        advance_km_per_day=found["advance_km_per_day"],
        days=found["combat_days"],
    )


def _outcome(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        return math.nan
    return value if math.isfinite(value) else math.nan


def wealth() -> Wealth:
    """Product per head by country and year, as shipped.

    >>> round(wealth().log_per_head("USSR", 1943) - wealth().log_per_head("Germany", 1943), 2)
    -0.84
    """
    plain = json.loads(WEALTH.read_text(encoding="utf-8"))
    return Wealth(
        {name: {int(year): float(value) for year, value in each.items()} for name, each in plain["per_head"].items()},
        plain["names"],
    )


@lru_cache(maxsize=2)
def adjudication(*, surprise: bool = True) -> Adjudication:
    """The calibrated model that ships with Hillfort.

    Parameters
    ----------
    surprise : bool
        False takes the model that was fitted without surprise.

    Examples
    --------
    >>> adjudication().latents["margin"].terms[0]
    'ratio'
    """
    plain = json.loads(MODEL.read_text(encoding="utf-8"))
    return from_plain(plain, wealth(), variant="full" if surprise else "without_surprise")


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
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row, battle in enumerate(battles):
        writer.writerow([battle.isqno, *(f"{each[row]:.4f}" for each in columns)])
    return out.getvalue()
