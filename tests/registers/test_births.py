from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from undercount.errors import InputError
from undercount.registers import Register, read_register, register_from_frame
from undercount.registers.births import calendars
from undercount.registers.births.reading import OLDEST, Orders, read_birth
from undercount.registers.births.written import read_written


@pytest.mark.parametrize(
    ("gregorian", "islamic", "persian", "ethiopian"),
    # Reingold and Dershowitz, Calendrical Calculations (2018), Appendix C: the same days.
    [(1945, 1364, 1324, 1938), (1996, 1416, 1374, 1988)],
)
def test_years_of_other_calendars_hold_the_published_days(
    gregorian: int, islamic: int, persian: int, ethiopian: int
) -> None:
    for low, high in (
        calendars.hijri(islamic),
        calendars.persian(persian),
        calendars.ethiopian(ethiopian),
    ):
        assert low <= gregorian <= high <= low + 1


DAY = (1998, 3, 12)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1998-03-12", DAY),
        ("1998/3/12", DAY),
        ("1998.03.12", DAY),
        ("12/03/1998", DAY),
        ("12-3-1998", DAY),
        ("12.03.1998", DAY),
        ("12/03/98", DAY),
        ("98-03-12", DAY),
        ("19980312", DAY),
        ("12031998", DAY),
        ("35866", DAY),
        ("35866.0", DAY),
        ("1998-03-12 00:00:00", DAY),
        ("1998-03-12T00:00:00Z", DAY),
        ("12/03/1998 12:00 AM", DAY),
        ("12 mars 1998", DAY),
        ("12-Mar-98", DAY),
        ("March 12, 1998", DAY),
        ("12th March 1998", DAY),
        ("Thursday, 12 March 1998", DAY),
        ("jeudi 12 mars 1998", DAY),
        ("12 de marzo de 1998", DAY),
        ("12 марта 1998 г.", DAY),
        ("12 مارس 1998", DAY),
        ("١٢/٠٣/١٩٩٨", DAY),
        ("1998年3月12日", DAY),
        ("le 1er août 1998", (1998, 8, 1)),
        ("12 كانون الثاني 1998", (1998, 1, 12)),
        ("12 كانون الأول 1998", (1998, 12, 12)),
        ("March 1998", (1998, 3, 0)),
        ("mars 1998", (1998, 3, 0)),
        ("Mar-98", (1998, 3, 0)),
        ("03/1998", (1998, 3, 0)),
        ("1998-03", (1998, 3, 0)),
        ("00/03/1998", (1998, 3, 0)),
        ("1998", (1998, 0, 0)),
        ("vers 1998", (1998, 0, 0)),
        ("1998 ?", (1998, 0, 0)),
        ("né en 1998", (1998, 0, 0)),
        ("00/00/1998", (1998, 0, 0)),
        ("31/02/1998", (1998, 0, 0)),  # no such day; the year was written all the same
    ],
)
def test_a_birth_is_read_in_any_usual_format(text: str, numbers: tuple[int, int, int]) -> None:
    written = read_written(text)
    assert written is not None
    birth = read_birth(written, Orders(last="dmy", short="last"), 2016)
    assert (birth.year, birth.month, birth.day) == numbers
    assert (birth.low, birth.high) == (numbers[0], numbers[0])
    assert birth.precision == ("day" if numbers[2] else "month" if numbers[1] else "year")


@pytest.mark.parametrize(
    "text",
    ["abc", "12", "Mar-12", "120398", "2O01", "12/03/1998; 1999", "0000-03-12", "1/1/1900",
     "1900-01-00", "1753-01-01", "2033", "35 ans", "12345678901", "1998-03-12-05", "9999 AH"],
)  # fmt: skip
def test_what_is_no_birth_is_not_guessed(text: str) -> None:
    written = read_written(text)
    assert written is None or read_birth(written, Orders("dmy"), 2016).low == 0


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1375/05/12", 1955, 1997),  # Persian 1996 or 1997, or Islamic 1955 or 1956
        ("1399", 1978, 1979),  # Persian would be 2020: after the list
        ("1418", 1997, 1998),  # no Persian year of today: Islamic
        ("2541", 1997, 1998),
        ("1990 E.C.", 1997, 1998),
        ("13/05/1990 EC", 1997, 1998),
        ("1375 ه.ش", 1996, 1997),
        ("1375 هـ", 1955, 1956),
        ("1998-13-05", 1998, 2006),  # the fifth of the thirteenth month, or the 13th of May
    ],
)
def test_years_of_other_calendars_are_flagged_and_never_converted(
    text: str, low: int, high: int
) -> None:
    written = read_written(text)
    assert written is not None
    birth = read_birth(written, Orders("dmy"), 2016)
    assert (birth.year, birth.month, birth.day) == (0, 0, 0)
    assert (birth.low, birth.high, birth.doubt) == (low, high, "non-gregorian")


def _register(*births: str | None, **columns: list[str | None] | str) -> Register:
    frame = {"name": [f"Person {chr(97 + i % 26)}" for i in range(len(births))], "dob": [*births]}
    day = columns.pop("seen", None) if isinstance(columns.get("seen"), str) else None
    table = pa.table({**frame, **columns})
    mapping = {"name": "name", "birth": "dob", **{field: field for field in columns}}
    return register_from_frame("a", table, mapping | ({"seen": str(day)} if day else {}))


def _read(*births: str | None, **columns: list[str | None] | str) -> list[tuple[object, ...]]:
    fields = ("year", "month", "day", "year_low", "year_high", "birth_precision", "birth_doubt")
    rows = _register(*births, **columns).records.select(fields).to_pylist()
    return [tuple(row.values()) for row in rows]


def test_one_day_above_twelve_settles_the_whole_column() -> None:
    assert _read("03/04/1998", "25/12/1990")[0][:3] == (1998, 4, 3)
    assert _read("03/04/1998", "12/25/1990")[0][:3] == (1998, 3, 4)
    # The same with two digits of the year, proved by four.
    assert _read("03/04/98", "25/12/1990")[0][:3] == (1998, 4, 3)


def test_what_nothing_settles_keeps_its_year_and_says_so() -> None:
    made = _register("03/04/1998", "05/05/1990")
    ambiguous, same = _read("03/04/1998", "05/05/1990")
    assert ambiguous == (1998, None, None, 1998, 1998, "year", "two readings")
    assert same == (1990, 5, 5, 1990, 1990, "day", None)  # whichever comes first
    (caution,) = [c for c in made.profile.cautions if c.code == "dates-with-two-readings"]
    assert "line 2" in caution.text
    assert "03/04" not in caution.text


def test_full_stops_put_the_day_first_unless_the_column_says_otherwise() -> None:
    assert _read("03.04.1998")[0][:3] == (1998, 4, 3)
    assert _read("03.04.1998", "12.25.1990")[0][:3] == (1998, 3, 4)


def test_two_digits_with_hyphens_may_have_the_year_first() -> None:
    assert _read("01-02-03")[0] == (None, None, None, 2001, 2003, "year", "two readings")
    assert _read("01-02-03", "98-03-12")[0][:3] == (2001, 2, 3)
    assert _read("01/02/03", "01/25/98")[0][:3] == (2003, 1, 2)


def test_two_orders_in_one_column_are_an_error_with_lines() -> None:
    with pytest.raises(InputError) as caught:
        _read("25/12/1990", "12/25/1990", "03/04/1998")
    (problem,) = caught.value.problems
    assert (problem.row, problem.column) == (3, "dob")
    assert "line 2" in problem.what
    assert "1990" not in str(problem)
    assert problem.hint is not None


def test_few_dates_of_the_other_order_are_slips_and_told() -> None:
    made = _register(*(["25/12/1990"] * 99), "12/25/1990", "03/04/1998")
    assert made.records["month"].to_pylist()[-2:] == [12, 4]
    assert "line 101" in next(c.text for c in made.profile.cautions if c.code == "date-order-slips")


def test_each_file_has_its_own_order(tmp_path: Path) -> None:
    rows = {"1": "25/12/1990\nb,03/04/1998", "2": "12/25/1990\nd,03/04/1998", "3": "03/04/1998"}
    for name, text in rows.items():
        (tmp_path / f"{name}.csv").write_text(f"name,birth\na,{text}\n", encoding="utf-8")
    both = read_register("a", tmp_path / "[12].csv").records
    assert both["month"].to_pylist() == [12, 4, 12, 3]
    # A file that proves nothing follows the others where they agree, and only there.
    assert read_register("a", tmp_path / "[13].csv").records["month"].to_pylist() == [12, 4, 4]
    assert read_register("a", tmp_path / "[123].csv").records["month"].to_pylist()[-1] is None


def test_registration_days_are_marked() -> None:
    doubts = [row[-1] for row in _read("01/01/1990", "1990-07-01", "1990-07-02", "1990")]
    assert doubts == ["first-of-january", "first-of-july", None, None]


@pytest.mark.parametrize(
    ("age", "seen", "low", "high"),
    [
        ("35", "2016-08-31", 1980, 1981),
        ("35 ans", "2016-12-31", 1981, 1981),  # born in 1981 on any day
        ("35", "2016-01-01", 1980, 1981),
        ("35", "2016", 1980, 1981),
        ("0", "2016-08-31", 2015, 2016),
        ("6 mois", "2016-08-31", 2016, 2016),
        ("6 months", "2016-03-31", 2015, 2015),
        ("30-35", "2016-08-31", 1980, 1986),
        ("٣٥", "2016-08-31", 1980, 1981),
    ],
)
def test_an_age_on_a_day_leaves_two_years(age: str, seen: str, low: int, high: int) -> None:
    (row,) = _read(None, age=[age], seen=[seen])
    assert row == (None, None, None, low, high, "age", None)


@settings(deadline=None)
@given(
    st.dates(min_value=date(1930, 1, 1)),
    st.dates(
        min_value=date(2010, 1, 1),
        max_value=date(2020, 12, 31),
    ),
)
def test_the_year_of_birth_always_lies_in_the_range_of_the_age(born: date, seen: date) -> None:
    age = seen.year - born.year - ((seen.month, seen.day) < (born.month, born.day))
    if 0 <= age <= OLDEST:
        (row,) = _read(None, age=[str(age)], seen=[str(seen)])
        low, high = row[3], row[4]
        assert isinstance(low, int)
        assert isinstance(high, int)
        assert low <= born.year <= high <= low + 1


def test_a_birth_comes_before_an_age() -> None:
    rows = _read("1990", None, age=["30", "30"], seen="2016-08-31")
    assert rows[0][:1] == (1990,)
    assert rows[1] == (None, None, None, 1985, 1986, "age", None)


def test_the_calendar_of_a_country_narrows_the_range_and_keeps_the_doubt() -> None:
    rows = _read("1375", "1375", "2055", "2055", nationality=["AFG", "SDN", "NPL", "AFG"])
    assert [row[3:5] for row in rows] == [(1996, 1997), (1955, 1997), (1998, 1999), (None, None)]
    assert [row[-1] for row in rows] == ["non-gregorian", "non-gregorian", "non-gregorian", None]


def test_an_age_that_is_eight_years_off_tells_an_ethiopian_year() -> None:
    rows = _read("1990", "1990", age=["18", "26"], seen="2016-08-31", nationality=["ETH", "ERI"])
    assert rows[0] == (None, None, None, 1997, 1998, "year", "non-gregorian")
    assert rows[1][:1] == (1990,)


@settings(deadline=None)
@given(
    st.lists(
        st.dates(
            min_value=date(1930, 1, 1),
            max_value=date(2010, 12, 31),
        ),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d %b %Y", "%Y%m%d"]),
)
def test_no_order_is_ever_wrong(days: list[date], pattern: str) -> None:
    """A date is read as it was meant, or its month and day are left out."""
    for day, row in zip(days, _read(*[day.strftime(pattern) for day in days]), strict=True):
        assert row[0] == day.year
        assert row[1:3] in ((day.month, day.day), (None, None))


@settings(deadline=None)
@given(st.text(max_size=20))
def test_no_text_breaks_the_reader(text: str) -> None:
    written = read_written(text)
    if written is not None:
        birth = read_birth(written, Orders(), 2016)
        assert birth.low == birth.high == 0 or 1906 <= birth.low <= birth.high <= 2016


def test_row_counts_are_told_and_no_date_is() -> None:
    made = _register("xyz", "31/02/1998", "01/01/1900", "2099", "25/12/1990")
    told = {c.code: c.text for c in made.profile.cautions}
    assert "line 2" in told["dates-not-understood"]
    assert "line 3" in told["impossible-days"]
    assert "line 4" in told["placeholder-dates"]
    assert "line 5" in told["future-dates"]
    assert not any(text in " ".join(told.values()) for text in ("xyz", "1998", "2099"))


def test_the_arrays_are_small() -> None:
    made = _register("1990-05-05")
    assert made.records.schema.field("year").type == pa.int16()
    assert np.asarray(made.records["month"]).tolist() == [5]


def test_three_ways_of_writing_are_told_with_the_first_line_of_each() -> None:
    made = _register("1998-03-12", "25/12/1990", "12 mars 1998", "12 mars 1998", "1998", "03/1998")
    (caution,) = [c for c in made.profile.cautions if c.code == "many-date-formats"]
    assert "3 ways" in caution.text
    for words in ("yyyy-nn-nn (1 row, first line 2)", "in words (2 rows, first line 4)"):
        assert words in caution.text
    # A year or a month alone is no other way of writing a day.
    made = _register("25/12/1990", "1998", "03/1998", "mars 1998")
    assert "many-date-formats" not in {c.code for c in made.profile.cautions}
