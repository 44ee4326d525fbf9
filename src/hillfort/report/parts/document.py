"""One self-contained page."""

from __future__ import annotations

import html
import json
from importlib import resources
from typing import Any


def document(title: str, body: list[str], data: dict[str, Any] | None) -> str:
    """A whole HTML document with style, script and data inside."""
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{html.escape(title)}</title><style>{asset('page.css')}</style></head><body>",
        *body,
    ]
    if data is not None:
        parts += [
            f'<script type="application/json" id="data">{embedded(data)}</script>',
            f"<script>{asset('page.js')}</script>",
        ]
    return "\n".join([*parts, "</body></html>", ""])


def asset(name: str) -> str:
    """A file of the page's look or behaviour."""
    return resources.files("hillfort").joinpath("data", "report", name).read_text(encoding="utf-8")


def embedded(data: dict[str, Any]) -> str:
    """JSON that cannot end the element it stands in."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
