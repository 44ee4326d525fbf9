"""Lines of communication and movement tables from files: strict, every problem with its file and line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from hillfort.campaign.scenario import Source
from hillfort.files.evidence.entries import SourceEntry
from hillfort.files.evidence.read import dated, source_problems, sources_of
from hillfort.files.forces.templates import shipped_templates
from hillfort.files.lines.any_theatre import parameter_problems, shipped_assumptions, unfit, with_overrides
from hillfort.files.lines.groups import condition_problems, group_problems
from hillfort.files.lines.schema import LinesEntry, MovementFileEntry, TogetherEntry
from hillfort.files.theatre.place_names import Gazetteer
from hillfort.files.theatre.recipe import theatre_names
from hillfort.files.yaml.compose import known_only, merged
from hillfort.files.yaml.lines import YamlNode, plain, read_yaml
from hillfort.files.yaml.shipped import DATA
from hillfort.files.yaml.structure import validated
from hillfort.forces.movement import Movement, MovementTable
from hillfort.foundation.errors import InputError, Problem, below, did_you_mean
from hillfort.foundation.evidence import Evidence
from hillfort.lines.network.build import build
from hillfort.lines.network.curation import (
    RATE_UNITS,
    ROAD,
    VALUES,
    Airfield,
    AreaLane,
    Condition,
    Curation,
    Extent,
    ExtraLink,
    Gate,
    Hub,
    KnownCrossings,
    KnownCut,
    KnownDistance,
    NetworkElement,
    NetworkPort,
    Transfer,
)
from hillfort.lines.network.network import LineNetwork
from hillfort.lines.ways_in import Lines, Together
from hillfort.theatre.theatre import Theatre

FOLDER = DATA / "lines"
TOGETHER = "vehicles_per_day"
"""What a scenario says of all ways of a mode together, beside what the file on the theatre's lines says."""


def lines_names() -> list[str]:
    """Theatres whose lines of communication come with the package, sorted.

    >>> "baltic" in lines_names()
    True
    """
    return sorted({path.stem for path in FOLDER.glob("*.yaml")} & set(theatre_names()))


def lines_path(name_or_path: str) -> Path:
    """The file on a theatre's lines: by the theatre's name, or a path ending in .yaml.

    Raises
    ------
    InputError
        None is shipped for that theatre.
    """
    if name_or_path.endswith((".yaml", ".yml")):
        return Path(name_or_path)
    if name_or_path in lines_names():
        return FOLDER / f"{name_or_path}.yaml"
    advice = f"Shipped for: {', '.join(lines_names())}. Give a path ending in .yaml for another."
    raise InputError(Problem("request", 0, "lines", f"theatre '{name_or_path}' has no lines of communication.", advice))


def network(theatre: Theatre, *, file: str = "") -> LineNetwork:
    """The multimodal network of a theatre, from its maps and the file on its lines; `file` in place of the shipped one.

    Raises
    ------
    InputError
        Everything that is wrong with the file.

    Examples
    --------
    >>> from hillfort.files.theatre.artefact import load_theatre
    >>> network(load_theatre("marrow")).name
    'marrow'
    """
    return build(theatre, read_lines(lines_path(file or theatre.name), theatre))


def lines_for(theatre: Theatre, root: YamlNode, types: Iterable[str], *, key: str) -> Lines | None:
    """The network of a theatre and the movement tables, with what a scenario says of its own laid on them.

    None where nothing is said about the lines of the theatre. `types` are the types of battalions that may be named.

    Raises
    ------
    InputError
        Everything that is wrong with the scenario's `lines` and `movement`.
    """
    shipped = lines_of(theatre, key=key)
    own, tables = root.get("lines"), root.get("movement")
    listed = set(types)
    if shipped is not None and own is None and tables is None and listed <= set(shipped.movement.types):
        return shipped
    problems: list[Problem] = []
    node = _on(DATA / "forces" / "movement.yaml", tables, root, problems)
    movement = _movement(node, problems, listed)
    problems = below("movement", problems)
    if own is None and shipped is not None:
        curation, together = shipped.curation, Together()
    elif own is not None:
        file = FOLDER / f"{theatre.name}.yaml"
        together, patch = _together(own, problems)
        wrong: list[Problem] = []
        node = _on(file if file.exists() else None, patch, root, wrong)
        read = _curation(node, theatre, wrong)
        problems += below("lines", wrong)
        curation = read if read is not None else Lines(lambda said: build(theatre, said), shipped_movement()).curation
    if problems or movement is None:
        raise InputError(sorted(set(problems)), root.file)
    if own is None and shipped is None:
        return None
    return Lines(lambda said: build(theatre, said), movement, curation, together)


def _on(file: Path | None, patch: YamlNode | None, root: YamlNode, problems: list[Problem]) -> YamlNode:
    """A patch of a scenario laid on a file of the package, which may name the scenario's sources too."""
    nothing = YamlNode({}, root.file, root.line)
    base = read_yaml(file) if file is not None else nothing
    tree = merged(base, known_only(base, patch or nothing, problems), problems)
    begun = {key: more for key, child in tree.items.items() if (more := child.get("add")) is not None and more.list}
    tree = YamlNode({**tree.items, **begun}, tree.file, tree.line, tree.deleted)  # Lists that the file did not have.
    listed = [node.items for node in (base.get("sources"), root.get("sources"), tree.get("sources")) if node]
    sources = {name: child for items in listed for name, child in items.items()}
    return YamlNode({**tree.items, "sources": YamlNode(sources, root.file, root.line)}, root.file, root.line)


def _together(own: YamlNode, problems: list[Problem]) -> tuple[Together, YamlNode]:
    """What a scenario says of all ways of a mode together, and the rest of its `lines`."""
    rest = YamlNode({k: each for k, each in own.items.items() if k != TOGETHER}, own.file, own.line, own.deleted)
    node = own.get(TOGETHER)
    if node is None:
        return Together(), rest
    entry, wrong = validated(TogetherEntry, node)
    problems += below(f"lines.{TOGETHER}", wrong)
    said = {} if entry is None else {name: getattr(entry, name) for name in type(entry).model_fields}
    return Together(**{n: None if e is None else dated(e, "vehicles/day", {}) for n, e in said.items()}), rest


def lines_of(theatre: Theatre, *, key: str) -> Lines | None:
    """The network of a theatre and the movement tables as shipped; None where none is shipped for it.

    The network is laid when it is first asked for, and kept for the last few theatres. `key` tells theatres apart.

    Examples
    --------
    >>> from hillfort.files.theatre.artefact import load_theatre
    >>> lines_of(load_theatre("marrow"), key="marrow").network.name
    'marrow'
    """
    if theatre.name not in lines_names():
        return None
    return _lines(_Ground(theatre, key))


@dataclass(frozen=True, eq=False)
class _Ground:
    """A theatre as a cache key: by what it holds."""

    theatre: Theatre
    key: str

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Ground) and other.key == self.key


@lru_cache(maxsize=4)
def _lines(ground: _Ground) -> Lines:
    curation = read_lines(lines_path(ground.theatre.name), ground.theatre)
    return Lines(lambda said: build(ground.theatre, said), shipped_movement(), curation)


@cache
def lines_sources(theatre: str) -> dict[str, Source]:
    """Sources of what is shipped about a theatre's lines, and of the movement tables."""
    paths = [*([lines_path(theatre)] if theatre in lines_names() else []), DATA / "forces" / "movement.yaml"]
    found: dict[str, Source] = dict(shipped_assumptions()[1].sources)
    for path in paths:
        node = read_yaml(path).get("sources")
        entries = {
            name: SourceEntry.model_validate(plain(child)) for name, child in (node.items if node else {}).items()
        }
        found |= sources_of(entries)
    return found


def read_lines(path: Path, theatre: Theatre) -> Curation:
    """What a file says about the lines of a theatre.

    Raises
    ------
    InputError
        Every problem of the file.
    """
    problems: list[Problem] = []
    node = read_yaml(path)
    found = _curation(node, theatre, problems)
    if found is None:
        raise InputError(sorted(set(problems)), node.file)
    return found


def _curation(node: YamlNode, theatre: Theatre, problems: list[Problem]) -> Curation | None:
    """What a node says about the lines of a theatre; None where something is wrong, which is added to the problems."""
    entry, wrong = validated(LinesEntry, node)
    wrong += source_problems(node, set()) + _reference_problems(node, theatre)
    if entry is not None and entry.theatre != theatre.name:
        advice = f"It is for '{entry.theatre}'."
        wrong.append(node.items["theatre"].problem("theatre", f"this is no file for '{theatre.name}'.", advice))
    problems += wrong
    if entry is None or wrong:
        return None
    made = _Reader(entry, theatre).curation()
    wrong = unfit(node, made)
    problems += wrong
    return None if wrong else made


class _Reader:
    """Entries of the file into the domain's records."""

    def __init__(self, entry: LinesEntry, theatre: Theatre) -> None:
        self.entry = entry
        self.gazetteer = Gazetteer(theatre.places.values())
        self.sources = sources_of(entry.sources)

    def _evidence(self, entry: object, unit: str = "") -> Evidence | None:
        return None if entry is None else dated(entry, unit or entry.unit, self.sources)  # type: ignore[arg-type,attr-defined]

    def _must(self, entry: object, unit: str = "") -> Evidence:
        found = self._evidence(entry, unit)
        assert found is not None
        return found

    def _spot(self, name: str, at: tuple[float, float] | None) -> tuple[float, float]:
        if at is not None:
            return at
        place = self.gazetteer.find(name)
        assert place is not None
        return place.lat, place.lon

    def curation(self) -> Curation:
        entry = self.entry
        return Curation(
            theatre=entry.theatre,
            title=entry.title,
            extent=Extent(
                entry.extent.detail,
                entry.extent.outline,
                entry.extent.merge_km.detail,
                entry.extent.merge_km.outside,
                entry.extent.third_states,
            ),
            values={name: self._must(value, VALUES[name]) for name, value in entry.values.items()},
            hubs=self._hubs(),
            links=tuple(
                ExtraLink(
                    each.name,
                    each.layer,
                    each.between,
                    each.km,
                    each.tracks,
                    each.groups,
                    each.element,
                    each.source,
                    each.grade,
                    each.note,
                )
                for each in entry.links
            ),
            barred=tuple((each.layer, each.at) for each in entry.barred),
            gates=self._gates(),
            groups=dict(entry.groups),
            railheads=self._transfers("railheads"),
            transloads=self._transfers("transloads"),
            ports=self._ports(),
            sea=dict(entry.sea),
            lanes=tuple(
                AreaLane(each.between, each.km, each.groups, each.places, self._evidence(each.rate))
                for each in entry.lanes
            ),
            airlift=self._evidence(entry.airlift.rate) if entry.airlift else None,
            airfields=self._airfields(),
            elements=self._elements(),
            conditions={
                name: Condition(each.open, each.fortified, self._evidence(each.repair_days, "days"))
                for name, each in entry.conditions.items()
            },
            distances=tuple(
                KnownDistance(each.layer, each.between, each.low, each.high, each.source, each.note)
                for each in entry.checks.distances
            ),
            crossings=tuple(
                KnownCrossings(
                    each.layer,
                    each.between,
                    each.least,
                    each.most,
                    {str(k): v for k, v in each.classes.items()},
                    each.source,
                    each.note,
                )
                for each in entry.checks.crossings
            ),
            cuts=tuple(KnownCut(each.groups, each.layers, each.between) for each in entry.checks.cuts),
            assumptions=with_overrides(entry.assumptions, self.sources),
            overridden={name: each.why for name, each in entry.assumptions.items()},
        )

    def _hubs(self) -> dict[str, Hub]:
        found = {}
        for name, hub in self.entry.hubs.items():
            layers = ((ROAD,) if hub.road else ()) + tuple(f"rail-{gauge}" for gauge in hub.rail)
            lat, lon = self._spot(name, hub.at)
            found[name] = Hub(name, lat, lon, layers, hub.kind, hub.destination, hub.within_km, hub.start)
        return found

    def _gates(self) -> dict[str, Gate]:
        return {
            name: Gate(
                name,
                gate.kind,
                gate.layer,
                gate.at,
                gate.groups,
                gate.places,
                gate.road_class,
                self._evidence(gate.rate),
                self._evidence(gate.bridge, "MLC"),
                gate.map_name,
            )
            for name, gate in self.entry.gates.items()
        }

    def _transfers(self, kind: str) -> dict[str, Transfer]:
        return {
            name: Transfer(
                name,
                each.at or name,
                getattr(each, "gauge", 0),
                self._evidence(each.rate),
                self._evidence(each.hours, "h"),
                each.opened,
                each.element,
                getattr(each, "broad_at", ""),
            )
            for name, each in getattr(self.entry, kind).items()
        }

    def _ports(self) -> dict[str, NetworkPort]:
        return {
            name: NetworkPort(
                name,
                *port.at,
                port.hub or name,
                port.sea,
                port.berths,
                self._must(port.rate),
                self._evidence(port.hours, "h"),
            )
            for name, port in self.entry.ports.items()
        }

    def _airfields(self) -> dict[str, Airfield]:
        return {
            name: Airfield(name, *self._spot(name, field.at), field.hub, field.runway_m, self._must(field.rate))
            for name, field in self.entry.airfields.items()
        }

    def _elements(self) -> dict[str, NetworkElement]:
        return {
            key: NetworkElement(
                key,
                each.title,
                each.opened,
                each.dual,
                {name: self._must(rate) for name, rate in each.gates.items()},
                each.source,
                each.grade,
                each.note,
            )
            for key, each in self.entry.elements.items()
        }


def _reference_problems(root: YamlNode, theatre: Theatre) -> list[Problem]:
    """Names that refer to nothing, units that do not fit, and values that are missing."""
    return [
        *_value_problems(root),
        *parameter_problems(root),
        *_unit_problems(root),
        *_name_problems(root),
        *group_problems(root),
        *condition_problems(root),
        *_place_problems(root, theatre),
    ]


def _value_problems(root: YamlNode) -> Iterable[Problem]:
    values = root.get("values") or root
    for name, node in values.items.items() if root.get("values") else ():
        if name not in VALUES:
            yield node.problem(f"values.{name}", "is not one of the shared values.", did_you_mean(name, VALUES))
            continue
        unit = node.get("unit")
        if unit is not None and unit.text != VALUES[name]:
            yield unit.problem(
                f"values.{name}.unit", f"'{unit.text}' is not the unit of this value.", f"It is {VALUES[name]}."
            )
        low = node.get("low")
        if low is not None and isinstance(low.value, int | float) and low.value <= 0:
            yield low.problem(
                f"values.{name}.low", f"{low.value:g} is not above 0.", "A line that carries nothing is left out."
            )
    for name in VALUES:
        if root.get("values") and name not in values.items:
            yield values.problem(f"values.{name}", "is required and absent.", f"In {VALUES[name]}.")


def _unit_problems(root: YamlNode) -> Iterable[Problem]:
    """Every capacity says its native unit."""
    listed = [
        ("gates", "rate"),
        ("railheads", "rate"),
        ("transloads", "rate"),
        ("ports", "rate"),
        ("airfields", "rate"),
    ]
    nodes = [
        (f"{kind}.{name}.{field}", entry.get(field))
        for kind, field in listed
        for name, entry in (root.get(kind) or YamlNode({}, "", 0)).items.items()
    ]
    nodes += [(f"lanes[{index}].rate", lane.get("rate")) for index, lane in enumerate((root.get("lanes") or root).list)]
    airlift = root.get("airlift")
    nodes += [("airlift.rate", airlift.get("rate"))] if airlift else []
    for key, element in (root.get("elements") or YamlNode({}, "", 0)).items.items():
        gates = element.get("gates") or YamlNode({}, "", 0)
        nodes += [(f"elements.{key}.gates.{name}", rate) for name, rate in gates.items.items()]
    for where, node in nodes:
        if node is None or not node.items:
            continue
        unit = node.get("unit")
        if unit is None or unit.text not in RATE_UNITS:
            found = f"'{unit.text}' is not a unit of capacity." if unit else "has no unit."
            yield (unit or node).problem(f"{where}.unit", found, f"One of {', '.join(RATE_UNITS)}.")


def _name_problems(root: YamlNode) -> Iterable[Problem]:
    """Hubs, sea areas, elements, gates and groups that are named have to be there."""

    def keys(name: str) -> set[str]:
        return set((root.get(name) or YamlNode({}, "", 0)).items)

    def check(node: YamlNode | None, where: str, allowed: set[str], what: str) -> Iterable[Problem]:
        if node is not None and node.text and node.text not in allowed:
            yield node.problem(where, f"'{node.text}' is not one of the {what}.", did_you_mean(node.text, allowed))

    hubs, sea, elements, gates = keys("hubs"), keys("sea"), keys("elements"), keys("gates")
    for kind in ("railheads", "transloads", "ports", "airfields"):
        for name, entry in (root.get(kind) or YamlNode({}, "", 0)).items.items():
            base = entry.get("at") if kind in ("railheads", "transloads") else entry.get("hub")
            if base is None and kind != "airfields" and name not in hubs:
                yield entry.problem(
                    f"{kind}.{name}", "is not one of the hubs.", "Say `at:` or `hub:`, or add it to the hubs."
                )
            yield from check(base, f"{kind}.{name}", hubs, "hubs")
            yield from check(entry.get("broad_at"), f"{kind}.{name}.broad_at", hubs, "hubs")
            yield from check(entry.get("sea"), f"{kind}.{name}.sea", sea, "sea areas")
            yield from check(entry.get("element"), f"{kind}.{name}.element", elements, "elements")
    for index, line in enumerate((root.get("links") or root).list):
        yield from check(line.get("element"), f"links[{index}].element", elements, "elements")
        for end in (line.get("between") or line).list:
            yield from check(end, f"links[{index}].between", hubs, "hubs")
    for index, lane in enumerate((root.get("lanes") or root).list):
        for end in (lane.get("between") or lane).list:
            yield from check(end, f"lanes[{index}].between", sea, "sea areas")
    for key, element in (root.get("elements") or YamlNode({}, "", 0)).items.items():
        for end in (element.get("dual") or element).list:
            yield from check(end, f"elements.{key}.dual", hubs, "hubs")
        for name, node in (element.get("gates") or YamlNode({}, "", 0)).items.items():
            if name not in gates:
                yield node.problem(
                    f"elements.{key}.gates", f"'{name}' is not one of the gates.", did_you_mean(name, gates)
                )
    yield from _check_problems(root, hubs)


def _check_problems(root: YamlNode, hubs: set[str]) -> Iterable[Problem]:
    checks = root.get("checks") or YamlNode({}, "", 0)
    ports = set((root.get("ports") or YamlNode({}, "", 0)).items)
    for kind in ("distances", "cuts"):
        for index, entry in enumerate((checks.get(kind) or checks).list):
            for end in (entry.get("between") or entry).list:
                if end.text and end.text not in hubs | ports:
                    found = f"'{end.text}' is neither a hub nor a port."
                    yield end.problem(f"checks.{kind}[{index}].between", found, did_you_mean(end.text, hubs | ports))


def _place_problems(root: YamlNode, theatre: Theatre) -> Iterable[Problem]:
    gazetteer = Gazetteer(theatre.places.values())
    for kind in ("hubs", "airfields"):
        for name, entry in (root.get(kind) or YamlNode({}, "", 0)).items.items():
            if entry.get("at") is None and gazetteer.find(name) is None:
                yield entry.problem(
                    f"{kind}.{name}", "is not a place of the theatre.", f"Say `at:`. {gazetteer.advice(name)}"
                )
    gates = (root.get("gates") or YamlNode({}, "", 0)).items.items()
    lanes = enumerate((root.get("lanes") or root).list)
    for where, entry in [(f"gates.{name}", gate) for name, gate in gates] + [
        (f"lanes[{n}]", lane) for n, lane in lanes
    ]:
        for place in (entry.get("places") or entry).list:
            if place.text and gazetteer.find(place.text) is None:
                yield place.problem(
                    f"{where}.places", f"'{place.text}' is not a place of the theatre.", gazetteer.advice(place.text)
                )


@cache
def shipped_movement() -> MovementTable:
    """What each type of battalion is to those who move it, as it comes with the package."""
    return read_movement(DATA / "forces" / "movement.yaml")


def read_movement(path: Path) -> MovementTable:
    """Movement tables from a file.

    Raises
    ------
    InputError
        Every problem of the file; a type of battalion without a table is one.
    """
    problems: list[Problem] = []
    node = read_yaml(path)
    found = _movement(node, problems, set(shipped_templates()[0].types))
    if found is None:
        raise InputError(problems, node.file)
    return found


def _movement(node: YamlNode, problems: list[Problem], known: set[str]) -> MovementTable | None:
    """Movement tables of all known types; None where something is wrong, which is added to the problems."""
    entry, wrong = validated(MovementFileEntry, node)
    wrong += source_problems(node, set())
    types = node.get("types") or YamlNode({}, node.file, node.line)
    for name, child in types.items.items():
        if name not in known:
            wrong.append(child.problem(f"types.{name}", "is not a type of battalion.", did_you_mean(name, known)))
    wrong += [types.problem(f"types.{name}", "is required and absent.") for name in sorted(known - set(types.items))]
    problems += wrong
    if entry is None or wrong:
        return None
    sources = sources_of(entry.sources)
    return MovementTable(
        types={
            name: Movement(
                **{field: dated(getattr(each, field), unit, sources) for field, unit in Movement.UNITS.items()},
                by_air=each.by_air,
            )
            for name, each in entry.types.items()
        },
        tail_share=dated(entry.tail_share, "share", sources),
        border_permission_h=dated(entry.delays.border_permission_h, "h", sources),
        tonnes_per_truck=dated(entry.delays.tonnes_per_truck, "t/vehicle", sources),
    )
