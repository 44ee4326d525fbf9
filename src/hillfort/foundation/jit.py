"""The one place that turns numba on, and names its cache folder by the content of every kernel.

numba does not notice an edit in a *callee's* file, so a cache may be kept only in a folder whose name changes
with any kernel's content. Every kernel imports `njit` from here and nowhere else.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Given = TypeVar("Given")
PACKAGE = Path(__file__).resolve().parent.parent


def kernel_files(package: Path = PACKAGE) -> list[Path]:
    """Every kernel file of the package, in order: a module or anything in a folder whose name begins with `_kernels`."""
    inside = ((path.relative_to(package), path) for path in package.rglob("*.py"))
    return sorted(path for relative, path in inside if any(part.startswith("_kernels") for part in relative.parts))


def kernel_digest(package: Path = PACKAGE) -> str:
    """Short digest of the content of every kernel file of the package, and of the options they are compiled with."""
    digest = hashlib.sha256(sys.version.encode())
    digest.update(Path(__file__).read_bytes())
    for path in kernel_files(package):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _cache_folder() -> str:
    """A writable folder for compiled kernels: the user's cache, else a temporary one."""
    try:
        root = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
        folder = root / "hillfort" / f"kernels-{kernel_digest()}"
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except (OSError, RuntimeError):  # The second: nobody's home is known.
        return tempfile.mkdtemp(prefix="hillfort-kernels-")
    return str(folder)


os.environ["NUMBA_CACHE_DIR"] = os.environ.get("HILLFORT_CACHE_DIR") or _cache_folder()

import numba  # noqa: E402  (the cache folder must be named first)


def njit(
    *, inline: bool = False, allocates: bool = False
) -> Callable[[Callable[Asked, Given]], Callable[Asked, Given]]:
    """Compile a kernel: no Python objects, no global lock, cached, exact floating point.

    Kernels own no memory, so they are compiled without reference counts (a third of the time of a campaign,
    measured, when they were counted). `allocates` is for code that does make arrays. `inline` asks the compiler to
    copy a small function into its callers.
    """
    options: dict[str, Any] = {"cache": True, "nogil": True, "fastmath": False, "error_model": "numpy"}
    options |= {"forceinline": inline, "_nrt": allocates}

    def compile_(function: Callable[Asked, Given]) -> Callable[Asked, Given]:
        compiled: Callable[Asked, Given] = numba.njit(**options)(function)
        return compiled

    return compile_
