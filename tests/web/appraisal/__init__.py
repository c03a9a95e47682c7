"""Appraisal sessions: prepared, held, entered from paper."""
