"""Where results go: a folder is claimed for a study before anything is computed, and held until it is written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hillfort.campaign.scenario import Scenario

if TYPE_CHECKING:
    from hillfort.files.results.manifest import ManifestStudy
    from hillfort.files.results.place import ResultPlace

Note = Callable[[str], None]
"""Told, in a sentence, what the user should know while a study runs."""


@contextmanager
def claimed(
    out: Path | None,
    study: ManifestStudy,
    *,
    names: Iterable[str],
    force: bool = False,
    shared: bool = False,
    note: Note | None = None,
) -> Iterator[ResultPlace | None]:
    """Hold a folder for the result of a study; None where none is wanted. See `hillfort.files.results.place.claimed`.

    Raises
    ------
    InputError
        The folder cannot be used, or another run is writing to it.
    """
    from hillfort.files.results import checkpoints
    from hillfort.files.results import place as places

    if out is None:
        yield None
        return
    with places.claimed(out, study, force=force, shared=shared, names=names) as place:
        checkpoints.sweep_partial(out)
        if place.replaces and note is not None:
            note(f"{out} holds {place.replaces}: it will be replaced.")
        yield place


def study_of(command: str, scenario: Scenario, *, draws: int, asked: Mapping[str, Any]) -> ManifestStudy:
    """The study that a command makes of a scenario, by all that makes another one of it."""
    from hillfort.files.results.manifest import ManifestStudy

    measures = [measure.name for measure in scenario.measures]
    content = {"content of the scenario": scenario.hash, "measures": measures}
    return ManifestStudy(command, scenario.name, draws, content | dict(asked))


def study_of_file(command: str, file: Path | None, *, draws: int, asked: Mapping[str, Any]) -> ManifestStudy:
    """The study that a command makes of a file, or of the shipped one where None."""
    from hillfort.files.results.manifest import ManifestStudy, digest_of

    content = digest_of(Path(file)) if file is not None else hashlib.sha256(b"").hexdigest()
    subject = Path(file).name if file is not None else "what is shipped"
    return ManifestStudy(command, subject, draws, {"content of the file": content} | dict(asked))
