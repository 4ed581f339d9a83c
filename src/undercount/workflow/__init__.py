"""What a project asks for, done: the steps of a run, their keys, and the acts of people.

The terminal and the browser call these functions. It prints nothing and asks nobody anything.
"""
