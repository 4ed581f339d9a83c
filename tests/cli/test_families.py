"""`undercount estimate --method zero-truncated`: families, their comparison, refusals."""

from __future__ import annotations

import json

from click.testing import CliRunner

from tests.estimate.register.netherlands import COVARIATES, REGISTER
from undercount.cli.app import app


def asked(*words: str) -> tuple[int, str]:
    made = CliRunner().invoke(
        app, ["estimate", str(REGISTER), "--method", "zero-truncated", *words]
    )
    return made.exit_code, made.output


def test_a_family_and_its_interval() -> None:
    code, output = asked(
        "--covariates", COVARIATES, "--family", "geometric", "--interval", "lognormal"
    )
    assert code == 0
    assert "24,664 people (95% lognormal interval 15,978 to 38,702)" in output


def test_a_boundary_exits_with_3() -> None:
    code, output = asked("--family", "negbin")
    assert code == 3
    assert "dispersion runs to infinity" in output


def test_the_comparison_shows_families_and_their_average() -> None:
    code, output = asked("--compare")
    assert code == 0
    assert "averaged" in output
    assert "poisson, ones after" in output
    assert "Not estimable (negbin" in output
    assert all(len(line) <= 80 for line in output.splitlines())


def test_the_comparison_as_json() -> None:
    code, output = asked("--compare", "--json")
    assert code == 0
    rows = {row["label"]: row for row in json.loads(output)["rows"]}
    assert len(rows) == 19
    assert "not_estimable" in rows["negbin"]
    assert rows["poisson"]["diagnostics"]["goodness"]["rootogram"][0]["observed"] == 1645


def test_a_comparison_is_for_one_method() -> None:
    made = CliRunner().invoke(app, ["estimate", str(REGISTER), "--method", "chao", "--compare"])
    assert made.exit_code == 2
    assert "--compare is for --method zero-truncated" in made.output
