"""Facts that are no commitments, in words: a number with its period and source, a document."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from luoshi.web.appraisal.models import SealedList
from luoshi.web.assessment.caserates import told_of_cases
from luoshi.web.commitments.kinds import kind_of_list
from luoshi.web.delivery.wording import words
from luoshi.web.indicators.models import Figure, Observation
from luoshi.web.indicators.periods import measured, period_text
from luoshi.web.indicators.reading import vintages
from luoshi.web.selfcheck.models import Answer
from luoshi.web.selfcheck.titles import question_text

Fact = Mapping[str, Any]
SEAL_SHOWN = 16


def told_of(facts: Iterable[Fact]) -> dict[str, str]:
    """By key of a fact, its words; nothing is asked where every fact is of a commitment."""
    others = [fact for fact in facts if not fact["key"].startswith("commitment:")]
    return {**_observed(others), **_figures(others), **_answers(others), **_appraised(others)}


def _ids(facts: Sequence[Fact], kind: str) -> set[int]:
    refs = {ref for fact in facts for ref in (fact["key"], *fact["refs"])}
    return {int(pk) for name, _colon, pk in (r.partition(":") for r in refs) if name == kind and pk}


def _observed(facts: Sequence[Fact]) -> dict[str, str]:
    ids = _ids(facts, "observation")
    related = Observation.objects.select_related("indicator", "file")
    rows = related.in_bulk(ids) if ids else {}
    found = {}
    for fact in facts:
        mine = sorted(ref for ref in fact["refs"] if ref.startswith("observation:"))
        told = [_observation(rows[int(ref.partition(":")[2])]) for ref in mine]
        if told:
            found[fact["key"]] = _("；").join(told)
    return found | told_of_cases(facts, rows)


def _observation(row: Observation) -> str:
    vintage = vintages()[row.vintage]
    return _("%(indicator)s %(period)s %(value)s（%(vintage)s，%(day)s发布，%(source)s）") % {
        "indicator": row.indicator.name,
        "period": period_text(row.period_end, row.indicator),
        "value": measured(row.value, row.indicator),
        "vintage": words(vintage),
        "day": row.published_on.isoformat(),
        "source": row.file.source,
    }


def _figures(facts: Sequence[Fact]) -> dict[str, str]:
    ids = _ids(facts, "figure")
    rows = Figure.objects.in_bulk(ids) if ids else {}
    told = _("%(name)s %(day)s：%(note)s（依据 %(document)s）")
    return {
        f"figure:{pk}": told
        % {"name": row.name, "day": row.day, "note": row.note, "document": row.document}
        for pk, row in rows.items()
    }


def _answers(facts: Sequence[Fact]) -> dict[str, str]:
    ids = _ids(facts, "answer")
    related = ("self_check__list__list_type", "self_check__list__frozen_version")
    rows = Answer.objects.select_related(*related).in_bulk(ids) if ids else {}
    return {
        f"answer:{pk}": question_text(kind_of_list(row.self_check.list), row.question)
        for pk, row in rows.items()
    }


def _appraised(facts: Sequence[Fact]) -> dict[str, str]:
    """Where the total comes from: the session, and the seal with which anybody counts again."""
    ids = _ids(facts, "appraisal")
    rows = SealedList.objects.filter(session__in=ids).select_related("session").defer("document")
    if not ids:
        return {}
    told = _("%(title)s %(day)s 公布的总分（封存摘要 %(seal)s…）")
    return {
        f"appraisal:{row.session_id}": told
        % {"title": row.session.title, "day": row.session.held_on, "seal": row.seal[:SEAL_SHOWN]}
        for row in rows
    }
