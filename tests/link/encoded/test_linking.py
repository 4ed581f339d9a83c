"""Encodings of simulated registers are linked as the registers themselves, nearly."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from undercount.encode import Encodings, Key, Spec, encode
from undercount.errors import InputError
from undercount.link import Linkage
from undercount.link.encoded import link_encodings
from undercount.link.encoded.candidates import Candidates, find_candidates
from undercount.link.encoded.evidence import scores
from undercount.link.encoded.rows import rows_of
from undercount.registers import register_from_frame
from undercount.testing.worlds import World, simulate_world

KEY = Key(bytes(range(32)))


def _encoded(world: World, spec: Spec, key: Key = KEY) -> tuple[list[Encodings], np.ndarray]:
    """The lists of a world as encodings, and the person of each of their rows."""
    made, person = [], []
    for i, name in enumerate(world.lists):
        register = register_from_frame(name, world.registers[name], world.columns[name])
        one = encode(register, key, spec, merge=False)
        made.append(one.encodings)
        person.append(world.persons[world.of_list == i][one.order])
    return made, np.concatenate(person)


@pytest.fixture(scope="module")
def world() -> World:
    return simulate_world(1500, births="day", seed=21)


@pytest.mark.parametrize("across", [False, True])
def test_one_list_under_two_names_is_refused(world: World, across: bool) -> None:
    """Two owners who hold it, or one who encodes it twice: the overlap would be all of it."""
    first, last = world.lists[0], world.lists[-1]
    spec = Spec(between=(first, "again", last)) if across else Spec()
    made = []
    for name, source in ((first, first), ("again", first), (last, last)):
        register = register_from_frame(name, world.registers[source], world.columns[source])
        made.append(encode(register, KEY, spec).encodings)
    with pytest.raises(InputError, match="one list under two names"):
        link_encodings(made)
    assert link_encodings([made[0], made[2]]).lists == (first, last)


def _quality(linkage: Linkage, person: np.ndarray) -> tuple[float, float]:
    """Precision and recall of pairs between lists at one half."""
    pairs = linkage.pairs
    true = (person[pairs.left] == person[pairs.right]) & ~pairs.within
    linked = (pairs.probability >= 0.5) & ~pairs.within
    of_list = pairs.of_list
    sets = [set(person[of_list == i].tolist()) for i in range(len(pairs.lists))]
    every = sum(len(a & b) for i, a in enumerate(sets) for b in sets[:i])
    return (true & linked).sum() / max(linked.sum(), 1), (true & linked).sum() / every


@pytest.mark.parametrize("across", [False, True])
def test_links_are_nearly_those_of_clear_text(world: World, across: bool) -> None:
    spec = Spec(between=world.lists) if across else Spec()
    encodings, person = _encoded(world, spec)
    linkage = link_encodings(encodings)
    precision, recall = _quality(linkage, person)
    assert precision > 0.85
    assert recall > 0.65
    # Rows that meet across lists only tell nothing of a list by itself.
    assert linkage.pairs.within.any() != across


@pytest.mark.parametrize("births", ["day", "mixed"])
@pytest.mark.parametrize("across", [False, True])
def test_as_many_links_are_expected_as_there_are(births: str, across: bool) -> None:
    """Among the candidates, without a label; seeds that no weight was fitted on."""
    world = simulate_world(4000, births=births, seed=22)
    encodings, person = _encoded(world, Spec(between=world.lists) if across else Spec())
    pairs = link_encodings(encodings).pairs
    between = ~pairs.within
    true = (person[pairs.left] == person[pairs.right])[between].sum()
    assert pairs.probability[between].sum() == pytest.approx(true, rel=0.2)


def test_the_linkage_is_written_and_read_as_any(world: World, tmp_path: Path) -> None:
    encodings, _ = _encoded(world, Spec())
    linkage = link_encodings(encodings)
    linkage.write(tmp_path)
    again = Linkage.read(tmp_path)
    assert again.record == linkage.record
    assert again.comparisons == ("similarity",)
    assert again.reasons[0].startswith("alike 0.")
    np.testing.assert_array_equal(again.clusters, linkage.clusters)
    assert set(again.record) <= {str(i) for i in range(len(world.persons))}


def test_the_same_encodings_give_the_same_linkage(world: World) -> None:
    encodings, _ = _encoded(world, Spec())
    one, other = link_encodings(encodings, threads=1), link_encodings(encodings, threads=2)
    np.testing.assert_array_equal(one.pairs.probability, other.pairs.probability)
    np.testing.assert_array_equal(one.clusters, other.clusters)


@pytest.mark.parametrize("across", [False, True])
def test_the_order_of_rows_and_of_lists_does_not_matter(world: World, across: bool) -> None:
    """Rows come in an order that chance has made: the links must not rest on it."""
    encodings, _ = _encoded(world, Spec(between=world.lists) if across else Spec())
    rng = np.random.default_rng(7)
    orders = [rng.permutation(len(one)) for one in encodings]
    mixed = [
        replace(one, bits=one.bits[order]) for one, order in zip(encodings, orders, strict=True)
    ]
    back = {one.list: order for one, order in zip(encodings, orders, strict=True)}
    same = {one.list: np.arange(len(one)) for one in encodings}
    first = _people(link_encodings(encodings), same)
    assert any(len(person) > 1 for person in first)
    assert _people(link_encodings(mixed[::-1]), back) == first


def _people(linkage: Linkage, order: dict[str, np.ndarray]) -> set[frozenset[tuple[str, int]]]:
    """Who is one person, each record by its list and its row in the encodings as they came."""
    made: dict[int, set[tuple[str, int]]] = defaultdict(set)
    lists = [linkage.lists[i] for i in linkage.pairs.of_list]
    for name, place, cluster in zip(lists, linkage.record, linkage.clusters, strict=True):
        made[int(cluster)].add((name, int(order[name][int(place)])))
    return {frozenset(person) for person in made.values()}


@pytest.mark.parametrize("across", [False, True])
def test_what_speaks_for_a_pair_does_not_rest_on_the_other_pairs(
    world: World, across: bool
) -> None:
    """Where nearly everybody is on both lists no pair tells how far two people are apart."""
    rows = rows_of(_encoded(world, Spec(between=world.lists) if across else Spec())[0])
    found = find_candidates(rows)
    alone = slice(100, 110)
    few = Candidates(*(getattr(found, name)[alone] for name in Candidates.__slots__))
    np.testing.assert_array_equal(scores(few, rows), scores(found, rows)[alone])


def test_lists_of_different_people_are_hardly_linked() -> None:
    here, there = simulate_world(600, 2, seed=5), simulate_world(600, 2, seed=6)
    one = _encoded(here, Spec())[0][0]
    other = _encoded(there, Spec())[0][1]
    linkage = link_encodings([one, other])
    between = ~linkage.pairs.within
    assert (linkage.pairs.probability[between] >= 0.5).sum() < 0.03 * len(one)


def test_another_key_is_refused(world: World) -> None:
    mine, theirs = _encoded(world, Spec())[0], _encoded(world, Spec(), Key(bytes(32)))[0]
    with pytest.raises(InputError, match="different keys"):
        link_encodings([mine[0], theirs[1]])


def test_encodings_without_salt_are_refused(world: World) -> None:
    encodings, _ = _encoded(world, Spec(sections=("plain",)))
    with pytest.raises(InputError, match="no salted section"):
        link_encodings(encodings)


def test_lists_whose_records_nobody_can_find_are_refused(world: World) -> None:
    """Everybody has the same few names and days: the links would be missed, and nothing tell."""
    spec = Spec(between=world.lists, sections=("sex", "year"), most=1)
    encodings, _ = _encoded(world, spec)
    assert all(one.reach is not None and one.reach < 0.75 for one in encodings)
    with pytest.raises(InputError, match=r"so no other list can find them") as caught:
        link_encodings(encodings)
    assert len(caught.value.problems) == len(world.lists)
    assert "large" in str(caught.value)
