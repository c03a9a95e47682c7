"""Views of rounds, reports, evidence and verification."""
