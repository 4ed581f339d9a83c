"""What records say: nothing wrong without noise, and the errors of the field with it."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pyarrow.compute as pc
import pytest

from undercount.testing.worlds import World, simulate_world
from undercount.testing.worlds.chance import Chance, draw_badness

Fields = dict[str, str | None]


def _records(world: World) -> list[Fields]:
    """All records in the order of `persons`, under our names of fields."""
    made: list[Fields] = []
    for name in world.lists:
        columns = {str(column): field for field, column in world.columns[name].items()}
        for row in world.registers[name].to_pylist():
            made.append({columns[key]: value for key, value in row.items() if key in columns})
    return made


def _share(values: list[bool]) -> float:
    return sum(values) / len(values)


def test_without_noise_everybody_is_spelled_in_one_way(clean: World) -> None:
    by_person: dict[int, list[Fields]] = defaultdict(list)
    for person, record in zip(clean.persons.tolist(), _records(clean), strict=True):
        by_person[person].append(record)
    for records in by_person.values():
        given = {record["given"] for record in records if "given" in record}
        assert len(given) <= 1
        for record in records:
            words = set((record.get("name") or "").lower().split())
            for part in given if "name" in record else ():
                assert set(str(part).lower().split()) <= words
        assert len({record["phone"] for record in records if "phone" in record}) <= 1
        assert len({record["place"] for record in records if "place" in record}) <= 1


def test_without_noise_births_ages_and_sexes_are_true(clean: World) -> None:
    born = clean.population["birth"].to_pylist()
    sex = clean.population["sex"].to_pylist()
    words = {"H": "m", "F": "f", "M": "m", "1": "m", "2": "f", "male": "m", "female": "f"}
    for person, record in zip(clean.persons.tolist(), _records(clean), strict=True):
        year = born[person].year
        if "birth" in record:
            assert str(year) in str(record["birth"])
        else:
            seen = int(str(record["seen"])[-4:])
            assert seen - year - 1 <= int(str(record["age"])) <= seen - year
        assert words.get(str(record.get("sex")), sex[person]) == sex[person]


def test_noise_scales_what_differs() -> None:
    missing, other = [], []
    for noise in (0.0, 0.5, 1.0, 2.0):
        records = _records(simulate_world(2500, noise=noise, scripts="latin", seed=8))
        birth = [record.get("birth", record.get("age")) for record in records]
        missing.append(_share([b is None or not b[0].isdigit() for b in birth]))
        other.append(_share([(r.get("given") or r.get("name") or "").isupper() for r in records]))
    assert missing[0] == other[0] == 0
    assert missing == sorted(missing)
    assert other == sorted(other)
    assert 0.03 < missing[2] < 0.10


def test_what_is_not_known_is_left_out_or_marked(world: World) -> None:
    nationality = world.registers["clinic"]["nationalité"].to_pylist()
    assert None in nationality
    assert {"NC", "?", "inconnu"} & set(nationality)


def test_first_of_january_and_heaped_ages(world: World) -> None:
    days = [d for d in world.registers["legal-aid"]["DOB"].to_pylist() if d and "/" in d]
    assert 0.15 < _share([d.startswith("01/01/") for d in days]) < 0.50
    ages = np.array([int(a) for a in world.registers["clinic"]["âge"].to_pylist() if _digits(a)])
    grown = ages[(ages >= 23) & (ages <= 62)]
    assert _share((grown % 5 == 0).tolist()) > 0.24  # a fifth without heaping


def _digits(text: str | None) -> bool:
    return text is not None and text.isdigit()


def test_a_bad_record_is_bad_in_every_field() -> None:
    rng = np.random.default_rng(1)
    chance = Chance(draw_badness(200_000, 1.0, rng), rng)
    first, second = chance(0.05), chance(0.05)
    assert first.mean() == pytest.approx(0.045, abs=0.004)
    assert (first & second).mean() > 1.6 * first.mean() * second.mean()
    badness = draw_badness(200_000, 1.0, rng)
    assert np.quantile(badness, 0.99) > 8 * np.median(badness)


def test_one_list_is_partly_in_other_scripts_unless_latin_is_asked_for(world: World) -> None:
    given = pc.drop_null(world.registers["census"]["given"])
    arabic = pc.mean(pc.match_substring_regex(given, r"\p{Arabic}").cast("float64")).as_py()
    ethiopic = pc.mean(pc.match_substring_regex(given, r"\p{Ethiopic}").cast("float64")).as_py()
    assert 0.2 < arabic < 0.6
    assert 0.02 < ethiopic < 0.25
    latin = simulate_world(2000, scripts="latin", seed=9)
    for name in latin.lists:
        for column in latin.registers[name].columns:
            found = pc.match_substring_regex(pc.drop_null(column), r"\p{Arabic}|\p{Ethiopic}")
            assert not pc.any(found).as_py()


def test_spellings_differ_between_lists_about_half_of_the_time() -> None:
    world = simulate_world(5_000, scripts="latin", seed=10)
    records = _records(world)
    pairs = world.true_pairs[world.of_list[world.true_pairs[:, 0]] == 1]
    pairs = pairs[world.of_list[pairs[:, 1]] == 2]
    same = [
        (records[a].get("given") or "").lower() == (records[b].get("given") or "").lower()
        for a, b in pairs.tolist()
    ]
    assert 0.3 < _share(same) < 0.7
