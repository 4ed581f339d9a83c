"""Invented PDFs, written in `pdfs`: lines to paragraphs, pages kept, clear refusals."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.read.pdfs import Placed, lines, pdf
from undercount.errors import InputError
from undercount.read import Limits, load, read_document
from undercount.read.documents.limits import LIMITS
from undercount.read.documents.pdf import pdf_text

BODY = (
    "The harbour master of Sarn counted 1,204 humani-",
    "tarian parcels on Monday, and the ministry of the",
    "interior put the people in the sheds at about 300.",
    "A well-known aid group had put them at twice as",
    "many, and called the count of the ministry a well-",
    "known mistake.",
    "",
    "Nobody was counted in the north of the port.",
)
FLOWING = (
    "The harbour master of Sarn counted 1,204 humanitarian parcels on Monday, and the ministry of"
    " the interior put the people in the sheds at about 300. A well-known aid group had put them at"
    " twice as many, and called the count of the ministry a well-known mistake.\n"
    "Nobody was counted in the north of the port.\n"
)


def _text(*pages: list[Placed], info: str = "") -> str:
    return pdf_text(pdf(pages, info), "a.pdf", LIMITS).text


def test_lines_become_paragraphs_and_parted_words_are_whole() -> None:
    assert _text(lines(*BODY)) == FLOWING


def test_each_page_is_known_in_the_text_and_its_paragraphs_go_on() -> None:
    pages = [lines(*BODY[:2]), lines(*BODY[2:]), []]
    content = pdf_text(pdf(pages), "a.pdf", LIMITS)
    assert content.text == FLOWING
    assert [content.text[start:][:12] for start in content.pages] == [
        "The harbour ",
        "interior put",
        "\n",
    ]
    assert content.cautions == ["without text, and perhaps scans to run OCR on first: page 3"]


def test_running_heads_and_feet_stand_once_and_page_numbers_never() -> None:
    def page(number: int) -> list[Placed]:
        head: list[Placed] = [(60, 820, "SARN COUNT No. 4, 3 May 2017"), (290, 20, str(number))]
        foot: list[Placed] = [(60, 30, f"Page {number} of 3"), (60, 40, f"Sarn Port | p. {number}")]
        return [*head, *lines(f"There were {number}0 people at gate {number} of the port."), *foot]

    text = _text(page(1), page(2), page(3))
    assert (
        text
        == "SARN COUNT No. 4, 3 May 2017\n"
        + "".join(f"There were {n}0 people at gate {n} of the port.\n" for n in (1, 2, 3))
        + "Sarn Port | p. 3\n"
    )


def test_what_only_looks_like_a_running_head_is_kept() -> None:
    pages = [lines(f"Camp {n}", "", f"There were {n}40 people.", "", "The end.") for n in (1, 2, 3)]
    text = _text(*pages)
    assert text.count("Camp") == text.count("40 people") == 3
    assert (
        _text([(60, 780, "40")], [(60, 780, "1,204"), (60, 700, "people")]) == "40\n1,204\npeople\n"
    )


def test_the_left_column_comes_before_the_right_one() -> None:
    left = [f"{word} is said on the left of the page, here" for word in "abcdefgh"]
    right = [f"{word} is said on the right of the page, too" for word in "ijklmnop"]
    across: list[Placed] = []
    for i, (one, other) in enumerate(zip(left, right, strict=True)):
        across += [(60, 700 - 12 * i, one), (310, 700 - 12 * i, other)]
    text = _text([(60, 760, "A title over both of the columns of this page", 20), *across])
    assert text == (
        "A title over both of the columns of this page\n" + " ".join([*left, *right]) + "\n"
    )


def test_cells_side_by_side_are_rows_of_a_table(tmp_path: Path) -> None:
    rows = [("Quay", "2016", "2017"), ("North", "310", "1,204"), ("South", "", "88")]
    placed: list[Placed] = [(60, 720, "Landings by quay"), (60, 600, "Source: harbour ministry")]
    for i, row in enumerate(rows):
        placed += [(60 + 120 * j, 700 - 14 * i, cell) for j, cell in enumerate(row) if cell]
    (tmp_path / "a.pdf").write_bytes(pdf([placed]))
    reading = read_document("a.pdf", tmp_path)
    assert "Quay\t2016\t2017\nNorth\t310\t1,204\nSouth\t\t88\n" in reading.text
    assert [(f.surface, f.place, f.period) for f in reading.figures] == [
        ("310", "North", "2016"), ("1,204", "North", "2017"), ("88", "South", "2017"),
    ]  # fmt: skip


def test_a_cell_of_two_lines_is_one_cell() -> None:
    placed: list[Placed] = [
        (60, 700, "Quay"), (200, 700, "People who"), (300, 700, "Landed"),
        (200, 688, "are counted"),
        (60, 670, "North"), (200, 670, "310"), (300, 670, "40"),
        (60, 650, "South"), (200, 650, "88"), (300, 650, "9"),
    ]  # fmt: skip
    assert _text(placed) == ("Quay\tPeople who are counted\tLanded\nNorth\t310\t40\nSouth\t88\t9\n")


def test_marks_of_list_items_are_no_column() -> None:
    items = [f"{n} people at gate {n}" for n in (40, 50, 60)]
    placed: list[Placed] = []
    for i, text in enumerate(items):
        placed += [(60, 700 - 14 * i, "•"), (90, 700 - 14 * i, text)]
        placed += [(60, 600 - 14 * i, f"{i + 1}."), (90, 600 - 14 * i, text)]
    placed.sort(key=lambda item: (-item[1], item[0]))
    text = "".join(f"• {item}\n" for item in items)
    assert _text(placed) == text + "".join(f"{i}. {item}\n" for i, item in enumerate(items, 1))


def test_the_mark_of_a_note_is_no_digit_of_the_number() -> None:
    marked: list[Placed] = [
        (60, 700, "There were 1,204"),
        (136, 704, "12", 6),
        (150, 700, "people"),
    ]
    assert _text(marked) == "There were 1,204[12] people\n"


def test_what_the_file_states_of_itself(tmp_path: Path) -> None:
    info = "/Title (The count of Sarn) /CreationDate (D:20170503120000Z)"
    (tmp_path / "a.pdf").write_bytes(pdf([lines("There were 40 people.")], info))
    reading = read_document("a.pdf", tmp_path)
    assert (reading.title, reading.published) == ("The count of Sarn", date(2017, 5, 3))
    assert reading.cautions == ("the day of publication is the day the file was made",)
    assert (reading.pages, reading.encoding) == ((0,), "pdf")
    (tmp_path / "b.pdf").write_bytes(pdf([lines("There were 40 people.")], "/Title (count.docx)"))
    assert load("b.pdf", tmp_path).title is None


WHOLE = pdf([lines(*BODY)])
LOCKED = pdf(
    [lines("There were 40 people.")],
    trailer=f"/Encrypt << /Filter /Standard /V 1 /R 2 /O <{'41' * 32}> /U <{'42' * 32}> /P -4 >>"
    " /ID [<41> <41>]",
)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (LOCKED, "protected by a password"),
        (WHOLE[: len(WHOLE) // 3], "damaged"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 20, "damaged"),
        (b"<html>There were 40 people.</html>", "no PDF"),
        (pdf([[], []]), "no text: it is a scan. Run OCR"),
        (pdf([lines("40")] * 6), "6 pages, and the limit is 5"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(tmp_path: Path, data: bytes, what: str) -> None:
    (tmp_path / "a.pdf").write_bytes(data)
    with pytest.raises(InputError, match=what) as caught:
        load("a.pdf", tmp_path, Limits(pdf_pages=5))
    assert caught.value.problems[0].file == "a.pdf"
    assert caught.value.problems[0].hint
