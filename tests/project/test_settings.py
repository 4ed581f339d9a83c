from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from undercount.errors import InputError, MissingFileError, Problem
from undercount.project import load_project
from undercount.project.questions import NEEDS_OF_ALL, NEEDS_OF_SOME
from undercount.reconcile.needs.need import NEEDS


def _problems(folder: Path, text: str) -> list[Problem]:
    (folder / "undercount.toml").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_project(folder)
    return list(caught.value.problems)


def test_a_whole_project_is_read(tmp_path: Path) -> None:
    (tmp_path / "undercount.toml").write_text(
        """
        [project]
        title = "A port"
        seed = 7
        [[document]]
        path = "documents/*"
        [[series]]
        name = "camp"
        quantity = "camp_population"
        place = "The camp"
        anchors = ["register"]
        ask = [2016-08-31, "2016-09-01"]
        [[estimate]]
        name = "unseen"
        file = "histories/lists.csv"
        methods = ["loglinear"]
        model = "[A][B]"
        [report]
        suppress_below = 5
        language = "fr"
        """,
        encoding="utf-8",
    )
    project = load_project(tmp_path)
    assert (project.title, project.seed, project.documents) == ("A port", 7, ("documents/*",))
    (series,) = project.series
    assert series.ask == (date(2016, 8, 31), date(2016, 9, 1))
    assert (series.level, series.measure, series.anchors) == (0.9, "stock", ("register",))
    (estimate,) = project.estimates
    assert (estimate.settings, estimate.level) == ({"model": "[A][B]"}, 0.95)
    assert not estimate.robustness
    assert (project.report.suppress_below, project.report.language) == (5, "fr")


def test_a_language_that_no_catalogue_has_is_refused(tmp_path: Path) -> None:
    (tmp_path / "undercount.toml").write_text(
        '[project]\ntitle = "A port"\n[report]\nlanguage = "xx"\n', encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"xx.*en.*fr") as caught:
        load_project(tmp_path)
    assert [problem.row for problem in caught.value.problems] == [4]


def test_no_project_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="undercount init"):
        load_project(tmp_path)


def test_all_problems_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    problems = _problems(
        tmp_path,
        '[project]\ntitel = "x"\nseed = -3\n[[series]]\nname = "a b"\nlevel = 95\n'
        '[[series]]\nname = "c"\nquantity = "q"\nask = ["2016-13-01"]\n',
    )
    told = {(problem.row, problem.column) for problem in problems}
    assert told == {
        (2, "titel"),
        (3, "seed"),
        (5, "name"),
        (4, "quantity"),
        (6, "level"),
        (10, "ask"),
    }
    assert any(problem.hint == 'Did you mean "title"?' for problem in problems)


@pytest.mark.parametrize("text", ["[project]\ntitle = oops\n", "[project\n", "a = \n"])
def test_broken_toml_names_the_line(tmp_path: Path, text: str) -> None:
    (problem,) = _problems(tmp_path, text)
    assert problem.row in (1, 2)
    assert "not readable as TOML" in problem.what


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "undercount.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="UTF-8"):
        load_project(tmp_path)


@pytest.mark.parametrize("path", ["/etc/passwd", "../other/x.csv"])
def test_paths_stay_inside_the_project(tmp_path: Path, path: str) -> None:
    estimate = f'[[estimate]]\nname = "n"\nfile = "{path}"\nmethods = ["chao"]\n'
    text = f'{estimate}[[document]]\npath = "{path}"'
    problems = _problems(tmp_path, text)
    assert [problem.column for problem in problems] == ["file", "path"]
    assert all("leaves the project" in problem.what for problem in problems)


def test_two_questions_of_one_name_are_refused(tmp_path: Path) -> None:
    table = '[[series]]\nname = "camp"\nquantity = "q"\n'
    (problem,) = _problems(tmp_path, table + table)
    assert "camp" in problem.what


def test_an_estimate_may_say_its_interval(tmp_path: Path) -> None:
    table = '[[estimate]]\nname = "a"\nfile = "a.csv"\nmethods = ["loglinear"]\n'
    file = tmp_path / "undercount.toml"
    file.write_text(table, encoding="utf-8")
    (plain,) = load_project(tmp_path).estimates
    assert plain.settings == {}
    file.write_text(table + 'order = 2\ninterval = "bca"\nreplicates = 50\n', encoding="utf-8")
    (made,) = load_project(tmp_path).estimates
    assert made.settings == {"order": 2, "interval": "bca", "replicates": 50}
    for written, meant in (("5000", 5000), ('"none"', "no limit")):
        file.write_text(table + f"most_unseen = {written}\n", encoding="utf-8")
        assert load_project(tmp_path).estimates[0].settings == {"most_unseen": meant}
    file.write_text(table + 'interval = "bayes"\n', encoding="utf-8")
    with pytest.raises(InputError, match="bayes"):
        load_project(tmp_path)


SERIES = '[[series]]\nname = "camp"\nquantity = "q"\n'


def test_a_series_may_name_its_whole_and_what_made_it_jump(tmp_path: Path) -> None:
    text = (
        f'{SERIES}interventions = [{{ start = 2016-02-29, end = 2016-03-16, name = "cleared" }}]\n'
        '[[series]]\nname = "children"\nquantity = "c"\npart_of = "camp"\n'
    )
    (tmp_path / "undercount.toml").write_text(text, encoding="utf-8")
    camp, children = load_project(tmp_path).series
    (cleared,) = camp.interventions
    assert (cleared.start, cleared.end, cleared.name) == (
        date(2016, 2, 29),
        date(2016, 3, 16),
        "cleared",
    )
    assert (camp.part_of, children.part_of) == (None, "camp")


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("interventions = [{ strt = 2016-02-29 }]", "strt"),
        ("interventions = [{ start = 2016-02-29, end = 2016-02-01 }]", "end"),
        ('part_of = "camp"', "series"),
        ('part_of = "nothing"', "series"),
    ],
)
def test_what_a_series_cannot_mean_is_told(tmp_path: Path, line: str, column: str) -> None:
    problems = _problems(tmp_path, SERIES + line)
    assert column in [problem.column for problem in problems]
    assert all(problem.row for problem in problems)


def test_a_balance_names_what_its_quantities_claim(tmp_path: Path) -> None:
    text = '[[balance]]\nname = "camp"\nstock = ["q"]\nexits = ["a", "b"]\nopened = 2015-04-01\n'
    (tmp_path / "undercount.toml").write_text(text, encoding="utf-8")
    (balance,) = load_project(tmp_path).balances
    assert balance.quantities == {"stock": ("q",), "exits": ("a", "b")}
    assert balance.opened == date(2015, 4, 1)
    problems = _problems(
        tmp_path, '[[balance]]\nname = "camp"\nopened = [2015-04-01, 2015-05-01]\n'
    )
    assert {problem.column for problem in problems} == {"stock", "opened"}


WHAT_IF = f'{SERIES}[[what_if]]\nname = "winter"\nseries = "camp"\nuntil = 2024-12-31\n'


def test_a_what_if_knows_the_needs_that_are_worked_out() -> None:
    some = [kind for kind, sort in NEEDS.items() if sort.per_person is None]
    assert list(NEEDS_OF_SOME) == some
    assert [*NEEDS_OF_ALL, *NEEDS_OF_SOME] == list(NEEDS)


@pytest.mark.parametrize(
    ("line", "column", "row"),
    [
        ('needs = [{ kind = "drones" }]', "kind", 8),
        ("needs = [{ capacity = 3 }]", "kind", 8),
        ('needs = [{ kind = "family_transfers" }]', "needs", 8),
        ('needs = [{ kind = "beds", share = [0.5, 2] }]', "share", 8),
        ('needs = [{ kind = "beds", share = 0.5, number = 2 }]', "needs", 8),
        ('needs = [{ kind = "beds", capacity = "x" }]', "capacity", 8),
        ('exits_share = [0.2, 1.5]\nneeds = [{ kind = "beds" }]', "exits_share", 8),
        ('start = 2025-01-01\nneeds = [{ kind = "beds" }]', "until", 7),
    ],
)
def test_what_a_what_if_cannot_mean_is_told_before_any_work(
    tmp_path: Path, line: str, column: str, row: int
) -> None:
    (problem,) = _problems(tmp_path, WHAT_IF + line)
    assert (problem.column, problem.row) == (column, row)
    assert problem.hint or column == "capacity"


def test_a_list_inside_a_question_is_told_as_it_is_written(tmp_path: Path) -> None:
    (problem,) = _problems(tmp_path, SERIES + 'interventions = "cleared"')
    assert problem.hint == "As in: interventions = [{ key = value }]"
    (problem,) = _problems(tmp_path, SERIES + "interventions = [{ start = 2016-02-29, name = 3 }]")
    assert (problem.column, problem.row) == ("name", 4)


LINKED = (
    '[registers.a]\npath = "a.csv"\n[registers.b]\npath = "b.csv"\n'
    '[[estimate]]\nname = "e"\nlists = ["a", "b"]\nmethods = ["loglinear"]\n'
)


def test_noise_is_off_unless_it_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "undercount.toml"
    file.write_text(LINKED, encoding="utf-8")
    assert load_project(tmp_path).report.epsilon is None
    file.write_text(LINKED + "[report]\nepsilon = 0.5\nbudget = 2\n", encoding="utf-8")
    report = load_project(tmp_path).report
    assert (report.epsilon, report.budget) == (0.5, 2.0)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (LINKED + "[report]\nepsilon = 20\n", "must lie between 0.01 and 10"),
        (LINKED + "[report]\nepsilon = true\n", "must be a number above 0"),
        (LINKED + "[report]\nbudget = 2\n", "there is none"),
        (LINKED + "[report]\nepsilon = 1.0\nbudget = 0.5\n", "less than one table costs"),
        (LINKED + 'by = ["sex"]\n[report]\nepsilon = 1.0\n', "cannot be had with groups"),
    ],
)
def test_noise_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, what: str) -> None:
    (problem,) = _problems(tmp_path, text)
    assert what in problem.what
    assert problem.column in ("epsilon", "budget")
