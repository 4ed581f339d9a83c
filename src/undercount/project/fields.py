"""Typed look-ups in a TOML table that note every problem with its line and go on."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import PurePath
from typing import Any

from undercount.errors import Problem
from undercount.units import YEARS

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


class Table:
    """One table of `undercount.toml`; wrong values become problems, not exceptions.

    A look-up that fails returns a harmless value, so that the whole file is read and all of its
    problems are told at once. `end` notes the keys that nobody asked for.
    """

    def __init__(
        self,
        data: dict[str, Any],
        text: str,
        file: str,
        problems: list[Problem],
        header: str = "",
        index: int = 0,
        within: str | None = None,
    ) -> None:
        self._data = data
        self._text = text
        self._file = file
        self._problems = problems
        self._header = header
        self._index = index
        self._within = within
        self._asked: list[str] = []

    def problem(self, what: str, key: str | None = None, hint: str | None = None) -> None:
        """Note a problem with a key of this table."""
        row = self._line(self._within or key)
        self._problems.append(Problem(what, self._file, row, key, hint))

    def table(self, key: str) -> Table:
        """The table `[key]`, empty where it is not written."""
        self._asked.append(key)
        value = self._data.get(key, {})
        if not isinstance(value, dict):
            self.problem("must be a table", key, f"Write it as [{key}] on a line of its own")
            value = {}
        return Table(value, self._text, self._file, self._problems, key)

    def table_of(self, key: str) -> Table:
        """The table `[header.key]` inside this one, empty where it is not written."""
        self._asked.append(key)
        name = f"{self._header}.{key}"
        value = self._data.get(key)
        if value is None:
            self.problem(f'"{key}" is missing', key, f"Write [{name}] on a line of its own")
        if not isinstance(value, dict):
            if value is not None:
                hint = f"Write it as [{name}] on a line of its own"
                self.problem("must be a table", key, hint)
            # Its own keys would only be missed again.
            return Table({}, self._text, self._file, [], name)
        return Table(value, self._text, self._file, self._problems, name)

    def named_tables(self, key: str) -> Iterator[tuple[str, Table]]:
        """Every `[key.NAME]` with its name, in order."""
        self._asked.append(key)
        value = self._data.get(key, {})
        if not isinstance(value, dict) or not all(map(_is_table, value.values())):
            self.problem(
                "must hold tables with names", key, f"Write [{key}.NAME], as in [{key}.clinic]"
            )
            value = {}
        for name, item in value.items():
            yield name, Table(item, self._text, self._file, self._problems, f"{key}.{name}")

    def table_within(self, key: str) -> Table:
        """A table in braces, `key = { ... }`, empty where it is not written."""
        self._asked.append(key)
        value = self._data.get(key, {})
        if not isinstance(value, dict):
            self.problem("must be a table in braces", key, f'As in: {key} = {{ key = "value" }}')
            value = {}
        return Table(value, self._text, self._file, self._problems, self._header, self._index, key)

    def tables(self, key: str) -> Iterator[Table]:
        """Every `[[key]]`, in order."""
        self._asked.append(key)
        value = self._data.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            hint = f"Write [[{key}]], with two brackets"
            if self._header:
                hint = f"As in: {key} = [{{ key = value }}]"
            self.problem("must be a list of tables", key, hint)
            value = []
        for index, item in enumerate(value):
            # Tables inside a table are told by the line where their list begins in the outer one.
            header, at = (self._header, self._index) if self._header else (key, index)
            within = key if self._header else None
            yield Table(item, self._text, self._file, self._problems, header, at, within)

    def __contains__(self, key: str) -> bool:
        """Whether a key is written."""
        return key in self._data

    def value(self, key: str) -> object:
        """What is written, of whatever type, or None."""
        self._asked.append(key)
        return self._data.get(key)

    def text(self, key: str, default: str | None = None, *, inside: bool = False) -> str:
        """A text; required where there is no default. `inside`: a path that stays inside."""
        value = self._get(key, default)
        if value is None:
            return ""
        if not isinstance(value, str) or (default is None and not value.strip()):
            self.problem("must be a text", key, 'Put it in quotes, as in: key = "value"')
            return ""
        if inside:
            self._check_inside(value, key)
        return value

    def paths(self, key: str) -> tuple[str, ...]:
        """A path or a list of paths, or patterns of them, that stay inside; required."""
        if key not in self._data:
            self._get(key, None)
            return ()
        paths = self.text_or_texts(key)
        for path in paths:
            self._check_inside(path, key)
        return paths

    def _check_inside(self, path: str, key: str) -> None:
        if PurePath(path).is_absolute() or ".." in PurePath(path).parts:
            self.problem(f'"{path}" leaves the project', key, "Name a path inside the project")

    def optional_text(self, key: str) -> str | None:
        """A text, or None where the key is not written."""
        return self.text(key, default="") or None

    def name(self) -> str:
        """The key `name`: letters, digits, hyphens; it becomes a file name."""
        value = self.text("name")
        if value:
            self.check_name(value, "name")
        return value

    def check_name(self, name: str, key: str | None = None) -> None:
        """Note a name that cannot become a file name."""
        if not _NAME.fullmatch(name):
            hint = "Use up to 80 letters, digits, - and _"
            self.problem(f'"{name}" cannot be a name: it becomes a file name', key, hint)

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts."""
        value = self._get(key, None if required else [])
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.problem("must be a list of texts", key, 'As in: key = ["one", "two"]')
            return ()
        if required and not value:
            self.problem("is empty", key, "Name at least one")
        return tuple(value)

    def text_or_texts(self, key: str) -> tuple[str, ...]:
        """One text, or a list of texts, each with something in it."""
        value = self._get(key, [])
        items = value if isinstance(value, list) else [value]
        if not items or not all(isinstance(item, str) and item.strip() for item in items):
            hint = f'As in: {key} = "one", or {key} = ["one", "two"]'
            self.problem("must be a text or a list of texts", key, hint)
            return ()
        return tuple(items)

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A list of pairs of texts."""
        value = self._get(key, [])
        pairs = value if isinstance(value, list) else [value]
        for pair in pairs:
            texts = isinstance(pair, list) and all(isinstance(item, str) for item in pair)
            if not texts or len(pair) != 2:
                self.problem("must be a list of pairs", key, f'As in: {key} = [["one", "two"]]')
                return ()
        return tuple((first, second) for first, second in pairs)

    def days(self, key: str) -> tuple[date, ...]:
        """A list of days, as TOML dates or as texts in ISO 8601."""
        value = self._get(key, [])
        items = value if isinstance(value, list) else [value]
        days = []
        for item in items:
            try:
                day = date.fromisoformat(item) if isinstance(item, str) else item
            except ValueError:
                day = None
            if isinstance(day, datetime):
                day = day.date()
            if isinstance(day, date) and day.year in YEARS:
                days.append(day)
            elif isinstance(day, date):
                years = f"{YEARS.start} to {YEARS.stop - 1}"
                self.problem(f"{day} lies outside {years}", key)
            else:
                self.problem(f"{item!r} is not a day", key, f"As in: {key} = 2016-08-31")
        return tuple(days)

    def day(self, key: str) -> date | None:
        """One day, or None where the key is not written."""
        days = self.days(key)
        if len(days) > 1:
            self.problem("is one day, not several", key)
        return days[0] if days else None

    def whole(self, key: str, default: int) -> int:
        """A whole number of 0 or more."""
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            self.problem(f"must be a whole number of 0 or more, not {value!r}", key)
            return default
        return value

    def whole_or_none(self, key: str) -> int | str | None:
        """A whole number, "no limit" where "none" is written, or None where nothing is."""
        if self._data.get(key) == "none":
            self._asked.append(key)
            return "no limit"
        return self.whole(key, default=0) or None

    def fraction(self, key: str, default: float) -> float:
        """A number strictly between 0 and 1."""
        value = self._get(key, default)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1:
            self.problem(f"must lie between 0 and 1, not {value!r}", key, "As in: level = 0.95")
            return default
        return float(value)

    def share(self, key: str) -> float | None:
        """A number from 0 to 1, or None where the key is not written."""
        value = self._get(key, "")
        if value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self.problem(f"must be a number from 0 to 1, not {value!r}", key)
            return None
        return float(value)

    def positive(self, key: str) -> float | None:
        """A number above 0, or None where the key is not written."""
        value = self._get(key, "")
        if value == "":
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < 1e9:
            self.problem(f"must be a number above 0, not {value!r}", key)
            return None
        return float(value)

    def span(self, key: str) -> tuple[float, float] | None:
        """[least, most], or one number for both; None where the key is not written."""
        value = self._get(key, "")
        if value == "":
            return None
        ends = value if isinstance(value, list) else [value, value]
        numbers = all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends)
        if len(ends) != 2 or not numbers or not 0 <= ends[0] <= ends[1] < 1e9:
            hint = f"As in: {key} = [100, 250], the least first"
            self.problem(f"must be a range of numbers, not {value!r}", key, hint)
            return None
        return float(ends[0]), float(ends[1])

    def choice(self, key: str, options: Sequence[str], default: str) -> str:
        """One of a few words."""
        value = self._get(key, default)
        if value not in options:
            self.problem(f"{value!r} is not one of {', '.join(filter(None, options))}", key)
            return default
        return str(value)

    def optional_choice(self, key: str, options: Sequence[str]) -> str | None:
        """One of a few words, or None where the key is not written."""
        return self.choice(key, (*options, ""), default="") or None

    def flag(self, key: str) -> bool:
        """True or false; false where the key is not written."""
        value = self._get(key, False)
        if not isinstance(value, bool):
            self.problem(f"must be true or false, not {value!r}", key)
            return False
        return value

    def end(self, *optional: str) -> None:
        """Note every key that nobody asked for: a typing slip must not pass in silence.

        Args:
            optional: keys that are asked for only where they are written.
        """
        may_be = dict.fromkeys((*self._asked, *optional))
        for key in self._data:
            if key not in may_be:
                near = difflib.get_close_matches(key, may_be, n=1)
                known = ", ".join(may_be)
                hint = f'Did you mean "{near[0]}"?' if near else f"Known here: {known}"
                self.problem("unknown key", key, hint)

    def _get(self, key: str, default: Any) -> Any:
        self._asked.append(key)
        if key in self._data:
            return self._data[key]
        if default is None:
            # One of a list stands in two brackets, one with a name of its own in one.
            where = f"[{self._header}]" if "." in self._header else f"[[{self._header}]]"
            hint = f"Add a line to {where}: {key} = ..."
            if self._within:
                hint = f"As in: {self._within} = [{{ {key} = ... }}]"
            self.problem(f'"{key}" is missing', key, hint)
        return default

    def _line(self, key: str | None) -> int | None:
        """The line where a key (or, failing that, its table) is written; for people only."""
        header, count, table_line = "", {"": 0}, None
        for number, line in enumerate(self._text.splitlines(), start=1):
            if found := re.match(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(#.*)?$", line):
                header = found[1].replace('"', "")
                count[header] = count.get(header, -1) + 1
                # A key of the whole file is a table: the last of several that share the name.
                if not self._header and header == key:
                    table_line = number
            here = header == self._header and count[header] == self._index
            if here and table_line is None and header:
                table_line = number
            if here and key and re.match(rf'\s*"?{re.escape(key)}"?\s*=', line):
                return number
        return table_line
