"""A number given to another body on the way: the inspector's to the police."""

from __future__ import annotations

from undercount.reconcile.drift.edge import Change, Edge
from undercount.reconcile.stated import Stated, same_source, words


def source(edge: Edge) -> Change | None:
    """One number given to two claimants.

    In a suggestion that nobody has looked at, "police" and "officers" may be one: there only a
    claimant of another class counts, unless the texts tie the two figures. An outlet's own
    arithmetic is no change of source.
    """
    one, two = edge.parent, edge.child
    if edge.how == "added":
        added = next(reason for reason in edge.reasons if reason.startswith("value: "))
        given = f"given to {two.source}" if two.source else "given to nobody"
        text = f"{added.removeprefix('value: ')}, {given} ({two.outlet})."
        return Change("source", "source_merged", text)
    unsigned = not two.source and two.figure.directness == "unsourced"
    if edge.copied and one.source and unsigned and edge.how != "derived":
        text = (
            f"{edge.about} is given to {one.source} ({one.outlet}) and elsewhere to nobody "
            f"({two.outlet})."
        )
        return Change("source", "source_dropped", text)
    figure = two.figure
    named = words(" ".join(filter(None, (figure.claimant, figure.relay, figure.artefact))))
    if one.who <= named:
        return None  # passed on by another voice that says whose number it is
    if edge.how == "derived" or same_source(one, two) is not False:
        return None
    if not edge.copied and not _other_voice(one, two):
        return None
    text = (
        f"{edge.about} is given to {one.source} ({one.outlet}) and elsewhere to "
        f"{two.source} ({two.outlet})."
    )
    return Change("source", "source_changed", text)


def _other_voice(one: Stated, two: Stated) -> bool:
    if "suggested" not in (one.entry.decision, two.entry.decision):
        return True
    classes = {one.figure.claimant_class, two.figure.claimant_class}
    return len(classes) == 2 and "unknown" not in classes
