"""Sections of a long answer, of which a reader may ask for some."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Annotated

import typer

from hillfort.foundation.errors import InputError, Problem, did_you_mean

Only = Annotated[
    list[str] | None,
    typer.Option(
        metavar="SECTION",
        help="Print this section alone; may be given several times. A wrong name is answered with all of them.",
        show_default=False,
    ),
]


def asked_for(only: Collection[str] | None, sections: Mapping[str, str]) -> tuple[str, ...]:
    """Names of the sections that are asked for, in full; () for all.

    A beginning of a name is enough where it begins no other.

    Raises
    ------
    InputError
        A name is none of a section, or begins several.

    >>> asked_for(["def"], {"defence": "What to fortify", "chance": "With chance"})
    ('defence',)
    """
    found, problems = [], []
    for name in only or ():
        near = [each for each in sections if each == name] or [
            each for each in sections if name and each.startswith(name)
        ]
        if len(near) == 1:
            found.append(near[0])
            continue
        said = f"'{name}' begins several sections." if near else f"'{name}' is no section of this answer."
        advice = did_you_mean(name, near or sections)
        allowed = (
            f"Allowed: {', '.join(sections)}." if sections else "This answer is not told by section: leave it out."
        )
        problems.append(
            Problem(
                "request", 0, "--only", said, allowed if near or advice.startswith("Allowed") else f"{advice} {allowed}"
            )
        )
    if problems:
        raise InputError(problems, "the request")
    return tuple(found)


def wanted(section: str, only: Collection[str]) -> bool:
    """Whether a section is printed: asked for, or nothing was."""
    return not only or section in only


def titled(title: str, sections: Mapping[str, str], only: Collection[str]) -> bool:
    """Whether the section of a title is printed."""
    return not only or any(title.startswith(sections[name]) for name in only)
