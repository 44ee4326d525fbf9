"""What a measure says of squadrons, kinds, batteries and strikers on a whole region is what the war is run from, and
nothing beside it."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from hillfort.air import situation
from hillfort.campaign.air_and_sea import sky_arrays
from hillfort.campaign.scenario import Scenario
from hillfort.files.scenario import read
from hillfort.foundation.errors import InputError
from hillfort.sea import prepare as sea_prepare

BASE, COA = "baltic-2019", "short-warning-seizure"
JUDGED = {"source": "judgement", "grade": "F6"}
PLACES = ("column", "delay_column", "strikes")
"""Fields of an element that say where another stands: they move when something is added."""
NEW = {
    "name": "A squadron more",
    "side": "blue",
    "country": "DE",
    "type": "typhoon",
    "base": "siauliai",
    "aircraft": {"value": 16, "low": 12, "high": 18, **JUDGED},
    **JUDGED,
}


@cache
def base() -> Scenario:
    return read.scenario(BASE)


def with_patch(patch: dict[str, Any]) -> Scenario:
    costs = {
        name: {"value": 1.0, "low": 1.0, "high": 1.0, "shape": "fixed", **JUDGED}
        for name in ("cost_meur_per_year", "cost_once_meur", "lead_time_months")
    }
    return read.scenario(
        BASE, measures=[{"measure": "tried", "title": "Tried", "who": "nobody", **costs, "patch": patch}]
    )


def elements(war: Scenario) -> dict[str, list[Any]]:
    """Name to the record that the hour of the air reads."""
    assert war.air is not None
    sky = situation.prepare(war.air, war.theatre, regions=("EE", "LV", "LT"), counts={}, day=war.date)
    kept = [name for name in sky.elements.dtype.names or () if name not in PLACES]
    run = sky_arrays(war, COA)["elements"]
    assert {each["luck"] for each in run} <= {each["luck"] for each in sky.elements}
    return {
        name: [row[each].tolist() for each in kept] for name, row in zip(sky.element_names, sky.elements, strict=True)
    }


def doubts(war: Scenario) -> dict[str, tuple[float, float, float]]:
    """Address to value and range of what is drawn of air and sea."""
    assert war.air is not None and war.sea is not None
    columns = {**situation.columns(war.air), **sea_prepare.columns(war.sea)}
    return {name: (each.evidence.value, each.evidence.low, each.evidence.high) for name, each in columns.items()}


def changed(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    return {name for name in {*one, *other} if one.get(name) != other.get(name)}


def batteries_of(kind: str) -> set[str]:
    assert base().air is not None
    return {key for key, each in base().air.batteries.items() if each.type.key == kind}


@pytest.mark.parametrize(
    ("patch", "rows", "numbers"),
    [
        ({"air": {"squadrons": {"one-more": NEW}}}, {"one-more"}, {"air.squadrons.one-more.aircraft"}),
        ({"air": {"squadrons": {"pl-f16-lask": {"type": "gripen"}}}}, {"pl-f16-lask"}, set()),
        ({"air.squadrons.pl-f16-lask.aircraft": {"add": 8}}, set(), {"air.squadrons.pl-f16-lask.aircraft"}),
        ({"air": {"batteries": {"us-patriot": {"type": "nasams"}}}}, {"us-patriot"}, set()),
        ({"air.batteries.us-patriot.units": {"add": 2}}, set(), {"air.batteries.us-patriot.units"}),
        ({"sea.strikers.pl-nsm.magazine": {"scale": 2}}, set(), {"sea.strikers.pl-nsm.magazine"}),
        ({"sea.strikers.pl-nsm.range_km": {"add": 60}}, set(), {"sea.strikers.pl-nsm.range_km"}),
    ],
    ids=["squadron added", "aircraft of another kind", "aircraft more", "battery of another kind", "units more",
         "missiles of a striker", "reach of a striker"],
)  # fmt: skip
def test_a_measure_changes_what_it_names_and_nothing_else(
    patch: dict[str, Any], rows: set[str], numbers: set[str]
) -> None:
    war = with_patch(patch)
    assert changed(elements(base()), elements(war)) == rows
    assert changed(doubts(base()), doubts(war)) == numbers
    assert war.hash != base().hash


def test_a_kind_s_stock_of_missiles_reaches_every_battery_of_the_kind_and_no_other() -> None:
    assert base().air is not None
    kind = base().air.batteries["us-patriot"].type.key
    war = with_patch({f"air.types.sams.{kind}.magazine": {"scale": 1.5}})
    found = changed(elements(base()), elements(war))
    assert found == batteries_of(kind) and "us-patriot" in found


def test_a_squadron_of_no_kind_or_at_no_base_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError, match="typhoon"):
        with_patch({"air": {"squadrons": {"one-more": {**NEW, "type": "tyfoon"}}}})
    with pytest.raises(InputError, match="siauliai"):
        with_patch({"air": {"squadrons": {"one-more": {**NEW, "base": "siaulai"}}}})
