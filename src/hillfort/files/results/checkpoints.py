"""What a study has fought so far, kept beside its result folder so that it resumes where it stopped.

`DIR.partial` has one folder for each study that was to end in `DIR`, named by all that its draws depend on, so that
asking for something else never takes away what was fought before.
"""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import io
import json
import os
import shutil
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from hillfort.campaign.outcome import Outcome
from hillfort.files.results.folder import SUMMARY, strict_json, why, write_bytes
from hillfort.studies.campaign.batches import PER_DRAW

STUDY = "study.json"


@dataclasses.dataclass(frozen=True, slots=True)
class StudyKey:
    """What two runs must share for the draws of one to be draws of the other."""

    hillfort: str
    kernels: str
    scenario_hash: str
    coa: str
    seed: int
    days: int

    def digest(self) -> str:
        """Short name of the study: another one has another."""
        return hashlib.sha256(json.dumps(dataclasses.asdict(self)).encode("utf-8")).hexdigest()[:16]


class Checkpoints:
    """A folder of one study in `DIR.partial`, one file a batch; trouble with the disk never stops the study."""

    def __init__(self, result_folder: Path, key: StudyKey) -> None:
        self.partial = partial_of(result_folder)
        self.folder = self.partial / key.digest()
        self.key = key
        self.trouble = ""

    def load(self) -> tuple[Outcome, ...]:
        """Batches kept by an earlier run of the same study; () where there are none."""
        try:
            kept = json.loads((self.folder / STUDY).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return ()
        if kept != dataclasses.asdict(self.key):
            return ()
        found = []
        for path in sorted(self.folder.glob("draws-*.npz")):
            try:
                found.append(outcome_from_bytes(path.read_bytes()))
            except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error):
                continue
        return tuple(part for part in found if self._belongs(part))

    def _belongs(self, part: Outcome) -> bool:
        """Whether a batch is what its folder says, with as many draws in every array as in the first."""
        key = self.key
        named = (part.scenario_hash, part.coa, part.seed, part.days) == (key.scenario_hash, key.coa, key.seed, key.days)
        return named and all(len(getattr(part, name)) == part.draws for name in PER_DRAW)

    def keep(self, outcome: Outcome) -> None:
        """Write one batch."""
        last = outcome.first_draw + outcome.draws - 1
        path = self.folder / f"draws-{outcome.first_draw:07d}-{last:07d}.npz"
        unfinished = path.with_suffix(f".unfinished-{os.getpid()}")
        try:
            self._open()
            write_bytes(unfinished, outcome_to_bytes(outcome))
            unfinished.replace(path)
        except OSError as error:
            self.trouble = f"Draws could not be kept in {self.partial}: {why(error)}."
            with contextlib.suppress(OSError):
                unfinished.unlink()

    def keep_summary(self, summary: Mapping[str, Any], wanted: int) -> None:
        """The answer of the draws so far, marked as not complete."""
        try:
            self._open()
            marked = {**summary, "complete": False, "draws_wanted": wanted}
            write_bytes(self.partial / SUMMARY, strict_json(marked).encode("utf-8"))
        except OSError as error:
            self.trouble = f"The answer so far could not be kept in {self.partial}: {why(error)}."

    def _open(self) -> None:
        """Make the folder of the study."""
        path = self.folder / STUDY
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            write_bytes(path, strict_json(dataclasses.asdict(self.key)).encode("utf-8"))


def remove_partial(result_folder: Path) -> None:
    """Take the kept draws away: the study is complete and written. What is not Hillfort's stays."""
    partial = partial_of(result_folder)
    studies = [path.parent for path in partial.glob(f"*/{STUDY}")]
    for folder in studies:
        shutil.rmtree(folder, ignore_errors=True)
    with contextlib.suppress(OSError):
        if studies:
            (partial / SUMMARY).unlink(missing_ok=True)
        partial.rmdir()


def partial_of(folder: Path) -> Path:
    """Where draws of an unfinished study are kept."""
    return folder.with_name(folder.name + ".partial")


def outcome_to_bytes(outcome: Outcome) -> bytes:
    """A compressed archive of one outcome."""
    arrays: dict[str, Any] = {}
    head: dict[str, Any] = {}
    for field in dataclasses.fields(Outcome):
        value = getattr(outcome, field.name)
        if isinstance(value, np.ndarray):
            arrays[field.name] = value
        else:
            head[field.name] = value
    arrays["head"] = np.frombuffer(json.dumps(head).encode("utf-8"), dtype=np.uint8)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **arrays)
    return buffer.getvalue()


def outcome_from_bytes(content: bytes) -> Outcome:
    """The outcome of an archive; nothing in it is ever executed."""
    with np.load(io.BytesIO(content), allow_pickle=False) as archive:
        head = json.loads(archive["head"].tobytes().decode("utf-8"))
        arrays = {name: archive[name] for name in archive.files if name != "head"}
    lists: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in head.items()}
    return Outcome(**lists, **arrays)
