"""What goes out to another office, and comes back as it was. Every name here is invented."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from tests.trace.made import DAY, PURPOSE, bring
from undercount.errors import InputError
from undercount.testing.worlds.tracing import simulate_tracing
from undercount.trace.consent import allow
from undercount.trace.exports import Exported, export_people
from undercount.trace.imports.incoming import Incoming
from undercount.trace.imports.read import read_people
from undercount.trace.people import people_of
from undercount.trace.store import Store

YONAS = {
    "id": "c1",
    "name": "ዮናስ <Haile> & Co",
    "birth": "2002-03",
    "age": "14",
    "seen": "2016-09-01",
    "disputed": "yes",
    "sex": "male",
    "nationality": "eritrea",
    "language": "tigrinya",
    "place": "Keren",
    "mother": "Letebrhan Tekle",
    "siblings": "Dawit; Saba",
    "relative": "Hiwot Haile",
    "relation": "aunt",
    "last_place": "Khartoum",
    "last_day": "May 2016",
}
SABA = {"id": "c2", "given": "Saba", "family": "Omar", "birth": "about 1995 E.C.", "sex": "f"}
REFUSED = {"id": "c3", "name": "Refused Person", "consent": "no"}
EXPIRED = {"id": "c4", "name": "Expired Person", "until": "2016-10-25"}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "tracing.db") as store:
        for kind in ("case", "request"):
            bring(store, kind, YONAS, SABA, REFUSED, EXPIRED)
        yield store


LATER = date(2016, 10, 26)


def _out(store: Store, path: Path, kind: str = "case", **how: Any) -> Exported:
    words: dict[str, Any] = {"by": "amal", "why": "asked by the other office", **how}
    return export_people(store, kind, path, purpose=PURPOSE, day=LATER, **words)


@pytest.mark.parametrize("name", ["out.csv", "out.xml"])
@pytest.mark.parametrize("kind", ["case", "request"])
def test_what_goes_out_comes_in_as_it_was(
    store: Store, tmp_path: Path, name: str, kind: str
) -> None:
    told = _out(store, tmp_path / name, kind)
    assert (told.number, told.left_out) == (2, ())
    assert told.refused == {"refused": 1, "expired": 1}
    back = read_people(kind, tmp_path / name, purpose=PURPOSE).table.to_pylist()
    first, second = (
        {field: row[field] for field in row if row[field] and field not in ("file", "line")}
        for row in back
    )
    consent = {"consent": "yes", "purpose": PURPOSE, "until": "2017-06-30"}
    number = "office.invalid/" if name.endswith(".xml") else ""
    assert first == YONAS | consent | {"id": f"{number}c1"}
    if name.endswith(".csv"):
        assert second == SABA | consent
    else:
        # PFIF asks for a day of the record.
        assert second == {
            "id": f"{number}c2",
            "given": "Saba",
            "family": "Omar",
            "birth": "about 1995 E.C.",
            "sex": "female",
            "seen": "2016-10-26",
            **consent,
        }


def test_primeros_csv_comes_in_as_it_was_as_far_as_it_has_room(
    store: Store, tmp_path: Path
) -> None:
    told = _out(store, tmp_path / "out.csv", "request", format="primero")
    assert told.left_out == (
        "given", "family", "nationality", "language", "place", "disputed", "mother", "siblings",
        "until",
    )  # fmt: skip
    back = read_people("request", tmp_path / "out.csv", purpose=PURPOSE, format="primero")
    row = back.table.to_pylist()[0]
    for field in ("id", "name", "birth", "age", "seen", "sex", "relative", "relation", "last_day"):
        assert row[field] == YONAS[field]
    assert row["consent"] == "true"


@pytest.mark.parametrize("how", [{}, {"format": "primero"}, {"format": "pfif"}])
def test_nobody_goes_out_who_did_not_agree(
    store: Store, tmp_path: Path, how: dict[str, str]
) -> None:
    _out(store, tmp_path / "out", **how)
    text = (tmp_path / "out").read_text(encoding="utf-8")
    assert "Refused" not in text
    assert "Expired" not in text
    assert "c3" not in text
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o600


def test_the_log_tells_who_took_what_out_and_why(store: Store, tmp_path: Path) -> None:
    _out(store, tmp_path / "out.xml")
    _out(store, tmp_path / "out.csv", only=["c1"])
    both, one = store.entries()[-2:]
    assert (both.action, both.number, both.case) == ("export: pfif", 2, None)
    assert (one.action, one.number, one.case) == ("export: csv", 1, "c1")
    assert (one.by, one.why) == ("amal", "asked by the other office")


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"only": ["c3"]}, "no case may be exported"),
        ({"only": ["c1", "c9", "c8"]}, r'(?s)no case "c8".*no case "c9"'),
        ({"by": ""}, "the log needs who looks"),
        ({"why": " "}, "the log needs why"),
        ({"format": "xls"}, '"xls" is no format'),
    ],
)
def test_what_is_refused_leaves_no_file(
    store: Store, tmp_path: Path, how: dict[str, Any], words: str
) -> None:
    before = store.entries()
    with pytest.raises(InputError, match=words):
        _out(store, tmp_path / "out.csv", **how)
    assert not (tmp_path / "out.csv").exists()
    assert store.entries() == before


def test_a_file_that_cannot_be_written_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written"):
        _out(store, tmp_path)


def test_a_cell_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    with Store(tmp_path / "tracing.db") as store:
        bring(store, "case", {"id": "c1", "name": '=HYPERLINK("x")', "place": "'s-Gravenhage"})
        _out(store, tmp_path / "out.csv")
    assert ",\"'=HYPERLINK" in (tmp_path / "out.csv").read_text(encoding="utf-8")
    row = read_people("case", tmp_path / "out.csv", purpose=PURPOSE).table.to_pylist()[0]
    assert (row["name"], row["place"]) == ('=HYPERLINK("x")', "'s-Gravenhage")


def test_letters_that_xml_cannot_hold_are_left_out(tmp_path: Path) -> None:
    with Store(tmp_path / "tracing.db") as store:
        bring(store, "case", {"id": "c1", "name": "Yonas\x0bHaile\x00"})
        _out(store, tmp_path / "out.xml")
    row = read_people("case", tmp_path / "out.xml", purpose=PURPOSE).table.to_pylist()[0]
    assert row["name"] == "YonasHaile"


def test_the_day_of_the_export_is_the_day_consent_is_asked_for(
    store: Store, tmp_path: Path
) -> None:
    told = export_people(
        store, "case", tmp_path / "o.csv", purpose=PURPOSE, day=DAY, by="amal", why="x"
    )
    assert told.number == 3


@pytest.mark.parametrize("kind", ["case", "request"])
@pytest.mark.parametrize("name", ["out.csv", "out.xml"])
def test_simulated_people_mean_the_same_after_they_went_out_and_in(
    tmp_path: Path, kind: str, name: str
) -> None:
    world = simulate_tracing(cases=150, requests=300, seed=31)
    told = {"case": world.cases, "request": world.requests}[kind].drop_columns(["simulated"])
    place = {"file": ["f.csv"] * len(told), "line": range(len(told))}
    table = pa.table({**{one: told[one] for one in told.schema.names}, **place})
    with Store(tmp_path / "tracing.db") as store:
        store.import_people(Incoming(kind, table, "m"), by="amal", purpose=PURPOSE, day=DAY)
        before = allow(store.standard(kind), purpose=PURPOSE, day=DAY).people.table
        export_people(
            store, kind, tmp_path / name, purpose=PURPOSE, day=DAY, by="amal", why="x", domain="a.b"
        )
    back = people_of(kind, read_people(kind, tmp_path / name, purpose=PURPOSE).table)
    after = allow(back, purpose=PURPOSE, day=DAY).people.table
    assert len(after) == len(before) > 100
    # The day consent ends is written another way; digests are of what is written.
    for column in set(before.schema.names) - {"record", "until", "facts"}:
        assert after[column].to_pylist() == before[column].to_pylist(), column


def test_a_day_that_could_be_read_in_two_ways_goes_out_as_it_was_written(tmp_path: Path) -> None:
    with Store(tmp_path / "tracing.db") as store:
        bring(store, "case", {"id": "c1", "name": "Saba", "age": "12", "seen": "04/03/2016"})
        _out(store, tmp_path / "out.xml")
    text = (tmp_path / "out.xml").read_text(encoding="utf-8")
    assert "<pfif:source_date>2016-10-26T00:00:00Z</pfif:source_date>" in text
    row = read_people("case", tmp_path / "out.xml", purpose=PURPOSE).table.to_pylist()[0]
    assert row["seen"] == "04/03/2016"
