"""Arguments and options of a command: those that many have, and those made from what the command may be asked."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Annotated, Any, get_origin

import typer

from hillfort.studies.asked import Option, options_of

Name = Annotated[str, typer.Argument(help="Name of a scenario, or path of a scenario file.", show_default=False)]
Measures = Annotated[list[str] | None, typer.Option(help="A measure to apply; may be given several times.")]
Force = Annotated[
    bool, typer.Option("--force", help="Replace another result in --out; files that are not Hillfort's always stay.")
]
ForceJson = Annotated[bool, typer.Option("--force", help="Replace whatever is at --json.")]

BEFORE = "out"
"""The parameter of a command before which its generated options are listed."""


def asking(model: type) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Give a command that takes `**asked` an option for each field of a model of `hillfort.studies.asked`.

    The command is then called with each of them by keyword, the default where it was not given.
    """

    def made(command: Callable[..., None]) -> Callable[..., None]:
        own = [
            each
            for each in inspect.signature(command, eval_str=True).parameters.values()
            if each.kind is not inspect.Parameter.VAR_KEYWORD
        ]
        names = [each.name for each in own]
        at = names.index(BEFORE) if BEFORE in names else len(own)
        asked = [_parameter(name, kind, option) for name, (kind, option) in options_of(model).items()]
        parameters = [*own[:at], *asked, *own[at:]]
        command.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        command.__annotations__ = {each.name: each.annotation for each in parameters} | {"return": None}
        return command

    return made


def _parameter(name: str, kind: Any, option: Option) -> inspect.Parameter:
    several = get_origin(kind) is Sequence
    shown = Annotated[list[str] | None if several else kind, typer.Option(help=option.help)]  # type: ignore[valid-type]
    default = None if several else option.default
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=shown)
