"""No clock decides a number: who looks at one is listed here with a reason."""

from __future__ import annotations

import ast

from architecture.source import Module, dotted, modules

CLOCKS = {"perf_counter", "monotonic", "process_time", "thread_time", "time_ns", "now", "utcnow", "today", "time"}
OWNERS = {"time", "datetime", "date"}
EXEMPT = {
    "hillfort.campaign.run": "how fast a run was is told beside its numbers",
    "hillfort.studies.campaign.batches": "how many draws are kept at once; a draw is the same in any batch",
    "hillfort.cli.show": "how often progress is printed",
}


def looks_at_a_clock(module: Module) -> list[str]:
    """Calls of a clock, under its module's name or imported by its own."""
    own = {
        alias.asname or alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "time"
        for alias in node.names
        if alias.name != "sleep"
    }
    found = []
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        parts = (dotted(node.func) or "").split(".")
        if parts[0] in own or (len(parts) > 1 and parts[-2] in OWNERS and parts[-1].removesuffix("_ns") in CLOCKS):
            found.append(f"{module.name}:{node.lineno} {'.'.join(parts)}: count work, or give a reason")
    return found


def test_only_listed_modules_look_at_a_clock() -> None:
    assert [each for module in modules() if module.name not in EXEMPT for each in looks_at_a_clock(module)] == []


def test_the_list_names_only_modules_that_look_at_a_clock() -> None:
    assert [module.name for module in modules() if module.name in EXEMPT and not looks_at_a_clock(module)] == []
    assert set(EXEMPT) <= {module.name for module in modules()}


def test_a_clock_is_seen_however_it_is_named() -> None:
    text = (
        "import time, datetime\nfrom time import monotonic as m\nm()\ntime.perf_counter_ns()\ndatetime.datetime.now()\n"
    )
    assert len(looks_at_a_clock(Module("hillfort.lines.made_up", text))) == 3
