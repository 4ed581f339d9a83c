"""The languages a report can be written in: one folder of catalogues each, read as they stand.

The page is written in English; a catalogue (`.po`, the form that translators' tools open) gives
each message another language's words. Never guesses: what a catalogue lacks stays English, is
marked as English and is counted.
"""

from undercount.languages.catalogue import Catalogue, catalogue, languages

__all__ = ["Catalogue", "catalogue", "languages"]
