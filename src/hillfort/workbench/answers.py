"""What a validation of real moves or of cities found, as plain data in its result folder, and back."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hillfort.workbench.validations import Cities, Deployments


def deployments_data(found: Deployments) -> dict[str, Any]:
    """Plain data from which `deployments_of` makes the same answer; rows as they stood in the file are not kept."""
    cases = dataclasses.replace(found.cases, rows=(), columns=())
    return dataclasses.asdict(dataclasses.replace(found, cases=cases))


def deployments_of(data: Mapping[str, Any]) -> Deployments:
    """The answer that was kept.

    Raises
    ------
    ValueError
        The data is not what this version keeps.
    """
    from pydantic import TypeAdapter

    from hillfort.files.lines.deployments import Cases, Habits
    from hillfort.lines.moves.moves import MovePrediction
    from hillfort.workbench.validations import Deployments

    habits = data.get("habits")
    return Deployments(
        TypeAdapter(Cases).validate_python(data["cases"]),
        TypeAdapter(list[MovePrediction]).validate_python(data["predicted"]),
        data["scores"],
        data["outside"],
        None if habits is None else TypeAdapter(Habits).validate_python(habits),
    )


def cities_data(found: Cities) -> dict[str, Any]:
    """Plain data from which `cities_of` makes the same answer."""
    return dataclasses.asdict(found)


def cities_of(data: Mapping[str, Any]) -> Cities:
    """The answer that was kept.

    Raises
    ------
    ValueError
        The data is not what this version keeps.
    """
    from pydantic import TypeAdapter

    from hillfort.files.battles.cities import CityCases
    from hillfort.ground.city.law import CityPrediction
    from hillfort.validation.cities import CityCampaign
    from hillfort.workbench.validations import Cities

    return Cities(
        TypeAdapter(CityCases).validate_python(data["cases"]),
        TypeAdapter(list[CityPrediction]).validate_python(data["predicted"]),
        data["scores"],
        data["left_out"],
        tuple(data["fitted_to"]),
        TypeAdapter(list[CityCampaign]).validate_python(data.get("campaigns", [])),
    )
