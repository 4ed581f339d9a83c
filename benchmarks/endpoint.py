"""What the checks on a language model's proposals let through: recorded answers, right and broken.

Run with `python benchmarks/endpoint.py TEXTS.jsonl ANSWERS.jsonl`. TEXTS holds {"id", "text",
"frames": [{"quantity": {"begin", "end"}}]}, ANSWERS {"id", "answer": [{"quantity", "unit",
"modifier"}]}. No model is asked; `--http` sends every question to a server on this machine first.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.read.endpoint_faults import FIELDS, NUMBERS
from tests.read.endpoint_server import Recorded, as_proposals, serving
from undercount.read import Document, read_text
from undercount.read.endpoint import Endpoint, Proposals, merge, propose, verify
from undercount.read.endpoint.answer import proposals
from undercount.read.endpoint.prompt import Sentence, numbered
from undercount.read.endpoint.standing import standing
from undercount.read.lexicon import lexicon
from undercount.read.numbers.traps import traps
from undercount.read.scoring.score import Tally
from undercount.units import Rejection

# What the corpus annotates besides counts of people; days, roads and codes are no amounts.
AMOUNTS = frozenset[Rejection | None]([None, "money", "age", "time", "other"])
SEED = 20261122
Span = tuple[int, int]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, nargs="?")
    parser.add_argument("answers", type=Path, nargs="?")
    parser.add_argument("--http", action="store_true", help="ask a server on this machine too")
    parser.add_argument("--show", action="store_true", help="show the faults let through")
    given = parser.parse_args()
    if given.texts is None or given.answers is None:
        print("language model: needs TEXTS.jsonl and ANSWERS.jsonl, recorded elsewhere")
        return
    records = [json.loads(line) for line in given.texts.read_text("utf-8").splitlines()]
    answers = {
        row["id"]: row["answer"]
        for row in map(json.loads, given.answers.read_text("utf-8").splitlines())
    }
    records = [record for record in records if record["id"] in answers]
    numbers(records, answers)
    for words in (True, False):
        faults(records, answers, words=words, show=given.show)
    if given.http:
        over_http(records, answers)


def asked(text: str) -> tuple[list[Sentence], list[dict[str, Any]]]:
    cut = numbered(text)
    return cut, [{"id": s.id, "text": text[s.start : s.end]} for s in cut]


def check(text: str, cut: Sequence[Sentence], items: list[dict[str, Any]]) -> Proposals:
    return verify(text, "en", cut, proposals(json.dumps({"figures": items}))[0], AMOUNTS)


def taken(text: str, cut: Sequence[Sentence], items: list[dict[str, Any]]) -> list[bool]:
    """Which of the proposals are accepted."""
    found, refused = proposals(json.dumps({"figures": items}))
    assert not refused
    kept = {id(one.proposal) for one in verify(text, "en", cut, found, AMOUNTS).accepted}
    return [id(proposal) in kept for proposal in found]


def numbers(records: Sequence[dict[str, Any]], answers: dict[str, Any]) -> None:
    """Exact spans of numbers: rules, model, and both."""
    rows: dict[str, Tally] = {}
    given = right = 0
    accepted, accepted_right = [0, 0], [0, 0]
    reasons: Counter[str] = Counter()
    for record in records:
        text = record["text"]
        gold = {(f["quantity"]["begin"], f["quantity"]["end"]) for f in record["frames"]}
        cut, sentences = asked(text)
        items = as_proposals(answers[record["id"]], sentences)
        given += len(items)
        model = [place(text, cut, item) for item in items]
        right += sum(span in gold for span in model)
        for i, bared in enumerate(([], ["words"])):
            given_items = [{**item, **dict.fromkeys(bared)} for item in items]
            kept = taken(text, cut, given_items)
            accepted[i] += sum(kept)
            accepted_right[i] += sum(
                k and span in gold for k, span in zip(kept, model, strict=True)
            )
        checked = check(text, cut, items)
        verified = {spoken(text, one) for one in checked.accepted}
        reasons.update(one.reason.split(":")[0] for one in checked.refused)
        reading = read_text(Document(record["id"], "0" * 64, text, "utf-8"), model=False)
        figures = {(f.start or 0, f.end or 0) for f in reading.figures}
        both = {(f.start or 0, f.end or 0) for f in merge(reading, checked, "recorded").figures}
        amounts = every_amount(text, cut)
        for name, spans in (
            ("model alone", set(model) - {None}),
            ("model, verified", verified),
            ("rules, figures only", figures),
            ("rules, figures + verified", both),
            ("rules, every amount", amounts),
            ("every amount + verified", amounts | {s for s in verified if not meets(s, amounts)}),
        ):
            tally = Tally(len(gold & spans), len(gold), len(spans))
            rows[name] = rows.get(name, Tally()) + tally
    print(f"{len(records)} documents, {given:,} recorded proposals")
    for i, name in enumerate(("with", "without")):
        print(
            f"{name} the words beside their number: {accepted[i] / given:.1%} accepted, "
            f"{accepted_right[i] / right:.1%} of the {right:,} right by the annotation"
        )
    print()
    print(f"{'number, exact span':28}{'prec.':>8}{'recall':>8}{'F1':>8}")
    for name, tally in rows.items():
        print(f"{name:28}{tally.precision:8.3f}{tally.recall:8.3f}{tally.f1:8.3f}")
    print("\nrefused, with reason")
    for reason, count in reasons.most_common():
        print(f"{count:6} {reason}")


def spoken(text: str, one: Any) -> Span:
    """The span of an accepted proposal as the model wrote it, "%" left out where it did."""
    number = one.standing.number
    said = " ".join(one.proposal.number.split())
    at = text.find(said, number.start)
    return (at, at + len(said)) if at == number.start else (number.start, number.end)


def meets(span: Span, others: set[Span]) -> bool:
    return any(a < span[1] and span[0] < b for a, b in others)


def place(text: str, cut: Sequence[Sentence], item: dict[str, Any]) -> Span | None:
    """Where the number stands that the recorded answer gives."""
    sentence = cut[item["sentence_id"] - 1]
    if item["at"] is None:
        return None
    at = sentence.start + int(item["at"])
    return at, at + len(item["number"])


def every_amount(text: str, cut: Sequence[Sentence]) -> set[Span]:
    shapes, words = traps(text, "en"), lexicon("en")
    return {
        (found.number.start, found.number.end)
        for sentence in cut
        for found in standing(text, sentence.start, sentence.end, shapes, words)
        if found.why in AMOUNTS
    }


def faults(
    records: Sequence[dict[str, Any]], answers: dict[str, Any], *, words: bool, show: bool
) -> None:
    """Each fault put into each proposal that is accepted without it, one at a time.

    Args:
        records: the documents.
        answers: what was recorded, by id.
        words: whether proposals say which words stand beside their number.
        show: print what is let through.
    """
    rng = random.Random(SEED)
    tried: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    plain: Counter[str] = Counter()
    for record in records:
        text = record["text"]
        cut, sentences = asked(text)
        for item in as_proposals(answers[record["id"]], sentences):
            if not words:
                item["words"] = None
            if not check(text, cut, [item]).accepted:
                continue
            for name, wrong in (NUMBERS | FIELDS).items():
                broken = wrong(item, sentences, rng)
                if broken is None:
                    continue
                tried[name] += 1
                plain[name] += broken["number"] in text
                checked = check(text, cut, [broken])
                if name in FIELDS:
                    through = any(took(name, one) for one in checked.accepted)
                else:
                    through = bool(checked.accepted)
                passed[name] += through
                if show and through:
                    print(name, repr(item["number"]), repr(broken["number"]), item["sentence"])
    print(f"\nfaults, proposals {'with' if words else 'without'} the words beside their number")
    print(f"{'fault':24}{'tried':>8}{'through':>9}{'refused':>9}{'plain check':>13}")
    for name in [*NUMBERS, *FIELDS]:
        _row(name, [name], tried, passed, plain)
    _row("all faults of numbers", NUMBERS, tried, passed, plain)


def _row(
    title: str, names: Iterable[str], tried: Counter[str], passed: Counter[str],
    plain: Counter[str],
) -> None:  # fmt: skip
    names = list(names)
    total = sum(tried[name] for name in names)
    if total:
        through = sum(passed[name] for name in names)
        found = sum(plain[name] for name in names)
        print(f"{title:24}{total:8}{through:9}{1 - through / total:9.2%}{1 - found / total:13.2%}")


def took(name: str, one: Any) -> bool:
    """Whether a faulty field was believed."""
    if name == "unit changed":
        return "population" in one.spans
    # Our own hedge stands whatever the model says of it.
    return name == "hedge changed" and "hedge" not in one.dropped


def over_http(records: Sequence[dict[str, Any]], answers: dict[str, Any]) -> None:
    """The whole way once: every document asked of a server on this machine."""
    texts = {record["id"]: record["text"] for record in records}
    with serving(Recorded(texts, answers)) as server:
        endpoint = Endpoint(server.url, "recorded", key_variable=None, piece=100_000)
        accepted = refused = 0
        for name, text in texts.items():
            reading = read_text(Document(name, "0" * 64, text, "utf-8"), model=False)
            found = propose(reading, endpoint, say=lambda line: None)
            accepted += len(found.accepted)
            refused += len(found.refused)
    print(f"\nover HTTP: {accepted:,} accepted as figures, {refused:,} refused")


if __name__ == "__main__":
    main()
