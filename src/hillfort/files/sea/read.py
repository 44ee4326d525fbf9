"""The `sea` section of a scenario: laid on a sea of the package, checked with file and line,
turned into a `SeaOrder`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from hillfort.files.evidence.entries import EvidenceEntry, KeyedEntry, TitledEntry, luck_key
from hillfort.files.evidence.read import Shipped, read_assumptions
from hillfort.files.forces.known import Known
from hillfort.files.sea.schema import MineStockEntry, SeaEntry, SeaFileEntry, WaterEntry
from hillfort.files.tables import read as tables
from hillfort.files.tables.cells import Number
from hillfort.files.tables.read import Shape
from hillfort.files.yaml.compose import merged
from hillfort.files.yaml.lines import YamlNode, read_yaml, shorten
from hillfort.files.yaml.shipped import DATA
from hillfort.files.yaml.structure import validated
from hillfort.foundation.errors import InputError, did_you_mean
from hillfort.foundation.evidence import JUDGEMENT, Evidence
from hillfort.sea.posture import (
    SIDES,
    ClearanceGroup,
    Lane,
    MineStock,
    Port,
    SeaPosture,
    Striker,
    Submarines,
    SurfaceGroup,
    Water,
)

FOLDER = DATA / "sea"
ASSUMPTIONS = "assumptions"
ToEvidence = Callable[[EvidenceEntry, str], Evidence]
_UNITS = {
    "from_h": "h",
    "range_km": "km",
    "mast_m": "m",
    "offboard_share": "share",
    "salvo": "missiles",
    "salvos_per_day": "salvoes/day",
    "magazine": "missiles",
    "rearm_per_day": "missiles/day",
    "hit_share": "share",
    "ships": "ships",
    "shots": "missiles",
    "stops": "missiles",
    "stop_share": "share",
    "staying": "hits",
    "reach_km": "km",
    "boats": "ships",
    "vessels": "ships",
    "length_km": "km",
    "width_km": "km",
    "chance": "share",
    "stock": "mines",
    "per_day": "mines/day",
    "starts_h": "h",
    "delivered_share": "share",
    "lift": "battalion equivalents",
    "garrison": "battalion equivalents",
}
"""Unit of each field that holds evidence."""


def names() -> list[str]:
    """Names of the seas that come with the package."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem != ASSUMPTIONS)


@cache
def shipped_assumptions() -> tuple[dict[str, Evidence], Shipped]:
    """Parameters of the sea model by name."""
    return read_assumptions(FOLDER / f"{ASSUMPTIONS}.yaml")


def based(root: YamlNode) -> YamlNode:
    """A scenario whose `sea` names a sea of the package as its base, with that base worked in.

    The base's sources come along; a key that the scenario has already keeps the scenario's meaning.

    Raises
    ------
    InputError
        There is no such sea, or the patch deletes what is not there.
    """
    section = root.get("sea")
    base = section.get("base") if section is not None else None
    if section is None or base is None or base.text is None:
        return root
    if base.text not in names():
        found = f"'{shorten(base.text)}' is not a sea that comes with the package."
        raise InputError(base.problem("sea.base", found, did_you_mean(base.text, names())), root.file)
    file = read_yaml(FOLDER / f"{base.text}.yaml")
    _, problems = validated(SeaFileEntry, file)
    patch = YamlNode({key: child for key, child in section.items.items() if key != "base"}, section.file, section.line)
    whole = merged(file.items["sea"], patch, problems, "sea") if not problems else patch
    if problems:
        raise InputError(problems, root.file)
    own, listed = root.get("sources"), file.get("sources")
    sources = {**(listed.items if listed else {}), **(own.items if own else {})}
    head = own or root
    entries = {**root.items, "sea": whole, "sources": YamlNode(sources, head.file, head.line)}
    return YamlNode(entries, root.file, root.line, root.deleted)


def reference_problems(known: Known) -> None:
    """Every name in the section that names nothing, and landings that lack what a landing needs."""
    section = known.root.get("sea")
    if section is None:
        return
    parts = {
        name: _items(section, name)
        for name in ("ports", "waters", "lanes", "strikers", "surface", "submarines", "clearance")
    }
    for key, lane in parts["lanes"].items():
        _lane(known, lane, ["sea", "lanes", key], parts)
    for name in ("strikers", "surface", "submarines", "clearance"):
        for key, node in parts[name].items():
            of: list[Any] = ["sea", name, key, "source"]
            known.one_of(
                node.get("source"), of, {*known.section("sources"), *known.sources, JUDGEMENT}, "one of the sources"
            )
    order = section.get("clear_first")
    for side, listed in (order.items if order else {}).items():
        seen: set[str] = set()
        for index, entry in enumerate(listed.list):
            path: list[Any] = ["sea", "clear_first", side, index]
            known.one_of(entry, path, parts["waters"], "a water of this sea")
            if entry.text is not None and entry.text in seen:
                known.problems.append(
                    entry.problem(f"sea.clear_first.{side}[{index}]", f"'{entry.text}' stands here twice.")
                )
            seen.add(entry.text or "")
    _assumptions(known, section)


def _items(section: YamlNode, name: str) -> dict[str, YamlNode]:
    node = section.get(name)
    return node.items if node is not None else {}


def _lane(known: Known, lane: YamlNode, path: list[Any], parts: dict[str, dict[str, YamlNode]]) -> None:
    shown = ".".join(str(part) for part in path)
    start, end = lane.get("start"), lane.get("end")
    known.one_of(start, [*path, "start"], parts["ports"], "a port of this sea")
    known.one_of(end, [*path, "end"], parts["ports"], "a port of this sea")
    if start is not None and end is not None and start.text is not None and start.text == end.text:
        known.problems.append(end.problem(f"{shown}.end", "is where the lane starts."))
    waters = lane.get("waters")
    for index, entry in enumerate(waters.list if waters else []):
        known.one_of(entry, [*path, "waters", index], parts["waters"], "a water of this sea")
    purpose = lane.get("purpose")
    landing = purpose is not None and purpose.text == "landing"
    for name in ("lift", "garrison"):
        child = lane.get(name)
        if landing and child is None:
            known.problems.append((purpose or lane).problem(f"{shown}.{name}", "is required for a landing and absent."))
        elif not landing and child is not None:
            known.problems.append(child.problem(f"{shown}.{name}", "is for a landing only.", "Say `purpose: landing`."))


def _assumptions(known: Known, section: YamlNode) -> None:
    allowed = shipped_assumptions()[0]
    for key, node in _items(section, "assumptions").items():
        unit = node.get("unit")
        if key not in allowed:
            advice = did_you_mean(key, allowed)
            known.problems.append(
                node.problem(f"sea.assumptions.{shorten(key)}", "is not one of the assumptions about the sea.", advice)
            )
        elif unit is not None and unit.text is not None and unit.text != allowed[key].unit:
            found = f"'{shorten(unit.text)}' is not the unit of this assumption, which is '{allowed[key].unit}'."
            known.problems.append(unit.problem(f"sea.assumptions.{key}.unit", found))


def order(entry: SeaEntry, evidence: ToEvidence) -> SeaPosture:
    """The domain's record of a section that has no problems; `evidence` gives an entry its unit and date."""
    assumptions, _ = shipped_assumptions()
    overrides = {name: evidence(value, assumptions[name].unit) for name, value in entry.assumptions.items()}
    stocks = {side: stock for side in SIDES if (stock := getattr(entry.mines, side)) is not None}
    return SeaPosture(
        title=entry.title,
        ports={name: Port(name, port.lat, port.lon, port.country) for name, port in entry.ports.items()},
        waters={name: _water(name, water, evidence) for name, water in entry.waters.items()},
        lanes={name: Lane(name=name, **_named(name, lane, evidence)) for name, lane in entry.lanes.items()},
        strikers={key: Striker(key=key, **_named(key, each, evidence)) for key, each in entry.strikers.items()},
        surface={key: SurfaceGroup(key=key, **_named(key, each, evidence)) for key, each in entry.surface.items()},
        submarines={key: Submarines(key=key, **_named(key, each, evidence)) for key, each in entry.submarines.items()},
        mines={side: _mines(side, stock, evidence) for side, stock in stocks.items()},
        clearance={
            key: ClearanceGroup(key=key, **_named(key, each, evidence)) for key, each in entry.clearance.items()
        },
        clear_first={side: getattr(entry.clear_first, side) for side in SIDES},
        assumptions={**assumptions, **overrides},
        overridden={name: value.why for name, value in entry.assumptions.items()},
    )


def _fields(entry: Any, evidence: ToEvidence) -> dict[str, Any]:
    """Fields of an entry by name, evidence in the unit of its field."""
    values: Iterable[tuple[str, Any]] = ((name, getattr(entry, name)) for name in type(entry).model_fields)
    return {
        name: evidence(value, _UNITS[name]) if isinstance(value, EvidenceEntry) else value for name, value in values
    }


def _named(key: str, entry: KeyedEntry | TitledEntry, evidence: ToEvidence) -> dict[str, Any]:
    return _fields(entry, evidence) | {"luck_key": luck_key(key, entry)}


def _water(name: str, entry: WaterEntry, evidence: ToEvidence) -> Water:
    weights = {
        side: evidence(given, "weight") for side in SIDES if (given := getattr(entry, f"{side}_weight")) is not None
    }
    length, width = evidence(entry.length_km, "km"), evidence(entry.width_km, "km")
    return Water(name, entry.kind, entry.lat, entry.lon, length, width, weights, luck_key=luck_key(name, entry))


def _mines(side: str, entry: MineStockEntry, evidence: ToEvidence) -> MineStock:
    return MineStock(side=side, **_fields(entry, evidence))


@cache
def published_lengths() -> dict[str, float]:
    """Lengths of lanes by an independent router of ships, nautical miles by lane, in the order of the file.

    Assumes
    -------
    Harbour to harbour; how ports are joined to the lines differs by some miles.
    """
    shape = Shape(
        known=("lane", "nautical_miles", "source"), needed=("lane",), numbers={"nautical_miles": Number(1, 20_000)}
    )
    rows = tables.read(FOLDER / "lengths.csv", shape).rows
    return {row.text["lane"]: row.numbers["nautical_miles"] or 0.0 for row in rows}
