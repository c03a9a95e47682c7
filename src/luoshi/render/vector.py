"""SVG pages to one vector PDF through WeasyPrint, in a process of its own."""

import subprocess
import sys
from collections.abc import Sequence

from luoshi.core.errors import Refused

MAKE = """
import sys
from weasyprint import HTML
def closed(url, *rest, **more):
    raise ValueError("nothing is fetched")
HTML(string=sys.stdin.buffer.read().decode(), url_fetcher=closed).write_pdf(sys.stdout.buffer)
"""
"""Run apart: the library and its fonts would stay in the server's memory for good."""


def svg_pdf(pages: Sequence[str], width: float, height: float, *, timeout: float = 120) -> bytes:
    """The pages, ``width`` × ``height`` mm, as a PDF whose text stays text; ``timeout`` in seconds.

    Pages go in and the PDF comes out through pipes: nothing of it is written to disk. Raises:
    ``Refused`` with ``pdf-library-missing`` where Pango is not installed, ``pdf-timeout``.
    """
    size = f"@page{{size:{width}mm {height}mm;margin:0}}"
    html = f"<style>{size}body{{margin:0}}svg{{display:block}}</style>{''.join(pages)}"
    try:
        made = subprocess.run(
            [sys.executable, "-c", MAKE],
            input=html.encode(),
            capture_output=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Refused("pdf-timeout", seconds=timeout) from late
    if made.returncode or not made.stdout.startswith(b"%PDF"):
        raise Refused("pdf-library-missing")
    return made.stdout
