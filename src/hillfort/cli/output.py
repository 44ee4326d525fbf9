"""Standard output and error as they are found: closed, full, or of an alphabet that lacks what is printed."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import stat
import sys
import unicodedata
from collections.abc import Iterable, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from rich.console import Console as RichConsole
from rich.console import ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.text import Text

from hillfort.cli.layout import PrintedTable, wrapped
from hillfort.foundation.visible import visible

PLAIN = {
    "\N{NARROW NO-BREAK SPACE}": " ",
    "\N{NO-BREAK SPACE}": " ",
    "\N{EN DASH}": "-",
    "\N{EM DASH}": "-",
    "\N{MINUS SIGN}": "-",
    "\N{HORIZONTAL ELLIPSIS}": "...",
    "\N{MULTIPLICATION SIGN}": "x",
    "\N{SUPERSCRIPT TWO}": "2",
    "ł": "l",
    "Ł": "L",
    "ø": "o",
    "Ø": "O",
    "\N{LEFT SINGLE QUOTATION MARK}": "'",
    "\N{RIGHT SINGLE QUOTATION MARK}": "'",
    "\N{MIDDLE DOT}": "-",
    "\N{BULLET}": "*",
    "\N{GREATER-THAN OR EQUAL TO}": ">=",
    "\N{LESS-THAN OR EQUAL TO}": "<=",
    "\N{RIGHTWARDS ARROW}": "->",
    "ß": "ss",
}
"""What stands for a character that a terminal lacks and that has no plain letter in it."""


class Console(RichConsole):
    """A console on which text from files and names shows its control characters; styles are the console's own."""

    def print(self, *objects: Any, **options: Any) -> None:
        """Print; a word longer than the width is left whole, since half a path or a name helps nobody."""
        if len(objects) == 1 and isinstance(objects[0], str):
            text = Text(objects[0]) if options.get("markup") is False else Text.from_markup(objects[0])
            parts = list(text.split("\n", allow_blank=True))
            if not self.soft_wrap:
                parts = [line for part in parts for line in wrapped(part, self.width)]
            objects = (Text("\n").join(parts),)
        if objects and isinstance(objects[0], (Text, PrintedTable)):
            options = {"overflow": "ignore", "crop": False, **options}
        super().print(*objects, **options)

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Pieces of a line, as they may be shown."""
        for piece in super().render(renderable, options):
            yield (
                piece
                if piece.control or visible(piece.text) == piece.text
                else piece._replace(text=visible(piece.text))
            )


def say(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print plain text as it may be shown, on standard output or error."""
    print(visible(text), file=sys.stderr if err else sys.stdout, end="\n" if nl else "", flush=True)


def harmless(arguments: Sequence[str]) -> list[str]:
    r"""Words of a command with a visible sign for each control character: messages of the command line repeat them.

    >>> harmless(["assess", "mar\x1b[31mrow"])
    ['assess', 'mar␛[31mrow']
    """
    return [visible(each).replace("\n", "␊").replace("\t", "␉") if _commands(each) else each for each in arguments]


def _commands(text: str) -> bool:
    return any(unicodedata.category(letter) == "Cc" for letter in text)


def settle() -> None:
    """Make both streams take whatever is printed; a closed one swallows it."""
    codecs.register_error("hillfort-plain", _replace)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  (until the process ends)
            setattr(sys, name, nowhere)
        elif isinstance(stream, TextIOWrapper):
            if _is_pipe(stream):
                setattr(sys, name, _patient(stream))
            if stream.errors in ("strict", "surrogateescape"):
                getattr(sys, name).reconfigure(errors="hillfort-plain")


class _PatientPipe(io.FileIO):
    """A pipe that may lose its reader, as before `| head`: what is written from then on goes nowhere,
    and the work goes on."""

    def write(self, content: Any, /) -> int:
        """Write, or swallow."""
        try:
            return super().write(content)
        except BrokenPipeError:
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.fileno())
            os.close(nowhere)
            return len(memoryview(content))


def _is_pipe(stream: TextIOWrapper) -> bool:
    try:
        mode = os.fstat(stream.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _patient(stream: TextIOWrapper) -> TextIOWrapper:
    """The same stream, over a pipe that may lose its reader."""
    stream.flush()
    pipe = io.BufferedWriter(_PatientPipe(stream.fileno(), "w", closefd=False))
    return TextIOWrapper(
        pipe,
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=stream.line_buffering,
        write_through=stream.write_through,
    )


def forget_output() -> None:
    """What is still waiting to be printed goes nowhere: it has just been refused."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(plain(letter) for letter in error.object[error.start : error.end]), error.end


def plain(letter: str) -> str:
    """ASCII that stands for a character.

    >>> "".join(map(plain, "Suwałki, Šiauliai: 5–7, 中"))
    'Suwalki, Siauliai: 5-7, ?'
    """
    found = PLAIN.get(letter)
    if found is None:
        found = unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode("ascii")
    return found or ("|" if "\u2500" <= letter <= "\u257f" else "?")
