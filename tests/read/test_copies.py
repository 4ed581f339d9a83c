"""Copies of documents and figures that repeat one another; every text here is invented."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from undercount.ledger import Figure, Reading
from undercount.read.copies import CopyFinder, find_copies
from undercount.read.copies.shingles import bands, signature, similarity

_BODY = (
    "The warehouse near the canal has served as a shelter since the floods began. Volunteers "
    "brought blankets and soup, and two doctors came from the hospital every evening. The "
    "relief committee counted 4,310 people in Ostrava camp on Tuesday night. Nobody had told "
    "the neighbours how long the families were going to stay there, and many had questions. "
)
_OTHER = (
    "Talks on the river treaty went on behind closed doors, with both delegations saying little. "
    "A spokesman for the port said that traffic was slow, and that ships waited outside the "
    "harbour while the pilots were on strike over pay and the hours of their work at night. "
)


def _reading(name: str, text: str, figures: tuple[Figure, ...] = ()) -> Reading:
    return Reading(name, name, text, published=date(2019, 5, 7), figures=figures)


def _figure(text: str, surface: str, value: float, **fields: object) -> Figure:
    start = text.index(surface)
    first = max(text.rfind(". ", 0, start) + 2, 0) if ". " in text[:start] else 0
    stop = text.find(". ", start)
    given: dict[str, object] = {
        "low": value, "high": value, "population": "people", "measure": "stock",
        "place": "Ostrava camp", "period_start": date(2019, 5, 7), "period_end": date(2019, 5, 7),
    }  # fmt: skip
    return Figure(
        surface=surface, value=value, start=start, end=start + len(surface), sentence_start=first,
        sentence_end=len(text) if stop < 0 else stop + 1, **(given | fields),  # type: ignore[arg-type]  # fields by name
    )  # fmt: skip


def test_a_copy_with_another_figure_is_grouped_and_listed_as_differing() -> None:
    altered = _BODY.replace("4,310", "4,130")
    found = find_copies([
        _reading("a.txt", _BODY, (_figure(_BODY, "4,310", 4310),)),
        _reading("b.txt", altered, (_figure(altered, "4,130", 4130),)),
        _reading("c.txt", _OTHER),
    ])  # fmt: skip
    assert found.documents == (("a.txt", "b.txt"),)
    assert found.alike == (("a.txt", "b.txt", 1.0),)
    (pair,) = found.differing
    assert pair.surfaces == ("4,310", "4,130")
    assert len(found.clusters) == 1


def test_a_lost_hedge_in_a_copied_sentence_is_differing() -> None:
    hedged = _BODY.replace("counted 4,310", "counted almost 4,310")
    found = find_copies([
        _reading("a.txt", hedged, (
            _figure(hedged, "4,310", 4310, hedge="almost", quantifier="almost", high=4309),
        )),
        _reading("b.txt", _BODY, (_figure(_BODY, "4,310", 4310),)),
    ])  # fmt: skip
    assert [pair.relation for pair in found.pairs] == ["differing"]


def test_repeated_and_independent_accounts_are_told_apart() -> None:
    texts = {
        "a.txt": "The relief committee counted 4,310 people in Ostrava camp on 7 May.",
        "b.txt": "In Ostrava camp there were 4,310 people that day, papers wrote.",
        "c.txt": "Town officials put the number of people in Ostrava camp at 3,900 on 7 May.",
        "d.txt": "According to the relief committee, Ostrava camp held 4,310 people.",
        "e.txt": "The relief committee gave 4,500 people for Ostrava camp on 7 May.",
    }
    said = {
        "a.txt": ("4,310", 4310, "relief committee"), "b.txt": ("4,310", 4310, None),
        "c.txt": ("3,900", 3900, "Town officials"), "d.txt": ("4,310", 4310, "relief committee"),
        "e.txt": ("4,500", 4500, "the relief committee"),
    }  # fmt: skip
    found = find_copies(
        _reading(name, text, (_figure(text, said[name][0], said[name][1], claimant=said[name][2]),))
        for name, text in texts.items()
    )
    told = {(pair.one[0][0], pair.other[0][0]): pair.relation for pair in found.pairs}
    assert told["a", "b"] == "repeated"
    assert told["a", "d"] == "repeated"
    assert told["a", "c"] == "independent"
    assert told["b", "c"] == "unclear"
    assert told["a", "e"] == "differing"
    assert found.documents == ()


def test_other_places_people_times_and_measures_are_other_things() -> None:
    text = "The relief committee counted 4,310 people in Ostrava camp."
    same: list[dict[str, object]] = [
        {}, {"place": "Brno"}, {"population": "children"}, {"measure": "flow"},
        {"period_start": date(2019, 6, 1), "period_end": date(2019, 6, 1)},
        {"place": None}, {"status": "denied"},
    ]  # fmt: skip
    texts = [f"{'x' * i} {text}" for i in range(len(same))]
    readings = [
        _reading(f"{i}.txt", text, (_figure(text, "4,310", 4310, **fields),))
        for i, (text, fields) in enumerate(zip(texts, same, strict=True))
    ]
    assert find_copies(readings).clusters == ()


def test_short_texts_are_alike_by_chance_and_have_no_signature() -> None:
    assert signature("Two boats came in the night.") is None
    assert signature("") is None


def test_similarity_estimates_the_share_of_common_shingles() -> None:
    words = [f"w{chr(97 + i % 26)}{chr(97 + i // 26)}" for i in range(600)]
    one, other = signature(" ".join(words[:400])), signature(" ".join(words[200:]))
    assert one is not None
    assert other is not None
    # 197 of 597 shingles are common; the estimate has a standard error of .042.
    assert abs(similarity(one, other) - 197 / 597) < 0.13
    keys = [key.tobytes() for key in bands(one[None])]
    assert b"".join(keys) == one.tobytes()
    assert len(keys) == 32


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(["sea", "camp", "boat", "7", "river", "night"]), max_size=80))
def test_signatures_do_not_depend_on_numbers_case_or_process(words: list[str]) -> None:
    text = " ".join(words)
    one, other = signature(text), signature(text.upper().replace("7", "12"))
    if one is None or other is None:
        assert one is other
    else:
        assert np.array_equal(one, other)


def test_a_crowd_of_copies_stays_linear_in_pairs() -> None:
    readings = [
        _reading(f"{i:03}.txt", _BODY, (_figure(_BODY, "4,310", 4310),)) for i in range(120)
    ]
    found = find_copies(readings)
    assert len(found.documents[0]) == 120
    assert len(found.pairs) == 119


def test_a_fall_by_one_is_no_copy_of_a_fall_by_two() -> None:
    texts = [f"In Ostrava camp the number of people changed by {by} on 7 May." for by in (-1, -2)]
    found = find_copies(
        _reading(f"{i}.txt", text, (_figure(text, str(by), by, claimant="the committee"),))
        for i, (by, text) in enumerate(zip((-1, -2), texts, strict=True))
    )
    assert [pair.relation for pair in found.pairs] == ["differing"]


def test_a_finder_goes_on_after_it_has_answered() -> None:
    finder = CopyFinder()
    assert finder.result().clusters == ()
    for count in (1, 2, 3):
        finder.add(_reading(f"{count}.txt", _BODY, (_figure(_BODY, "4,310", 4310),)))
        assert len(finder.result().pairs) == count * (count - 1) // 2


def test_a_figure_costs_some_fifty_bytes_until_the_end() -> None:
    one = _figure(_BODY, "4,310", 4310)
    finder = CopyFinder()
    tracemalloc.start()
    try:
        for i in range(400):
            # Other people, claimants and numbers each time: nothing here can be shared.
            figures = tuple(
                replace(
                    one, value=1000.0 * i + j, population=f"group {i} {j}", claimant=f"w {i} {j}"
                )
                for j in range(50)
            )
            finder.add(Reading(f"{i}.txt", "", "", published=date(2019, 5, 7), figures=figures))
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 400 * 50 * 80
