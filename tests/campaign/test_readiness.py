"""Notice, manning and starts are doubts that act with the shape they state and share what is common to their side."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from scipy.stats import kstest, spearmanr

import hillfort as hf
from hillfort.campaign.doubt import doubted, rests_on, sample
from hillfort.campaign.run import fight, prepared, trace
from hillfort.campaign.scenario import Scenario
from hillfort.forces.formation import Readiness
from hillfort.foundation.addressed import addresses, get
from hillfort.foundation.evidence import Evidence

COA = "both-coasts"
DRAWS = 4000


@pytest.fixture(scope="module")
def marrow() -> Scenario:
    return hf.scenario("marrow")


def drawn(war: Scenario, *names: str, draws: int = DRAWS, coa: str = COA) -> list[np.ndarray]:
    columns = doubted(war, coa)
    found = sample(columns, seed=1, first_draw=0, draws=draws, scenario=war)
    place = {address: column for column, address in enumerate(columns)}
    return [found[:, place[name]].astype(np.float64) for name in names]


@pytest.mark.parametrize("coa", [COA, "middle-road"])
def test_whatever_a_result_prints_can_be_read_and_set_under_that_very_address(marrow: Scenario, coa: str) -> None:
    columns = doubted(marrow, coa)
    for address, each in rests_on(marrow, coa).items():
        if address.endswith("vehicles_per_day") or ".vehicles_per_day." in address:
            assert each.unit == "vehicles/day"
            continue
        assert get(marrow, address) == each.evidence, address
    assert {address for address, each in columns.items() if each.is_there} <= set(rests_on(marrow, coa))


def test_every_address_of_a_large_scenario_s_table_is_one_that_can_be_set() -> None:
    war = hf.scenario("baltic-2019")
    coa = next(iter(war.courses_of_action))
    told, known = rests_on(war, coa), set(addresses(war))
    computed = {address for address in told if "vehicles_per_day" in address}
    assert set(told) - known == computed != set()
    values = {address: told[address].evidence for address in sorted(told) if told[address].acts}
    for name in ("great_port_berths", "ocean_winding"):  # nobody comes from overseas
        assert not told[f"lines.assumptions.{name}"].acts
    assert {change.address for change in war.vary(values, reason="The same again.").changes} == set(values)


@pytest.mark.parametrize("shape", ["triangular", "uniform", "lognormal"])
@pytest.mark.parametrize("field", [each.name for each in fields(Readiness)])
def test_readiness_keeps_the_distribution_that_it_states(marrow: Scenario, shape: str, field: str) -> None:
    address = f"formations.aa-1bde.{field}"
    now = get(marrow, address)
    assert isinstance(now, Evidence)
    stated = replace(now, shape=shape)
    war = marrow.vary({address: stated}, reason="Another shape.")
    (values,) = drawn(war, address)
    chances = np.linspace(0.0005, 0.9995, 4001)
    expected = stated.quantiles(chances)
    assert kstest(values, lambda x: np.interp(x, expected, chances)).pvalue > 0.001


def test_a_side_s_readiness_goes_together_and_the_other_side_s_does_not(marrow: Scenario) -> None:
    names = [f"formations.{key}.notice_to_move_h" for key in ("aa-1bde", "cc-bde", "bb-1bde")]
    certain = marrow.vary({"assumptions.readiness_common_share": 0.5}, reason="A known share.")
    one, other, enemy = drawn(certain, *names)
    rank = 6.0 / np.pi * np.arcsin(0.25)  # of two normals that correlate by the share
    assert spearmanr(one, other)[0] == pytest.approx(rank, abs=0.05)
    assert abs(spearmanr(one, enemy)[0]) < 0.06
    (manned,) = drawn(certain, "formations.aa-1bde.manning_share")
    assert spearmanr(one, manned)[0] == pytest.approx(-rank, abs=0.05)


def test_without_a_common_share_formations_have_nothing_in_common_and_with_all_of_it_everything(
    marrow: Scenario,
) -> None:
    names = [f"formations.{key}.notice_to_move_h" for key in ("aa-1bde", "cc-bde")]
    none = drawn(marrow.vary({"assumptions.readiness_common_share": 0.0}, reason="None."), *names)
    every = drawn(marrow.vary({"assumptions.readiness_common_share": 1.0}, reason="All."), *names)
    assert abs(spearmanr(*none)[0]) < 0.05
    assert spearmanr(*every)[0] > 0.999


def test_a_side_that_is_readier_moves_sooner_and_fuller(marrow: Scenario) -> None:
    names = ("formations.aa-1bde.notice_to_move_h", "formations.aa-1bde.manning_share")
    slow, thin = drawn(marrow.vary({"assumptions.readiness_blue": 0.1}, reason="Unready."), *names)
    quick, full = drawn(marrow.vary({"assumptions.readiness_blue": 0.9}, reason="Ready."), *names)
    assert quick.mean() < slow.mean() - 3.0
    assert full.mean() > thin.mean() + 0.03


def test_units_move_with_what_the_draw_says_of_their_formation(marrow: Scenario) -> None:
    late = marrow.vary(
        {"formations.aa-1bde.notice_to_move_h": 400, "formations.aa-2bde.manning_share": 0.55}, reason="A try."
    )
    kept = trace(late, coa=COA, seed=1, draw=3)
    rows = [row for row, unit in enumerate(kept.unit_ids) if unit.startswith("aa-2bde/")]
    np.testing.assert_allclose(kept.strength[0, rows], 0.55, rtol=1e-6)
    first = [row for row, unit in enumerate(kept.unit_ids) if unit.startswith("aa-1bde/")]
    assert (kept.cell[: -kept.first_hour, first] == kept.cell[0, first]).all()  # nobody moves before H-hour
    soon = trace(marrow.vary({"formations.aa-1bde.notice_to_move_h": 0}, reason="At once."), coa=COA, seed=1, draw=3)
    assert (soon.cell[: -soon.first_hour, first] != soon.cell[0, first]).any()


def test_a_formation_that_is_staged_has_no_notice_that_acts(marrow: Scenario) -> None:
    columns = doubted(marrow, "middle-road")
    assert not columns["formations.bb-1bde.notice_to_move_h"].acts
    assert columns["formations.bb-2bde.notice_to_move_h"].acts
    (values,) = drawn(marrow, "formations.bb-1bde.notice_to_move_h", coa="middle-road", draws=10)
    assert (values == columns["formations.bb-1bde.notice_to_move_h"].value).all()


def test_a_start_that_is_doubted_is_drawn_once_for_all_of_an_order_and_tells_its_place(marrow: Scenario) -> None:
    address = "courses_of_action.middle-road.orders.south.tasks[0].start_h"
    columns = doubted(marrow, "middle-road")
    assert columns[address].evidence == marrow.courses_of_action["middle-road"].orders[2].tasks[0].start_h
    ready = prepared(marrow, "middle-road")
    rows = ready.arrays.k["start_column"]
    assert (rows >= 0).sum() == sum(unit.formation.startswith("bb-3bde") for unit in marrow.battalions)
    assert {list(columns)[row] for row in rows if row >= 0} == {address}


def test_a_draw_is_the_same_alone_as_in_a_batch(marrow: Scenario) -> None:
    columns = doubted(marrow, COA)
    many = sample(columns, seed=4, first_draw=0, draws=9, scenario=marrow)
    np.testing.assert_array_equal(many[6:7], sample(columns, seed=4, first_draw=6, draws=1, scenario=marrow))


def test_readiness_can_be_named_as_what_moves_the_answer(marrow: Scenario) -> None:
    """The hour of the first brigade hangs on the notice of the only one that comes:
    a table of drivers shows it by address."""
    wide = Evidence(100.0, "h", 0.0, 300.0, shape="uniform")
    war = marrow.vary({"formations.cc-bde.notice_to_move_h": wide}, reason="Nobody knows.")
    outcome = fight(war, coa=COA, draws=240)
    column = outcome.doubt_names.index("formations.cc-bde.notice_to_move_h")
    arrived = np.nan_to_num(outcome.first_brigade_h, nan=1e4)
    found = spearmanr(outcome.doubt[:, column], arrived)
    assert found.statistic > 0.0 and found.pvalue < 1e-4
