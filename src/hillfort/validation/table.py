"""Every validation in one list. To add a subject, write its provider and name it in `SUBJECTS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager

from hillfort.validation import advance, air, deployments, left_out, lines, record, reference_laws, sea, wargame
from hillfort.validation.anchors import Anchor, Given, Progress, Provider

SUBJECTS: tuple[tuple[str, Provider], ...] = (
    ("record of battles", record.anchors),
    ("battles left out", left_out.anchors),
    ("wargame", wargame.anchors),
    ("advance rates", advance.anchors),
    ("real moves", deployments.anchors),
    ("lines of communication", lines.anchors),
    ("air", air.anchors),
    ("sea", sea.anchors),
    ("reference laws", reference_laws.anchors),
)
"""Name of each subject and what finds its anchors, in the order of the table; the laws, which are many, stay last."""

Stage = Callable[[str], AbstractContextManager[Progress]]
"""Announces a subject and takes its progress."""


def run(given: Given, stage: Stage, *, subjects: Sequence[tuple[str, Provider]] = SUBJECTS) -> Iterator[Anchor]:
    """Anchors of every subject, one by one, so that whoever is interrupted has those that were found.

    Parameters
    ----------
    given : Given
        Scenarios, number of draws, seed.
    stage : callable
        Told each subject's name before it starts.
    subjects : sequence, optional
        Others than all.
    """
    for name, provider in subjects:
        with stage(name) as progress:
            found = list(provider(given, progress))
        yield from found


def counted(anchors: Sequence[Anchor]) -> str:
    """How many anchors are met, in words.

    >>> counted([])
    'No anchors.'
    """
    if not anchors:
        return "No anchors."
    met = sum(each.ok for each in anchors)
    missed = len(anchors) - met
    tail = f"{missed} missed: explained in DIFFERENCES.md" if missed else "none missed"
    return f"{met} of {len(anchors)} anchors met, {tail}."
