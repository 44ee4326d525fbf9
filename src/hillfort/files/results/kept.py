"""A finished result of any command, read back from its folder for those who print it again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hillfort.files.results.manifest import MANIFEST, digest_of
from hillfort.foundation.errors import InputError, Problem, why


@dataclass(frozen=True, slots=True)
class Kept:
    """What a folder or a file holds: the command that made it, the content of its file of numbers,
    its page where there is one."""

    command: str
    content: Any
    page: Path | None


def read(folder: Path, numbers: Mapping[str, str], documents: Mapping[str, Sequence[str]]) -> Kept:
    """The result in a folder, or the answer in a file.

    Of each command, `numbers` says which file of a folder holds what it printed, `documents` what an answer that is
    one file holds.

    Raises
    ------
    InputError
        There is no finished result, one whose command leaves nothing to print, or one that is damaged or was changed.
    """
    if folder.is_file():
        return _document(folder, documents)
    if not (folder / MANIFEST).is_file():
        said = "is not a folder." if not folder.is_dir() else "holds no finished result of Hillfort."
        raise InputError(
            Problem(str(folder), 0, "", said, "Name the folder that --out of a finished command named."), str(folder)
        )
    manifest = _json(folder / MANIFEST)
    try:
        command, files = str(manifest["study"]["command"]), dict(manifest["files"])
    except (KeyError, TypeError, ValueError):
        raise InputError(
            Problem(str(folder / MANIFEST), 0, "", "is damaged.", "Run the command anew."), str(folder)
        ) from None
    name = numbers.get(command)
    if name is None or name not in files:
        raise InputError(
            Problem(str(folder), 0, "", f"holds a result of '{command}' without numbers to print.", "Read its files."),
            str(folder),
        )
    if digest_of(folder / name) != files[name]:
        said = "is damaged, or was changed since Hillfort wrote it."
        raise InputError(Problem(str(folder / name), 0, "", said, "Run the command anew."), str(folder))
    page = next((folder / each for each in ("report.html", "battles.html") if each in files), None)
    return Kept(command, _json(folder / name), page)


def _document(path: Path, documents: Mapping[str, Sequence[str]]) -> Kept:
    found = _json(path)
    for command, keys in documents.items():
        if isinstance(found, dict) and all(each in found for each in keys):
            return Kept(command, found, None)
    said = "is no answer of Hillfort that can be printed."
    advice = "Name a folder that --out named, or a file that --json of crisis or experts score named."
    raise InputError(Problem(str(path), 0, "", said, advice), str(path))


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        problem = Problem(str(path), 0, "", f"cannot be read: {why(error)}.", "Run the command anew.")
    except ValueError:
        problem = Problem(str(path), 0, "", "is not the JSON that was written: it is damaged.", "Run the command anew.")
    raise InputError(problem, str(path))
