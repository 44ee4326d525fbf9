"""The tables of couplings and of the hour against the kernels, both ways: what is told happens,
and what happens is told."""

from __future__ import annotations

import ast
from functools import cache

import pytest

from architecture.source import Module, modules
from hillfort.air.situation import GIVEN as AIR_GIVEN
from hillfort.air.situation import PARAMETERS as AIR
from hillfort.campaign.acting import NEEDS, Present, idle, listed
from hillfort.campaign.couplings.table import COUPLINGS
from hillfort.campaign.fields import GIVEN
from hillfort.campaign.hour import DRAW, HOUR, SEA
from hillfort.campaign.parameters import DOUBLE, PARAMETERS, WARNING
from hillfort.ground.fitted import FITTED
from hillfort.sea.prepare import PARAMETERS as SEA_PARAMETERS
from hillfort.theatre.season import OFF_ROAD

READERS = {"p": "", "air": "", "v.shared": "sea."}
"""What kernels call the record of a draw's assumptions, and what stands before its names elsewhere."""
Address = tuple[str, str]
"""Module and name of a kernel."""


def kernels(found: list[Module]) -> dict[Address, ast.FunctionDef]:
    return {
        (module.name, node.name): node
        for module in found
        if module.is_kernel
        for node in module.tree.body
        if isinstance(node, ast.FunctionDef)
    }


def reads(function: ast.FunctionDef) -> set[str]:
    """Assumptions that a kernel reads itself."""
    return {
        READERS[ast.unparse(node.value)] + node.attr
        for node in ast.walk(function)
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) in READERS and node.attr != "shape"
    }


def calls(function: ast.FunctionDef | ast.For, names: dict[str, Address]) -> list[Address]:
    """Kernels that are called inside, in the order of the text."""
    found = [
        (node.lineno, names[node.func.id])
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]
    return [address for _, address in sorted(found, key=lambda pair: pair[0])]


def names_in(module: Module, known: dict[Address, ast.FunctionDef]) -> dict[str, Address]:
    """What kernels are called in a module: its own and those that it imports."""
    found = {name: (home, name) for home, name in known if home == module.name}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (str(node.module), alias.name) in known:
                    found[alias.asname or alias.name] = (str(node.module), alias.name)
    return found


@cache
def graph() -> dict[Address, list[Address]]:
    known = kernels(modules())
    names = {module.name: names_in(module, known) for module in modules() if module.is_kernel}
    return {address: calls(function, names[address[0]]) for address, function in known.items()}


def reached(start: Address) -> set[str]:
    """Assumptions that a kernel or one that it calls reads."""
    known, seen, waiting = kernels(modules()), set(), [start]
    while waiting:
        at = waiting.pop()
        if at not in seen:
            seen.add(at)
            waiting += graph()[at]
    return set().union(*(reads(known[at]) for at in seen))


def loop() -> tuple[list[str], list[str]]:
    """Names of kernels called in the loop over hours, and of those called in `run_draws` outside it."""
    module = next(each for each in modules() if each.name == "hillfort.campaign._kernels.hour")
    known = kernels(modules())
    whole = known[module.name, "run_draws"]
    hours = [node for node in ast.walk(whole) if isinstance(node, ast.For) and ast.unparse(node.target) == "t"]
    assert len(hours) == 1
    inside = [name for _, name in calls(hours[0], names_in(module, known))]
    every = [name for _, name in calls(whole, names_in(module, known))]
    for name in inside:
        every.remove(name)
    return inside, every


def test_every_call_in_the_hour_is_a_row_and_every_row_a_call_in_that_order() -> None:
    inside, _ = loop()
    last = [name for place, name in enumerate(inside) if name not in inside[place + 1 :]]
    assert [step.name for step in HOUR] == last


def test_every_call_around_the_hours_is_a_row_and_every_row_a_call_in_that_order() -> None:
    assert [step.name for step in DRAW] == loop()[1]


@pytest.mark.parametrize("coupling", COUPLINGS, ids=lambda coupling: coupling.name)
def test_a_coupling_names_one_kernel_and_it_reads_all_that_the_coupling_lists(coupling) -> None:
    package, module, function = coupling.kernel.split(".")
    found = kernels(modules())[f"hillfort.{package}._kernels.{module}", function]
    assert set(coupling.parameters) <= reads(found)


@pytest.mark.parametrize("step", [*HOUR, *DRAW, SEA], ids=lambda step: step.name)
def test_a_step_or_what_it_calls_reads_all_that_the_step_lists(step) -> None:
    homes = [address for address in graph() if address[1] == step.name and ("campaign" in address[0] or step is SEA)]
    assert set(step.parameters) <= set().union(*(reached(home) for home in homes))


def test_every_assumption_that_is_doubted_belongs_to_a_coupling_or_a_step_and_nothing_else_is_listed() -> None:
    doubted = {*PARAMETERS, WARNING, *FITTED, *AIR, *(f"sea.{name}" for name in SEA_PARAMETERS)}
    assert {name for name, _ in listed()} == doubted


def test_every_assumption_that_a_kernel_reads_is_listed_and_every_one_listed_is_read() -> None:
    found = set().union(*(reads(function) for function in kernels(modules()).values()))
    assert found == {name for name, _ in listed()}


def test_what_is_read_before_any_draw_is_read_by_its_name_beside_the_list() -> None:
    for names, package in ((GIVEN, "hillfort.campaign."), (AIR_GIVEN, "hillfort.air.")):
        text = "".join(module.text for module in modules() if module.name.startswith(package))
        unread = [each for each in names if each not in OFF_ROAD and text.count(f'"{each}"') < 2]
        assert unread == []


def test_no_name_is_listed_twice_in_one_row_and_every_need_is_explained() -> None:
    for row in (*COUPLINGS, *HOUR, *DRAW, SEA):
        assert len(set(row.parameters)) == len(row.parameters)
        assert row.needs == "" or row.needs in NEEDS
    assert len({coupling.name for coupling in COUPLINGS}) == len(COUPLINGS)
    assert set(NEEDS) == {row.needs for row in (*COUPLINGS, *HOUR, *DRAW, SEA)} - {""} | {"its month"}
    assert len(set(DOUBLE)) == len(DOUBLE)


BARE = Present(air=False, sea=False, ways_in=False, classical=False)


@pytest.mark.parametrize(
    ("name", "changes", "need"),
    [
        ("air_superiority", {"air": True}, "no air order"),
        ("air_superiority", {}, ""),
        ("sea_closes_h", {"sea": True}, "no sea order"),
        ("air_quality_red", {}, "air order"),
        ("sea.mine_reliability", {}, "sea order"),
        ("classical_pace_km_per_day", {}, "classical law"),
        ("classical_pace_km_per_day", {"classical": True}, ""),
        ("fit_margin_wealth", {"classical": True}, "calibrated law"),
        ("fit_intensity_wet", {"classical": True}, ""),
        ("reroute_h", {}, "ways in"),
        ("worst_air_share_per_h", {}, ""),
        ("worst_air_share_per_h", {"air": True}, ""),
        ("surrender_h", {}, ""),
    ],
)
def test_an_assumption_acts_if_one_of_its_rows_does(name: str, changes: dict[str, bool], need: str) -> None:
    assert idle(name, BARE._replace(**changes)) == need


def test_the_readers_of_kernels_see_what_they_are_for() -> None:
    text = "def f(p, u):\n    return p.fatigue_h + u.speed\n\ndef g(v):\n    return f(v) * v.shared.convoy_ships\n"
    module = Module("hillfort.sea._kernels.made", text)
    known = kernels([module])
    assert reads(known[module.name, "f"]) == {"fatigue_h"}
    assert reads(known[module.name, "g"]) == {"sea.convoy_ships"}
    assert calls(known[module.name, "g"], names_in(module, known)) == [(module.name, "f")]
