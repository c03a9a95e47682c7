"""The Word package: only the parts an official paper needs, same values → same bytes."""

import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml import parse_xml

from luoshi.render.styles import styles_xml
from luoshi.render.wordxml import element

_PACKAGE_PARTS = {"core-properties", "officeDocument"}
_DOCUMENT_PARTS = {"styles", "settings"}
_SETTINGS = (
    '<w:characterSpacingControl w:val="doNotCompress"/>',
    "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/>"
    "<w:doNotLeaveBackslashAlone/><w:ulTrailSpace/><w:doNotExpandShiftReturn/>"
    "<w:adjustLineHeightInTable/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>',
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>',
)
EPOCH = (1980, 1, 1, 0, 0, 0)


def bare_document() -> Document:
    """An empty document with our styles, odd and even pages apart, nothing left over."""
    document = docx.Document()
    _keep(document.part.package.rels, _PACKAGE_PARTS)
    _keep(document.part.rels, _DOCUMENT_PARTS)
    styles = document.styles.element
    for child in list(styles):
        styles.remove(child)
    for xml in styles_xml():
        styles.append(parse_xml(xml))
    settings = document.settings.element
    for child in list(settings):
        settings.remove(child)
    for xml in _SETTINGS:
        settings.append(element(xml))
    document.settings.odd_and_even_pages_header_footer = True
    return document


def packed(document: Document, title: str, author: str, at: datetime) -> bytes:
    """The document with its properties set to the given values, zipped without a clock."""
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = title, author, author
    properties.comments, properties.keywords, properties.revision = "", "", 1
    properties.created = properties.modified = at.astimezone(UTC)
    stream = BytesIO()
    document.save(stream)
    return without_clock(stream.getvalue())


def without_clock(data: bytes) -> bytes:
    """The same zip with every entry dated 1980-01-01, in its own order."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            target.writestr(entry, source.read(name))
    return out.getvalue()


def _keep(rels: Mapping[str, object], kinds: set[str]) -> None:
    for key in [key for key, rel in rels.items() if _kind(rel) not in kinds]:
        del rels[key]  # type: ignore[attr-defined]


def _kind(rel: object) -> str:
    return str(getattr(rel, "reltype", "")).rsplit("/", 1)[-1]
