"""What a project file may say of encodings: of those that came, and of how its own are made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.project.settings_file import load, problems
from undercount.cli.commands.init import command
from undercount.project import EncodeSettings, EncodingSettings
from undercount.project.encodings import LARGE

CAME = """\
[encodings.clinic]
path = "encodings/clinic.parquet"
[encodings.legal-aid]
path = "encodings/legal-aid.parquet"
"""
HELD = '[registers.census]\npath = "registers/census.csv"\n'
LINKED = '[[estimate]]\nname = "camp"\nlists = ["clinic", "legal-aid"]\nmethods = ["loglinear"]\n'


def test_encodings_and_their_linkage_are_read(tmp_path: Path) -> None:
    project = load(tmp_path, CAME + LINKED + 'by = ["sex"]\n')
    assert project.encodings == (
        EncodingSettings("clinic", "encodings/clinic.parquet"),
        EncodingSettings("legal-aid", "encodings/legal-aid.parquet"),
    )
    assert project.estimates[0].lists == ("clinic", "legal-aid")
    assert (project.registers, project.encode) == ((), EncodeSettings())


def test_how_an_owner_encodes_is_read(tmp_path: Path) -> None:
    text = (
        HELD
        + '[encode]\nsections = ["pair", "plain"]\nflip = 0.02\nstrata = ["sex", "nationality"]\n'
    )
    project = load(tmp_path, text + 'leave_out = ["phone"]\nbits = 2048\nbalance = false\n')
    told = {"sections": ("pair", "plain"), "flip": 0.02, "bits": 2048, "balance": False}
    assert project.encode == EncodeSettings(("sex", "nationality"), ("phone",), told)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('sections = "large"', {"sections": LARGE}),
        ('sections = ["key+year", "key+year"]', {"sections": ("key+year", "key+year")}),
        ("flip = 0", {"flip": 0.0}),
        ("epsilon = 3.0", {"flip": pytest.approx(0.0474258731775668)}),  # 1 / (1 + e^3)
        ("epsilon = 1000", {"flip": 0.0}),
    ],
)
def test_values_as_the_spec_has_them(tmp_path: Path, text: str, told: dict[str, object]) -> None:
    assert load(tmp_path, f"[encode]\n{text}\n").encode.spec == told


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ('salt = "year"', "Known here: strata, leave_out, epsilon, between, most, sections, flip"),
        ("flipp = 0.1", 'Did you mean "flip"?'),
        ("bit = 128", 'Did you mean "bits"?'),
        ('sections = ["birth + sex"]', "without blanks"),
    ],
)
def test_a_slip_in_how_an_owner_encodes(tmp_path: Path, text: str, hint: str) -> None:
    """The hint names what could stand there, also what nobody has written."""
    (problem,) = problems(tmp_path, f"[encode]\n{text}\n")
    assert hint in (problem.hint or "")


def test_all_problems_of_encodings_are_told_at_once(tmp_path: Path) -> None:
    text = (
        '[encodings.clinic]\npth = "x"\ncolumns = { name = "name" }\n'
        '[encodings.count]\npath = "/tmp/a.parquet"\n'
        '[encodings.b]\npath = "encodings/*.parquet"\n'
        '[encode]\nflip = 0.6\nepsilon = 2\nstrata = ["phone"]\nsalts = "x"\n'
        'leave_out = ["name"]\n'
    )
    told = {(problem.row, problem.column) for problem in problems(tmp_path, text)}
    assert told == {
        (1, "path"), (2, "pth"), (3, "columns"), (4, None), (5, "path"), (7, "path"),
        (9, "flip"), (10, "epsilon"), (11, "strata"), (12, "salts"),
        (13, "leave_out"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "column", "what", "hint"),
    [
        (LINKED.replace("legal-aid", "census"), "lists", "in clear and encoded", "encode"),
        (LINKED.replace("legal-aid", "school"), "lists", "no [registers.school]", "[encodings."),
        (LINKED.replace("legal-aid", "clinic"), "lists", "twice", "once"),
        ('[registers.clinic]\npath = "r.csv"\n', "encodings.clinic", "both", "of their own"),
        ("[encodings]\npath = 3\n", "encodings", "names", "[encodings.NAME]"),
        ('[encode]\nsections = ["key+name"]\n', "sections", "there is no 'name'", "plain"),
        ("[encode]\nsections = []\n", "sections", "is empty", "one"),
        (
            '[encode]\nstrata = ["sex"]\nleave_out = ["sex"]\n',
            "leave_out",
            "in clear and to be left out",
            "in no form",
        ),
    ],
)
def test_what_cannot_be_meant_is_told(
    tmp_path: Path, text: str, column: str | None, what: str, hint: str
) -> None:
    base = "" if text.startswith("[encodings]") else CAME + HELD
    found = [p for p in problems(tmp_path, base + text) if p.column == column and what in p.what]
    assert found
    assert all(problem.row for problem in found)
    assert all(hint in (problem.hint or "") for problem in found)


def test_spark_is_for_lists_in_clear(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path, CAME + LINKED + '[link]\nbackend = "spark"\n')
    assert (problem.row, problem.column) == (9, "link")
    assert "encodings" in problem.what


def test_a_new_project_shows_encodings_and_hides_them_and_keys_from_git(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, [str(tmp_path / "port")])
    assert done.exit_code == 0
    ignored = (tmp_path / "port" / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"encodings/", "*.key"} <= set(ignored)
    text = (tmp_path / "port" / "undercount.toml").read_text(encoding="utf-8")
    project = load(tmp_path, re.sub(r"^# (\[|\w+ = )", r"\1", text, flags=re.MULTILINE))
    assert project.encodings
    assert project.encode.strata
