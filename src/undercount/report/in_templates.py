"""The messages of templates: jinja writes their places as `%(name)s`, catalogues as `{name}`."""

from __future__ import annotations

import re

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from undercount.report.language import message, plural_message
from undercount.visible import visible

_JINJA = re.compile(r"%\((\w+)\)s")


@pass_context
def gettext(context: Context, text: str, /, **places: object) -> Markup:
    """The translation of a template's message, its places filled and escaped."""
    return _filled(message(as_catalogued(text)), places)


@pass_context
def ngettext(context: Context, one: str, many: str, n: int, /, **places: object) -> Markup:
    """The same of a message that counts."""
    told = plural_message(as_catalogued(one), as_catalogued(many), n)
    return _filled(told, {"n": n, **places})


def as_catalogued(text: str) -> str:
    """A message of a template as catalogues have it.

    >>> as_catalogued("%(n)s of 100%%")
    '{n} of 100%'
    """
    return _JINJA.sub(r"{\1}", text).replace("%%", "%")


def _filled(told: str, places: dict[str, object]) -> Markup:
    """Messages are markup of our own; what stands in their places is text of sources."""
    shown = {name: visible(it) if type(it) is str else it for name, it in places.items()}
    return Markup(told).format(**shown)
