"""What a bulletin is made from and held against: a score run, a session's released result."""

from datetime import date

from luoshi.core.errors import Refused
from luoshi.core.scoring.canonical import canonical_json, digest
from luoshi.web.appraisal.actions import same_again
from luoshi.web.appraisal.models import Session
from luoshi.web.appraisal.rules import PUBLIC
from luoshi.web.assessment.holds import require_free
from luoshi.web.assessment.models import ScoreRun
from luoshi.web.assessment.recompute import recomputed
from luoshi.web.publishing.appraised import session_content
from luoshi.web.publishing.blocks import Content
from luoshi.web.publishing.facts import run_facts
from luoshi.web.publishing.models import Bulletin, Source
from luoshi.web.publishing.paper import content_of
from luoshi.web.units.models import Unit


def content_from(source: Source, jurisdiction: Unit) -> Content:
    """All that the bulletin is made of, but for number, day and anchor.

    Raises Refused ``bulletin-run-differs`` or ``bulletin-result-differs`` where the stored result
    was changed, ``bulletin-session-not-released``.
    """
    if isinstance(source, ScoreRun):
        return content_of(run_facts(source), jurisdiction)
    if source.state not in PUBLIC:
        raise Refused("bulletin-session-not-released")
    if digest(canonical_json(source.result.tally)) != source.result.digest:
        raise Refused("bulletin-result-differs")
    return session_content(source, jurisdiction)


def require_ready(bulletin: Bulletin, on: date) -> None:
    """Hold the draft against what it tells of, computed again.

    Raises Refused ``bulletin-issued``; of a run ``bulletin-run-not-final``,
    ``bulletin-run-differs`` and what ``require_free`` says; of a session
    ``bulletin-result-differs`` where the sealed ballots come to something else,
    ``bulletin-numbers-differ`` where the draft says something else.
    """
    if bulletin.is_issued:
        raise Refused("bulletin-issued")
    source = bulletin.source
    if isinstance(source, ScoreRun):
        _require_run(source, on)
    else:
        _require_result(source, bulletin)


def _require_run(run: ScoreRun, on: date) -> None:
    if run.finalised_at is None:
        raise Refused("bulletin-run-not-final")
    if not recomputed(run).same:
        raise Refused("bulletin-run-differs")
    require_free(run, on)


def _require_result(session: Session, bulletin: Bulletin) -> None:
    if not same_again(session):
        raise Refused("bulletin-result-differs")
    now = session_content(session, bulletin.jurisdiction)
    if any(now[part] != bulletin.content[part] for part in ("groups", "values", "said")):
        raise Refused("bulletin-numbers-differ")
