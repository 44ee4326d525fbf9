"""The last recorded validation: which anchors are met, so that every miss is explained in DIFFERENCES.md.

`python tests/golden/validation.py` records it anew; what it prints is what has changed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

STORE = Path(__file__).with_name("validation.json")
DRAWS = 1000


def main() -> None:
    """Run every validation and keep its verdicts."""
    from hillfort import workbench
    from hillfort.report.validation import words as anchor_words
    from hillfort.validation import table

    found = list(workbench.validate(workbench.validation_given(draws=DRAWS, seed=1), stage=_silent))
    kept = [
        {
            "subject": each.subject,
            "name": each.name,
            "published": anchor_words.published(each),
            "ours": anchor_words.ours(each),
            "ok": each.ok,
        }
        for each in found
    ]
    before = {each["name"]: each["ok"] for each in json.loads(STORE.read_text())["anchors"]} if STORE.exists() else {}
    content = {"draws": DRAWS, "seed": 1, "subjects": [name for name, _ in table.SUBJECTS], "anchors": kept}
    STORE.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for each in kept:
        if before.get(str(each["name"])) != each["ok"]:
            print("met:   " if each["ok"] else "missed:", each["name"], each["ours"])  # noqa: T201


@contextmanager
def _silent(name: str) -> Iterator[Callable[[int, int], None]]:
    yield lambda done, wanted: None


if __name__ == "__main__":
    main()
