"""What a word of help costs: nothing that computes is loaded for it."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["assess", "--help"], ["theatre", "--help"]])
def test_help_loads_nothing_that_computes_or_draws(words: list[str]) -> None:
    code = (
        "import sys\nfrom hillfort.cli import main\ntry:\n    main.run(sys.argv[1:])\nexcept SystemExit:\n    pass\n"
        "heavy = ('numpy', 'numba', 'matplotlib', 'pyarrow', 'pandas', 'scipy', 'ruamel', 'yaml')\n"
        "print([name for name in heavy if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    assert done.stdout
    assert done.stderr.strip() == "[]"
