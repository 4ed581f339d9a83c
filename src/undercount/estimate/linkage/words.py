"""What is said of an estimate whose counts come from a linkage."""

from __future__ import annotations

from undercount.histories.linked import LinkedHistories
from undercount.results import Assumption, Caution

CLOSED = Assumption("Nobody enters or leaves the population in the period of the lists.")
CLERK = Assumption(
    "A record that a clerk was given has been looked up in all lists, and nobody's record was "
    "taken for another person's."
)
LEFT_OUT = Assumption(
    "The records of the audit that nobody has looked up are like the others of their stratum."
)
OVERLOOKED = Assumption(
    "What one reader overlooks does not hang on what the other does: records that nobody would "
    "recognise are overlooked by both, and are not put right."
)
EVIDENCE = Assumption(
    "The probabilities of the links are right, and true links are among the pairs compared.",
    "untestable",
    "no record was audited",
)
TERMS = Assumption("People differ in their chance of being listed only as the model's terms allow.")
INDEPENDENT = Assumption("Being on one list does not change the chance of being on another.")

NO_AUDIT = Caution(
    "no-audit",
    "Nobody has audited this linkage: how many links are false or missed is not measured, the "
    "interval is widened by what such linkages were found to be out, and dependence between the "
    "lists is not looked at. Audit some 200 records (`undercount link --audit 200`).",
)
# The same code: whoever shows it first for lists in clear shows it first here.
NO_AUDIT_OF_ENCODINGS = Caution(
    "no-audit",
    "Encodings were linked, and nobody can look a record up: how many links are false or missed is "
    "not measured, the interval is widened by what such linkages were found to be out, and "
    "dependence between the lists is not looked at.",
)
# The same code again: no audit goes into a table with noise, whose guarantee it would break.
NO_AUDIT_IN_NOISE = Caution(
    "no-audit",
    "A table with noise holds no audit: how many links are false or missed is not in it, the "
    "interval is widened by what such linkages were found to be out, and dependence between the "
    "lists is not looked at.",
)
BESIDE_AUDIT = Caution(
    "not-audited",
    "This leaves out what the audit found; the row 'audit' answers.",
)
CERTAIN = Caution(
    "links-certain",
    "The best links are taken as certain: the interval does not know that links are missed or "
    "false. Links missed put the estimate up.",
)


def of_no_audit(histories: LinkedHistories) -> Caution:
    """What an estimate without an audit leaves open."""
    return NO_AUDIT_OF_ENCODINGS if histories.encoded else NO_AUDIT


def of_readers(histories: LinkedHistories) -> list[Caution]:
    """What the readers of an audit leave open."""
    said = []
    if histories.n_read_twice == 0:
        text = (
            "One reader looked the records up: what is overlooked is not known, and a tenth of the "
            "links overlooked puts the estimate up by about a tenth. Let a second reader look up a "
            "fifth of them."
        )
        said.append(Caution("one-reader", text))
    elif histories.overlooked is None:
        text = (
            "The two readers found too little in common to tell what is overlooked: it is taken as "
            "nothing."
        )
        said.append(Caution("readers-disagree", text))
    elif histories.overlooked > 0.25:
        text = (
            f"The clerk overlooked {histories.overlooked:.0%} of what the second reader found; so "
            "much is put right by assumption more than by data."
        )
        said.append(Caution("much-overlooked", text))
    return said


def of_share(share: float, n_audited: int, narrower: float, more: int) -> list[Caution]:
    """Whether more records audited are worth their while."""
    if share < 0.25 or narrower < 0.05:
        return []
    text = (
        f"{share:.0%} of what is uncertain comes from the linkage ({n_audited:,} records audited); "
        f"{more} records more would make the interval about {narrower:.0%} narrower."
    )
    return [Caution("audit-more", text)]
