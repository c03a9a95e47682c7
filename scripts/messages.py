"""Translations without gettext: ``messages.py update [APP…] | compile | check``.

The source language is Chinese; each app keeps ``locale/en/LC_MESSAGES/django.po``, and what the
frame and several apps share stays in ``web/locale``. ``update`` adds new texts and drops unused
ones, ``compile`` writes the .mo files, ``check`` lists texts without English and texts with two.
"""

import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

WEB = Path(__file__).resolve().parent.parent / "src/luoshi/web"
SHARED = "shared"
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2), "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
Text = str | tuple[str, ...]


def apps() -> list[str]:
    """The shared catalogue and every app's, by folder name."""
    found = {p.parent.name for name in ("urls", "errors") for p in WEB.glob(f"*/{name}.py")}
    return [SHARED, *sorted(found)]


def folder(app: str) -> Path:
    """Where an app's sources and its locale folder lie."""
    return WEB if app == SHARED else WEB / app


def sources(app: str) -> Iterator[Path]:
    """The Python and template files whose texts belong to that catalogue."""
    top = folder(app)
    patterns = ("*.py", "templates/**/*.html") if app == SHARED else ("**/*.py", "**/*.html")
    for pattern in patterns:
        yield from (p for p in sorted(top.glob(pattern)) if "migrations" not in p.parts)


def texts(app: str) -> dict[tuple[str | None, Text], None]:
    """Every (context, text) of the app's sources, in order, once."""
    found: dict[tuple[str | None, Text], None] = {}
    for path in sources(app):
        source = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            source = templatize(source, origin=str(path))
        stream = io.BytesIO(source.encode())
        for _line, message, _comments, context in extract("python", stream, KEYWORDS):
            if message:
                found[(context, message)] = None
    return found


def catalogue(app: str) -> Catalog:
    """The English catalogue as it is on disk; empty where there is none."""
    path = folder(app) / "locale/en/LC_MESSAGES/django.po"
    if not path.exists():
        return Catalog(locale="en", charset="utf-8")
    with path.open("rb") as stream:
        return read_po(stream, locale="en", charset="utf-8")


def known() -> Catalog:
    """The shared catalogue, in which an app's text may already be."""
    return catalogue(SHARED)


def update(app: str) -> int:
    """Bring the app's catalogue in step with its sources; the number of texts without English."""
    old, new = catalogue(app), Catalog(locale="en", charset="utf-8", fuzzy=False)
    shared = known() if app != SHARED else None
    for context, message in texts(app):
        key = message if isinstance(message, str) else message[0]
        if shared is not None and (found := shared.get(key, context)) and found.string:
            continue
        before, one = old.get(key, context), isinstance(message, str)
        new.add(
            message,
            before.string if before and isinstance(before.id, str) is one else None,
            context=context,
            flags=["python-format"] if re.search(r"%\(\w+\)[sd]", key) else [],
        )
    if not len(new):
        return 0
    path = folder(app) / "locale/en/LC_MESSAGES/django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        write_po(stream, new, width=100, omit_header=False, sort_output=True)
    text = path.read_text(encoding="utf-8")
    text = re.sub(r'^"(POT-Creation|PO-Revision)-Date:.*\n', "", text, flags=re.M)
    text = re.sub(r"^# English translations.*?(?=^msgid)", "", text, flags=re.M | re.S)
    text = re.sub(
        r'^"(Project-Id|Report-Msgid|Last-Translator|Language-Team|Generated-By).*\n',
        "",
        text,
        flags=re.M,
    )
    path.write_text(text, encoding="utf-8")
    return sum(1 for message in new if message.id and not _filled(message.string))


def _filled(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def missing(app: str) -> list[str]:
    """The app's texts without English in its own or the shared catalogue."""
    own, shared = catalogue(app), known()
    gaps = []
    for context, message in texts(app):
        key = message if isinstance(message, str) else message[0]
        entries = [c.get(key, context) for c in (own, shared)]
        if not any(entry and _filled(entry.string) for entry in entries):
            gaps.append(key)
    return gaps


def twofold() -> list[str]:
    """Texts that two catalogues put into different English. Django merges them all, so that one
    would stand on the pages of the other: give one of them a context (``pgettext``)."""
    said: dict[tuple[object, ...], dict[str, list[str]]] = {}
    for app in apps():
        for entry in (entry for entry in catalogue(app) if entry.id and _filled(entry.string)):
            key = (entry.context, entry.id) if isinstance(entry.id, str) else (None, *entry.id)
            said.setdefault(key, {}).setdefault(str(entry.string), []).append(app)
    return [f"{key[1]}: {ways}" for key, ways in said.items() if len(ways) > 1]


def compile_all() -> None:
    """Write every catalogue's .mo file."""
    for app in apps():
        path = folder(app) / "locale/en/LC_MESSAGES/django.po"
        if path.exists():
            with path.with_suffix(".mo").open("wb") as stream:
                write_mo(stream, catalogue(app))


def main(arguments: Iterable[str]) -> int:
    """0 when there was nothing to complain about."""
    verb, *chosen = [*arguments] or ["check"]
    settings.configure()
    if verb == "compile":
        compile_all()
        return 0
    counts = {app: update(app) if verb == "update" else 0 for app in chosen or apps()}
    gaps = {app: missing(app) for app in counts}
    for app, texts_left in gaps.items():
        for text in texts_left:
            sys.stdout.write(f"{app}: {text}\n")
    clashes = twofold()
    for clash in clashes:
        sys.stdout.write(f"two English texts for one: {clash}\n")
    return int(any(gaps.values()) or bool(clashes))


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
