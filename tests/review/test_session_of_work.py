"""The command as people start it: what it prints, how it ends, and what a kill leaves."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.review.client import Client, decision
from undercount.workflow.pipeline import run

_WORDS = "The harbour police counted 120 people in the camp of Aldmouth on {} March 2016.\n"


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented project whose documents have been read."""
    root = tmp_path_factory.mktemp("project")
    (root / "undercount.toml").write_text(
        '[project]\ntitle = "Aldmouth"\n[[document]]\npath = "documents/*.txt"\n'
    )
    (root / "documents").mkdir()
    for number in range(4):
        words = "".join(_WORDS.format(day) for day in range(1 + 7 * number, 8 + 7 * number))
        (root / "documents" / f"{number}.txt").write_text(words)
    run(root)
    return root


@dataclass(frozen=True)
class Started:
    """A server in a process of its own."""

    process: subprocess.Popen[str]
    address: str

    @property
    def port(self) -> int:
        return int(self.address.split(":")[2].partition("/")[0])

    def end(self, number: int) -> tuple[int, str, str]:
        """Send a signal; the exit code, and what was printed after the address."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=60)
        return self.process.returncode, out, err


@contextmanager
def started(root: Path, *words: str) -> Iterator[Started]:
    command = [sys.executable, "-m", "undercount", "review", str(root), "--no-open", *words]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("Review: http://127.0.0.1:"), (line, process.stderr)
        yield Started(process, line.split()[1])
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


def _judgements(root: Path) -> list[tuple[str, str, str]]:
    with sqlite3.connect(f"file:{root / 'ledger.db'}?mode=ro", uri=True) as connection:
        found = connection.execute('SELECT "key", figure, "by" FROM judgements').fetchall()
    connection.close()
    return found


def test_ctrl_c_ends_it_in_one_line(read: Path) -> None:
    with started(read, "--by", "Ann", "--port", "0") as server:
        client = Client(server.port).enter(server.address)
        assert client.get("/api/home").status == 200
        code, out, err = server.end(signal.SIGINT)
    assert code == 0
    assert out == "Review ended; what was decided is kept.\n"
    assert err == ""


def test_no_token_in_any_line_or_header(read: Path) -> None:
    with started(read, "--by", "Ann", "--port", "0") as server:
        token = server.address.partition("#")[2]
        client = Client(server.port)
        answers = [client.post("/enter", {"token": token}), client.post("/enter", {"token": token})]
        client.cookie = answers[0].headers["set-cookie"].partition(";")[0]
        answers += [client.get(path) for path in ("/", "/figures", "/api/home", "/enter")]
        answers += [client.get(f"/enter?{token}"), client.get(f"/{token}")]
        _, out, err = server.end(signal.SIGINT)
    assert token not in out + err
    for answer in answers:
        assert token not in repr(answer.headers) + answer.body.decode()


def test_two_servers_on_one_project(read: Path) -> None:
    with (
        started(read, "--by", "Ann") as first,
        started(read, "--by", "Ben", "--port", str(first.port)) as second,
    ):
        assert first.port != second.port
        ann, ben = (Client(it.port).enter(it.address) for it in (first, second))
        # One cookie does not open the other's door, and a browser that sends both enters both.
        assert Client(second.port, ann.cookie).get("/api/home").status == 401
        both = f"{ann.cookie}; {ben.cookie}"
        assert Client(first.port, both).get("/api/home").json["by"] == "Ann"
        assert Client(second.port, both).get("/api/home").json["by"] == "Ben"
        one = ann.get("/api/figures/ids").json["ids"][0]
        for who, client, word in (("Ann", ann, "accepted"), ("Ben", ben, "rejected")):
            made = decision(id=one, key=f"two-{who}", decision=word, version="")
            assert client.post("/api/figures/decisions", made).status == 200
        answer = ann.get("/api/figures/ids?which=disputed").json
        assert answer["ids"] == [one]
        (agreed, *_) = ben.get("/api/agreement").json["queues"]
        assert (agreed["name"], agreed["items"], agreed["agreed"]) == ("figures", 1, 0)
    assert {("two-Ann", one, "Ann"), ("two-Ben", one, "Ben")} <= set(_judgements(read))


def test_a_kill_loses_nothing_that_was_acknowledged(read: Path) -> None:
    acknowledged: dict[str, dict[str, Any]] = {}
    with started(read, "--by", "Cleo", "--port", "0") as server:
        client = Client(server.port).enter(server.address)
        ids = client.get("/api/figures/ids?which=all").json["ids"]

        def work(browser: int) -> None:
            mine = Client(server.port, client.cookie)
            for i in range(40):
                key = f"kill-{browser}-{i}"
                made = decision(id=ids[(browser * 40 + i) % len(ids)], key=key, version="")
                try:
                    answer = mine.post("/api/figures/decisions", made)
                except OSError:
                    return  # the server is gone: nothing more is acknowledged
                if answer.status == 200:
                    acknowledged[key] = made
                if len(acknowledged) >= 60:
                    server.process.kill()

        with ThreadPoolExecutor(8) as pool:
            list(pool.map(work, range(8)))
        assert server.process.wait(timeout=60) == -signal.SIGKILL
    kept = [key for key, _, by in _judgements(read) if by == "Cleo"]
    assert len(acknowledged) >= 60
    assert set(acknowledged) <= set(kept)
    assert len(kept) == len(set(kept))
    # The next server sees them, and sending what was not acknowledged again doubles nothing.
    with started(read, "--by", "Cleo", "--port", "0") as server:
        client = Client(server.port).enter(server.address)
        again = next(iter(acknowledged.values()))
        assert client.post("/api/figures/decisions", again).status == 200
    assert [key for key, _, by in _judgements(read) if by == "Cleo"] == kept


@pytest.mark.parametrize(
    ("words", "said"),
    [(["--by", " "], "name"), (["--port", "70000"], "70000")],
)
def test_what_cannot_be_started_says_why(read: Path, words: list[str], said: str) -> None:
    command = [sys.executable, "-m", "undercount", "review", str(read), "--no-open", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
