"""Whether things of one kind in a scenario have the same luck: for whoever made it without a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hillfort.campaign.scenario import Scenario
from hillfort.foundation.addresses import Address, printed
from hillfort.foundation.errors import Problem
from hillfort.foundation.keyed import KINDS

Lucky = tuple[tuple[str, ...], str]
"""Where a thing stands, and the key under which its luck is looked up."""


def same_luck(scenario: Scenario) -> list[Problem]:
    """A problem for each thing whose luck key is that of another of its kind.

    Assumes
    -------
    Types of battalions that nobody has do not count.

    Examples
    --------
    >>> import hillfort as hf
    >>> same_luck(hf.scenario("marrow"))
    []
    """
    found = []
    for listed in _kinds(scenario):
        seen: dict[str, tuple[str, ...]] = {}
        for path, luck in listed:
            first = seen.setdefault(luck, path)
            if first != path:
                text = f"'{luck}' is also the luck of {printed(first)}."
                found.append(Problem(scenario.name, 0, printed((*path, "luck_key")), text, "Give another."))
    return found


def renamed(scenario: Scenario) -> dict[Address, str]:
    """Luck keys that are other than the key, by where a thing stands: what it was called before.

    Assumes
    -------
    As `same_luck`.

    Examples
    --------
    >>> import hillfort as hf
    >>> renamed(hf.scenario("marrow"))
    {}
    """
    return {path: luck for listed in _kinds(scenario) for path, luck in listed if luck != path[-1]}


def _kinds(scenario: Scenario) -> Iterator[list[Lucky]]:
    units = {each.formation.split("/")[0]: each.luck.split("/")[0] for each in scenario.battalions}
    yield [(("formations", key), luck) for key, luck in units.items()]
    types = {each.type.key: each.type for each in scenario.battalions}
    yield [(("types", key), each.lucky(key)) for key, each in types.items()]
    yield [(("orders", each.id), each.lucky(each.id)) for each in scenario.orders]
    for coa, plan in scenario.courses_of_action.items():
        yield [(("courses_of_action", coa, "orders", each.id), each.lucky(each.id)) for each in plan.orders]
    yield [(("ways_in", each.name), each.lucky(each.name)) for each in scenario.ways_in]
    for kind in KINDS:
        if kind[0][0] in ("courses_of_action", "lifts", "barriers", "air", "sea", "crisis") and "*" not in kind[0]:
            yield [each for path in kind for each in _listed(scenario, path)]


def _listed(scenario: Scenario, path: tuple[str, ...]) -> Iterator[Lucky]:
    found: Any = scenario
    for step in path:
        found = getattr(found, step, {})
    for key, each in found.items():
        yield (*path, key), each.lucky(key)
