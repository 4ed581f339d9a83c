"""Every message that a report says in its own words, for whoever translates them.

`python -m undercount.report.messages es` prints what the Spanish catalogue lacks, in the form of a
catalogue. Sentences of estimators and of reconciliation are not among them: they are made from
numbers as they go, and `undercount.report.language.left` tells which of them a page had to leave.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from typing import Final

from undercount.languages import catalogue, languages
from undercount.languages.po import quoted
from undercount.report.corrections import LABELS
from undercount.report.environment import environment
from undercount.report.html import CLAIMS, HEDGES
from undercount.report.in_templates import as_catalogued
from undercount.report.language import MONTHS, SHORT_MONTHS
from undercount.report.ledger_rows import DECISIONS, MEASURES, ORIGINS, UNITS
from undercount.report.lineage import HOW
from undercount.report.linkage import (
    MEANING,
    NO_AUDIT,
    NO_AUDIT_IN_NOISE,
    NO_AUDIT_OF_ENCODINGS,
    WAYS,
)
from undercount.report.words import CHANGES

# Messages that tables of modules hold, by word of the ledger or of an estimator.
_TABLES: Final = (
    (MONTHS, SHORT_MONTHS),
    CLAIMS.values(),
    tuple(said for _, said in HEDGES),
    *(table.values() for table in (MEASURES, UNITS, ORIGINS, DECISIONS, WAYS, MEANING, HOW)),
    LABELS.values(),
    (NO_AUDIT, NO_AUDIT_OF_ENCODINGS, NO_AUDIT_IN_NOISE),
    CHANGES,
    ("denied", "hypothetical", "target"),
)
_COUNTED = re.compile(r"""counted\(\s*(?:[^"'()]*(?:\([^()]*\))*[^"'()]*,\s*)?["']([a-z ]+)["']""")
_HEAD: Final = r"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Language: {code}\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"""
_SAID = re.compile(r'\bsay\("([^"]+)"')


def messages() -> Iterator[tuple[str, str]]:
    """Each message in English, of one thing, and of several or ""."""
    tables = ((said, "") for table in _TABLES for said in table)
    found = dict.fromkeys([("1,234.5%", ""), *tables, *_of_templates(), *_of_modules()])
    yield from found


def lacking(code: str) -> list[tuple[str, str]]:
    """The messages that a language has no translation of."""
    held = catalogue(code).messages if code in languages() else {}
    return [(one, many) for one, many in messages() if one not in held]


def _of_templates() -> Iterator[tuple[str, str]]:
    for file in sorted(
        (files("undercount.report") / "templates").iterdir(), key=lambda it: it.name
    ):
        if not file.name.endswith(".html"):
            continue
        source = file.read_text(encoding="utf-8")
        # The extension for translations adds the method.
        for _, _, told in environment().extract_translations(source):  # type: ignore[attr-defined]
            one, many = told[:2] if isinstance(told, tuple) else (told, "")
            yield as_catalogued(one), as_catalogued(many or "")
        yield from ((said, "") for said in _SAID.findall(source))
        yield from (_of_count(noun) for noun in _COUNTED.findall(source))


def _of_modules() -> Iterator[tuple[str, str]]:
    for file in sorted(files("undercount.report").iterdir(), key=lambda it: it.name):
        if file.name.endswith(".py"):
            source = file.read_text(encoding="utf-8")
            yield from _of_calls(ast.parse(source))


def _of_calls(tree: ast.AST) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        given = [it.value for it in node.args if isinstance(it, ast.Constant)]
        said = [text for text in given if isinstance(text, str)]
        if node.func.id == "say" and said:
            yield said[0], ""
        elif node.func.id == "plural" and len(said) > 1:
            yield said[0], said[1]
        elif node.func.id == "counted" and said:
            yield _of_count(said[0])


def _of_count(noun: str) -> tuple[str, str]:
    return f"{{n}} {noun}", f"{{n}} {noun}s"


def main() -> None:
    """Print what the language lacks, under the head of a catalogue."""
    code = sys.argv[1] if len(sys.argv) > 1 else "en"
    print(_HEAD.format(code=code))
    for one, many in lacking(code):
        print(f"msgid {quoted(one)}")
        print(
            f'msgid_plural {quoted(many)}\nmsgstr[0] ""\nmsgstr[1] ""\n' if many else 'msgstr ""\n'
        )


if __name__ == "__main__":
    main()
