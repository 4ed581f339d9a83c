from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.cli.conftest import Call
from undercount.cli.commands.encode import command
from undercount.project import write_text
from undercount.registers import Register
from undercount.workflow.encoding import attack_project
from undercount.workflow.tell import Tell

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


def test_the_attacks_of_all_lists_are_counted_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = _project(tmp_path)
    text = (folder / "undercount.toml").read_text()
    again = text.split("\n\n")[1].replace("clinic", "shelter").replace("list.csv", "other.csv")
    rows = (folder / "list.csv").read_text().splitlines(keepends=True)
    (folder / "other.csv").write_text("".join(rows[:-1]))
    (folder / "undercount.toml").write_text(f"{text}{again}")

    def three(register: Register, *rest: object, tell: Tell, **how: object) -> str:
        for done in range(3):
            tell("some attack", done, 3)
        return register.name

    monkeypatch.setattr("undercount.encode.attack.attack", three)
    told: list[tuple[str, int, int | None]] = []
    made = attack_project(folder, None, lambda *step: told.append(step))
    assert told == [
        ("reading the lists", 0, None),
        *(
            (f"{name}: some attack", 3 * i + done, 6)
            for i, name in enumerate(made)
            for done in range(3)
        ),
    ]


def test_an_interrupted_attack_ends_with_a_line(
    tmp_path: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*rest: object, **how: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("undercount.encode.attack.attack", interrupted)
    made = call("encode", _project(tmp_path), "--attack")
    assert (made.code, made.out) == (130, "")
    assert made.err.strip() == "undercount: interrupted; what was done stays done"
