"""What leaves for encoded tracing: bits of those who agreed, and of nobody and nothing else."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from undercount.encode import Key, new_key, read_encodings
from undercount.errors import InputError, MissingFileError
from undercount.testing.worlds import simulate_tracing
from undercount.trace.consent import Allowed, allow
from undercount.trace.encoded import TRACING, Leaving, encode_people, read_rows, register_of
from undercount.trace.people import people_of
from undercount.trace.words import family_words

DAY, PURPOSE = date(2016, 10, 24), "family tracing"
WORLD = simulate_tracing(60, 200, seed=31)
KEY = Key(bytes(range(32)))


def agreed(kind: str) -> Allowed:
    table = WORLD.cases if kind == "case" else WORLD.requests
    made = people_of(kind, table, WORLD.columns[f"{kind}s"])
    return allow(made, purpose=PURPOSE, day=DAY)


@pytest.fixture(scope="module")
def leaving() -> Leaving:
    return encode_people(agreed("request"), KEY)


def one(**fields: str) -> str | None:
    table = pa.table({"id": ["1"], **{name: [value] for name, value in fields.items()}})
    made: str | None = family_words(people_of("case", table))[0].as_py()
    return made


def test_a_mother_who_asks_is_the_mother_the_child_names() -> None:
    named = one(given="Yonas", mother="Saba Tesfay")
    asks = one(given="Yonas", relative="Saba Tesfay", relation="mother")
    assert named == asks
    assert one(given="Yonas", relative="Saba Tesfay", relation="aunt") != named


def test_words_are_the_same_in_any_script() -> None:
    assert one(name="Yusuf", mother="Fatima") == one(name="Yusuf", mother="فاطمة")


def test_names_of_a_family_that_the_child_bears_are_left_out() -> None:
    plain = one(name="Karim Haddad", siblings="Salma")
    assert one(name="Karim Haddad", siblings="Salma Haddad") == plain
    assert one(name="Karim Haddad") is None


def test_only_those_who_agreed_are_encoded(leaving: Leaving) -> None:
    allowed = agreed("request")
    assert len(allowed) < WORLD.requests.num_rows
    assert len(leaving.encodings) == len(allowed)
    assert sorted(leaving.rows.numbers) == sorted(allowed.people.ids)


def test_two_requests_for_one_child_stay_two() -> None:
    rows = WORLD.requests.slice(0, 40)
    other = pa.array([f"again-{i}" for i in range(40)])
    twice = pa.concat_tables([rows, rows.set_column(0, "id", other)])
    made = allow(people_of("request", twice, WORLD.columns["requests"]), purpose=PURPOSE, day=DAY)
    assert len(encode_people(made, KEY).encodings) == len(made)


def test_nothing_of_a_person_is_in_the_file(leaving: Leaving, tmp_path: Path) -> None:
    file = tmp_path / "out" / "requests.parquet"
    leaving.write(file, tmp_path / "home" / "rows.json")
    data = file.read_bytes().lower()
    register = register_of(agreed("request")).records
    words = {word for name in register["tokens"].to_pylist() for word in name or ()}
    words |= {word for text in register["address"].to_pylist() for word in (text or "").split()}
    words |= set(leaving.rows.numbers)
    # Short ones come by chance in so many bytes.
    assert not [word for word in words if len(word) >= 5 and word.lower().encode() in data]
    again = read_encodings(file)
    assert set(again.header) == {
        "format", "list", "records", "spec", "spec_hash", "names", "key_id", "fields", "strata",
        "suppress_below", "spread", "reach", "sha256",
    }  # fmt: skip
    assert again.header["strata"] == []


def test_no_two_rows_of_a_file_have_anything_in_common(leaving: Leaving) -> None:
    sections = len(TRACING.row_sections)
    tags = leaving.encodings.bits.reshape(len(leaving.encodings), sections, -1)[:, :, 0]
    assert len(np.unique(tags >> np.uint64(16))) == tags.size


def test_rows_come_in_another_order_each_time() -> None:
    allowed = agreed("request")
    one, other = encode_people(allowed, KEY), encode_people(allowed, KEY)
    assert one.rows.numbers != other.rows.numbers
    # The same row for the same request, under the same key: noise cannot be averaged away.
    rows = [dict(zip(m.rows.numbers, m.encodings.bits, strict=True)) for m in (one, other)]
    assert all(np.array_equal(rows[0][n], rows[1][n]) for n in rows[0])


def test_telephones_and_numbers_are_not_encoded(leaving: Leaving) -> None:
    assert not {"phone", "number"} & set(leaving.encodings.fields)
    assert {"name", "birth", "address"} <= set(leaving.encodings.fields)


@pytest.mark.skipif(os.name == "nt", reason="modes are POSIX")
def test_the_list_of_rows_is_its_owners_alone(leaving: Leaving, tmp_path: Path) -> None:
    home = tmp_path / "home" / "rows.json"
    leaving.write(tmp_path / "out" / "requests.parquet", home)
    assert home.stat().st_mode & 0o777 == 0o600
    assert read_rows(home) == leaving.rows
    assert leaving.rows.numbers[0] not in repr(leaving.rows)


def test_the_list_of_rows_never_lies_beside_what_leaves(leaving: Leaving, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lie beside"):
        leaving.write(tmp_path / "requests.parquet", tmp_path / "rows.json")
    assert not list(tmp_path.iterdir())


def test_a_list_of_rows_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        read_rows(tmp_path / "rows.json")
    path = tmp_path / "rows.json"
    for text in ("", "[]", '{"format": "undercount rows 1", "kind": "child"}', "{}"):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match="not a list of rows"):
            read_rows(path)


def test_fewer_than_ten_are_not_encoded(tmp_path: Path) -> None:
    few = people_of("case", WORLD.cases.slice(0, 9), WORLD.columns["cases"])
    with pytest.raises(InputError, match="fewer than 10"):
        encode_people(allow(few, purpose=PURPOSE, day=DAY), new_key(tmp_path / "key"))
