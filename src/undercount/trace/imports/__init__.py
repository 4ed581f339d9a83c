"""Imports: cases and requests from files, whatever wrote them, before anything is compared.

Reads plain CSV, Primero's exports and PFIF 1.4; opens no network, and keeps nothing itself.
"""
