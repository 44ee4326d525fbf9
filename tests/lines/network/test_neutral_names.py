"""What lines are called decides nothing: the same network under other names has the same kinds and numbers."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from hillfort.lines.network.build import build
from hillfort.lines.network.curation import Curation
from hillfort.lines.network.network import Group, LineNetwork
from hillfort.report.lines.map import short
from lines.laid import laid, scenario

MADE = re.compile(r"Port |Railhead |Transload |Border |Airfield |Airlift")


def neutral(said: Curation) -> tuple[Curation, dict[str, str]]:
    """The same lines with every gate, group, line and lane named by a number; new name to old one."""
    old = dict.fromkeys([*said.gates, *said.groups, *(line.name for line in said.links)])
    new = {name: f"n{number}" for number, name in enumerate(old)}

    def renamed(groups: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(new[name] for name in groups)

    gates = {new[name]: replace(gate, name=new[name], groups=renamed(gate.groups)) for name, gate in said.gates.items()}
    elements = {
        key: replace(each, gates={new[name]: rate for name, rate in each.gates.items()})
        for key, each in said.elements.items()
    }
    curation = replace(
        said,
        gates=gates,
        groups={new[name]: kind for name, kind in said.groups.items()},
        links=tuple(replace(each, name=new[each.name], groups=renamed(each.groups)) for each in said.links),
        lanes=tuple(replace(each, groups=renamed(each.groups)) for each in said.lanes),
        elements=elements,
    )
    return curation, {other: name for name, other in new.items()}


def facts(network: LineNetwork, names: dict[str, str]) -> dict[str, tuple[object, ...]]:
    return {
        names.get(group.name, group.name): (
            group.kind,
            group.links,
            group.places,
            group.cells,
            group.sites,
            group.map_name,
        )
        for group in network.groups.values()
    }


@pytest.mark.parametrize("name", ["marrow", "baltic-2019"])
def test_a_network_with_neutral_names_has_the_same_kinds_and_numbers(name: str) -> None:
    known = laid(name)
    curation, names = neutral(known.curation)
    other = build(scenario(name).theatre, curation)
    assert facts(other, names) == facts(known, {})
    assert [(each.mode, each.km, each.third, each.start, each.end) for each in other.links] == [
        (each.mode, each.km, each.third, each.start, each.end) for each in known.links
    ]
    assert list(other.columns.values()) == list(known.columns.values())
    assert not [each for each in other.groups if each not in names and not MADE.match(each)]


def test_a_map_calls_a_group_what_the_file_says() -> None:
    assert short(Group("Railhead Rail crossing", "railhead", ())) == "Rail crossing"
    assert short(Group("Railhead Road", "bridge", ())) == "Railhead Road"
    assert short(laid("baltic-2019").group("Rail crossing Trakiszki-Mockava")) == "Rail crossing"
