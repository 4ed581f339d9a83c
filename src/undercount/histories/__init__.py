"""Histories: how many people were on which lists, or met how often.

Reads tables of counts, checks them and holds them. Never holds anything that names a person, and
never estimates.
"""

from undercount.histories.capture import CaptureHistories
from undercount.histories.count_data import CountData
from undercount.histories.covariate import Covariate
from undercount.histories.described import Described
from undercount.histories.read import read_table

__all__ = ["CaptureHistories", "CountData", "Covariate", "Described", "read_table"]
