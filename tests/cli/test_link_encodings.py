"""Lists that came as encodings: linked and estimated by the same commands, or refused with why."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Call, everything
from tests.cli.encoded_project import KEY, NAMES, settings, write_owners, write_unit
from undercount import CaptureHistories, LogLinear
from undercount.encode import Key, Spec, encode, new_key, read_encodings
from undercount.project import load_project, read_json
from undercount.registers.of_project import read_project_registers
from undercount.results import Estimate, EstimateSet
from undercount.testing.worlds import World
from undercount.workflow.pipeline import run


@pytest.fixture(scope="session")
def owners(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """Simulated lists in clear, as their owners hold them."""
    root = tmp_path_factory.mktemp("owners") / "world"
    return root, write_owners(root)


@pytest.fixture(scope="session")
def unit_run(
    owners: tuple[Path, World], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, World]:
    """A linkage unit's project that was run; tests work on copies of it."""
    root = tmp_path_factory.mktemp("unit") / "unit"
    write_unit(owners[0], root)
    run(root)
    return root, owners[1]


@pytest.fixture
def unit(unit_run: tuple[Path, World], tmp_path: Path) -> Path:
    return Path(shutil.copytree(unit_run[0], tmp_path / "unit"))


@pytest.fixture
def fresh(unit: Path) -> Path:
    """The project as it was before anything was linked."""
    for name in ("link", "estimates", "histories", "reports", ".undercount"):
        shutil.rmtree(unit / name, ignore_errors=True)
    for name in ("ledger.db", "conflicts.json", "copies.json", "lineage.json"):
        (unit / name).unlink(missing_ok=True)
    return unit


def _refused(root: Path, call: Call, *words: str, options: tuple[str, ...] = ()) -> list[str]:
    before = everything(root)
    called = call("link", root, *options)
    assert (called.code, called.out) == (2, "")
    assert everything(root) == before
    messages = [line for line in called.err.splitlines() if line]
    assert all(line.startswith("undercount: ") for line in messages)
    for word in words:
        assert word in called.err, called.err
    return messages


def _encode(owners: Path, root: Path, name: str, key: Key = KEY, spec: Spec | None = None) -> None:
    """One owner's encodings, made anew."""
    for register in read_project_registers(load_project(owners)):
        if register.name == name:
            encode(register, key, spec).encodings.write(root / f"encodings/{name}.parquet")


def test_encodings_come_to_an_estimate_whose_range_holds_that_of_the_true_links(
    unit_run: tuple[Path, World],
) -> None:
    root, world = unit_run
    made = EstimateSet.from_dict(read_json(root / "estimates/everybody/estimate.json"))
    averaged = dict(made)["averaged"]
    assert isinstance(averaged, Estimate)
    # The linkage answers for the links; how easily people are met is not its matter.
    counts = np.concatenate([[0], np.asarray(world.counts)[1:]])
    true = LogLinear(order=1, interval="lognormal").fit(CaptureHistories(world.lists, counts))
    assert isinstance(true, Estimate)
    assert averaged.interval.lower <= true.point <= averaged.interval.upper
    assert averaged.cautions[0].code == "no-audit"
    assert "Audit" not in averaged.cautions[0].text


def test_the_screen_says_what_came_and_that_nobody_can_audit(unit: Path, call: Call) -> None:
    called = call("link", unit)
    assert called.code == 0, called.err
    assert "as their owners encoded them" in called.out
    assert "--audit" not in called.out
    assert "Nobody can look up a record of encodings" in called.out
    assert all(len(line) <= 80 for line in called.out.splitlines())


def test_only_who_made_or_got_encodings_can_open_them(unit: Path) -> None:
    for path in (unit / "encodings").iterdir():
        assert path.stat().st_mode & 0o077 == 0, path


def test_the_second_run_does_nothing(unit: Path, call: Call) -> None:
    before = everything(unit)
    assert "Nothing to do" in call("run", unit).out
    assert everything(unit) == before


def test_new_encodings_of_a_list_are_linked_anew(
    unit: Path, owners: tuple[Path, World], call: Call
) -> None:
    _encode(owners[0], unit, "clinic")
    called = call("check", unit, "--json")
    assert "link everybody" in called.out


def test_the_profile_is_of_what_came(fresh: Path, call: Call) -> None:
    before = everything(fresh)
    told = json.loads(call("link", fresh, "--profile", "--json").out)["lists"]
    assert [item["name"] for item in told] == list(NAMES)
    assert {item["spec"] for item in told} == {Spec().hash}
    assert {item["key"] for item in told} == {KEY.id}
    assert call("link", fresh, "--profile").code == 0
    assert everything(fresh) == before


@pytest.mark.parametrize("options", [("--sample", "40"), ("--audit", "20"), ("--search", "Amina")])
def test_nobody_can_look_a_record_up(fresh: Path, call: Call, options: tuple[str, ...]) -> None:
    (message,) = _refused(fresh, call, "came as encodings", options=options)
    assert "at home" in message


def test_another_key(fresh: Path, owners: tuple[Path, World], call: Call) -> None:
    _encode(owners[0], fresh, "clinic", Key(bytes(32)))
    messages = _refused(fresh, call, "different keys", "clinic")
    assert len(messages) == 2  # with each of the two others


def test_another_spec(fresh: Path, owners: tuple[Path, World], call: Call) -> None:
    _encode(owners[0], fresh, "census", spec=Spec(flip=0.07))
    _refused(fresh, call, "different specs (flip)", "census", "[encode]")


def test_a_truncated_file_and_no_file_are_told_at_once(fresh: Path, call: Call) -> None:
    path = fresh / "encodings/clinic.parquet"
    path.write_bytes(path.read_bytes()[:-40])
    (fresh / "encodings/census.parquet").unlink()
    messages = _refused(fresh, call, "clinic.parquet", "cut off", "census.parquet", "no such file")
    assert len(messages) == 2
    # A run tells of files that are not there before it opens any.
    called = call("run", fresh)
    assert called.code == 2
    assert "census.parquet" in called.err


def test_a_row_changed(fresh: Path, call: Call) -> None:
    path = fresh / "encodings/legal-aid.parquet"
    table = pq.read_table(path)
    order = np.arange(len(table))
    order[:2] = order[1::-1]
    pq.write_table(table.take(order), path, compression="none")
    _refused(fresh, call, "legal-aid.parquet", "changed", "Ask the owner")


@pytest.mark.parametrize("folder", [".", "encodings", "from/owners"])
def test_a_key_that_lies_beside_encodings(fresh: Path, call: Call, folder: str) -> None:
    (fresh / folder).mkdir(parents=True, exist_ok=True)
    new_key(fresh / folder / "kept.txt")
    (message,) = _refused(fresh, call, "kept.txt", "a key lies beside encodings")
    assert "undercount-key" not in message


@pytest.mark.parametrize(
    ("before", "after", "how"),
    [("\n" * 20, "", "utf-8"), ("", " " * 90, "utf-8"), ("Our key:\n", "Yours", "utf-16")],
)
def test_a_key_among_blanks_or_words(
    fresh: Path, call: Call, before: str, after: str, how: str
) -> None:
    """The first two are read as keys; the third can be copied out."""
    new_key(fresh / "key")
    (fresh / "mail.txt").write_text(f"{before}{(fresh / 'key').read_text()}{after}", encoding=how)
    (fresh / "key").unlink()
    (message,) = _refused(fresh, call, "mail.txt", "a key lies beside encodings")
    assert "undercount-key" not in message


def test_the_files_of_two_lists_mixed_up(fresh: Path, call: Call) -> None:
    text = settings().replace("clinic.parquet", "x").replace("census.parquet", "clinic.parquet")
    (fresh / "undercount.toml").write_text(
        text.replace('"encodings/x"', '"encodings/census.parquet"')
    )
    assert len(_refused(fresh, call, 'of the list "census", not of "clinic"')) == 2


def test_the_same_list_under_two_names(fresh: Path, call: Call) -> None:
    shutil.copy(fresh / "encodings/clinic.parquet", fresh / "encodings/census.parquet")
    _refused(fresh, call, 'of the list "clinic", not of "census"')


def test_a_group_that_did_not_come_in_clear(fresh: Path, call: Call) -> None:
    file = fresh / "undercount.toml"
    file.write_text(file.read_text() + 'by = ["sex"]\n')
    assert len(_refused(fresh, call, "strata = [", "did not come in clear")) == 3


def test_check_tells_of_encodings_that_were_changed(unit: Path, call: Call) -> None:
    path = unit / "encodings/clinic.parquet"
    path.write_bytes(path.read_bytes()[:100])
    called = call("check", unit)
    assert (called.code, "clinic.parquet" in called.err) == (2, True)


def test_check_tells_of_a_spec_that_cannot_be(unit: Path, call: Call) -> None:
    file = unit / "undercount.toml"
    file.write_text(file.read_text() + "[encode]\nbits = 1000\n")
    called = call("check", unit)
    assert (called.code, "bits" in called.err) == (2, True)


def test_without_a_question_all_encodings_are_linked_together(fresh: Path, call: Call) -> None:
    file = fresh / "undercount.toml"
    file.write_text(file.read_text().partition("[[estimate]]")[0])
    assert call("link", fresh).code == 0
    assert (fresh / "link/all/clusters.parquet").is_file()


def test_lists_in_clear_beside_encodings_need_a_question(
    fresh: Path, owners: tuple[Path, World], call: Call
) -> None:
    shutil.copytree(owners[0] / "registers/clinic", fresh / "registers/clinic")
    columns = (owners[0] / "undercount.toml").read_text().partition("[registers.clinic]")[2]
    columns = columns.partition("\n\n")[0].replace("clinic.csv", "clinic.csv")
    text = settings().partition("[[estimate]]")[0] + f"\n[registers.own]{columns}\n"
    (fresh / "undercount.toml").write_text(text)
    _refused(fresh, call, "in clear and encoded cannot be linked together")


def test_groups_of_people_by_what_came_in_clear(
    owners: tuple[Path, World], tmp_path: Path, call: Call
) -> None:
    root = tmp_path / "unit"
    write_unit(owners[0], root, spec=None, strata=["sex"])
    text = settings() + 'by = ["sex"]\n'
    (root / "undercount.toml").write_text(text)
    made = {
        value
        for name in NAMES
        for value in read_encodings(root / f"encodings/{name}.parquet").strata["sex"].tolist()
    }
    assert made <= {"f", "m", ""}
    assert call("run", root).code == 0
    with (root / "histories/everybody.csv").open(encoding="utf-8", newline="") as file:
        assert {row["sex"] for row in csv.DictReader(file)} >= {"f", "m"}
    page = (root / "reports/index.html").read_text(encoding="utf-8")
    assert "came as encodings" in page
    assert "undercount link --audit" not in page
