"""What the engine costs, beside a bare toy measured in the same run; writes bench.json.

Cases that are compared take turns, so that a machine that slows down slows all of them; the median of the turns is
shown, and the ratio is the median of the turns' own ratios. Times are whole calls by the wall clock, preparation
included; the ratio is also given by processor time, which says more on a machine that others use.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import hillfort
import lines
import toy
from hillfort.campaign.run import fight
from hillfort.campaign.scenario import Scenario
from hillfort.plans.plan import Order

Figures = dict[str, float]


class Taken(NamedTuple):
    """Seconds of one call: by the clock on the wall, and of all cores together in this process."""

    wall: float
    cpu: float


def seconds(work: Callable[[], object]) -> Taken:
    """What one call takes."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return Taken(time.perf_counter() - wall, time.process_time() - cpu)


def in_turns(cases: dict[str, Callable[[], Taken]], repeats: int) -> dict[str, list[Taken]]:
    """What each case takes, turn by turn; the first turn warms up and is not counted."""
    found: dict[str, list[Taken]] = {name: [] for name in cases}
    for turn in range(repeats + 1):
        for name, case in cases.items():
            taken = case()
            if turn:
                found[name].append(taken)
    return found


def medians(found: dict[str, list[Taken]]) -> Figures:
    """The median of each case's wall-clock time over its turns."""
    return {name: statistics.median(taken.wall for taken in turns) for name, turns in found.items()}


def thinned(scenario: Scenario) -> Scenario:
    """The scenario without every second formation of each side."""
    kept = {
        formation.id
        for side in ("blue", "red")
        for formation in sorted((f for f in scenario.formations if f.side == side), key=lambda f: f.id)[::2]
    }
    battalions = tuple(battalion for battalion in scenario.battalions if battalion.formation in kept)
    known = kept | {battalion.id for battalion in battalions}

    def of(orders: tuple[Order, ...]) -> tuple[Order, ...]:
        left = (dataclasses.replace(o, forces=tuple(force for force in o.forces if force in known)) for o in orders)
        return tuple(order for order in left if order.forces)

    plans = {
        key: dataclasses.replace(
            plan, orders=of(plan.orders), staging={who: place for who, place in plan.staging.items() if who in known}
        )
        for key, plan in scenario.courses_of_action.items()
    }
    return dataclasses.replace(
        scenario,
        formations=tuple(f for f in scenario.formations if f.id in kept),
        battalions=battalions,
        orders=of(scenario.orders),
        courses_of_action=plans,
    )


def engine_figures(scenario: Scenario, *, draws: int, threads: int, repeats: int) -> Figures:
    """Speed of the engine and of the toy, and what more draws, units and threads cost."""
    coa = next(iter(scenario.courses_of_action))
    small = thinned(scenario)
    last: Figures = {}

    def engine(which: Scenario, count: int, on: int) -> Taken:
        outcome = []
        taken = seconds(lambda: outcome.append(fight(which, coa=coa, draws=count, seed=1, threads=on)))
        last[f"hours:{len(which.battalions)}"] = outcome[0].unit_hours / count
        return taken

    toy_draws = 16 * draws  # about as long as the engine's largest case
    cases: dict[str, Callable[[], Taken]] = {
        "1x": lambda: engine(scenario, draws, threads),
        "2x": lambda: engine(scenario, 2 * draws, threads),
        "4x": lambda: engine(scenario, 4 * draws, threads),
        "toy": lambda: seconds(lambda: toy.fight(draws=toy_draws, threads=threads)),
        "half": lambda: engine(small, 4 * draws, threads),
        "1 thread": lambda: engine(scenario, 4 * draws, 1),
    }
    turns = in_turns(cases, repeats)
    took = medians(turns)
    lived, blue, red = toy.fight(draws=toy_draws, threads=threads)
    hours = last[f"hours:{len(scenario.battalions)}"]
    figures = {
        "engine.draws_per_s": 4 * draws / took["4x"],
        "engine.unit_hours_per_s": 4 * draws * hours / took["4x"],
        "engine.unit_hours_per_draw": hours,
        "engine.battalions": len(scenario.battalions),
        "toy.draws_per_s": toy_draws / took["toy"],
        "toy.unit_hours_per_s": lived / took["toy"],
        "toy.unit_hours_per_draw": lived / toy_draws,
        "toy.blue_left": blue,
        "toy.red_left": red,
        "draws.1x_s": took["1x"],
        "draws.2x_s": took["2x"],
        "draws.4x_s": took["4x"],
        "units.all_s": took["4x"],
        "units.half_s": took["half"],
        "units.half_battalions": len(small.battalions),
        "threads.1_s": took["1 thread"],
        f"threads.{threads}_s": took["4x"],
    }
    work = (4 * draws * hours) / lived
    pairs = list(zip(turns["toy"], turns["4x"], strict=True))
    ratios = [work * of_toy.wall / of_engine.wall for of_toy, of_engine in pairs]
    figures |= {
        "engine.ratio_to_toy": statistics.median(ratios),
        "engine.ratio_to_toy_low": min(ratios),
        "engine.ratio_to_toy_high": max(ratios),
        "engine.ratio_to_toy_cpu": statistics.median(work * of_toy.cpu / of_engine.cpu for of_toy, of_engine in pairs),
    }
    return figures


def import_figures(repeats: int) -> Figures:
    """What `import hillfort` costs in a new interpreter, and what the interpreter alone costs."""

    def start(code: str) -> Taken:
        return seconds(lambda: subprocess.run([sys.executable, "-c", code], check=True))

    took = medians(in_turns({"bare": lambda: start("pass"), "import": lambda: start("import hillfort")}, repeats))
    return {"import.wall_s": took["import"], "import.bare_interpreter_s": took["bare"]}


READING = """
import sys, time
from hillfort.files.scenario import read
from hillfort.files.yaml.events import strict_events
from hillfort.files.yaml.shipped import resolve
began = time.process_time()
read.scenario(sys.argv[1])
first = time.process_time()
read.scenario(sys.argv[1])
again = time.process_time()
list(strict_events(resolve("scenario", sys.argv[1]).read_text(encoding="utf-8")))
print(first - began, again - first, time.process_time() - again)
"""


def reading_figures(name: str, repeats: int) -> Figures:
    """Processor time of reading a scenario in a new interpreter, first and again,
    over that of its own file strictly parsed."""
    turns = []
    for _ in range(repeats):
        done = subprocess.run([sys.executable, "-c", READING, name], check=True, capture_output=True, text=True)
        turns.append([float(word) for word in done.stdout.split()])
    return {
        "reading.first_s": statistics.median(first for first, _, _ in turns),
        "reading.first_ratio_to_strict_parse": statistics.median(first / strict for first, _, strict in turns),
        "reading.again_ratio_to_strict_parse": statistics.median(again / strict for _, again, strict in turns),
    }


def assess_figures(name: str, *, draws: int, threads: int) -> Figures:
    """Wall-clock seconds and peak memory of the whole command in a new process, report and tables written."""
    program = [sys.executable, "-m", "hillfort.cli.main"] if not _command() else [_command()]
    with tempfile.TemporaryDirectory() as folder:
        words = [*program, "assess", name, "--draws", str(draws), "--seed", "1", "--threads", str(threads)]
        process = subprocess.Popen([*words, "--out", str(Path(folder) / "out")], stdout=subprocess.DEVNULL)
        start = time.perf_counter()
        _, status, usage = os.wait4(process.pid, 0)
        taken = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(words)} ended with {process.returncode}")
    unit = 1e6 if platform.system() == "Darwin" else 1e3
    return {"wall_s": taken, "peak_mb": usage.ru_maxrss / unit}


def _command() -> str:
    beside = Path(sys.executable).with_name("hillfort")
    return str(beside) if beside.exists() else ""


def show(figures: Figures) -> None:
    """The figures as a person reads them."""
    get = figures.__getitem__
    print(
        f"engine  {get('engine.unit_hours_per_s') / 1e6:8.2f} million unit-hours/s "
        f"{get('engine.draws_per_s'):9.1f} draws/s"
    )
    print(
        f"toy     {get('toy.unit_hours_per_s') / 1e6:8.2f} million unit-hours/s {get('toy.draws_per_s'):9.1f} draws/s"
    )
    spread = (
        f"{get('engine.ratio_to_toy_low'):.2f} to {get('engine.ratio_to_toy_high'):.2f} over the turns; "
        f"{get('engine.ratio_to_toy_cpu'):.2f} by processor time"
    )
    print(f"ratio   {get('engine.ratio_to_toy'):8.2f} of the toy's speed ({spread})")
    print()
    for name in ("draws", "units", "threads"):
        cost = {
            key.split(".")[1].removesuffix("_s"): value
            for key, value in figures.items()
            if key.startswith(f"{name}.") and key.endswith("_s")
        }
        print(f"{name:8s}" + "   ".join(f"{case}: {value:.2f} s" for case, value in cost.items()))
    print()
    for key in ("import.wall_s", "assess.wall_s"):
        if key in figures:
            print(f"{key.split('.')[0]:8s}{figures[key]:8.2f} s")
    print(
        "reading a scenario, over the strict parse of its own file: "
        f"{figures['reading.first_ratio_to_strict_parse']:.2f} "
        f"at first ({figures['reading.first_s']:.2f} s), {figures['reading.again_ratio_to_strict_parse']:.2f} again"
    )
    for key, label in (
        ("assess.peak_mb", "memory, 1,000 draws"),
        ("memory.peak_mb_10000_draws", "memory, 10,000 draws"),
    ):
        if key in figures:
            print(f"{label}: {figures[key]:.0f} MB")


def main() -> None:
    """Measure, show, write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--scenario", default="baltic-2019")
    options.add_argument("--draws", type=int, default=100, help="draws of the smallest case (default 100)")
    options.add_argument("--repeats", type=int, default=3)
    options.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    options.add_argument("--out", type=Path, default=Path("bench.json"))
    options.add_argument("--quick", action="store_true", help="leave out the whole command and 10,000 draws")
    asked = options.parse_args()

    figures = engine_figures(
        hillfort.scenario(asked.scenario), draws=asked.draws, threads=asked.threads, repeats=asked.repeats
    )
    figures |= import_figures(7)
    figures |= reading_figures(asked.scenario, 5)
    figures |= lines.line_figures(asked.scenario)
    if not asked.quick:
        whole = assess_figures(asked.scenario, draws=1000, threads=asked.threads)
        figures |= {"assess.wall_s": whole["wall_s"], "assess.peak_mb": whole["peak_mb"]}
        many = assess_figures(asked.scenario, draws=10_000, threads=asked.threads)
        figures |= {"memory.peak_mb_10000_draws": many["peak_mb"], "assess.wall_s_10000_draws": many["wall_s"]}
    show(figures)
    lines.show(figures)
    told = {
        "hillfort": hillfort.__version__,
        "scenario": asked.scenario,
        "threads": asked.threads,
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cores": os.cpu_count(),
    }
    rounded = {key: float(f"{value:.4g}") for key, value in sorted(figures.items())}
    asked.out.write_text(json.dumps({**told, **rounded}, indent=2) + "\n", encoding="utf-8")
    print(f"\nwritten to {asked.out}")


if __name__ == "__main__":
    main()
