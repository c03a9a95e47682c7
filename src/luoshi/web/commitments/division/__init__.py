"""Commitments divided to units and periods: assembled for the core, typed, checked and drawn."""
