"""Do the tests notice a change? One small fault at a time is put into the law of combat, the campaign's kernels and
the verdict.

    python bench/mutants.py --count 200 --seed 1 --jobs 2

**Which faults.** Sites are sampled by the seed, from the three families by turns (`faults.py`); a larger sample of a
seed begins with the smaller one. **Which tests.** Every test of `TESTS` is run once without a fault, with kernels
uncompiled, and the lines that it reaches are kept; one that makes more than `MOST_CALLS` calls is left out. A fault is
tried with the tests that reach its line, and the first that fails ends it: those that found a fault in the file before
come first, quick ones before slow ones. Nothing is compiled. Headlines of `tests/golden` are not asked: they
notice any change and say of none whether it is right.

**What counts.** A fault that no test reaches has survived. One under which the tests take many times the processor's
time (how busy the machine is does not matter) or memory counts as noticed. `equivalent.txt` lists by name and reason
those that change nothing anybody could see; they are left out of the score, and it is an error if a test notices one.

Compiled code would read beside an array or divide by nought where Python stops: how many faults were noticed in no
other way is printed.

What is known is kept in `out/mutants/`: a run that was stopped goes on from there. A noticed fault is tried again
only where its file or the test that noticed it has changed, one that survived where the tests that reach it have.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import queue
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faults import Mutant, Places, mutants_of, sampled

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = Path("src/hillfort")
FAMILIES = {
    "ground": ("ground/**/*.py",),
    "campaign kernels": ("campaign/_kernels/*.py",),
    "verdict": ("studies/campaign/verdict.py",),
}
"""Name to patterns of files that faults are put into."""
TESTS = (
    "tests/ground/test_*.py",
    "tests/judgement/test_*.py",
    "tests/campaign/test_*.py",
    "tests/studies/campaign/test_*.py",
    "tests/studies/test_quantities.py",
    "tests/validation/test_reference.py",
    "tests/air/test_hour.py",
)
"""Patterns of files of tests that are asked."""
SHARED = ("tests", "tests/oracles", "tests/campaign", "tests/ground", "tests/studies")
"""Where the tests have what they share."""
MOST_CALLS = 1_500_000
"""Calls of Python functions after which a test is too long to be tried with every fault: one that fights many draws."""
MORE_CALLS = {"tests/campaign/test_twins.py": 12_000_000}
"""File to the same, where it is worth it: a whole draw, hour by hour, against slow twins that were written apart."""
AIM_PCT = 85.0
GIGABYTES = 4
KILLED, LATE, SURVIVED, UNREACHED = "killed", "killed (does not end)", "survived", "survived (no test reaches it)"
ONLY_IN_PYTHON = ("IndexError", "ZeroDivisionError", "OverflowError", "math domain error", "MemoryError")


def digest_of(*content: bytes) -> str:
    """Short digest."""
    return hashlib.sha256(b"\0".join(content)).hexdigest()[:16]


def wilson(count: int, total: int) -> tuple[float, float]:
    """Interval of 95 % about a share, in per cent."""
    if total == 0:
        return 0.0, 100.0
    z, share = 1.96, count / total
    middle, spread = share + z * z / (2 * total), z * math.sqrt(share * (1 - share) / total + z * z / (4 * total**2))
    return 100 * (middle - spread) / (1 + z * z / total), 100 * (middle + spread) / (1 + z * z / total)


def shared_digest() -> str:
    """Digest of what tests share."""
    paths = [
        path for each in SHARED for path in sorted((ROOT / each).glob("*.py")) if not path.name.startswith("test_")
    ]
    return digest_of(*(path.read_bytes() for path in paths))


def copied(folder: Path) -> Path:
    """A copy of what the tests need, to put faults into; modules are compiled to bytecode that knows its source."""
    for name in ("src", "tests", "bench", "docs", "examples"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    line = [sys.executable, "-m", "compileall", "-q", "--invalidation-mode", "checked-hash", "src"]
    subprocess.run(line, cwd=folder, check=True)
    return folder


def pytest_in(
    folder: Path, files: Sequence[str], asked: dict[str, Any], limit_s: int
) -> subprocess.CompletedProcess[str]:
    """Run tests of a copy, uncompiled, ended after so many seconds of the processor."""
    given = folder / "asked.json"
    given.write_text(json.dumps(asked), encoding="utf-8")
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}
    environment["COLUMNS"] = "400"  # a summary is cut to the terminal's width, and with it the reason of a failure
    environment |= {"OPENBLAS_NUM_THREADS": "1", "HILLFORT_REACHED": str(given)}
    environment["PYTHONPATH"] = os.pathsep.join(str(folder / name) for name in ("src", "bench", "tests"))
    line = [sys.executable, "-m", "pytest", "-q", "-p", "uncompiled", "-p", "reached"]
    line += ["-p", "no:cacheprovider", "-p", "no:xdist", "--tb=line"]

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s + 5))
        resource.setrlimit(resource.RLIMIT_DATA, (GIGABYTES << 30, GIGABYTES << 30))

    return subprocess.run(
        [*line, *(["-x"] if "order" in asked else []), *files],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )


@dataclass
class Reach:
    """What each test reaches, kept from one run to the next; a file of tests is watched again where it has changed.

    Lines are counted from the head of their function, so that an edit elsewhere moves none. An edit of the function
    itself may leave a test out that would reach a fault by now, which then survives: remove `reached.json` to be sure.
    """

    kept: Path
    watch: list[str]
    tests: dict[str, dict[str, Any]] = field(default_factory=dict)
    """Name of a test to its file, the digest of that, the places that it reaches, its calls and seconds."""

    def digests(self) -> dict[str, str]:
        """File of tests to the digest of it and of what tests share."""
        files = sorted({path.relative_to(ROOT).as_posix() for pattern in TESTS for path in ROOT.glob(pattern)})
        base = shared_digest().encode()
        return {
            file: digest_of(base, (ROOT / file).read_bytes(), str(MORE_CALLS.get(file, MOST_CALLS)).encode())
            for file in files
        }

    def find(self, copies: queue.Queue[Path], jobs: int) -> None:
        """Watch the tests that are not known yet."""
        known = json.loads(self.kept.read_text(encoding="utf-8")) if self.kept.exists() else {}
        digests = self.digests()
        known = {file: entry for file, entry in known.items() if entry["digest"] == digests.get(file)}
        places = Places(ROOT / PACKAGE)

        def one(file: str) -> None:
            folder = copies.get()
            try:
                answer = folder / "answer.json"
                answer.unlink(missing_ok=True)
                watch = [(PACKAGE / each).as_posix() for each in self.watch]
                asked = {"watch": watch, "most": MORE_CALLS.get(file, MOST_CALLS), "into": str(answer)}
                done = pytest_in(folder, [file], asked, 3600)
                if not answer.exists():
                    sys.exit(f"mutants: {file} cannot be run:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
                tests = json.loads(answer.read_text(encoding="utf-8"))
                for each in tests.values():
                    each["places"] = places.of(each.pop("lines"))
                known[file] = {"digest": digests[file], "tests": tests}
                partial = self.kept.with_suffix(".partial")
                partial.write_text(json.dumps(known), encoding="utf-8")
                partial.replace(self.kept)
                seconds = sum(each["seconds"] for each in tests.values())
                used = sum(each["passed"] for each in tests.values())
                print(f"  {file}: {used} of {len(tests)} tests can be asked, {seconds:.0f} s", flush=True)
            finally:
                copies.put(folder)

        with ThreadPoolExecutor(jobs) as pool:
            list(pool.map(one, [file for file in digests if file not in known]))
        for file, entry in known.items():
            for name, each in entry["tests"].items():
                if each["passed"]:
                    self.tests[name] = each | {"file": file, "digest": entry["digest"]}

    def of(self, mutant: Mutant, found: Counter[str]) -> list[str]:
        """Tests that reach a fault: what found others in the file before, then by calls."""
        where, (first, last) = f"{mutant.file} {mutant.function}", mutant.lines
        names = [
            name
            for name, each in self.tests.items()
            if any(first <= line <= last for line in each["places"].get(where, ()))
        ]
        return sorted(names, key=lambda name: ((1000 + self.tests[name]["calls"]) / (1 + found[name]), name))

    def digest(self, names: Iterable[str]) -> str:
        """Digest of some tests."""
        return digest_of(*(f"{name} {self.tests[name]['digest']}".encode() for name in sorted(names)))


@dataclass
class Journal:
    """What became of each fault, and whether that still holds."""

    path: Path
    reach: Reach

    def known(self, sample: Sequence[Mutant]) -> dict[str, dict[str, Any]]:
        """Entries that still hold, by name; a last line that was cut off is left out."""
        mutants = {mutant.id: mutant for mutant in sample}
        found: dict[str, dict[str, Any]] = {}
        for line in self.path.read_text(encoding="utf-8").splitlines() if self.path.exists() else ():
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            mutant = mutants.get(entry["mutant"])
            if mutant is None or entry["source"] != digest_of((ROOT / PACKAGE / mutant.file).read_bytes()):
                continue
            names = [entry["by"]] if entry["by"] else self.reach.of(mutant, Counter())
            if set(names) <= self.reach.tests.keys() and entry["tests"] == self.reach.digest(names):
                found[mutant.id] = entry
        return found


def judged(mutant: Mutant, folder: Path, reach: Reach, found: Counter[str]) -> dict[str, Any]:
    """Put a fault into a copy, ask the tests that reach it, take it out again; the entry of the journal."""
    names = reach.of(mutant, found)
    by, why, verdict = "", "", UNREACHED
    if names:
        path = folder / PACKAGE / mutant.file
        whole = path.read_bytes()
        limit_s = int(30.0 + 4.0 * sum(reach.tests[name]["seconds"] for name in names))
        try:
            path.write_bytes(mutant.put_into(whole))
            files = sorted({reach.tests[name]["file"] for name in names})
            done = pytest_in(folder, files, {"order": names}, limit_s)
        finally:
            path.write_bytes(whole)
        if done.returncode in (-signal.SIGXCPU, -signal.SIGKILL):
            verdict = LATE
        elif done.returncode == 0:
            verdict = SURVIVED
        else:
            verdict = KILLED
            failed = re.search(r"^(?:FAILED|ERROR) (tests/\S+\.py(?:::.*?)?)(?: - (.*))?$", done.stdout, re.MULTILINE)
            by = failed[1] if failed and failed[1] in reach.tests else ""
            why = (failed[2] or "")[:120] if failed else done.stdout[-120:]
    return {
        "mutant": mutant.id,
        "verdict": verdict,
        "by": by,
        "why": why,
        "source": digest_of((ROOT / PACKAGE / mutant.file).read_bytes()),
        "tests": reach.digest([by] if by else names),
        "shown": mutant.shown(),
    }


def equivalents(path: Path, possible: set[str]) -> dict[str, str]:
    """Name to reason of the faults that change nothing anybody could see."""
    found = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.strip() and not line.startswith("#"):
            name, _, reason = line.strip().partition(" ")
            if name not in possible or not reason.strip():
                sys.exit(
                    f"{path}:{number}: {name} is not the name of a possible fault with a reason; take the line out"
                )
            found[name] = reason.strip()
    return found


def say(
    sample: Sequence[Mutant], entries: dict[str, dict[str, Any]], known: dict[str, str], possible: Counter[str]
) -> None:
    """The score of all and of each family, and what survived."""
    survived = [mutant for mutant in sample if not entries[mutant.id]["verdict"].startswith(KILLED)]
    wrong = sorted(each for each in known if each in entries and entries[each]["verdict"].startswith(KILLED))
    print("\nsurvived:")
    for mutant in sorted(survived, key=lambda each: (each.file, each.line)):
        why = f"   equivalent: {known[mutant.id]}" if mutant.id in known else ""
        reached = " (no test reaches it)" if entries[mutant.id]["verdict"] == UNREACHED else ""
        print(f"  {mutant.shown()}{reached}{why}")
    print(f"\n{'':18}{'possible':>9}{'sampled':>9}{'equivalent':>11}{'noticed':>9}   score and 95 % interval")
    rows = [*FAMILIES, "all"]
    for family in rows:
        own = [mutant for mutant in sample if family in (family_of(mutant.file), "all")]
        equivalent = sum(mutant.id in known for mutant in own)
        killed = sum(entries[mutant.id]["verdict"].startswith(KILLED) for mutant in own)
        total = len(own) - equivalent
        low, high = wilson(killed, total)
        score = f"{100 * killed / total:5.1f} % ({low:.0f} to {high:.0f})" if total else "none"
        number = sum(possible.values()) if family == "all" else possible[family]
        print(f"{family:18}{number:9,}{len(own):9}{equivalent:11}{killed:9}   {score}")
    verdicts = [entries[mutant.id] for mutant in sample]
    late = sum(each["verdict"] == LATE for each in verdicts)
    python = sum(any(word in each["why"] for word in ONLY_IN_PYTHON) for each in verdicts)
    print(f"{late} of those noticed do not end; {python} were noticed by an error that compiled code does not raise.")
    if wrong:
        sys.exit(f"equivalent.txt lists what a test notices: {' '.join(wrong)}; take these lines out")


def family_of(file: str) -> str:
    """Which family a file is of."""
    return next(name for name, patterns in FAMILIES.items() if file in files_of(patterns))


def files_of(patterns: Sequence[str]) -> list[str]:
    """Files of the package that patterns name."""
    base = ROOT / PACKAGE
    return sorted({path.relative_to(base).as_posix() for pattern in patterns for path in base.glob(pattern)})


def main() -> None:
    """Sample, judge what is not known yet, print each verdict and the score."""
    options = argparse.ArgumentParser(description="Do the tests notice a change?")
    options.add_argument("--count", type=int, default=200, help="mutants that are sampled")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--jobs", type=int, default=2, help="mutants judged at a time")
    options.add_argument("--only", default="", help="files whose path contains this")
    options.add_argument("--out", type=Path, default=ROOT / "out" / "mutants", help="where what is known is kept")
    given = options.parse_args()
    families = [
        [mutant for file in files_of(patterns) for mutant in mutants_of(ROOT / PACKAGE, file)]
        for patterns in FAMILIES.values()
    ]
    possible = Counter({name: len(family) for name, family in zip(FAMILIES, families, strict=True)})
    known = equivalents(ROOT / "bench" / "equivalent.txt", {each.id for family in families for each in family})
    sample = sampled(
        [[each for each in family if given.only in each.file] for family in families], given.count, given.seed
    )
    given.out.mkdir(parents=True, exist_ok=True)
    reach = Reach(given.out / "reached.json", [file for patterns in FAMILIES.values() for file in files_of(patterns)])
    journal = Journal(given.out / "journal.jsonl", reach)
    with tempfile.TemporaryDirectory() as home, journal.path.open("a", encoding="utf-8") as file:
        copies: queue.Queue[Path] = queue.Queue()
        for number in range(given.jobs):
            copies.put(copied(Path(home) / str(number)))
        reach.find(copies, given.jobs)
        entries = journal.known(sample)
        found = Counter(entry["by"] for entry in entries.values() if entry["by"])
        print(
            f"{sum(possible.values()):,} possible, {len(sample)} sampled by seed {given.seed}, {len(entries)} known",
            flush=True,
        )

        def one(mutant: Mutant) -> None:
            folder = copies.get()
            try:
                entry = judged(mutant, folder, reach, found)
            finally:
                copies.put(folder)
            file.write(json.dumps(entry, ensure_ascii=False) + "\n")
            file.flush()
            entries[mutant.id] = entry
            found[entry["by"]] += bool(entry["by"])
            print(f"{len(entries)}/{len(sample)} {entry['verdict']}  {mutant.shown()}", flush=True)

        with ThreadPoolExecutor(given.jobs) as pool:
            list(pool.map(one, [mutant for mutant in sample if mutant.id not in entries]))
    say(sample, entries, known, possible)


if __name__ == "__main__":
    main()
