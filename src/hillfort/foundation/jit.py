"""The one place that turns numba on, and names its cache folder by the content of every kernel.

numba does not notice an edit in a *callee's* file, so a cache may be kept only in a folder whose name changes
with any kernel's content. Every kernel imports `njit` from here and nowhere else.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from hillfort.foundation.compiled import cache_folder, keep_compiled

Asked = ParamSpec("Asked")
Given = TypeVar("Given")
PACKAGE = Path(__file__).resolve().parent.parent


def kernel_files(package: Path = PACKAGE) -> list[Path]:
    """Every kernel file of the package, in order: a module or anything in a folder whose name begins with
    `_kernels`."""
    inside = ((path.relative_to(package), path) for path in package.rglob("*.py"))
    return sorted(path for relative, path in inside if any(part.startswith("_kernels") for part in relative.parts))


def kernel_digest(package: Path = PACKAGE) -> str:
    """Short digest of the content of every kernel file of the package, and of the options they are compiled with."""
    digest = hashlib.sha256(sys.version.encode())
    for path in (Path(__file__), Path(__file__).with_name("compiled.py")):
        digest.update(path.read_bytes())
    for path in kernel_files(package):
        digest.update(path.relative_to(package).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


os.environ["NUMBA_CACHE_DIR"] = cache_folder(kernel_digest())

import numba  # noqa: E402  (the cache folder must be named first)


def njit(
    *, inline: bool = False, allocates: bool = False
) -> Callable[[Callable[Asked, Given]], Callable[Asked, Given]]:
    """Compile a kernel: no Python objects, no global lock, cached, exact floating point.

    Kernels own no memory, so they are compiled without reference counts (a third of the time of a campaign,
    measured, when they were counted). `allocates` is for code that does make arrays. `inline` asks the compiler to
    copy a small function into its callers.
    """
    options: dict[str, Any] = {"nogil": True, "fastmath": False, "error_model": "numpy"}
    options |= {"forceinline": inline, "_nrt": allocates}

    def compile_(function: Callable[Asked, Given]) -> Callable[Asked, Given]:
        compiled: Callable[Asked, Given] = numba.njit(**options)(function)
        keep_compiled(compiled, function)
        return compiled

    return compile_
