"""The pages of results show the tables of quantities as they are."""

from __future__ import annotations

import pytest

from documents.pages import ROOT
from hillfort.files.results import schema

PAGES = {"assess": "results.md", "sea": "sea.md"}
"""Command to the page that has its quantities."""
START, END = "<!-- quantities -->", "<!-- end of quantities -->"


@pytest.mark.parametrize("command", schema.TABLES)
def test_the_page_of_results_is_up_to_date(command: str) -> None:
    """If not: put the output of `hillfort schema COMMAND --words` between the marks."""
    page = ROOT / "docs" / PAGES[command]
    shown = page.read_text(encoding="utf-8").split(START)[1].split(END)[0]
    assert shown.strip() == schema.page(command).strip()
