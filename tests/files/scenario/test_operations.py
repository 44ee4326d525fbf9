"""Operations, claims and what may not be laid together, as a stranger would write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from hillfort.campaign.scenario import Scenario
from hillfort.files.scenario import read
from hillfort.foundation.errors import InputError

FIXED = "{value: 0, low: 0, high: 0, source: judgement, grade: F6, shape: fixed}"
COSTS = "\n".join(f"{name}: {FIXED}" for name in ("cost_meur_per_year", "cost_once_meur", "lead_time_months"))
WARNING = "courses_of_action.*.warning_h"
ROAD = "{name: NAME, layer: road, between: [Alder, Brackwater], km: 40, source: judgement, grade: F6}"


def laid(folder: Path, *bodies: str, base: str = "marrow") -> Scenario:
    files = []
    for number, body in enumerate(bodies):
        file = folder / f"m{number}.yaml"
        file.write_text(f"measure: m{number}\ntitle: More\nwho: We\n{COSTS}\n{body}\n", encoding="utf-8")
        files.append(str(file))
    return read.scenario(base, measures=files)


def refused(folder: Path, *bodies: str) -> str:
    with pytest.raises(InputError) as caught:
        laid(folder, *bodies)
    return str(caught.value)


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("{add: 72}", (120, 84, 192)),
        ("{add: {value: 72, low: 36, high: 72}}", (120, 48, 192)),
        ("{scale: 2}", (96, 24, 240)),
        ("{scale: {value: 2, low: 1, high: 3}}", (96, 12, 360)),
        ("{at_least: 60}", (60, 60, 120)),
        ("{at_most: {value: 24, low: 6, high: 72}}", (24, 6, 72)),
        ("{replace: {value: 5, low: 4, high: 6, source: judgement, grade: F6}}", (5, 4, 6)),
    ],
)
def test_value_low_and_high_move_as_the_operation_says(
    tmp_path: Path, operation: str, expected: tuple[float, float, float]
) -> None:
    found = laid(tmp_path, f"patch: {{courses_of_action.both-coasts.warning_h: {operation}}}")
    warning = found.courses_of_action["both-coasts"].warning_h
    assert (warning.value, warning.low, warning.high) == expected
    assert warning.source == "judgement"


def test_the_same_operation_twice_adds_up_in_any_order_and_another_is_refused_with_both_places(tmp_path: Path) -> None:
    one, other = f"patch: {{{WARNING}: {{add: 72}}}}", f"patch: {{{WARNING}: {{add: 0.1}}}}"
    assert laid(tmp_path, one, other).hash == laid(tmp_path, other, one).hash
    assert laid(tmp_path, one, other).courses_of_action["both-coasts"].warning_h.value == 120.1
    text = refused(tmp_path, one, f"patch: {{{WARNING}: {{scale: 2}}}}")
    assert "m1.yaml:7" in text and "m0.yaml:7" in text


@pytest.mark.parametrize(
    ("patch", "said"),
    [
        (f"{{{WARNING}: {{scale: -1}}}}", "-1 is below 0"),
        (f"{{{WARNING}: {{add: 9000}}}}", "is outside 0 to 8760 h"),
        (f"{{{WARNING}: {{add: x}}}}", "'x' is text, and no number"),
        (f"{{{WARNING}: {{add: 1, scale: 2}}}}", "more than one operator"),
        ("{formations.cc-bde.base: {add: 3}}", "'Farhaven' is text"),
        ("{courses_of_action.*.warnin_h: {add: 3}}", "stands for nothing"),
        ("{formations.cc-bd.notice_to_move_h: {add: 3}}", "Did you mean 'formations.cc-bde'"),
    ],
)
def test_what_cannot_be_done_is_said(tmp_path: Path, patch: str, said: str) -> None:
    assert said in refused(tmp_path, f"patch: {patch}")


def test_numbers_of_the_package_and_links_are_reached(tmp_path: Path) -> None:
    base = read.scenario("marrow")
    patch = "types.tank-bn.power_bneq: {scale: 1.1}, lines.values.main_road_vehicles: {scale: 2}"
    roads = [f"patch: {{{patch}, lines: {{links: {{add: [{ROAD.replace('NAME', 'One')}]}}}}}}"]
    roads.append(f"patch: {{lines: {{links: {{add: [{ROAD.replace('NAME', 'Two')}]}}}}}}")
    found = laid(tmp_path, *roads)
    assert found.lines is not None and base.lines is not None
    before, after = (each.lines.curation for each in (base, found) if each.lines is not None)
    assert after.values["main_road_vehicles"].value == 2 * before.values["main_road_vehicles"].value
    assert [each.name for each in after.links][-2:] == ["One", "Two"]


def test_a_claim_that_is_not_so_names_base_address_and_both_numbers(tmp_path: Path) -> None:
    text = refused(tmp_path, f"claims: {{{WARNING}: {{rises_by: 71}}}}\npatch: {{{WARNING}: {{add: 72}}}}")
    assert "on marrow, courses_of_action.both-coasts.warning_h goes from 48 to 120, and rises_by 71 is claimed" in text


def test_a_brigade_counted_twice_is_refused_with_both_places() -> None:
    with pytest.raises(InputError, match=r"is counted twice: it is also formations\.\S+ in \S+:\d+"):
        read.scenario("baltic-2019", measures=["brigade-instead-of-battalion", "seven-brigades-three-heavy"])
