"""Correlations that a scenario states: drawn as said, refused where they cannot be, seen by hash and pages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import kstest, spearmanr

import hillfort as hf
from hillfort.campaign.doubt import doubted, sample
from hillfort.campaign.prepare import prepare
from hillfort.campaign.scenario import Scenario
from hillfort.foundation.errors import InputError

COA = "middle-road"
NOTICES = ("formations.cc-bde.notice_to_move_h", "quality.AA")


def _file(folder: Path, *correlations: dict[str, Any], name: str = "mine") -> Path:
    lines = ["version: 1", f"name: {name}", "base: marrow", "correlations:"]
    for each in correlations:
        lines += [f"  - between: {list(each['between'])}", f"    rank: {each['rank']}", "    why: A try."]
    path = folder / f"{name}.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def _drawn(scenario: Scenario, draws: int = 3000) -> dict[str, np.ndarray]:
    columns = doubted(scenario, COA)
    values = sample(columns, seed=1, first_draw=0, draws=draws, scenario=scenario)
    return dict(zip(columns, values.T, strict=True))


def test_what_a_file_says_is_drawn_and_no_other_value_moves(tmp_path: Path) -> None:
    plain = hf.scenario("marrow")
    said = hf.scenario(_file(tmp_path, {"between": NOTICES, "rank": -0.6}))
    before, after = _drawn(plain), _drawn(said)
    assert spearmanr(after[NOTICES[0]], after[NOTICES[1]]).statistic == pytest.approx(-0.6, abs=0.06)
    for address, values in before.items():
        if address in NOTICES:
            assert kstest(after[address], values).pvalue > 1e-4
        else:
            assert (after[address] == values).all(), address


def test_two_values_of_a_sides_readiness_have_what_is_said_and_no_more(tmp_path: Path) -> None:
    both = ("formations.cc-bde.notice_to_move_h", "formations.cc-bde.manning_share")
    for rank in (0.7, 0.0):
        after = _drawn(hf.scenario(_file(tmp_path, {"between": both, "rank": rank})))
        assert spearmanr(after[both[0]], after[both[1]]).statistic == pytest.approx(rank, abs=0.07)


def test_nought_gives_the_same_bytes(tmp_path: Path) -> None:
    pair = ("quality.AA", "quality.BB")
    before, after = (
        _drawn(each) for each in (hf.scenario("marrow"), hf.scenario(_file(tmp_path, {"between": pair, "rank": 0})))
    )
    assert all(before[each].tobytes() == after[each].tobytes() for each in before)


@pytest.mark.parametrize(
    ("between", "rank", "where", "said"),
    [
        (("quality.AA", "quality.ABC"), 0.5, "correlations[0].between[1]", "Did you mean 'quality."),
        (("quality.AA", "quality.AA"), 0.5, "correlations[0].between", "stands on both sides"),
        (("quality.AA", "days"), 0.5, "correlations[0].between[1]", "is not doubted from draw to draw"),
        (("quality.AA", "assumptions.fit_advance_size_exponent"), 0.5, "correlations[0].between[1]", "fitted law"),
        (("quality.AA", "quality.BB"), 1.5, "correlations[0].rank", ""),
    ],
)
def test_a_wrong_correlation_is_refused_at_its_line(
    tmp_path: Path, between: tuple[str, str], rank: float, where: str, said: str
) -> None:
    with pytest.raises(InputError) as raised:
        hf.scenario(_file(tmp_path, {"between": between, "rank": rank}))
    (problem,) = raised.value.problems
    assert problem.where == where
    assert problem.line in (5, 6)
    assert said in f"{problem.found} {problem.advice}"


def test_coefficients_that_contradict_each_other_are_refused_with_the_nearest_allowed(tmp_path: Path) -> None:
    a, b, c = "quality.AA", "quality.BB", "assumptions.march_share"
    path = _file(
        tmp_path,
        {"between": (a, b), "rank": 0.9},
        {"between": (b, c), "rank": 0.9},
        {"between": (a, c), "rank": -0.5},
    )
    with pytest.raises(InputError) as raised:
        hf.scenario(path)
    (problem,) = raised.value.problems
    assert f"among {c}, {a}, {b}" in problem.found
    nearest = float(problem.advice.split(" is ")[-1].rstrip("."))
    index = int(problem.where[len("correlations[")])
    ranks = [0.9, 0.9, -0.5]
    ranks[index] = nearest
    pairs = [(a, b), (b, c), (a, c)]
    hf.scenario(_file(tmp_path, *({"between": p, "rank": r} for p, r in zip(pairs, ranks, strict=True)), name="mended"))


def test_hash_measures_and_changes_keep_correlations(tmp_path: Path) -> None:
    plain = hf.scenario("marrow")
    said = plain.correlate({("quality.AA", "quality.BB"): 0.6}, reason="They train together.")
    assert said.hash != plain.hash
    assert said.vary({"quality.AA": 1.0}, reason="Known.").correlations == said.correlations
    prepare(said.vary({"quality.AA": 1.0}, reason="Known."), COA)
    assert said.with_measures("marrow-brigade").correlations == said.correlations
    file = hf.scenario(_file(tmp_path, {"between": ("quality.AA", "quality.BB"), "rank": 0.2}))
    assert [each.rank for each in file.correlate({("quality.BB", "quality.AA"): 0.4}, reason="?").correlations] == [0.4]


def test_a_patch_adds_to_the_correlations_of_its_base(tmp_path: Path) -> None:
    _file(tmp_path, {"between": ("quality.AA", "quality.BB"), "rank": 0.2}, {"between": NOTICES, "rank": 0.1})
    text = "version: 1\nname: more\nbase: ./mine.yaml\ncorrelations:\n"
    text += "  - {between: [quality.BB, quality.AA], rank: 0.5, why: Later.}\n"
    (tmp_path / "more.yaml").write_text(text, encoding="utf-8")
    found = hf.scenario(tmp_path / "more.yaml").correlations
    assert [(each.rank, each.why) for each in found] == [(0.5, "Later."), (0.1, "A try.")]
