"""Readers that hang, crash, fail or need too much memory: a message each, and the others go on."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

from undercount.errors import InputError, MissingFileError, Problem
from undercount.ledger import Reading
from undercount.read import Limits, folder, read_all, read_document
from undercount.read.documents.limits import LIMITS
from undercount.read.documents.load import allowed
from undercount.read.documents.worker import Worker, guarded

QUICK = Limits(seconds=0.3)

# What happens to a reader, told by the name of the file; it replaces the reader in the workers.
READER = """
import os, signal, threading
from undercount.ledger.records import Reading

def read(path, root, limits, nlp, model):
    if "hangs" in path:
        threading.Event().wait()
    if "crashes" in path:
        os.kill(os.getpid(), signal.SIGSEGV)
    if "fails" in path:
        return {}["nothing"]
    if "hoards" in path:
        return "x" * limits.memory * 2
    return Reading(path, "0" * 64, "read by", encoding=str(os.getpid()))
"""


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker(LIMITS.memory)
    yield worker
    worker.close()


@pytest.fixture
def odd_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "odd_reader.py").write_text(READER)
    monkeypatch.syspath_prepend(tmp_path)
    import odd_reader  # type: ignore[import-not-found]  # the test has just written it

    monkeypatch.setattr(folder, "read_here", odd_reader.read)


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_one_process_does_one_thing_after_another(worker: Worker) -> None:
    first, second = (worker.call(LIMITS, "a", os.getpid) for _ in range(2))
    assert first == second != os.getpid()
    worker.close()
    assert _gone(first)
    assert worker.call(LIMITS, "a", os.getpid) != first


def test_a_stuck_process_is_killed_and_another_one_started(worker: Worker) -> None:
    stuck = worker.call(LIMITS, "a", os.getpid)
    with pytest.raises(InputError, match=r"limit of 0\.3 seconds") as caught:
        worker.call(QUICK, "a.pdf", signal.pause)
    assert caught.value.problems[0].file == "a.pdf"
    assert _gone(stuck)
    assert worker.call(LIMITS, "a", abs, -40) == 40


def test_a_crash_is_a_message(worker: Worker) -> None:
    with pytest.raises(InputError, match=r"a\.pdf: the file makes its reader crash"):
        worker.call(LIMITS, "a.pdf", os.abort)
    assert worker.call(LIMITS, "a", abs, -40) == 40


def test_an_error_of_ours_comes_back_as_it_is(worker: Worker, tmp_path: Path) -> None:
    with pytest.raises(MissingFileError) as caught:
        worker.call(LIMITS, "a.txt", read_document, "a.txt", tmp_path)
    assert caught.value.problems[0].what == "there is no such file"


def test_an_error_of_the_reader_names_the_file(worker: Worker) -> None:
    with pytest.raises(InputError, match=r"a\.txt: the reader failed .*ValueError"):
        worker.call(LIMITS, "a.txt", int, "forty")


def test_what_a_library_prints_stands_not_between_the_answers(worker: Worker) -> None:
    assert worker.call(LIMITS, "a", os.write, 1, b"noise") == 5
    assert worker.call(LIMITS, "a", abs, -40) == 40


def test_a_relative_path_is_relative_to_where_the_user_is_now(
    worker: Worker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert worker.call(LIMITS, "a", os.getcwd) == os.getcwd()
    monkeypatch.chdir(tmp_path)
    assert worker.call(LIMITS, "a", os.getcwd) == os.getcwd()


def test_memory_has_a_limit() -> None:
    pytest.importorskip("resource", reason="this system limits no memory")
    worker = Worker(400_000_000)
    try:
        with pytest.raises(InputError, match="needs more memory than the limit of 400,000,000"):
            worker.call(Limits(memory=400_000_000), "a.txt", bytes, 800_000_000)
        assert worker.call(LIMITS, "a", abs, -40) == 40
    finally:
        worker.close()


def test_single_documents_share_one_process() -> None:
    assert guarded(LIMITS, "a", os.getpid) == guarded(LIMITS, "a", os.getpid) != os.getpid()


@pytest.mark.usefixtures("odd_reader")
def test_the_others_go_on_in_their_order() -> None:
    limits = Limits(seconds=1.5, memory=1_000_000_000)
    names = [
        "a.txt",
        "hangs.pdf",
        "b.txt",
        "crashes.pdf",
        "c.txt",
        "fails.txt",
        "hoards.txt",
        "d.txt",
    ]
    found = list(read_all(names * 2, workers=2, limits=limits))
    told = [item.document if isinstance(item, Reading) else item.file for item in found]
    assert told == names * 2
    problems = [item.what for item in found if isinstance(item, Problem)]
    assert len(problems) == 8
    for what, said in zip(problems, ["longer", "crash", "failed", "memory"] * 2, strict=True):
        assert said in what


def test_plain_text_has_time_in_proportion_to_its_size(tmp_path: Path) -> None:
    sizes = {"a.txt": 3_000_000, "b.md": 1_500_000, "c.txt": 10, "d.pdf": 3_000_000}
    for name, size in sizes.items():
        (tmp_path / name).write_bytes(b"x" * size)
    limits = Limits(seconds=2.0)
    told = [allowed(name, tmp_path, limits).seconds for name in (*sizes, "none.txt", "\0.txt")]
    assert told == [6.0, 3.0, 2.0, 2.0, 2.0, 2.0]


def test_a_long_text_is_late_in_proportion_to_its_size(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_bytes(b"Nobody came to the quay.\n\n" * 80_000)
    limits = Limits(seconds=0.01)
    with pytest.raises(InputError, match=r"longer than the limit of 0\.0208 seconds"):
        read_document("long.txt", tmp_path, limits, model=False)
    (problem,) = read_all(["long.txt"], tmp_path, workers=1, limits=limits, model=False)
    assert "limit of 0.0208 seconds" in str(problem)


@pytest.mark.usefixtures("odd_reader")
def test_an_iteration_left_early_leaves_no_process() -> None:
    found = read_all([f"{i}.txt" for i in range(100)], workers=2)
    assert isinstance(found, Generator)
    read = [next(found) for _ in range(5)]
    pids = {int(item.encoding) for item in read if isinstance(item, Reading)}
    assert pids
    found.close()
    assert all(_gone(pid) for pid in pids)


@pytest.mark.usefixtures("odd_reader")
def test_an_interrupt_is_not_held_up_by_stuck_readers() -> None:
    def paths() -> Iterator[str]:
        yield "hangs.pdf"
        yield "hangs too.pdf"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(read_all(paths(), workers=2))


@pytest.mark.usefixtures("odd_reader")
def test_no_more_is_read_ahead_than_a_few_documents() -> None:
    taken = 0

    def paths() -> Iterator[str]:
        nonlocal taken
        for taken in range(1, 1_001):
            yield f"{taken}.txt"

    ahead = []
    for done, _ in enumerate(read_all(paths(), workers=2), 1):
        ahead.append(taken - done)
    assert max(ahead) < 20
    assert len(ahead) == 1_000


def test_a_folder_of_odd_files_is_read_with_a_message_for_each(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text("Police counted 40 people at the quay.", encoding="utf-8")
    (tmp_path / "photo.txt").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (tmp_path / "deep.html").write_text("<div>" * 200_000 + "40 people", encoding="utf-8")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 and nothing more")
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(100_000_000)
    names = ["good.txt", "photo.txt", "deep.html", "bad.pdf", "huge.txt", "gone.txt", "good.txt"]
    first, *rest, last = read_all(names, tmp_path)
    assert first == last == read_document("good.txt", tmp_path)
    whats = ["binary", "nested more than 2,000 deep", "damaged", "too large", "no such file"]
    for problem, name, what in zip(rest, names[1:], whats, strict=False):
        assert isinstance(problem, Problem)
        assert problem.file == name
        assert problem.hint
        assert what in problem.what
