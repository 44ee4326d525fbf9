"""Files of real moves: read strictly but liberally in wording, and predictions and scores written back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hillfort.files.evidence.read import read_assumptions
from hillfort.files.tables import read as tables
from hillfort.files.tables import write
from hillfort.files.tables.cells import Number
from hillfort.files.tables.read import Shape, Table, TableRow
from hillfort.files.theatre.world import shipped_world
from hillfort.files.yaml.shipped import DATA
from hillfort.foundation.errors import InputError, Problem, did_you_mean
from hillfort.foundation.evidence import Evidence
from hillfort.lines.moves.atlas import Atlas, Stop
from hillfort.lines.moves.choices import KNOTS, PHASES, URGENCIES
from hillfort.lines.moves.legs import MODES, Move, via_names
from hillfort.lines.moves.regions import Box, Regions

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
    "urgency",
    "ship_knots",
    "phase",
    "observed_days",
)
NEEDED = ("case", "from_lat", "from_lon", "to_lat", "to_lon", "mode")
HOW_TO_WRITE_DEGREES = "Write degrees with a decimal point, as 52.52; south and west are negative."
"""What is said of a latitude or longitude that is no number, as 52°31'N."""
NUMBERS = {
    "from_lat": Number(-90, 90, instead=HOW_TO_WRITE_DEGREES),
    "from_lon": Number(-180, 180, instead=HOW_TO_WRITE_DEGREES),
    "to_lat": Number(-90, 90, instead=HOW_TO_WRITE_DEGREES),
    "to_lon": Number(-180, 180, instead=HOW_TO_WRITE_DEGREES),
    "personnel": Number(1, 1e6, whole=True, about=True),
    "wheeled_vehicles": Number(0, 1e5, whole=True, about=True),
    "tracked_vehicles": Number(0, 1e5, whole=True, about=True),
    "convoys": Number(1, 1e4, whole=True, about=True),
    "ships": Number(0, 1e3, whole=True, about=True),
    "trains_per_day": Number(0.05, 200, about=True),
    "observed_days": Number(0.05, 2000, about=True),
    "ship_knots": Number(*KNOTS, about=True),
}
"""Columns that hold numbers, with what is allowed in each."""
DEGREES = ("from_lat", "from_lon", "to_lat", "to_lon")
SHAPE = Shape(known=COLUMNS, needed=NEEDED, numbers=NUMBERS, max_bytes=5_000_000, max_rows=5_000)
REGIONS = Shape(known=("name", "what", "south", "west", "north", "east", "source"))
PREDICTED = ("days_p10", "days_p50", "days_p90")

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


_PHASE_WORDS = 3
"""Longer texts in `phase` are explanations, as in older files, and say nothing of a vehicle."""
_URGENCY = {word: word for word in URGENCIES} | {
    "admin": "administrative",
    "peacetime": "administrative",
    "exercise": "administrative",
    "crisis": "urgent",
    "forced-march": "forced",
}
_PHASE = {word: word for word in PHASES} | {
    f"{word}-{what}": word for word in PHASES for what in ("vehicle", "vehicles", "element", "elements", "body")
}


@dataclass(frozen=True, slots=True)
class Habits:
    """What holds for moves whose line does not say it: urgency, phase, service speed of ships (None: usual ships)."""

    urgency: str = "administrative"
    phase: str = "last"
    ship_knots: float | None = None


HABITS = Habits()


@dataclass(frozen=True, slots=True)
class Cases:
    """The moves of a file, and their rows as they stand in it."""

    file: str
    moves: tuple[Move, ...]
    rows: tuple[dict[str, str], ...]
    columns: tuple[str, ...]
    lines: tuple[int, ...] = ()
    """Line of each move in the file."""
    explained: tuple[int, ...] = ()
    """Lines whose phase is a text of many words, which is kept and not read."""
    silent: dict[str, tuple[int, ...]] | None = None
    """Lines that do not say urgency, phase or speed of ships, by column; None where that was not kept."""


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
    return Atlas(ports, towns, points, joined, shipped_world(), shipped_regions())


@cache
def shipped_regions() -> Regions:
    """Where railways have another gauge, and what lies across the ocean, as shipped."""
    boxes: dict[str, list[Box]] = {}
    for row in tables.read(DATA / "lines" / "moves_regions.csv", REGIONS).rows:
        south, west, north, east = (float(row.text[name]) for name in ("south", "west", "north", "east"))
        boxes.setdefault(row.text["what"], []).append((south, west, north, east))
    return Regions(*(tuple(boxes.get(what, ())) for what in ("far side", "broad gauge", "standard gauge")))


@cache
def shipped_countries() -> frozenset[str]:
    """Names of countries in small letters, which say nothing of the way of a move."""
    named = tables.read(DATA / "lines" / "moves_countries.csv", Shape(known=("name", "source"))).rows
    return frozenset(row.text["name"] for row in named)


def _table(path: Path) -> list[dict[str, str]]:
    return [
        row.text
        for row in tables.read(
            path, Shape(known=("name", "lane", "lanes", "next", "lat", "lon", "country", "aliases"))
        ).rows
    ]


def _stop_of(row: Mapping[str, str]) -> Stop:
    lanes = tuple(name for name in row.get("lanes", "").split(";") if name)
    aliases = tuple(name for name in row["aliases"].split(";") if name)
    return Stop(row["name"], float(row["lat"]), float(row["lon"]), row["country"], lanes, aliases)


def read_cases(path: Path | None = None, habits: Habits = HABITS) -> Cases:
    """The moves of a CSV file; those shipped with the package when no file is given.

    Columns are found by name in any order; columns that are not known are kept. Blank means unknown; `habits` say
    what holds where urgency, phase or speed of ships are blank.

    Raises
    ------
    InputError
        Every problem of the file, each with its line.
    """
    return _cases(tables.read(path or SHIPPED, SHAPE, SHIPPED.name if path is None else str(path)), habits)


def parse_cases(text: str, file: str, habits: Habits = HABITS) -> Cases:
    r"""The moves of a CSV text; `file` is the name used in problems.

    >>> cases = parse_cases("case,from_lat,from_lon,to_lat,to_lon,mode\na,50,10,54,20,rail\n", "x.csv")
    >>> cases.moves[0].mode
    'rail'
    """
    return _cases(tables.parse(text, SHAPE, file), habits)


def _cases(table: Table, habits: Habits) -> Cases:
    file, problems = table.file, list(table.problems)
    seen: dict[str, int] = {}
    moves, kept = [], []
    for row in table.rows:
        case, wrong = row.text["case"], len(problems)
        if case in seen:
            found = f"'{case[:60]}' stands here a second time (first on line {seen[case]})."
            problems.append(Problem(file, row.line, "case", found, "Give each case a name of its own."))
        seen.setdefault(case, row.line)
        mode = _check(row, file, problems)
        if mode is not None and len(problems) == wrong and not table.problems:
            moves.append(_move_of(row, mode, habits))
            kept.append({name: _as_read(row, name) for name in row.text if name})
    if not table.rows:
        problems.append(Problem(file, 0, "", "has a header and no moves."))
    if problems:
        raise InputError(problems, file)
    return Cases(
        file,
        tuple(moves),
        tuple(kept),
        tuple(each for each in table.columns if each),
        tuple(row.line for row in table.rows),
        tuple(row.line for row in table.rows if is_explanation(row.text.get("phase", ""))),
        {
            "urgency": tuple(row.line for row in table.rows if _word(row.text.get("urgency", "")) not in _URGENCY),
            "phase": tuple(row.line for row in table.rows if _word(row.text.get("phase", "")) not in _PHASE),
            "ship_knots": tuple(row.line for row in table.rows if row.numbers["ship_knots"] is None),
        },
    )


def _check(row: TableRow, file: str, problems: list[Problem]) -> str | None:
    """Add what is wrong with a move beside its numbers; its mode, None where there is none."""
    known = {(each.line, each.where) for each in problems}
    case, mode = row.text["case"], mode_of(row.text["mode"])
    if not case or len(case) > 200:
        found = "has no name." if not case else "is longer than 200 characters."
        problems.append(Problem(file, row.line, "case", found))
    for name in DEGREES:
        if row.numbers[name] is None and (row.line, name) not in known:
            advice = "Degrees, north and east are positive."
            problems.append(Problem(file, row.line, name, "is needed here.", advice))
    if mode is None:
        found = f"'{row.text['mode'][:40]}' is not a mode."
        problems.append(Problem(file, row.line, "mode", found, f"Allowed: {', '.join(MODES)}."))
    for name, known_words, allowed in (("urgency", _URGENCY, URGENCIES), ("phase", _PHASE, PHASES)):
        text = row.text.get(name, "")
        if text and _word(text) not in known_words and not (name == "phase" and is_explanation(text)):
            advice = did_you_mean(_word(text), allowed)
            problems.append(Problem(file, row.line, name, f"'{text[:40]}' is not allowed here.", advice))
    ends = [row.numbers[name] for name in DEGREES]
    if None not in ends and ends[:2] == ends[2:]:
        problems.append(Problem(file, row.line, "to_lat", "the move ends where it starts."))
    return mode


def _move_of(row: TableRow, mode: str, habits: Habits) -> Move:
    number = row.numbers
    lat, lon, to_lat, to_lon = (number[name] or 0.0 for name in DEGREES)
    cleared = not _NOT_CLEARED.match(row.text.get("clearance", ""))
    return Move(
        row.text["case"],
        (lat, lon),
        (to_lat, to_lon),
        mode,
        via_names(row.text.get("via", ""), shipped_countries()),
        cleared=cleared,
        personnel=number["personnel"],
        wheeled=number["wheeled_vehicles"],
        tracked=number["tracked_vehicles"],
        convoys=number["convoys"],
        ships=number["ships"] or None,
        trains_per_day=number["trains_per_day"],
        observed_days=number["observed_days"],
        urgency=_URGENCY.get(_word(row.text.get("urgency", "")), habits.urgency),
        phase=_PHASE.get(_word(row.text.get("phase", "")), habits.phase),
        ship_knots=number["ship_knots"] if number["ship_knots"] is not None else habits.ship_knots,
    )


def _word(text: str) -> str:
    return "-".join(re.findall(r"[a-z]+", text.casefold()))


def is_explanation(text: str) -> bool:
    """Whether a text in `phase` explains what was timed, as older files do, and names no vehicle.

    >>> is_explanation("out 18 Oct 2022 to Cincu"), is_explanation("last vehicle")
    (True, False)
    """
    return len(text.split()) > _PHASE_WORDS


def _as_read(row: TableRow, name: str) -> str:
    """A cell as it is written out again: a number that somebody wrote with other marks stands there as it was read."""
    value, text = row.numbers.get(name), row.text[name]
    if value is None:
        return text
    try:
        return text if float(text) == value else repr(value)
    except ValueError:
        return repr(value)


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
    """Text of `predictions.csv` (days first, then the input's columns,
    then what ours are made of) and `scores.json`."""
    ours = list(predicted)
    first = ["case", *PREDICTED]
    names = dict.fromkeys([*first, *cases.columns, *(ours[0] if ours else ())])
    rows = ([({**row, **mine}).get(name) for name in names] for row, mine in zip(cases.rows, ours, strict=True))
    plain = json.dumps(scores, ensure_ascii=False, indent=1) + "\n"
    return {"predictions.csv": write.text(list(names), rows), "scores.json": plain}
