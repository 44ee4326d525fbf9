"""The order of battle as a tree: side, country, command, formations, battalions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hillfort.forces.formation import Battalion, Formation


@dataclass(frozen=True, slots=True)
class Element:
    """One line of an order of battle, with what stands below it."""

    label: str
    id: str
    """Id of the formation or battalion; '' for a heading."""
    symbol: str
    """20-digit APP-6D code; '' for a heading."""
    detail: str
    below: tuple[Element, ...] = ()

    @property
    def battalions(self) -> int:
        """Battalions at or below this element."""
        if self.id and not self.below and self.detail:
            return 1
        return sum(element.battalions for element in self.below)


def order_of_battle(
    formations: Sequence[Formation], battalions: Sequence[Battalion], *, side: str
) -> tuple[Element, ...]:
    """One element per country of a side, commands below it, then formations, then battalions.

    A formation that is its own command stands directly below its country.
    """
    own = [formation for formation in formations if formation.side == side]
    by_id = {battalion.id: battalion for battalion in battalions}
    countries = sorted({formation.country for formation in own})
    return tuple(_country(country, own, by_id) for country in countries)


def _country(country: str, own: list[Formation], by_id: dict[str, Battalion]) -> Element:
    top = [formation for formation in own if formation.country == country and not formation.parent]
    below: list[Element] = []
    for command in dict.fromkeys(formation.command for formation in top):
        group = [formation for formation in top if formation.command == command]
        elements = tuple(_formation(formation, own, by_id) for formation in group)
        if all(formation.name == command for formation in group):
            below += elements
        else:
            below.append(Element(command, "", "", "", elements))
    return Element(country, "", "", "", tuple(below))


def _formation(formation: Formation, own: list[Formation], by_id: dict[str, Battalion]) -> Element:
    from hillfort.forces.symbol import symbol_code

    parts = tuple(_formation(part, own, by_id) for part in own if part.parent == formation.id)
    units = tuple(
        Element(
            unit.name.removesuffix(f", {formation.name}"),
            unit.id,
            symbol_code(unit.side, echelon="battalion", kind=unit.type.symbol),
            unit.type.key,
        )
        for unit in (by_id[key] for key in formation.battalions if key in by_id)
    )
    return Element(_short(formation, own), formation.id, formation.symbol, formation.base, parts + units)


def _short(formation: Formation, own: list[Formation]) -> str:
    """The name without that of the formation above."""
    above = next((parent.name for parent in own if parent.id == formation.parent), None)
    return formation.name.removesuffix(f", {above}") if above else formation.name
