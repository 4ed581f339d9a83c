"""What the words around a number tell of its measure and status, as clues for a choice."""

from __future__ import annotations

from typing import Final

from undercount.read.fields.counted_phrases import Counted
from undercount.read.fields.setting import Setting
from undercount.read.fields.verbs import verb_before, verb_behind
from undercount.read.numbers.number import Number
from undercount.read.words.phrases import low
from undercount.units import Measure, Status

_WINDOW: Final = 6  # words looked at on either side


def measure_clues(
    number: Number, noun: Counted, setting: Setting, *, rule: Measure,
    status: Status, period: str | None, stands_in: bool, before: Measure | None,
) -> list[str]:  # fmt: skip
    """Clues for the measure of one number; each is a few plain words.

    Args:
        number: the number.
        noun: what it counts.
        setting: where it stands.
        rule: the measure that the rules alone give.
        status: the status that the rules alone give.
        period: the time it speaks of, or None.
        stands_in: whether that time stands in the sentence.
        before: measure of the figure before, or None.
    """
    lexicon, tokens = setting.lexicon, setting.tokens
    own = "own" if noun.own else "taken"
    words = (noun.phrase or "").lower().split()
    head = words[-1] if words else "none"
    found = [
        f"rule {rule}", f"rule {rule} {own}", f"rule {rule} {number.form}", f"status {status}",
        f"form {number.form}", f"unit {noun.unit}", f"unit {noun.unit} {own}", f"head {head}",
        f"before {before} {own}", f"block {setting.context.block}", f"language {lexicon.language}",
        f"denied {setting.denied}",
    ]  # fmt: skip
    if any(word in lexicon.words("measure.flow_nouns") for word in words):
        found.append("noun flows")
    if any(word in lexicon.words("measure.stock_nouns") for word in words):
        found.append("noun stands")
    last = noun.last if noun.own and noun.last > number.last else number.last
    left = [t for t in tokens[max(0, number.first - _WINDOW) : number.first]
            if t.start >= setting.start and t.kind == "word"]  # fmt: skip
    right = [t for t in tokens[last : last + _WINDOW] if t.start < setting.end]
    found += [f"left {t.low}" for t in left]
    found += [f"right {t.low}" for t in right if t.kind == "word"]
    if left:
        found.append(f"next left {left[-1].low}")
    found.append(f"next right {low(tokens, last)}")
    found.append(f"verb behind {verb_behind(tokens, last, lexicon).form}")
    found.append(f"verb before {verb_before(tokens, number.first, setting).form}")
    found.append(_time(period, stands_in=stands_in))
    for cue in ("cumulative", "target", "capacity", "happened", "stock_strong", "subset"):
        pattern = lexicon.pattern(f"measure.{cue}")
        if pattern.search(setting.text, setting.start, setting.end):
            found.append(f"clause {cue}")
        if pattern.search(setting.context.heading):
            found.append(f"heading {cue}")
        if setting.context.block == "item" and pattern.search(setting.context.lead):
            found.append(f"lead {cue}")
    return found


def _time(period: str | None, *, stands_in: bool) -> str:
    """What sort of time is spoken of."""
    if period is None:
        return "time none"
    where = "here" if stands_in else "elsewhere"
    words = period.lower().split()
    if words[0] in ("since", "depuis", "desde"):
        return f"time since {where}"
    span = any(word in ("to", "and", "between", "à", "et", "al", "au") for word in words[1:])
    span = span or any("–" in word for word in words)
    if span:
        return f"time span {where}"
    digits = sum(word.strip(",.")[:2].isdigit() for word in words)
    if len(words) > 1 and digits and words[0].isdigit() and len(words[0]) < 3:
        return f"time day {where}"
    return f"time year {where}" if words[0].isdigit() else f"time words {where}"
