"""Forecasts of crises and of phases of operations from a file, scored where it is known what came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hillfort.foundation.version import VERSION
from hillfort.workbench.places import Note, claimed, study_of_file

if TYPE_CHECKING:
    from hillfort.files.results.place import ResultPlace

CRISES, PHASES = "validate crises", "validate plans"
FILES = ("predictions.csv", "scores.json", "result.json")
CRISIS_HEAD = ("case", "attack_chance", "decision_days_p10", "decision_days_p50", "decision_days_p90")
PHASE_HEAD = (
    "operation", "phase", "ratio_p10", "ratio_p50", "ratio_p90", "actual_days_p10", "actual_days_p50",
    "actual_days_p90", "never_chance",
)  # fmt: skip


@dataclass(frozen=True)
class Forecasts:
    """Rows of predictions, what came, and scores: plain data that is kept and printed."""

    command: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    came: Sequence[str]
    """What came of each row, in words; '' where it is not known."""
    summary: dict[str, Any]
    """Scores by way of predicting, groups of published times, remarks."""

    def as_dict(self) -> dict[str, Any]:
        """All of it."""
        return {
            "head": list(self.head), "rows": [list(each) for each in self.rows], "came": list(self.came), **self.summary
        }  # fmt: skip

    @classmethod
    def of(cls, command: str, kept: dict[str, Any]) -> Forecasts:
        """The same from what was kept."""
        rest = {name: kept[name] for name in ("scores", "groups", "remarks", "of_record")}
        return cls(command, kept["head"], kept["rows"], kept["came"], rest)


def crises(path: Path | None = None) -> Forecasts:
    """The chance of an attack and the days to a decision of crises, from what is known on the first day.

    Without a file the shipped record is predicted. A crisis that is in the record is predicted without it.

    Raises
    ------
    InputError
        Every problem of the file.
    """
    from hillfort.files.crisis import cases as files
    from hillfort.files.crisis.read import shipped
    from hillfort.validation import crises as law
    from hillfort.validation.forecast import scores

    found, record, assumptions = files.read_crises(path), files.crisis_record(), shipped()[0].assumptions
    prior = assumptions["attack_chance"]
    mine = [law.predict(each, record) for each in found.cases]
    plain = [law.baseline(each, record) for each in found.cases]
    known = [law.of_all_build_ups(each, record, prior) for each in found.cases]
    attacked = [each.attacked for each in found.outcomes]
    days = [law.counted(each.decision_days) for each in found.outcomes]
    rows = [
        [each.name, f"{told.chance:.3f}", *(f"{day:.2f}" for day in told.days)]
        for each, told in zip(found.cases, mine, strict=True)
    ]
    names = {each.name.casefold() for each in record.cases}
    summary = {
        "scores": {
            name: scores(told, attacked, days)
            for name, told in ((law.MODEL, mine), (law.BASELINE, plain), (law.BUILD_UPS, known))
        },
        "groups": [
            {"group": each.group, "actors": each.actors, "published": list(each.published), "law": list(each.law)}
            for each in law.groups(record, assumptions["council_plain_days"])
        ],
        "remarks": list(found.remarks),
        "of_record": [] if path is None else [each.name for each in found.cases if each.name.casefold() in names],
    }
    came = [_crisis_words(each.attacked, each.decision_days) for each in found.outcomes]
    return Forecasts(CRISES, CRISIS_HEAD, rows, came, summary)


def _crisis_words(attacked: bool | None, days: float | None) -> str:
    parts = [] if attacked is None else ["attack" if attacked else "none"]
    return ", ".join([*parts, *([] if days is None else [f"{days:g} days"])])


def phases(path: Path | None = None) -> Forecasts:
    """How much longer than planned phases of operations take, from the plan alone.

    Without a file the shipped record is predicted. A phase that is in the record is predicted without it.

    Raises
    ------
    InputError
        Every problem of the file.
    """
    from hillfort.files.crisis import cases as files
    from hillfort.validation import phases as law
    from hillfort.validation.forecast import scores

    found, record = files.read_plans(path), files.phase_record()
    mine = [law.predict(each, record) for each in found.phases]
    plain = [law.baseline(each, record) for each in found.phases]
    never = [each.never if each.never or each.actual_days else None for each in found.outcomes]
    ratio = [law.ratio_of(each, came) for each, came in zip(found.phases, found.outcomes, strict=True)]
    rows = []
    for each, told in zip(found.phases, mine, strict=True):
        planned = each.planned_days
        days = [f"{planned * slip:.2f}" for slip in told.days] if planned else [""] * 3
        slips = [f"{slip:.2f}" for slip in told.days]
        rows.append([each.operation, each.name, *slips, *days, f"{told.chance:.3f}"])
    names = {each.key.casefold() for each in record.phases}
    summary = {
        "scores": {law.MODEL: scores(mine, never, ratio), law.BASELINE: scores(plain, never, ratio)},
        "groups": [],
        "remarks": list(found.remarks),
        "of_record": [] if path is None else [each.key for each in found.phases if each.key.casefold() in names],
    }
    came = ["never" if each.never else "" if slip is None else f"{slip:.2f}" for each, slip in zip(
        found.outcomes, ratio, strict=True)]  # fmt: skip
    return Forecasts(PHASES, PHASE_HEAD, rows, came, summary)


@contextmanager
def writing(
    command: str, out: Path | None, file: Path | None, *, force: bool = False, note: Note | None = None
) -> Iterator[ResultPlace | None]:
    """Hold the folder of predictions; None where `out` is None.

    Raises
    ------
    InputError
        The folder cannot be used, or another run is writing to it.
    """
    study = study_of_file(command, file, draws=0, asked={})
    with claimed(out, study, names=FILES, force=force, shared=True, note=note) as place:
        yield place


def keep(found: Forecasts, place: ResultPlace) -> None:
    """Write `predictions.csv` and `scores.json` to a folder."""
    import json

    from hillfort.files.results import folder as results
    from hillfort.files.tables import write

    scores = json.dumps(found.summary["scores"], ensure_ascii=False, indent=1) + "\n"
    texts: dict[str, str | bytes] = {
        "predictions.csv": write.text(list(found.head), [list(each) for each in found.rows]),
        "scores.json": scores,
    }
    head = {"format": 1, "hillfort": VERSION, "complete": True, "study": place.study.command, **place.study.as_dict()}
    results.write_result(place, summary=head | {"answer": found.as_dict()}, tables={}, documents=texts)
