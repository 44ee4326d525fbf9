"""What a command may be asked: stated once, and read by the command line, the Python surface and the checks alike."""

from __future__ import annotations

import inspect
from typing import Any

import pytest
import typer.main

import hillfort as hf
from hillfort.cli.main import app
from hillfort.studies import asked
from hillfort.studies.asked import Option
from hillfort.workbench import campaigns, communications, surface

MODELS = {
    "assess": asked.Asked,
    "compare": asked.Asked,
    "trace": asked.ReplayAsked,
    "lines": asked.LinesAsked,
    "air": asked.AirAsked,
    "sea": asked.SeaAsked,
    "crisis": asked.CrisisAsked,
    "validate": asked.ValidationAsked,
    "validate wargame": asked.WargameAsked,
    "validate cities": asked.CitiesAsked,
    "validate deployments": asked.MovesAsked,
}

SURFACE = {
    "assess": campaigns.assess,
    "compare": campaigns.compare,
    "trace": surface.trace,
    "lines": communications.lines,
    "air": surface.air,
    "sea": surface.sea,
    "crisis": surface.crisis,
    "validate": surface.validate,
}


@pytest.mark.parametrize("command", MODELS)
def test_the_command_line_offers_each_option_with_its_default_and_bounds(command: str) -> None:
    found: Any = typer.main.get_command(app)
    for name in command.split():
        found = found.commands[name]
    shown = {each.name: each for each in found.params}
    for name, (_, option) in asked.options_of(MODELS[command]).items():
        assert shown[name].help == option.help
        assert shown[name].default in (option.default, None)
        assert shown[name].opts == [f"--{name.replace('_', '-')}"]


@pytest.mark.parametrize("name", SURFACE)
def test_the_python_surface_says_and_shows_the_same(name: str) -> None:
    said = " ".join((SURFACE[name].__doc__ or "").split())
    shown = inspect.signature(getattr(hf, name)).parameters
    for option, (_, each) in asked.options_of(MODELS[name]).items():
        assert each.help in said and f"{option} (" in said
        assert shown[option].default == each.default
    assert "Options of" not in said


@pytest.mark.parametrize("model", [asked.Asked, asked.SeaAsked, asked.AirAsked, asked.LinesAsked, asked.MovesAsked])
def test_bounds_are_allowed_and_what_is_beyond_is_not(model: type) -> None:
    for name, (kind, option) in asked.options_of(model).items():
        if option.low is None or option.high is None:
            continue
        for value, right in (
            (option.low, True),
            (option.high, True),
            (option.low - 1, False),
            (option.high + 1, False),
        ):
            given = asked.filled(model, {name: value})
            assert (not asked.problems(model, given)) is right, (name, kind, value)


@pytest.mark.parametrize("value", ["5", True, 1.5, [1], float("nan")])
def test_what_is_no_whole_number_is_said_to_be_none(value: Any) -> None:
    assert "is not a whole number" in Option(1, "Draws", 1, 9).problems("draws", value)[0].found


def test_a_keyword_that_is_no_option_is_named_beside_every_other_problem() -> None:
    with pytest.raises(hf.InputError) as wrong:
        hf.sea("baltic-2019", drawz=5, days=0)  # type: ignore[call-arg]
    said = {each.where: each.advice for each in wrong.value.problems}
    assert set(said) == {"drawz", "--days"} and "Did you mean 'draws'" in said["drawz"]


def test_words_that_are_not_allowed_are_named_with_the_nearest() -> None:
    given = asked.filled(asked.MovesAsked, {"urgency": "forcd", "ship_knots": 400, "phase": "main"})
    found = asked.problems(asked.MovesAsked, given)
    assert [each.where for each in found] == ["--urgency", "--ship-knots"]
    assert "Did you mean 'forced'" in found[0].advice and "5 to 45" in found[1].advice


def test_what_is_none_is_not_given() -> None:
    assert asked.filled(asked.LinesAsked, {"by": None})["by"] == 30.0


def test_a_wrong_seed_of_the_air_is_refused_before_anything_is_computed() -> None:
    with pytest.raises(hf.InputError, match="--seed"):
        hf.air("baltic-2019", draws=5, seed=-1)
