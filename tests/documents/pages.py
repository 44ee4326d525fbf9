"""The pages of the project as data, for tests that read them."""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAVE_AS = re.compile(r"[Ss]ave (?:this|it) as `([^`]+)`[^`]*$")


@dataclass(frozen=True)
class Block:
    """A fenced block of a page."""

    language: str
    text: str
    save_as: str
    """File name that the page asks the reader to save it under, or ''."""


def pages() -> list[Path]:
    """Every page that a reader is meant to read."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(page: Path) -> list[Block]:
    """Fenced blocks in the order of the page."""
    text = page.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(text):
        asked = SAVE_AS.search(text[: match.start()][-200:])
        found.append(Block(match[1], match[2], asked[1] if asked else ""))
    return found


def commands(page: Path) -> list[list[str]]:
    """Commands in the shell blocks of a page, continued lines joined, comments dropped."""
    joined = "\n".join(block.text for block in blocks(page) if block.language == "sh").replace("\\\n", " ")
    return [words for line in joined.splitlines() if (words := shlex.split(line, comments=True))]
