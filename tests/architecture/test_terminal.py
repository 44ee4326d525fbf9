"""Text reaches the terminal through one place, which shows control characters instead of obeying them."""

from __future__ import annotations

import ast

from architecture.source import Module, dotted, modules

PLACE = "hillfort.cli.output"
OTHER_WAYS = {"print", "typer.echo", "typer.secho", "click.echo", "sys.stdout.write", "sys.stderr.write"}


def other_ways(found: list[Module]) -> list[str]:
    broken = []
    for module in found:
        if module.package != "cli" or module.name == PLACE:
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and dotted(node.func) in OTHER_WAYS:
                broken.append(f"{module.name}:{node.lineno} {dotted(node.func)}()")
            if isinstance(node, ast.ImportFrom) and node.module == "rich.console":
                broken += [f"{module.name} imports rich's console" for name in node.names if name.name == "Console"]
    return broken


def test_nothing_is_printed_around_the_one_place() -> None:
    assert other_ways(modules()) == []


def test_a_way_around_it_is_found() -> None:
    assert other_ways([Module("hillfort.cli.x", "print('a')\n")])
    assert other_ways([Module("hillfort.cli.x", "from rich.console import Console\n")])
