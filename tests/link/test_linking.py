from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.link.lists import a_list, some_people
from undercount.errors import InputError, MissingFileError
from undercount.link import Linkage, link, point_counts
from undercount.project.atomic import write_bytes
from undercount.registers import Register


@pytest.fixture(scope="module")
def drawn() -> tuple[list[Register], Any]:
    return some_people(800, (0.6, 0.5, 0.5), seed=2)


@pytest.fixture(scope="module")
def linked(drawn: tuple[list[Register], Any]) -> Linkage:
    return link(drawn[0], seed=1)


def test_people_are_found_without_labels(linked: Linkage, drawn: Any) -> None:
    person = drawn[1]
    pairs = linked.pairs
    same = person[pairs.left] == person[pairs.right]
    taken = linked.clusters[pairs.left] == linked.clusters[pairs.right]
    assert (taken & same).sum() >= 0.97 * taken.sum()
    everyone = sum((person[i + 1 :] == person[i]).sum() for i in range(len(person) - 1))
    assert (taken & same).sum() >= 0.93 * everyone


def test_probabilities_are_calibrated(linked: Linkage, drawn: Any) -> None:
    person = drawn[1]
    pairs = linked.pairs
    same = person[pairs.left] == person[pairs.right]
    assert pairs.probability.sum() == pytest.approx(same.sum(), rel=0.05)


def test_histories_are_near_the_true_ones(linked: Linkage, drawn: Any) -> None:
    person = drawn[1]
    on = np.zeros(800, dtype=int)
    np.bitwise_or.at(on, person, 1 << linked.pairs.of_list.astype(int))
    true = np.bincount(on[on > 0], minlength=8)
    found = point_counts(linked)
    assert found[0] == 0
    assert np.abs(found - true)[1:].sum() <= 0.12 * true.sum()


def test_the_same_seed_links_alike(linked: Linkage, drawn: Any) -> None:
    again = link(drawn[0], seed=1)
    assert np.array_equal(again.clusters, linked.clusters)
    assert np.array_equal(again.pairs.probability, linked.pairs.probability)
    assert again.model == linked.model


def test_written_and_read_it_is_the_same(linked: Linkage, tmp_path: Path) -> None:
    linked.write(tmp_path)
    back = Linkage.read(tmp_path)
    assert back.lists == linked.lists
    assert back.record == linked.record
    assert back.reasons == linked.reasons
    assert back.comparisons == linked.comparisons
    assert np.array_equal(back.levels, linked.levels)
    assert np.array_equal(back.clusters, linked.clusters)
    assert np.array_equal(back.pairs.left, linked.pairs.left)
    assert np.array_equal(back.pairs.weight, linked.pairs.weight)
    assert back.model == linked.model
    assert pq.read_table(tmp_path / "clusters.parquet").column_names == [
        "list", "record", "cluster",
    ]  # fmt: skip
    files = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    linked.write(tmp_path)
    assert files == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_an_interrupted_write_is_no_linkage(
    linked: Linkage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(path: Path, data: bytes) -> None:
        if path.name == "clusters.parquet":
            raise KeyboardInterrupt
        write_bytes(path, data)

    linked.write(tmp_path)
    monkeypatch.setattr("undercount.link.linkage.write_bytes", killed)
    with pytest.raises(KeyboardInterrupt):
        linked.write(tmp_path)
    with pytest.raises(MissingFileError, match="undercount link"):
        Linkage.read(tmp_path)


def test_files_that_do_not_belong_together_are_refused(linked: Linkage, tmp_path: Path) -> None:
    linked.write(tmp_path)
    people = pq.read_table(tmp_path / "clusters.parquet")
    pq.write_table(people.slice(5), tmp_path / "clusters.parquet")
    with pytest.raises(InputError, match="not among the clusters"):
        Linkage.read(tmp_path)


def test_the_model_says_how_it_came_about(linked: Linkage) -> None:
    model = json.loads(json.dumps(linked.model))
    assert {rule["rule"] for rule in model["blocking"]} >= {"two_names", "one_name", "duplicates"}
    assert sum(rule["first_to_bring"] for rule in model["blocking"]) == model["candidates"]
    for comparison in model["comparisons"]:
        assert sum(comparison["u"]) == pytest.approx(1)
        assert all(sum(m) == pytest.approx(1) for m in comparison["m"])
    assert set(model["versions"]) == {"names", "splink"}


def test_reasons_say_what_agrees_and_what_is_missing() -> None:
    left = a_list("a", [{"name": "lina faraj", "birth": (1988, 4, 9), "sex": "f"}] * 1)
    right = a_list("b", [{"name": "lina faraj", "birth": (1988, 4, 9)}, {"name": "x", "sex": "m"}])
    found = link([left, right], seed=1)
    assert "the whole the same" in found.reasons[0]
    assert "same day of birth" in found.reasons[0]
    assert found.reasons[0].endswith("sex missing on one")


def test_an_unknown_backend_is_refused(drawn: Any) -> None:
    with pytest.raises(InputError, match="no backend 'oracle'"):
        link(drawn[0], backend="oracle")  # type: ignore[arg-type]  # wrong on purpose


def test_lists_without_a_pair_in_common_are_all_different_people() -> None:
    left = a_list("a", [{"name": "lina faraj", "birth": 1950}])
    right = a_list("b", [{"name": "omar hotak", "birth": 1990}])
    found = link([left, right], seed=1)
    assert point_counts(found).tolist() == [0, 1, 1, 0]
