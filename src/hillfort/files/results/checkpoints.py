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
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from hillfort.campaign.outcome import Outcome
from hillfort.files.results.folder import strict_json
from hillfort.files.results.manifest import read_manifest
from hillfort.files.results.place import real_folder
from hillfort.files.results.swap import SUMMARY, write_bytes
from hillfort.foundation.errors import InputError, why
from hillfort.studies.campaign.batches import PER_DRAW

STUDY = "study.json"
BATCH = re.compile(r"draws-([0-9]{7,})-([0-9]{7,})\.npz")
TORN = re.compile(r"(draws-[0-9]{7,}-[0-9]{7,}|study|result)\.unfinished-[0-9]+")
"""Names of kept batches, and of those that a run was stopped in the middle of."""


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
        _unlink(path for path in _entries(self.folder) if TORN.fullmatch(path.name))
        found = []
        for path in (path for path in _entries(self.folder) if BATCH.fullmatch(path.name)):
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
        try:
            self._open()
            _write_whole(path, outcome_to_bytes(outcome))
        except OSError as error:
            self.trouble = f"Not all draws could be kept in {self.partial}: {why(error)}."

    def keep_summary(self, summary: Mapping[str, Any], wanted: int) -> None:
        """The answer of the draws so far, marked as not complete."""
        try:
            self._open()
            marked = {**summary, "complete": False, "draws_wanted": wanted}
            _write_whole(self.partial / SUMMARY, strict_json(marked).encode("utf-8"))
        except OSError as error:
            self.trouble = f"The answer so far could not be kept in {self.partial}: {why(error)}."

    def _open(self) -> None:
        """Make the folder of the study."""
        path = self.folder / STUDY
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            _write_whole(path, strict_json(dataclasses.asdict(self.key)).encode("utf-8"))


def kept_draws(result_folder: Path) -> int:
    """How many draws are kept for studies that were to end in a folder."""
    with contextlib.suppress(InputError):
        folders = [path.parent for path in partial_of(result_folder).glob(f"*/{STUDY}")]
        found = [BATCH.fullmatch(path.name) for folder in folders for path in _entries(folder)]
        return sum(int(each[2]) - int(each[1]) + 1 for each in found if each is not None)
    return 0


def remove_partial(result_folder: Path, studies: Iterable[str]) -> None:
    """Take away the kept draws of studies, by their digests: they are complete and written. All else stays."""
    partial = partial_of(result_folder)
    for folder in (partial / name for name in studies):
        _unlink(path for path in _entries(folder) if BATCH.fullmatch(path.name) or TORN.fullmatch(path.name))
        _unlink([folder / STUDY])
        with contextlib.suppress(OSError):
            folder.rmdir()
    if any(partial.glob(f"*/{STUDY}")):
        return
    _unlink(path for path in _entries(partial) if TORN.fullmatch(path.name))
    if _is_unfinished_summary(partial / SUMMARY):
        _unlink([partial / SUMMARY])
    with contextlib.suppress(OSError):
        partial.rmdir()


def sweep_partial(result_folder: Path) -> None:
    """Take away what a run that was killed did not come to: draws of the result that is there,
    studies without a draw."""
    partial = partial_of(result_folder)
    if not partial.is_dir():
        return
    written = read_manifest(real_folder(result_folder))
    finished = {*(written.draws_kept if written is not None else ())}
    for folder in (path.parent for path in partial.glob(f"*/{STUDY}")):
        if not any(BATCH.fullmatch(path.name) for path in _entries(folder)):
            finished.add(folder.name)
    remove_partial(result_folder, finished)


def _is_unfinished_summary(path: Path) -> bool:
    """Whether it is an answer of the draws so far, as `keep_summary` writes it."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and "draws_wanted" in found and "hillfort" in found


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever finds half of it under its name."""
    unfinished = path.with_suffix(f".unfinished-{os.getpid()}")
    try:
        write_bytes(unfinished, content)
        unfinished.replace(path)
    except OSError:
        _unlink([unfinished])
        raise


def partial_of(folder: Path) -> Path:
    """Where draws of an unfinished study are kept."""
    real = real_folder(folder)
    return real.with_name(real.name + ".partial")


def _entries(folder: Path) -> list[Path]:
    """What is in a folder, in order; nothing where it is not there."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _unlink(paths: Iterable[Path]) -> None:
    """Remove files, those that can be."""
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)


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
