"""What a user gives for a file: its name, its path, or its content as plain data; each becomes the same tree."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hillfort.files.yaml.lines import YamlNode, parse_yaml, read_yaml
from hillfort.files.yaml.shipped import resolve
from hillfort.foundation.errors import InputError, Problem
from hillfort.foundation.evidence import Evidence

Given = str | os.PathLike[str] | Mapping[str, Any]
"""Name of what is shipped, path of a file, or the content of one."""


def path_of(kind: str, given: Given) -> Path:
    """The file; for plain data, the place in the working directory where it would lie, so that its bases are found."""
    if isinstance(given, Mapping):
        return Path.cwd() / f"({kind} given as data)"
    if isinstance(given, os.PathLike):
        return Path(given)
    return resolve(kind, given)


def tree_of(kind: str, given: Given) -> YamlNode:
    """The content as a tree; a problem of plain data has no line.

    Raises
    ------
    InputError
        The file cannot be read, or the data is not what a file could hold.

    Examples
    --------
    >>> tree_of("scenario", {"days": 3}).items["days"].value
    3
    """
    if not isinstance(given, Mapping):
        return read_yaml(path_of(kind, given))
    name = f"({kind} given as data)"
    try:
        text = json.dumps(given, indent=0, ensure_ascii=False, allow_nan=False, default=_plain)
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(Problem(name, 0, "", f"is not plain data: {error}.", "Give what a file could hold.")) from None
    if wrong := [key for key in given if not isinstance(key, str)]:
        raise InputError([Problem(name, 0, str(key), "is not text.", "Keys are text.") for key in wrong], name)
    return _without_lines(parse_yaml(text, name))


def _plain(value: Any) -> Any:
    """Evidence, paths and numbers of arrays as a file has them."""
    if isinstance(value, Evidence):
        fields = ("value", "low", "high", "unit", "shape", "source", "grade", "date", "note")
        return {name: found for name in fields if (found := getattr(value, name, "")) not in ("", None)}
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{type(value).__name__} cannot stand in a file")


def _without_lines(node: YamlNode) -> YamlNode:
    node.line = 0
    for child in [*node.items.values(), *node.list]:
        _without_lines(child)
    return node
