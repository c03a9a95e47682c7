"""Uploaded bytes → text, or a refusal with a stable code. No Django, no clock, no network."""

from luoshi.intake.kinds import check_size
from luoshi.intake.ledgers import Ledger, LedgerRow, read_ledgers
from luoshi.intake.limits import DEFAULT, Limits
from luoshi.intake.messages import MESSAGES, message
from luoshi.intake.pasted import with_tables
from luoshi.intake.reading import Block, Reading
from luoshi.intake.uploads import read, sniff_evidence, sniff_slides
from luoshi.intake.written import WrittenSheet, read_written

__all__ = [
    "DEFAULT",
    "MESSAGES",
    "Block",
    "Ledger",
    "LedgerRow",
    "Limits",
    "Reading",
    "WrittenSheet",
    "check_size",
    "message",
    "read",
    "read_ledgers",
    "read_written",
    "sniff_evidence",
    "sniff_slides",
    "with_tables",
]
