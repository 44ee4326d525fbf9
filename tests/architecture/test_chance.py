"""Chance is addressed: no generator with a state exists outside the two files that may own one."""

from __future__ import annotations

import ast

from architecture.source import Module, dotted, modules

MAY_DRAW = ("hillfort.foundation.streams",)
GENERATORS = ("random", "secrets", "numpy.random", "scipy.stats.qmc")


def drawn_numbers(found: list[Module]) -> list[str]:
    broken = []
    for module in found:
        if module.name in MAY_DRAW:
            continue
        broken += [
            f"{module.name} imports {name}"
            for name in module.imports
            if any(name == generator or name.startswith(f"{generator}.") for generator in GENERATORS)
        ]
        broken += [
            f"{module.name}:{node.lineno} {name}"
            for node in ast.walk(module.tree)
            if isinstance(node, ast.Attribute)
            and ((name := dotted(node)) in ("np.random", "numpy.random") or node.attr in ("default_rng", "RandomState"))
        ]
    return broken


def stream_numbers(module: Module) -> dict[str, int]:
    """Named whole numbers at the top of the file of streams."""
    return {
        ast.unparse(node.targets[0]): node.value.value
        for node in module.tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, int)
    }


def repeated(numbers: dict[str, int]) -> list[str]:
    seen: dict[int, str] = {}
    return [f"{name} repeats {seen[value]}" for name, value in numbers.items() if seen.setdefault(value, name) != name]


def strangers(module: Module, named: dict[str, int]) -> list[str]:
    """A kernel repeats a stream's number under the name STREAM_...: it has to be the same number."""
    return [
        f"{module.name}: {name} is {number}"
        for name, number in stream_numbers(module).items()
        if name.startswith("STREAM_") and named.get(name.removeprefix("STREAM_")) != number
    ]


def streams() -> dict[str, int]:
    return stream_numbers(next(module for module in modules() if module.name == "hillfort.foundation.streams"))


def test_no_two_streams_share_a_number() -> None:
    assert repeated(streams()) == []


def test_every_stream_fits_an_address() -> None:
    assert streams()
    assert all(0 < number < 2**32 for number in streams().values())


def test_a_kernel_calls_a_stream_by_its_own_number() -> None:
    named = streams()
    assert [found for module in modules() for found in strangers(module, named)] == []


def test_nobody_draws_from_a_generator_outside_the_two_files_that_may() -> None:
    assert drawn_numbers(modules()) == []


def test_the_rules_of_chance_catch_what_they_are_for() -> None:
    assert repeated({"LOSS": 3, "SEA": 9, "FOG": 3}) == ["FOG repeats LOSS"]
    assert strangers(Module("hillfort.campaign._kernels.hour", "STREAM_LOSS = 4"), {"LOSS": 3})
    for text in (
        "import random\n",
        "from numpy.random import default_rng\n",
        "x = np.random.rand()\n",
        "x = numpy.random.default_rng(1)\n",
        "from scipy.stats import qmc\n",
    ):
        assert drawn_numbers([Module("hillfort.campaign.day", text)]), text
