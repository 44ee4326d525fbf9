"""Checking a file without running anything from it."""

from __future__ import annotations

from collections.abc import Sequence

from hillfort.campaign.ways_in import notes
from hillfort.files.scenario.measures import read_measure_file
from hillfort.files.scenario.read import scenario
from hillfort.files.yaml.given import Given, tree_of
from hillfort.files.yaml.shipped import shipped
from hillfort.foundation.errors import InputError


def checked(name_or_path: Given, *, measures: Sequence[Given] = ()) -> str:
    """What a scenario or measure file holds, in a line, if nothing is wrong with it.

    Ways in that are not on the network of the theatre follow, a line each. A measure is also tried on every shipped scenario that it says it applies to.

    Raises
    ------
    InputError
        Everything that is wrong.
    """
    if _is_measure(name_or_path):
        return _measure(name_or_path)
    found = scenario(name_or_path, measures=measures)
    sides = [sum(unit.side == side for unit in found.battalions) for side in ("blue", "red")]
    return (
        f"no problems; scenario {found.name}, {found.date}, {len(found.formations)} formations, "
        f"{sides[0]} battalions of blue and {sides[1]} of red, {len(found.courses_of_action)} courses of action"
        + "".join(f"\n  {note}" for note in notes(found))
    )


def _is_measure(name_or_path: Given) -> bool:
    if not isinstance(name_or_path, str):
        return "measure" in tree_of("scenario", name_or_path).items
    if name_or_path in shipped("scenario"):
        return False
    if name_or_path in shipped("measure"):
        return True
    return "measure" in tree_of("scenario", name_or_path).items


def _measure(name_or_path: Given) -> str:
    file = read_measure_file(name_or_path)
    tried = [name for name in file.entry.applies_to if name in shipped("scenario")]
    problems = set()
    for name in tried:
        try:
            scenario(name, measures=[name_or_path])
        except InputError as error:
            problems |= set(error.problems)
    if problems:
        raise InputError(problems, file.patch.file)
    return f"no problems; measure {file.measure.name}, tried on {', '.join(tried) or 'no scenario'}"
