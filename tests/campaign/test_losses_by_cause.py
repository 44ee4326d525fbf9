"""Every loss has a cause, and hours in enemy hands are those of the changes of control."""

from __future__ import annotations

import numpy as np
import pytest

from campaign.sandbox import scenario
from hillfort.campaign import run
from hillfort.campaign.outcome import CAUSES, SIDES, Outcome
from hillfort.files.scenario import read


def marrow() -> Outcome:
    return run.fight(read.scenario("marrow"), coa="both-coasts", draws=20, seed=1)


def test_losses_by_cause_add_up_to_what_a_side_has_lost() -> None:
    for outcome in (marrow(), run.fight(scenario(4, 8), coa="drive", draws=20)):
        assert outcome.losses.shape == (20, len(CAUSES), len(SIDES), 2)
        assert (outcome.losses >= 0.0).all()
        np.testing.assert_allclose(
            outcome.losses[..., 0].sum(axis=1), outcome.lost_persons[:, -1, :], rtol=1e-4, atol=0.01
        )
        assert outcome.losses[:, CAUSES.index("fighting"), :, 0].sum() > 0.0


def test_who_is_driven_back_loses_to_retreat_and_who_is_alone_to_fighting() -> None:
    few = run.fight(scenario(1, 8), coa="drive", draws=20).losses[..., 0].mean(axis=0)
    blue = dict(zip(CAUSES, few[:, 0], strict=True))
    assert blue["fighting"] > 0.0 and blue["aircraft"] >= 0.0 and blue["passage"] == 0.0


def test_strength_lost_is_no_more_than_was_ever_there() -> None:
    outcome = marrow()
    lost, there = outcome.losses[..., 1].sum(axis=1), outcome.power
    fallen = np.maximum(0.0, there[:, 0, :] - there[:, -1, :])
    assert (lost >= fallen - 1e-3).all(), "what is gone from the first day to the last is lost"


@pytest.mark.parametrize("draw", [0, 7])
def test_hours_in_enemy_hands_are_those_of_the_changes_of_control(draw: int) -> None:
    case = read.scenario("marrow")
    outcome = marrow()
    kept = run.trace(case, coa="both-coasts", seed=1, draw=draw)
    for goal, each in enumerate(case.objectives):
        cell, holder = int(case.theatre.places[each.place].cell), SIDES.index(each.side)
        if cell_in_a_city(case, cell):
            continue
        hours, since = 0, None
        for change in np.flatnonzero(kept.control_cell == cell):
            if kept.control_side[change] != holder and since is None:
                since = int(kept.control_hour[change])
            elif kept.control_side[change] == holder and since is not None:
                hours, since = hours + int(kept.control_hour[change]) - since, None
        hours += 24 * case.days - since if since is not None else 0
        assert outcome.enemy_h[draw, goal] == hours, each.name


def cell_in_a_city(case: object, cell: int) -> bool:
    from hillfort.campaign.run import prepared

    return bool(prepared(case, "both-coasts").arrays.w["city"][cell] >= 0)  # type: ignore[arg-type]


def test_hours_in_enemy_hands_fit_hours_lost_and_retaken() -> None:
    outcome = marrow()
    end = 24.0 * outcome.days
    never = np.isnan(outcome.lost_h)
    assert (outcome.enemy_h[never] == 0.0).all()
    kept = ~never & np.isnan(outcome.retaken_h)
    np.testing.assert_array_equal(outcome.enemy_h[kept], end - outcome.lost_h[kept])
    assert (outcome.enemy_h[~never] > 0.0).all()
