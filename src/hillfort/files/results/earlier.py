"""Results that were written before there was a manifest: recognised by their summary, their files known by name."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_TRACE = ("trace_units.parquet", "trace_control.parquet")
WRITTEN: Mapping[str, tuple[str, ...]] = {
    "assess": (
        *("result.json", "report.html", "map.png", "assumptions.csv"),
        *("draws.parquet", "objectives.parquet", "reinforcement.parquet", "losses.parquet", "ways_in.parquet"),
        *("doubt.parquet", "units.parquet", "cells.parquet", "assumptions.parquet"),
        *_TRACE,
    ),
    "compare": ("result.json", "report.html", "differences.parquet"),
    "trace": ("result.json", "report.html", *_TRACE),
    "lines": ("result.json", "lines.json", "map.png", "curves.png", "report.html"),
    "sea": ("result.json", "sea.json", "sea-map.png", "sea-curves.png"),
    "air": (
        *("result.json", "air.json", "air.html"),
        *("coverage.png", "interception.png", "leak.png", "year.png", "sky.png"),
    ),
}
"""Command to every file that a result of Hillfort 0.1.0 could hold."""


def written_earlier(folder: Path) -> tuple[str, tuple[str, ...]]:
    """Command of a result without a manifest, and those of its files that are there; '' and () where there is none.

    Only regular files count: a link or a folder of such a name is somebody else's.
    """
    summary = _summary(folder / "result.json")
    command = command_of(summary) if summary.get("complete") and "hillfort" in summary else ""
    there = (folder / name for name in WRITTEN.get(command, ()))
    names = tuple(path.name for path in there if path.is_file() and not path.is_symlink())
    return (command, names) if names else ("", ())


def command_of(summary: Mapping[str, Any]) -> str:
    """Which command left a summary, from what it looks like.

    >>> command_of({"verdict": {}}), command_of({"study": "sea"}), command_of({"trace_draw": 3})
    ('assess', 'sea', 'trace')
    """
    if "options" in summary:
        return "compare"
    if "study" in summary or "kind" in summary:
        return str(summary.get("study", summary.get("kind")))
    return "assess" if "verdict" in summary else "trace" if "trace_draw" in summary else ""


def _summary(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
