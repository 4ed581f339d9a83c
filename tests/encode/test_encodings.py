"""The file that travels: what it says, and what is refused."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.link.lists import some_people
from undercount.encode import Encodings, Key, Spec, encode, read_encodings, together
from undercount.errors import InputError, MissingFileError

KEY = Key(bytes(range(32)))
LISTS = some_people(200, (0.9, 0.8), seed=3)[0]


@pytest.fixture(scope="module")
def made() -> Encodings:
    register = replace(LISTS[0], records=_all_sexes(LISTS[0].records))
    return encode(register, KEY, strata=("sex",)).encodings


def _all_sexes(table: pa.Table) -> pa.Table:
    at = table.column_names.index("sex")
    return table.set_column(at, "sex", pa.array(["f", "m"] * 200)[: len(table)])


@pytest.fixture
def file(made: Encodings, tmp_path: Path) -> Path:
    made.write(tmp_path / "a.parquet")
    return tmp_path / "a.parquet"


def _header(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(pq.read_metadata(file).metadata[b"undercount"])
    return found


def _rewritten(
    file: Path, header: dict[str, Any] | None = None, table: pa.Table | None = None
) -> Path:
    """The file with another header or other rows, and no new sha256."""
    old = pq.read_table(file)
    told = header or _header(file)
    meta = {b"undercount": json.dumps(told).encode()}
    pq.write_table((old if table is None else table).replace_schema_metadata(meta), file)
    return file


def test_what_is_written_is_read(made: Encodings, file: Path) -> None:
    again = read_encodings(file)
    np.testing.assert_array_equal(again.bits, made.bits)
    assert again.header == made.header
    assert again.spec == made.spec
    assert (again.strata["sex"] == made.strata["sex"]).all()
    assert again.fields == ("name", "birth", "sex")


def test_the_file_is_a_column_of_bits_and_the_strata(made: Encodings, file: Path) -> None:
    table = pq.read_table(file)
    assert table.column_names == ["bits", "sex"]
    assert table["bits"].type == pa.binary(made.spec.words * 8)
    header = _header(file)
    assert header["records"] == len(table) == len(made)
    assert header["key_id"] == KEY.id
    assert header["spec_hash"] == made.spec.hash
    assert set(header) == {
        "format", "list", "records", "spec", "spec_hash", "names", "key_id", "fields", "strata",
        "suppress_below", "spread", "reach", "sha256",
    }  # fmt: skip


def test_a_list_without_strata(tmp_path: Path) -> None:
    made = encode(LISTS[1], KEY).encodings
    made.write(tmp_path / "b.parquet")
    assert pq.read_table(tmp_path / "b.parquet").column_names == ["bits"]
    assert read_encodings(tmp_path / "b.parquet").header == made.header


def test_a_row_that_is_changed_is_refused(file: Path) -> None:
    table = pq.read_table(file)
    bits = table["bits"].to_pylist()
    bits[3] = bytes([bits[3][0] ^ 1]) + bits[3][1:]
    column = pa.array(bits, table["bits"].type)
    with pytest.raises(InputError, match="changed since its owner wrote it"):
        read_encodings(_rewritten(file, table=table.set_column(0, "bits", column)))


@pytest.mark.parametrize("how", ["swapped", "dropped", "twice", "stratum", "column", "null"])
def test_any_other_change_of_rows_is_refused(file: Path, how: str) -> None:
    table = pq.read_table(file)
    n = len(table)
    rows = list(range(n))
    if how == "swapped":
        rows[0], rows[1] = 1, 0
    if how == "dropped":
        rows = rows[:-1]
    if how == "twice":
        rows.append(0)
    changed = table.take(rows)
    if how == "stratum":
        turned = ["m" if sex == "f" else "f" for sex in table["sex"].to_pylist()]
        changed = table.set_column(1, "sex", pa.array(turned))
    if how == "column":
        changed = table.append_column("note", pa.array([""] * n))
    if how == "null":
        bits = table["bits"].to_pylist()
        changed = table.set_column(0, "bits", pa.array([None, *bits[1:]], table["bits"].type))
    with pytest.raises(InputError, match="owner wrote it"):
        read_encodings(_rewritten(file, table=changed))


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("list", "other"), ("key_id", "0" * 16), ("records", 7), ("names", "0"),
        ("suppress_below", 0), ("fields", ["name"]), ("strata", []), ("sha256", "0" * 64),
        ("spec_hash", "0" * 16), ("extra", 1), ("strata", ["sex", "age"]), ("strata", 5),
        ("fields", None), ("spec", {}), ("spec", 7), ("key_id", None), ("list", ["a"]),
        ("spread", 1.0), ("spread", "x"), ("reach", 0.5),
    ],
)  # fmt: skip
def test_a_header_that_is_changed_is_refused(file: Path, entry: str, value: object) -> None:
    header = _header(file)
    with pytest.raises(InputError, match=r"owner wrote it|same version"):
        read_encodings(_rewritten(file, {**header, entry: value}))


@pytest.mark.parametrize(
    ("entry", "value"),
    [
        ("bits", "1024"), ("flip", "0.02"), ("positions", []), ("fold", 9), ("balance", 1 << 60),
    ],
)  # fmt: skip
def test_a_spec_that_is_changed_is_refused(file: Path, entry: str, value: object) -> None:
    header = _header(file)
    header["spec"][entry] = value
    with pytest.raises(InputError):
        read_encodings(_rewritten(file, header))


def test_every_truncation_is_refused(file: Path) -> None:
    whole = file.read_bytes()
    for size in (0, 3, 8, 100, len(whole) // 2, len(whole) - 9, len(whole) - 1):
        file.write_bytes(whole[:size])
        with pytest.raises(InputError, match="not a Parquet file, or cut off"):
            read_encodings(file)


def test_every_byte_matters(file: Path, made: Encodings) -> None:
    """A file with any one byte turned over is refused, or says the same as before."""
    whole = file.read_bytes()
    for at in np.random.default_rng(1).integers(0, len(whole), 60):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 4]) + whole[at + 1 :])
        try:
            found = read_encodings(file)
        except InputError:
            continue
        assert found.header == made.header
        np.testing.assert_array_equal(found.bits, made.bits)


def test_other_files_are_refused(tmp_path: Path, file: Path) -> None:
    with pytest.raises(MissingFileError, match="no encodings here"):
        read_encodings(tmp_path / "none.parquet")
    (tmp_path / "text").write_text("name,birth\n")
    with pytest.raises(InputError, match="not a Parquet file"):
        read_encodings(tmp_path / "text")
    pq.write_table(pa.table({"bits": [1]}), tmp_path / "other.parquet")
    with pytest.raises(InputError, match="not encodings of undercount"):
        read_encodings(tmp_path / "other.parquet")
    header = _header(file)
    with pytest.raises(InputError, match=r"in the format .*encodings 9"):
        read_encodings(_rewritten(file, {**header, "format": "undercount encodings 9"}))


def test_writing_is_whole_or_not_at_all(made: Encodings, tmp_path: Path) -> None:
    (tmp_path / "there.parquet").mkdir()
    with pytest.raises(OSError, match="directory"):
        made.write(tmp_path / "there.parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["there.parquet"]


def test_nobody_else_can_read_it_at_any_moment(
    made: Encodings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    modes = []

    def replaced(source: str, target: Path) -> None:
        Path(source).rename(target)
        modes.append(target.stat().st_mode & 0o777)

    monkeypatch.setattr("undercount.project.atomic.os.replace", replaced)
    made.write(tmp_path / "a.parquet")
    assert modes == [0o600]


def test_what_does_not_go_together_is_refused_with_the_reason(made: Encodings) -> None:
    other = encode(LISTS[1], KEY).encodings
    together([made, other])
    with pytest.raises(InputError, match="different keys"):
        together([made, encode(LISTS[1], Key(bytes(32))).encodings])
    with pytest.raises(InputError, match=r"different specs \(bits, flip\)"):
        together([made, encode(LISTS[1], KEY, Spec(flip=0.3, bits=256)).encodings])
    with pytest.raises(InputError, match="different versions"):
        together([made, replace(other, spec=replace(other.spec, names="0"))])
    with pytest.raises(InputError, match='two lists are called "list-0"'):
        together([made, replace(other, list="list-0")])
    with pytest.raises(InputError, match="the same file"):
        together([made, replace(made, list="again")])
    with pytest.raises(InputError, match="Name two or more"):
        together([made])
