"""Families, origins and names."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
import pytest

from undercount.testing.worlds import World, simulate_world
from undercount.testing.worlds.coined import coin
from undercount.testing.worlds.origins import ORIGINS
from undercount.testing.worlds.slips import by_ear, typed
from undercount.testing.worlds.vocabulary import CULTURES, vocabulary


def test_parents_are_older_than_their_children_and_share_their_household(world: World) -> None:
    rows = world.population.to_pylist()
    children = [row for row in rows if row["role"] == "child"]
    assert children
    for row in children:
        parents = [rows[p] for p in (row["father"], row["mother"]) if p is not None]
        assert parents
        for parent in parents:
            assert parent["household"] == row["household"]
            assert parent["origin"] == row["origin"]
            assert (row["birth"] - parent["birth"]).days > 15.5 * 365.25
        if row["father"] is not None:
            father = rows[row["father"]]
            assert father["sex"] == "m"
            assert father["given"] == row["father_name"]
            assert father["family"] == row["family"]
        if row["mother"] is not None:
            assert rows[row["mother"]]["sex"] == "f"


def test_brothers_and_sisters_have_one_father_and_different_names(world: World) -> None:
    rows = world.population.to_pylist()
    households: dict[int, list[dict[str, object]]] = {}
    for row in rows:
        if row["role"] in ("child", "sibling"):
            households.setdefault(row["household"], []).append(row)
    many = [group for group in households.values() if len(group) > 1]
    assert many
    for group in many:
        assert len({row["father_name"] for row in group}) == 1
        assert len({row["given"] for row in group}) == len(group)
        assert len({row["birth"] for row in group}) == len(group)


def test_every_relation_is_told_from_both_sides(world: World) -> None:
    rows = world.population.to_pylist()
    told = {(r["person"], r["relative"]): r["relation"] for r in world.families.to_pylist()}
    assert len(told) == world.families.num_rows
    back = {"father": "child", "mother": "child", "sibling": "sibling", "spouse": "spouse"}
    for (person, relative), relation in told.items():
        if relation != "child":
            assert told[relative, person] == back[relation]
        else:
            assert told[relative, person] in ("father", "mother")
    kin = {person for person, _ in told}
    assert kin == {row["person"] for row in rows if row["role"] != "alone"}


def test_origins_have_their_shares() -> None:
    world = simulate_world(12_000, seed=21)
    origins = world.population["origin"].to_pylist()
    for item in ORIGINS:
        # Families come together, so that the shares wander a little more than by chance.
        assert origins.count(item.code) / 12_000 == pytest.approx(item.share, abs=0.02)
    assert sum(item.share for item in ORIGINS) == pytest.approx(1.0)


def test_most_are_young_men_and_some_are_children_alone(world: World) -> None:
    rows = world.population.to_pylist()
    born = np.array([row["birth"].year for row in rows])
    men = np.array([row["sex"] == "m" for row in rows])
    alone = np.array([row["role"] == "alone" for row in rows])
    assert 0.75 < men.mean() < 0.95
    assert ((born > 1980) & (born < 2004)).mean() > 0.7
    assert 0.05 < (alone & (born >= 1999)).mean() < 0.30


def test_customs_of_names(world: World) -> None:
    rows = world.population.to_pylist()
    for row in rows:
        if row["origin"] in ("SDN", "ERI", "ETH"):
            assert row["family"] is None
        if row["origin"] in ("ALB", "VNM", "SYR", "IRN"):
            assert row["family"]
    vietnamese = [row for row in rows if row["origin"] == "VNM"]
    assert all(row["name"].startswith(row["family"]) for row in vietnamese)
    afghans = [row for row in rows if row["origin"] == "AFG"]
    assert 0.2 < sum(row["family"] is None for row in afghans) / len(afghans) < 0.45


def test_the_commonest_name_is_common_but_not_everybodys(world: World) -> None:
    given = [r["given"] for r in world.population.to_pylist() if r["origin"] == "SDN"]
    top = max(given.count(name) for name in set(given)) / len(given)
    assert 0.03 < top < 0.15
    assert len(set(given)) > 100


@pytest.mark.parametrize("culture", CULTURES)
def test_tokens_stand_in_their_script_with_latin_spellings(culture: str) -> None:
    script = {"habesha": "ETHIOPIC"}.get(
        culture, "LATIN" if culture in ("oromo", "vietnamese", "albanian") else "ARABIC"
    )
    words = vocabulary(1000, np.random.default_rng(1))
    ids = np.concatenate([pool for (name, _), (pool, _) in words.pools.items() if name == culture])
    for native in words.native[ids]:
        letters = [c for c in native if c.isalpha() and c != "ـ"]
        assert all(script in unicodedata.name(c) for c in letters), native
    if culture != "vietnamese":
        for spelling in words.latin[ids].ravel():
            assert re.fullmatch(r"[A-Za-zÀ-ÿ' -]+", spelling), spelling


def test_common_names_are_a_hundred_and_more_a_culture() -> None:
    words = vocabulary(1000, np.random.default_rng(1))
    for culture in CULTURES:
        listed = sum(
            int((~words.rare[ids]).sum())
            for (name, _), (ids, _) in words.pools.items()
            if name == culture
        )
        assert listed > 100, culture


def test_coined_tokens_differ() -> None:
    for culture in CULTURES:
        for kind in "mfn":
            made = coin(culture, kind, 200, np.random.default_rng(2))
            assert len({token[0] for token in made}) == len(made)
            assert all(len(token) >= 2 and token[1] for token in made)


def test_slips_change_few_letters() -> None:
    for text in ("Mohammed", "محمود", "ሃብቶም"):
        for u in np.linspace(0, 0.999, 20).tolist():
            assert abs(len(typed(text, u, u)) - len(text)) <= 1
            assert abs(len(by_ear(text, u)) - len(text)) <= 2
    assert typed("Al", 0.5, 0.5) == "Al"
