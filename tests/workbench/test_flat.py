"""Asking again and again in one process keeps nothing: neither memory nor open files nor threads."""

from __future__ import annotations

import gc
import os
import threading
from pathlib import Path

import pytest

import hillfort as hf

STATUS = Path("/proc/self/statm")
WARM, CALLS = 12, 15
MOST_GROWN_BYTES, MOST_KEPT_OBJECTS = 20_000_000, 500
"""The bounded caches are full after the warm-up; an outcome that stayed from each call would be more than this
together."""


def _held() -> tuple[int, int, int, int]:
    """Open files, threads, objects and bytes of this process."""
    gc.collect()
    pages = int(STATUS.read_text("ascii").split()[1])
    files = len(os.listdir("/proc/self/fd"))
    return files, threading.active_count(), len(gc.get_objects()), pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not STATUS.is_file(), reason="memory is read where the system tells it")
def test_memory_and_open_files_stay_as_they_are() -> None:
    for seed in range(WARM):
        hf.assess("marrow", draws=2, days=1, seed=seed, trace=False)
    files, threads, objects, memory = _held()
    for seed in range(WARM, WARM + CALLS):
        hf.assess("marrow", draws=2, days=1, seed=seed, trace=False)
    after = _held()
    assert after[:2] == (files, threads)
    assert after[2] - objects < MOST_KEPT_OBJECTS
    assert after[3] - memory < MOST_GROWN_BYTES
