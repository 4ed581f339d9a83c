"""Nothing of a person and nothing of the key leaves: every file, log, error and temporary file.

The people are invented, and their names are of letters that no word of ours has together, so that
four letters in a row can only come from a name.
"""

from __future__ import annotations

import csv
import json
import logging
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from random import Random

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Call
from undercount.registers import read_register
from undercount.registers.names import key as name_key
from undercount.registers.names import tokens

N = 120
_SYLLABLES = ("zux", "qov", "vyj", "xuq", "jyz", "wuv", "kyq", "vuz")
SETTINGS = """\
[project]
title = "Simulated for a test"
[registers.harbour]
path = "registers/harbour.csv"
[registers.harbour.columns]
id = "file"
name = "name"
birth = "born"
sex = "sex"
place = "town"
address = "street"
phone = "phone"
number = "paper"
[encode]
strata = ["sex"]
"""


@dataclass
class Home:
    """The owner's machine: the project, the key, and all that ever was in a file on it."""

    root: Path
    key: Path
    rows: list[dict[str, str]]
    seen: dict[str, bytes] = field(default_factory=dict)


def _rows() -> list[dict[str, str]]:
    random = Random(7)
    made = []
    for i in range(N):
        given, family = ("".join(random.sample(_SYLLABLES, 2)) for _ in range(2))
        made.append({
            "file": f"HX{70000 + 7 * i}",
            "name": f"{given.title()} {family.title()}",
            "born": f"{random.randint(1950, 2005)}-{random.randint(1, 12):02}-"
                    f"{random.randint(2, 28):02}",
            "sex": random.choice("fm"),
            "town": "".join(random.sample(_SYLLABLES, 2)),
            "street": "".join(random.sample(_SYLLABLES, 3)),
            "phone": f"07{random.randrange(10**9, 10**10)}",
            "paper": f"{random.randrange(10**9, 10**10)}",
        })  # fmt: skip
    return made


@pytest.fixture
def home(tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch) -> Home:
    root = tmp_path / "home"
    (root / "registers").mkdir(parents=True)
    (root / "undercount.toml").write_text(SETTINGS)
    rows = _rows()
    with (root / "registers" / "harbour.csv").open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    assert call("encode", "--new-key", tmp_path / "key").code == 0
    made = Home(root, tmp_path / "key", rows)
    # Every file that gets its name by a rename was a temporary one before.
    rename = os.replace

    def watched(old: str | Path, new: str | Path) -> None:
        made.seen[f"temporary of {Path(new).name}"] = Path(old).read_bytes()
        rename(old, new)

    monkeypatch.setattr(os, "replace", watched)
    return made


def _secrets(home: Home) -> Iterator[bytes]:
    """The key as text, as bytes, and by pieces of either."""
    text = home.key.read_text().split()[1]
    raw = bytes.fromhex(text)
    for i in range(0, 64 - 12, 4):
        yield text[i : i + 12].encode()
        yield text[i : i + 12].upper().encode()
    for i in range(0, 32 - 6):
        yield raw[i : i + 6]


def _names(home: Home) -> set[str]:
    """Every four letters of a name, place or street, as written and as the name room writes it."""
    texts = [row[column] for row in home.rows for column in ("name", "town", "street")]
    words = {word for text in texts for word in (*text.lower().split(), *tokens(text))}
    words |= {name_key(token) for word in words for token in tokens(word)}
    return {word[i : i + 4].lower() for word in words for i in range(len(word) - 3)}


def _numbers(home: Home) -> set[str]:
    """Ids, births in the ways people write them, and six digits in a row of any number."""
    found = {row["file"].lower() for row in home.rows}
    for row in home.rows:
        year, month, day = row["born"].split("-")
        found |= {row["born"], f"{year}{month}{day}", f"{day}/{month}/{year}", f"{day}.{month}."}
        found |= {f"{year}-{month}", f"{int(day)}/{int(month)}/{year}", f"{day}{month}{year}"}
        for number in (row["phone"], row["paper"]):
            found |= {number[i : i + 8] for i in range(len(number) - 7)}
    return found


def _left(home: Home, said: str) -> dict[str, bytes]:
    """All that is there after encoding, but for the list itself and the key."""
    everywhere = {
        str(path.relative_to(home.root.parent)): path.read_bytes()
        for path in home.root.parent.rglob("*")
        if path.is_file() and path != home.key and "registers" not in path.parts
    }
    return everywhere | home.seen | {"said": said.encode()}


def _without_bits(name: str, data: bytes) -> bytes:
    """A file without what looks random: in so many bits any four letters come up by chance."""
    if not data.startswith(b"PAR1"):
        return data
    table = pq.read_table(pa.BufferReader(data))
    for value in table["bits"].to_pylist():
        assert value in data, name
        data = data.replace(value, b"")
    return data


def _grep(home: Home, left: dict[str, bytes]) -> None:
    # A sha256 and a hash are digits and a-f, in which no name here is written.
    for name, data in left.items():
        text = _without_bits(name, data).decode("latin-1").lower()
        for piece in _names(home):
            assert piece not in text, (name, "four letters of a name")
        bare = re.sub(r"[0-9a-f]{16,}", "", text)
        for number in _numbers(home):
            assert number not in bare, (name, "a birth, an id or a number")
    for name, data in left.items():
        for secret in _secrets(home):
            assert secret not in data, (name, "the key")


def test_the_test_would_find_a_leak(home: Home) -> None:
    row = home.rows[5]
    for leak in (row["name"], row["born"], row["phone"], row["file"], home.key.read_text()):
        with pytest.raises(AssertionError):
            _grep(home, {"a log": f"... {leak} ...".encode()})
    _grep(home, {"a log": b"nothing of anybody"})


@pytest.mark.parametrize("how", ["", 'between = ["harbour", "other"]', 'sections = ["plain"]'])
def test_nothing_of_a_person_or_the_key_is_left_anywhere(
    home: Home, call: Call, caplog: pytest.LogCaptureFixture, how: str
) -> None:
    caplog.set_level(logging.DEBUG)
    with (home.root / "undercount.toml").open("a") as file:
        file.write(f"{how}\n")
    made = call("encode", home.root, "--key", home.key)
    assert (made.code, made.err) == (0, "")
    plain = call("encode", home.root, "--key", home.key, "--json")
    left = _left(home, made.out + plain.out + plain.err + caplog.text)
    assert any(name.startswith("temporary of harbour.parquet") for name in left)
    assert any(name.endswith("harbour.parquet") for name in left)
    assert not [name for name in left if name.startswith("tmp/")]
    _grep(home, left)


def test_a_row_tells_its_bits_its_stratum_and_nothing_else(home: Home, call: Call) -> None:
    call("encode", home.root, "--key", home.key)
    table = pq.read_table(home.root / "encodings" / "harbour.parquet")
    assert table.column_names == ["bits", "sex"]
    metadata = pq.read_metadata(home.root / "encodings" / "harbour.parquet")
    header = json.loads(metadata.metadata[b"undercount"])
    assert set(metadata.metadata) == {b"undercount"}
    assert not re.search(r"/|\\", json.dumps(header)), "a path of the owner's machine"


def test_the_order_of_the_list_does_not_show(home: Home, call: Call) -> None:
    """Nor whether a record was there before: each run has an order of its own."""
    found = []
    for _ in range(2):
        call("encode", home.root, "--key", home.key)
        table = pq.read_table(home.root / "encodings" / "harbour.parquet")
        found.append(table["bits"].to_pylist())
    assert sorted(found[0]) == sorted(found[1])
    place = {bits: i for i, bits in enumerate(found[0])}
    again = np.array([place[bits] for bits in found[1]])
    assert abs(np.corrcoef(again, np.arange(N))[0, 1]) < 5 / np.sqrt(N)
    own = [row["sex"] for row in home.rows]
    assert table["sex"].to_pylist() != own
    runs = sum(a != b for a, b in pairwise(table["sex"].to_pylist()))
    assert 0.3 * N < runs < 0.7 * N, "rows sorted by what they tell"


@pytest.mark.parametrize("how", ["cell", "key", "open key", "columns", "settings"])
def test_no_error_tells_of_a_person_or_the_key(home: Home, call: Call, how: str) -> None:
    settings = (home.root / "undercount.toml").read_text()
    if how == "cell":
        settings = settings.replace('strata = ["sex"]', 'strata = ["place"]')
    if how == "settings":
        settings += "flip = 0.7\n"
    if how == "columns":
        settings = settings.replace('id = "file"', 'id = "nowhere"')
    (home.root / "undercount.toml").write_text(settings)
    secret = home.key.read_text()
    key = home.key
    if how == "key":
        key = home.key.with_name("cut")
        key.write_text(secret[:-5])
        key.chmod(0o600)
    if how == "open key":
        key.chmod(0o644)
    made = call("encode", home.root, "--key", key)
    assert made.code == 2
    assert not (home.root / "encodings").exists()
    _grep(home, {"said": (made.out + made.err).encode(), **home.seen})


def test_a_failure_half_way_leaves_nothing(
    home: Home, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    made = call("encode", home.root, "--key", home.key)
    assert made.code == 2
    left = _left(home, made.out + made.err)
    assert not [name for name in left if "harbour" in name]
    _grep(home, left)


def test_whoever_reads_the_list_finds_what_the_file_does_not_have(home: Home) -> None:
    """The list does hold what is grepped for: the test is not empty."""
    register = read_register("harbour", home.root / "registers" / "harbour.csv")
    assert len(register) == N
    written = (home.root / "registers" / "harbour.csv").read_text().lower()
    assert sum(piece in written for piece in _names(home)) > 100
