"""An interruption is never lost, even where the compiler would swallow it."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from hillfort.cli import stop

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of another kind")


@pytest.fixture
def listening() -> Iterator[None]:
    before = signal.signal(signal.SIGTERM, signal.SIG_DFL)
    others = {name: signal.getsignal(name) for name in (signal.SIGINT, signal.SIGHUP)}
    stop.listen()
    yield
    for name, handler in {signal.SIGTERM: before, **others}.items():
        signal.signal(name, handler)
    stop._asked.clear()


@pytest.mark.usefixtures("listening")
def test_a_signal_raises_where_it_is_heard() -> None:
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGTERM)


@pytest.mark.usefixtures("listening")
def test_inside_the_compiler_it_waits_and_then_raises() -> None:
    """What is raised in a callback of the compiler is printed and forgotten: the command would go on for ever."""
    space: dict[str, object] = {"os": os, "signal": signal, "time": time}
    source = "def inside():\n    os.kill(os.getpid(), signal.SIGTERM)\n    time.sleep(0.01)\n    return 'compiled'\n"
    exec(compile(source, "/somewhere/llvmlite/binding/callback.py", "exec"), space)
    assert space["inside"]() == "compiled"  # type: ignore[operator]
    assert stop.untold()
    with pytest.raises(KeyboardInterrupt):
        time.sleep(5.0)
