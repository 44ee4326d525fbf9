"""Scenarios, measures and theatres by name, and what a job takes for one."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import InputError, Problem

if TYPE_CHECKING:
    from hillfort.theatre.theatre import Theatre

Given = str | os.PathLike[str] | Mapping[str, Any]
"""The name of a file that is shipped, the path of one, or its content."""
Named = Scenario | Given
"""A scenario, or the name, path or content of one."""


def scenario(name: Named, *, measures: Sequence[Given] = ()) -> Scenario:
    """A scenario that ships with Hillfort, one in a file, or one given as plain data, with measures applied in order.

    Raises
    ------
    InputError
        No such scenario or measure, or the file has problems: all of them are named.

    Examples
    --------
    >>> import hillfort as hf
    >>> hf.scenario("baltic-2019").days
    30
    """
    return resolve(name, measures)


def scenarios() -> list[str]:
    """Names of the scenarios that ship with Hillfort.

    >>> import hillfort as hf
    >>> "baltic-2019" in hf.scenarios()
    True
    """
    from hillfort.files.scenario import read

    return list(read.names())


def measures() -> list[str]:
    """Names of the measures that ship with Hillfort.

    >>> import hillfort as hf
    >>> len(hf.measures()) > 0
    True
    """
    from hillfort.files.scenario import measures as measure_files

    return list(measure_files.measure_names())


def load_theatre(name: str) -> Theatre:
    """A theatre that ships with Hillfort, or one in a folder.

    >>> import hillfort as hf
    >>> hf.load_theatre("baltic").places["Narva"].country
    'EE'
    """
    from hillfort.files.theatre import artefact as theatre_files

    return theatre_files.load_theatre(name)


def resolve(scenario: Named, measures: Sequence[Given] = ()) -> Scenario:
    """The scenario itself, or the one of that name, path or content, with measures applied."""
    if not isinstance(scenario, Scenario):
        return named(scenario, measures)
    return scenario.with_measures(*_listed(measures)) if measures else scenario


def options(scenario: Named, measures: Sequence[Given]) -> tuple[Scenario, dict[str, Scenario]]:
    """The baseline and each measure applied to it; 'a+b' applies both."""
    if not measures:
        raise InputError(Problem("request", 0, "--measure", "is needed at least once."), "the request")
    return sides([scenario], measures)


def sides(scenarios: Sequence[Named], measures: Sequence[Given] = ()) -> tuple[Scenario, dict[str, Scenario]]:
    """The first scenario, and what it is compared with: the others, and itself with each measure."""
    if len(scenarios) + len(_listed(measures)) < 2 or not scenarios:
        advice = "Give two scenarios or more, or one and measures=[...]."
        raise InputError(Problem("request", 0, "scenarios", "nothing to compare with.", advice), "the request")
    baseline = resolve(scenarios[0])
    found: dict[str, Scenario] = {}
    for each in scenarios[1:]:
        other = resolve(each)
        found[_free(other.name, found)] = other
    seen: list[Given] = []
    for measure in _listed(measures):
        if measure not in seen:
            seen.append(measure)
            parts = measure.split("+") if isinstance(measure, str) else [measure]
            found[_free(_called(measure), found)] = resolve(scenarios[0], parts)
    return baseline, found


def _called(measure: Given) -> str:
    """What an option with a measure is called."""
    if isinstance(measure, Mapping):
        return str(measure.get("measure", "measure"))
    return measure if isinstance(measure, str) else Path(measure).stem


def _free(name: str, taken: Mapping[str, Scenario]) -> str:
    """The name, with a number where it is taken."""
    number = 2
    wanted = name
    while name in taken:
        name, number = f"{wanted} ({number})", number + 1
    return name


def named(name: Given, measures: Sequence[Given] = ()) -> Scenario:
    """The scenario of that name, path or content, with measures applied in order."""
    from hillfort.files.scenario import read

    if not isinstance(name, str | os.PathLike | Mapping):
        said = f"{type(name).__name__} is not a scenario."
        advice = "Give a name, a path, a mapping or a Scenario."
        raise InputError(Problem("request", 0, "scenario", said, advice), "the request")
    return read.scenario(name, measures=_listed(measures))


def _listed(measures: Sequence[Given]) -> tuple[Given, ...]:
    """The measures; a name alone, which is a sequence of letters, or another single one is refused."""
    if isinstance(measures, str | os.PathLike | Mapping):
        advice = f"Pass a list: measures=[{str(measures)!r}]." if not isinstance(measures, Mapping) else "Pass a list."
        found = f"'{measures}' is text, not a list." if isinstance(measures, str) else "is not a list."
        raise InputError(Problem("request", 0, "measures", found, advice), "the request")
    return tuple(measures)
