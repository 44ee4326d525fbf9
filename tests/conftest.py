"""What holds for the whole suite."""

from __future__ import annotations

from hypothesis import settings

# Kernels compile on first use and the machine may be busy: time is measured by the benchmark, never by a test. The same
# examples every time, so that a failure is a failure of the change at hand.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
