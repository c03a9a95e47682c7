"""What somebody needs to check a result without us: the list, the rules, the result, a guide."""

import json
import zipfile
from io import BytesIO
from typing import Any

from luoshi.core.chain import canonical
from luoshi.core.scoring.canonical import canonical_json
from luoshi.core.tally import open_part
from luoshi.web.appraisal.guide import guide_of
from luoshi.web.appraisal.models import Result, Session
from luoshi.web.appraisal.resultqueries import document_of

EPOCH = (1980, 1, 1, 0, 0, 0)


def open_document(session: Session) -> bytes:
    """The open part of the session's sealed list."""
    return open_part(document_of(session))


def open_zip(session: Session, result: Result) -> bytes:
    """A ZIP archive; equal results give equal bytes.

    The ballots are in it only where every class is told apart: in a small class the ballot tells
    the voter. Otherwise it holds the open part, and the auditor has the ballots. ``rules.json`` has
    the bytes of which the digest of the rules was taken (``luoshi.core.tally.rules_digest``).
    """
    document = document_of(session)
    whole = may_hold_ballots(result)
    rules: dict[str, Any] = json.loads(document)["rules"]
    name = "sealed.json" if whole else "open.json"
    files = {
        name: document if whole else open_part(document),
        "rules.json": canonical({"rules": rules}),
        "result.json": canonical_json(result.tally),
        "核对说明-VERIFY.txt": guide_of(session, result, name).encode(),
    }
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for path, data in files.items():
            entry = zipfile.ZipInfo(path, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, data)
    return out.getvalue()


def may_hold_ballots(result: Result) -> bool:
    """Whether the ballots of every class may be told apart."""
    return "together" not in result.tally
