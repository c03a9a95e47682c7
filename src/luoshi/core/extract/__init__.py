"""Candidate commitments out of a raw text.

``extract(raw, *, year=None, doc="")`` gives a tuple of ``Candidate`` in the order of the text,
each with its place in the raw text (``candidate.text == raw[candidate.start:candidate.end]``).
``to_record(candidate, doc)`` is one object of the JSON Lines contract of ``luoshi extract``.
``retrospective(raw)`` gives the spans that report the past, for coverage.
"""

from luoshi.core.extract.candidate import Candidate, Kind, to_record
from luoshi.core.extract.extraction import extract, retrospective

__all__ = ["Candidate", "Kind", "extract", "retrospective", "to_record"]
