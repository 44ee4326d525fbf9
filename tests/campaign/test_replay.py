"""The same address gives the same war: batches, threads, replays, bystanders."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from tests.campaign.sandbox import battalion, exact, scenario

import hillfort as hf
from hillfort.campaign.outcome import Outcome
from hillfort.campaign.run import fight, trace


def assert_same(one: Outcome, other: Outcome, rows: slice = slice(None)) -> None:
    """Whatever an outcome keeps by draw is the same to the bit."""
    compared = 0
    for each in fields(Outcome):
        mine, its = getattr(one, each.name), getattr(other, each.name)
        if isinstance(mine, np.ndarray) and mine.ndim and len(mine) == one.draws and len(its) == other.draws:
            np.testing.assert_array_equal(mine[rows], its, err_msg=each.name)
            compared += 1
    assert compared > 20


def test_one_thread_and_two_give_the_same_numbers() -> None:
    war = scenario()
    one, two = (fight(war, coa="drive", draws=50, threads=threads) for threads in (1, 2))
    assert_same(one, two)
    np.testing.assert_array_equal(one.cell_lost, two.cell_lost)


def test_draw_41_alone_is_draw_41_of_the_batch() -> None:
    war = scenario()
    batch = fight(war, coa="drive", draws=45)
    alone = fight(war, coa="drive", draws=1, first_draw=41)
    assert_same(batch, alone, slice(41, 42))


@pytest.mark.parametrize("name", ["baltic-2019", "marrow"])
def test_whatever_was_fought_before_a_draw_leaves_nothing_to_it(name: str) -> None:
    """With cities, skies, lanes and supply: buildings that were cleared in one draw stand again in the next."""
    war = hf.scenario(name)
    coa = next(iter(war.courses_of_action))
    batch = fight(war, coa=coa, draws=8)
    for draw in (1, 4, 7):
        assert_same(batch, fight(war, coa=coa, draws=1, first_draw=draw), slice(draw, draw + 1))


def test_another_seed_is_another_war() -> None:
    war = scenario()
    one, two = (fight(war, coa="drive", draws=5, seed=seed) for seed in (0, 1))
    assert not np.array_equal(one.lost_persons, two.lost_persons)


def test_a_trace_is_the_draw_it_says_it_is() -> None:
    war = scenario()
    batch = fight(war, coa="drive", draws=6)
    kept = trace(war, coa="drive", seed=1, draw=4)
    np.testing.assert_array_equal(kept.strength[-1], batch.unit_strength[4])
    assert len(kept.cell) == war.days * 24 - kept.first_hour


def test_a_bystander_leaves_everybody_else_s_war_untouched() -> None:
    """Luck is addressed by name, so a unit that meets nobody changes nothing for the others."""
    war = scenario(blue=2, red=4)
    war = replace(war, assumptions=war.assumptions | {"rule_attack_by_chance": exact(0.0, "switch")})
    far = battalion("a-watch/0", "blue", "Eastburg", formation="a-watch")
    more = replace(war, battalions=tuple(sorted((*war.battalions, far), key=lambda unit: unit.id)))
    before, after = trace(war, coa="drive", seed=3, draw=0), trace(more, coa="drive", seed=3, draw=0)
    kept = [more.battalions.index(unit) for unit in war.battalions]
    first_contact = int(np.argmax((before.status == 4).any(axis=1)))
    assert first_contact > war.lead_h
    np.testing.assert_array_equal(before.cell[: first_contact + 2], after.cell[: first_contact + 2, kept])
    np.testing.assert_array_equal(before.strength[: first_contact + 2], after.strength[: first_contact + 2, kept])


def test_compiled_and_interpreted_kernels_fight_the_same_war() -> None:
    """The kernels as plain Python, in a process of their own, give the compiled kernels' track: everybody in the same
    place in every hour, and as strong to the seventh digit.

    Not to the bit: where a literal meets a number of 32 bits, compiled code goes on with 64 bits and plain Python with
    32, so that one draw in four differs in the last digit that 32 bits hold.
    """
    program = (
        "from tests.campaign.sandbox import scenario\n"
        "from hillfort.campaign.run import trace\n"
        "import json\n"
        "kept = [trace(scenario(days=3), coa='drive', seed=1, draw=draw) for draw in range(4)]\n"
        "print(json.dumps([[each.cell.tolist(), each.strength.astype(float).tolist()] for each in kept]))\n"
    )
    answers = []
    for off in ("0", "1"):
        environment = {**os.environ, "NUMBA_DISABLE_JIT": off, "PYTHONPATH": str(Path.cwd())}
        done = subprocess.run(
            [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        answers.append(json.loads(done.stdout))
    for (cells, strengths), (other_cells, other_strengths) in zip(*answers, strict=True):
        assert cells == other_cells
        np.testing.assert_allclose(strengths, other_strengths, rtol=1e-6, atol=0.0)
