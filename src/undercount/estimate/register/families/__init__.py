"""Families of counts for one register: a file each, and `make.family` finds them by name."""
