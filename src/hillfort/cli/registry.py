"""Which commands there are: what stands in `hillfort.cli.commands`, and nothing else says it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType

from hillfort.cli import commands as folder


@dataclass(frozen=True, slots=True)
class Reprint:
    """How a finished result is printed again: the row of a command in the `AGAIN` of its module."""

    numbers: str
    """File of the result folder with what the command printed; '' where the answer is one file."""
    answer: Callable[..., None]
    """Prints the content of that file; `only` names sections."""
    sections: Mapping[str, str]
    """Sections that can be asked for, and how their titles begin."""
    holds: tuple[str, ...] = ()
    """What the file holds, where it is the whole answer and --json named it."""


def commands() -> dict[str, ModuleType]:
    """Module of each command, or group of commands, by the command's name, in order of the names.

    >>> commands()["sea"].__name__
    'hillfort.cli.commands.sea'
    """
    names = [each.name for each in iter_modules(folder.__path__)]
    return {name: import_module(f"{folder.__name__}.{name}") for name in names}


def again() -> dict[str, Reprint]:
    """Of every command that leaves a result folder with numbers, how they are printed."""
    return {name: each for module in commands().values() for name, each in getattr(module, "AGAIN", {}).items()}
