"""Questions about warning and decision: the whole job, in steps that an interruption may end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

from hillfort.campaign.scenario import Scenario
from hillfort.foundation.progress import Progress
from hillfort.studies import asked as requests
from hillfort.studies import request
from hillfort.studies.asked import CrisisAsked
from hillfort.workbench.inputs import Given, Named, resolve

if TYPE_CHECKING:
    from hillfort.studies.crisis.study import CrisisAnswer
    from hillfort.studies.crisis.value import FoughtPoint


@dataclass(frozen=True, repr=False)
class CrisisQuestion:
    """A checked question."""

    scenario: Scenario
    coa: str
    asked: Mapping[str, Any]


def asked_of(scenario: Named, measures: Sequence[Given] = (), **asked: Unpack[CrisisAsked]) -> CrisisQuestion:
    """The question with its defaults.

    Raises
    ------
    InputError
        Anything in the request is wrong.
    """
    given = requests.checked(CrisisAsked, asked)
    chosen = resolve(scenario, measures)
    checked = request.check(chosen, coa=given["coa"], seed=given["seed"], threads=given["threads"])
    return CrisisQuestion(chosen, checked.coa, given)


def warning(question: CrisisQuestion) -> CrisisAnswer:
    """Belief, clocks and alarms."""
    from hillfort.studies.crisis import study

    given = question.asked
    return study.study(question.scenario, coa=question.coa, draws=given["draws"], seed=given["seed"])


def campaigns(question: CrisisQuestion, *, progress: Progress | None = None) -> Iterator[FoughtPoint]:
    """Campaigns from which the value of a day is read, point by point; none where none are asked for."""
    from hillfort.studies.crisis import value

    given, points = question.asked, value.design(question.scenario, question.coa)
    draws = given["campaigns"] // len(points)
    if draws:
        yield from value.fought(
            question.scenario,
            points,
            coa=question.coa,
            draws=draws,
            seed=given["seed"],
            threads=given["threads"],
            progress=progress,
        )


def with_value(found: CrisisAnswer, points: Sequence[FoughtPoint]) -> CrisisAnswer:
    """The answer with the value of a day from campaigns."""
    from hillfort.studies.crisis import value

    return replace(found, summary={**found.summary, "value_of_a_day": value.summary(points)})


def check_place(path: Path | None, *, force: bool = False) -> None:
    """Make sure that the answer can be written before anything is computed.

    Raises
    ------
    InputError
        It cannot.
    """
    from hillfort.files.results import documents

    if path is not None:
        documents.check_place(path, option="--json", force=force)


def keep(found: CrisisAnswer, path: Path) -> None:
    """Write the answer as JSON."""
    from hillfort.files.results import documents
    from hillfort.files.results.folder import strict_json

    documents.write(path, strict_json(found.summary))
