"""The air section of a scenario: read strictly, checked with file and line, turned into the domain's records."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hillfort.air.posture import (
    AircraftType,
    AirPosture,
    AirTypes,
    Base,
    Battery,
    Contributor,
    FlightTrack,
    MissileForce,
    MissileType,
    Policing,
    Radar,
    Rotation,
    SamType,
    Site,
    Squadron,
)
from hillfort.air.presence import days_of
from hillfort.air.situation import GIVEN, PARAMETERS, STUDIED
from hillfort.campaign.scenario import Source
from hillfort.files.air.schema import AirEntry, AirFileEntry, AirTypesEntry, ListedEntry
from hillfort.files.evidence.entries import Entry, EvidenceEntry, luck_key
from hillfort.files.evidence.read import dated, source_problems, sources_of
from hillfort.files.evidence.schema import AssumptionsEntry
from hillfort.files.theatre.place_names import Gazetteer
from hillfort.files.yaml.compose import digest, known_only, merged
from hillfort.files.yaml.lines import YamlNode, read_yaml, shorten
from hillfort.files.yaml.shipped import DATA
from hillfort.files.yaml.structure import validated, where
from hillfort.foundation.errors import InputError, Problem, below, did_you_mean
from hillfort.foundation.evidence import JUDGEMENT, Evidence

if TYPE_CHECKING:
    from hillfort.files.forces.known import Known

FOLDER = DATA / "air"
MAX_BASES = 5
ToEvidence = Callable[[EvidenceEntry, str], Evidence]
_UNITS = {
    "_kmh": "km/h",
    "_km": "km",
    "_t_per_h": "t/h",
    "_m": "m",
    "_min": "min",
    "_h": "h",
    "cycle_s": "s",
    "kill_": "chance",
}


@dataclass(frozen=True)
class TypesRead:
    """The types of a file."""

    kinds: AirTypes
    sources: dict[str, Source]
    digest: str


@cache
def shipped_air_types() -> TypesRead:
    """Kinds of aircraft, air defence and missiles of the package."""
    return read_air_types(FOLDER / "types.yaml")


def air_types_of(root: YamlNode, problems: list[Problem]) -> TypesRead:
    """Kinds for a scenario: those of the package, with its own `air.types` laid on them; its problems are added."""
    section = root.get("air")
    own = section.get("types") if section is not None else None
    if own is None:
        return shipped_air_types()
    shipped = read_yaml(FOLDER / "types.yaml")
    listed = [node.items for node in (shipped.get("sources"), root.get("sources")) if node is not None]
    sources = {key: child for items in listed for key, child in items.items()}
    wrong: list[Problem] = []
    tree = merged(shipped, known_only(shipped, YamlNode({**own.items}, own.file, own.line), wrong), wrong)
    entries = {**tree.items, "sources": YamlNode(sources, root.file, root.line)}
    found = _types(YamlNode(entries, own.file, own.line), wrong)
    problems += below("air.types", wrong)
    return found if found is not None else shipped_air_types()


def read_air_types(path: Path) -> TypesRead:
    """Kinds of aircraft, air defence and missiles from a file.

    Raises
    ------
    InputError
        Every problem of the file.
    """
    node = read_yaml(path)
    problems: list[Problem] = []
    found = _types(node, problems)
    if found is None:
        raise InputError(problems, node.file)
    return found


def _types(node: YamlNode, problems: list[Problem]) -> TypesRead | None:
    entry, wrong = validated(AirTypesEntry, node)
    wrong += source_problems(node, set()) + _type_problems(node)
    problems += wrong
    if entry is None or wrong:
        return None
    sources = sources_of(entry.sources)
    evidence: ToEvidence = lambda value, unit: dated(value, unit, sources)  # noqa: E731
    return TypesRead(
        AirTypes(
            {
                key: AircraftType(key, each.name, each.role, **_values(AircraftType, each, evidence))
                for key, each in entry.aircraft.items()
            },
            {
                key: SamType(key, each.name, each.class_, **_values(SamType, each, evidence))
                for key, each in entry.sams.items()
            },
            {
                key: MissileType(key, each.name, each.ballistic, **_values(MissileType, each, evidence))
                for key, each in entry.missiles.items()
            },
        ),
        sources,
        digest(entry.model_dump(mode="json")),
    )


def _type_problems(root: YamlNode) -> list[Problem]:
    """Envelopes that are inside out."""
    problems = []
    listed = root.get("sams")
    for key, node in (listed.items if listed else {}).items():
        for less, more in (("lowest_m", "highest_m"), ("min_range_km", "range_km"), ("range_low_km", "range_km")):
            low, high = _number(node, less), _number(node, more)
            if low is not None and high is not None and low > high:
                found = f"{low:g} is more than {more}, which is {high:g}."
                problems.append(node.items[less].problem(where(["sams", key, less]), found))
    return problems


def _number(node: YamlNode, name: str) -> float | None:
    child = node.get(name)
    value = child.get("value") if child else None
    return float(value.value) if value is not None and isinstance(value.value, int | float) else None


@cache
def shipped_air_assumptions() -> tuple[dict[str, Evidence], dict[str, Source], str]:
    """Every parameter of the air model, its sources, and the digest of the file."""
    node = read_yaml(FOLDER / "assumptions.yaml")
    entry, problems = validated(AssumptionsEntry, node)
    problems += source_problems(node, set())
    listed = node.get("assumptions")
    known = (*PARAMETERS, *GIVEN, *STUDIED)
    for name in known:
        if listed is not None and name not in listed.items:
            problems.append(listed.problem(f"assumptions.{name}", "is required and absent."))
    for name, child in (listed.items if listed else {}).items():
        if name not in known:
            problems.append(
                child.problem(f"assumptions.{name}", "is not a parameter of the air model.", did_you_mean(name, known))
            )
    if entry is None or problems:
        raise InputError(problems, node.file)
    sources = sources_of(entry.sources)
    values = {}
    for name, value in entry.assumptions.items():
        noted = value.model_copy(update={"note": f"{value.meaning} {value.note}".strip()})
        values[name] = dated(noted, value.unit, sources)
    return values, sources, digest(entry.model_dump(mode="json"))


def shipped_sources() -> dict[str, Source]:
    """Sources of the shipped types and assumptions."""
    return {**shipped_air_types().sources, **shipped_air_assumptions()[1]}


# --- references


def names() -> list[str]:
    """Names of the air orders that come with the package."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem not in ("assumptions", "types"))


def based(root: YamlNode) -> YamlNode:
    """A scenario whose `air` names an air order of the package as its base, with that base worked in.

    The base's sources and places come along; a key that the scenario has already keeps the scenario's meaning.

    Raises
    ------
    InputError
        There is no such air order, or the patch deletes what is not there.
    """
    for _ in range(MAX_BASES):
        section = root.get("air")
        base = section.get("base") if section is not None else None
        if section is None or base is None or base.text is None:
            return root
        if base.text not in names():
            found = f"'{shorten(base.text)}' is not an air order that comes with the package."
            raise InputError(base.problem("air.base", found, did_you_mean(base.text, names())), root.file)
        root = _laid_on(root, section, read_yaml(FOLDER / f"{base.text}.yaml"))
    raise InputError(root.problem("air.base", "goes round in a circle."), root.file)


def _laid_on(root: YamlNode, section: YamlNode, file: YamlNode) -> YamlNode:
    """A scenario with its air section laid on that of a file, and the file's sources and places beside its own."""
    _, problems = validated(AirFileEntry, file)
    patch = YamlNode({key: child for key, child in section.items.items() if key != "base"}, section.file, section.line)
    entries = {**root.items, "air": merged(file.items["air"], patch, problems, "air") if not problems else patch}
    if problems:
        raise InputError(problems, root.file)
    for name in ("sources", "places"):
        own, listed = root.get(name), file.get(name)
        if listed is not None:
            head = own or root
            entries[name] = YamlNode({**listed.items, **(own.items if own else {})}, head.file, head.line)
    return YamlNode(entries, root.file, root.line, root.deleted)


def reference_problems(known: Known, bounds: tuple[float, float, float, float] | None, types: TypesRead) -> None:
    """Everything in an air section that names what is not there, overlaps, or lies where it cannot.

    `bounds` are those of the theatre; None where it could not be read.
    """
    root = known.root.get("air")
    if root is None or not root.items:
        return
    check = _Check(known, root, bounds, types)
    check.units()
    check.places()
    check.rotations()
    check.contributors()
    check.assumptions()
    known.problems += check.problems


class _Check:
    """The checks of one air section, which see what is well formed in a file that has structure errors."""

    def __init__(
        self, known: Known, root: YamlNode, bounds: tuple[float, float, float, float] | None, types: TypesRead
    ) -> None:
        self.known, self.root, self.bounds, self.types = known, root, bounds, types
        self.problems: list[Problem] = []

    def section(self, name: str) -> dict[str, YamlNode]:
        node = self.root.get(name)
        return node.items if node is not None else {}

    def add(self, node: YamlNode, path: list[Any], found: str, advice: str = "") -> None:
        self.problems.append(node.problem(where(["air", *path]), found, advice))

    def one_of(self, node: YamlNode | None, path: list[Any], allowed: set[str], kind: str) -> bool:
        if node is None or node.text is None or node.text in allowed:
            return True
        self.add(node, path, f"'{shorten(node.text)}' is not {kind}.", did_you_mean(node.text, allowed))
        return False

    def units(self) -> None:
        """Types, bases, sources; squadrons fly from bases of their own side; keys are used once."""
        sources = {*self.known.section("sources"), *self.known.sources, JUDGEMENT}
        kinds = {
            "squadrons": set(self.types.kinds.aircraft),
            "policing": set(self.types.kinds.aircraft),
            "batteries": set(self.types.kinds.sams),
            "missiles": set(self.types.kinds.missiles),
        }
        seen: dict[str, str] = {}
        for name, types in kinds.items():
            for key, node in self.section(name).items():
                self.one_of(node.get("type"), [name, key, "type"], types, f"a type of {name}")
                self.one_of(node.get("source"), [name, key, "source"], sources, "one of the sources")
                if seen.setdefault(key, name) != name:
                    self.add(node, [name, key], f"'{key}' is already in {seen[key]}.", "Choose another key.")
                base = node.get("base")
                if name in ("squadrons", "policing") and self.one_of(
                    base, [name, key, "base"], set(self.section("bases")), "one of the bases"
                ):
                    self._own_base(node, [name, key, "base"])

    def _own_base(self, node: YamlNode, path: list[Any]) -> None:
        base, side = node.get("base"), node.get("side")
        if base is None or side is None or base.text is None:
            return
        of = self.section("bases")[base.text].get("side")
        if of is not None and of.text != side.text:
            self.add(base, path, f"'{base.text}' is a base of {of.text}.")

    def places(self) -> None:
        for name in ("bases", "batteries", "missiles", "radars"):
            for key, node in self.section(name).items():
                self.place(node.get("place"), [name, key, "place"])
        for key, node in self.section("tracks").items():
            self.place(node.get("aim"), ["tracks", key, "aim"], land=False)
            over = node.get("over")
            for index, entry in enumerate(over.list if over else []):
                self.place(entry, ["tracks", key, "over", index], land=False)

    def place(self, node: YamlNode | None, path: list[Any], *, land: bool = True) -> None:
        """A problem, if it is not a place, or lies in the sea of the theatre where only land will do."""
        gazetteer = self.known.gazetteer
        if node is None or not node.text or gazetteer is None:
            return
        found = gazetteer.find(node.text)
        if found is None:
            text = f"'{shorten(node.text)}' is not a place of the theatre or of this file."
            self.add(node, path, text, gazetteer.advice(node.text))
        elif land and found.cell < 0 and self._inside(found.lat, found.lon):
            self.add(
                node, path, f"'{found.name}' lies in the sea ({found.lat:g}, {found.lon:g}).", "Name a place on land."
            )

    def _inside(self, lat: float, lon: float) -> bool:
        if self.bounds is None:
            return False
        west, south, east, north = self.bounds
        return west < lon < east and south < lat < north

    def rotations(self) -> None:
        """Batteries that rotate, dates in order or weeks but not both, no contributor at one battery twice at once."""
        batteries = self.section("batteries")
        rotating = {
            key for key, node in batteries.items() if (p := node.get("presence")) is not None and p.text == "rotation"
        }
        stays: list[tuple[str, YamlNode, Rotation]] = []
        for key, node in self.section("rotations").items():
            battery = node.get("battery")
            self.one_of(battery, ["rotations", key, "battery"], rotating, "a battery with `presence: rotation`")
            stay = self._stay(key, node)
            if stay is not None:
                stays.append((key, node, stay))
        for place, (key, node, stay) in enumerate(stays):
            for other, _, earlier in stays[:place]:
                same = stay.battery == earlier.battery and stay.contributor == earlier.contributor
                if same and set(days_of(stay)) & set(days_of(earlier)):
                    self.add(node, ["rotations", key], f"overlaps '{other}': {stay.contributor} cannot be there twice.")
        for key in sorted(
            rotating
            - {text for node in self.section("rotations").values() if (b := node.get("battery")) and (text := b.text)}
        ):
            self.add(
                batteries[key],
                ["batteries", key, "presence"],
                "rotates, but no rotation names it.",
                "Add one under `rotations`.",
            )

    def _stay(self, key: str, node: YamlNode) -> Rotation | None:
        from datetime import date

        first, last, weeks = (node.get(name) for name in ("first", "last", "weeks"))
        dated_ = first is not None or last is not None
        if dated_ == (weeks is not None) or (dated_ and (first is None or last is None)):
            self.add(node, ["rotations", key], "has either first and last, or weeks.")
            return None
        if first is None or last is None or not first.text or not last.text:
            return None
        try:
            begins, ends = date.fromisoformat(first.text), date.fromisoformat(last.text)
        except ValueError:
            return None  # Reported with the structure.
        if ends < begins:
            self.add(last, ["rotations", key, "last"], f"{last.text} is before first, which is {first.text}.")
            return None
        battery, contributor = node.get("battery"), node.get("contributor")
        return Rotation(
            key,
            str(battery.text if battery else ""),
            str(contributor.text if contributor else ""),
            first.text,
            last.text,
            0.0,
        )

    def contributors(self) -> None:
        for key, node in self.section("contributors").items():
            busy = node.get("busy")
            for index, pair in enumerate(busy.list if busy else []):
                weeks = [each.value for each in pair.list]
                if (
                    len(weeks) == 2
                    and all(isinstance(week, int) for week in weeks)
                    and not 1 <= weeks[0] <= weeks[1] <= 52
                ):
                    self.add(
                        pair,
                        ["contributors", key, "busy", index],
                        f"{weeks[0]} to {weeks[1]} are not weeks 1 to 52 in order.",
                    )

    def assumptions(self) -> None:
        shipped = shipped_air_assumptions()[0]
        for key, node in self.section("assumptions").items():
            unit = node.get("unit")
            if key not in shipped:
                self.add(node, ["assumptions", key], "is not a parameter of the air model.", did_you_mean(key, shipped))
            elif unit is not None and unit.text is not None and unit.text != shipped[key].unit:
                self.add(
                    unit,
                    ["assumptions", key, "unit"],
                    f"'{shorten(unit.text)}' is not its unit, which is '{shipped[key].unit}'.",
                )
            elif (low := _plain(node, "low")) is not None and low < min(0.0, shipped[key].low):
                self.add(
                    node, ["assumptions", key, "low"], f"{low:g} is below 0; rates, shares and hours are not negative."
                )
            elif (high := _plain(node, "high")) is not None and shipped[key].unit in ("share", "chance") and high > 1.0:
                self.add(node, ["assumptions", key, "high"], f"{high:g} is above 1; it is a {shipped[key].unit}.")


def _plain(node: YamlNode, name: str) -> float | None:
    child = node.get(name)
    return float(child.value) if child is not None and isinstance(child.value, int | float) else None


# --- assembling


def order(entry: AirEntry, gazetteer: Gazetteer, evidence: ToEvidence, types: TypesRead) -> AirPosture:
    """The domain's record of a section that has no problems; `evidence` gives an entry its unit and date."""
    build = _Build(gazetteer, evidence)
    shipped = shipped_air_assumptions()[0]
    own = {name: evidence(value, shipped[name].unit) for name, value in entry.assumptions.items()}
    return AirPosture(
        crisis_day=entry.crisis_day,
        scrambles_per_year=evidence(entry.scrambles_per_year, "per year"),
        bases={
            key: Base(key, each.side, build.site(each.place), airlift=each.airlift, **build.values(Base, each))
            for key, each in entry.bases.items()
        },
        squadrons={
            key: Squadron(key, type=types.kinds.aircraft[each.type], **build.listed(Squadron, key, each))
            for key, each in entry.squadrons.items()
        },
        policing={
            key: Policing(key, type=types.kinds.aircraft[each.type], **build.listed(Policing, key, each))
            for key, each in entry.policing.items()
        },
        batteries={
            key: Battery(
                key, type=types.kinds.sams[each.type], site=build.site(each.place), **build.listed(Battery, key, each)
            )
            for key, each in entry.batteries.items()
        },
        missiles={
            key: MissileForce(
                key,
                type=types.kinds.missiles[each.type],
                site=build.site(each.place),
                **build.listed(MissileForce, key, each),
            )
            for key, each in entry.missiles.items()
        },
        radars={
            key: Radar(key, each.side, build.site(each.place), **build.values(Radar, each))
            for key, each in entry.radars.items()
        },
        tracks={
            key: FlightTrack(
                key,
                each.name,
                each.side,
                tuple(build.site(name) for name in each.over),
                capital=build.site(each.aim).place,
                luck_key=luck_key(key, each),
                **build.values(FlightTrack, each),
            )
            for key, each in entry.tracks.items()
        },
        rotations={
            key: Rotation(key, each.battery, each.contributor, each.first or "", each.last or "", each.weeks or 0.0)
            for key, each in entry.rotations.items()
        },
        contributors={
            key: Contributor(key, each.weeks, each.stays, each.busy) for key, each in entry.contributors.items()
        },
        assumptions={**shipped, **own},
        types=types.kinds,
        overridden={name: value.why for name, value in entry.assumptions.items()},
    )


@dataclass(frozen=True)
class _Build:
    """What is needed to turn entries into records."""

    gazetteer: Gazetteer
    evidence: ToEvidence

    def site(self, name: str) -> Site:
        found = self.gazetteer.find(name)
        assert found is not None, "places are checked before"
        return Site(found.name, found.lat, found.lon, found.country)

    def values(self, kind: type, entry: Entry) -> dict[str, Evidence]:
        return _values(kind, entry, self.evidence)

    def listed(self, kind: type, key: str, entry: ListedEntry) -> dict[str, Any]:
        """Everything of a record that its entry has by the same name; type and site are put in by the caller."""
        plain = {
            field.name: getattr(entry, field.name)
            for field in fields(kind)
            if hasattr(entry, field.name) and field.name != "type"
        }
        said = {name: value for name, value in plain.items() if not isinstance(value, EvidenceEntry)}
        return said | self.values(kind, entry) | {"luck_key": luck_key(key, entry)}


def _values(kind: type, entry: Entry, evidence: ToEvidence) -> dict[str, Evidence]:
    """The evidence of an entry by field, in the unit that the field's name implies."""
    found = {field.name: getattr(entry, field.name, None) for field in fields(kind)}
    return {name: evidence(value, _unit(name)) for name, value in found.items() if isinstance(value, EvidenceEntry)}


def _unit(name: str) -> str:
    matches: Callable[[str], bool] = lambda part: name.endswith(part) or name.startswith(part)  # noqa: E731
    return next((unit for part, unit in _UNITS.items() if matches(part)), "count")
