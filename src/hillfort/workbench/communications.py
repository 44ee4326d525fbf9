"""Studies of the lines of communication, from a scenario's name to a result folder."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from hillfort.foundation.progress import Progress
from hillfort.studies.asked import LinesAsked, taking
from hillfort.workbench.inputs import Given, Named, resolve
from hillfort.workbench.places import Note, claimed, study_of

if TYPE_CHECKING:
    from hillfort.campaign.scenario import Scenario
    from hillfort.files.results.place import ResultPlace
    from hillfort.lines.network.checks import NetworkCheck
    from hillfort.report.lines.notebook import ShownLines
    from hillfort.studies.lines.answer import LinesAnswer
    from hillfort.studies.lines.study import Stage as Saying


@taking(LinesAsked)
def lines(
    scenario: Named,
    *,
    measures: Sequence[Given] = (),
    out: str | Path | None = None,
    progress: Progress | None = None,
    force: bool = False,
    **asked: Unpack[LinesAsked],
) -> ShownLines:
    """Are they cut off? What arrives when, what limits it, what isolates the region, what to cut first,
    what to fortify.

    Parameters
    ----------
    scenario : Scenario, str, path or mapping
        A scenario, or the name, path or content of one.
    measures : sequence of str, path or mapping
        Applied in order.
    out : path, optional
        Folder for `lines.json`, `report.html`, `map.png` and `curves.png`.
    progress : callable, optional
        Called with draws done and draws wanted.
    force : bool
        Let the result take the place of another study's in `out`; files that are not Hillfort's are never replaced.
    **asked
        Options of `LinesAsked`.

    Raises
    ------
    InputError
        Anything in the request is wrong, or the theatre has no lines of communication; nothing has been computed then.

    Examples
    --------
    >>> import hillfort as hf
    >>> hf.lines("marrow", attack=1, fortify=0, draws=0).result.isolating_set.proved
    True
    """
    from hillfort.report.lines.notebook import ShownLines

    folder = Path(out) if out is not None else None
    chosen = resolve(scenario, measures)
    with writing_lines(folder, chosen, force=force, **asked) as place:
        found = lines_study(chosen, progress=progress, **asked)
        if place is not None:
            save_lines(found, place)
    return ShownLines.of(found)


@contextmanager
def writing_lines(
    out: Path | None, scenario: Scenario, *, force: bool = False, note: Note | None = None, **asked: Unpack[LinesAsked]
) -> Iterator[ResultPlace | None]:
    """Check the request of a study of lines and hold its result folder; the place for `save_lines`,
    None where `out` is None.

    Raises
    ------
    InputError
        The request is wrong, the folder cannot be used, or another run is writing to it.
    """
    from hillfort.files.lines import read as lines_files
    from hillfort.studies.lines import request

    if out is None:
        yield None
        return
    checked = request.check(lines_files.network(scenario.theatre), **asked)
    told = {name: value for name, value in dataclasses.asdict(checked).items() if name != "draws"}
    study = study_of("lines", scenario, draws=checked.draws, asked=told)
    names = ("lines.json", "map.png", "curves.png", "report.html", "result.json")
    with claimed(out, study, names=names, force=force, note=note) as place:
        yield place


def lines_study(
    scenario: Named,
    *,
    measures: Sequence[Given] = (),
    stage: Saying | None = None,
    progress: Progress | None = None,
    **asked: Unpack[LinesAsked],
) -> LinesAnswer:
    """The lines of communication of a scenario; see `lines`. `stage` is told what is being computed."""
    from hillfort.files.lines import read as lines_files
    from hillfort.studies.lines import study as studies_lines

    chosen = resolve(scenario, measures)
    own = chosen.lines
    network = own.network if own is not None else lines_files.network(chosen.theatre)
    return studies_lines.study(
        chosen,
        network=network,
        movement=own.movement if own is not None else lines_files.shipped_movement(),
        stage=stage,
        progress=progress,
        **asked,
    )


def save_lines(found: LinesAnswer, place: ResultPlace) -> Path:
    """Write the result folder of a study of lines; the path of its report. `place` comes from `writing_lines`."""
    from hillfort.files.results import folder as results
    from hillfort.report.lines import curves as lines_curves
    from hillfort.report.lines import map as lines_map
    from hillfort.report.lines import page as lines_page
    from hillfort.report.parts import pictures

    picture, curves = pictures.png(lines_map.lines_map(found), dpi=170), pictures.png(lines_curves.curves(found))
    head = {
        key: found.summary[key] for key in ("format", "hillfort", "complete", "scenario", "measures", "seed", "draws")
    }
    documents: dict[str, str | bytes] = {
        "lines.json": results.strict_json(found.summary),
        "map.png": picture,
        "curves.png": curves,
        "report.html": lines_page.lines(found, picture),
    }
    results.write_result(place, summary=head | {"study": "lines"}, tables={}, documents=documents)
    return place.folder / "report.html"


def lines_check(scenario: Named) -> tuple[str, list[NetworkCheck]]:
    """Name of a scenario's theatre, and what has to be true of its network."""
    from hillfort.files.lines import read as lines_files
    from hillfort.lines.network import checks

    theatre = resolve(scenario).theatre
    return theatre.name, checks.check(lines_files.network(theatre))
