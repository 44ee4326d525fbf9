"""One string says where a number stands: parsing, printing, what is near."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hillfort.foundation.addresses import near_step, parse, printed

STEPS = st.lists(st.one_of(st.text(min_size=1, max_size=12), st.integers(0, 999)), min_size=1, max_size=6).map(
    lambda steps: (str(steps[0]), *steps[1:])
)


@given(STEPS)
def test_any_steps_are_printed_so_that_they_are_parsed_again(steps: tuple[str | int, ...]) -> None:
    assert parse(printed(steps)) == steps


@given(st.text(max_size=20))
def test_a_text_is_an_address_in_one_way_or_none(text: str) -> None:
    try:
        steps = parse(text)
    except ValueError:
        return
    assert parse(printed(steps)) == steps


@pytest.mark.parametrize(
    "text", ["", ".a", "a.", "a..b", "[0]", "a[x]", "a[0", "a b .c", "a. b", 'a."b', "a.[0]", 'a"b"']
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no address"):
        parse(text)


def test_capital_letters_do_not_matter_for_what_is_near() -> None:
    assert near_step("ee", ["EE", "LV"]) == "EE"
    assert near_step("Formation", ["formations", "orders"]) == "formations"
