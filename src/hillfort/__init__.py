"""Hillfort: is it enough? A workbench for weighing a region's defence.

>>> import hillfort as hf
>>> result = hf.assess("marrow", draws=50, seed=1)
>>> result.summary["verdict"]["hold"]["chance"] <= 1.0
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from hillfort.foundation.version import VERSION as __version__

_WHERE = {
    "Assessment": "hillfort.studies.campaign.assess",
    "Comparison": "hillfort.studies.campaign.compare",
    "Evidence": "hillfort.foundation.evidence",
    "HillfortError": "hillfort.foundation.errors",
    "InputError": "hillfort.foundation.errors",
    "ModelError": "hillfort.foundation.errors",
    "Problem": "hillfort.foundation.errors",
    "assess": "hillfort.workbench",
    "compare": "hillfort.workbench",
    "load_theatre": "hillfort.workbench",
    "measures": "hillfort.workbench",
    "scenario": "hillfort.workbench",
    "scenarios": "hillfort.workbench",
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
    "__version__",
    "assess",
    "compare",
    "load_theatre",
    "measures",
    "scenario",
    "scenarios",
]

if TYPE_CHECKING:
    from hillfort.foundation.errors import HillfortError, InputError, ModelError, Problem
    from hillfort.foundation.evidence import Evidence
    from hillfort.studies.campaign.assessment import Assessment
    from hillfort.studies.campaign.compare import Comparison
    from hillfort.workbench import assess, compare, load_theatre, measures, scenario, scenarios


def __getattr__(name: str) -> Any:
    if name not in _WHERE:
        raise AttributeError(f"module 'hillfort' has no attribute {name!r}")
    found = getattr(import_module(_WHERE[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(_WHERE))
