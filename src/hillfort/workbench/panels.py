"""Panels of experts: scored, and kept as one file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hillfort.foundation.version import VERSION

if TYPE_CHECKING:
    from hillfort.judgement.classical import DecisionMaker, PanelScores
    from hillfort.judgement.panel import Panel


def score(answers: Path, realisations: Path, *, robust: bool = False) -> dict[str, Any]:
    """Scores of the experts of a pair of case files, and of every way of combining them.

    Parameters
    ----------
    answers, realisations : Path
        The .dtt and the .rls file.
    robust : bool
        Whether to score the panel again without each expert and without each seed question.

    Returns
    -------
    dict
        `experts` (id, calibration, information_seeds, information_all in nats), `decision_makers` by way of combining
        (calibration, information on the seeds, weights by expert; of item weights the mean over the seeds), `questions`
        with what each of them says, `remarks` on the files in words, and the panel without each expert and each seed.

    Raises
    ------
    InputError
        Everything wrong in both files.
    """
    from hillfort.files.judgement.excalibur import read_case
    from hillfort.judgement import classical

    case = read_case(answers, realisations)
    panel = case.panel
    found = classical.score(panel)
    return {
        "hillfort": VERSION,
        "remarks": list(case.remarks),
        "overshoot": classical.OVERSHOOT,
        "chances": list(panel.chances),
        "experts": [
            {
                "id": each.expert,
                "calibration": each.calibration,
                "information_seeds": each.information_seeds,
                "information_all": each.information_all,
                "answered": each.answered,
            }
            for each in found.experts
        ],
        "decision_makers": {way: _maker(each, panel) for way, each in found.makers.items()},
        "questions": _questions(panel, found),
        "without_expert": _robust(classical.without_each_expert(panel) if robust else [], panel.experts),
        "without_seed": _robust(
            classical.without_each_seed(panel) if robust else [], [panel.questions[place].name for place in panel.seeds]
        ),
    }


def _maker(each: DecisionMaker, panel: Panel) -> dict[str, Any]:
    means = each.weights[:, list(panel.seeds)].mean(axis=1)
    return {
        "calibration": each.calibration,
        "information": each.information,
        "information_all": each.information_all,
        "cut_off": each.cut_off,
        "weights": dict(zip(panel.experts, (float(mean) for mean in means), strict=True)),
    }


def _questions(panel: Panel, found: PanelScores) -> list[dict[str, Any]]:
    return [
        {
            "id": question.name,
            "scale": "log" if question.log else "uniform",
            "answer": question.answer,
            "said": {
                way: [None if isnan(value) else float(value) for value in each.quantiles[place]]
                for way, each in found.makers.items()
            },
        }
        for place, question in enumerate(panel.questions)
    ]


def _robust(found: Sequence[PanelScores | None], names: Sequence[str]) -> list[dict[str, Any]]:
    """Of each panel that lacks one, the scores of its combinations; nothing where it cannot be scored without it."""
    rows: list[dict[str, Any]] = []
    for name, each in zip(names, found, strict=False):  # none were scored where none were asked for
        makers: Mapping[str, DecisionMaker] = each.makers if each else {}
        scores = {way: {"calibration": one.calibration, "information": one.information} for way, one in makers.items()}
        rows.append({"without": name, "decision_makers": scores})
    return rows


def check_place(path: Path | None, *, force: bool = False) -> None:
    """Make sure that the answer can be written before anything is computed."""
    from hillfort.files.results import documents

    if path is not None:
        documents.check_place(path, option="--json", force=force)


def keep(found: Mapping[str, Any], path: Path) -> None:
    """Write the scores as JSON."""
    from hillfort.files.results import documents
    from hillfort.files.results.folder import strict_json

    documents.write(path, strict_json(dict(found)))
