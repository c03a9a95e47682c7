"""Which part of an Office container is which (ECMA-376 part 2: relationships)."""

import posixpath

from lxml import etree

from luoshi.core.errors import Invalid
from luoshi.intake.archive import Archive
from luoshi.intake.markup import attribute, parse


def root_of(archive: Archive, part: str) -> etree._Element:
    """The parsed part. Raises Invalid ``damaged-file`` where it is absent or broken."""
    content = archive.parts.get(part)
    if content is None:
        raise Invalid("damaged-file")
    return parse(content)


def relations(archive: Archive, part: str) -> dict[str, tuple[str, str]]:
    """Relation id → (last word of its type, part name) of one part; of the package for ``""``."""
    folder, name = posixpath.split(part)
    content = archive.parts.get(posixpath.join(folder, "_rels", f"{name}.rels"))
    if content is None:
        return {}
    found: dict[str, tuple[str, str]] = {}
    for element in parse(content).iter("{*}Relationship"):
        if element.get("TargetMode") != "External":
            kind = (attribute(element, "Type") or "").rpartition("/")[2]
            target = posixpath.join("/", folder, attribute(element, "Target") or "")
            found[attribute(element, "Id") or ""] = kind, posixpath.normpath(target).lstrip("/")
    return found


def related(archive: Archive, part: str, kind: str) -> str | None:
    """The first part to which ``part`` has a relation of this kind and that exists."""
    targets = (name for what, name in relations(archive, part).values() if what == kind)
    return next((name for name in targets if name in archive.parts), None)


def main_part(archive: Archive) -> str:
    """The document or workbook part. Raises Invalid ``damaged-file`` without one."""
    part = related(archive, "", "officeDocument")
    if part is None:
        raise Invalid("damaged-file")
    return part
