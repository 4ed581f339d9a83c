from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from undercount import __version__
from undercount.errors import InputError, MissingFileError
from undercount.estimate import METHODS, estimate_all, estimate_file, estimate_strata
from undercount.estimate.methods import ON_LISTS
from undercount.results import Estimate

ROOT = Path(__file__).parents[2]
REGISTER = "capture,sex,count\n1,f,60\n1,m,40\n2,f,8\n2,m,9\n3,m,1\n"
LISTS = "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n1,0,1,4\n0,1,1,3\n1,1,1,1\n"
TWO = "A,B,count\n1,0,40\n0,1,30\n1,1,6\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


@pytest.mark.parametrize(
    ("text", "method"),
    [
        (TWO, "chapman"),
        (LISTS, "chao"),
        (REGISTER, "chao"),
        (REGISTER, "zelterman"),
        (LISTS, "loglinear"),
        (LISTS, "model-average"),
        (REGISTER, "zero-truncated"),
    ],
)
def test_each_method_answers_with_its_origin(file: Path, text: str, method: str) -> None:
    file.write_text(text)
    answer = estimate_file(file, method, level=0.9, seed=7)
    assert isinstance(answer, Estimate)
    assert answer.interval.level == 0.9
    origin = answer.provenance
    assert origin["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert (origin["file"], origin["seed"], origin["version"]) == ("table.csv", 7, __version__)
    assert origin["settings"]["method"]
    json.dumps(answer.to_dict(), allow_nan=False)


def text_for(method: str) -> str:
    """A table that the method takes."""
    if method == "aggregate":
        return (ROOT / "examples/poland-2019/aggregates/first-half.csv").read_text()
    if method == "repeated-trials":
        return "attempts,p_low,p_high\n900,0.2,0.4\n"
    return TWO if method == "chapman" else LISTS if method in ON_LISTS else REGISTER


@pytest.mark.parametrize("method", METHODS)
def test_a_seed_below_0_is_refused_by_every_method(file: Path, method: str) -> None:
    text = text_for(method)
    file.write_text(text)
    with pytest.raises(InputError, match="seed of -1 is below 0"):
        estimate_file(file, method, seed=-1)


def test_a_seed_below_0_is_refused_for_strata(file: Path) -> None:
    file.write_text("A,B,sex,count\n1,0,f,9\n0,1,f,8\n1,1,f,4\n1,0,m,9\n0,1,m,8\n1,1,m,4\n")
    with pytest.raises(InputError, match="seed of -1 is below 0"):
        estimate_strata(file, "chapman", ("sex",), seed=-1)


@pytest.mark.parametrize(
    ("text", "method", "what"),
    [
        (REGISTER, "loglinear", r"one register.*chao, zelterman, zero-truncated"),
        (REGISTER, "chapman", r"one register"),
        (LISTS, "zelterman", r"3 list\(s\) \(A, B, C\).*chapman, chao, sample-coverage, loglinear"),
        (LISTS, "zero-truncated", r"3 list\(s\)"),
        (LISTS, "chapman", r"table\.csv: .*two lists, not 3"),
        (LISTS, "median", r"no method 'median'"),
    ],
)
def test_a_method_that_does_not_fit_the_file(file: Path, text: str, method: str, what: str) -> None:
    file.write_text(text)
    with pytest.raises(InputError, match=what):
        estimate_file(file, method)


def test_settings_reach_their_method(file: Path) -> None:
    file.write_text(LISTS)
    named = estimate_file(file, "loglinear", model="[AB][C]")
    assert isinstance(named, Estimate)
    assert named.diagnostics["model"] == "[AB][C]"
    file.write_text(REGISTER)
    by_sex = estimate_file(file, "zero-truncated", covariates="sex")
    assert isinstance(by_sex, Estimate)
    assert "sex=m" in by_sex.diagnostics["coefficients"]
    several = dict(estimate_all(file, "unseen", ["zelterman", "zero-truncated"], covariates="sex"))
    assert several["zero-truncated"].to_dict() == by_sex.to_dict()


def test_a_setting_that_nothing_takes_is_refused(file: Path) -> None:
    file.write_text(LISTS)
    with pytest.raises(InputError, match="chao takes no model"):
        estimate_file(file, "chao", model="[A][B]")
    file.write_text("A,B,sex,count\n1,0,f,40\n0,1,m,30\n1,1,f,6\n")
    with pytest.raises(InputError, match="chao, loglinear takes no covariates of lists"):
        estimate_all(file, "unseen", ["chao", "loglinear"], covariates="sex")


def test_a_wrong_setting_names_the_file(file: Path) -> None:
    file.write_text(LISTS)
    with pytest.raises(InputError, match=r"table\.csv: \[X\] names no list"):
        estimate_file(file, "loglinear", model="[AB][X]")


def test_several_methods_are_rows_of_one_set(file: Path) -> None:
    file.write_text(REGISTER)
    methods = ["zero-truncated", "chao", "zelterman"]
    made = estimate_all(file, "question", methods, covariates="sex")
    assert made.name == "question"
    assert [label for label, _ in made] == methods


def test_several_methods_report_all_that_is_wrong(file: Path) -> None:
    file.write_text(LISTS)
    with pytest.raises(InputError) as caught:
        estimate_all(file, "question", ["zelterman", "loglinear", "zero-truncated"])
    assert len(caught.value.problems) == 2
    with pytest.raises(MissingFileError):
        estimate_all(file.with_name("none.csv"), "question", ["chao"])


def test_a_method_given_twice_is_named_once(file: Path) -> None:
    file.write_text(REGISTER)
    with pytest.raises(InputError, match="chao is given 2 times") as caught:
        estimate_all(file, "question", ["chao", "zelterman", "chao"])
    assert len(caught.value.problems) == 1


def test_the_file_is_read_once_for_all_methods(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(REGISTER)
    reads: list[Path] = []
    read = Path.read_bytes

    def counted(path: Path) -> bytes:
        reads.append(path)
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    made = estimate_all(file, "question", ["chao", "zelterman", "zero-truncated"])
    assert reads == [file]
    hashes = {answer.provenance["sha256"] for _, answer in made}
    assert hashes == {hashlib.sha256(REGISTER.encode()).hexdigest()}


def test_the_names_of_the_methods_load_no_numpy() -> None:
    code = "import sys, undercount.estimate as e; print(e.METHODS, 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == f"{METHODS} False"
