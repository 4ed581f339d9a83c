"""Which figures stand beside one, by the files of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from undercount.project import write_json
from undercount.review.beside import Beside


def _pair(one: int, other: int, relation: str, why: str) -> dict[str, Any]:
    return {"one": ["a.txt", one], "other": ["a.txt", other], "surfaces": ["1", "2"],
            "relation": relation, "why": why}  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    descent = {"child": "b", "parent": "a", "how": "same", "reasons": [], "text": "b comes of a."}
    drift = {"child": "c", "parent": "a", "text": "doubled on the way"}
    (tmp_path / "series").mkdir()
    write_json(
        tmp_path / "lineage.json",
        {
            "lineage": {
                "descents": [descent],
                "counts": [{"root": "a", "members": ["a", "b"]}],
            },
            "drifts": [drift],
            "repairs": [],
        },
    )
    conflict = {"kind": "same-day", "text": "cannot both hold", "figures": ["a", "d"]}
    write_json(tmp_path / "conflicts.json", {"conflicts": [conflict]})
    pairs = [
        _pair(1, 9, "independent", "different claimants"),
        _pair(1, 5, "repeated", "the same sentence"),
    ]
    write_json(tmp_path / "copies.json", {"pairs": pairs})
    write_json(tmp_path / "series" / "quay.json", {"observations": [{"figure_id": "a"}]})
    write_json(tmp_path / "series" / "none.json", {"not_estimable": "too few"})
    return tmp_path


def test_what_contradicts_goes_before_what_agrees(root: Path) -> None:
    found = [(near.why, near.id or near.place) for near in Beside(root).of("a", ("a.txt", 1))]
    assert found == [
        ("copy", "c"), ("conflict", "d"), ("same count", "b"), ("same count", "b"),
        ("copy", ("a.txt", 5)), ("same quantity", ("a.txt", 9)),
    ]  # fmt: skip
    (back,) = Beside(root).of("d", None)
    assert (back.why, back.id, back.text) == ("conflict", "a", "cannot both hold")
    assert Beside(root).of("nobody", None) == []


def test_which_series_use_a_figure(root: Path) -> None:
    beside = Beside(root)
    assert (beside.used_in("a"), beside.used_in("b")) == (["quay"], [])


def test_a_later_run_is_seen_and_a_project_without_one_has_nothing(
    root: Path, tmp_path: Path
) -> None:
    beside = Beside(root)
    assert beside.used_in("a") == ["quay"]
    write_json(root / "series" / "quay.json", {"observations": [{"figure_id": "b"}]})
    assert (beside.used_in("a"), beside.used_in("b")) == ([], ["quay"])
    for name in ("lineage.json", "conflicts.json", "copies.json"):
        (root / name).unlink()
    assert beside.of("a", ("a.txt", 1)) == []
    assert Beside(tmp_path / "nothing").used_in("a") == []
