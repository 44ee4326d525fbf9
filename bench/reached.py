"""A plugin for pytest: which lines of some files each test reaches, or only some tests in a given order.

`HILLFORT_REACHED` names a file of JSON with what is asked: `watch` (files whose lines are looked at), `most` (calls
after which a test is too long for this and is left) and `into` (where the answer goes), or `order` (names of tests).
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures.thread import _WorkItem as Work
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest

_run: Any = Work.run
GIVEN: dict[str, Any] = json.loads(Path(os.environ["HILLFORT_REACHED"]).read_text(encoding="utf-8"))
FIRST = 4
"""How many times as many calls the first test of a file may make: it builds what others find ready."""
DULL = 40
"""Calls of a function in a row that reach no new line, after which a test is no longer watched there."""


class Watch:
    """Lines that have been reached since it was begun."""

    def __init__(self, files: list[str], most: int) -> None:
        self.files = {str(Path(file).resolve()): file for file in files}
        self.most, self.allowed, self.calls, self.too_long = most, FIRST * most, 0, False
        self.lines: dict[int, set[int]] = {}
        self.dull: dict[int, int] = {}
        self.codes: dict[int, CodeType] = {}

    def begin(self) -> None:
        """Forget what was seen and look anew, in the main thread and in others."""
        self.calls, self.too_long = 0, False
        self.lines, self.dull, self.codes = {}, {}, {}
        threading.settrace(self.entered)

        def run(work: Any) -> None:  # a thread that was stopped once is not watched any more, but takes the next work
            sys.settrace(self.entered)
            _run(work)

        Work.run = run  # type: ignore[method-assign]
        sys.settrace(self.entered)

    def end(self) -> dict[str, list[int]]:
        """Stop looking; file to lines."""
        sys.settrace(None)
        Work.run = _run  # type: ignore[method-assign]
        threading.settrace(None)  # type: ignore[arg-type]
        self.allowed = self.most
        return self.seen()

    def seen(self) -> dict[str, list[int]]:
        """What was reached so far; file to lines."""
        found: dict[str, set[int]] = {}
        for number, lines in self.lines.items():
            found.setdefault(self.files[self.codes[number].co_filename], set()).update(lines)
        return {file: sorted(lines) for file, lines in sorted(found.items())}

    def entered(self, frame: FrameType, *_: Any) -> Any:
        """A function was called."""
        self.calls += 1
        if self.calls > self.allowed:
            self.too_long = True
            raise pytest.skip.Exception("too long to be tried with every fault")
        code = frame.f_code
        if code.co_filename not in self.files:
            return None
        number = id(code)
        self.codes[number] = code
        self.dull[number] = self.dull.get(number, 0) + 1
        if self.dull[number] > DULL:
            return None
        self.lines.setdefault(number, set())
        return self.at_line

    def at_line(self, frame: FrameType, event: str, _: Any) -> Any:
        """A line of a watched function is run."""
        if event == "line":
            number = id(frame.f_code)
            if frame.f_lineno not in self.lines.setdefault(number, set()):
                self.lines[number].add(frame.f_lineno)
                self.dull[number] = 0
        return self.at_line


def _together(one: dict[str, list[int]], other: dict[str, list[int]]) -> dict[str, list[int]]:
    return {file: sorted({*one.get(file, ()), *other.get(file, ())}) for file in sorted({*one, *other})}


class Recorder:
    """What each test reached; a fixture that several tests share is reached by all of them."""

    def __init__(self) -> None:
        self.watch = Watch(GIVEN["watch"], GIVEN["most"])
        self.tests: dict[str, dict[str, Any]] = {}
        self.shared: dict[str, dict[str, list[int]]] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Watch a test and what sets it up."""
        entry = self.tests[item.nodeid] = {"passed": True, "lines": {}}
        begun = time.process_time()
        self.watch.begin()
        try:
            return (yield)
        finally:
            lines = self.watch.end()
            for name in getattr(item, "fixturenames", ()):
                lines = _together(lines, self.shared.get(name, {}))
            entry |= {"lines": lines, "calls": self.watch.calls, "seconds": time.process_time() - begun}
            entry["passed"] = entry["passed"] and not self.watch.too_long

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:
        """What a fixture of more than one test reaches is kept."""
        try:
            return (yield)
        finally:
            if fixturedef.scope != "function":
                self.shared[fixturedef.argname] = self.watch.seen()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """A test that does not pass without a fault tells nothing with one."""
        if report.outcome != "passed":
            self.tests[report.nodeid]["passed"] = False

    def pytest_sessionfinish(self) -> None:
        """Write the answer."""
        Path(GIVEN["into"]).write_text(json.dumps(self.tests), encoding="utf-8")


class Order:
    """Only the tests that are asked for, in the order in which they are."""

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out the rest."""
        place = {name: number for number, name in enumerate(GIVEN["order"])}
        items[:] = sorted((item for item in items if item.nodeid in place), key=lambda item: place[item.nodeid])


def pytest_configure(config: pytest.Config) -> None:
    """Hang in what is asked."""
    config.pluginmanager.register(Order() if "order" in GIVEN else Recorder())
