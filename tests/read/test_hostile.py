"""Any bytes under any name: a document or a message, from every loader."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.read.pdfs import lines, pdf
from tests.read.test_docx import BODY, docx
from tests.read.test_html import PAGE
from undercount.errors import InputError
from undercount.read import load, read_document

SEEDS = {
    "a.txt": "Police counted 40 people at the quay. « Une quarantaine », dit-on.\n".encode(),
    "a.html": PAGE.encode(),
    "a.pdf": pdf([lines("Police counted 40 people", "at the quay."), lines("And 1,204 more.")]),
    "a.docx": docx(BODY),
}
BYTES = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CUTS = st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 40), st.binary(max_size=8)))


def _try(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        document = load(path.name, path.parent)
    except InputError as error:
        (problem,) = error.problems
        assert problem.file == path.name
        assert problem.hint
        assert "reader failed" not in problem.what
        assert "crash" not in problem.what
    else:
        assert document.text.strip()
        assert len(document.text) <= 20 * len(data) + 1_000
        assert list(document.pages) == sorted(document.pages)
        assert all(0 <= page <= len(document.text) for page in document.pages)
        document.text.encode("utf-8")
        read_document(path.name, path.parent)


@BYTES
@given(data=st.binary(max_size=600))
@pytest.mark.parametrize("name", sorted(SEEDS))
def test_any_bytes(tmp_path: Path, name: str, data: bytes) -> None:
    _try(tmp_path / name, data)
    _try(tmp_path / name, SEEDS[name][:30] + data)


@BYTES
@given(cuts=CUTS)
@pytest.mark.parametrize("name", sorted(SEEDS))
def test_any_damage_to_a_good_file(
    tmp_path: Path, name: str, cuts: list[tuple[int, int, bytes]]
) -> None:
    data = SEEDS[name]
    for start, length, put in cuts:
        data = data[: start % (len(data) + 1)] + put + data[start % (len(data) + 1) + length :]
    _try(tmp_path / name, data)


@BYTES
@given(
    text=st.text(max_size=300),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-16-le", "cp1256", "mac_roman"]),
)
def test_any_text_in_any_encoding(tmp_path: Path, text: str, encoding: str) -> None:
    _try(tmp_path / "a.txt", text.encode(encoding, errors="replace"))
