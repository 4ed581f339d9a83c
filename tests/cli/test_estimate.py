"""Every option of `undercount estimate`: an answer, a refusal that helps, or one clear message."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NoReturn

import pytest

from tests.cli.conftest import Call
from undercount.results import EstimateSet

LISTS = "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,9\n1,0,1,8\n0,1,1,7\n1,1,1,6\n"
APART = "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,0,1,8\n0,1,1,7\n"
TWO = "A,B,count\n1,0,40\n0,1,30\n1,1,6\n"
EMPTY = EstimateSet("methods", ())
REGISTER = "capture,count\n1,100\n2,20\n3,4\n"
PATTERNS = ("1,0,0", "0,1,0", "0,0,1", "1,1,0", "1,0,1", "0,1,1", "1,1,1")
PEOPLE = {"f": (40, 30, 20, 9, 8, 7, 6), "m": (25, 35, 22, 8, 5, 9, 4)}
BY_SEX = "A,B,C,sex,count\n" + "".join(
    f"{on},{sex},{n}\n"
    for sex, ns in PEOPLE.items()
    for on, n in zip(PATTERNS, ns, strict=True)
)  # fmt: skip


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    return written(tmp_path / "lists.csv", LISTS)


@pytest.fixture
def by_sex(tmp_path: Path) -> Path:
    return written(tmp_path / "by-sex.csv", BY_SEX)


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def strict(text: str) -> Any:
    """JSON in which no number is missing, as other tools read it."""

    def refuse(constant: str) -> NoReturn:
        raise ValueError(f"{constant} is no JSON")

    return json.loads(text, parse_constant=refuse)


def test_strata_are_rows_with_a_total(by_sex: Path, call: Call) -> None:
    called = call("estimate", by_sex, "--method", "chao", "--by", "sex", "--json")
    assert (called.code, called.err) == (0, "")
    rows = strict(called.out)["rows"]
    assert [row["label"] for row in rows] == ["f", "m", "total", "all together"]
    assert [row["name"] for row in rows] == ["f", "m", "total", "all together"]
    shown = call("estimate", by_sex, "--method", "chao", "--by", "sex")
    assert shown.code == 0
    assert "total" in shown.out


def test_a_refused_stratum_is_a_row_and_all_refused_exit_with_3(tmp_path: Path, call: Call) -> None:
    few = written(tmp_path / "few.csv", BY_SEX + "1,0,0,x,3\n0,1,0,x,2\n")
    called = call("estimate", few, "--method", "loglinear", "--by", "sex", "--json")
    assert called.code == 0
    rows = {row["label"]: row for row in strict(called.out)["rows"]}
    assert "not_estimable" in rows["x"]
    assert rows["x"]["name"] == "x"
    nobody = written(tmp_path / "nobody.csv", "A,B,C,sex,count\n1,0,0,f,0\n1,1,0,m,0\n")
    called = call("estimate", nobody, "--method", "loglinear", "--by", "sex", "--json")
    assert called.code == 3
    assert all("nobody" in row["not_estimable"] for row in strict(called.out)["rows"])


@pytest.mark.parametrize("method", ["loglinear", "model-average", "chao", "sample-coverage"])
def test_lists_that_exclude_each_other(tmp_path: Path, call: Call, method: str) -> None:
    file = written(tmp_path / "apart.csv", APART)
    called = call("estimate", file, "--method", method, "--exclusive", "A, B", "--json")
    answer = strict(called.out)
    assert called.code == (0 if method == "loglinear" else 3)
    assert ("not_estimable" in answer) == (method != "loglinear")
    if method != "loglinear":
        assert "Log-linear" in answer["what_would_help"]


def test_a_list_that_holds_others_too(lists: Path, call: Call) -> None:
    called = call("estimate", lists, "--method", "loglinear", "--non-members", "C", "--json")
    assert called.code == 0
    # The twenty on C alone are counted as nobody.
    assert strict(called.out)["n_observed"] == 100
    both = ("--non-members", "A", "--non-members", "B", "--exclusive", "A,B", "--json")
    called = call("estimate", lists, "--method", "loglinear", *both)
    assert called.code == 2
    assert "both A and B" in called.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--exclusive", "A"), "no pair"),
        (("--exclusive", "A,A"), "no pair"),
        (("--exclusive", "A,B,C"), "no pair"),
        (("--exclusive", "A,Z"), "there is no list 'Z'"),
        (("--exclusive", "A,B"), "both A and B"),
        (("--non-members", "Z"), "there is no list 'Z'"),
        (("--non-members", "A", "--non-members", "B", "--non-members", "C"), "non-members"),
        (("--by", "sex"), "there is no column 'sex'"),
        (("--order", "0"), "--order"),
        (("--order", "two"), "--order"),
        (("--replicates", "1"), "--replicates"),
        (("--level", "1"), "--level"),
        (("--level", "nan"), "level of nan"),
        (("--seed", "-1"), "seed of -1 is below 0"),
        (("--model", "[A][Z]"), "Z"),
        (("--model", "[A"), "[A"),
        (("--model", "Mth Nobody"), "Mth Nobody"),
        (("--model", "[A][B][C]", "--order", "2"), "exclude each other"),
        (("--model", "Mt", "--order", "2"), "Mt takes no order"),
        (("--delta", "0.1"), "loglinear takes no delta"),
        (("--most-unseen", "none"), "loglinear takes no most_unseen"),
        (("--covariates", "age"), "loglinear takes no covariates"),
        (("--html", "page.html"), "--robustness"),
    ],
)
def test_what_loglinear_refuses(words: tuple[str, ...], told: str, lists: Path, call: Call) -> None:
    called = call("estimate", lists, "--method", "loglinear", *words, "--json")
    assert called.code == 2
    assert called.out == ""
    assert told in called.err
    assert "Traceback" not in called.err


@pytest.mark.parametrize(
    "words",
    [
        ("--delta", "0"),
        ("--delta", "nan"),
        ("--delta", "1e300"),
        ("--most-unseen", "9"),
        ("--most-unseen", "many"),
        ("--most-unseen", "1" + 22 * "0"),
        ("--interval", "bca"),
    ],
)
def test_what_model_average_refuses(words: tuple[str, ...], lists: Path, call: Call) -> None:
    called = call("estimate", lists, "--method", "model-average", *words, "--json")
    assert called.code == 2
    assert called.out == ""
    assert called.err.strip()


def test_the_prior_of_model_average(lists: Path, call: Call) -> None:
    def unseen(*words: str) -> Any:
        called = call("estimate", lists, "--method", "model-average", *words, "--json")
        assert called.code == 0
        return strict(called.out)["diagnostics"]

    assert unseen("--delta", "0.5")["delta"] == 0.5
    assert unseen("--most-unseen", "500")["most_unseen"] == 500
    assert unseen("--most-unseen", "none")["most_unseen"] >= 100 * 120
    assert unseen()["most_unseen"] == 10 * 120


@pytest.mark.parametrize("level", ["0.5", "0.999"])
@pytest.mark.parametrize("method", ["chao", "sample-coverage", "loglinear", "model-average"])
def test_any_level(method: str, level: str, lists: Path, call: Call) -> None:
    called = call("estimate", lists, "--method", method, "--level", level, "--json")
    assert called.code == 0
    interval = strict(called.out)["interval"]
    assert interval["level"] == float(level)
    assert interval["lower"] < interval["upper"]


@pytest.mark.parametrize("level", ["1e-9", "1e-14", "0.9999999999999"])
@pytest.mark.parametrize(
    "words",
    [
        ("--method", "loglinear"),
        *(("--method", "loglinear", "--model", name) for name in ("Mt", "Mth Poisson")),
        *(("--method", "loglinear", "--model", name) for name in ("Mth gamma", "Mth Darroch")),
        ("--robustness", "--replicates", "2"),
    ],
)
def test_levels_lost_in_rounding(
    words: tuple[str, ...], level: str, tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Latent classes take seconds to sample, and nothing here turns on them.
    monkeypatch.setattr("undercount.estimate.robustness.run.side_by_side", lambda *_: EMPTY)
    for table in (LISTS, LISTS.replace(",40", ",1000000")):
        file = written(tmp_path / "lists.csv", table)
        called = call("estimate", file, *words, "--level", level, "--json")
        assert called.code in (0, 3)
        assert strict(called.out)


@pytest.mark.parametrize("words", [("--robustness",), ("--method", "chao", "--by", "sex")])
def test_a_register_has_no_strata_and_no_checks(
    words: tuple[str, ...], tmp_path: Path, call: Call
) -> None:
    file = written(tmp_path / "register.csv", REGISTER)
    called = call("estimate", file, *words)
    assert called.code == 2
    assert called.err.strip()


def test_the_checks_as_words_json_and_page(call: Call, tmp_path: Path) -> None:
    # Two lists have the fewest checks, and so the quickest.
    lists = written(tmp_path / "two.csv", TWO)
    page = tmp_path / "made" / "checks.html"
    words = ("--robustness", "--replicates", "2")
    called = call("estimate", lists, *words, "--html", page)
    assert called.code == 0
    assert "may" in called.out
    assert "<html" in page.read_text(encoding="utf-8")
    called = call("estimate", lists, *words, "--json")
    assert (called.code, called.err) == (0, "")
    assert strict(called.out)["n_observed"] == 76


def test_checks_of_what_cannot_be_estimated_still_make_a_page(tmp_path: Path, call: Call) -> None:
    file = written(tmp_path / "apart.csv", "A,B,C,count\n1,0,0,9\n0,1,0,8\n0,0,1,7\n")
    page = tmp_path / "checks.html"
    called = call("estimate", file, "--robustness", "--html", page, "--json")
    assert called.code == 3
    assert "not_estimable" in strict(called.out)["answer"]
    assert page.is_file()


def test_checks_with_lists_that_exclude_each_other(tmp_path: Path, call: Call) -> None:
    file = written(tmp_path / "apart.csv", APART)
    words = ("--robustness", "--exclusive", "A,B", "--replicates", "2", "--json")
    called = call("estimate", file, *words)
    assert called.code in (0, 3)
    assert strict(called.out)["lists"] == ["A", "B", "C"]


@pytest.mark.parametrize(
    "words",
    [
        ("--method", "chao"),
        ("--by", "sex"),
        ("--draws", "draws.parquet"),
        ("--model", "Mt"),
        ("--search", "all"),
        ("--delta", "1"),
        ("--most-unseen", "none"),
        ("--covariates", "age"),
    ],
)
def test_what_the_checks_do_not_take(words: tuple[str, ...], lists: Path, call: Call) -> None:
    called = call("estimate", lists, "--robustness", *words)
    assert called.code == 2
    assert f"takes no {words[0]}" in called.err


def test_one_of_a_method_and_the_checks_is_needed(lists: Path, call: Call) -> None:
    called = call("estimate", lists)
    assert called.code == 2
    assert "--robustness" in called.err


@pytest.mark.parametrize("option", ["--draws", "--html"])
def test_a_place_that_cannot_be_written(option: str, tmp_path: Path, call: Call) -> None:
    lists = written(tmp_path / "two.csv", TWO)
    inside = written(tmp_path / "file", "in the way") / "made.x"
    words = ("--robustness", "--replicates", "2") if option == "--html" else ("--method", "chao")
    called = call("estimate", lists, *words, option, inside)
    assert called.code == 2
    assert "file" in called.err
    assert "Traceback" not in called.err


def test_a_table_with_noise_is_estimated_as_one(tmp_path: Path, call: Call) -> None:
    path = tmp_path / "noisy.csv"
    path.write_text("A,B,noisy_count\n1,0,402\n0,1,299\n1,1,101\n", encoding="utf-8")
    called = call("estimate", path, "--method", "loglinear", "--epsilon", "1", "--json")
    assert called.code == 0
    told = json.loads(called.out)
    assert told["interval"]["kind"] == "noise"
    assert told["diagnostics"]["epsilon"] == 1
    assert "before it" not in told["cautions"][1]["text"]
    bare = call("estimate", path, "--method", "loglinear")
    assert bare.code == 2
    assert "--epsilon" in bare.err
    for words in (["--method", "chao", "--epsilon", "1"], ["--epsilon", "1", "--by", "A"]):
        assert call("estimate", path, *words).code == 2
    assert call("estimate", path, "--method", "loglinear", "--epsilon", "much").code == 2
    path.write_text("A,B,noisy_count\n1,0,40\n0,1,29\n1,1,1\n", encoding="utf-8")
    assert call("estimate", path, "--method", "loglinear", "--epsilon", "1").code == 3
