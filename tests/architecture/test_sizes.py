"""Sizes: a reader can hold a file, a function and a call in the head."""

from __future__ import annotations

import hillfort
from architecture.source import Module, body_lines, modules, parameters

MODULE_LINES = 600
FUNCTION_LINES = 80
KERNEL_FUNCTION_LINES = 150
PUBLIC_PARAMETERS = 7
ROOT_NAMES = 40


def too_long_modules(found: list[Module]) -> list[str]:
    """Schemas and tables are lists, not arguments: they are exempt."""
    return [
        f"{module.name}: {lines} lines, at most {MODULE_LINES}"
        for module in found
        if (lines := module.text.count("\n")) > MODULE_LINES and not module.parts[-1].endswith(("_schema", "_table"))
    ]


def too_long_functions(found: list[Module]) -> list[str]:
    broken = []
    for module in found:
        limit = KERNEL_FUNCTION_LINES if module.is_kernel else FUNCTION_LINES
        for name, function, _ in module.functions():
            if (lines := body_lines(function)) > limit:
                broken.append(f"{module.name}.{name}: {lines} lines, at most {limit}")
    return broken


def too_many_parameters(found: list[Module]) -> list[str]:
    """A command of the command line has one parameter for each option: exempt."""
    return [
        f"{module.name}.{name}: {count} parameters, at most {PUBLIC_PARAMETERS}; make a dataclass"
        for module in found
        if not module.is_kernel and module.package != "cli"
        for name, function, public in module.functions()
        if public and (count := len(parameters(function))) > PUBLIC_PARAMETERS
    ]


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    assert too_long_modules(modules()) == []


def test_no_function_is_longer_than_a_screen_or_two() -> None:
    assert too_long_functions(modules()) == []


def test_no_public_function_takes_more_than_seven_parameters() -> None:
    assert too_many_parameters(modules()) == []


def test_the_root_offers_few_names() -> None:
    assert len(hillfort.__all__) <= ROOT_NAMES


def test_the_size_rules_catch_what_they_are_for() -> None:
    lines = "\n".join(["def long(a, b, c, d, e, f, g, h):", *["    a += 1"] * 700, ""])
    bad = [Module("hillfort.ground.long", lines)]
    assert len(too_long_modules(bad)) == len(too_long_functions(bad)) == len(too_many_parameters(bad)) == 1
