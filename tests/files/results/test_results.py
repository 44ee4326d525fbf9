"""Result folders: whole or not at all, whatever happens on the way."""

from __future__ import annotations

import dataclasses
import errno
import itertools
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hillfort.files.results import folder as results
from hillfort.files.results.checkpoints import (
    Checkpoints,
    StudyKey,
    outcome_from_bytes,
    outcome_to_bytes,
    partial_of,
    remove_partial,
)
from hillfort.files.results.lock import alone
from hillfort.files.results.manifest import ManifestStudy
from hillfort.files.results.place import claimed
from hillfort.foundation.errors import InputError
from studies import synthetic

SUMMARY = {"hillfort": "0", "complete": True, "value": float("nan")}
TABLE = {"hour": np.array([1.0, np.nan]), "name": np.array(["a", "b"], dtype=object)}
KEY = StudyKey("0", "k", synthetic.scenario().hash, "short", 1, 10)
STUDY = ManifestStudy("assess", "invented", 100, {"seed": 1})
NAMES = ("report.html", "result.json", "t.parquet", "old.html")


def write(folder: Path, *, study: ManifestStudy = STUDY, force: bool = False, **changes: Any) -> None:
    given = {"summary": SUMMARY, "tables": {"t": TABLE}, "documents": {"report.html": "<p>"}, **changes}
    with claimed(folder, study, force=force, names=NAMES) as place:
        results.write_result(place, **given)


def check(folder: Path) -> None:
    with claimed(folder, STUDY, names=NAMES):
        pass


def test_a_result_is_there_whole(tmp_path: Path) -> None:
    write(tmp_path / "deep" / "er" / "out")
    folder = tmp_path / "deep" / "er" / "out"
    assert sorted(path.name for path in folder.iterdir()) == [
        "manifest.json",
        "report.html",
        "result.json",
        "t.parquet",
    ]
    assert results.read_summary(folder)["value"] is None
    assert pyarrow.parquet.read_table(folder / "t.parquet")["hour"].to_pylist() == [1.0, None]
    assert [path.name for path in folder.parent.iterdir()] == ["out"]


def test_an_earlier_result_is_replaced_as_a_whole(tmp_path: Path) -> None:
    write(tmp_path / "out", documents={"old.html": "old"})
    write(tmp_path / "out")
    assert not (tmp_path / "out" / "old.html").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("years of work", encoding="utf-8")
    with pytest.raises(InputError, match="not a Hillfort result"):
        write(tmp_path)
    assert (tmp_path / "thesis.doc").read_text(encoding="utf-8") == "years of work"


def test_an_empty_folder_may_be_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    write(tmp_path / "out")
    assert results.is_result(tmp_path / "out")


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("", encoding="utf-8")
    with pytest.raises(InputError, match="is a file"):
        check(tmp_path / "out")
    with pytest.raises(InputError, match="cannot be"):
        check(tmp_path / "out" / "below")


def test_a_folder_that_cannot_be_written_to_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, *_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(InputError, match="cannot be written to: permission denied"):
        check(tmp_path / "out")


@pytest.mark.parametrize("victim", ["write_table", "write_bytes", "swap.commit"])
def test_a_full_disk_leaves_nothing_that_looks_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, victim: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(f"hillfort.files.results.folder.{victim}", full)
    with pytest.raises(results.WriteError, match="the disk is full"):
        write(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_the_earlier_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "out", documents={"old.html": "old"})

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(results, "write_bytes", full)
    with pytest.raises(results.WriteError):
        write(tmp_path / "out")
    assert (tmp_path / "out" / "old.html").exists()
    assert results.is_result(tmp_path / "out")


def test_whichever_rename_is_refused_the_earlier_result_is_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk refuses one rename and works again: the command itself puts back what it had moved, not the next one."""
    write(tmp_path / "out", documents={"old.html": "old"})
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    real, refused = os.rename, 0
    for at in range(1, 100):
        renames = itertools.count(1)

        def rename(*given: Any, at: int = at, renames: Iterator[int] = renames, **named: Any) -> None:
            if next(renames) == at:
                raise OSError(errno.EIO, "Input/output error")
            real(*given, **named)

        monkeypatch.setattr(os, "rename", rename)
        try:
            write(tmp_path / "out")
        except results.WriteError:
            refused += 1
            assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before
            assert os.listdir(tmp_path) == ["out"]
        else:
            break
    assert refused == len(before) + len(("manifest.json", "report.html", "result.json", "t.parquet"))
    assert not (tmp_path / "out" / "old.html").exists()


def test_an_interruption_while_writing_never_looks_finished(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever file the interruption falls on: no folder of that name, and nothing with a complete summary."""
    for victim in ("folder.write_table", "folder.write_bytes", "swap.sync_folder"):

        def stop(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(f"hillfort.files.results.{victim}", stop)
            with pytest.raises(KeyboardInterrupt):
                write(tmp_path / "out")
        assert not (tmp_path / "out").exists()


def test_a_folder_without_a_complete_summary_is_no_result(tmp_path: Path) -> None:
    for content in ("", "{", "[]", '{"hillfort": "0"}', '{"hillfort": "0", "complete": false}'):
        (tmp_path / "result.json").write_text(content, encoding="utf-8")
        assert not results.is_result(tmp_path)
        with pytest.raises(InputError, match="not a folder with a complete"):
            results.read_summary(tmp_path)


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_json_is_strict_whatever_is_in_it(value: object) -> None:
    def refuse(_: str) -> None:
        raise AssertionError("not strict JSON")

    json.loads(results.strict_json({"value": value}), parse_constant=refuse)


def test_a_trace_becomes_one_row_an_hour_and_unit() -> None:
    trace = synthetic.trace(synthetic.scenario(), coa="short", seed=1, draw=0)
    tables = results.trace_tables(trace, synthetic.theatre().cells.ids)
    assert len(tables["trace_units"]["hour"]) == (trace.cell >= 0).sum()
    assert tables["trace_units"]["hour"].min() == -24
    assert set(tables["trace_control"]["side"]) == {"red"}


def test_an_outcome_survives_being_kept() -> None:
    one = synthetic.outcome(40, 20)
    two = outcome_from_bytes(outcome_to_bytes(one))
    assert (two.objectives, two.first_draw, two.days) == (one.objectives, 20, 10)
    np.testing.assert_array_equal(two.lost_h, one.lost_h)
    np.testing.assert_array_equal(two.cell_lost, one.cell_lost)


def test_kept_draws_are_found_by_the_same_study_only(tmp_path: Path) -> None:
    Checkpoints(tmp_path / "out", KEY).keep(synthetic.outcome(30))
    assert [part.draws for part in Checkpoints(tmp_path / "out", KEY).load()] == [30]
    for other in (dataclasses.replace(KEY, seed=2), dataclasses.replace(KEY, scenario_hash="other")):
        assert Checkpoints(tmp_path / "out", other).load() == ()


def test_a_damaged_batch_is_left_out(tmp_path: Path) -> None:
    kept = Checkpoints(tmp_path / "out", KEY)
    kept.keep(synthetic.outcome(30))
    kept.keep(synthetic.outcome(30, 30))
    victim = next(kept.folder.glob("draws-0000030-*.npz"))
    victim.write_bytes(victim.read_bytes()[:200])
    assert [part.first_draw for part in kept.load()] == [0]


def test_a_batch_of_another_study_under_the_name_of_this_one_is_left_out(tmp_path: Path) -> None:
    kept = Checkpoints(tmp_path / "out", KEY)
    kept.keep(synthetic.outcome(30, seed=2))
    kept.keep(synthetic.outcome(30, lost_h=np.zeros((7, 3), np.float32)))
    assert kept.load() == ()


def test_asking_for_something_else_takes_nothing_away(tmp_path: Path) -> None:
    one, two = (Checkpoints(tmp_path / "out", dataclasses.replace(KEY, seed=seed)) for seed in (1, 2))
    one.keep(synthetic.outcome(30))
    two.keep(synthetic.outcome(40, seed=2))
    assert [part.draws for kept in (one, two) for part in kept.load()] == [30, 40]


def test_what_is_not_ours_in_a_partial_folder_stays(tmp_path: Path) -> None:
    kept = Checkpoints(tmp_path / "out", KEY)
    kept.keep(synthetic.outcome(30))
    (kept.partial / "thesis.doc").write_text("years of work", encoding="utf-8")
    remove_partial(tmp_path / "out", [KEY.digest()])
    assert [path.name for path in kept.partial.iterdir()] == ["thesis.doc"]


def test_two_runs_never_write_to_the_same_folder_at_once(tmp_path: Path) -> None:
    with alone(tmp_path / "out"):
        with pytest.raises(InputError, match="another run is writing there"), alone(tmp_path / "out"):
            pass
        with alone(tmp_path / "other"):
            pass
    with alone(tmp_path / "out"):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_partial_folder_never_passes_for_a_result(tmp_path: Path) -> None:
    kept = Checkpoints(tmp_path / "out", KEY)
    kept.keep(synthetic.outcome(30))
    kept.keep_summary({"hillfort": "0", "complete": True}, 500)
    assert kept.partial == partial_of(tmp_path / "out")
    assert not results.is_result(kept.partial)
    assert json.loads((kept.partial / "result.json").read_text(encoding="utf-8"))["draws_wanted"] == 500


def test_trouble_with_the_disk_does_not_stop_a_study(tmp_path: Path) -> None:
    (tmp_path / "out.partial").write_text("in the way", encoding="utf-8")
    kept = Checkpoints(tmp_path / "out", KEY)
    kept.keep(synthetic.outcome(30))
    assert "Not all draws could be kept" in kept.trouble
