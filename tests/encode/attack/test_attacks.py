"""Each attack first finds people where it should; then it is seen what hardening leaves to it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.encode.attack.lists import BARE, BETWEEN, LIST, given_names, same_list
from undercount.encode import Spec
from undercount.encode.attack import ATTACKS, SEEDED, Scene, rate, rates
from undercount.encode.attack.collusion import look_up
from undercount.encode.attack.extend import extend
from undercount.encode.attack.scene import make_key

SHORT = Spec(bits=1024, positions=(("gram", 5),), sections=("plain",), fold=0, flip=0.0)


def _share(name: str, spec: Spec) -> float:
    return rates(*same_list(spec), [name])[0].share


@pytest.mark.parametrize(
    ("name", "least"),
    [("frequent encodings", 0.1), ("frequent positions", 0.5), ("pattern mining", 0.5)],
)
def test_short_codes_of_one_field_are_read(name: str, least: float) -> None:
    register, values = given_names(400, 2)
    known, at, whose = same_list(SHORT, register)
    assert rates(known, values[at], values[whose], [name])[0].share > least


@pytest.mark.parametrize(("name", "least"), [("graph, by nodes", 0.3), ("graph, aligned", 0.9)])
def test_graphs_of_the_same_list_lie_over_one_another(name: str, least: float) -> None:
    assert _share(name, BARE) > least


def test_folding_and_noise_do_not_stop_a_graph() -> None:
    folded = Spec(bits=1024, sections=("plain",), balance=True, fold=1, flip=0.05)
    seeded = rates(*same_list(folded), [SEEDED])[0]
    assert seeded.seeds == 20
    assert seeded.share > 0.9


def test_neighbourhoods_of_comparable_rows_tell_people() -> None:
    assert _share("graph, by neighbourhoods", Spec()) > 0.1


def test_what_is_learned_of_some_reads_the_others() -> None:
    known, who, whose = same_list(BARE)
    where = np.argsort(whose)
    rng = np.random.default_rng(1)
    claims = np.where(rng.random(len(who)) < 0.9, where, rng.integers(0, len(who), len(who)))
    assert rate("x", extend(known, claims), who, whose).share > 0.95


@pytest.mark.parametrize("name", ATTACKS)
def test_one_file_of_rows_that_cannot_be_compared_tells_nothing(name: str) -> None:
    known, who, whose = same_list(BETWEEN)
    (found,) = rates(known, who, whose, [name])
    # One is right by chance where everybody is claimed; 4 or more are 2% of such draws.
    assert found.right <= 3


def test_people_known_beforehand_help_with_the_others() -> None:
    assert rates(*same_list(BARE), [SEEDED])[0].share > 0.9
    known, who, whose = same_list(BETWEEN)
    (seeded,) = rates(known, who, whose, [SEEDED])
    assert seeded.right <= 3
    assert seeded.attacked == len(who) - 20


def test_a_stratum_in_clear_bars_everybody_else() -> None:
    sexes = np.array(LIST.records["sex"].to_pylist(), np.object_)
    scene = Scene(make_key(1), strata=("sex",))
    known = scene.known(LIST, LIST, BETWEEN)
    for attack in ATTACKS.values():
        claims = attack(known)
        made = claims >= 0
        assert (sexes[made] == sexes[claims[made]]).all()


@pytest.mark.parametrize("spec", [BARE, Spec(), BETWEEN])
def test_whoever_has_the_key_finds_nearly_everybody(spec: Spec) -> None:
    scene = Scene(make_key(1))
    known = scene.known(LIST, LIST, spec)
    own = scene.under(LIST, spec)[:, 0 if known.layout else 1 :]
    everybody = np.arange(len(LIST))
    claims = look_up(known.bits, own, known.layout)
    assert rate("x", claims, everybody, everybody).share > 0.95


@pytest.mark.parametrize("spec", [BARE, Spec(), BETWEEN])
def test_the_attackers_own_keys_are_not_the_owners(spec: Spec) -> None:
    scene = Scene(make_key(1))
    known = scene.known(LIST, LIST, spec)
    assert all((one != known.bits).any() for one in known.own if one.shape == known.bits.shape)
    claims = look_up(known.bits[:, : known.own[0].shape[1]], known.own[0], known.own_layout)
    everybody = np.arange(len(LIST))
    assert rate("x", claims, everybody, everybody).share < 0.03
