"""What a study has fought so far, kept beside its result folder so that it resumes where it stopped."""

from __future__ import annotations

import dataclasses
import io
import json
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from hillfort.campaign.outcome import Outcome
from hillfort.files.results import SUMMARY, strict_json, write_bytes

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


class Checkpoints:
    """A folder `DIR.partial` with one file a batch of draws; trouble with the disk never stops the study."""

    def __init__(self, result_folder: Path, key: StudyKey) -> None:
        self.folder = partial_of(result_folder)
        self.key = key
        self.trouble = ""

    def load(self) -> tuple[Outcome, ...]:
        """Batches kept by an earlier run of the same study; () where there are none or they are of another."""
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
            except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
                continue
        return tuple(found)

    def keep(self, outcome: Outcome) -> None:
        """Write one batch."""
        try:
            self._open()
            last = outcome.first_draw + outcome.draws - 1
            path = self.folder / f"draws-{outcome.first_draw:07d}-{last:07d}.npz"
            unfinished = path.with_suffix(".unfinished")
            write_bytes(unfinished, outcome_to_bytes(outcome))
            unfinished.replace(path)
        except OSError as error:
            self.trouble = f"Draws could not be kept in {self.folder}: {error.strerror or error}."

    def keep_summary(self, summary: Mapping[str, Any], wanted: int) -> None:
        """The answer of the draws so far, marked as not complete."""
        try:
            self._open()
            marked = {**summary, "complete": False, "draws_wanted": wanted}
            write_bytes(self.folder / SUMMARY, strict_json(marked).encode("utf-8"))
        except OSError as error:
            self.trouble = f"The answer so far could not be kept in {self.folder}: {error.strerror or error}."

    def _open(self) -> None:
        """Make the folder, clearing one that belongs to another study."""
        study = dataclasses.asdict(self.key)
        path = self.folder / STUDY
        if path.exists():
            try:
                if json.loads(path.read_text(encoding="utf-8")) == study:
                    return
            except ValueError:
                pass
            shutil.rmtree(self.folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        write_bytes(path, strict_json(study).encode("utf-8"))


def remove_partial(result_folder: Path) -> None:
    """Take the kept draws away: the study is complete and written."""
    folder = partial_of(result_folder)
    if (folder / STUDY).exists():
        shutil.rmtree(folder, ignore_errors=True)


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
