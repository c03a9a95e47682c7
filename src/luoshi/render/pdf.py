"""PDF of a Word file through LibreOffice."""

import json
import os
import re
import signal
import subprocess
import tempfile
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

from docx.oxml.ns import qn

from luoshi.core.errors import Refused
from luoshi.render.layout import layout
from luoshi.render.reading import open_docx

_FILTER = "pdf:writer_pdf_Export:" + json.dumps(
    {
        "ExportFormFields": {"type": "boolean", "value": "false"},
        "UseTaggedPDF": {"type": "boolean", "value": "true"},
    }
)
_SUBSTITUTES = {
    "仿宋": ("FandolFang", "Noto Serif CJK SC"),
    "楷体": ("FandolKai", "Noto Serif CJK SC"),
    "黑体": ("Noto Sans CJK SC",),
    "小标宋": ("Noto Serif CJK SC",),
    "宋体": ("FandolSong", "Noto Serif CJK SC"),
}
_PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")
_FONT = re.compile(rb"/BaseFont\s*/(?:[A-Z]{6}\+)?([^\s/<>\[\]()]+)")


def to_pdf(docx_bytes: bytes, *, soffice: str = "soffice", timeout: float = 120) -> bytes:
    """The PDF LibreOffice makes of the file; ``timeout`` in seconds.

    Each call has a profile of its own: two at once on one profile lose a file silently.
    Raises: ``Refused`` with ``libreoffice-missing``, ``libreoffice-timeout`` or
    ``libreoffice-no-file``; ``Invalid("docx-unreadable")``.
    """
    with tempfile.TemporaryDirectory(prefix="luoshi-pdf-") as folder:
        room = Path(folder)
        (room / "paper.docx").write_bytes(_unbound(docx_bytes))
        (room / "fonts.conf").write_text(fonts_conf(), "utf-8")
        _convert(room, soffice, timeout)
        made = room / "paper.pdf"
        if not made.is_file():
            raise Refused("libreoffice-no-file")
        return made.read_bytes()


def _unbound(docx_bytes: bytes) -> bytes:
    """The file without its content controls: LibreOffice sets text tighter around them."""
    document = open_docx(docx_bytes)
    for control in list(document.element.body.iter(qn("w:sdt"))):
        for content in control.findall(qn("w:sdtContent")):
            for child in list(content):
                control.addprevious(child)
        parent = control.getparent()
        if parent is not None:
            parent.remove(control)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _convert(room: Path, soffice: str, timeout: float) -> None:
    command = [
        soffice,
        f"-env:UserInstallation={(room / 'profile').as_uri()}",
        "--headless",
        "--convert-to",
        _FILTER,
        "--outdir",
        str(room),
        str(room / "paper.docx"),
    ]
    environment = {**os.environ, "FONTCONFIG_FILE": str(room / "fonts.conf"), "HOME": str(room)}
    try:
        job = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as missing:
        raise Refused("libreoffice-missing", command=soffice) from missing
    try:
        job.wait(timeout)
    except subprocess.TimeoutExpired as late:
        os.killpg(job.pid, signal.SIGKILL)  # soffice is a script: the work is done by its child
        job.wait()
        raise Refused("libreoffice-timeout", seconds=timeout) from late


def fonts_conf() -> str:
    """A fontconfig file that names the declared substitute of each official font."""
    aliases = "".join(
        f'<match target="pattern"><test name="family"><string>{escape(named)}</string></test>'
        f'<edit name="family" mode="append" binding="strong">'
        + "".join(f"<string>{escape(name)}</string>" for name in _SUBSTITUTES[face])
        + "</edit></match>"
        for face, named in layout().fonts.items()
    )
    return (
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{aliases}</fontconfig>'
    )


def page_count(pdf: bytes) -> int:
    """Number of pages of a PDF made by ``to_pdf``."""
    return len(_PAGE.findall(pdf))


def pdf_fonts(pdf: bytes) -> tuple[str, ...]:
    """PostScript names of the fonts in a PDF made by ``to_pdf``, sorted, each once."""
    return tuple(sorted({name.decode("ascii", "replace") for name in _FONT.findall(pdf)}))
