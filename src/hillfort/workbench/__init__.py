"""Whole jobs, from a scenario's name to a result folder: what `import hillfort` and the command line both call."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hillfort.workbench.air_and_sea import (
        air_places,
        air_study,
        rotations,
        save_air,
        save_sea,
        sea_study,
        writing_around,
    )
    from hillfort.workbench.campaigns import (
        assess,
        compare,
        keep_trace,
        save,
        save_comparison,
        study,
        study_options,
        surrounded,
        writing,
    )
    from hillfort.workbench.communications import (
        lines,
        lines_check,
        lines_study,
        save_lines,
        writing_lines,
    )
    from hillfort.workbench.inputs import (
        Named,
        load_theatre,
        measures,
        options,
        resolve,
        scenario,
        scenarios,
    )
    from hillfort.workbench.places import (
        Note,
        claimed,
        study_of,
        study_of_file,
    )
    from hillfort.workbench.validations import (
        VALIDATION_DATA,
        Cities,
        Deployments,
        check_validation,
        cities,
        culmination,
        deployments,
        keep_anchors,
        keep_cities,
        keep_deployments,
        keep_validation,
        sanity,
        validate,
        validate_battles,
        validation_given,
        writing_cities,
        writing_deployments,
        writing_validation,
    )

_PARTS: dict[str, str] = {
    **dict.fromkeys(
        (
            "air_places",
            "air_study",
            "rotations",
            "save_air",
            "save_sea",
            "sea_study",
            "writing_around",
        ),
        "air_and_sea",
    ),
    **dict.fromkeys(
        (
            "assess",
            "compare",
            "keep_trace",
            "save",
            "save_comparison",
            "study",
            "study_options",
            "surrounded",
            "writing",
        ),
        "campaigns",
    ),
    **dict.fromkeys(
        (
            "lines",
            "lines_check",
            "lines_study",
            "save_lines",
            "writing_lines",
        ),
        "communications",
    ),
    **dict.fromkeys(
        (
            "Named",
            "load_theatre",
            "measures",
            "options",
            "resolve",
            "scenario",
            "scenarios",
        ),
        "inputs",
    ),
    **dict.fromkeys(
        (
            "Note",
            "claimed",
            "study_of",
            "study_of_file",
        ),
        "places",
    ),
    **dict.fromkeys(
        (
            "VALIDATION_DATA",
            "Cities",
            "Deployments",
            "check_validation",
            "cities",
            "culmination",
            "deployments",
            "keep_anchors",
            "keep_cities",
            "keep_deployments",
            "keep_validation",
            "sanity",
            "validate",
            "validate_battles",
            "validation_given",
            "writing_cities",
            "writing_deployments",
            "writing_validation",
        ),
        "validations",
    ),
}
"""Name to the module that has it; loaded on first use, so that a command loads no other's job."""

__all__ = [
    "VALIDATION_DATA",
    "Cities",
    "Deployments",
    "Named",
    "Note",
    "air_places",
    "air_study",
    "assess",
    "check_validation",
    "cities",
    "claimed",
    "compare",
    "deployments",
    "keep_anchors",
    "keep_cities",
    "keep_deployments",
    "keep_trace",
    "keep_validation",
    "lines",
    "lines_check",
    "lines_study",
    "load_theatre",
    "measures",
    "options",
    "resolve",
    "culmination",
    "sanity",
    "rotations",
    "save",
    "save_air",
    "save_comparison",
    "save_lines",
    "save_sea",
    "scenario",
    "scenarios",
    "sea_study",
    "study",
    "study_of",
    "study_of_file",
    "study_options",
    "surrounded",
    "validate",
    "validate_battles",
    "validation_given",
    "writing",
    "writing_around",
    "writing_cities",
    "writing_deployments",
    "writing_lines",
    "writing_validation",
]


def __getattr__(name: str) -> Any:
    if name not in _PARTS:
        raise AttributeError(f"module 'hillfort.workbench' has no attribute {name!r}")
    found = getattr(import_module(f"hillfort.workbench.{_PARTS[name]}"), name)
    globals()[name] = found
    return found
