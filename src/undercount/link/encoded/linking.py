"""Link encodings: candidates by shared salts, scores, a mixture, clusters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from undercount.errors import InputError, Problem
from undercount.link.clusters import cluster
from undercount.link.encoded.candidates import Candidates, find_candidates
from undercount.link.encoded.evidence import LOST, scores
from undercount.link.encoded.mixture import Mixture, learn_mixture
from undercount.link.encoded.rows import rows_of
from undercount.link.linkage import Linkage
from undercount.link.pairs import Pairs

if TYPE_CHECKING:
    from undercount.encode.encodings import Encodings

COMPARISON: Final = "similarity"
_LEVELS: Final = 20
# Lists of which so large a share is the same but for noise are one list.
_ONE_LIST: Final = 0.8
# Share of a list that others must be able to find: with less, links are missed by the thousand.
_REACH: Final = 0.75
# Pairs are kept from the most probable down until those left out hold this share of the links.
_LOSS: Final = 2e-5


def link_encodings(
    encodings: Sequence[Encodings],
    *,
    most: float = 100.0,
    least: float = 0.5,
    seed: int = 0,
    threads: int = 2,
) -> Linkage:
    """Which rows of several encodings are of one person, with how probable that is.

    The answer is of the class that lists in clear give, so draws, histories and estimates follow as
    from them. A record is called by its place in its file, as text.

    Args:
        encodings: at least two, of one key and one spec.
        most: candidate pairs a record, at most about so many.
        least: probability from which a pair is linked in the clusters.
        seed: kept with the model; nothing here is drawn.
        threads: of the comparisons.

    Raises:
        InputError: encodings that cannot be compared with each other; all problems at once.
    """
    import numba

    from undercount.encode.encodings import together

    together(encodings)
    _check(encodings)
    rows = rows_of(encodings)
    before = numba.get_num_threads()
    numba.set_num_threads(max(1, min(threads, before)))
    try:
        found = find_candidates(rows, most)
    finally:
        numba.set_num_threads(before)
    _check_twice(encodings, found, rows.of_list)
    score = scores(found, rows)
    t = len(rows.lists)
    learned = learn_mixture(score, found.left, found.right, rows.of_list, t, rows.across)
    kept, loss = _kept(learned.probability)
    lost = LOST / float(np.log(2.0)) if rows.across else 0.0
    pairs = Pairs(
        rows.lists, rows.of_list, found.left[kept], found.right[kept],
        learned.weight[kept] + lost, learned.probability[kept],
    )  # fmt: skip
    length = encodings[0].spec.length
    alike = 1.0 - found.distance[kept] / length
    levels = np.clip(np.floor(alike * _LEVELS), 0, _LEVELS - 1).astype(np.int8)
    model = _described(encodings, found, learned)
    model |= {
        "seed": seed,
        "least": least,
        "most": most,
        "left_out": {"pairs": int(len(kept) - kept.sum()), "links": loss},
    }
    return Linkage(
        rows.lists,
        tuple(str(place) for one in encodings for place in range(len(one))),
        pairs,
        (COMPARISON,),
        levels[:, None],
        _reasons(alike, found.agree[kept], learned.weight[kept], rows.kinds),
        cluster(pairs, least),
        model,
    )


def _check(encodings: Sequence[Encodings]) -> None:
    if not any(len(one) for one in encodings):
        raise InputError("the encodings hold no record", "Ask their owners for them again")
    hint = (
        'Let their owners encode them anew with sections = "large" in [encode], or with a greater '
        "`most`: as they are, most links would be missed and far too many people estimated"
    )
    problems = [
        Problem(
            f'in "{one.list}" {1 - one.reach:.0%} of the records share each of their combinations '
            f"with more than {one.spec.most - 1} others, so no other list can find them",
            hint=hint,
        )
        for one in encodings
        if one.reach is not None and one.reach < _REACH
    ]
    if problems:
        raise InputError(problems)
    if all(name == "plain" for name in encodings[0].spec.sections):
        raise InputError(
            "these encodings have no salted section, so no pair of records can be looked for",
            'Name combinations beside "plain" under `sections` of [encode], and encode again',
        )


def _check_twice(encodings: Sequence[Encodings], found: Candidates, of_list: NDArray[Any]) -> None:
    """Refuse a list that came under two names: each of its rows differs from itself by noise."""
    spec = encodings[0].spec
    turned = 2.0 * spec.flip * (1.0 - spec.flip)
    noise = spec.length * turned
    near = found.distance <= noise + 3.0 * np.sqrt(noise * (1.0 - turned))
    left, right = found.left[near], found.right[near]
    for a, b in combinations(range(len(encodings)), 2):
        # Pairs have the earlier record first, and so the earlier list.
        both = (of_list[left] == a) & (of_list[right] == b)
        same = min(len(np.unique(left[both])), len(np.unique(right[both])))
        if same > _ONE_LIST * max(len(encodings[a]), len(encodings[b])):
            one, other = encodings[a].list, encodings[b].list
            raise InputError(
                f'"{one}" and "{other}" are one list under two names: nearly all rows are the same',
                "Ask their owners. Delete both files: together they show what one alone hides",
            )


def _kept(probability: NDArray[np.float64]) -> tuple[NDArray[np.bool_], float]:
    order = np.argsort(probability, kind="stable")
    below = np.cumsum(probability[order])
    drop = below <= _LOSS * (below[-1] if len(below) else 0.0)
    kept = np.ones(len(probability), dtype=bool)
    kept[order[drop]] = False
    return kept, float(below[drop][-1]) if drop.any() else 0.0


def _reasons(
    alike: NDArray[np.float64],
    agree: NDArray[np.uint8],
    weight: NDArray[np.float64],
    kinds: Sequence[str],
) -> tuple[str, ...]:
    """What speaks for each pair, in words: as far as a linkage unit can know."""
    names = np.array([kind.replace("+", " with ") for kind in kinds], dtype=object)
    shared, which = np.unique(agree > 0, axis=0, return_inverse=True)
    words = [", ".join(names[row]) or "nothing" for row in shared]
    said = []
    for a, w, k in zip(alike.tolist(), weight.tolist(), which.ravel().tolist(), strict=True):
        times = 2.0 ** min(abs(w), 60.0)
        rather = "likelier" if w >= 0 else "less likely"
        said.append(f"alike {a:.2f}, same {words[k]}: {times:,.0f} times {rather} of one person")
    return tuple(said)


def _described(
    encodings: Sequence[Encodings], found: Candidates, learned: Mixture
) -> dict[str, Any]:
    lists = [one.list for one in encodings]
    spec = encodings[0].spec
    return {
        "lists": lists,
        "records": [len(one) for one in encodings],
        "candidates": len(found.left),
        "blocking": [
            {"rule": kind, "pairs": int((found.agree[:, i] > 0).sum())}
            for i, kind in enumerate(dict.fromkeys(spec.row_sections))
        ],
        "comparisons": [{"name": COMPARISON, "levels": [f"{i / _LEVELS}" for i in range(_LEVELS)]}],
        "pairs_of_lists": [[lists[a], lists[b]] for a, b in learned.groups],
        "prior": learned.prior.tolist(),
        "expected": learned.expected.tolist(),
        "steps": learned.steps,
        "crowding": learned.crowding.tolist(),
        "encoded": {"spec": spec.to_dict(), "spec_hash": spec.hash, "key_id": encodings[0].key_id},
        "versions": {"names": spec.names},
    }
