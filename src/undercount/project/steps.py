"""Which steps are stale: each is keyed by everything that its result depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from undercount.project.atomic import write_text


def digest(*parts: Any) -> str:
    """One hash of plain values; equal values give equal hashes on every machine.

    >>> digest("a", 1) == digest("a", 1), digest("a", 1) == digest("a1")
    (True, False)
    """
    text = json.dumps(parts, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@cache
def code_digest() -> str:
    """Hash of this package's own files.

    A version number alone would keep old answers after a `git pull`; a number must never be
    older than the code that is said to have made it.
    """
    package = Path(__file__).parent.parent
    hashed = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix not in (".pyc", ".nbi", ".nbc"):
            hashed.update(path.relative_to(package).as_posix().encode())
            hashed.update(path.read_bytes())
    return hashed.hexdigest()


def _files(entry: object) -> Iterable[str]:
    """The outputs that a record names; none where it is damaged."""
    return entry.get("outputs", {}) if isinstance(entry, dict) else ()


class Steps:
    """The record of finished steps, kept in `.undercount/steps.json`.

    Deleting the record is always safe: everything is then done again.

    Attributes:
        done: names of the steps run since this object was made, in order.
        known: names of the steps there was a record of.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._path = root / ".undercount" / "steps.json"
        self._record = self._load()
        self.known = tuple(self._record)
        self.done: list[str] = []

    def _load(self) -> dict[str, dict[str, Any]]:
        try:
            record = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            # Missing or damaged: the cache may be deleted at any time, so start anew.
            return {}
        return record if isinstance(record, dict) else {}

    def stale(self, name: str, key: str, outputs: Iterable[Path] = ()) -> bool:
        """Whether `name` must run: never done with this key, or an output is gone or was edited."""
        entry = self._record.get(name)
        if not isinstance(entry, dict) or entry.get("key") != digest(key, code_digest()):
            return True
        kept = entry.get("outputs", {})
        for path in outputs:
            if not path.is_file() or kept.get(self._relative(path)) != file_digest(path):
                return True
        return False

    def run(
        self, name: str, key: str, make: Callable[[], object], outputs: Iterable[Path] = ()
    ) -> bool:
        """Run `make` if the step is stale; record it only after its outputs are on disk.

        Returns:
            True where the step ran.
        """
        outputs = tuple(outputs)
        if not self.stale(name, key, outputs):
            return False
        make()
        self._record[name] = {
            "key": digest(key, code_digest()),
            "outputs": {self._relative(path): file_digest(path) for path in outputs},
        }
        self.done.append(name)
        self._save()
        return True

    def forget(self, keep: Iterable[str]) -> None:
        """Drop steps that the project no longer asks for, with the files they made."""
        wanted = set(keep)
        gone = [self._record.pop(name) for name in list(self._record) if name not in wanted]
        # A file may have passed to a step of another name.
        held = {path for entry in self._record.values() for path in _files(entry)}
        for entry in gone:
            for path in _files(entry):
                if path not in held:
                    (self._root / path).unlink(missing_ok=True)
        if gone:
            self._save()

    def _relative(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()

    def _save(self) -> None:
        write_text(self._path, json.dumps(self._record, indent=1, sort_keys=True))
