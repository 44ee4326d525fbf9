"""Does a process that asks again and again keep anything? Memory, open files and threads over many assessments,
with results written.

    python bench/flat.py --calls 500 --tell 50 250 500

Each call has another seed and writes a whole result, page and map included, to the same folder. The run fails if open
files or threads grow, or if memory grows by more than `MOST_GROWN_BYTES` after the first calls that are told.
"""

from __future__ import annotations

import argparse
import gc
import os
import sys
import tempfile
import threading
from pathlib import Path

STATUS = Path("/proc/self/statm")
MOST_GROWN_BYTES = 60_000_000
"""From the first to the last call that is told: less than a tenth of a megabyte a call over 450 of them."""


def held() -> tuple[int, int, int]:
    """Bytes of memory, open files and threads of this process, after what is not needed was let go."""
    gc.collect()
    pages = int(STATUS.read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE"), len(os.listdir("/proc/self/fd")), threading.active_count()


def main() -> None:
    """Assess again and again; tell what the process holds; fail if it grows."""
    asked = argparse.ArgumentParser(description="Does a process that asks again and again keep anything?")
    asked.add_argument("--calls", type=int, default=500)
    asked.add_argument("--tell", type=int, nargs="+", default=[50, 250, 500], help="calls after which it is told")
    asked.add_argument("--scenario", default="marrow")
    asked.add_argument("--draws", type=int, default=2)
    given = asked.parse_args()
    if not STATUS.is_file():
        sys.exit("flat: this system does not say in /proc how much memory a process has; nothing was measured.")
    import hillfort

    told = {}
    with tempfile.TemporaryDirectory() as folder:
        for call in range(1, given.calls + 1):
            hillfort.assess(given.scenario, draws=given.draws, seed=call, out=Path(folder) / "result", force=True)
            if call in {*given.tell, given.calls}:
                told[call] = held()
                memory, files, threads = told[call]
                print(f"{call:5} calls  {memory / 1e6:7.1f} MB  {files:3} open files  {threads:3} threads", flush=True)
    first, last = told[min(told)], told[max(told)]
    grown = last[0] - first[0]
    print(f"grown by {grown / 1e6:.1f} MB, allowed {MOST_GROWN_BYTES / 1e6:.0f} MB")
    if grown > MOST_GROWN_BYTES or last[1:] != first[1:]:
        sys.exit("flat: the process keeps what it should let go.")


if __name__ == "__main__":
    main()
