"""Addresses of indicators."""

from django.urls import path

from luoshi.web.indicators.views import figures, files, library, peers

urlpatterns = [
    path("indicators/", library.indicators, name="indicators"),
    path("indicators/sheet/", library.sheet, name="indicators-sheet"),
    path("indicators/new/", library.new, name="indicator-new"),
    path("indicators/presets/", library.presets, name="indicator-presets"),
    path("indicators/<int:pk>/", library.one, name="indicator"),
    path("indicators/<int:pk>/edit/", library.edit, name="indicator-edit"),
    path("indicators/<int:pk>/targets/new/", library.target, name="target-new"),
    path("indicators/targets/<int:pk>/withdraw/", library.target_withdraw, name="target-withdraw"),
    path("indicators/peers/", peers.peers, name="indicator-peers"),
    path("indicators/peers/new/", peers.new, name="peer-new"),
    path("indicators/peers/<int:pk>/edit/", peers.edit, name="peer-edit"),
    path("indicators/files/", files.files, name="statistics-files"),
    path("indicators/files/new/", files.new, name="statistics-file-new"),
    path("indicators/files/<int:pk>/", files.one, name="statistics-file"),
    path("indicators/files/<int:pk>/withdraw/", files.withdraw, name="statistics-file-withdraw"),
    path("indicators/figures/", figures.figures, name="figures"),
    path("indicators/figures/new/", figures.new, name="figure-new"),
    path("indicators/figures/<int:pk>/document/", figures.document, name="figure-document"),
    path("indicators/figures/<int:pk>/withdraw/", figures.withdraw, name="figure-withdraw"),
]
