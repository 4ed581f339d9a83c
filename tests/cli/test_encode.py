"""Lists are encoded on the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tests.cli.conftest import Call, everything
from undercount.encode import read_encodings, read_key
from undercount.testing.worlds import simulate_world


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("encode") / "world"
    simulate_world(200, seed=4).write(root)
    return root


@pytest.fixture
def project(world: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(world, tmp_path / "home"))


@pytest.fixture
def key(tmp_path: Path, call: Call) -> Path:
    assert call("encode", "--new-key", tmp_path / "key").code == 0
    return tmp_path / "key"


def test_a_key_is_made_once_and_only_told_by_its_id(tmp_path: Path, call: Call) -> None:
    made = call("encode", "--new-key", tmp_path / "key")
    assert made.code == 0
    assert read_key(tmp_path / "key").id in made.out
    assert (tmp_path / "key").read_text().split()[1] not in made.out + made.err
    again = call("encode", "--new-key", tmp_path / "key")
    assert (again.code, again.out) == (2, "")
    assert "never overwritten" in again.err
    plain = json.loads(call("encode", "--new-key", tmp_path / "other", "--json").out)
    assert plain["key_id"] == read_key(tmp_path / "other").id


def test_every_list_is_encoded_with_its_statement(project: Path, key: Path, call: Call) -> None:
    made = call("encode", project, "--key", key)
    assert (made.code, made.err) == (0, "")
    files = sorted(path.name for path in (project / "encodings").iterdir())
    lists = ("census", "clinic", "legal-aid")
    assert files == sorted([f"{n}.parquet" for n in lists] + [f"{n}-statement.txt" for n in lists])
    for name in lists:
        assert read_encodings(project / "encodings" / f"{name}.parquet").list == name
        statement = (project / "encodings" / f"{name}-statement.txt").read_text()
        assert statement.strip() in made.out
        for what, file in (("send", f"{name}.parquet"), ("sign", f"{name}-statement.txt")):
            assert f"To {what}: {project / 'encodings' / file}" in made.out.splitlines()
    told = [line for line in made.out.splitlines() if not line.startswith(("To ", "CAUTION"))]
    assert all(len(line) <= 80 for line in told)


def test_one_list_as_json(project: Path, key: Path, call: Call) -> None:
    made = call("encode", project, "--key", key, "--list", "clinic", "--json")
    (told,) = json.loads(made.out)["encoded"]
    assert told["file"] == "clinic.parquet"
    found = read_encodings(project / "encodings" / "clinic.parquet")
    assert told["header"] == found.header
    assert len(list((project / "encodings").iterdir())) == 2


def test_what_is_left_open_is_said_in_a_line(project: Path, key: Path, call: Call) -> None:
    made = call("encode", project, "--key", key).out
    assert made.splitlines()[-1].startswith("CAUTION: Whoever has the very same list in clear")
    with (project / "undercount.toml").open("a") as file:
        file.write('[encode]\nbetween = ["clinic", "legal-aid", "census"]\n')
    made = call("encode", project, "--key", key).out
    assert "CAUTION" not in made
    assert "rows can be compared with rows of" in made


def test_the_statement_says_what_a_file_shows(project: Path, key: Path, call: Call) -> None:
    """Not the same with `between`, where no row has anything in common with another one."""
    made = " ".join(call("encode", project, "--key", key).out.split())
    assert "and which of its records are alike" in made
    with (project / "undercount.toml").open("a") as file:
        file.write('[encode]\nbetween = ["clinic", "legal-aid", "census"]\n')
    assert call("encode", project, "--key", key).code == 0
    for name in ("clinic", "legal-aid", "census"):
        text = (project / "encodings" / f"{name}-statement.txt").read_text()
        words = " ".join(text.split())
        assert "not which of them are alike" in words
        assert "which of its records are alike" not in words
        assert "most frequent names" not in words
        found = read_encodings(project / "encodings" / f"{name}.parquet")
        tags = found.bits.reshape(len(found), len(found.spec.row_sections), -1)[:, :, 0] >> 16
        rows = np.repeat(np.arange(len(tags)), tags.shape[1])
        once = np.unique(np.column_stack([tags.ravel(), rows]), axis=0)[:, 0]
        assert len(np.unique(once)) == len(once)  # no two rows have a tag in common


def _moved(key: Path, project: Path) -> Path:
    return key.rename(project / "encodings" / "shared.key")


def _after_blanks(key: Path, project: Path) -> Path:
    """A name and contents that begin with blanks; the key is good all the same."""
    inside = project / " shared.key"
    inside.write_text(f"\n {key.read_text()}")
    inside.chmod(0o600)
    return inside


def _by_a_way_round(key: Path, project: Path) -> Path:
    _moved(key, project)
    return project.parent / "home" / ".." / "home" / "encodings" / "shared.key"


def _link_in_it(key: Path, project: Path) -> Path:
    """Whoever packs the folder packs what its links lead to."""
    (project / "shared.key").symlink_to(key)
    return project / "shared.key"


def _link_in_it_key_named(key: Path, project: Path) -> Path:
    _link_in_it(key, project)
    return key


def _link_to_it(key: Path, project: Path) -> Path:
    (project.parent / "link").symlink_to(_moved(key, project))
    return project.parent / "link"


def _linked_folder(key: Path, project: Path) -> Path:
    (project / "keys").symlink_to(key.parent)
    return project / "keys" / key.name


def _same_file(key: Path, project: Path) -> Path:
    (project / "registers" / "notes.txt").hardlink_to(key)
    return key


def _copy_in_a_mail(key: Path, project: Path) -> Path:
    words = f"Dear all, our key:\r\n{key.read_text()}Yours\r\n"
    (project / "mail.txt").write_text(words, encoding="utf-16")
    return key


@pytest.mark.parametrize(
    "placed",
    [
        _moved, _after_blanks, _by_a_way_round, _link_in_it, _link_in_it_key_named, _link_to_it,
        _linked_folder, _same_file, _copy_in_a_mail,
    ],
)  # fmt: skip
def test_a_key_in_the_project_is_refused(
    project: Path, key: Path, call: Call, placed: Callable[[Path, Path], Path]
) -> None:
    """Who sends or copies the folder would send the key with the encodings."""
    (project / "encodings").mkdir()
    told = placed(key, project)
    before = everything(project)
    made = call("encode", project, "--key", told)
    assert (made.code, made.out) == (2, "")
    assert made.err.count("a key in a project may leave") == 1
    assert everything(project) == before


def test_no_key_is_made_in_a_project(
    project: Path, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project / "registers")
    made = call("encode", "--new-key", "shared.key")
    assert (made.code, "a key in a project may leave" in made.err) == (2, True)
    assert not (project / "registers" / "shared.key").exists()


@pytest.mark.parametrize("below", [0, 1, 2, 9])
def test_a_report_that_prints_everything_lets_no_small_group_leave(
    project: Path, key: Path, call: Call, below: int
) -> None:
    """`suppress_below` of what is printed may be low; what leaves with encodings has a floor."""
    _settings(project, f'[encode]\nstrata = ["sex"]\n[report]\nsuppress_below = {below}\n')
    _keep(project, 15)
    made = call("encode", project, "--key", key, "--list", "clinic")
    assert "fewer than 10 records" in made.err  # of one sex or the other
    _settings(project, f"[report]\nsuppress_below = {below}\n")
    _keep(project, 9)
    made = call("encode", project, "--key", key, "--list", "clinic")
    assert (made.code, 'the list "clinic" has fewer than 10 records' in made.err) == (2, True)
    assert not (project / "encodings").exists()


def test_a_report_may_ask_for_more(project: Path, key: Path, call: Call) -> None:
    _settings(project, "[report]\nsuppress_below = 25\n")
    _keep(project, 24)
    made = call("encode", project, "--key", key, "--list", "clinic")
    assert (made.code, "fewer than 25 records" in made.err) == (2, True)


def _settings(project: Path, text: str) -> None:
    """Add this to the settings, instead of what they had of it."""
    file = project / "undercount.toml"
    own = re.split(r"^\[(?:encode|report)\]$", file.read_text(), flags=re.MULTILINE)[0]
    file.write_text(f"{own}\n{text}")


def _keep(project: Path, records: int) -> None:
    """Leave a list its first records."""
    file = project / "registers" / "clinic" / "clinic.csv"
    file.write_text("".join(file.read_text().splitlines(keepends=True)[: 1 + records]))


def test_the_settings_of_the_project_are_used(project: Path, key: Path, call: Call) -> None:
    with (project / "undercount.toml").open("a") as file:
        file.write('[encode]\nsections = ["birth"]\nflip = 0.1\nleave_out = ["nationality"]\n')
    assert call("encode", project, "--key", key, "--list", "clinic").code == 0
    found = read_encodings(project / "encodings" / "clinic.parquet")
    assert (found.spec.sections, found.spec.flip) == (("birth",), 0.1)
    assert "nationality" not in found.fields


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "--key FILE is needed"),
        (("--key", "nowhere"), "no key here"),
        (("--key", "KEY", "--list", "school"), "no [registers.school]"),
        (("--new-key", "new", "--key", "KEY"), "leave the other options out"),
        (("--new-key", "KEY"), "never overwritten"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    project: Path, key: Path, call: Call, words: tuple[str, ...], told: str
) -> None:
    before = everything(project)
    made = call("encode", project, *(str(key) if word == "KEY" else word for word in words))
    assert made.code == 2
    assert told in made.err
    assert everything(project) == before


def test_one_list_that_cannot_be_encoded_stops_all(project: Path, key: Path, call: Call) -> None:
    with (project / "undercount.toml").open("a") as file:
        file.write('[encode]\nstrata = ["nationality"]\n')
    before = everything(project)
    made = call("encode", project, "--key", key)
    assert made.code == 2
    assert made.err.count("combinations of nationality") == 3
    assert everything(project) == before


def test_one_list_under_two_names_is_refused(project: Path, key: Path, call: Call) -> None:
    """Two files of it could be compared with each other."""
    names = '["clinic", "legal-aid", "census", "again"]'
    settings = project / "undercount.toml"
    own = settings.read_text().split("[registers.clinic]")[1].split("[registers")[0]
    again = own.replace("clinic/clinic.csv", "again/again.csv")
    with settings.open("a") as file:
        file.write(f"[registers.again]{again}\n[encode]\nbetween = {names}\n")
    rows = (project / "registers" / "clinic" / "clinic.csv").read_text().splitlines()
    (project / "registers" / "again").mkdir()
    (project / "registers" / "again" / "again.csv").write_text("\n".join(rows[:-9]))
    made = call("encode", project, "--key", key)
    assert made.code == 2
    assert '"clinic" and "again" are mostly the same people in one hand' in made.err
    assert not (project / "encodings").exists()


def test_a_project_without_lists_of_its_own(tmp_path: Path, key: Path, call: Call) -> None:
    (tmp_path / "unit").mkdir()
    (tmp_path / "unit" / "undercount.toml").write_text('[project]\ntitle = "unit"\n')
    made = call("encode", tmp_path / "unit", "--key", key)
    assert made.code == 2
    assert "no list in clear" in made.err
