"""Ctrl-C, being told to end, and losing the terminal: each is an interruption, and none is ever lost."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import PurePath
from types import FrameType

AGAIN_S = 0.05
"""Seconds after which a signal is sent again that came where an exception would be swallowed."""
SWALLOWS = "llvmlite"
"""Package that calls the compiler and is called back by it: what is raised there is printed and forgotten."""

_told: list[bool] = []
"""Whether what is left after the interruption has been said."""
_asked: list[int] = []
"""Signals taken so far. Code of others may swallow the exception that a signal raises; see `check`."""


def listen() -> None:
    """Take the signals, except those that are ignored on purpose (`nohup`, a background job)."""
    _asked.clear()
    _told.clear()
    usual = (signal.SIG_DFL, signal.default_int_handler)
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) in usual:
            signal.signal(number, _take)


def check() -> None:
    """Stop now if anybody has asked for it.

    Raises
    ------
    KeyboardInterrupt
        Somebody has, and it had no effect yet.
    """
    if _asked:
        raise KeyboardInterrupt


def told() -> None:
    """What is left has been said."""
    _told.append(True)


def untold() -> bool:
    """Whether somebody has asked to stop, and nothing has been said of what is left."""
    return bool(_asked) and not _told


def _take(number: int, frame: FrameType | None) -> None:
    _asked.append(number)
    if _swallowed(frame):
        again = threading.Timer(AGAIN_S, os.kill, (os.getpid(), number))
        again.daemon = True
        again.start()
        return
    raise KeyboardInterrupt


def _swallowed(frame: FrameType | None) -> bool:
    """Whether what is raised in a frame would never come out of the compiler."""
    while frame is not None:
        if SWALLOWS in PurePath(frame.f_code.co_filename).parts:
            return True
        frame = frame.f_back
    return False
