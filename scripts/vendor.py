"""Copy the few front-end files we use from node_modules into static/vendor.

Run by ``make setup`` after ``npm ci --ignore-scripts``. Licences come along (Tabler keeps its
own in the head of its file); icons become one sprite; each file gets a .gz beside it, which the
server prefers.
"""

import gzip
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

import django_htmx

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
TARGET = ROOT / "src/luoshi/web/static/vendor"
HTMX = Path(django_htmx.__file__).parent / "static/django_htmx/htmx-2.min.js"
FILES = {
    "@tabler/core/dist/css/tabler.min.css": "tabler.min.css",
    "bootstrap-icons/LICENSE": "bootstrap-icons.LICENSE",
}
ICONS = (
    "house", "file-earmark-text", "list-check", "card-checklist", "calendar-week", "patch-check",
    "sliders", "bar-chart-line", "megaphone", "shield-check", "gear", "list", "bell", "download",
    "upload", "pencil", "check-lg", "x-lg", "arrow-counterclockwise", "paperclip", "printer",
    "search", "plus-lg", "diagram-3", "people", "exclamation-triangle", "clock-history", "flag",
    "calendar-event", "geo-alt",
    "clipboard-data", "graph-up", "check2-square", "trophy",
)  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"


def sprite() -> str:
    """One SVG with a symbol for each icon of ``ICONS``."""
    ElementTree.register_namespace("", SVG.strip("{}"))
    sheet = ElementTree.Element(f"{SVG}svg")
    for name in ICONS:
        icon = ElementTree.parse(MODULES / "bootstrap-icons/icons" / f"{name}.svg").getroot()
        symbol = ElementTree.SubElement(
            sheet, f"{SVG}symbol", {"id": name, "viewBox": icon.get("viewBox", "0 0 16 16")}
        )
        symbol.set("fill", "currentColor")
        symbol.extend(list(icon))
    return ElementTree.tostring(sheet, encoding="unicode")


def main() -> int:
    """Fill the folder anew; 1 when npm has not been run."""
    if not MODULES.is_dir():
        sys.stderr.write("node_modules is missing: run make setup\n")
        return 1
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    for source, name in FILES.items():
        shutil.copyfile(MODULES / source, TARGET / name)
    shutil.copyfile(HTMX, TARGET / "htmx.min.js")
    (TARGET / "icons.svg").write_text(sprite(), encoding="utf-8")
    for path in [*TARGET.glob("*.css"), *TARGET.glob("*.svg"), *TARGET.glob("*.js")]:
        Path(f"{path}.gz").write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
