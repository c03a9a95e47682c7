"""Addresses of sheets that go out and come back."""

from django.urls import path

from luoshi.web.exchange.views import first, sheets

urlpatterns = [
    path("lists/from-sheet/", first.upload, name="list-from-sheet"),
    path("lists/from-sheet/<int:pk>/", first.one, name="sheet-new"),
    path("lists/<int:pk>/excel/", sheets.of_list, name="list-excel"),
    path("lists/<int:pk>/excel/sheet/", sheets.out, name="list-excel-out"),
    path("excel/<int:pk>/", sheets.sheet, name="sheet-in"),
    path("excel/<int:pk>/refused/", sheets.refused, name="sheet-refused"),
    path("excel/<int:pk>/undo/", sheets.undo, name="sheet-undo"),
]
