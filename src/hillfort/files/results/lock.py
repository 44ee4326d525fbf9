"""One run at a time in a result folder: two would write over each other."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from hillfort.foundation.errors import InputError, Problem


@contextlib.contextmanager
def alone(folder: Path | None) -> Iterator[bool]:
    """Hold the result folder for this process; the system lets go of it when the process ends, however it ends.

    Nothing is held, and False is given, where `folder` is None, where the system has no such locks, or where the
    disk refuses: whether the folder can be written to is asked elsewhere.

    Raises
    ------
    InputError
        Another run holds it.
    """
    handle = _taken(folder) if folder is not None else None
    try:
        yield handle is not None
    finally:
        if handle is not None and folder is not None:
            try:
                with contextlib.suppress(OSError):
                    lock_of(folder).unlink(missing_ok=True)
            finally:
                os.close(handle)


def lock_of(folder: Path) -> Path:
    """The file that stands beside the folder while a run holds it."""
    return folder.with_name(f".{folder.name}.running")


def _taken(folder: Path) -> int | None:
    """The open lock, or None where locks cannot be had."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover
        return None
    path = lock_of(folder)
    while True:
        handle = _opened(path, folder)
        if handle is None:
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            advice = "Wait until it is done, or choose another folder."
            raise InputError(
                Problem(str(folder), 0, "--out", "another run is writing there.", advice), "the request"
            ) from None
        except OSError:
            os.close(handle)
            return None
        if _still_there(path, handle) or _still_there(folder, handle):
            return handle
        os.close(handle)


def _opened(path: Path, folder: Path) -> int | None:
    """The lock file, made if need be; the folder itself where nothing can be made beside it."""
    with contextlib.suppress(OSError):
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    with contextlib.suppress(OSError):
        return os.open(folder, os.O_RDONLY)
    return None


def _still_there(path: Path, handle: int) -> bool:
    """Whether the file that is locked still has its name: the run before may just have taken it away."""
    try:
        return os.path.samestat(path.stat(), os.fstat(handle))
    except OSError:
        return False
