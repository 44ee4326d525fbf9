"""Files of real moves: read strictly but liberally in wording, and predictions and scores written back."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hillfort.files.evidence.read import read_assumptions
from hillfort.files.yaml.shipped import DATA
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.evidence import Evidence
from hillfort.lines.moves.atlas import Atlas, Stop
from hillfort.lines.moves.legs import MODES, Move, via_names

SHIPPED = DATA / "lines" / "deployments.csv"
COLUMNS = (
    "case",
    "from_lat",
    "from_lon",
    "to_lat",
    "to_lon",
    "via",
    "mode",
    "personnel",
    "wheeled_vehicles",
    "tracked_vehicles",
    "convoys",
    "ships",
    "trains_per_day",
    "clearance",
    "observed_days",
)
NEEDED = ("case", "from_lat", "from_lon", "to_lat", "to_lon", "mode")
MAX_BYTES, MAX_ROWS = 5_000_000, 5_000
PREDICTED = ("days_p10", "days_p50", "days_p90")

_BLANK = frozenset(("", "-", "?", "na", "n/a", "nan", "none", "null", "unknown", "unk", "tbd"))
_OTHER_WORDS = {
    "road": "road-wheeled",
    "wheeled": "road-wheeled",
    "march": "road-wheeled",
    "road-march": "road-wheeled",
    "het": "road-het",
    "road-tracked": "road-het",
    "lowloader": "road-het",
    "train": "rail",
    "railway": "rail",
    "sea": "sea-road",
    "ship": "sea-road",
    "ferry": "sea-road",
    "sea-wheeled": "sea-road",
    "airlift": "air",
    "multimodal": "mixed",
    "multi-modal": "mixed",
    "sea-mixed": "mixed",
    "road-rail": "mixed",
    "rail-road": "mixed",
    "sea-road-rail": "mixed",
    "sea-rail-road": "mixed",
    "road-sea": "sea-road",
    "rail-sea": "sea-rail",
    "road-sea-road": "sea-road",
    "rail-sea-rail": "sea-rail",
    "combined": "mixed",
    "sea-het": "sea-road",
}
_NOT_CLEARED = re.compile(r"^(no|none|not|without|denied|refused|pending|missing|late)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cases:
    """The moves of a file, and their rows as they stand in it."""

    file: str
    moves: tuple[Move, ...]
    rows: tuple[dict[str, str], ...]
    columns: tuple[str, ...]


@cache
def shipped_parameters() -> dict[str, Evidence]:
    """The figures behind the duration of moves, by name."""
    return read_assumptions(DATA / "lines" / "moves.yaml")[0]


@cache
def shipped_atlas() -> Atlas:
    """Ports, towns and sea lanes as shipped."""
    folder = DATA / "lines"
    ports = [_stop_of(row) for row in _table(folder / "moves_ports.csv")]
    towns = [_stop_of(row) for row in _table(folder / "moves_places.csv")]
    lanes = _table(folder / "moves_lanes.csv")
    points = {row["lane"]: (float(row["lat"]), float(row["lon"])) for row in lanes}
    joined = [(row["lane"], other) for row in lanes for other in row["next"].split(";") if other]
    return Atlas(ports, towns, points, joined)


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _stop_of(row: Mapping[str, str]) -> Stop:
    lanes = tuple(name for name in row.get("lanes", "").split(";") if name)
    aliases = tuple(name for name in row["aliases"].split(";") if name)
    return Stop(row["name"], float(row["lat"]), float(row["lon"]), row["country"], lanes, aliases)


def read_cases(path: Path | None = None) -> Cases:
    """The moves of a CSV file; those shipped with the package when no file is given.

    Columns are found by name in any order; columns that are not known are kept. Blank means unknown.

    Raises
    ------
    InputError
        Every problem of the file, each with its line.
    """
    chosen = path or SHIPPED
    shown = chosen.name if path is None else str(path)
    return parse_cases(_text(chosen, shown), shown)


def _text(path: Path, shown: str) -> str:
    if not path.is_file():
        advice = "Give a CSV file of moves, or none to take the shipped one."
        raise InputError(Problem(shown, 0, "", "is not a file.", advice))
    if path.stat().st_size > MAX_BYTES:
        raise InputError(Problem(shown, 0, "", f"is larger than {MAX_BYTES:,} bytes."))
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(Problem(shown, 0, "", f"is not UTF-8 (byte {error.start:,}).", "Save it as UTF-8.")) from None


def parse_cases(text: str, file: str) -> Cases:
    """The moves of a CSV text; `file` is the name used in problems.

    >>> cases = parse_cases("case,from_lat,from_lon,to_lat,to_lon,mode\\na,50,10,54,20,rail\\n", "x.csv")
    >>> cases.moves[0].mode
    'rail'
    """
    header, rows = _split(text, file)
    problems = _header_problems(header, file)
    if problems:
        raise InputError(problems, file)
    seen: dict[str, int] = {}
    moves, kept = [], []
    for line, cells in rows:
        if len(cells) != len(header):
            found = f"has {len(cells)} cells, the header has {len(header)}."
            problems.append(Problem(file, line, "", found, "Put text with commas in quotes."))
            continue
        row = dict(zip(header, cells))
        move, wrong = _move_of(row, file, line)
        problems += wrong
        if row["case"].strip() in seen:
            found = (
                f"'{row['case'].strip()[:60]}' stands here a second time (first on line {seen[row['case'].strip()]})."
            )
            problems.append(Problem(file, line, "case", found, "Give each case a name of its own."))
        seen.setdefault(row["case"].strip(), line)
        if move is not None:
            moves.append(move)
            kept.append(row)
    if not rows:
        problems.append(Problem(file, 0, "", "has a header and no moves."))
    if problems:
        raise InputError(problems, file)
    return Cases(file, tuple(moves), tuple(kept), tuple(header))


def _split(text: str, file: str) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Header and rows with their lines; comma, semicolon or tab between cells; empty lines and # comments skipped."""
    if "\0" in text:
        raise InputError(Problem(file, 0, "", "holds a zero byte; it is not a CSV file."))
    first = next((line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")), "")
    mark = max(",;\t", key=first.count)
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text), delimiter=mark, strict=True)
    line = 0
    try:
        for cells in reader:
            start, line = line + 1, reader.line_num
            if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#"):
                rows.append((start, cells))
            if len(rows) > MAX_ROWS + 1:
                raise InputError(Problem(file, start, "", f"has more than {MAX_ROWS:,} moves."))
    except csv.Error as error:
        raise InputError(Problem(file, reader.line_num, "", f"is not CSV: {error}.")) from None
    if not rows:
        raise InputError(Problem(file, 0, "", "is empty.", f"A header was expected: {','.join(COLUMNS)}."))
    return [cell.strip().casefold() for cell in rows[0][1]], rows[1:]


def _header_problems(header: Sequence[str], file: str) -> list[Problem]:
    problems = []
    for name in NEEDED:
        if name not in header:
            advice = did_you_mean(name, [found for found in header if found]) if header else ""
            problems.append(Problem(file, 1, "header", f"the column '{name}' is missing.", advice))
    for name in {name for name in header if header.count(name) > 1}:
        problems.append(Problem(file, 1, "header", f"the column '{name}' stands there {header.count(name)} times."))
    return problems


def _move_of(row: Mapping[str, str], file: str, line: int) -> tuple[Move | None, list[Problem]]:
    problems: list[Problem] = []

    def say(column: str, found: str, advice: str = "") -> None:
        problems.append(Problem(file, line, column, found, advice))

    def number(column: str, low: float, high: float, needed: bool = False) -> float | None:
        return _number(row.get(column, ""), low, high, needed, lambda found, advice: say(column, found, advice))

    case = row["case"].strip()
    if not case or len(case) > 200:
        say("case", "has no name." if not case else "is longer than 200 characters.")
    lat, lon = number("from_lat", -90, 90, True), number("from_lon", -180, 180, True)
    to_lat, to_lon = number("to_lat", -90, 90, True), number("to_lon", -180, 180, True)
    mode = mode_of(row["mode"])
    if mode is None:
        say("mode", f"'{row['mode'].strip()[:40]}' is not a mode.", f"Allowed: {', '.join(MODES)}.")
    counts = {
        name: number(column, low, high)
        for name, column, low, high in (
            ("personnel", "personnel", 1, 1e6),
            ("wheeled", "wheeled_vehicles", 0, 1e5),
            ("tracked", "tracked_vehicles", 0, 1e5),
            ("convoys", "convoys", 1, 1e4),
            ("ships", "ships", 0, 1e3),
            ("trains_per_day", "trains_per_day", 0.05, 200),
            ("observed_days", "observed_days", 0.05, 2000),
        )
    }
    if None not in (lat, lon, to_lat, to_lon) and (lat, lon) == (to_lat, to_lon):
        say("to_lat", "the move ends where it starts.")
    if problems or mode is None or lat is None or lon is None or to_lat is None or to_lon is None:
        return None, problems
    counts["ships"] = counts["ships"] or None
    cleared = not _NOT_CLEARED.match(row.get("clearance", "").strip())
    move = Move(case, (lat, lon), (to_lat, to_lon), mode, via_names(row.get("via", "")), cleared=cleared, **counts)
    return move, []


def _number(text: str, low: float, high: float, needed: bool, say: Callable[[str, str], None]) -> float | None:
    plain = text.strip().removeprefix("~").removeprefix("≈").strip()
    if plain.casefold() in _BLANK:
        if needed:
            say("is needed here.", "Degrees, north and east are positive.")
        return None
    span = re.fullmatch(r"(\d+(?:\.\d+)?)\s*[-–]\s*(\d+(?:\.\d+)?)", plain)
    if span:
        plain = str((float(span[1]) + float(span[2])) / 2.0)
    grouped = re.fullmatch(r"[+-]?\d{1,3}([,' ]\d{3})+(\.\d+)?", plain)
    try:
        value = float(re.sub(r"[,' ]", "", plain) if grouped else plain)
    except ValueError:
        say(f"'{plain[:40]}' is not a number.", "Leave it blank where it is not known.")
        return None
    if not low <= value <= high:
        say(f"{plain[:40]} is out of range.", f"Allowed: {low:,g} to {high:,g}.")
        return None
    return value


def mode_of(text: str) -> str | None:
    """The mode that a word means, or None.

    >>> mode_of("Road (wheeled)"), mode_of("sea + rail"), mode_of("on foot")
    ('road-wheeled', 'sea-rail', None)
    """
    word = "-".join(re.findall(r"[a-z]+", text.casefold().replace("multi-modal", "multimodal")))
    if word in MODES:
        return word
    return _OTHER_WORDS.get(word)


def results_of(cases: Cases, predicted: Iterable[Mapping[str, Any]], scores: Mapping[str, Any]) -> dict[str, str]:
    """Text of `predictions.csv` (days first, then the input's columns, then what ours are made of) and `scores.json`."""
    ours = list(predicted)
    first = ["case", *PREDICTED]
    names = dict.fromkeys([*first, *cases.columns, *(ours[0] if ours else ())])
    text = io.StringIO()
    table = csv.DictWriter(text, list(names), lineterminator="\n")
    table.writeheader()
    table.writerows({**row, **mine} for row, mine in zip(cases.rows, ours))
    return {"predictions.csv": text.getvalue(), "scores.json": json.dumps(scores, ensure_ascii=False, indent=1) + "\n"}
