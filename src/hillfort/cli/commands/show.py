"""hillfort show: a finished result, printed again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from hillfort.cli.sections import Only, asked_for
from hillfort.foundation.errors import InputError, Problem


def show(
    folder: Annotated[Path, typer.Argument(help="What --out or --json of a command named.", show_default=False)],
    *,
    only: Only = None,
) -> None:
    """Print a finished result again, as it was printed when it was made.

    Example: hillfort show out/baltic-2019 --only objectives
    """
    from hillfort.cli import registry
    from hillfort.cli import show as screen
    from hillfort.files.results import kept

    known = registry.again()
    numbers = {command: each.numbers for command, each in known.items() if each.numbers}
    result = kept.read(folder, numbers, {command: each.holds for command, each in known.items() if each.holds})
    again = known[result.command]
    chosen = asked_for(only, again.sections)
    try:
        again.answer(result.content, only=chosen)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, InputError):
            raise
        said = "is damaged, or was written by a version that told other things."
        raise InputError(Problem(str(folder), 0, "", said, "Run the command anew."), str(folder)) from error
    if result.page is not None:
        screen.console().print(f"{'Replay' if result.command == 'trace' else 'Report'}: {result.page}", markup=False)
