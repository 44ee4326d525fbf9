"""hillfort show: a finished result, printed again."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any, TypeVar

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
    from hillfort.cli import show as screen
    from hillfort.files.results import kept

    result = kept.read(folder)
    answer, sections = _answers()[result.command]
    chosen = asked_for(only, sections)
    try:
        answer(result.content, chosen)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, InputError):
            raise
        said = "is damaged, or was written by a version that told other things."
        raise InputError(Problem(str(folder), 0, "", said, "Run the command anew."), str(folder)) from error
    if result.page is not None:
        screen.console().print(f"{'Replay' if result.command == 'trace' else 'Report'}: {result.page}", markup=False)


Made = TypeVar("Made")
Answer = Callable[[Any, Collection[str]], None]


def _answers() -> dict[str, tuple[Answer, Mapping[str, str]]]:
    """How each command says its answer, and the sections that it has."""
    from hillfort.cli import (
        air,
        crisis,
        experts,
        lines,
        sea,
        trace,
        validate,
        validate_cities,
        validate_crises,
        validate_moves,
    )
    from hillfort.cli import show as screen

    return {
        "assess": (_assessment, screen.SECTIONS),
        "compare": (lambda found, only: screen.comparison(found, only=only), screen.COMPARISON),
        "lines": (lambda found, only: lines.answer(found, only=only), lines.SECTIONS),
        "air": (lambda found, only: air.answer(found, only=only), air.SECTIONS),
        "sea": (lambda found, only: sea.answer(found, only=only), sea.SECTIONS),
        "crisis": (_crisis, crisis.SECTIONS),
        "experts score": (lambda found, only: experts.answer(found), {}),
        "trace": (lambda found, only: trace.answer(found, only=only), trace.SECTIONS),
        "validate": (lambda found, only: validate.answer(_anchors(found), only=only), validate.SECTIONS),
        "validate battles": (lambda found, only: validate.battles_answer(found, only=only), validate.BATTLES),
        "validate deployments": (_moves, validate_moves.SECTIONS),
        "validate cities": (_cities, validate_cities.SECTIONS),
        "validate crises": (partial(_forecasts, "validate crises"), validate_crises.SECTIONS),
        "validate plans": (partial(_forecasts, "validate plans"), validate_crises.SECTIONS),
    }


def _assessment(found: Mapping[str, Any], only: Collection[str]) -> None:
    from hillfort.cli import show as screen

    screen.answer(found, only=only)
    screen.hinges(found)


def _crisis(found: Mapping[str, Any], only: Collection[str]) -> None:
    from hillfort.cli import crisis

    crisis.answer(found, only=only)


def _moves(found: Mapping[str, Any], only: Collection[str]) -> None:
    from hillfort.cli import validate_moves
    from hillfort.workbench import answers

    validate_moves.answer(_kept(answers.deployments_of, found), only=only)


def _cities(found: Mapping[str, Any], only: Collection[str]) -> None:
    from hillfort.cli import validate_cities
    from hillfort.workbench import answers

    validate_cities.answer(_kept(answers.cities_of, found), only=only)


def _forecasts(command: str, found: Mapping[str, Any], only: Collection[str]) -> None:
    from hillfort.cli import validate_crises
    from hillfort.workbench.forecasts import Forecasts

    validate_crises.answer(_kept(lambda kept: Forecasts.of(command, dict(kept)), found), only=only)


def _kept(read: Callable[[Mapping[str, Any]], Made], found: Mapping[str, Any]) -> Made:
    try:
        return read(found["answer"])
    except (KeyError, TypeError, ValueError):
        said = "was written by another version, or is damaged."
        raise InputError(Problem("result.json", 0, "answer", said, "Run the command anew.")) from None


def _anchors(found: list[dict[str, Any]]) -> list[Any]:
    from hillfort.validation.anchors import Anchor

    return [Anchor.from_dict(each) for each in found]
