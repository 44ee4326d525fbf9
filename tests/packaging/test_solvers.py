"""Two solvers that bring the same library along have to live in one process, whichever is loaded first."""

from __future__ import annotations

import subprocess
import sys

import pytest

HIGHS = "import highspy; highspy.Highs().silent()"
ORTOOLS = (
    "from ortools.sat.python import cp_model; from ortools.linear_solver import pywraplp; "
    "pywraplp.Solver.CreateSolver('HIGHS')"
)


@pytest.mark.parametrize("order", [(HIGHS, ORTOOLS), (ORTOOLS, HIGHS)], ids=["highs-first", "ortools-first"])
def test_highs_and_ortools_load_in_one_process(order: tuple[str, str]) -> None:
    done = subprocess.run([sys.executable, "-c", "; ".join(order)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_lines_need_neither_to_run() -> None:
    code = (
        "import sys, hillfort.lines.loss.fortification, hillfort.lines.loss.compact; sys.exit({'highspy', "
        "'ortools'} & set(sys.modules) != set())"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
