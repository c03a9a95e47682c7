"""Schemes as data, their evaluation, and a trace for every number."""

from luoshi.core.scoring.aggregates import AGGREGATES, Aggregate
from luoshi.core.scoring.canonical import Plain, canonical_json, decimal_text, digest, plain
from luoshi.core.scoring.counting import KINDS
from luoshi.core.scoring.curves import Curve, curves_of
from luoshi.core.scoring.evaluation import evaluate
from luoshi.core.scoring.facts import (
    Fact,
    Frozen,
    Inputs,
    freeze,
    inputs_bytes,
    inputs_from_bytes,
)
from luoshi.core.scoring.functions import FUNCTIONS, Column, Direction, Function, Step
from luoshi.core.scoring.missing import POLICIES, Gap
from luoshi.core.scoring.reading import parse_scheme
from luoshi.core.scoring.reasons import REASONS
from luoshi.core.scoring.result import (
    NodeResult,
    Parameter,
    QuotaResult,
    Result,
    SetAside,
    Told,
    Triggered,
    UnitResult,
    result_bytes,
    told,
    trace,
)
from luoshi.core.scoring.scheme import (
    ROOT,
    FunctionCall,
    Group,
    MissingPolicy,
    Node,
    NodeRounding,
    Quota,
    Ranking,
    Rounding,
    Scheme,
    SourceRef,
    Trim,
    Veto,
    child_path,
    scheme_digest,
)
from luoshi.core.scoring.sources import SOURCES, Source, split_source
from luoshi.core.scoring.vetoes import LEVELS
from luoshi.core.scoring.weighting import WEIGHTINGS, weights_of
from luoshi.core.scoring.whatif import Change, Known, changes, full_marks
from luoshi.core.scoring.writing import dump_scheme, scheme_fields

__all__ = [
    "AGGREGATES",
    "FUNCTIONS",
    "KINDS",
    "LEVELS",
    "POLICIES",
    "REASONS",
    "ROOT",
    "SOURCES",
    "WEIGHTINGS",
    "Aggregate",
    "Change",
    "Column",
    "Curve",
    "Direction",
    "Fact",
    "Frozen",
    "Function",
    "FunctionCall",
    "Gap",
    "Group",
    "Inputs",
    "Known",
    "MissingPolicy",
    "Node",
    "NodeResult",
    "NodeRounding",
    "Parameter",
    "Plain",
    "Quota",
    "QuotaResult",
    "Ranking",
    "Result",
    "Rounding",
    "Scheme",
    "SetAside",
    "Source",
    "SourceRef",
    "Step",
    "Told",
    "Triggered",
    "Trim",
    "UnitResult",
    "Veto",
    "canonical_json",
    "changes",
    "child_path",
    "curves_of",
    "decimal_text",
    "digest",
    "dump_scheme",
    "evaluate",
    "freeze",
    "full_marks",
    "inputs_bytes",
    "inputs_from_bytes",
    "parse_scheme",
    "plain",
    "result_bytes",
    "scheme_digest",
    "scheme_fields",
    "split_source",
    "told",
    "trace",
    "weights_of",
]
