"""Batches: any cut gives the same outcome, and an interruption loses nothing that was complete."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hillfort.campaign import run
from hillfort.campaign.outcome import Outcome
from hillfort.files.scenario import read
from hillfort.studies import request
from hillfort.studies.campaign import batches
from studies import synthetic


def same(one: Outcome, two: Outcome) -> bool:
    """Equal in every field, the clock aside."""
    return all(
        np.array_equal(getattr(one, field.name), getattr(two, field.name), equal_nan=True)
        if isinstance(getattr(one, field.name), np.ndarray) and getattr(one, field.name).dtype.kind == "f"
        else np.array_equal(getattr(one, field.name), getattr(two, field.name))
        for field in dataclasses.fields(Outcome)
        if field.name not in ("seconds", "cell_lost", "unit_hours")
    )


@settings(max_examples=20)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=6), st.randoms())
def test_however_draws_are_cut_they_make_the_same_outcome(sizes: list[int], chance: object) -> None:
    starts = np.cumsum([0, *sizes])
    parts = [synthetic.outcome(size, int(start)) for size, start in zip(sizes, starts, strict=False)]
    chance.shuffle(parts)  # type: ignore[attr-defined]
    whole = batches.concatenate(parts)
    assert same(whole, synthetic.outcome(int(starts[-1])))
    assert whole.cell_lost.sum() == sum(part.cell_lost.sum() for part in parts)


def test_batches_with_a_gap_or_of_different_studies_are_refused() -> None:
    with pytest.raises(ValueError, match="draw 10 expected, found 20"):
        batches.concatenate([synthetic.outcome(10, 0), synthetic.outcome(10, 20)])
    with pytest.raises(ValueError, match="seed differ"):
        batches.concatenate([synthetic.outcome(10, 0), synthetic.outcome(10, 10, seed=2)])
    with pytest.raises(ValueError, match="nothing"):
        batches.concatenate([])


def test_an_interruption_hands_over_what_was_complete(monkeypatch: pytest.MonkeyPatch) -> None:
    def fight(case: object, *, first_draw: int, **asked: object) -> Outcome:
        if first_draw >= 100:
            raise KeyboardInterrupt
        return synthetic.fight(case, first_draw=first_draw, **asked)

    monkeypatch.setattr(run, "fight", fight)
    kept: list[Outcome] = []
    with pytest.raises(batches.Interrupted) as stop:
        batches.fight_in_batches(
            synthetic.scenario(),
            request.Request("short", 500, 10, 1, None),
            checkpoint=batches.Checkpoint((), kept.append),
        )
    assert stop.value.outcome is not None
    assert stop.value.outcome.draws == sum(part.draws for part in kept) >= 100
    assert stop.value.wanted == 500


def test_draws_that_exist_are_not_fought_again(monkeypatch: pytest.MonkeyPatch) -> None:
    fought: list[int] = []

    def fight(case: object, *, first_draw: int, **asked: object) -> Outcome:
        fought.append(first_draw)
        return synthetic.fight(case, first_draw=first_draw, **asked)

    monkeypatch.setattr(run, "fight", fight)
    done = (synthetic.outcome(60, 0), synthetic.outcome(40, 60), synthetic.outcome(40, 140))
    found = batches.fight_in_batches(
        synthetic.scenario(),
        request.Request("short", 200, 10, 1, None),
        checkpoint=batches.Checkpoint(done, lambda _: None),
    )
    assert min(fought) == 100
    assert same(found, synthetic.outcome(200))


def test_progress_counts_up_to_what_was_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "fight", synthetic.fight)
    seen: list[tuple[int, int]] = []
    asked = request.Request("short", 230, 10, 1, None)
    batches.fight_in_batches(synthetic.scenario(), asked, progress=lambda done, wanted: seen.append((done, wanted)))
    assert seen == sorted(seen)
    assert seen[-1] == (230, 230)


def test_a_real_campaign_fought_in_batches_of_any_size_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clock chooses how many draws a batch has, so nothing may hang on that."""
    war = read.scenario("marrow")
    asked = request.check(war, draws=24, seed=3, threads=1)

    def cut(sizes: list[int]) -> Outcome:
        left = iter(sizes[1:])
        monkeypatch.setattr(batches, "SMALLEST_BATCH", sizes[0])
        monkeypatch.setattr(batches, "FIRST_BATCH", sizes[0])
        monkeypatch.setattr(batches, "next_size", lambda size, seconds: next(left, 24))
        return batches.fight_in_batches(war, asked)

    whole = cut([24])
    for sizes in ([1, 23], [7, 1, 16], [5] * 5):
        found = cut(sizes)
        assert same(whole, found)
        np.testing.assert_array_equal(whole.cell_lost, found.cell_lost)
        np.testing.assert_allclose(whole.unit_hours, found.unit_hours, rtol=1e-12)
