"""Numbers of people as they stand in a table's text."""

from __future__ import annotations

from undercount.errors import Problem

# More than everybody alive: a slipped digit, a date or an identifier, not a number of people.
_MOST_PEOPLE = 10**10


def whole(text: str, least: int = 0) -> int | str:
    """The whole number in a field, or what is wrong with it as a short sentence.

    "54.0" counts as 54: frames with a gap anywhere write their whole numbers so.

    >>> whole("54"), whole("54.0"), whole("-3")
    (54, 54, '-3 is negative')
    >>> whole("abc")
    "'abc' is not a whole number"
    """
    if not text:
        return "the field is empty"
    # int() and float() also take "1_000", "inf" and digits of other scripts.
    if not (text.isascii() and set(text) <= set("0123456789+-.eE")):
        return f"'{text}' is not a whole number"
    try:
        number = float(text)
    except ValueError:
        return f"'{text}' is not a whole number"
    if number < 0:
        return f"{text} is negative"
    if number > _MOST_PEOPLE:
        return f"{text} is too large to be a number of people"
    if number != int(number):
        return f"{text} is a fraction"
    if number < least:
        return f"{text} is below {least}"
    return int(number)


def numbers_of(
    fields: dict[str, list[int]], source: str | None, column: str, hint: str, least: int = 0
) -> tuple[dict[str, int], list[Problem]]:
    """The whole numbers in a column, and a problem for every line that holds none.

    Args:
        fields: each different text of the column, with the lines it stands on.
        source: path of the file, or None.
        column: name of the column.
        hint: what the column should hold.
        least: the smallest number allowed.
    """
    values: dict[str, int] = {}
    problems: list[Problem] = []
    for text, lines in fields.items():
        value = whole(text, least)
        if isinstance(value, int):
            values[text] = value
        else:
            problems += [Problem(value, source, line, column, hint) for line in lines]
    return values, problems
