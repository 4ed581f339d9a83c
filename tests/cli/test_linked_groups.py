"""Groups of linked people: by what most of a person's records say."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from tests.cli.linked_project import write_project
from tests.report import linked
from undercount.histories.linked import LinkedHistories
from undercount.link.draws import PartitionDraws
from undercount.registers import register_from_frame
from undercount.report import render
from undercount.results import Estimate, EstimateSet
from undercount.workflow.linked_groups import (
    NOT_KNOWN,
    Groups,
    columns_in_clear,
    counts_in,
    drawn_in,
    groups_of,
    read_groups,
    write_groups,
)
from undercount.workflow.pipeline import run

# Two lists of three records; the first records of both are one person, told "ERI" twice.
CLUSTERS = np.array([0, 1, 2, 0, 3, 4], dtype=np.int32)
OF_LIST = np.array([0, 0, 0, 1, 1, 1], dtype=np.int16)


def _groups() -> Groups:
    frames = (("ERI", "SDN", ""), ("Eritrean", "SDN", "AFG"))
    registers = [
        register_from_frame(
            f"list{i}",
            pa.table({"name": ["Ann One", "Bob Two", "Cid Three"], "nationality": list(values)}),
        )
        for i, values in enumerate(frames)
    ]
    return groups_of(columns_in_clear(registers, ["nationality"]), CLUSTERS)


def test_a_person_is_of_the_group_that_most_records_say() -> None:
    groups = _groups()
    assert groups.labels == ("AFG", "ERI", "SDN", NOT_KNOWN)
    assert [groups.labels[g] for g in groups.of] == ["ERI", "SDN", NOT_KNOWN, "ERI", "SDN", "AFG"]
    counts = counts_in(groups, CLUSTERS, OF_LIST, 2)
    assert counts.tolist() == [[0, 0, 1, 0], [0, 0, 0, 1], [0, 1, 1, 0], [0, 1, 0, 0]]


def test_drawn_people_add_up_over_groups_to_all() -> None:
    rng = np.random.default_rng(4)
    labels = np.array([np.unique(rng.integers(0, 4, 6), return_inverse=True)[1] for _ in range(9)])
    draws = PartitionDraws(("a", "b"), OF_LIST, labels.astype(np.int32), 1.0)
    groups = _groups()
    parts = sum(drawn_in(groups, g, draws) for g in range(len(groups.labels)))
    assert parts == pytest.approx(draws.histories())


def test_groups_are_read_as_they_were_written(tmp_path: Path) -> None:
    made = LinkedHistories(("a", "b"), np.array([0.0, 4, 3, 2]), np.zeros((0, 4)), n_records=11)
    write_groups(tmp_path, [("ERI", made), ("SDN", made)])
    write_groups(tmp_path, [("ERI", made)])
    ((label, again),) = read_groups(tmp_path)
    assert label == "ERI"
    assert again.linked.tolist() == made.linked.tolist()
    assert len(list((tmp_path / "groups").iterdir())) == 1


def test_a_project_by_sex(tmp_path: Path) -> None:
    root = tmp_path / "world"
    write_project(root)
    settings = root / "undercount.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace('methods = ["loglinear"]',
        'methods = ["loglinear"]\nby = ["sex"]'), encoding="utf-8",
    )  # fmt: skip
    outcome = run(root)
    labels = [row["label"] for row in outcome.estimates[0]["rows"]]
    assert labels[:2] == ["averaged", "point"]
    assert {"f: averaged", "m: averaged"} <= set(labels)
    names = {row["name"] for row in outcome.estimates[0]["rows"]}
    assert {"total", "f", "m"} <= names
    with (root / "histories/everybody.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert {row["sex"] for row in rows} >= {"f", "m"}
    assert all(row["count"] == "" or int(row["count"]) >= 10 for row in rows)
    # The whole is told once, from everybody, and the picture of the ways shows the whole alone.
    page = (root / "reports/index.html").read_text(encoding="utf-8")
    picture = page[page.index("chart-everybody-ways") :]
    assert "(f)" not in picture[: picture.index("</svg>")]
    assert run(root).done == ()


def test_a_page_shows_groups_as_one_picture() -> None:
    """Rows of groups would else fill the page with the same cautions again and again."""
    estimates = linked.estimates(audited=False)
    rows = [
        (f"{group}: {label}" if group else label, replace(answer, name=group or "total"))
        for group in ("", "ERI", "SDN")
        for label, answer in estimates
        if isinstance(answer, Estimate)
    ]
    page = linked.page(audited=False)
    html = render(replace(page, estimates=(EstimateSet("camp", tuple(rows), "Camp"),)))
    picture = html[html.index("chart-camp-groups") :]
    picture = picture[: picture.index("</svg>")]
    assert ">ERI<" in picture
    assert ">SDN<" in picture
    assert html.count('<section class="result">') == 2
