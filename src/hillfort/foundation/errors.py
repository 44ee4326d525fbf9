"""What can go wrong, as a tree.

    HillfortError
        InputError      the request or a file is wrong: change it (exit code 2)
        ModelError      the inputs are legal, but the model has no answer (exit code 3)

Every problem says where it is, what was found, what is allowed and what to do.
"""

from __future__ import annotations

import difflib
import errno
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with an input.

    `line` is 0 where a line makes no sense (a command-line option, a folder).

    >>> print(Problem("bad.yaml", 8, "formations.ee-1.base", "'Tapp' is not a place.", "Did you mean 'Tapa'?"))
    bad.yaml:8  formations.ee-1.base: 'Tapp' is not a place. Did you mean 'Tapa'?
    """

    file: str
    line: int
    where: str
    found: str
    advice: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        head = f"{place}  {self.where}: " if self.where else f"{place}  "
        return f"{head}{self.found}{' ' + self.advice if self.advice else ''}"


class HillfortError(Exception):
    """Base of every error that Hillfort raises on purpose.

    >>> HillfortError.exit_code, InputError.exit_code, ModelError.exit_code
    (1, 2, 3)
    """

    slug = "error"
    exit_code = 1


class InputError(HillfortError, ValueError):
    """The request or a file is wrong; carries every problem found, not just the first.

    >>> print(InputError(Problem("bad.yaml", 8, "days", "400 is out of range.", "Allowed: 1 to 180.")))
    bad.yaml has 1 problem:
      bad.yaml:8  days: 400 is out of range. Allowed: 1 to 180.
    """

    slug = "input"
    exit_code = 2

    def __init__(self, problems: Iterable[Problem] | Problem, subject: str = "") -> None:
        found = [problems] if isinstance(problems, Problem) else list(problems)
        self.problems = tuple(sorted(found))
        self.subject = subject or (self.problems[0].file if self.problems else "input")
        count = len(self.problems)
        lines = [f"{self.subject} has {count} problem{'s' if count != 1 else ''}:"]
        lines += [f"  {problem}" for problem in self.problems]
        super().__init__("\n".join(lines))


class ModelError(HillfortError):
    """The inputs are legal, but the model has no answer for them.

    >>> raise ModelError("No route from Kamenka to Narva for tracked units.")
    Traceback (most recent call last):
    hillfort.foundation.errors.ModelError: No route from Kamenka to Narva for tracked units.
    """

    slug = "model"
    exit_code = 3


def below(place: str, problems: Iterable[Problem]) -> list[Problem]:
    """The same problems, found in a part of an input that stands at a place of the whole.

    >>> below("lines", [Problem("x.yaml", 3, "values.sea_km", "is required and absent.")])[0].where
    'lines.values.sea_km'
    """
    return [replace(each, where=f"{place}.{each.where}" if each.where else place) for each in problems]


def did_you_mean(found: str, allowed: Iterable[str]) -> str:
    """Advice that names the nearest allowed word, or lists the allowed ones.

    >>> did_you_mean("Tapp", ["Tapa", "Riga"])
    "Did you mean 'Tapa'?"
    >>> did_you_mean("zzz", ["Tapa", "Riga"])
    'Allowed: Riga, Tapa.'
    """
    words = sorted(set(allowed))
    near = difflib.get_close_matches(found, words, n=1, cutoff=0.6)
    if near:
        return f"Did you mean '{near[0]}'?"
    if not words:
        return ""
    shown = ", ".join(words[:12])
    return f"Allowed: {shown}{', …' if len(words) > 12 else '.'}"


def why(error: OSError) -> str:
    """What went wrong with a disk or a stream, in words: the same words wherever it happens.

    >>> why(OSError(28, "No space left on device"))
    'the disk is full'
    """
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    if isinstance(error, FileExistsError | NotADirectoryError):
        return "a file is where a folder should be"
    return (error.strerror or str(error)).lower()


def on_lines(found: Sequence[int], most: int = 12) -> str:
    """Lines of a file in few words.

    >>> on_lines([2, 3, 4, 9]), on_lines([7])
    ('lines 2 to 4, 9', 'line 7')
    """
    spans: list[list[int]] = []
    for each in sorted(found):
        if spans and each == spans[-1][1] + 1:
            spans[-1][1] = each
        else:
            spans.append([each, each])
    shown = [str(low) if low == high else f"{low} to {high}" for low, high in spans]
    more = f" and {len(spans) - most} more places" if len(spans) > most else ""
    return f"line{'s' if len(found) > 1 else ''} {', '.join(shown[:most])}{more}"
