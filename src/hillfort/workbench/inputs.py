"""Scenarios, measures and theatres by name, and what a job takes for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import InputError, Problem

if TYPE_CHECKING:
    from hillfort.theatre.theatre import Theatre

Named = Scenario | str
"""A scenario, or the name or path of one."""


def scenario(name: str, *, measures: Sequence[str] = ()) -> Scenario:
    """A scenario that ships with Hillfort, or one in a file, with measures applied in order.

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
    from hillfort.files.scenario import read

    return read.scenario(name, measures=_listed(measures))


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


def resolve(scenario: Named, measures: Sequence[str] = ()) -> Scenario:
    """The scenario itself, or the one of that name with measures applied."""
    if isinstance(scenario, str):
        return named(scenario, measures)
    return scenario.with_measures(*_listed(measures)) if measures else scenario


def options(scenario: Named, measures: Sequence[str]) -> tuple[Scenario, dict[str, Scenario]]:
    """The baseline and each measure applied to it; 'a+b' applies both."""
    if not measures:
        raise InputError(Problem("request", 0, "--measure", "is needed at least once."), "the request")
    each = dict.fromkeys(_listed(measures))
    return resolve(scenario), {measure: resolve(scenario, measure.split("+")) for measure in each}


def named(name: str, measures: Sequence[str] = ()) -> Scenario:
    """The scenario of that name, with measures applied in order."""
    from hillfort.files.scenario import read

    return read.scenario(name, measures=_listed(measures))


def _listed(measures: Sequence[str]) -> tuple[str, ...]:
    """The measures; a name alone, which is a sequence of letters, is refused."""
    if isinstance(measures, str):
        advice = f"Pass a list: measures=['{measures}']."
        raise InputError(Problem("request", 0, "measures", f"'{measures}' is text, not a list.", advice), "the request")
    return tuple(measures)
