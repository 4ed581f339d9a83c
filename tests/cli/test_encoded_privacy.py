"""The linkage unit needs no list and no key, and nothing it makes tells of a record."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tests.cli.encoded_project import NAMES, write_owners, write_unit
from tests.cli.watching import inside, opened
from undercount.testing.worlds import World

# Words of our own pages that are names of people, too, and those of the lists themselves.
_FIELDS = ("id", "name", "given", "family", "father", "birth", "phone", "number", "address")


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World, list[str]]:
    """A linkage unit's project that was run, and every file that each of its steps opened."""
    folder = tmp_path_factory.mktemp("apart")
    world = write_owners(folder / "owners")
    write_unit(folder / "owners", folder / "unit")
    # What the unit would open outside its own folder is not there to be opened.
    (folder / "owners").rename(folder / "gone")
    return folder / "unit", world, opened(folder / "unit")


def test_linking_opens_the_encodings_and_nothing_else(
    watched: tuple[Path, World, list[str]],
) -> None:
    root, _, lines = watched
    linking = inside(root, lines, "link everybody")
    # Small files of the project itself are looked at for a key that must not be there.
    own = ("link/", ".undercount/")
    assert {path for path in linking if "/" in path and not path.startswith(own)} == {
        f"encodings/{name}.parquet" for name in NAMES
    }
    assert ".undercount/lock" not in linking
    people = inside(root, lines, "count people of everybody")
    assert not [path for path in people if path.startswith(("encodings/", "registers/"))]
    assert not [line for line in lines if "owners" in line]


def test_estimate_and_report_open_no_encodings(watched: tuple[Path, World, list[str]]) -> None:
    root, _, lines = watched
    for step in ("estimate everybody", "write the report"):
        apart = {p for p in inside(root, lines, step) if p.startswith(("encodings/", "link/"))}
        assert apart <= {"link/everybody/histories.parquet"}


def test_nothing_in_the_unit_tells_of_a_record(watched: tuple[Path, World, list[str]]) -> None:
    """Every word of every name, every birth, id, phone and address, in every file that is there."""
    root, world, _ = watched
    secret: set[str] = set()
    for name, table in world.registers.items():
        for field in _FIELDS:
            named = world.columns[name].get(field, [])
            for column in [named] if isinstance(named, str) else named:
                for value in table[column].to_pylist():
                    text = str(value or "")
                    secret |= {text, *re.split(r"[\s,]+", text)}
    # Years and numbers of four digits are counts too; words of three letters stand in any text.
    secret = {text for text in secret if len(text) > 3 and not re.fullmatch(r"[0-9]{1,4}", text)}
    assert len(secret) > 400
    own = (root / "undercount.toml").read_text(encoding="utf-8")
    secret = {text for text in secret if not re.search(rf"\b{re.escape(text)}\b", own)}
    files = [path for path in root.rglob("*") if path.is_file()]
    names = {path.relative_to(root).as_posix() for path in files}
    assert {f"encodings/{name}.parquet" for name in NAMES} < names
    assert {"link/everybody/pairs.parquet", "reports/index.html", "ledger.db"} < names
    for path in files:
        words = set(re.findall(r"[\w'-]+", _text(path)))
        assert not secret & words, (path, sorted(secret & words)[:5])


def _text(path: Path) -> str:
    """All that can be read in a file; what Parquet packs is unpacked."""
    text = path.read_bytes().decode("utf-8", "replace")
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        text += f"{table.schema} {table.schema.metadata} {table.to_pydict()}"
    return text


def test_what_links_rows_stays_with_the_unit(watched: tuple[Path, World, list[str]]) -> None:
    root, _, _ = watched
    assert (root / "link").stat().st_mode & 0o077 == 0
