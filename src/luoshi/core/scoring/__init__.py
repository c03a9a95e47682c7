"""Schemes as data, their evaluation, and a trace for every number."""

from luoshi.core.scoring.aggregates import AGGREGATES, Aggregate
from luoshi.core.scoring.canonical import Plain, canonical_json, decimal_text, digest, plain
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
    UnitResult,
    result_bytes,
    trace,
)
from luoshi.core.scoring.scheme import (
    ROOT,
    FunctionCall,
    Group,
    MissingPolicy,
    Node,
    Quota,
    Ranking,
    Rounding,
    Scheme,
    SourceRef,
    scheme_digest,
)
from luoshi.core.scoring.sources import SOURCES, Source, split_source
from luoshi.core.scoring.writing import dump_scheme, scheme_fields

__all__ = [
    "AGGREGATES",
    "FUNCTIONS",
    "POLICIES",
    "REASONS",
    "ROOT",
    "SOURCES",
    "Aggregate",
    "Column",
    "Direction",
    "Fact",
    "Frozen",
    "Function",
    "FunctionCall",
    "Gap",
    "Group",
    "Inputs",
    "MissingPolicy",
    "Node",
    "NodeResult",
    "Parameter",
    "Plain",
    "Quota",
    "QuotaResult",
    "Ranking",
    "Result",
    "Rounding",
    "Scheme",
    "Source",
    "SourceRef",
    "Step",
    "UnitResult",
    "canonical_json",
    "decimal_text",
    "digest",
    "dump_scheme",
    "evaluate",
    "freeze",
    "inputs_bytes",
    "inputs_from_bytes",
    "parse_scheme",
    "plain",
    "result_bytes",
    "scheme_digest",
    "scheme_fields",
    "split_source",
    "trace",
]
