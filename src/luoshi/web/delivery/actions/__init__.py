"""Every change to rounds, reports, evidence, draws and verifications."""

from luoshi.web.delivery.actions.decisions import (
    correction_drop,
    report_accept,
    report_correct,
    report_return,
    reports_accept,
)
from luoshi.web.delivery.actions.draws import draw_make
from luoshi.web.delivery.actions.evidence import (
    evidence_add,
    evidence_attach,
    evidence_detach,
    evidence_kept,
)
from luoshi.web.delivery.actions.progress import progress_gathered, progress_refresh
from luoshi.web.delivery.actions.recalls import report_recall
from luoshi.web.delivery.actions.reports import (
    report_save,
    report_sign,
    report_submit,
    reports_save,
    reports_sign,
    reports_submit,
)
from luoshi.web.delivery.actions.rounds import round_close, round_open
from luoshi.web.delivery.actions.verifications import verification_record

__all__ = [
    "correction_drop",
    "draw_make",
    "evidence_add",
    "evidence_attach",
    "evidence_detach",
    "evidence_kept",
    "progress_gathered",
    "progress_refresh",
    "report_accept",
    "report_correct",
    "report_recall",
    "report_return",
    "report_save",
    "report_sign",
    "report_submit",
    "reports_accept",
    "reports_save",
    "reports_sign",
    "reports_submit",
    "round_close",
    "round_open",
    "verification_record",
]
