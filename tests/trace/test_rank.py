"""Traps of tracing. All names are invented and all records simulated."""

from __future__ import annotations

import numpy as np
import pytest

from tests.trace.people_made import ASKS, LOOKS, YONAS, allowed, but, chance, ranked, strangers
from undercount.trace.rank import Tracer, rank

CASE, REQUEST = YONAS | LOOKS, YONAS | ASKS
ONLY_NAME = {"name": "Yonas Tesfay"}


def test_a_full_agreement_is_likely() -> None:
    found = ranked([CASE], [REQUEST])
    assert found.suggestions(0)[0].request == 0
    assert chance(found, 0, 0) > 0.99
    assert found.none[0] < 0.01
    assert found.without_case[0] < 0.01


def test_same_name_unrelated() -> None:
    other = {
        "name": "Yonas Tesfay", "father": "Tesfay", "birth": "1993-11-02", "sex": "m",
        "nationality": "Ethiopia", "language": "Amharic", "place": "Gondar",
        "mother": "Almaz Worku", "siblings": "Bereket; Hana", "relative": "Abel Worku",
        "relation": "uncle", "last_place": "Cairo", "last_day": "2013-01-05",
    }  # fmt: skip
    found = ranked([CASE], [other])
    assert chance(found, 0, 0) < 0.05
    assert found.none[0] > 0.9


def test_a_poor_hit_among_poor_ones_is_as_poor() -> None:
    """The probability is absolute: taking the best request away does not lift the others."""
    near = {
        "name": "Yonas Abraha", "birth": "1999", "sex": "m", "nationality": "Eritrea",
        "mother": "Almaz Worku", "siblings": "Bereket", "relative": "Abel Worku",
        "relation": "uncle",
    }  # fmt: skip
    with_best = ranked([CASE], [near, REQUEST])
    without = ranked([CASE], [near])
    assert chance(without, 0, 0) < 0.3
    assert chance(with_best, 0, 0) <= chance(without, 0, 0) + 0.01


def test_twins() -> None:
    twin = but(YONAS, name="Dawit Tesfay Gebru", siblings="Saba; Yonas")
    found = ranked([CASE, twin | LOOKS], [twin | ASKS])
    assert chance(found, 1, 0) > 0.9
    assert chance(found, 0, 0) < 0.1


def test_siblings_both_in_cases() -> None:
    sister = but(
        YONAS, name="Saba Tesfay Gebru", siblings="Yonas; Dawit", birth="2003-09-02", sex="f"
    )
    found = ranked([CASE, sister | LOOKS], [sister | ASKS])
    assert chance(found, 1, 0) > 0.9
    assert chance(found, 0, 0) < 0.05
    both = ranked([CASE, sister | LOOKS], [sister | ASKS, REQUEST])
    assert [s.request for s in (both.suggestions(0)[0], both.suggestions(1)[0])] == [1, 0]


def test_a_request_for_the_brother_who_did_not_come() -> None:
    """The family is the same in everything, the child is another."""
    brother = but(YONAS, name="Dawit Tesfay Gebru", siblings="Saba; Yonas", birth="2005-02-20")
    found = ranked([CASE], [brother | ASKS])
    assert chance(found, 0, 0) < 0.1


def test_father_and_uncle_both_ask() -> None:
    """Two requests for one child do not take it from each other."""
    uncle = REQUEST | {
        "relative": "Abel Gebru Haile",
        "relation": "uncle",
        "relative_birth": "1975",
    }
    found = ranked([CASE], [REQUEST, uncle])
    assert chance(found, 0, 0) > 0.95
    assert chance(found, 0, 1) > 0.95
    assert found.none[0] < 0.02


def test_two_children_of_one_name_take_a_request_from_each_other() -> None:
    """As far as is known both cases fit alike; the request is for one of them."""
    vague = but(YONAS, birth=None, siblings=None, father=None) | LOOKS
    found = ranked([vague, vague], [REQUEST])
    assert chance(found, 0, 0) == pytest.approx(chance(found, 1, 0), abs=0.02)
    assert chance(found, 0, 0) < 0.6


def test_one_name_records() -> None:
    bare = but(CASE, name="Yonas")
    found = ranked([bare], [REQUEST])
    assert found.suggestions(0)[0].request == 0
    assert chance(found, 0, 0) > 0.8


def test_ethiopian_patronymics_and_script() -> None:
    """A given name and the father's, and no family name on either side."""
    case = but(CASE, name=None) | {"given": "ዮናስ", "father": "ተስፋይ"}
    found = ranked([case], [but(REQUEST, name="Yonas Tesfai")])
    assert chance(found, 0, 0) > 0.9
    reasons = {reason.field: reason for reason in found.suggestions(0)[0].reasons}
    assert reasons["name"].verdict == "match"
    assert reasons["father"].verdict == "match"


def test_arabic_meets_latin_in_any_order() -> None:
    case = {"name": "عمر خالد الحلبي", "birth": "2002-03-04", "sex": "m", "nationality": "Syria"}
    asked = {"name": "Al-Halabi Omar Khaled", "birth": "2002-03-04", "nationality": "Syria"}
    found = ranked([case], [asked])
    assert found.suggestions(0)[0].request == 0
    assert chance(found, 0, 0) > 0.9


def test_ethiopian_calendar_years() -> None:
    case, asked = but(CASE, birth="2001"), but(REQUEST, birth="1993")
    found = ranked([case], [asked])
    assert chance(found, 0, 0) > 0.95
    (birth,) = [r for r in found.suggestions(0)[0].reasons if r.field == "birth"]
    assert birth.verdict == "match"
    assert "Ethiopian" in birth.words


def test_age_claimed_three_years_off() -> None:
    case = but(CASE, birth=None) | {"age": "18", "seen": "2016-09-01", "disputed": "yes"}
    found = ranked([case], [REQUEST])
    assert chance(found, 0, 0) > 0.9
    (birth,) = [r for r in found.suggestions(0)[0].reasons if r.field == "birth"]
    assert birth.words.endswith("the age is disputed")


def test_requests_whose_child_is_no_case() -> None:
    found = ranked([CASE], [REQUEST])
    assert found.asked.tolist() == list(range(1 + len(strangers())))
    assert np.all(found.without_case[1:] > 0.95)
    empty = ranked([{"name": "Kwabena Osei Mensah", "birth": "2004-01-09"}], [])
    assert empty.none[0] > 0.9


@pytest.mark.parametrize(
    "no", [{"consent": "no"}, {"until": "2016-10-23"}, {"purpose": "health"}, {"consent": ""}]
)
def test_who_did_not_agree_is_never_compared(no: dict[str, str]) -> None:
    found = ranked([CASE], [REQUEST | no])
    assert 0 not in found.asked
    assert 0 not in found.requests
    turned = ranked([CASE | no, CASE], [REQUEST])
    assert turned.cases.tolist() == [1]


def test_neither_order_nor_others_matter() -> None:
    """Rows in another order give the same numbers, but for what is not exact among rivals."""
    requests = [REQUEST, ONLY_NAME | ASKS, *strangers()]
    cases = [CASE, but(CASE, name="Dawit Tesfay Gebru", siblings="Saba; Yonas")]
    found = rank(allowed("case", cases), allowed("request", requests))
    turned = rank(allowed("case", cases[::-1]), allowed("request", requests[::-1]))
    for case in (0, 1):
        one = {s.request: s.probability for s in found.suggestions(case)}
        last = len(requests) - 1
        other = {last - s.request: s.probability for s in turned.suggestions(1 - case)}
        assert one == pytest.approx(other, abs=1e-3)


def test_probabilities_hang_together() -> None:
    found = ranked([CASE, but(CASE, name="Saba Tesfay", sex="f")], [REQUEST, ONLY_NAME])
    assert np.all((found.probability >= 0) & (found.probability <= 1))
    for case in range(len(found)):
        told = [s.probability for s in found.suggestions(case)]
        assert told == sorted(told, reverse=True)
        assert len(told) <= 10
        assert found.none[case] <= 1 - told[0] + 1e-9


def test_one_new_case_as_among_all() -> None:
    """Ranked alone, with the other cases' claims: the sister's request is not given to him."""
    sister = but(
        YONAS, name="Saba Tesfay Gebru", siblings="Yonas; Dawit", birth="2003-09-02", sex="f"
    )
    cases = allowed("case", [sister | LOOKS, CASE])
    tracer = Tracer.of(allowed("request", [sister | ASKS, REQUEST, *strangers()]))
    whole, alone = tracer.rank(cases), tracer.rank(cases, only=np.array([1]), share=0.5)
    assert alone.cases.tolist() == [1]
    assert chance(alone, 0, 0) == pytest.approx(chance(whole, 1, 0), abs=0.05)
    assert chance(alone, 0, 1) == pytest.approx(chance(whole, 1, 1), abs=0.05)


def test_no_case_and_no_request() -> None:
    nobody = allowed("case", [CASE | {"consent": "no"}])
    found = rank(nobody, allowed("request", [REQUEST]))
    assert len(found) == 0
    assert found.without_case.tolist() == [1.0]
    none = rank(allowed("case", [CASE]), allowed("request", [REQUEST | {"consent": "no"}]))
    assert none.none.tolist() == [1.0]
    assert none.suggestions(0) == ()


def test_sides_are_not_confused() -> None:
    with pytest.raises(ValueError, match="kind request"):
        rank(allowed("request", [REQUEST]), allowed("request", [REQUEST]))


def test_no_name_in_what_is_said() -> None:
    found = ranked([CASE], [REQUEST, ONLY_NAME | ASKS])
    names = {"yonas", "tesfay", "gebru", "haile", "letay", "mehari", "saba", "dawit", "keren"}
    for suggestion in found.suggestions(0):
        assert len(suggestion.reasons) == len({reason.field for reason in suggestion.reasons})
        for reason in suggestion.reasons:
            assert reason.verdict in ("match", "mismatch", "missing")
            assert not names & set(reason.words.lower().replace("'", " ").split())
