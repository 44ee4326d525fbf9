"""The tutorial does what it says: its files are saved and its commands run, in order, in an empty folder."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

from documents.pages import ROOT, blocks

TUTORIAL = ROOT / "docs" / "tutorial.md"


def test_the_tutorial_works_from_the_first_line_to_the_last(tmp_path: Path) -> None:
    programs = Path(sys.executable).parent
    environment = {**os.environ, "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    done = 0
    for block in blocks(TUTORIAL):
        if block.save_as:
            (tmp_path / block.save_as).write_text(block.text, encoding="utf-8")
        lines = block.text.replace("\\\n", " ").splitlines() if block.language == "sh" else []
        steps = [shlex.split(line, comments=True) for line in lines]
        if block.language == "python":
            steps = [[sys.executable, "-c", block.text]]
        for words in filter(None, steps):
            ran = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
            assert ran.returncode == 0, f"{' '.join(words)}\n{ran.stdout}\n{ran.stderr}"
            done += 1
    assert done >= 5
