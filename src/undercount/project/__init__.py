"""A project on disk: its questions, its files, and which steps are stale.

Reads `undercount.toml`, hashes inputs, writes whole files or none. Knows no method: what a step
computes is the business of the rooms above.
"""

from undercount.project.atomic import read_json, sweep, write_bytes, write_json, write_text
from undercount.project.encodings import EncodeSettings, EncodingSettings
from undercount.project.linking import LinkSettings, RegisterSettings
from undercount.project.lock import locked
from undercount.project.questions import (
    BalanceSettings,
    EstimateSettings,
    InterventionSettings,
    NeedSettings,
    SeriesSettings,
    WhatIfSettings,
)
from undercount.project.settings import Project, ReportSettings, load_project
from undercount.project.steps import Steps, digest, file_digest
from undercount.project.tracing import TraceListSettings, TraceSettings

__all__ = [
    "BalanceSettings",
    "EncodeSettings",
    "EncodingSettings",
    "EstimateSettings",
    "InterventionSettings",
    "LinkSettings",
    "NeedSettings",
    "Project",
    "RegisterSettings",
    "ReportSettings",
    "SeriesSettings",
    "Steps",
    "TraceListSettings",
    "TraceSettings",
    "WhatIfSettings",
    "digest",
    "file_digest",
    "load_project",
    "locked",
    "read_json",
    "sweep",
    "write_bytes",
    "write_json",
    "write_text",
]
