"""The cache of compiled kernels: every file sealed with its digest, so that damage is found and compiled anew,
never run.

numba keeps pickles and trusts them. Cut off by a full disk or a power cut they end a program with whatever error
unpickling has; with a bit changed they run as machine code. Whoever can write to the folder can run code, so it is the
user's own.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import pickle
import stat
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

_said: set[str] = set()


def say(sentence: str) -> None:
    """Tell the user once, in one line on standard error, what is wrong with the cache."""
    if sentence not in _said:
        _said.add(sentence)
        with contextlib.suppress(OSError, ValueError, AttributeError):
            sys.stderr.write(f"hillfort: {sentence}\n")
            sys.stderr.flush()


def cache_folder(digest: str) -> str:
    """A folder for compiled kernels of one digest: where the user says, the user's cache,
    or else a temporary one of the user's."""
    named = os.environ.get("HILLFORT_CACHE_DIR")
    name = f"kernels-{digest}"
    root = None
    with contextlib.suppress(RuntimeError):  # Nobody's home is known.
        root = Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hillfort"
    wanted = root / name if root is not None else None
    if wanted is not None and (_takes_files(wanted) or _is_filled(wanted)):
        return str(wanted)
    instead = _temporary(name)
    why = (
        f"compiled kernels cannot be kept in {root}"
        if root is not None
        else "there is no home to keep compiled kernels in"
    )
    say(f"{why}; they are kept in {instead} (HILLFORT_CACHE_DIR names another folder).")
    return instead


def _takes_files(folder: Path) -> bool:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _is_filled(folder: Path) -> bool:
    """Whether there are compiled kernels in a folder that takes no more files."""
    try:
        return any(folder.rglob("*.nbi"))
    except OSError:
        return False


def _temporary(name: str) -> str:
    """A folder below the system's temporary one that is this user's alone,
    the same every time where that can be trusted."""
    if hasattr(os, "getuid"):
        own = Path(tempfile.gettempdir()) / f"hillfort-{os.getuid()}"
        with contextlib.suppress(OSError):
            own.mkdir(mode=0o700, exist_ok=True)
            found = own.lstat()
            private = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
            if private and _takes_files(own / name):
                return str(own / name)
    return tempfile.mkdtemp(prefix="hillfort-kernels-")


class DamagedError(Exception):
    """A file of the cache is not what was written."""


def sealed(content: bytes) -> bytes:
    """Content with its SHA-256 in front."""
    return hashlib.sha256(content).digest() + content


def unsealed(content: bytes) -> bytes:
    """The content that was sealed.

    Raises
    ------
    DamagedError
        It is not as it was written.

    >>> unsealed(sealed(b"kernel"))
    b'kernel'
    """
    digest, inside = content[:32], content[32:]
    if hashlib.sha256(inside).digest() != digest:
        raise DamagedError
    return inside


def keep_compiled(dispatcher: Any, function: Callable[..., Any]) -> None:
    """Let a dispatcher of numba keep what it compiles in the cache, and take it from there where it is whole.

    With `NUMBA_DISABLE_JIT=1` there is no dispatcher but the function itself, and nothing to keep.
    """
    if dispatcher is function:
        np.seterr(
            over="ignore", divide="ignore", invalid="ignore"
        )  # As in compiled code, where nothing is said of them.
        return
    try:
        dispatcher._cache = _cache_class()(function)  # noqa: SLF001  (numba has no public way)
    except RuntimeError:
        say("compiled kernels cannot be kept anywhere; they are compiled anew each time, which takes a minute.")


@functools.cache
def _cache_class() -> Any:
    """Numba's cache of a function, with sealed files, and no trouble of its own that ends a program."""
    caching: Any = import_module("numba.core.caching")

    class Locator(caching.UserProvidedCacheLocator):  # type: ignore[misc]
        """A folder that need not take files: what is in it can be read all the same."""

        def ensure_cache_path(self) -> None:
            with contextlib.suppress(OSError):
                super().ensure_cache_path()

    class Implementation(caching.CompileResultCacheImpl):  # type: ignore[misc]
        _locator_classes = (Locator,)

    class Files(caching.IndexDataCacheFile):  # type: ignore[misc]
        """An index and data, each with its digest in front."""

        def _load_index(self) -> dict[Any, str]:
            try:
                content = Path(self._index_path).read_bytes()
            except FileNotFoundError:
                return {}
            version, stamp, overloads = pickle.loads(unsealed(content))  # noqa: S301  (sealed by its digest)
            return overloads if (version, stamp) == (self._version, self._source_stamp) else {}

        def _save_index(self, overloads: dict[Any, str]) -> None:
            content = self._dump((self._version, self._source_stamp, overloads))
            with self._open_for_write(self._index_path) as file:
                file.write(sealed(content))

        def _load_data(self, name: str) -> Any:
            content = Path(self._data_path(name)).read_bytes()
            return pickle.loads(unsealed(content))  # noqa: S301  (sealed by its digest)

        def _save_data(self, name: str, data: Any) -> None:
            content = self._dump(data)
            with self._open_for_write(self._data_path(name)) as file:
                file.write(sealed(content))

        def drop(self) -> None:
            """Remove the index and all that it may name."""
            stem = self._index_name.removesuffix("nbi")
            for path in Path(self._cache_path).iterdir():
                if path.name.startswith(stem):
                    path.unlink(missing_ok=True)

    class KernelCache(caching.FunctionCache):  # type: ignore[misc]
        """Loads what is whole, drops what is not, and saves where it can."""

        _impl_class = Implementation

        def __init__(self, function: Callable[..., Any]) -> None:
            super().__init__(function)
            stamp = self._impl.locator.get_source_stamp()
            self._cache_file: Any = Files(self._cache_path, self._impl.filename_base, stamp)

        def load_overload(self, sig: Any, target_context: Any) -> Any:
            try:
                return super().load_overload(sig, target_context)
            except Exception:  # noqa: BLE001  Whatever reading pickles of another state of things may raise.
                folder = Path(self._cache_path).parent
                say(
                    f"the compiled kernels in {folder} were damaged: they are dropped and compiled anew (up to "
                    "a minute)."
                )
                with contextlib.suppress(OSError):
                    self._cache_file.drop()
                return None

        def save_overload(self, sig: Any, data: Any) -> None:
            try:
                super().save_overload(sig, data)
            except (OSError, DamagedError) as error:
                folder = Path(self._cache_path).parent
                reason = (getattr(error, "strerror", None) or "damaged").lower()
                say(f"compiled kernels cannot be kept in {folder} ({reason}); they are compiled anew next time.")

    return KernelCache
