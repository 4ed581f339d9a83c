"""The templates, and what they may call."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2
from markupsafe import Markup

from undercount.reconcile.result import Point, Reconciled
from undercount.report import words
from undercount.report.answers import nearest
from undercount.report.forest_chart import near_best
from undercount.report.in_templates import gettext, ngettext
from undercount.report.language import left, say, spoken
from undercount.report.ledger_rows import LedgerRow
from undercount.report.linkage import in_words
from undercount.report.sentences import known, local, pieces
from undercount.results import Estimate
from undercount.visible import visible


def template_text(name: str) -> str:
    """A file beside the templates, such as a style sheet, as it stands."""
    return (files("undercount.report") / "templates" / name).read_text(encoding="utf-8")


def told(text: str) -> Markup:
    """What another room said, in the page's language; what had to stay English says so."""
    shown = [(Markup('<span lang="en">{}</span>') if it.english else Markup("{}")).format(
        visible(it.text)) for it in pieces(text)]  # fmt: skip
    return Markup(" ").join(shown)


def _seen(value: Any) -> Any:
    """Write unseen characters out, whatever a template prints; markup is ours already."""
    return visible(value) if type(value) is str else value


@cache
def environment() -> jinja2.Environment:
    """Templates that escape every text and write unseen characters out."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("undercount.report"),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=jinja2.StrictUndefined,
        finalize=_seen,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.policies["ext.i18n.trimmed"] = True
    # Places are filled by `gettext` itself: unseen characters in them are written out.
    vars(environment)["newstyle_gettext"] = True
    environment.filters.update(
        anchor=lambda name, kind: words.anchor_id(kind, name),
        counted=words.counted,
        day=words.day,
        in_words=in_words,
        kind=known,
        iso_day=lambda text: words.day(date.fromisoformat(text)),
        number=words.number,
        people=words.people,
        fixed=words.fixed,
        local=local,
        percent=words.percent,
        plain=words.plain,
        row_label=words.row_label,
        said_change=words.said_change,
        short_day=words.short_day,
        told=told,
    )
    environment.tests.update(
        estimate=lambda value: isinstance(value, Estimate),
        nested=lambda value: isinstance(value, dict),
    )
    environment.globals.update(
        near_best=near_best,
        nearest=_nearest,
        gettext=gettext,
        ngettext=ngettext,
        period=words.period,
        say=say,
        span=words.span,
        spoken=spoken,
        untranslated=left,
    )
    return environment


def _nearest(series: Reconciled, answer: Point, rows: dict[str, LedgerRow]) -> list[Any]:
    """The nearest figures to an answer, each with its row of the ledger or None."""
    return [(item, rows.get(item.figure_id)) for item in nearest(series, answer)]
