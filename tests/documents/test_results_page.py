"""The page of results shows the table of quantities as it is."""

from __future__ import annotations

from documents.pages import ROOT
from hillfort.files.results import schema

PAGE = ROOT / "docs" / "results.md"
START, END = "<!-- quantities -->", "<!-- end of quantities -->"


def test_the_page_of_results_is_up_to_date() -> None:
    """If not: put the output of `hillfort schema assess --words` between the marks."""
    shown = PAGE.read_text(encoding="utf-8").split(START)[1].split(END)[0]
    assert shown.strip() == schema.page().strip()
