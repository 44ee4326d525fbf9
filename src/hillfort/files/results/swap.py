"""A result takes its place in steps that can stop anywhere: what was there before is whole again afterwards,
or what is new is.

Where the folder does not exist yet, everything is prepared in a hidden folder beside it, which then takes its name.
Where it exists (and may be a link's target, a mount or somebody's working directory, with files of others in it),
everything is prepared in a hidden folder inside. A plan is written, the old files move out, `result.json` first, and
the new ones in, `result.json` last. Until then, `recover` takes every step back; from then on, it takes the old files
away.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from hillfort.files.results.manifest import MANIFEST, WORK, is_name

SUMMARY = "result.json"
"""Moved in last and out first, so that a folder without it is not a result."""
NEW, OLD, PLAN = "new", "old", "plan.json"


def prepare(folder: Path) -> Path:
    """An empty folder in which the files of a new result are written; `commit` puts them in place.

    Raises
    ------
    OSError
        It cannot be made.
    """
    recover(folder)
    if not folder.is_dir():
        staged = _beside(folder)
        staged.mkdir()
        return staged
    (folder / WORK).mkdir(exist_ok=True)
    staged = folder / WORK / NEW
    staged.mkdir()
    return staged


def commit(folder: Path, staged: Path, *, replaced: Sequence[str]) -> None:
    """Put what is in `staged` into `folder`, and take away the files of an earlier result.

    Raises
    ------
    OSError
        It did not succeed; `recover` then puts everything back.
    """
    sync_folder(staged)
    if staged.parent == folder.parent:
        staged.rename(folder)
        sync_folder(folder.parent)
        return
    work = folder / WORK
    (work / OLD).mkdir()
    leaving = sorted(replaced, key=lambda name: (name != SUMMARY, name == MANIFEST, name))
    coming = sorted(
        (path.name for path in staged.iterdir()), key=lambda name: (name == SUMMARY, name != MANIFEST, name)
    )
    write_bytes(work / PLAN, json.dumps({"old": leaving, "new": coming}).encode("utf-8"))
    sync_folder(work)
    for name in leaving:
        (folder / name).rename(work / OLD / name)
    for name in coming:
        _move(staged / name, folder / name)
    sync_folder(folder)
    recover(folder)


def recover(folder: Path) -> None:
    """Finish or undo what was begun in a folder and never ended: afterwards it holds one result whole, or none.

    Raises
    ------
    OSError
        The disk refuses; the next call goes on from there.
    """
    for left in _left_beside(folder):
        _remove(left, _files(left))
    work = folder / WORK
    if not work.is_dir() or work.is_symlink():
        return
    new, old = work / NEW, work / OLD
    plan = _plan(work / PLAN)
    if plan is not None and (new / SUMMARY).exists():
        _undo(folder, *plan)
        plan = None
    _remove(old, () if plan is None else plan[0])
    (work / PLAN).unlink(missing_ok=True)
    _remove(new, _files(new))
    _remove(work, ())


def left_over(folder: Path) -> bool:
    """Whether something was begun there that never ended."""
    return (folder / WORK).is_dir() or bool(_left_beside(folder))


def _undo(folder: Path, leaving: Sequence[str], coming: Sequence[str]) -> None:
    new, old = folder / WORK / NEW, folder / WORK / OLD
    for name in reversed(coming):
        if not _there(new / name) and _there(folder / name):
            (folder / name).rename(new / name)
    for name in reversed(leaving):
        if _there(old / name):
            _move(old / name, folder / name)
    sync_folder(folder)
    (folder / WORK / PLAN).unlink()


def _move(here: Path, there: Path) -> None:
    """Rename, and never over something else."""
    if _there(there):
        raise FileExistsError(errno.EEXIST, "something is in its place", str(there))
    here.rename(there)


def _there(path: Path) -> bool:
    """Whether there is anything of that name, a link that leads nowhere too."""
    return os.path.lexists(path)


def _plan(path: Path) -> tuple[list[str], list[str]] | None:
    """What leaves and what comes; None where nothing was moved yet."""
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
        names = ([name for name in found[part] if is_name(name)] for part in ("old", "new"))
        return next(names), next(names)
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        return None


def _files(folder: Path) -> list[str]:
    """Names of the regular files in a folder that Hillfort made to work in."""
    try:
        return [path.name for path in folder.iterdir() if path.is_file() and not path.is_symlink()]
    except FileNotFoundError:
        return []


def _remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files of a folder, and the folder if nothing else is in it."""
    for name in names:
        (folder / name).unlink(missing_ok=True)
    try:
        folder.rmdir()
    except FileNotFoundError:
        return
    except OSError as error:
        if error.errno not in (errno.ENOTEMPTY, errno.EEXIST):
            raise


def _beside(folder: Path) -> Path:
    return folder.parent / f".{folder.name}.unfinished-{os.getpid()}"


def _left_beside(folder: Path) -> list[Path]:
    """Folders beside it in which a result was once prepared."""
    start = f".{folder.name}.unfinished-"
    with contextlib.suppress(OSError):
        names = [name for name in os.listdir(folder.parent) if name.startswith(start)]
        found = [folder.parent / name for name in sorted(names) if name[len(start) :].isdecimal()]
        return [path for path in found if path.is_dir() and not path.is_symlink()]
    return []


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last through a power cut, where the system can."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.EBADF, errno.EACCES):
            raise
    finally:
        os.close(handle)
