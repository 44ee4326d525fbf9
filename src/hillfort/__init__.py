"""Hillfort: is it enough? A workbench for weighing a region's defence.

>>> import hillfort as hf
>>> found = hf.assess("marrow", draws=50, seed=1)
>>> found.result.verdict.hold.chance <= 1.0
True
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

from hillfort.foundation.version import VERSION as __version__  # noqa: N811  (the name that Python asks for)

_WHERE = {
    "Assessment": "hillfort.studies.campaign.assessment",
    "Comparison": "hillfort.studies.campaign.compare",
    "Evidence": "hillfort.foundation.evidence",
    "HillfortError": "hillfort.foundation.errors",
    "InputError": "hillfort.foundation.errors",
    "ModelError": "hillfort.foundation.errors",
    "Problem": "hillfort.foundation.errors",
    "Scenario": "hillfort.campaign.scenario",
    "air": "hillfort.workbench.surface",
    "assess": "hillfort.workbench.campaigns",
    "check": "hillfort.workbench.surface",
    "compare": "hillfort.workbench.campaigns",
    "crisis": "hillfort.workbench.surface",
    "lines": "hillfort.workbench.communications",
    "load": "hillfort.workbench.loaded",
    "load_theatre": "hillfort.workbench.inputs",
    "measures": "hillfort.workbench.inputs",
    "scenario": "hillfort.workbench.inputs",
    "scenarios": "hillfort.workbench.inputs",
    "sea": "hillfort.workbench.surface",
    "trace": "hillfort.workbench.surface",
    "validate": "hillfort.workbench.surface",
}
"""Public name to the module that has it; loaded on first use, so that `import hillfort` is quick."""

__all__ = [
    "Assessment",
    "Comparison",
    "Evidence",
    "HillfortError",
    "InputError",
    "ModelError",
    "Problem",
    "Scenario",
    "__version__",
    "air",
    "assess",
    "check",
    "compare",
    "crisis",
    "lines",
    "load",
    "load_theatre",
    "measures",
    "scenario",
    "scenarios",
    "sea",
    "trace",
    "validate",
]

if TYPE_CHECKING:
    from hillfort.campaign.scenario import Scenario
    from hillfort.foundation.errors import HillfortError, InputError, ModelError, Problem
    from hillfort.foundation.evidence import Evidence
    from hillfort.studies.campaign.assessment import Assessment
    from hillfort.studies.campaign.compare import Comparison
    from hillfort.workbench.campaigns import assess, compare
    from hillfort.workbench.communications import lines
    from hillfort.workbench.inputs import load_theatre, measures, scenario, scenarios
    from hillfort.workbench.loaded import load
    from hillfort.workbench.surface import air, check, crisis, sea, trace, validate

_BOTH = ("air", "crisis", "lines", "sea")
"""Questions that are also packages below the root."""


class _Question(ModuleType):
    """A package that is also the question of its name: `hf.lines.network` is a module,
    `hf.lines("marrow")` an answer."""

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        return _ask(self)(*arguments, **options)

    @property
    def __signature__(self) -> Any:
        from inspect import signature

        return signature(_ask(self))


class _Root(ModuleType):
    """The root: Python sets a package below it as its attribute as soon as anybody imports it,
    and it stays a question."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _BOTH and type(value) is ModuleType:
            value.__class__ = _Question
        super().__setattr__(name, value)


def _ask(package: ModuleType) -> Any:
    name = package.__name__.rpartition(".")[2]
    return getattr(import_module(_WHERE[name]), name)


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'hillfort' has no attribute {name!r}")
    if name in _BOTH:
        return import_module(f"hillfort.{name}")
    found = getattr(import_module(_WHERE[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(_WHERE))


sys.modules[__name__].__class__ = _Root
