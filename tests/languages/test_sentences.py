"""How much of what estimators and reconciliation can say has a translation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from undercount.languages import catalogue, languages

# Files whose words are those of sources, of the terminal, or of what is wrong with an input.
_NOT_SAID = {
    "attempts.py", "chain.py", "counts.py", "covariates.py", "definitions.py", "digits.py",
    "formula.py", "from_file.py", "growth.py", "makers.py", "mcmc.py", "named_columns.py",
    "need.py", "notation.py", "numbers.py", "prints.py", "sampling.py", "shares.py", "tables.py",
    "timewords.py",
}  # fmt: skip
_PLACE = re.compile(r"\{[^{}]*\}")


def rooms() -> Iterator[Path]:
    for room in ("estimate", "reconcile"):
        for file in sorted(Path(str(files("undercount"))).joinpath(room).rglob("*.py")):
            if file.name not in _NOT_SAID:
                yield file


def sentences(file: Path) -> Iterator[str]:
    """Strings of three words and more, but for docstrings, errors and keys."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    passed = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise | ast.Expr) or _is_problem(node)
        for inner in ast.walk(node)
    }

    def found(node: ast.AST) -> Iterator[str]:
        if id(node) in passed:
            return
        if isinstance(node, ast.JoinedStr):
            yield "".join(
                str(it.value) if isinstance(it, ast.Constant) else "{}" for it in node.values
            )
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        else:
            for child in ast.iter_child_nodes(node):
                yield from found(child)

    for text in found(tree):
        if len(re.findall(r"[a-z]{2,}", _PLACE.sub("", text))) > 2 and " " in text.strip():
            yield text


def _is_problem(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    return name in ("Problem", "compile", "problem")


@pytest.mark.parametrize("code", languages()[1:])
def test_nine_in_ten_of_the_sentences_in_the_code_are_translated(code: str) -> None:
    known = "\n".join(_PLACE.sub("{}", said) for said in catalogue(code).sentences)
    all_said = [text for file in rooms() for text in sentences(file)]
    told = [
        text
        for text in all_said
        if all(part.strip() in known for part in _PLACE.split(text) if part.strip())
    ]
    rest = sorted(set(all_said) - set(told))
    assert len(told) >= 0.9 * len(all_said), "\n".join(rest)
    assert len(all_said) > 500
