"""Kinds of lists as data: columns, states, light rule, cadence, who may see, questions."""

from luoshi.core.listtype.cells import (
    NO,
    YES,
    fits,
    missing,
    most_characters,
    read_cell,
    read_cells,
    stored,
)
from luoshi.core.listtype.changes import Difference, Effect, differences, effects
from luoshi.core.listtype.definition import (
    CADENCES,
    LONGEST_KEY,
    LONGEST_TITLE,
    MAX_CHARS,
    MAX_COLUMNS,
    OPTIONAL_STATES,
    READERS,
    SCHEMA,
    USUAL_READERS,
    Area,
    CellType,
    Column,
    ListType,
    Named,
    Step,
)
from luoshi.core.listtype.reading import parse_list_type
from luoshi.core.listtype.reasons import REASONS
from luoshi.core.listtype.stages import Stage, Stages, stages
from luoshi.core.listtype.writing import dump_list_type, list_type_fields

__all__ = [
    "CADENCES",
    "LONGEST_KEY",
    "LONGEST_TITLE",
    "MAX_CHARS",
    "MAX_COLUMNS",
    "NO",
    "OPTIONAL_STATES",
    "READERS",
    "REASONS",
    "SCHEMA",
    "USUAL_READERS",
    "YES",
    "Area",
    "CellType",
    "Column",
    "Difference",
    "Effect",
    "ListType",
    "Named",
    "Stage",
    "Stages",
    "Step",
    "differences",
    "dump_list_type",
    "effects",
    "fits",
    "list_type_fields",
    "missing",
    "most_characters",
    "parse_list_type",
    "read_cell",
    "read_cells",
    "stages",
    "stored",
]
