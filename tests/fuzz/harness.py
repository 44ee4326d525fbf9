"""One case after the other: a file made wrong by its seed is read as the commands read it,
and fought if it is accepted."""

from __future__ import annotations

import contextlib
import functools
import os
import random
import resource
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hillfort.campaign.run import fight
from hillfort.files.scenario import read
from hillfort.foundation.errors import HillfortError

CASES = int(os.environ.get("HILLFORT_FUZZ_CASES", "240"))
"""Cases of all kinds together: work is counted, not time. So many take about two minutes of two processors."""
ONLY = os.environ.get("HILLFORT_FUZZ_ONLY", "")
"""`kind/number` of one case that is to be tried again."""
PART = 10
"""Cases of one test."""
ALARM_S = 120
"""After so many seconds of the processor a case is ended and counted as hanging;
how busy the machine is does not matter."""
MOST_BYTES = 1 << 30
Try = Callable[[random.Random, Path], None]
"""Makes a file in a folder and does with it what a command would; raises what it finds wrong."""


class Hanging(BaseException):
    """A case that does not end."""


class OutOfRangeError(AssertionError):
    """A result that cannot be."""


@dataclass(frozen=True)
class Kind:
    """One kind of file: how many of a thousand cases it is, and what is done with one."""

    name: str
    of_thousand: int
    attempt: Try

    @property
    def cases(self) -> int:
        """How many cases are tried."""
        return -(-CASES * self.of_thousand // 1000)

    def parts(self) -> list[range]:
        """Numbers of cases, one range for each test."""
        if ONLY:
            kind, number = ONLY.rsplit("/", 1)
            return [range(int(number), int(number) + 1)] if kind == self.name else []
        return [range(first, min(first + PART, self.cases)) for first in range(0, self.cases, PART)]


def parts_of(*kinds: Kind) -> list[object]:
    """Every part of some kinds, for `parametrize`."""
    return [
        pytest.param(kind, part, id=f"{kind.name}-{part.start}-{part.stop - 1}")
        for kind in kinds
        for part in kind.parts()
    ]


def try_part(kind: Kind, part: range) -> None:
    """Every case of a part; the test fails with all that was found, and how to see each again."""
    faults, refused = [], 0
    compiled()
    for number in part:
        found = fault_of(kind, number)
        refused += found == "refused"
        if found not in ("", "refused"):
            faults.append(f"HILLFORT_FUZZ_ONLY={kind.name}/{number}: {found}")
    sys.stdout.write(f"{kind.name}: {len(part)} cases, {refused} refused, {len(faults)} faults\n")
    assert not faults, "\n".join(faults)


def fault_of(kind: Kind, number: int) -> str:
    """What is wrong with one case in words; 'refused' where the file was refused as it should be,
    '' where it was used."""
    before = peak_bytes()
    with tempfile.TemporaryDirectory() as folder:
        try:
            with alarm():
                kind.attempt(random.Random(f"{kind.name}/{number}"), Path(folder))
        except HillfortError as refusal:
            return "refused" if str(refusal).strip() else "refused without a word"
        except Hanging:
            return f"does not end within {ALARM_S} s"
        except OutOfRangeError as found:
            return f"a result out of its range: {found}"
        except Exception:  # noqa: BLE001  (any of them is what is looked for)
            return traceback.format_exc(limit=-4)
    grown = peak_bytes()
    return f"takes {grown / 2**20:,.0f} MB" if grown - before > MOST_BYTES else ""


@functools.cache
def compiled() -> None:
    """Compile what fights, once in a process, so that no case is held to take long for it."""
    fight(read.scenario("marrow"), coa="both-coasts", draws=1, threads=1)


def peak_bytes() -> int:
    """The most memory that the process has had."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


@contextlib.contextmanager
def alarm() -> Iterator[None]:
    """End what does not end by itself."""

    def ring(*_: object) -> None:
        raise Hanging

    earlier = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, ALARM_S)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, earlier)
