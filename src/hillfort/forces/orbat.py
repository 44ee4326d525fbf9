"""The order of battle as a tree: country, command, formations, battalions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hillfort.forces.formation import Battalion, Formation
from hillfort.forces.symbol import symbol_code


@dataclass(frozen=True, slots=True)
class Element:
    """One line of an order of battle, with what stands below it."""

    label: str
    id: str = ""
    """Id of the formation or battalion; '' for a country or command."""
    symbol: str = ""
    """20-digit APP-6D code; '' for a country or command."""
    kind: str = ""
    """Name of the battalion's type; '' for anything but a battalion."""
    place: str = ""
    """Base of a formation."""
    below: tuple[Element, ...] = ()

    @property
    def is_battalion(self) -> bool:
        """True at the bottom of the tree."""
        return bool(self.kind)

    @property
    def battalions(self) -> int:
        """Battalions at or below this element."""
        return 1 if self.is_battalion else sum(element.battalions for element in self.below)


def order_of_battle(
    formations: Sequence[Formation], battalions: Sequence[Battalion], *, side: str
) -> tuple[Element, ...]:
    """The forces of a side as a tree: one element per country, with commands, formations and battalions below.

    A formation that is its own command stands directly below its country. A tree says who belongs to whom, not who is
    there in time.

    Parameters
    ----------
    formations, battalions : sequences
        Of both sides; those of the other are left out.
    side : str
        'blue' or 'red'.
    """
    own = [formation for formation in formations if formation.side == side]
    by_id = {battalion.id: battalion for battalion in battalions}
    countries = sorted({formation.country for formation in own})
    return tuple(_country(country, own, by_id) for country in countries)


def members_of(formation: str, battalions: Sequence[Battalion]) -> list[str]:
    """Ids of all battalions in a formation, at any depth; `formation` is its id."""
    return [unit.id for unit in battalions if unit.id.startswith(f"{formation}/")]


def _country(country: str, own: list[Formation], by_id: dict[str, Battalion]) -> Element:
    top = [formation for formation in own if formation.country == country and not formation.parent]
    below: list[Element] = []
    for command in dict.fromkeys(formation.command for formation in top):
        group = [formation for formation in top if formation.command == command]
        elements = [_formation(formation, own, by_id) for formation in group]
        if all(formation.name == command for formation in group):
            below += elements
        else:
            below.append(Element(command, below=tuple(elements)))
    return Element(country, below=tuple(below))


def _formation(formation: Formation, own: list[Formation], by_id: dict[str, Battalion]) -> Element:
    parts = [_formation(part, own, by_id) for part in own if part.parent == formation.id]
    units = [_battalion(by_id[key], formation) for key in formation.battalions if key in by_id]
    above = next((parent.name for parent in own if parent.id == formation.parent), "")
    label = formation.name.removesuffix(f", {above}")
    return Element(label, formation.id, formation.symbol, "", formation.base, tuple(parts + units))


def _battalion(unit: Battalion, formation: Formation) -> Element:
    symbol = symbol_code(unit.side, echelon="battalion", kind=unit.type.symbol)
    return Element(unit.name.removesuffix(f", {formation.name}"), unit.id, symbol, unit.type.name)
