"""Checklists: what ships, what an office may write, and what it is told where it slips."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from undercount.errors import InputError, MissingFileError
from undercount.trace.checklist import read_checklist, read_progress
from undercount.trace.fields import RELATIONS

SMALL = """
title = "A law"
notice = "no legal advice"

[[link]]
name = "parent"
relations = ["father", "mother"]
says = "child and parent"

[[ground]]
name = "together"
article = "1"
says = "they may live together"
links = ["parent"]
conditions = ["minor"]
documents = ["link"]

[[condition]]
name = "minor"
known = "child is a minor"
article = "2"
says = "under age"

[[document]]
name = "link"
article = "3"
says = "evidence"

[[step]]
name = "begun"
article = "4"
says = "it begins"

[[step]]
name = "asked"
article = "5"
says = "it is asked"
due = [{ after = "begun", weeks = 2, article = "5" }]
"""


def written(tmp_path: Path, text: str, name: str = "steps.toml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_the_example_says_that_it_is_one_and_as_of_when() -> None:
    made = read_checklist()
    assert made.as_of == date(2016, 8, 31)
    assert "example" in made.notice
    assert "no legal advice" in made.notice
    assert all(step.article for step in made.steps)


def test_every_relation_is_a_link_of_the_example() -> None:
    made = read_checklist()
    assert all(made.link_of(relation) for relation in RELATIONS)


@pytest.mark.parametrize(
    ("relation", "article"),
    [("mother", "8(1)"), ("sister", "8(1)"), ("aunt", "8(2)"), ("grandfather", "8(2)")],
)
def test_the_first_ground_of_a_link(relation: str, article: str) -> None:
    made = read_checklist()
    link = made.link_of(relation)
    assert link is not None
    first = next(ground for ground in made.grounds if link.name in ground.links)
    assert first.article.startswith(article)


def test_a_cousin_is_on_the_humanitarian_ground_and_no_relative_of_article_2h() -> None:
    made = read_checklist()
    link = made.link_of("cousin")
    assert link is not None
    articles = [ground.article for ground in made.grounds if link.name in ground.links]
    assert "8(2), 2(h)" not in articles
    assert articles[-1] == "17(2)"


def test_an_office_writes_its_own(tmp_path: Path) -> None:
    made = read_checklist(written(tmp_path, SMALL))
    assert made.title == "A law"
    assert made.steps[1].due[0].weeks == 2


def test_all_slips_are_told_at_once(tmp_path: Path) -> None:
    text = SMALL.replace('["father", "mother"]', '["father", "stepmum"]')
    text = text.replace('documents = ["link"]', 'documents = ["passport"]')
    text = text.replace('after = "begun", weeks = 2', 'after = "start"')
    text = text.replace('says = "under age"', 'says = "under age"\nlaw = "x"')
    with pytest.raises(InputError) as caught:
        read_checklist(written(tmp_path, text))
    told = str(caught.value)
    for part in ("stepmum", "passport", '"start"', "says no time", "unknown key"):
        assert part in told


def test_a_name_that_comes_twice_is_refused(tmp_path: Path) -> None:
    twice = SMALL + '\n[[step]]\nname = "begun"\narticle = "4"\nsays = "again"\n'
    with pytest.raises(InputError, match='step "begun" comes twice'):
        read_checklist(written(tmp_path, twice))


def test_a_file_that_is_not_there_or_no_toml(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        read_checklist(tmp_path / "none.toml")
    with pytest.raises(InputError, match="not valid TOML"):
        read_checklist(written(tmp_path, "[[step"))
    path = tmp_path / "latin.toml"
    path.write_bytes(b'title = "\xe9"')
    with pytest.raises(InputError, match="UTF-8"):
        read_checklist(path)


def test_progress_of_cases(tmp_path: Path) -> None:
    text = """
[case.K-1]
relation = "uncle"
documents = { "link" = "held" }
answers = { "minor" = "yes" }
dates = { begun = 2016-03-31 }

[case."K 2"]
"""
    made = read_progress(
        written(tmp_path, text), read_checklist(written(tmp_path, SMALL, "c.toml"))
    )
    assert made["K-1"].relation == "uncle"
    assert made["K-1"].dates == {"begun": date(2016, 3, 31)}
    assert made["K-1"].documents == {"link": "held"}
    assert made["K 2"].documents == {}


def test_progress_names_what_the_checklist_has_not(tmp_path: Path) -> None:
    text = """
[case.K-1]
documents = { "lnk" = "held", "link" = "lost" }
answers = { "minor" = "perhaps" }
dates = { beguun = 2016-03-31 }
"""
    checklist = read_checklist(written(tmp_path, SMALL, "c.toml"))
    with pytest.raises(InputError) as caught:
        read_progress(written(tmp_path, text), checklist)
    told = str(caught.value)
    for part in ('Did you mean "link"', "'lost'", "'perhaps'", 'Did you mean "begun"'):
        assert part in told
