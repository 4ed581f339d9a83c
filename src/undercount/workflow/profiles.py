"""What a list is like, in words for the screen and the page; small numbers are not told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from undercount.histories.facts import ListFacts, share_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIELDS = ("name", "birth", "sex", "nationality", "place", "language", "phone", "number")
_DOUBTS = {
    "first-of-january": "births on 1 January",
    "first-of-july": "births on 1 July",
    "non-gregorian": "years of birth of another calendar",
    "two readings": "births that can be read in two ways",
}
# Whipple's index from which ages are called rough by the United Nations.
_ROUGH = 125.0


def list_facts(profile: Mapping[str, Any], suppress_below: int) -> ListFacts:
    """A profile, as `Profile.to_dict` gives it, as it may be printed."""
    records = int(profile["records"])
    missing = dict(profile["missing"])
    missing.setdefault("name", int(profile["without_name"]))
    births = sum(profile["precisions"].values())
    if births and "birth" not in missing:
        missing["birth"] = records - births
    known = [
        (field, share_in_words(records - missing[field], records, suppress_below))
        for field in _FIELDS
        if field in missing
    ]
    return ListFacts(
        profile["name"], tuple(known), tuple(_remarks(profile, births, suppress_below))
    )


def _remarks(profile: Mapping[str, Any], births: int, suppress_below: int) -> list[str]:
    made = []
    days = int(profile["precisions"].get("day", 0))
    for doubt, words in _DOUBTS.items():
        n = int(profile["doubts"].get(doubt, 0))
        whole = days if doubt.startswith("first") else births
        if n >= suppress_below and whole - n >= suppress_below:
            made.append(f"{n / whole:.0%} {words}")
        elif n >= suppress_below:
            made.append(f"nearly all {words}")
    scripts = [name for name, n in profile["scripts"].items() if n >= suppress_below]
    if len(scripts) > 1:
        made.append(f"names in {', '.join(scripts[:-1])} and {scripts[-1]}")
    if profile["whipple"] is not None and profile["whipple"] >= _ROUGH:
        made.append(f"ages heap at 0 and 5 (Whipple {profile['whipple']:.0f})")
    if profile["merged"] >= suppress_below:
        made.append(f"{profile['merged']:,} rows share the id of another")
    if profile["duplicates"] >= suppress_below:
        made.append(f"about {profile['duplicates']:,} records look like another's")
    if profile["one_name"] >= suppress_below:
        made.append(f"{profile['one_name']:,} records with one name only")
    return made
