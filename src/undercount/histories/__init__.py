"""Histories: how many people were on which lists, or met how often.

Reads tables of counts, checks them and holds them. Never holds anything that names a person, and
never estimates.
"""

from undercount.histories.capture import CaptureHistories
from undercount.histories.count_data import CountData, Covariate
from undercount.histories.read import read_table

__all__ = ["CaptureHistories", "CountData", "Covariate", "read_table"]
