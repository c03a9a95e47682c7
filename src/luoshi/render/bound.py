"""Reading bound numbers back out of a Word file."""

from docx.oxml.ns import qn

from luoshi.render.reading import open_docx


def bound_numbers(docx_bytes: bytes) -> list[tuple[str, str]]:
    """``(ref, text)`` of every content control with a tag, in reading order.

    The text is what stands there now, so a figure changed by hand shows.
    Raises: ``Invalid("docx-unreadable")``.
    """
    body = open_docx(docx_bytes).element.body
    found = []
    for control in body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        content = control.find(qn("w:sdtContent"))
        if tag is not None and content is not None:
            text = "".join(node.text or "" for node in content.iter(qn("w:t")))
            found.append((str(tag.get(qn("w:val"))), text))
    return found
