"""The profile of a list as a table in words, 80 columns wide."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Mapping

from undercount.registers.profile import Profile
from undercount.registers.where import count
from undercount.visible import visible

_WIDTH = 80
_LABEL = 24
_SHOWN = 12  # values not understood, of each field
_PRECISIONS = {"day": "to the day", "month": "to the month", "year": "to the year", "age": "by age"}
_DOUBTS = {
    "first-of-january": "on 1 January",
    "first-of-july": "on 1 July",
    "non-gregorian": "in another calendar",
    "two readings": "with two readings",
}


def profile_text(profile: Profile) -> str:
    """What a list is like, one line for each thing; ends with a new line."""
    files = count(len(profile.files), "file", "files")
    head = f"{profile.name}: {count(profile.records, 'record', 'records')}"
    made = [head, f"{'=' * min(len(head), _WIDTH)}"]
    for label, text in _lines(profile, files):
        wrapped = textwrap.wrap(visible(text), _WIDTH - _LABEL, break_on_hyphens=False)
        for number, line in enumerate(wrapped or [""]):
            made.append(f"{label if number == 0 else '':<{_LABEL}}{line}".rstrip())
    for caution in profile.cautions:
        made += textwrap.wrap(
            visible(caution.text), _WIDTH, initial_indent="! ", subsequent_indent="  ",
            break_on_hyphens=False,
        )  # fmt: skip
    return "\n".join(made) + "\n"


def _lines(profile: Profile, files: str) -> Iterator[tuple[str, str]]:
    n = profile.records
    rows = count(profile.rows, "row", "rows")
    yield "read from", f"{rows} of {files}" if profile.files else rows
    if profile.merged:
        yield "rows of the same id", f"{profile.merged:,}, joined to the record of the first"
        differ = [f"{number:,} in {what}" for what, number in profile.disagree.items() if number]
        yield "  records that disagree", ", ".join(differ) or "none"
    share = _share(profile.duplicates, n)
    yield "likely duplicates", f"{profile.duplicates:,} ({share}): same name, birth year and sex"
    missing = [f"{field} {_share(number, n)}" for field, number in profile.missing.items()]
    yield "missing", ", ".join(missing)
    yield "names", _table(profile.scripts, n)
    yield "  of one part", f"{profile.one_name:,} ({_share(profile.one_name, n)})"
    if profile.without_name:
        yield "  records without", f"{profile.without_name:,}"
    yield "births known", _table(_named(profile.precisions, _PRECISIONS), n) or "none"
    known = sum(profile.precisions.values())
    if known:
        doubts = _table(_named(profile.doubts, _DOUBTS), known)
        yield "  of these in doubt", doubts or "none"
    if profile.formats:
        yield "  written as", ", ".join(f"{how} ({k:,})" for how, k in profile.formats.items())
    yield "age heaping", _heaping(profile.whipple)
    for field, values in profile.unknown.items():
        shown = (
            profile.shown_unknown(field, _SHOWN) or f"{len(values):,} values, none of them common"
        )
        yield f"{field} unknown", unicodedata.normalize("NFC", shown)


def _named(counts: Mapping[str, int], words: Mapping[str, str]) -> dict[str, int]:
    return {words[key]: counts[key] for key in words if key in counts}


def _table(counts: Mapping[str, int], whole: int) -> str:
    return ", ".join(f"{words} {_share(number, whole)}" for words, number in counts.items())


def _share(number: int, whole: int) -> str:
    """A share in words that never rounds something to nothing, or not all to all."""
    share = number / whole if whole else 0.0
    if 0 < share < 0.001:
        return "under 0.1%"
    if 0.999 < share < 1:
        return "over 99.9%"
    return f"{share:.1%}" if 0 < share < 1 else f"{share:.0%}"


def _heaping(index: float | None) -> str:
    if index is None:
        return "not measured: too few ages from 23 to 62 are known"
    # The United Nations' words for the index.
    words = ("highly accurate", "fairly accurate", "approximate", "rough", "very rough")
    rank = sum(index >= limit for limit in (105, 110, 125, 175))
    return f"Whipple's index {index:.0f} (100 none, 500 complete): {words[rank]}"
