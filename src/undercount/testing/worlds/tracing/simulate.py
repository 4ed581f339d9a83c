"""Simulate tracing: families, the children who came to a camp, and those who look for them."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from undercount.errors import InputError
from undercount.testing.worlds.births import stated_by_papers
from undercount.testing.worlds.tracing.agreed import agreed
from undercount.testing.worlds.tracing.families import CHILD, PLACES, Families, draw_families
from undercount.testing.worlds.tracing.forms import case_forms, request_forms
from undercount.testing.worlds.tracing.kin import true_words
from undercount.testing.worlds.tracing.naming import Text
from undercount.testing.worlds.tracing.parting import draw_partings
from undercount.testing.worlds.tracing.world import TracingWorld
from undercount.testing.worlds.vocabulary import vocabulary

# Who asks for a child, by place in the family; the last stands for its grown brothers and sisters.
_ASKS: Final = np.array([0.29, 0.25, 0.07, 0.04, 0.05, 0.03, 0.03, 0.02, 0.02, 0.02, 0.02, 0.16])
_WITH_REQUEST: Final = 0.6
_TWO_ASK: Final = 0.12
_TOGETHER: Final = 0.25
_ARABIC: Final = ("arabic", "afghan", "persian", "kurdish")


def simulate_tracing(
    cases: int = 500,
    requests: int = 100_000,
    *,
    noise: float = 1.0,
    seed: int = 1,
) -> TracingWorld:
    """Cases of a camp, requests of relatives elsewhere, and which belong together.

    About six children of ten in the camp are looked for, some by two relatives; nearly all
    requests are for a child in no case, a few of them for a brother or sister of one. One child
    in four came with a brother or sister who has a case too.

    Args:
        cases: how many, 1 or more.
        requests: how many, 1 or more; where there are fewer than the cases' own, some of these
            are left out.
        noise: times all errors of fields: 0 for none, 1 as in the field.
        seed: the same seed, the same world.

    Example:
        >>> world = simulate_tracing(20, 50, seed=3)
        >>> world.cases.num_rows, world.requests.num_rows, world.how
        (20, 50, 'simulated: 20 cases, 50 requests, noise 1, seed 3')
    """
    if min(cases, requests) < 1 or seed < 0:
        hint = "Give 1 or more of each, and a seed from 0 on"
        raise InputError(f"{cases} cases and {requests} requests from seed {seed}", hint)
    if not 0 <= noise <= 3:
        raise InputError("noise must be between 0 and 3")
    rng = np.random.default_rng(seed)
    words = vocabulary(2 * (cases + requests), rng)
    families = draw_families(cases + requests, words, rng)
    people = families.people
    child = _children(families, cases, rng)
    of_cases = int(child[-1]) // PLACES + 1
    asked, asks = _asked(families, child, of_cases, requests, rng)
    sought = _sought(families, child, rng)
    papers = stated_by_papers(people, min(noise, 1.0), rng)
    partings = draw_partings(people.origin[::PLACES], people.town[::PLACES], rng)
    came, left = rng.permutation(cases), rng.permutation(requests)
    child, sought, asked, asks = child[came], sought[came], asked[left], asks[left]
    case, case_native = case_forms(families, words, papers, partings, child, sought, noise, rng)
    request, request_native = request_forms(
        families, words, papers, partings, asked, asks, noise, rng
    )
    tables = {"cases": _table(case), "requests": _table(request)}
    return TracingWorld(
        tables["cases"],
        tables["requests"],
        {kind: {name: name for name in table.column_names[:-1]} for kind, table in tables.items()},
        _truth(families, case, request, child, asked, asks),
        pa.concat_tables(
            [
                _told_of("case", families, case["id"], child, case_native),
                _told_of("request", families, request["id"], asked, request_native),
            ]
        ),
        f"simulated: {cases:,} cases, {requests:,} requests, noise {noise:g}, seed {seed}",
        seed,
    )


def _children(families: Families, cases: int, rng: np.random.Generator) -> NDArray[np.int64]:
    """Persons who have a case: of each family the focal child, and of some its next one too."""
    start = np.arange(cases, dtype=np.int64) * PLACES
    focal = families.focal[:cases]
    second = _beside(families, np.arange(cases))
    both = (rng.random(cases) < _TOGETHER / (1 + _TOGETHER)) & (second >= 0)
    rows = np.stack([start + focal, np.where(both, start + second, -1)], axis=1).ravel()
    return rows[rows >= 0][:cases]


def _beside(families: Families, family: NDArray[np.int64]) -> NDArray[np.int64]:
    """Shape of `family`: the place of the next child, or else of the one before, of 6 to 17."""
    place = families.focal[family]
    found = np.full(len(family), -1)
    for near in (place - 1, place + 1):
        inside = (near >= CHILD) & (near < PLACES)
        at = near.clip(CHILD, PLACES - 1)
        age = families.age[family, at]
        fits = inside & families.there[family, at] & (age >= 6) & (age < 18)
        found = np.where(fits, near, found)
    return found


def _asked(
    families: Families,
    child: NDArray[np.int64],
    of_cases: int,
    requests: int,
    rng: np.random.Generator,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The child and the relative of each request; those for children of cases come first."""
    total = len(families.focal)
    family = np.arange(total)
    start = family * PLACES
    # Everybody's relatives ask, but for those of four in ten of the camp's families.
    silent = (family < of_cases) & (rng.random(total) >= _WITH_REQUEST)
    beside = _beside(families, family)
    focal = start + families.focal
    other = start + np.where(beside >= 0, beside, 0)
    here = np.isin(other, child) & (beside >= 0)
    # Who looks for one child of a camp's family looks for the other too, mostly. Elsewhere some
    # do. Some families of whom nobody asks for the child in the camp ask for its brother.
    also = (rng.random(total) < np.where(here, 0.9, 0.2)) & (beside >= 0)
    instead = silent & (rng.random(total) < 0.1) & ~here
    asking = rng.random((total, len(_ASKS)))
    first = _relative(families, asking, beside)
    asking[family, np.where(first >= CHILD, len(_ASKS) - 1, first)] = 0
    second = _relative(families, asking, beside)
    two = rng.random(total) < _TWO_ASK
    wanted = [
        (focal, first, ~silent),
        (focal, second, ~silent & two),
        (other, first, also & (~silent | instead)),
        (other, second, also & ~silent & two),
    ]
    rows = np.stack([np.where(yes, who, -1) for who, _, yes in wanted], axis=1).ravel()
    by = np.stack([start + place for _, place, _ in wanted], axis=1).ravel()
    kept = np.flatnonzero(rows >= 0)[:requests]
    return rows[kept], by[kept]


def _relative(
    families: Families, u: NDArray[np.float64], beside: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Shape (families,): the place of a relative, each with the weight it has in `_ASKS`.

    `u`, shape (families, 12), are numbers between 0 and 1; a place with 0 is not taken.
    """
    ages = np.where(families.there, families.age, 0)[:, CHILD:]
    oldest = CHILD + ages.argmax(axis=1)
    grown = (ages.max(axis=1) >= 18) & (oldest != families.focal) & (oldest != beside)
    keys = np.maximum(u, 1e-300) ** (1 / _ASKS)
    keys[~grown, -1] = 0
    place = keys.argmax(axis=1)
    return np.asarray(np.where(place == len(_ASKS) - 1, oldest, place))


def _sought(
    families: Families, child: NDArray[np.int64], rng: np.random.Generator
) -> NDArray[np.int64]:
    """Shape (r, 3): whom each child looks for, as persons, -1 for none; one to three relatives.

    Children do not know who looks for them: they name whom they hope to find.
    """
    family = child // PLACES
    beside = _beside(families, np.arange(len(families.focal)))
    some = Families(families.people, families.there, families.focal)
    u = rng.random((len(families.focal), len(_ASKS)))
    named = np.full((len(child), 3), -1)
    many = rng.choice(3, len(child), p=(0.45, 0.35, 0.20))
    for i in range(3):
        place = _relative(some, u, beside)
        u[np.arange(len(u)), np.where(place >= CHILD, len(_ASKS) - 1, place)] = 0
        yes = many >= i
        named[yes, i] = (family * PLACES + place[family])[yes]
    return named


def _truth(
    families: Families,
    case: dict[str, Text],
    request: dict[str, Text],
    child: NDArray[np.int64],
    asked: NDArray[np.int64],
    asks: NDArray[np.int64],
) -> pa.Table:
    case_of = np.full(int(max(child.max(), asked.max())) + 1, -1)
    case_of[child] = np.arange(len(child))
    rows = np.flatnonzero(case_of[asked] >= 0)
    of = case_of[asked[rows]]
    order = np.lexsort((rows, of))
    rows, of = rows[order], of[order]
    place = asks[rows] % PLACES
    return pa.table(
        {
            "case": pa.array(case["id"][of], pa.string()),
            "request": pa.array(request["id"][rows], pa.string()),
            "relation": pa.array(true_words(place, families.people.woman[asks[rows]]), pa.string()),
            "consented": pa.array(agreed(case)[of] & agreed(request)[rows]),
        }
    )


def _told_of(
    kind: str,
    families: Families,
    ids: Text,
    child: NDArray[np.int64],
    native: NDArray[np.bool_],
) -> pa.Table:
    culture = families.people.culture[child]
    script = np.where(native, np.where(np.isin(culture, _ARABIC), "arabic", "ethiopic"), "latin")
    family = child // PLACES
    ages = np.where(families.there[family], families.age[family], -1)[:, CHILD:]
    same = ages == families.age[family, child % PLACES][:, np.newaxis]
    return pa.table(
        {
            "kind": pa.array([kind] * len(child), pa.string()),
            "id": pa.array(ids, pa.string()),
            "child": child,
            "family": family,
            "script": pa.array(script, pa.string()),
            "twin": pa.array(same.sum(axis=1) > 1),
        }
    )


def _table(fields: dict[str, Text]) -> pa.Table:
    made = {name: pa.array(values, pa.string()) for name, values in fields.items()}
    size = len(fields["id"])
    return pa.table({**made, "simulated": pa.array(["yes"] * size, pa.string())})
