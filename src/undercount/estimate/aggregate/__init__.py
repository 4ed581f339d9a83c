"""Aggregates: tables by country, or attempts that were stopped, with no list and no register.

Everything here rests on a model that the numbers hardly test, so each answer says what it assumes,
what moves it and by how much. Never uses a record of a person.
"""
