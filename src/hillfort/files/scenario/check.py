"""Checking a file without running anything from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hillfort.campaign.ways_in import notes
from hillfort.files.scenario.measures import MeasureFile, read_measure_file
from hillfort.files.scenario.read import lineage, scenario
from hillfort.files.yaml.given import Given, path_of, tree_of
from hillfort.files.yaml.lines import shown_path
from hillfort.files.yaml.shipped import is_path, resolve, shipped
from hillfort.foundation.errors import InputError, Problem, did_you_mean


def checked(name_or_path: Given, *, measures: Sequence[Given] = (), beside: Sequence[Given] = ()) -> str:
    """What a scenario or measure file holds, in a line, if nothing is wrong with it.

    Ways in that are not on the network of the theatre follow, a line each. A measure is tried on every scenario that it
    says it applies to, and on those that are patches to one of them: those shipped, those that it names by path, and
    those in `beside`. One that names none is tried on all of them.

    Raises
    ------
    InputError
        Everything that is wrong; and that nothing was checked, where a measure could be tried on no scenario.
    """
    if _is_measure(name_or_path):
        return _measure(name_or_path, measures, beside)
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


def _measure(name_or_path: Given, measures: Sequence[Given], beside: Sequence[Given]) -> str:
    file = read_measure_file(name_or_path)
    bases, problems = _bases(name_or_path, file, beside)
    tried, unfit = [], {}
    for name, base in bases.items():
        try:
            scenario(base, measures=[*measures, name_or_path])
            tried.append(name)
        except InputError as error:
            unfit[name] = error.problems
    if file.entry.applies_to or not tried:
        problems += [each for found in unfit.values() for each in found]
    if not tried and not problems:
        advice = "Name its scenarios in applies_to, or give the file of one beside it."
        problems.append(
            Problem(file.patch.file, 0, "applies_to", "not checked: there is no scenario to try it on.", advice)
        )
    if problems:
        raise InputError(sorted(set(problems)), file.patch.file)
    rest = f"; it does not fit {', '.join(unfit)}" if unfit else ""
    return f"no problems; measure {file.measure.name}, tried on {', '.join(tried)}{rest}"


def _bases(given: Given, file: MeasureFile, beside: Sequence[Given]) -> tuple[dict[str, Given], list[Problem]]:
    """Scenarios to try a measure on, by the names they are shown under, and what it names that is no scenario."""
    wanted = file.entry.applies_to
    known = {name: set(lineage(name)) for name in shipped("scenario")}
    found: dict[str, Given] = {name: name for name, names in known.items() if not wanted or names & set(wanted)}
    for each in beside:
        if not _is_measure(each) and (not wanted or set(lineage(each)) & set(file.names)):
            found[_shown(each)] = each
    beside_names = {name for each in beside if not _is_measure(each) for name in lineage(each)}
    problems = []
    for index, name in enumerate(wanted):
        if is_path(name):
            found[name] = str(resolve("scenario", name, beside=path_of("measure", given)))
        elif name not in known and name not in beside_names:
            text = f"not checked on '{name}': it is not one of the scenarios."
            advice = did_you_mean(name, known) + " For one of your own write its path, as in ./mine.yaml."
            node = file.applies_to[index]
            problems.append(node.problem(f"applies_to[{index}]", text, advice))
    return found, problems


def _shown(given: Given) -> str:
    if isinstance(given, Mapping):
        return str(given.get("name", "data"))
    return str(given) if given in shipped("scenario") else shown_path(path_of("scenario", given))
