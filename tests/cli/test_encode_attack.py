from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner

from undercount.cli.commands.encode import command
from undercount.project import write_text

_NAMES = ("amina", "bilal", "dunya", "elias", "farid", "ghada", "hiba", "idris", "jamila", "karim")


def _project(folder: Path) -> Path:
    """A simulated list: invented combinations of common given names."""
    rows = [f"{a} {b},{1960 + 4 * i + j},simulated" for i, a in enumerate(_NAMES)
            for j, b in enumerate(_NAMES) if (i + j) % 2]  # fmt: skip
    write_text(folder / "list.csv", "\n".join(["name,birth,note", *rows]) + "\n")
    lines = ('[project]\ntitle = "Simulated"\n', '[registers.clinic]\npath = "list.csv"')
    write_text(
        folder / "undercount.toml",
        "\n".join([*lines, 'columns = { name = "name", birth = "birth" }\n']),
    )
    return folder


def test_attack_prints_rates_and_writes_nothing(tmp_path: Path) -> None:
    folder = _project(tmp_path)
    before = sorted(folder.rglob("*"))
    done = CliRunner().invoke(command, [str(folder), "--attack", "--json"])
    assert done.exit_code == 0, done.output
    (told,) = json.loads(done.stdout)["attacked"]
    assert told["records"] == 50
    assert told["with_key"]["share"] > 0.9
    assert not any(name in done.stdout for name in _NAMES)
    assert [p for p in sorted(folder.rglob("*")) if ".undercount" not in p.parts] == before


def test_attack_takes_no_key(tmp_path: Path) -> None:
    done = CliRunner().invoke(command, [str(tmp_path), "--attack", "--key", "shared.key"])
    assert done.exit_code == 2
    assert "needs no key" in done.output
