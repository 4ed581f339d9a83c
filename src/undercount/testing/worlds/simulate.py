"""Simulate a world: people, the bodies that met some of them, and their registers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.testing.worlds.births import stated_by_papers
from undercount.testing.worlds.bodies import BODIES, DEPENDENCE, Body
from undercount.testing.worlds.capture import draw_cells
from undercount.testing.worlds.details import phones
from undercount.testing.worlds.origins import ORIGINS
from undercount.testing.worlds.population import People, draw_people
from undercount.testing.worlds.records import Papers, make_records
from undercount.testing.worlds.spelling import choose
from undercount.testing.worlds.tables import families_table, population_table
from undercount.testing.worlds.vocabulary import Vocabulary, vocabulary
from undercount.testing.worlds.world import World

_PRECISIONS: Final = ("mixed", "day", "month", "year", "age")
_SCRIPTS: Final = ("mixed", "latin")


def simulate_world(
    people: int = 10_000,
    lists: int | Sequence[Body] = 3,
    *,
    shares: Sequence[float] | None = None,
    dependence: Mapping[tuple[str, str], float] | None = None,
    heterogeneity: float = 0.6,
    reach: float = 1.0,
    noise: float = 1.0,
    duplicates: float | None = None,
    scripts: str = "mixed",
    births: str = "mixed",
    seed: int = 1,
) -> World:
    """People, what several bodies wrote of them, and the truth.

    Args:
        people: N, 1 or more.
        lists: how many of the bodies in `BODIES`, 2 to 5, or bodies of your own.
        shares: share of all people on each list; None for those of the bodies.
        dependence: odds ratio of two lists beyond what people's own chances explain, by their
            names; above 1 the one sends people to the other. None for `DEPENDENCE`, {} for none.
        heterogeneity: standard deviation, on the logit scale, of what makes a person more visible
            to all lists at once.
        reach: times each body's own leaning to origins, minors, women and families; 0 for none.
        noise: times all errors of fields: 0 for none, 1 as in the field.
        duplicates: share of the people on a list who have a second record there; None for the
            bodies' own shares.
        scripts: "mixed" as the bodies write, or "latin" for transliterated names only.
        births: "mixed" as the bodies ask, or one of day, month, year, age for all.
        seed: 0 or more. The same seed, the same world.

    Raises:
        InputError: an argument that does not fit.

    >>> world = simulate_world(1000, seed=1)
    >>> world.people, world.lists, int(world.counts.sum())
    (1000, ('clinic', 'legal-aid', 'census'), 1000)
    """
    bodies = _bodies(lists, shares, duplicates, scripts, births)
    _refuse(people, bodies, heterogeneity, reach, noise, scripts, births, seed)
    pairs = _interactions(bodies, dependence)
    streams = iter(np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(64))
    words = vocabulary(people, next(streams))
    everybody = draw_people(people, words, next(streams))
    logits = _leanings(everybody, bodies, heterogeneity, reach)
    cells = draw_cells(logits, np.array([b.share for b in bodies]), pairs, next(streams))
    papers = _papers(everybody, words, noise, next(streams))
    registers, persons = {}, []
    for i, body in enumerate(bodies):
        person = _entered(np.flatnonzero(cells >> i & 1), body.duplicates, next(streams))
        columns = make_records(body, everybody, words, papers, person, noise, next(streams))
        table = {name: pa.array(values, pa.string()) for name, values in columns.items()}
        table["simulated"] = pa.array(["yes"] * len(person), pa.string())
        registers[body.name] = pa.table(table)
        persons.append(person.astype(np.int32))
    names = tuple(body.name for body in bodies)
    return World(
        names,
        registers,
        {body.name: _used(body, registers[body.name]) for body in bodies},
        _truth(bodies, registers, persons),
        people,
        np.bincount(cells, minlength=2 ** len(bodies)),
        np.concatenate(persons),
        np.repeat(np.arange(len(bodies), dtype=np.int16), [len(p) for p in persons]),
        population_table(everybody, words, cells),
        families_table(everybody),
        _how(people, names, heterogeneity, noise, scripts, births, seed),
        seed,
    )


def _bodies(
    lists: int | Sequence[Body],
    shares: Sequence[float] | None,
    duplicates: float | None,
    scripts: str,
    births: str,
) -> list[Body]:
    if isinstance(lists, int) and not 2 <= lists <= len(BODIES):
        raise InputError(f"{lists} lists", f"Give 2 to {len(BODIES)}, or bodies of your own")
    bodies = list(BODIES[:lists] if isinstance(lists, int) else lists)
    if shares is not None:
        if len(shares) != len(bodies):
            raise InputError(f"{len(bodies)} lists need {len(bodies)} shares")
        bodies = [replace(body, share=share) for body, share in zip(bodies, shares, strict=True)]
    if duplicates is not None:
        bodies = [replace(body, duplicates=duplicates) for body in bodies]
    if scripts == "latin":
        bodies = [replace(body, native=0.0) for body in bodies]
    if births != "mixed":
        bodies = [replace(body, birth=births) for body in bodies]
    return bodies


def _refuse(
    people: int,
    bodies: list[Body],
    heterogeneity: float,
    reach: float,
    noise: float,
    scripts: str,
    births: str,
    seed: int,
) -> None:
    if people < 1 or seed < 0:
        raise InputError(
            f"{people} people from seed {seed}", "Give 1 or more, and a seed from 0 on"
        )
    names = [body.name for body in bodies]
    if not 2 <= len(names) <= 8 or len(set(names)) != len(names):
        raise InputError("the lists are not 2 to 8 bodies of different names")
    for body in bodies:
        if not re.fullmatch(r"[A-Za-z0-9_-]+", body.name):
            raise InputError(f"'{body.name}' is no name of a list", "Use a-z, 0-9, - and _")
        if not (0 < body.share < 1 and 0 <= body.duplicates <= 1 and 0 <= body.native <= 1):
            raise InputError(f"a share of {body.name} is not between 0 and 1")
    if not (0 <= heterogeneity <= 3 and 0 <= reach <= 3 and 0 <= noise <= 3):
        raise InputError("heterogeneity, reach and noise must be between 0 and 3")
    if scripts not in _SCRIPTS:
        raise InputError(f"there are no scripts {scripts!r}", f"Choose among {', '.join(_SCRIPTS)}")
    if births not in _PRECISIONS:
        raise InputError(
            f"there are no births {births!r}", f"Choose among {', '.join(_PRECISIONS)}"
        )


def _interactions(
    bodies: list[Body], dependence: Mapping[tuple[str, str], float] | None
) -> NDArray[np.float64]:
    names = [body.name for body in bodies]
    logs = np.zeros((len(names), len(names)))
    for pair, ratio in (DEPENDENCE if dependence is None else dependence).items():
        if not set(pair) <= set(names):
            if dependence is None:
                continue
            raise InputError(f"{pair} is no pair of the lists {', '.join(names)}")
        if len(set(pair)) != 2 or not 0 < ratio < 1e6:
            raise InputError(f"the odds ratio {ratio} of {pair} is not above 0")
        i, j = (names.index(name) for name in pair)
        logs[i, j] = logs[j, i] = np.log(ratio)
    return logs


def _leanings(
    people: People, bodies: list[Body], heterogeneity: float, reach: float
) -> NDArray[np.float64]:
    groups = {item.code: people.origin == i for i, item in enumerate(ORIGINS)}
    groups |= {"minor": people.age < 18, "woman": people.woman, "family": people.role != "alone"}
    logits = np.tile(heterogeneity * people.visibility[:, np.newaxis], (1, len(bodies)))
    for i, body in enumerate(bodies):
        for group, value in body.reach.items():
            logits[:, i] += reach * value * groups[group]
    return logits


def _papers(people: People, words: Vocabulary, noise: float, rng: np.random.Generator) -> Papers:
    return Papers(
        choose(words, people.names, "english", rng),
        stated_by_papers(people, min(noise, 1.0), rng),
        phones(len(people.role), rng),
    )


def _entered(
    members: NDArray[np.int64], duplicates: float, rng: np.random.Generator
) -> NDArray[np.int64]:
    """The person of each record, in the order in which they came; some came twice."""
    again = members[rng.random(len(members)) < duplicates]
    return rng.permutation(np.concatenate([members, again]))


def _used(body: Body, register: pa.Table) -> dict[str, str | list[str]]:
    return {
        name: column for name, column in body.columns.items() if column in register.column_names
    }


def _truth(
    bodies: list[Body], registers: dict[str, pa.Table], persons: list[NDArray[np.int32]]
) -> pa.Table:
    ids = [registers[body.name][body.columns["id"]].to_pylist() for body in bodies]
    return pa.table(
        {
            "list": pa.array([b.name for b, i in zip(bodies, ids, strict=True) for _ in i]),
            "record": pa.array([x for part in ids for x in part]),
            "person": pa.array(np.concatenate(persons)),
        }
    )


def _how(
    people: int,
    names: tuple[str, ...],
    heterogeneity: float,
    noise: float,
    scripts: str,
    births: str,
    seed: int,
) -> str:
    return (
        f"simulated: {people:,} people, lists {', '.join(names)}, heterogeneity {heterogeneity:g}, "
        f"noise {noise:g}, scripts {scripts}, births {births}, seed {seed}"
    )
