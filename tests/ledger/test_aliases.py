from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from undercount.errors import InputError
from undercount.ledger import Aliases, Figure, read_aliases


def _aliases(folder: Path, *rows: str) -> Aliases:
    path = folder / "aliases.csv"
    path.write_text("\n".join(("kind,from,to", *rows)) + "\n", encoding="utf-8")
    return read_aliases(path)


def test_names_are_found_without_case_accents_article_or_marks(tmp_path: Path) -> None:
    aliases = _aliases(
        tmp_path,
        "source,prefecture of Pas-de-Calais,prefecture",
        'place,"""Jungle"" migrant camp",Calais camp',
        "quantity,people,camp_population",
    )
    figure = Figure(
        surface="7,000", value=7000, low=6300, high=6999, place="the “Jungle”  migrant camp",
        population="People",
        claimant="The Préfecture of Pas-de-Calais",
    )  # fmt: skip
    known = aliases.apply(figure)
    assert (known.source, known.place, known.quantity) == (
        "prefecture", "Calais camp", "camp_population",
    )  # fmt: skip
    assert (known.claimant, known.population) == (figure.claimant, figure.population)


def test_a_line_may_hold_for_one_measure_only(tmp_path: Path) -> None:
    path = tmp_path / "aliases.csv"
    path.write_text("kind,from,to,measure\nquantity,people,camp,stock\nquantity,men,camp,\n")
    aliases = read_aliases(path)
    stock = Figure(surface="3", value=3, low=3, high=3, population="people", measure="stock")
    assert aliases.apply(stock).quantity == "camp"
    assert aliases.apply(replace(stock, measure="flow")).quantity is None
    assert aliases.apply(replace(stock, measure="flow", population="men")).quantity == "camp"
    path.write_text("kind,from,to,measure\nquantity,people,camp,heap\n")
    with pytest.raises(InputError, match="'heap' is not one of stock"):
        read_aliases(path)


def test_what_is_not_known_stays_as_it_was_said() -> None:
    figure = Figure(surface="3", value=3, low=3, high=3, claimant="a clerk", place="a quay")
    known = Aliases().apply(figure)
    assert (known.source, known.place, known.quantity) == ("a clerk", "a quay", None)


def test_problems_are_told_by_row(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        _aliases(tmp_path, "sauce,a,b", "source,,b", "source,a,b", "source,A,c")
    told = [(problem.row, problem.column) for problem in caught.value.problems]
    assert told == [(2, "kind"), (3, "from"), (5, "to")]


def test_a_wrong_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "aliases.csv"
    path.write_text("from,to\na,b\n")
    with pytest.raises(InputError, match="'kind': the column is missing"):
        read_aliases(path)
