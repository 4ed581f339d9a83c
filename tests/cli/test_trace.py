"""Case-workers at the command line: rank, decide, look at the log, the steps, and export."""

from __future__ import annotations

import csv
import json
import re
import shutil
import stat
import unicodedata
from pathlib import Path

from tests.cli.conftest import Call
from tests.cli.tracing_made import PEOPLE, WHY, a_pair, flat
from tests.cli.watching_tracing import watched
from undercount.project import read_json
from undercount.trace.fields import RELATIONS

NAMED = ("name", "given", "father", "family", "mother", "siblings", "relative")
# Answers that are no consent, whatever else an office writes.
NO_CONSENT = ("", "no", "non", "refused", "unknown")


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


def test_the_answer_is_a_list_with_every_reason(traced: Path, call: Call) -> None:
    called = call("trace", traced, "--json")
    assert (called.code, called.err) == (0, "")
    found = json.loads(called.out)
    assert len(found) > 30
    assert {item["case"] for item in found} <= {row["id"] for row in rows(traced, "cases")}
    asked = {row["id"] for row in rows(traced, "requests")}
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


def test_top_is_how_many(traced: Path, call: Call) -> None:
    found = json.loads(call("trace", traced, "--top", "2", "--json").out)
    assert max(len(item["suggestions"]) for item in found) == 2


def test_requests_whose_child_is_in_no_case_say_so(traced: Path, call: Call) -> None:
    called = call("trace", traced, "--requests", "--json")
    told = {item["request"]: item["without_case"] for item in json.loads(called.out)}
    assert len(told) > 300
    assert min(told.values()) < 0.5 < max(told.values())
    assert call("trace", traced, "--requests").code == 0
    both = call("trace", traced, "--requests", "--case", "C-0001")
    assert (both.code, "do not go together" in both.err) == (2, True)


def test_no_output_has_a_name_or_anybody_without_consent(traced: Path, call: Call) -> None:
    case, request = a_pair(traced, call)
    by = ("--by", PEOPLE[0], *WHY)
    said = [
        call("trace", traced),
        call("trace", traced, "--json"),
        call("trace", traced, "--requests"),
        call("trace", traced, "--case", case),
        call("trace-decide", traced, case, request, "ask", *by),
        call("trace-steps", traced, case, "--request", request),
        call("trace-steps", traced, case, "--request", request, "--json"),
        call("trace-log", traced),
        call("trace-log", traced, "--json"),
        call("trace-export", traced, "cases", traced.parent / "out.csv", *by),
    ]
    assert [called.code for called in said] == [0] * len(said)
    text = "\n".join(called.out + called.err for called in said)
    text += (traced / "trace" / "totals.json").read_text()
    words = {unicodedata.normalize("NFC", word) for word in re.findall(r"[^\W\d_]+", text)}
    assert len(names(traced)) > 300
    assert words & names(traced) == set()
    withheld = without_consent(traced)
    assert len(withheld) > 10
    assert not withheld & set(re.findall(r"[A-Z]-\d+", text))
    assert not withheld & {
        row["id"] for row in csv.DictReader((traced.parent / "out.csv").read_text().splitlines())
    }


def test_a_run_beside_tracing_opens_its_totals_alone(
    traced: Path, project: Path, call: Call
) -> None:
    text = (traced / "undercount.toml").read_text(encoding="utf-8")
    settings = traced / "undercount.toml"
    asked = (project / "undercount.toml").read_text(encoding="utf-8")
    settings.write_text(f"{asked}\n{text[text.index('[trace]') :]}", encoding="utf-8")
    for name in ("documents", "hand", "histories"):
        shutil.copytree(project / name, traced / name)
    (traced / "trace" / "totals.json").unlink()
    seen = watched(traced, "trace")
    # The watch sees what SQLite opens, and what is read by Python.
    assert {"sqlite3.connect tracing.db", "open cases.csv"} <= {
        line.replace("?mode=rw", "") for line in seen
    }
    assert watched(traced, "run") == set()
    page = (traced / "reports" / "index.html").read_text(encoding="utf-8")
    section = page[page.index('<section id="tracing"') :]
    section = section[: section.index("</section>")]
    assert "Family tracing" in section
    assert not set(re.findall(r"[^\W\d_]+", section)) & names(traced)
    assert not re.findall(r"\b[CR]-\d{4,}", page)


def test_every_line_fits_a_terminal(traced: Path, call: Call) -> None:
    case, request = a_pair(traced, call)
    for words in (
        ["trace", traced],
        ["trace", traced, "--case", case],
        ["trace-log", traced],
        ["trace-steps", traced, case, "--request", request],
    ):
        called = call(*words)
        # A command to copy stays whole.
        long = [line for line in called.out.splitlines() if len(line) > 80]
        assert [line for line in long if not line.startswith("  undercount ")] == []


def test_two_people_sign_and_the_pair_is_closed(traced: Path, call: Call) -> None:
    case, request = a_pair(traced, call)
    pair = ("trace-decide", traced, case, request)
    once = call(*pair, "accept", "--by", PEOPLE[0], *WHY)
    assert "signed by one of two (reviewer-one)" in once.out
    again = call(*pair, "accept", "--by", PEOPLE[0].upper(), *WHY)
    assert "signed by one of two (reviewer-one)" in again.out
    other = call(*pair, "reject", "--by", PEOPLE[1], *WHY)
    assert "in conflict: reviewer-one accepted, reviewer-two rejected" in flat(other.out)
    shown = call("trace", traced, "--case", case)
    assert "in conflict" in flat(shown.out)
    match = call(*pair, "accept", "--by", PEOPLE[1], *WHY)
    assert "match signed by reviewer-one and reviewer-two" in flat(match.out)
    found = json.loads(call("trace", traced, "--json").out)
    assert case not in {item["case"] for item in found}
    assert request not in {one["request"] for item in found for one in item["suggestions"]}
    assert "1 case has a match" in call("trace", traced).out
    closed = call("trace", traced, "--case", case)
    assert (closed.code, "closed by a match" in closed.err) == (2, True)
    assert call("trace-steps", traced, case).code == 0


def test_a_rejected_pair_comes_back_with_new_facts_only(traced: Path, call: Call) -> None:
    case, request = a_pair(traced, call)

    def offered() -> set[str]:
        (item,) = json.loads(call("trace", traced, "--case", case, "--json").out)
        return {one["request"] for one in item["suggestions"]}

    call("trace-decide", traced, case, request, "reject", "--by", PEOPLE[0], *WHY)
    assert request not in offered()
    file = traced / "requests.csv"
    told = rows(traced, "requests")
    for row in told:
        if row["id"] == request:
            row["last_place"] = "Elsewhere"
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(told[0]))
        writer.writeheader()
        writer.writerows(told)
    assert request in offered()


def test_consent_withdrawn_takes_all_suggestions_along(traced: Path, call: Call) -> None:
    case, request = a_pair(traced, call)
    file = traced / "requests.csv"
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    told = [
        line.replace(",yes,family", ",no,family").replace(",oui,family", ",no,family")
        if line.startswith(f"{request},")
        else line
        for line in lines
    ]
    assert told != lines
    file.write_text("".join(told), encoding="utf-8")
    called = call("trace", traced, "--json")
    assert called.code == 0
    assert request not in called.out
    refused = call("trace-decide", traced, case, request, "accept", "--by", PEOPLE[0], *WHY)
    assert refused.code == 2
    assert "may not be traced" in refused.err


def test_one_case_is_as_probable_alone_as_among_all(traced: Path, call: Call) -> None:
    case, request = a_pair(traced, call)
    (among,) = [i for i in json.loads(call("trace", traced, "--json").out) if i["case"] == case]
    (alone,) = json.loads(call("trace", traced, "--case", case, "--json").out)
    assert alone["suggestions"][0]["request"] == request
    difference = alone["suggestions"][0]["probability"] - among["suggestions"][0]["probability"]
    assert abs(difference) < 0.05


def test_files_that_are_as_they_were_are_not_read_again(traced: Path, call: Call) -> None:
    call("trace", traced)
    assert "imported" not in call("trace", traced).out
    cases = traced / "cases.csv"
    assert "open cases.csv" in watched(traced, "trace")  # to see whether it is the same
    lines = cases.read_text(encoding="utf-8").splitlines(keepends=True)
    cases.write_text("".join(lines[:-1]), encoding="utf-8")
    assert "Cases imported: 1 gone." in call("trace", traced).out
    # What the file of tracing says goes before any cache.
    for path in traced.glob("tracing.db*"):
        path.unlink()
    assert "Cases imported: 39 new." in call("trace", traced).out


def test_nothing_of_it_is_open_to_others(traced: Path, call: Call) -> None:
    for path in traced.glob("tracing.db*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    call("trace-export", traced, "requests", traced.parent / "out.xml", "--by", PEOPLE[0], *WHY)
    assert stat.S_IMODE((traced.parent / "out.xml").stat().st_mode) == 0o600


def test_the_log_tells_who_looked_and_what_for(traced: Path, call: Call) -> None:
    case, _ = a_pair(traced, call)
    call("trace", traced, "--case", case, "--by", "visitor", "--why", "asked by the guardian")
    entries = json.loads(call("trace-log", traced, "--case", case, "--json").out)
    assert entries[-1]["by"] == "visitor"
    assert entries[-1]["why"] == "asked by the guardian"
    assert {entry["case"] for entry in entries} == {case}
    assert "asked by the" in call("trace-log", traced).out


def test_totals_follow_the_ranking(traced: Path, call: Call) -> None:
    said = call("trace", traced).out
    told = read_json(traced / "trace" / "totals.json")
    assert f"{told['cases']} cases and {told['requests']} requests were compared" in said
    (traced / "trace" / "totals.json").unlink()
    case = rows(traced, "cases")[0]["id"]
    call("trace", traced, "--case", case)
    assert not (traced / "trace").joinpath("totals.json").exists()


def test_steps_follow_the_office(traced: Path, call: Call) -> None:
    case, request = a_pair(traced, call)
    words = ("trace-steps", traced, case, "--request", request)
    assert "no legal advice" in call(*words).out
    settings = traced / "undercount.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("[trace]", '[trace]\nprogress = "progress.toml"', 1))
    (traced / "progress.toml").write_text(
        f'[case.{case}]\nrelation = "uncle"\ndates = {{ lodged = 2016-09-01 }}\n'
    )
    told = json.loads(call(*words, "--json").out)
    assert told["relation"] == "uncle"
    (lodged,) = [step for step in told["steps"] if step["name"] == "lodged"]
    assert lodged["done"] == "2016-09-01"


def test_a_decision_is_taken_back_and_stays_to_be_seen(traced: Path, call: Call) -> None:
    case, request = a_pair(traced, call)
    amal, bo = PEOPLE[:2]
    for by in (amal, bo):
        call("trace-decide", traced, case, request, "accept", "--by", by, *WHY)
    said = call("trace-decide", traced, case, request, "undo", "--by", bo, *WHY)
    assert f"signed by one of two ({amal})" in flat(said.out)
    assert "A match needs a second person" in said.out
    log = flat(call("trace-log", traced, "--case", case).out)
    assert "undo: accept" in log
    again = call("trace-decide", traced, case, request, "undo", "--by", bo, *WHY)
    assert again.code == 2
    assert "Only one's own decision is taken back" in flat(again.err)
