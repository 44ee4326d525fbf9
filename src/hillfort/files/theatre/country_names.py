"""What the countries of a theatre are called: a small file beside the built theatre, no part of its ground."""

from __future__ import annotations

import re
from pathlib import Path

from hillfort.files.yaml.lines import read_yaml
from hillfort.foundation.errors import InputError, Problem

COUNTRY_NAMES = "countries.yaml"
LONGEST_NAME = 60
"""Characters of a country's name."""
_CODE = re.compile(r"[A-Z]{2}")


def country_names(folder: Path, countries: tuple[str, ...]) -> dict[str, str]:
    """Names of countries by their two letters; none where the theatre's folder has no such file.

    Raises
    ------
    InputError
        A key that is not two capitals, a name that is no text of at most 60 characters, or a country of the theatre
        that the file leaves out.

    Examples
    --------
    >>> from hillfort.files.theatre.recipe import theatre_folder
    >>> country_names(theatre_folder("baltic"), ("EE",))["EE"]
    'Estonia'
    """
    if not (folder / COUNTRY_NAMES).is_file():
        return {}
    root = read_yaml(folder / COUNTRY_NAMES)
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for code, node in root.items.items():
        if not _CODE.fullmatch(code):
            problems.append(node.problem(code, "is not the code of a country.", "Two capitals, as in EE."))
        elif node.text is None or not 0 < len(node.text) <= LONGEST_NAME:
            problems.append(node.problem(code, "is not a name.", f"1 to {LONGEST_NAME} characters."))
        else:
            found[code] = node.text
    missing = [code for code in countries if code not in root.items]
    problems += [root.problem(code, "is a country of the theatre and has no name here.") for code in missing]
    if problems:
        raise InputError(problems, root.file)
    return found
