from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from undercount.errors import InputError
from undercount.ledger import read_hand_figures

HEADER = "quantity,value,low,high,hedge,quantifier,claimant,period_start,period_end,publisher,title"
ROW = "camp_population,7000,,,almost,almost,prefecture,2016-08-17,,A paper,A title"


def _write(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "figures.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def test_a_row_becomes_a_figure_with_its_interval(tmp_path: Path) -> None:
    (figure,) = read_hand_figures(_write(tmp_path, ROW))
    assert (figure.value, figure.low, figure.high) == (7000, 6300, 6999)
    assert (figure.surface, figure.hedge, figure.quantifier) == ("7,000", "almost", "almost")
    assert figure.period_start == figure.period_end == date(2016, 8, 17)
    assert (figure.origin, figure.row, figure.publisher) == ("hand", 2, "A paper")


def test_the_day_of_print_is_kept(tmp_path: Path) -> None:
    header = HEADER.replace("publisher,", "publisher,published,")
    rows = [ROW.replace("A paper,", "A paper,2016-08-19,"), ROW.replace("A paper,", "A paper,,")]
    first, second = read_hand_figures(_write(tmp_path, *rows, header=header))
    assert (first.published, second.published) == (date(2016, 8, 19), None)


def test_stated_ends_win_over_the_hedge(tmp_path: Path) -> None:
    rows = [
        "camp_population,350,200,500,oscillated,approx,prefecture,2014-04-15,,P,T",
        "camp_population,,5000,7000,between,,charities,2016-05-15,,P,T",
        "share,0.54,,,,at_least,ministry,2015-01-01,,P,T",
    ]
    first, second, third = read_hand_figures(_write(tmp_path, *rows))
    assert (first.low, first.high) == (200, 500)
    assert (second.value, second.kind, second.quantifier) == (None, "range", "range")
    assert second.surface == "5,000 to 7,000"
    assert (third.low, third.high) == (0.54, 1.08)


def test_a_spreadsheet_with_semicolons_and_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = _write(tmp_path, ROW.replace(",", ";"), header=HEADER.replace(",", ";"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(read_hand_figures(path)) == 1


def test_every_problem_of_every_row_is_told(tmp_path: Path) -> None:
    path = _write(
        tmp_path,
        ROW,
        "camp_population,many,,,,,prefecture,17/08/2016,,P,T",
        "camp_population,-5,,,,perhaps,,2016-08-17,2016-08-01,P,T",
        ",,9,5,,,prefecture,2016-08-17,,P,",
        '"a","1",,,,,"b","2016-01-01",,"P","T",too,many',
    )
    with pytest.raises(InputError) as caught:
        read_hand_figures(path)
    told = [(problem.row, problem.column) for problem in caught.value.problems]
    assert told == [
        (3, "value"), (3, "period_start"),
        (4, "claimant"), (4, "value"), (4, "period_end"), (4, "quantifier"),
        (5, "quantity"), (5, "title"), (5, "high"),
        (6, None),
    ]  # fmt: skip
    assert '"many" is not a number' in str(caught.value)


@pytest.mark.parametrize(
    ("header", "what"),
    [
        (HEADER.replace("claimant", "claiment"), 'Did you mean "claimant"?'),
        (HEADER.replace(",title", ""), "column 'title': the column is missing"),
        (HEADER + ",title", "stands twice"),
    ],
)
def test_a_wrong_header_is_named(tmp_path: Path, header: str, what: str) -> None:
    with pytest.raises(InputError) as caught:
        read_hand_figures(_write(tmp_path, header=header))
    assert what in str(caught.value)
    assert all(problem.row == 1 for problem in caught.value.problems)


def test_the_same_row_twice_is_one_count_too_many(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="line 3: the same figure as line 2"):
        read_hand_figures(_write(tmp_path, ROW, ROW))


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\xff", b"a\x00b\n", b'"quantity\n'])
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "figures.csv"
    path.write_bytes(data)
    with pytest.raises(InputError):
        read_hand_figures(path)


def test_no_file_means_no_figures(tmp_path: Path) -> None:
    assert read_hand_figures(tmp_path / "figures.csv") == ()
