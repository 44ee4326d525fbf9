"""Every code that the command leaves with, and what it says to a script."""

from __future__ import annotations

EXITS = {
    0: "done; also where nobody reads the output any more",
    1: "a defect of Hillfort itself: please report what it printed",
    2: "wrong input, or something could not be read or written",
    3: "the model has no answer, a check failed, or there is not enough memory",
    130: "interrupted; draws that were fought for a folder are kept beside it",
}
"""Meaning by code. The table in docs/results-on-disk.md says the same at more length."""

EPILOG = "Exit codes: " + "; ".join(f"{code} {meaning.split(';')[0]}" for code, meaning in EXITS.items()) + "."
DONE, DEFECT, WRONG, NO_ANSWER, INTERRUPTED = EXITS
