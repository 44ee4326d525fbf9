"""Ctrl-C, being told to end, and losing the terminal: each is an interruption, and none is ever lost."""

from __future__ import annotations

import signal

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


def _take(number: int, _: object) -> None:
    _asked.append(number)
    raise KeyboardInterrupt
