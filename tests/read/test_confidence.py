"""How sure a field is, and what is withheld; invented figures."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib.resources import files

import pytest

from tests.read.texts import figure, read
from undercount.ledger.corrections import apply
from undercount.read import abstain
from undercount.read.abstain import left_open
from undercount.read.fields.confidence import FIELDS, PARTS, chance, with_confidence

TEXT = "The Sarn ministry said on 3 May that 540 people were held in the depot. Some left."


def test_every_figure_read_has_a_chance_for_each_field() -> None:
    text = f"{TEXT}\n\nPeople in the Sarn camp\nBody\tMay 2016\nPrefecture of Sarn\t370\n"
    for found in read(text).figures:
        assert set(found.confidences) == set(FIELDS)
        assert all(0.0 < sure < 1.0 for sure in found.confidences.values())
        assert found.confidence is not None


def test_the_record_is_as_sure_as_its_parts_together() -> None:
    found = figure(TEXT, "540")
    product = 1.0
    for part in PARTS:
        product *= found.confidences[part]
    assert found.confidence == pytest.approx(product, abs=0.001)  # rounded to three places


def test_a_number_without_a_noun_is_less_sure_than_one_with() -> None:
    bare = figure("I make it 600.", "600").confidences["population"]
    assert bare < figure(TEXT, "540").confidences["population"]


def test_clues_add_up() -> None:
    table = {"": 0.0, "near": 1.0, "far": -1.0}
    assert chance(["near", "far"], table) == 0.5
    assert chance(["near"], table) > 0.5 > chance(["far"], table)
    assert chance(["never seen"], table) == 0.5
    assert 0.0 < chance(["near"] * 900, table) <= 1.0


def test_the_table_holds_every_field() -> None:
    source = files("undercount.read.fields").joinpath("weights", "confidence.json")
    table = json.loads(source.read_text(encoding="utf-8"))
    assert set(table) == set(FIELDS)
    assert all("" in weights for weights in table.values())


def test_nothing_is_withheld_at_nought() -> None:
    reading = read(TEXT)
    assert abstain(reading, 0.0) == reading


def test_all_that_may_be_withheld_is_at_one() -> None:
    (found,) = abstain(read(TEXT), 1.0).figures
    assert (found.value, found.low, found.status) == (540, 540, "asserted")
    assert (found.population, found.claimant, found.measure) == (None, None, "unknown")
    assert (found.place, found.period, found.period_start) == (None, None, None)
    assert (found.unit, found.claimant_class, found.detection) == ("other", "unknown", "unknown")
    assert found.note is not None
    assert found.note.startswith("left open, not sure enough: ")
    assert "measure" in found.note


def test_only_what_is_less_sure_is_withheld() -> None:
    reading = read(TEXT)
    (before,) = reading.figures
    sure = dict.fromkeys(FIELDS, 0.9) | {"claimant": 0.4}
    (after,) = abstain(replace(reading, figures=(replace(before, confidences=sure),)), 0.5).figures
    assert (after.claimant, after.claimant_class) == (None, "unknown")
    assert (after.population, after.measure) == (before.population, before.measure)
    assert after.note == "left open, not sure enough: claimant 0.40"
    assert left_open(after) == {"claimant"}


def test_what_a_person_fills_in_is_open_no_more() -> None:
    (found,) = abstain(read(TEXT), 1.0).figures
    assert {"population", "measure", "claimant", "place"} <= left_open(found)
    filled = apply(found, {"measure": "stock"})
    assert left_open(found) - left_open(filled) == {"measure"}


def test_another_note_opens_nothing() -> None:
    found = figure(TEXT, "540")
    assert left_open(found) == frozenset()
    assert left_open(replace(found, note="population 0.35")) == frozenset()


def test_a_figure_of_unknown_sureness_is_kept() -> None:
    reading = read(TEXT)
    typed = replace(reading, figures=tuple(replace(f, confidences={}) for f in reading.figures))
    assert abstain(typed, 0.99) == typed


def test_the_same_clues_give_the_same_chances() -> None:
    found = figure(TEXT, "540")
    assert with_confidence(found, ["noun after"]) == with_confidence(found, ["noun after"])
