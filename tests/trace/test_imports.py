"""Cases and requests from plain tables, Primero and PFIF. Every name here is invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.trace.made import PURPOSE
from undercount.errors import InputError
from undercount.trace.imports.incoming import Incoming
from undercount.trace.imports.read import mark_of, read_people
from undercount.trace.people import people_of

COLUMNS = {"id": "case_no", "name": ["first", "last"], "consent": "agrees", "purpose": "for what"}
CASES = "Case No,first,last,agrees,for what,seen on\nc1,Yonas,Haile,yes,family tracing,2016-09-01\n"


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def _rows(incoming: Incoming) -> list[dict[str, object]]:
    return [
        {name: value for name, value in row.items() if value is not None and name != "file"}
        for row in incoming.table.to_pylist()
    ]


def test_a_table_is_read_by_its_mapping(tmp_path: Path) -> None:
    path = _file(tmp_path, "cases.csv", CASES)
    told = read_people(
        "case", path, purpose=PURPOSE, columns={**COLUMNS, "id": "Case No", "seen": "2016-10-01"}
    )
    assert _rows(told) == [
        {
            "id": "c1",
            "name": "Yonas Haile",
            "seen": "2016-10-01",
            "consent": "yes",
            "purpose": PURPOSE,
            "line": 2,
        }
    ]
    assert people_of("case", told.table).ids == ["c1"]


def test_columns_that_bear_the_names_of_fields_need_no_mapping(tmp_path: Path) -> None:
    path = _file(
        tmp_path, "r.csv", "ID,Name,Consent,Purpose\n7,  Saba  ,yes,family tracing\n8,,,\n"
    )
    told = read_people("request", path, purpose=PURPOSE)
    assert [row.get("name") for row in _rows(told)] == ["Saba", None]


def test_wrong_columns_are_named_all_at_once_in_all_files(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        _file(tmp_path, name, f"no,first\n{name},x\n")
    with pytest.raises(InputError) as error:
        read_people("case", tmp_path / "*.csv", purpose=PURPOSE, columns=COLUMNS | {"hair": "x"})
    told = str(error.value)
    for name in ("a.csv", "b.csv"):
        for column in ("case_no", "last", "agrees", "for what"):
            assert f"{name}, column '{column}': no such column" in told
    assert 'there is no field "hair"' in told
    assert "The columns there are: no, first" in told


def test_a_table_without_numbers_or_consent_is_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.csv", "name\nSaba\n")
    with pytest.raises(InputError, match="no column holds the office's own number"):
        read_people("case", path, purpose=PURPOSE)
    path = _file(tmp_path, "a.csv", "id,name\n1,Saba\n")
    with pytest.raises(InputError, match="nobody would be"):
        read_people("case", path, purpose=PURPOSE)


def test_the_office_may_state_that_everybody_agreed(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.csv", "id,name,until\n1,Saba,2016-12-31\n")
    (row,) = _rows(read_people("case", path, purpose=PURPOSE, consent="all"))
    assert (row["consent"], row["purpose"], row["until"]) == ("yes", PURPOSE, "2016-12-31")
    path = _file(tmp_path, "a.csv", "id,name,consent\n1,Saba,no\n")
    with pytest.raises(InputError, match="the file itself tells who agreed"):
        read_people("case", path, purpose=PURPOSE, consent="all")
    with pytest.raises(InputError, match='consent cannot be "some"'):
        read_people("case", path, purpose=PURPOSE, consent="some")


def test_a_number_that_is_missing_or_stands_twice_is_told_with_its_line(tmp_path: Path) -> None:
    _file(tmp_path, "a.csv", "id,consent\n1,yes\n,yes\n")
    _file(tmp_path, "b.csv", "id,consent\n1,yes\nn/a,yes\n")
    with pytest.raises(InputError) as error:
        read_people("request", tmp_path / "?.csv", purpose=PURPOSE)
    told = str(error.value)
    assert "a.csv, line 3: no number" in told
    assert "b.csv, line 2: the same number (id) as in" in told
    assert "b.csv, line 3: no number" in told


def test_an_empty_list_takes_nobody_out(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="would take everybody out"):
        read_people("case", _file(tmp_path, "a.csv", "id,consent\n"), purpose=PURPOSE)
    with pytest.raises(InputError, match="no such file"):
        read_people("case", tmp_path / "none.csv", purpose=PURPOSE)
    with pytest.raises(InputError, match='"odd" is no format'):
        read_people("case", tmp_path / "a.csv", purpose=PURPOSE, format="odd")


def test_the_mark_changes_with_the_file_and_with_how_it_is_read(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.csv", "id,name,until\n1,Saba,2016-12-31\n")
    first = read_people("case", path, purpose=PURPOSE, consent="all").mark
    assert read_people("case", path, purpose=PURPOSE, consent="all").mark == first
    assert mark_of([tmp_path / "*.csv"], purpose=PURPOSE, consent="all") == first
    assert mark_of(path, purpose=PURPOSE) != first
    assert mark_of(tmp_path / "none.csv", purpose=PURPOSE) is None
    assert read_people("case", path, purpose="health", consent="all").mark != first
    _file(tmp_path, "a.csv", "id,name,until\n1,Sabah,2016-12-31\n")
    assert read_people("case", path, purpose=PURPOSE, consent="all").mark != first


PRIMERO_CASES = (
    "id,case_id_display,name,sex,age,date_of_birth,registration_date,nationality,language,"
    "date_of_separation,location_separation,consent_for_tracing\n"
    '9b1d-uuid,a1b2c3d,Yonas Haile,male,14,2002-01-01,2016-09-01,"[""eritrea""]",'
    '"[""tigrinya"", ""arabic""]",2016-05-02,Khartoum,true\n'
    "9b1e-uuid,a1b2c3e,*******,female,12,,2016-09-01,,,,'-,false\n"
)


def test_primeros_csv_of_cases_needs_no_mapping(tmp_path: Path) -> None:
    path = _file(tmp_path, "cases.csv", PRIMERO_CASES)
    first, second = _rows(read_people("case", path, purpose=PURPOSE, format="primero"))
    assert first == {
        "id": "a1b2c3d",
        "name": "Yonas Haile",
        "birth": "2002-01-01",
        "age": "14",
        "seen": "2016-09-01",
        "sex": "male",
        "nationality": "eritrea",
        "language": "tigrinya; arabic",
        "last_place": "Khartoum",
        "last_day": "2016-05-02",
        "consent": "true",
        "purpose": PURPOSE,
        "line": 2,
    }
    assert "name" not in second
    assert (second["last_place"], second["consent"]) == ("-", "false")
    odd = PRIMERO_CASES.replace('"[""eritrea""]"', '"[""erit\trea"", ""]"')
    path = _file(tmp_path, "odd.csv", odd)
    assert len(read_people("case", path, purpose=PURPOSE, format="primero")) == 2


def test_primeros_requests_tell_no_consent_and_need_it_stated(tmp_path: Path) -> None:
    text = (
        "id,short_id,inquiry_date,relation_name,relation,relation_age,name,sex,age\n"
        "u-1,f00baa1,2016-08-01,Hiwot Haile,aunt,31,Yonas,male,14\n"
    )
    path = _file(tmp_path, "requests.csv", text)
    with pytest.raises(InputError, match="nobody would be"):
        read_people("request", path, purpose=PURPOSE, format="primero")
    (row,) = _rows(read_people("request", path, purpose=PURPOSE, format="primero", consent="all"))
    assert (row["id"], row["relative"], row["relation"]) == ("f00baa1", "Hiwot Haile", "aunt")
    assert (row["relative_age"], row["name"], row["seen"]) == ("31", "Yonas", "2016-08-01")


def test_primeros_json_has_the_family_and_each_child_asked_for(tmp_path: Path) -> None:
    family = [
        {"relation_name": "Letebrhan", "relation": "mother", "relation_is_alive": "dead"},
        {"relation_name": "Dawit", "relation": "brother"},
        {"relation_name": "Hiwot", "relation": "aunt"},
    ]
    case = {"short_id": "c1", "name": "Yonas", "consent_for_tracing": True}
    path = _file(
        tmp_path, "c.json", json.dumps([{"data": case | {"family_details_section": family}}])
    )
    (row,) = _rows(read_people("case", path, purpose=PURPOSE, format="primero"))
    assert (row["mother"], row["siblings"], row["consent"]) == ("Letebrhan", "Dawit", "yes")
    assert row["relative"] == "Dawit (brother); Hiwot (aunt)"
    traces = [
        {"unique_id": "t-1", "name": "Yonas", "relation": "nephew", "age": 14},
        {"unique_id": "t-2", "name": "Saba", "date_of_separation": "2016-01-02"},
    ]
    request = {
        "short_id": "r1",
        "relation_name": "Hiwot",
        "relation": "aunt",
        "date_of_separation": "2015-12-01",
        "tracing_request_subform_section": traces,
    }
    path = _file(tmp_path, "r.json", json.dumps({"data": [request]}))
    one, two = _rows(read_people("request", path, purpose=PURPOSE, format="primero", consent="all"))
    assert (one["id"], one["age"], one["last_day"]) == ("t-1", "14", "2015-12-01")
    assert (two["id"], two["relation"], two["last_day"]) == ("t-2", "aunt", "2016-01-02")


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "not readable as JSON"), ('{"a": 1}', "no list of records"), ("[1]", "no list")],
)
def test_json_that_is_no_export_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        read_people("case", _file(tmp_path, "c.json", text), purpose=PURPOSE, format="primero")


PFIF = """<?xml version="1.0" encoding="UTF-8"?>
<pfif:pfif xmlns:pfif="http://zesty.ca/pfif/1.4">
  <pfif:person>
    <pfif:person_record_id>example.org/p.1</pfif:person_record_id>
    <pfif:expiry_date>2017-06-30T00:00:00Z</pfif:expiry_date>
    <pfif:author_name>Hiwot Haile</pfif:author_name>
    <pfif:source_date>2016-08-01T10:00:00Z</pfif:source_date>
    <pfif:full_name>Yonas &amp; Haile</pfif:full_name>
    <pfif:given_name>Yonas</pfif:given_name>
    <pfif:description>relation: aunt
Mother: Letebrhan
He wore a red shirt: new</pfif:description>
    <pfif:sex>male</pfif:sex>
    <pfif:age>12-15</pfif:age>
    <pfif:home_city>Keren</pfif:home_city>
    <pfif:home_country>ER</pfif:home_country>
    <pfif:note>
      <pfif:note_record_id>example.org/n.1</pfif:note_record_id>
      <pfif:author_name>Somebody Else</pfif:author_name>
      <pfif:last_known_location>Khartoum</pfif:last_known_location>
    </pfif:note>
  </pfif:person>
  <pfif:person>
    <pfif:person_record_id>example.org/p.2</pfif:person_record_id>
    <pfif:expiry_date>2016-01-01T00:00:00Z</pfif:expiry_date>
  </pfif:person>
</pfif:pfif>
"""


def test_pfif_is_read(tmp_path: Path) -> None:
    path = _file(tmp_path, "requests.xml", PFIF)
    first, second = _rows(read_people("request", path, purpose=PURPOSE, consent="all"))
    assert first == {
        "id": "example.org/p.1",
        "name": "Yonas & Haile",
        "age": "12-15",
        "seen": "2016-08-01",
        "sex": "male",
        "place": "Keren, ER",
        "mother": "Letebrhan",
        "relative": "Hiwot Haile",
        "relation": "aunt",
        "last_place": "Khartoum",
        "consent": "yes",
        "purpose": PURPOSE,
        "until": "2017-06-30",
        "line": 3,
    }
    assert (second["id"], second["until"]) == ("example.org/p.2", "2016-01-01")


def test_who_entered_a_case_is_no_relative(tmp_path: Path) -> None:
    path = _file(tmp_path, "cases.xml", PFIF)
    first, _ = _rows(read_people("case", path, purpose=PURPOSE, consent="all"))
    assert "relative" not in first


BOMB = PFIF.replace("?>\n", '?>\n<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>\n', 1)
FETCH = PFIF.replace("?>\n", '?>\n<!DOCTYPE x SYSTEM "file:///etc/hostname">\n', 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (BOMB, "a document type is not read"),
        (FETCH, "a document type is not read"),
        (PFIF[:300], "not readable as XML"),
        ("", "not readable as XML"),
        ("<html/>", "this is not PFIF 1.4 but html"),
        (PFIF.replace("UTF-8", "UTF-77"), "an encoding that is not read"),
        (PFIF.replace("pfif/1.4", "pfif/1.2"), "not PFIF 1.4 but http://zesty.ca/pfif/1.2/pfif"),
    ],
)
def test_xml_that_could_do_harm_or_is_something_else_is_refused(
    tmp_path: Path, text: str, words: str
) -> None:
    with pytest.raises(InputError, match=words):
        read_people("request", _file(tmp_path, "r.xml", text), purpose=PURPOSE, consent="all")


def test_what_was_read_is_never_shown_whole(tmp_path: Path) -> None:
    told = read_people(
        "request", _file(tmp_path, "requests.xml", PFIF), purpose=PURPOSE, consent="all"
    )
    assert repr(told) == "Incoming(request, 2)"
