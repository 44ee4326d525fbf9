"""Templates: what a formation of a kind is made of, and the battalions that come out of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from hillfort.forces.formation import Battalion, BattalionType, Formation, Readiness
from hillfort.forces.symbol import symbol_code
from hillfort.foundation.keyed import Keyed

MAX_BATTALIONS = 500
"""In one formation; more is a typing error."""


@dataclass(frozen=True, slots=True)
class Component:
    """`count` battalions of a type, or formations of a template, called `name`."""

    key: str
    count: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class FormationTemplate:
    """What a formation is made of: formations in `parts`, battalions in `battalions`."""

    key: str
    name: str
    echelon: str
    symbol: str
    """APP-6D entity and modifiers, 10 digits."""
    battalions: tuple[Component, ...] = ()
    parts: tuple[Component, ...] = ()


@dataclass(frozen=True, slots=True)
class Templates:
    """All battalion types and formation templates, by key."""

    types: dict[str, BattalionType]
    formations: dict[str, FormationTemplate]

    def find(self, key: str) -> FormationTemplate | None:
        """The template of that key; a battalion type stands for a formation of one such battalion."""
        if key in self.formations:
            return self.formations[key]
        if key in self.types:
            kind = self.types[key]
            return FormationTemplate(key, kind.name, "battalion", kind.symbol, (Component(key, 1),))
        return None

    def all_keys(self) -> list[str]:
        """Everything that `find` knows."""
        return sorted({*self.types, *self.formations})


@dataclass(frozen=True, slots=True)
class ListedFormation(Keyed):
    """A formation as a scenario lists it, before it is expanded."""

    id: str
    name: str
    side: str
    country: str
    composition: FormationTemplate
    base: str
    command: str
    readiness: Readiness
    outside: bool = False
    ways_in: tuple[str, ...] = ()
    reserve: bool | None = None
    """Whether its people are called up; None where its types say so."""
    equipment: str = ""
    source: str = "judgement"
    grade: str = "F6"
    parent: str = field(default="")


def expand(entry: ListedFormation, templates: Templates) -> tuple[list[Formation], list[Battalion]]:
    """The formation with all formations and battalions below it.

    Formations below get ids 'parent/1', 'parent/2', ... in the template's order; battalions likewise, after any
    formations. The same template always gives the same ids.

    Raises
    ------
    KeyError
        A template names an unknown type or template.
    ValueError
        Templates contain each other, or make more than `MAX_BATTALIONS`.
    """
    formations: list[Formation] = []
    battalions: list[Battalion] = []
    _expand(entry, templates, formations, battalions)
    return formations, battalions


def _expand(
    entry: ListedFormation, templates: Templates, formations: list[Formation], battalions: list[Battalion]
) -> None:
    if entry.id.count("/") > 3:
        raise ValueError(f"template '{entry.composition.key}' is nested too deep or contains itself")
    own = list(_battalions(entry, templates))
    place = len(formations)
    for number, (name, key) in enumerate(_numbered(entry.composition.parts, templates), 1):
        part = templates.formations[key]
        child = replace(
            entry,
            id=f"{entry.id}/{number}",
            luck_key=_below(entry, number),
            name=f"{name}, {entry.name}",
            composition=part,
            parent=entry.id,
            equipment="",
        )
        _expand(child, templates, formations, battalions)
    formations.insert(place, _formation(entry, own))
    battalions.extend(own)
    if len(battalions) > MAX_BATTALIONS:
        raise ValueError(f"template '{entry.composition.key}' makes more than {MAX_BATTALIONS} battalions")


def _formation(entry: ListedFormation, own: list[Battalion]) -> Formation:
    composition = entry.composition
    return Formation(
        id=entry.id,
        name=entry.name,
        side=entry.side,
        country=entry.country,
        echelon=composition.echelon,
        template=composition.key,
        base=entry.base,
        command=entry.command,
        parent=entry.parent,
        battalions=tuple(battalion.id for battalion in own),
        symbol=symbol_code(entry.side, echelon=composition.echelon, kind=composition.symbol),
        equipment=entry.equipment,
        source=entry.source,
        grade=entry.grade,
    )


def _battalions(entry: ListedFormation, templates: Templates) -> Iterator[Battalion]:
    first = 1 + sum(part.count for part in entry.composition.parts)
    alone = entry.composition.echelon == "battalion" and sum(c.count for c in entry.composition.battalions) == 1
    for number, (name, key) in enumerate(_numbered(entry.composition.battalions, templates), first):
        yield Battalion(
            id=f"{entry.id}/{number}",
            luck_key=_below(entry, number),
            name=entry.name if alone else f"{name}, {entry.name}",
            side=entry.side,
            country=entry.country,
            formation=entry.id,
            command=entry.command,
            type=templates.types[key],
            base=entry.base,
            readiness=entry.readiness,
            outside=entry.outside,
            ways_in=entry.ways_in,
            reserve=templates.types[key].stays_in_country if entry.reserve is None else entry.reserve,
        )


def _below(entry: ListedFormation, number: int) -> str:
    """Luck key of what is in a formation under a number: as its id is made; '' where the formation has none."""
    return f"{entry.luck_key}/{number}" if entry.luck_key else ""


def _numbered(components: tuple[Component, ...], templates: Templates) -> Iterator[tuple[str, str]]:
    """Name and key of every single battalion or part: '1st Tank Battalion', '2nd Tank Battalion'."""
    names = [part.name or _default_name(part.key, templates) for part in components]
    totals = {name: sum(part.count for part, n in zip(components, names, strict=True) if n == name) for name in names}
    used: dict[str, int] = {}
    for part, name in zip(components, names, strict=True):
        for _ in range(part.count):
            used[name] = used.get(name, 0) + 1
            yield (f"{ordinal(used[name])} {name}" if totals[name] > 1 else name), part.key


def _default_name(key: str, templates: Templates) -> str:
    return templates.types[key].name if key in templates.types else templates.formations[key].name


def ordinal(number: int) -> str:
    """The number as people count units.

    >>> [ordinal(n) for n in (1, 2, 3, 11, 22)]
    ['1st', '2nd', '3rd', '11th', '22nd']
    """
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
