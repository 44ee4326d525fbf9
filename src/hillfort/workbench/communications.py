"""Studies of the lines of communication, from a scenario's name to a result folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from hillfort.foundation.progress import Progress
from hillfort.workbench.inputs import Named, resolve

if TYPE_CHECKING:
    from hillfort.lines.network.checks import NetworkCheck
    from hillfort.report.lines.notebook import ShownLines
    from hillfort.studies.lines.answer import LinesAnswer
    from hillfort.studies.lines.request import LinesAsked
    from hillfort.studies.lines.study import Stage as Saying


def lines(
    scenario: Named,
    *,
    measures: Sequence[str] = (),
    out: str | Path | None = None,
    progress: Progress | None = None,
    **asked: Unpack[LinesAsked],
) -> ShownLines:
    """Are they cut off? What arrives when, what limits it, what isolates the region, what to cut first, what to fortify.

    Parameters
    ----------
    scenario : Scenario or str
        A scenario, or the name or path of one.
    measures : sequence of str
        Applied in order; only with a scenario given by name.
    out : path, optional
        Folder for `lines.json`, `report.html`, `map.png` and `curves.png`.
    progress : callable, optional
        Called with draws done and draws wanted.
    **asked
        close (groups lost beforehand), attack (3), fortify (2), by (day 30), draws (200), seed (1).

    Raises
    ------
    InputError
        Anything in the request is wrong, or the theatre has no lines of communication; nothing has been computed then.

    Examples
    --------
    >>> from hillfort import workbench
    >>> answer = workbench.lines("baltic-2019", attack=3, draws=0)  # doctest: +SKIP
    >>> answer.summary["isolating_set"]["groups"]  # doctest: +SKIP
    """
    from hillfort.report.lines.notebook import ShownLines

    folder = Path(out) if out is not None else None
    found = lines_study(scenario, measures=measures, out=folder, progress=progress, **asked)
    if folder is not None:
        save_lines(found, folder)
    return ShownLines.of(found)


def lines_study(
    scenario: Named,
    *,
    measures: Sequence[str] = (),
    out: Path | None = None,
    stage: Saying | None = None,
    progress: Progress | None = None,
    **asked: Unpack[LinesAsked],
) -> LinesAnswer:
    """The lines of communication of a scenario; see `lines`. `stage` is told what is being computed."""
    from hillfort.files.lines import read as lines_files
    from hillfort.files.results import folder as results
    from hillfort.studies.lines import study as studies_lines

    if out is not None:
        results.check_folder(out)
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


def save_lines(found: LinesAnswer, out: Path) -> Path:
    """Write the result folder of a study of lines; the path of its report."""
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
    results.write_result(out, summary=head | {"study": "lines"}, tables={}, documents=documents)
    return out / "report.html"


def lines_check(scenario: Named) -> tuple[str, list[NetworkCheck]]:
    """Name of a scenario's theatre, and what has to be true of its network."""
    from hillfort.files.lines import read as lines_files
    from hillfort.lines.network import checks

    theatre = resolve(scenario).theatre
    return theatre.name, checks.check(lines_files.network(theatre))
