"""A workbook in the hands of a person: opened, edited, saved, sent back."""

import re
from datetime import date
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from openpyxl import load_workbook

from luoshi.web.exchange.models import SheetIn

Value = str | int | float | date | None


class Book:
    """The first sheet by heads and by what stands in 事项."""

    def __init__(self, data: bytes) -> None:
        self.file = load_workbook(BytesIO(data))
        self.page: Any = self.file.worksheets[0]
        self.heads = {cell.value: cell.column for cell in self.page[1]}

    def row(self, text: str) -> int:
        """The row that says so in 事项."""
        column = self.heads["事项"]
        return next(
            at for at in range(2, self.page.max_row + 1) if self.page.cell(at, column).value == text
        )

    def get(self, text: str, head: str) -> Any:
        return self.page.cell(self.row(text), self.heads[head])

    def set(self, text: str, **cells: Value) -> None:
        """New values by head for the row of that text."""
        row = self.row(text)
        for head, value in cells.items():
            self.page.cell(row, self.heads[head]).value = value

    def add(self, **cells: Value) -> None:
        """A row under the last one."""
        row = self.page.max_row + 1
        for head, value in cells.items():
            self.page.cell(row, self.heads[head]).value = value

    @property
    def data(self) -> bytes:
        """As it is saved."""
        stream = BytesIO()
        self.file.save(stream)
        return stream.getvalue()


def given(client: Client, lst: int, query: str = "") -> Book:
    """The list as this person exports it."""
    answer = client.get(f"/lists/{lst}/excel/sheet/{query}")
    assert answer.status_code == 200
    return Book(answer.content)


def upload(client: Client, lst: int, data: bytes) -> HttpResponse:
    """The answer to an upload."""
    file = SimpleUploadedFile("改好的.xlsx", data)
    answer: HttpResponse = client.post(f"/lists/{lst}/excel/", {"file": file})  # type: ignore[assignment]
    return answer


def taken(client: Client, lst: int, book: Book) -> SheetIn:
    """The sheet after a good upload."""
    answer = upload(client, lst, book.data)
    assert answer.status_code == 302, re.findall("invalid-feedback.*", answer.content.decode())
    return SheetIn.objects.get(pk=int(answer.headers["Location"].split("/")[2]))


def preview(client: Client, sheet: SheetIn, show: str = "") -> str:
    """The preview as it is read."""
    answer = client.get(f"/excel/{sheet.pk}/?show={show}")
    assert answer.status_code == 200
    return answer.content.decode()


def confirm(client: Client, sheet: SheetIn, act: str = "apply", **fields: Any) -> HttpResponse:
    """Press a button of the preview."""
    found = re.search(r'name="seen" value="(\w+)"', preview(client, sheet))
    assert found
    told = {"seen": found[1], "act": act, **fields}
    answer: HttpResponse = client.post(f"/excel/{sheet.pk}/", told)  # type: ignore[assignment]
    return answer
