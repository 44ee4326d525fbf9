"""What `validate deployments` says below its table of moves."""

from __future__ import annotations

import pytest

from hillfort.cli.validate_moves import taken_words
from hillfort.files.lines.deployments import Cases, Habits, parse_cases
from hillfort.workbench.validations import Deployments

HEAD = "case,from_lat,from_lon,to_lat,to_lon,mode,urgency,phase,ship_knots"
FULL = "50,10,54,20,sea-rail,forced,last,18"


def told(*lines: str, cases: Cases | None = None) -> str:
    text = "\n".join([HEAD, *(f"move {place},{line}" for place, line in enumerate(lines))])
    return taken_words(Deployments(cases or parse_cases(text, "x.csv"), [], {}, [], Habits()))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([FULL], ""),
        (
            ["50,10,54,20,rail,,,", "50,10,54,21,rail,,,"],
            "urgency administrative, until the last vehicle, ships of 13 to 19 knots.",
        ),
        ([FULL, "50,10,54,20,rail,,first,18"], "urgency administrative (line 3)."),
        (["50,10,54,20,rail,urgent,,", FULL], "until the last vehicle (line 2), ships of 13 to 19 knots (line 2)."),
    ],
)
def test_what_was_taken_is_named_only_for_the_lines_that_do_not_say_it(lines: list[str], said: str) -> None:
    assert told(*lines) == (f"Where the file does not say it: {said}" if said else "")


def test_an_answer_kept_before_lines_were_named_says_what_was_taken() -> None:
    assert "urgency administrative, until" in told(cases=Cases("x.csv", (), (), (), (2, 3)))
