"""hillfort schema: what the files of a result hold."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from hillfort.cli import output as streams


def schema(
    of: Annotated[str, typer.Argument(help="Command that left the result: assess, compare, trace, lines, air or sea.")],
    *,
    words: Annotated[bool, typer.Option("--words", help="Tables of its quantities in Markdown instead.")] = False,
) -> None:
    """Print the JSON Schema of the file with the numbers of a result: `result.json`, `lines.json`, `air.json`,
    `sea.json`.

    Example: hillfort schema assess
    """
    from hillfort.files.results import schema as schemas

    found = schemas.json_schema(of)
    streams.say(schemas.page(of) if words else json.dumps(found, indent=2, ensure_ascii=False))
