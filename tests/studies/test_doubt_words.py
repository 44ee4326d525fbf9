"""Words for doubted values that follow a pattern."""

from __future__ import annotations

import pytest

from hillfort.ground.fitted import FITTED
from hillfort.studies.doubt import names as doubts
from hillfort.studies.doubt.words import LATENTS, words_of


@pytest.mark.parametrize("name", FITTED)
def test_every_parameter_of_the_fitted_law_has_words_of_its_own(name: str) -> None:
    said = words_of(name)
    assert "_" not in said
    assert any(latent in said for latent in LATENTS.values()) or name == "fit_neighbour_share"


def test_no_two_parameters_of_the_law_share_their_words() -> None:
    assert len({words_of(name) for name in FITTED}) == len(FITTED)


def test_a_note_about_a_force_is_never_taken_for_what_the_number_is() -> None:
    assert doubts.title("sea.mines.red.stock", "for the first weeks") == "Red's mines: stock"
    assert doubts.title("air_number_by-lida", "as above") == "BY lida: how many"
    assert doubts.title("air_quality_red", "The same, Red") == "Air quality, Red"
