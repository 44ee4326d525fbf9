from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hillfort.files.theatre.artefact import load_theatre
from hillfort.files.theatre.country_names import country_names
from hillfort.foundation.errors import InputError


def test_names_stand_beside_the_theatre_and_leave_its_ground_as_it_is() -> None:
    theatre = load_theatre("baltic")
    assert set(theatre.countries) <= set(theatre.country_names)
    assert theatre.country_names["NO"] == "Norway"
    assert replace(theatre, country_names={}).content_digest == theatre.content_digest


def test_a_theatre_without_the_file_has_no_names(tmp_path: Path) -> None:
    assert load_theatre("marrow").country_names == {}
    assert country_names(tmp_path, ("AA",)) == {}


def test_everything_wrong_with_the_file_is_said_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "countries.yaml").write_text("AA: Alderland\nBb: Bramland\nCC: [1]\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        country_names(tmp_path, ("AA", "BB"))
    told = str(caught.value)
    assert "countries.yaml:2  Bb: is not the code of a country." in told
    assert "countries.yaml:3  CC: is not a name." in told
    assert "BB: is a country of the theatre and has no name here." in told
