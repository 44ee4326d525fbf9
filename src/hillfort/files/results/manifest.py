"""What Hillfort wrote to a folder: names and digests of the files, and the study that they answer.

Whatever is in a folder and not in its manifest is somebody else's, and is never touched.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hillfort.files.results.earlier import written_earlier
from hillfort.foundation.version import VERSION

MANIFEST = "manifest.json"
WORK = ".hillfort-unfinished"
"""Folder inside a result folder in which a result is prepared before it takes the place of an earlier one."""


@dataclasses.dataclass(frozen=True, slots=True)
class ManifestStudy:
    """What a result answers: two results of the same study may replace each other, if the later one is no smaller.

    >>> print(ManifestStudy("assess", "marrow", 1000, {"seed": 1}))
    assess of marrow, 1,000 draws
    """

    command: str
    subject: str
    """Name of the scenario, or of the file or record that was studied."""
    draws: int
    asked: Mapping[str, Any]
    """All else that makes it another study: plain data by name, in words of the command line."""

    def __str__(self) -> str:
        drawn = f", {self.draws:,} draw{'s' if self.draws != 1 else ''}" if self.draws else ""
        return f"{self.command} of {self.subject}{drawn}"

    def as_dict(self) -> dict[str, Any]:
        """Plain data, as in the manifest."""
        return {
            "command": self.command,
            "subject": self.subject,
            "draws": self.draws,
            "asked": json.loads(json.dumps(dict(self.asked))),
        }

    def differences(self, later: ManifestStudy) -> list[str]:
        """In what a later study differs, in words; [] where its result may replace this one's.

        >>> ManifestStudy("assess", "marrow", 1000,
        ...     {"seed": 1}).differences(ManifestStudy("assess", "marrow", 200, {"seed": 2}))
        ['seed', 'fewer draws']
        """
        mine, other = self.as_dict(), later.as_dict()
        found = [name for name in ("command", "subject") if mine[name] != other[name]]
        if mine["command"] == other["command"]:
            asked = [*mine["asked"], *(name for name in other["asked"] if name not in mine["asked"])]
            found += [name for name in asked if mine["asked"].get(name) != other["asked"].get(name)]
        return found + (["fewer draws"] if later.draws < self.draws else [])


@dataclasses.dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest as read."""

    study: ManifestStudy | None
    """None where it is not said, or not understood."""
    files: Mapping[str, str]
    """SHA-256 of each file by name; the manifest itself is not among them."""
    draws_kept: tuple[str, ...]
    """Names of the folders of kept draws that the result was made of, and that are not needed any more."""
    when: str
    """Day and minute when it was written, in local time."""


@dataclasses.dataclass(frozen=True, slots=True)
class Contents:
    """What is in a folder, beside what Hillfort is preparing there."""

    manifest: Manifest | None
    ours: tuple[str, ...]
    """Files of the manifest that are there, and the manifest itself."""
    changed: tuple[str, ...]
    """Those of `ours` that somebody has changed since."""
    foreign: tuple[str, ...]
    """Everything else."""
    earlier: str = ""
    """Command of a result that was written before there were manifests; `ours` are then its files, by name."""


def manifest_bytes(study: ManifestStudy, files: Mapping[str, str], draws_kept: tuple[str, ...]) -> bytes:
    """The manifest as a file; no clock is in it, so the same study gives the same bytes."""
    content = {"hillfort": VERSION, "study": study.as_dict(), "files": dict(sorted(files.items()))}
    content |= {"draws_kept": list(draws_kept)} if draws_kept else {}
    return (json.dumps(content, indent=2, ensure_ascii=False) + "\n").encode("utf-8")


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest of a folder; None where there is none that can be trusted."""
    path = folder / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        written = datetime.datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except (OSError, ValueError):
        return None
    if not isinstance(found, dict) or "hillfort" not in found or not isinstance(found.get("files"), dict):
        return None
    files = {name: digest for name, digest in found["files"].items() if is_name(name) and isinstance(digest, str)}
    kept = found.get("draws_kept", [])
    names = tuple(name for name in kept if is_name(name)) if isinstance(kept, list) else ()
    return Manifest(_study(found.get("study")), files, names, f"{written:%Y-%m-%d %H:%M}")


def contents(folder: Path) -> Contents:
    """What is in a folder that exists. Reads every file of its manifest.

    Raises
    ------
    OSError
        The folder cannot be read.
    """
    names = sorted(path.name for path in folder.iterdir() if path.name != WORK)
    manifest = read_manifest(folder)
    if manifest is None:
        command, known = written_earlier(folder)
        return Contents(None, known, (), tuple(name for name in names if name not in known), earlier=command)
    ours = [name for name in names if name == MANIFEST or name in manifest.files]
    changed = [name for name in ours if name != MANIFEST and digest_of(folder / name) != manifest.files[name]]
    return Contents(manifest, tuple(ours), tuple(changed), tuple(name for name in names if name not in ours))


def digest_of(path: Path) -> str:
    """SHA-256 of a file; '' for what is no regular file or cannot be read."""
    try:
        if not path.is_file() or path.is_symlink():
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def is_name(name: object) -> bool:
    """Whether it names something directly inside a folder, and nothing above or below it.

    >>> [is_name(each) for each in ("report.html", "../notes.txt", "a/b", "..", "", 3)]
    [True, False, False, False, False, False]
    """
    return isinstance(name, str) and name not in ("", ".", "..") and not set(name) & set("/\\\0")


def _study(found: Any) -> ManifestStudy | None:
    try:
        study = ManifestStudy(str(found["command"]), str(found["subject"]), int(found["draws"]), dict(found["asked"]))
    except (KeyError, TypeError, ValueError):
        return None
    return study
