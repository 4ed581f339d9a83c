"""Every code block of the README and the docs runs; every command and option is documented."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

import undercount
from undercount.cli.app import COMMANDS, app

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


@pytest.fixture(scope="session")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the examples in which those that pages work on have been run."""
    folder = tmp_path_factory.mktemp("ran")
    ignore = shutil.ignore_patterns(
        "ledger.db*",
        ".undercount",
        "reports",
        "series",
        "estimates",
        "link",
        "*.key",
        "*.parquet",
        "exports",
    )
    shutil.copytree(ROOT / "examples", folder / "examples", ignore=ignore)
    for name in ("calais-2016", "registers-demo"):
        undercount.run(folder / "examples" / name)
    return folder


@pytest.fixture
def checkout(ran: Path, tmp_path: Path) -> Path:
    """A fresh copy for each page: what one page makes, another may make too."""
    return Path(shutil.copytree(ran, tmp_path / "checkout"))


# Pages of a quarter of a minute and more whose commands run in tests of their own too.
LONG = ("audit.md", "agree-with-a-partner.md", "robustness.md")


@pytest.mark.parametrize(
    "page",
    [pytest.param(p, marks=[pytest.mark.long] if p.name in LONG else []) for p in PAGES],
    ids=lambda page: page.name,
)
def test_the_code_of_a_page_runs(page: Path, checkout: Path) -> None:
    names: dict[str, object] = {}
    for language, code in BLOCK.findall(page.read_text(encoding="utf-8")):
        if language == "toml":
            tomllib.loads(code)
        elif language == "console":
            _run_console(code, checkout)
        elif language == "python":
            # One page is one session: later blocks use what earlier ones made.
            _run_python(code, page, names, checkout)


def _run_console(code: str, folder: Path) -> None:
    for line in code.splitlines():
        if not line.startswith("$ "):
            continue
        words = shlex.split(line[2:])
        if words[0] == "cp":
            # A file that is sent: part of the protocol, so what follows needs it.
            shutil.copy(*(folder / word for word in words[1:]))
            continue
        if words[0] != "undercount":
            # `make demo` and the like are run by CI itself.
            assert words[0] in ("make", "git", "cd", "pip"), line
            continue
        command = [sys.executable, "-m", *words]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        assert done.returncode in (0, 3), f"{line}\n{done.stderr}"


def _run_python(code: str, page: Path, names: dict[str, object], folder: Path) -> None:
    import contextlib
    import io

    with contextlib.chdir(folder), contextlib.redirect_stdout(io.StringIO()):
        exec(compile(code, str(page), "exec"), names)


def test_every_command_and_option_is_documented() -> None:
    for name in COMMANDS:
        assert f"undercount {name}" in TEXT, name
        command = app.get_command(click.Context(app), name)
        assert command is not None
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--"):
                    assert re.search(rf"[` ]{option}\b", TEXT), f"{name} {option}"


def test_every_public_name_is_documented_and_loads() -> None:
    for name in undercount.__all__:
        assert getattr(undercount, name)
        assert name == "__version__" or name in TEXT, name


def test_no_page_names_a_file_that_is_not_there() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
