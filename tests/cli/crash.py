"""A process that dies at one step of its work on the disk, told without a process:
from then on nothing it does has an effect."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

STEPS = {
    os: ("rename", "replace", "mkdir", "unlink", "remove", "rmdir", "open", "fsync", "listdir", "scandir"),
    io: ("open",),
    pyarrow.parquet: ("write_table",),
}
"""What changes or reads a folder; each can be died before, and after."""


class Killed(BaseException):
    """The process is no more."""


class Crash:
    """Counts the steps on what lies below a folder, and dies at one of them."""

    def __init__(self, root: Path, at: int | None = None) -> None:
        self.root, self.at, self.count = str(root), at, 0

    def install(self, patch: pytest.MonkeyPatch) -> None:
        """Watch every step from now on."""
        for module, names in STEPS.items():
            for name in names:
                patch.setattr(module, name, self._watched(getattr(module, name)))

    def _watched(self, step: Callable[..., Any]) -> Callable[..., Any]:
        def watched(*given: Any, **named: Any) -> Any:
            if not any(isinstance(each, int) or self._below(each) for each in given[:2]):
                return step(*given, **named)
            self._maybe_die()
            found = step(*given, **named)
            try:
                self._maybe_die()
            except Killed:
                let_go(found)
                raise
            return found

        return watched

    def _below(self, given: Any) -> bool:
        return isinstance(given, str | os.PathLike) and str(given).startswith(self.root)

    def _maybe_die(self) -> None:
        self.count += 1
        if self.at is not None and self.count >= self.at:
            raise Killed


def let_go(handle: Any) -> None:
    """What the system does with the open files of a process that is no more."""
    if isinstance(handle, int):
        os.close(handle)
    elif hasattr(handle, "close"):
        handle.close()
