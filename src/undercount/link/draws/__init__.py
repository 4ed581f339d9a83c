"""Draws: the ways the records may belong to people, drawn with their chances.

Takes pairs of records with their Bayes factors and gives partitions of the records, from which
capture histories and their doubt follow. Never reads a field of a record, and never estimates.
"""

from undercount.link.draws.draw import draw_partitions
from undercount.link.draws.partition_draws import PartitionDraws
from undercount.link.draws.widen import widened_draws

__all__ = ["PartitionDraws", "draw_partitions", "widened_draws"]
