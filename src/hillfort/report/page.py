"""The report of an assessment: one page, self-contained."""

from __future__ import annotations

import html

from hillfort.report import words
from hillfort.studies.assess import Assessment


def assessment(found: Assessment) -> str:
    """The page as HTML."""
    sentences = "".join(f"<p>{html.escape(sentence)}</p>" for sentence in words.answer(found.summary))
    return f"<!doctype html><meta charset=utf-8><title>Hillfort</title><h1>{words.headline(found.summary)}</h1>{sentences}"
