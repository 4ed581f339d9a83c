"""Case-workers at the command line: rank, decide, look at the log, the steps, and export."""

from __future__ import annotations

import csv
import json
import re
import shutil
import stat
import unicodedata
from pathlib import Path

import pytest

from tests.cli.conftest import Call, everything
from tests.cli.watching_tracing import watched
from undercount.project import read_json
from undercount.testing.worlds.tracing import simulate_tracing
from undercount.trace.fields import RELATIONS

PEOPLE = ("reviewer-one", "reviewer-two", "reviewer-three")
WHY = ("--why", "said for a test")
NAMED = ("name", "given", "father", "family", "mother", "siblings", "relative")
# Answers that are no consent, whatever else an office writes.
NO_CONSENT = ("", "no", "non", "refused", "unknown")


@pytest.fixture(scope="session")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A simulated project, traced once."""
    root = tmp_path_factory.mktemp("tracing") / "world"
    simulate_tracing(cases=40, requests=400, seed=411).write(root)
    settings = root / "undercount.toml"
    text = settings.read_text(encoding="utf-8")
    people = ", ".join(f'"{name}"' for name in PEOPLE)
    settings.write_text(re.sub(r"people = \[.*\]", f"people = [{people}]", text), encoding="utf-8")
    from undercount.cli.tracing import trace_project

    trace_project(root, case=None, top=10, by=None, why="ranking", tell=lambda step, done, of: None)
    return root


@pytest.fixture
def world(simulated: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(simulated, tmp_path / "world"))


def rows(root: Path, kind: str) -> list[dict[str, str]]:
    with (root / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def without_consent(root: Path) -> set[str]:
    told = [row for kind in ("cases", "requests") for row in rows(root, kind)]
    return {row["id"] for row in told if row["consent"].strip().casefold() in NO_CONSENT}


def names(root: Path) -> set[str]:
    """Every word of every name in the files."""
    cells = [
        row.get(field) or ""
        for kind in ("cases", "requests")
        for row in rows(root, kind)
        for field in NAMED
    ]
    words = {word for cell in cells for word in re.findall(r"[^\W\d_]+", cell)}
    return {word for word in words if len(word) > 3 and word.casefold() not in RELATIONS}


def flat(text: str) -> str:
    return " ".join(text.split())


def a_pair(root: Path, call: Call) -> tuple[str, str]:
    """The likeliest pair."""
    found = json.loads(call("trace", root, "--json").out)
    best = max(found, key=lambda item: max([s["probability"] for s in item["suggestions"]] + [0]))
    return best["case"], best["suggestions"][0]["request"]


def test_the_answer_is_a_list_with_every_reason(world: Path, call: Call) -> None:
    called = call("trace", world, "--json")
    assert (called.code, called.err) == (0, "")
    found = json.loads(called.out)
    assert len(found) > 30
    assert {item["case"] for item in found} <= {row["id"] for row in rows(world, "cases")}
    asked = {row["id"] for row in rows(world, "requests")}
    for item in found:
        assert set(item) == {"case", "none", "suggestions"}
        assert 0 <= item["none"] <= 1
        told = [one["probability"] for one in item["suggestions"]]
        assert told == sorted(told, reverse=True)
        for one in item["suggestions"]:
            assert set(one) == {"request", "probability", "reasons", "state"}
            assert one["request"] in asked
            assert 0 <= one["probability"] <= 1
            assert {reason["verdict"] for reason in one["reasons"]} <= {
                "match", "mismatch", "missing",
            }  # fmt: skip
            assert all(reason["field"] and reason["words"] for reason in one["reasons"])


def test_top_is_how_many(world: Path, call: Call) -> None:
    found = json.loads(call("trace", world, "--top", "2", "--json").out)
    assert max(len(item["suggestions"]) for item in found) == 2


def test_requests_whose_child_is_in_no_case_say_so(world: Path, call: Call) -> None:
    called = call("trace", world, "--requests", "--json")
    told = {item["request"]: item["without_case"] for item in json.loads(called.out)}
    assert len(told) > 300
    assert min(told.values()) < 0.5 < max(told.values())
    assert call("trace", world, "--requests").code == 0
    both = call("trace", world, "--requests", "--case", "C-0001")
    assert (both.code, "do not go together" in both.err) == (2, True)


def test_no_output_has_a_name_or_anybody_without_consent(world: Path, call: Call) -> None:
    case, request = a_pair(world, call)
    by = ("--by", PEOPLE[0], *WHY)
    said = [
        call("trace", world),
        call("trace", world, "--json"),
        call("trace", world, "--requests"),
        call("trace", world, "--case", case),
        call("trace-decide", world, case, request, "ask", *by),
        call("trace-steps", world, case, "--request", request),
        call("trace-steps", world, case, "--request", request, "--json"),
        call("trace-log", world),
        call("trace-log", world, "--json"),
        call("trace-export", world, "cases", world.parent / "out.csv", *by),
    ]
    assert [called.code for called in said] == [0] * len(said)
    text = "\n".join(called.out + called.err for called in said)
    text += (world / "trace" / "totals.json").read_text()
    words = {unicodedata.normalize("NFC", word) for word in re.findall(r"[^\W\d_]+", text)}
    assert len(names(world)) > 300
    assert words & names(world) == set()
    withheld = without_consent(world)
    assert len(withheld) > 10
    assert not withheld & set(re.findall(r"[A-Z]-\d+", text))
    assert not withheld & {
        row["id"] for row in csv.DictReader((world.parent / "out.csv").read_text().splitlines())
    }


def test_a_run_beside_tracing_opens_its_totals_alone(
    world: Path, project: Path, call: Call
) -> None:
    text = (world / "undercount.toml").read_text(encoding="utf-8")
    settings = world / "undercount.toml"
    asked = (project / "undercount.toml").read_text(encoding="utf-8")
    settings.write_text(f"{asked}\n{text[text.index('[trace]') :]}", encoding="utf-8")
    for name in ("documents", "hand", "histories"):
        shutil.copytree(project / name, world / name)
    (world / "trace" / "totals.json").unlink()
    seen = watched(world, "trace")
    # The watch sees what SQLite opens, and what is read by Python.
    assert {"sqlite3.connect tracing.db", "open cases.csv"} <= {
        line.replace("?mode=rw", "") for line in seen
    }
    assert watched(world, "run") == set()
    page = (world / "reports" / "index.html").read_text(encoding="utf-8")
    section = page[page.index('<section id="tracing"') :]
    section = section[: section.index("</section>")]
    assert "Family tracing" in section
    assert not set(re.findall(r"[^\W\d_]+", section)) & names(world)
    assert not re.findall(r"\b[CR]-\d{4,}", page)


def test_every_line_fits_a_terminal(world: Path, call: Call) -> None:
    case, request = a_pair(world, call)
    for words in (
        ["trace", world],
        ["trace", world, "--case", case],
        ["trace-log", world],
        ["trace-steps", world, case, "--request", request],
    ):
        called = call(*words)
        # A command to copy stays whole.
        long = [line for line in called.out.splitlines() if len(line) > 80]
        assert [line for line in long if not line.startswith("  undercount ")] == []


def test_two_people_sign_and_the_pair_is_closed(world: Path, call: Call) -> None:
    case, request = a_pair(world, call)
    pair = ("trace-decide", world, case, request)
    once = call(*pair, "accept", "--by", PEOPLE[0], *WHY)
    assert "signed by one of two (reviewer-one)" in once.out
    again = call(*pair, "accept", "--by", PEOPLE[0].upper(), *WHY)
    assert "signed by one of two (reviewer-one)" in again.out
    other = call(*pair, "reject", "--by", PEOPLE[1], *WHY)
    assert "in conflict: reviewer-one accepted, reviewer-two rejected" in flat(other.out)
    shown = call("trace", world, "--case", case)
    assert "in conflict" in flat(shown.out)
    match = call(*pair, "accept", "--by", PEOPLE[1], *WHY)
    assert "match signed by reviewer-one and reviewer-two" in flat(match.out)
    found = json.loads(call("trace", world, "--json").out)
    assert case not in {item["case"] for item in found}
    assert request not in {one["request"] for item in found for one in item["suggestions"]}
    assert "1 case has a match" in call("trace", world).out
    closed = call("trace", world, "--case", case)
    assert (closed.code, "closed by a match" in closed.err) == (2, True)
    assert call("trace-steps", world, case).code == 0


def test_a_rejected_pair_comes_back_with_new_facts_only(world: Path, call: Call) -> None:
    case, request = a_pair(world, call)

    def offered() -> set[str]:
        (item,) = json.loads(call("trace", world, "--case", case, "--json").out)
        return {one["request"] for one in item["suggestions"]}

    call("trace-decide", world, case, request, "reject", "--by", PEOPLE[0], *WHY)
    assert request not in offered()
    file = world / "requests.csv"
    told = rows(world, "requests")
    for row in told:
        if row["id"] == request:
            row["last_place"] = "Elsewhere"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(told[0]))
        writer.writeheader()
        writer.writerows(told)
    assert request in offered()


def test_consent_withdrawn_takes_all_suggestions_along(world: Path, call: Call) -> None:
    case, request = a_pair(world, call)
    file = world / "requests.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    told = [
        line.replace(",yes,family", ",no,family").replace(",oui,family", ",no,family")
        if line.startswith(f"{request},")
        else line
        for line in lines
    ]
    assert told != lines
    file.write_text("".join(told), encoding="utf-8")
    called = call("trace", world, "--json")
    assert called.code == 0
    assert request not in called.out
    refused = call("trace-decide", world, case, request, "accept", "--by", PEOPLE[0], *WHY)
    assert refused.code == 2
    assert "may not be traced" in refused.err


def test_one_case_is_as_probable_alone_as_among_all(world: Path, call: Call) -> None:
    case, request = a_pair(world, call)
    (among,) = [i for i in json.loads(call("trace", world, "--json").out) if i["case"] == case]
    (alone,) = json.loads(call("trace", world, "--case", case, "--json").out)
    assert alone["suggestions"][0]["request"] == request
    difference = alone["suggestions"][0]["probability"] - among["suggestions"][0]["probability"]
    assert abs(difference) < 0.05


def test_files_that_are_as_they_were_are_not_read_again(world: Path, call: Call) -> None:
    call("trace", world)
    assert "imported" not in call("trace", world).out
    cases = world / "cases.csv"
    assert "open cases.csv" in watched(world, "trace")  # to see whether it is the same
    lines = cases.read_text(encoding="utf-8").splitlines(keepends=True)
    cases.write_text("".join(lines[:-1]), encoding="utf-8")
    assert "Cases imported: 1 gone." in call("trace", world).out
    # What the file of tracing says goes before any cache.
    for path in world.glob("tracing.db*"):
        path.unlink()
    assert "Cases imported: 39 new." in call("trace", world).out


def test_nothing_of_it_is_open_to_others(world: Path, call: Call) -> None:
    for path in world.glob("tracing.db*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    call("trace-export", world, "requests", world.parent / "out.xml", "--by", PEOPLE[0], *WHY)
    assert stat.S_IMODE((world.parent / "out.xml").stat().st_mode) == 0o600


def test_the_log_tells_who_looked_and_what_for(world: Path, call: Call) -> None:
    case, _ = a_pair(world, call)
    call("trace", world, "--case", case, "--by", "visitor", "--why", "asked by the guardian")
    entries = json.loads(call("trace-log", world, "--case", case, "--json").out)
    assert entries[-1]["by"] == "visitor"
    assert entries[-1]["why"] == "asked by the guardian"
    assert {entry["case"] for entry in entries} == {case}
    assert "asked by the" in call("trace-log", world).out


def test_totals_follow_the_ranking(world: Path, call: Call) -> None:
    said = call("trace", world).out
    told = read_json(world / "trace" / "totals.json")
    assert f"{told['cases']} cases and {told['requests']} requests were compared" in said
    (world / "trace" / "totals.json").unlink()
    case = rows(world, "cases")[0]["id"]
    call("trace", world, "--case", case)
    assert not (world / "trace").joinpath("totals.json").exists()


def test_steps_follow_the_office(world: Path, call: Call) -> None:
    case, request = a_pair(world, call)
    words = ("trace-steps", world, case, "--request", request)
    assert "no legal advice" in call(*words).out
    settings = world / "undercount.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[trace]", '[trace]\nprogress = "progress.toml"', 1))
    (world / "progress.toml").write_text(
        f'[case.{case}]\nrelation = "uncle"\ndates = {{ lodged = 2016-09-01 }}\n'
    )
    told = json.loads(call(*words, "--json").out)
    assert told["relation"] == "uncle"
    (lodged,) = [step for step in told["steps"] if step["name"] == "lodged"]
    assert lodged["done"] == "2016-09-01"


# What is typed, and what the message must say.
WRONG: dict[str, tuple[list[str], tuple[str, ...]]] = {
    "an unknown case": (["trace", "{}", "--case", "C-X"], ('no case "C-X"',)),
    "a decision by nobody known": (
        ["trace-decide", "{}", "{case}", "{request}", "accept", "--by", "eve", "--why", "x"],
        ('"eve" may not decide', "reviewer-one"),
    ),
    "no reason": (
        ["trace-decide", "{}", "{case}", "{request}", "accept", "--by", PEOPLE[0], "--why", " "],
        ("needs its reason",),
    ),
    "two unknown numbers": (
        ["trace-decide", "{}", "C-X", "R-X", "reject", "--by", PEOPLE[0], "--why", "x"],
        ('no case "C-X"', 'no request "R-X"'),
    ),
    "steps of nothing accepted": (["trace-steps", "{}", "{case}"], ("no request is accepted",)),
    "steps of an unknown request": (
        ["trace-steps", "{}", "{case}", "--request", "R-X"],
        ('no request "R-X"',),
    ),
    "a name for the log that is none": (["trace", "{}", "--by", " "], ("--by",)),
    "an export by nobody known": (
        ["trace-export", "{}", "cases", "{}.csv", "--by", "eve", "--why", "x"],
        ('"eve"',),
    ),
    "an export over a file": (
        ["trace-export", "{}", "cases", __file__, "--by", PEOPLE[0], "--why", "x"],
        ("a file already", "test_trace.py"),
    ),
    "an export into the project": (
        ["trace-export", "{}", "cases", "{}/x.csv", "--by", PEOPLE[0], "--why", "x"],
        ("x.csv", "outside"),
    ),
    "an export of nobody": (
        [
            "trace-export",
            "{}",
            "cases",
            "{}.x",
            "--by",
            PEOPLE[0],
            "--why",
            "x",
            "--only",
            "C-X",
        ],
        ('no case "C-X"',),
    ),
    "an export into no folder": (
        ["trace-export", "{}", "cases", "/dev/null/x.csv", "--by", PEOPLE[0], "--why", "x"],
        ("x.csv",),
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_said_and_changes_nothing(what: str, world: Path, call: Call) -> None:
    case, request = a_pair(world, call)
    before = {k: v for k, v in everything(world).items() if "tracing.db" not in k}
    words, told = WRONG[what]
    filled = [
        word.replace("{case}", case).replace("{request}", request).replace("{}", str(world))
        for word in words
    ]
    called = call(*filled)
    assert (called.code, called.out) == (2, "")
    assert all(text in called.err for text in told), called.err
    assert "Traceback" not in called.err
    after = {k: v for k, v in everything(world).items() if "tracing.db" not in k}
    assert after == before
    assert "eve" not in call("trace-log", world).out


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('path = "cases.csv"', 'path = "none.csv"', ("none.csv", "no such file")),
        ('mother = "mother"', 'mother = "mutter"', ("mutter", "no such column", "cases.csv")),
        ('mother = "mother"', 'mothr = "mother"', ("mothr", "line")),
        ('consent = "consent", ', "", ("nothing tells who agreed",)),
    ],
)
def test_wrong_lists_are_named_and_nothing_is_imported(
    old: str, new: str, told: tuple[str, ...], world: Path, call: Call
) -> None:
    for path in world.glob("tracing.db*"):
        path.unlink()
    settings = world / "undercount.toml"
    text = settings.read_text(encoding="utf-8")
    assert old in text
    settings.write_text(text.replace(old, new), encoding="utf-8")
    called = call("trace", world)
    assert (called.code, called.out) == (2, "")
    assert all(text in called.err for text in told), called.err
    settings.write_text(text, encoding="utf-8")
    assert "nobody was traced yet" in call("trace-log", world).err or (
        call("trace-log", world).out.startswith("Nobody")
    )


def test_a_project_that_traces_nobody_says_how(project: Path, call: Call) -> None:
    called = call("trace", project)
    assert called.code == 2
    assert "[trace.cases]" in called.err
    assert not (project / "tracing.db").exists()


def test_before_anything_was_traced_nothing_is_made(world: Path, call: Call) -> None:
    for path in world.glob("tracing.db*"):
        path.unlink()
    for words in (
        ["trace-log", world],
        ["trace-steps", world, "C-0001"],
        ["trace-decide", world, "C-0001", "R-1", "reject", "--by", PEOPLE[0], *WHY],
        ["trace-export", world, "cases", world.parent / "x.csv", "--by", PEOPLE[0], *WHY],
    ):
        called = call(*words)
        assert called.code == 2
        assert "undercount trace" in called.err
    assert not list(world.glob("tracing.db*"))


def test_a_project_that_only_traces_is_sent_there(world: Path, call: Call) -> None:
    called = call("run", world)
    assert called.code == 2
    assert "undercount trace" in called.err
