"""What differs between two scenarios: keys that alone differ are named, since luck hangs on them."""

from __future__ import annotations

from pathlib import Path

import hillfort as hf
from hillfort.files.scenario.read import whole_text
from hillfort.studies.campaign.differing import differing


def _renamed(folder: Path, before: str, after: str) -> Path:
    path = folder / "renamed.yaml"
    path.write_text(whole_text("marrow").replace(before, after), encoding="utf-8")
    return path


def test_a_formation_under_another_key_is_said_to_have_other_luck(tmp_path: Path) -> None:
    found = differing(hf.scenario("marrow"), hf.scenario(_renamed(tmp_path, "cc-bde", "dd-bde")))
    said = [each for each in found if each["address"].startswith("luck of ")]
    assert {"formations.cc-bde"} == {each["before"] for each in said if each["before"].startswith("formations")}
    assert said[0]["after"] == "formations.dd-bde"


def test_another_content_under_another_key_is_no_rename(tmp_path: Path) -> None:
    other = hf.scenario(_renamed(tmp_path, "cc-bde", "dd-bde")).vary(
        {"formations.dd-bde.notice_to_move_h": 5}, reason="A try."
    )
    assert not [each for each in differing(hf.scenario("marrow"), other) if "luck of formations" in each["address"]]


def test_equal_scenarios_differ_in_nothing() -> None:
    assert differing(hf.scenario("marrow"), hf.scenario("marrow")) == []
