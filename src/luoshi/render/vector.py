"""SVG pages to one vector PDF through WeasyPrint, in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Sequence

from luoshi.core.errors import Refused

MAKE = """
import json, sys
import pydyf
from weasyprint import HTML

given = json.load(sys.stdin)

def closed(url, *rest, **more):
    raise ValueError("nothing is fetched")

def added(pdf, *content):
    made = content[0] if len(content) == 1 else pydyf.Stream(list(content), compress=True)
    pdf.add_object(made)
    return made

def copied(document, pdf):
    if not given["over"]:
        return
    objects = {each.number: each for each in pdf.objects}
    drawn = [objects[number] for number in pdf.pages["Kids"][::3]]
    font = added(pdf, pydyf.Dictionary(
        {"Type": "/Font", "Subtype": "/Type1", "BaseFont": "/Courier-Bold"}))
    begin = added(pdf, pydyf.Stream(["q"]))
    pdf.pages["Kids"], pdf.pages["Count"] = pydyf.Array(), 0
    height = 72 / 25.4 * given["height"]
    for page, layers in zip(drawn, given["over"]):
        resources = pydyf.Dictionary(objects[int(page["Resources"].split()[0])])
        fonts = pydyf.Dictionary(objects[int(resources["Font"].split()[0])])
        resources["Font"] = pydyf.Dictionary({**fonts, "Over": font.reference})
        page["Resources"] = added(pdf, resources).reference
        for layer in layers:
            over = added(pdf, "Q", f"{72 / 25.4:.6f} 0 0 {72 / 25.4:.6f} 0 {height:.4f} cm", layer)
            parts = [begin.reference, page["Contents"], over.reference]
            pdf.add_page(pydyf.Dictionary({**page, "Contents": pydyf.Array(parts)}))

HTML(string=given["html"], url_fetcher=closed).write_pdf(sys.stdout.buffer, finisher=copied)
"""
"""Run apart: the library and its fonts would stay in the server's memory for good."""


def svg_pdf(
    pages: Sequence[str],
    width: float,
    height: float,
    *,
    over: Sequence[Sequence[str]] = (),
    timeout: float = 120,
) -> bytes:
    """The pages, ``width`` × ``height`` mm, as a PDF whose text stays text; ``timeout`` in seconds.

    ``over``: for each page, what is drawn over each copy of it, as PDF operators in millimetres
    from the upper left corner, with y upwards (so all y are negative) and the font ``/Over``, a
    bold Courier; a page is drawn once, however many copies it has. Pages go in and the PDF comes
    out through pipes: nothing of it is written to disk. Raises: ``Refused`` with
    ``pdf-library-missing`` where Pango is not installed, ``pdf-timeout``.
    """
    size = f"@page{{size:{width}mm {height}mm;margin:0}}"
    html = f"<style>{size}body{{margin:0}}svg{{display:block}}</style>{''.join(pages)}"
    given = {"html": html, "over": over, "height": height}
    try:
        made = subprocess.run(
            [sys.executable, "-c", MAKE],
            input=json.dumps(given).encode(),
            capture_output=True,
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise Refused("pdf-timeout", seconds=timeout) from late
    if made.returncode or not made.stdout.startswith(b"%PDF"):
        raise Refused("pdf-library-missing")
    return made.stdout
