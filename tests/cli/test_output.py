"""What reaches the screen: plain words, whatever the source or the terminal is."""

from __future__ import annotations

import fcntl
import json
import os
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from tests.cli.conftest import SETTINGS, Call

UNDERCOUNT = [sys.executable, "-m", "undercount"]


def test_names_are_words_and_no_markup(project: Path, call: Call) -> None:
    settings = SETTINGS.replace("People on the old quay", "How [/many] [bold] on \u202e it")
    (project / "undercount.toml").write_text(settings, encoding="utf-8")
    hand = project / "hand" / "figures.csv"
    hand.write_text(hand.read_text().replace("harbour authority", "Harbour [/x]"))
    called = call("run", project)
    assert called.code == 0
    assert "How [/many] [bold] on [U+202E] it" in called.out
    assert "Harbour [/x]" in called.out
    assert call("ledger", project, "--all").code == 0


def test_a_poor_terminal_gets_escapes_and_json_stays_json(project: Path) -> None:
    (project / "documents" / "r\u00e9sum\u00e9 \u4e2d.txt").write_text(
        "Invented: 40 people wait here."
    )
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    for words in (["run"], ["ledger", "--json"], ["run", "--json"]):
        done = subprocess.run(
            [*UNDERCOUNT, words[0], str(project), *words[1:]],
            capture_output=True, env=environment, check=True,
        )  # fmt: skip
        if "--json" in words:
            assert done.stdout.isascii()
            json.loads(done.stdout)


def test_levels_are_not_rounded_to_certainty(project: Path, call: Call) -> None:
    settings = SETTINGS.replace("anchors", "level = 0.999\nanchors")
    (project / "undercount.toml").write_text(settings, encoding="utf-8")
    assert "99.9% band" in call("run", project).out


def test_small_tables_are_kept_back_on_the_screen_too(project: Path, call: Call) -> None:
    (project / "histories" / "lists.csv").write_text("A,B,count\n1,0,3\n0,1,2\n1,1,2\n")
    called = call("run", project)
    assert "fewer than 10" in called.out


def test_a_series_that_cannot_be_given_is_named(project: Path, call: Call) -> None:
    settings = SETTINGS.replace('quantity = "quay"', 'quantity = "nobody"')
    (project / "undercount.toml").write_text(settings, encoding="utf-8")
    called = call("run", project)
    assert called.code == 0
    assert "People on the old quay: not estimable" in called.out


def test_an_interrupted_pipe_is_no_error(project: Path) -> None:
    subprocess.run([*UNDERCOUNT, "run", str(project)], capture_output=True, check=True)
    listing = " ".join([*UNDERCOUNT, "ledger", str(project), "--all", "--json"])
    done = subprocess.run(
        ["bash", "-c", f"{listing} | head -c 10; exit ${{PIPESTATUS[1]}}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""


@pytest.mark.parametrize(
    "words",
    [
        ("read", "documents"), ("read", "documents", "--json"), ("read", "documents", "--csv"),
        ("read", "documents", "--hxl"), ("read", "documents/news.txt"), ("--help",),
        ("read", "documents/news.txt", "--json"), ("ledger", "nowhere"), ("no such command",),
    ],
)  # fmt: skip
def test_a_reader_that_has_left_is_one_exit_code(words: tuple[str, ...], project: Path) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    complains = words[-1] in ("nowhere", "no such command")
    done = subprocess.run(
        [*UNDERCOUNT, *words], cwd=project, check=False,
        stdout=subprocess.PIPE if complains else writer,
        stderr=writer if complains else subprocess.PIPE,
    )  # fmt: skip
    os.close(writer)
    assert done.returncode == 141
    assert not done.stdout
    assert not done.stderr


def test_an_error_is_wrapped_on_a_terminal_and_one_line_elsewhere(tmp_path: Path) -> None:
    terminal, screen = os.openpty()
    fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 50, 0, 0))
    name = "a-long-name-that-stays-whole-" * 3 + ".txt"
    command = [*UNDERCOUNT, "read", name]
    subprocess.run(command, cwd=tmp_path, check=False, stdout=subprocess.PIPE, stderr=screen)
    os.close(screen)
    lines = os.read(terminal, 10_000).decode().splitlines()
    os.close(terminal)
    assert name in lines[1]
    assert [len(line) for line in lines if name not in line and len(line) > 50] == []
    assert len(lines) == 3
    piped = subprocess.run(command, cwd=tmp_path, check=False, capture_output=True, text=True)
    assert piped.stderr.splitlines() == [" ".join(line.strip() for line in lines)]


def test_an_interruption_has_its_own_exit_code(project: Path) -> None:
    many = "Invented: 40 people wait here, said the port. " * 4000
    (project / "documents" / "long.txt").write_text(many)
    process = subprocess.Popen(
        [*UNDERCOUNT, "run", str(project)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    # It is at work once it holds the project's lock.
    while not (project / ".undercount" / "steps.json").exists() and process.poll() is None:
        pass
    process.send_signal(signal.SIGINT)
    _, error = process.communicate()
    assert process.returncode == 130
    assert "Traceback" not in error


@pytest.mark.parametrize("met", [KeyboardInterrupt(), ValueError("x")])
def test_ctrl_c_in_compiled_code_is_an_interruption(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], met: BaseException
) -> None:
    """Compiled code tells of it as a SystemError; any other one is a fault of ours and is shown."""
    from undercount.cli import app

    def stopped(**_: object) -> int:
        try:
            raise SystemError("returned a result with an exception set") from met
        except SystemError as error:
            raise SystemError("returned a result with an exception set") from error

    monkeypatch.setattr(app, "app", stopped)
    if isinstance(met, KeyboardInterrupt):
        assert app._run() == app.INTERRUPTED
        assert "interrupted" in capsys.readouterr().err
    else:
        with pytest.raises(SystemError):
            app._run()
