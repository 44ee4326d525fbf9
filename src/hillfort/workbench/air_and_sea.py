"""Studies of the air and of the sea, from a scenario's name to a result folder."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from hillfort.foundation.progress import Progress
from hillfort.studies import asked as requests
from hillfort.studies.asked import AirAsked, SeaAsked
from hillfort.workbench.inputs import Given, Named, resolve
from hillfort.workbench.places import Note, claimed, study_of

if TYPE_CHECKING:
    from hillfort.campaign.scenario import Scenario
    from hillfort.files.results.place import ResultPlace
    from hillfort.studies.air.rotations import Rotations, Wish
    from hillfort.studies.air.study import AirStudy
    from hillfort.studies.sea.study import SeaStudy


def sea_study(
    scenario: Named,
    *,
    measures: Sequence[Given] = (),
    progress: Progress | None = None,
    **asked: Unpack[SeaAsked],
) -> SeaStudy:
    """The sea of a scenario; with measures, also against the same without them, on the same luck.

    Raises
    ------
    InputError
        The scenario has no sea, or anything in the request is wrong.
    """
    from hillfort.studies.sea import study as sea

    chosen = resolve(scenario, measures)
    baseline = resolve(scenario) if measures else None
    return sea.study(chosen, baseline=baseline, progress=progress, **asked)


NAMES = {
    "air": (
        *("air.json", "air.html", "result.json"),
        *(f"{name}.png" for name in ("coverage", "interception", "leak", "year", "sky")),
    ),
    "sea": ("sea.json", "sea-map.png", "sea-curves.png", "result.json"),
}
"""Files that the result folder of each of the two may hold."""
MODELS: dict[str, type] = {"air": AirAsked, "sea": SeaAsked}
"""What each of the two may be asked."""


@contextmanager
def writing_around(
    out: Path | None, command: str, scenario: Scenario, *, force: bool = False, note: Note | None = None, **asked: Any
) -> Iterator[ResultPlace | None]:
    """Hold the result folder of a study of the `sea` or the `air`; the place for `save_sea` or `save_air`,
    None where `out` is None.

    Raises
    ------
    InputError
        The folder cannot be used, or another run is writing to it.
    """
    given = requests.checked(MODELS[command], asked)
    if "days" in given:
        given["days"] = scenario.days if given["days"] is None else given["days"]
    told = {name: value for name, value in given.items() if name != "draws"}
    study = study_of(command, scenario, draws=int(given["draws"]), asked=told)
    with claimed(out, study, names=NAMES[command], force=force, note=note) as place:
        yield place


def save_sea(found: SeaStudy, place: ResultPlace) -> Path:
    """Write the result folder of a study of the sea: `sea.json`, `sea-map.png`, `sea-curves.png`."""
    from hillfort.files.results import folder as results
    from hillfort.report.parts import pictures
    from hillfort.report.sea import pictures as sea_pictures

    head = {
        key: found.summary[key]
        for key in ("format", "hillfort", "complete", "scenario", "measures", "seed", "draws", "days")
    }
    documents: dict[str, str | bytes] = {
        "sea.json": results.strict_json(found.summary),
        "sea-map.png": pictures.png(sea_pictures.lane_map(found)),
        "sea-curves.png": pictures.png(sea_pictures.curves(found)),
    }
    results.write_result(place, summary=head | {"study": "sea"}, tables={}, documents=documents)
    return place.folder


def air_study(
    scenario: Named,
    *,
    measures: Sequence[Given] = (),
    **asked: Unpack[AirAsked],
) -> AirStudy:
    """The air of a scenario: policing, defence, coverage by altitude, leak-through, presence, the sky day by day.

    Raises
    ------
    InputError
        The scenario has no air order, or anything in the request is wrong.
    """
    from hillfort.studies.air import study as air

    return air.study(resolve(scenario, measures), **asked)


def save_air(found: AirStudy, place: ResultPlace) -> Path:
    """Write the result folder of a study of the air: `air.json`, its pictures, and a page with them;
    the page's path."""
    from hillfort.files.results import folder as results
    from hillfort.report.air import page as air_page

    head = {
        key: found.summary[key]
        for key in ("hillfort", "complete", "kind", "scenario", "measures", "seed", "draws", "coa", "date")
    }
    pictures = air_page.pictures(found)
    documents: dict[str, str | bytes] = {
        "air.json": results.strict_json(found.summary),
        "air.html": air_page.page(found, pictures),
    }
    documents |= {f"{name}.png": picture for name, picture in pictures.items()}
    results.write_result(place, summary=head, tables={}, documents=documents)
    return place.folder / "air.html"


def air_places(
    scenario: Named,
    *,
    counts: Sequence[int],
    measures: Sequence[Given] = (),
    kind: str | None = None,
    altitudes_m: Sequence[float] = (100.0, 5000.0),
) -> dict[str, Any]:
    """Where so many batteries cover most people, for each altitude of the target.

    Raises
    ------
    InputError
        The scenario has no air order, or anything in the request is wrong.
    """
    from hillfort.studies.air import places

    return places.study(resolve(scenario, measures), counts=counts, kind=kind, altitudes_m=altitudes_m)


def rotations(scenario: Named, *, wish: Wish, measures: Sequence[Given] = (), out: Path | None = None) -> Rotations:
    """The calendar of rotations that leaves the least gaps; with `out`, also written as a measure.

    Raises
    ------
    InputError
        The scenario has no air order, anything in the request is wrong, or the file cannot be written.
    """
    from hillfort.files.air import rotations as rotation_files
    from hillfort.studies.air import rotations as air_rotations

    if out is not None:
        rotation_files.check(out)
    found = air_rotations.study(resolve(scenario, measures), wish)
    if out is not None:
        country = found.scenario.theatre.places[found.place].country
        text = rotation_files.measure_text(
            out.stem,
            stays=found.stays,
            kind=found.kind,
            place=found.place,
            country=country,
            weeks=found.summary["weeks_offered"],
        )
        rotation_files.write(out, text)
    return found
