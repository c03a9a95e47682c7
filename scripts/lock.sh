#!/usr/bin/env bash
# Pin what pyproject.toml asks for: requirements/runtime.txt and requirements/dev.txt.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
pip=("$work/venv/bin/python" -m pip --quiet --disable-pip-version-check)
read_group() { python3 - "$1" <<'PY'
import sys, tomllib
project = tomllib.load(open("pyproject.toml", "rb"))
print("\n".join(project["project"]["dependencies"] if sys.argv[1] == "runtime" else project["dependency-groups"]["dev"]))
PY
}
for group in runtime dev; do
  read_group "$group" > "$work/$group.in"
  "${pip[@]}" install -r "$work/$group.in"
  "${pip[@]}" freeze > "$work/$group.txt"
done
cp "$work/runtime.txt" requirements/runtime.txt
grep -vxFf "$work/runtime.txt" "$work/dev.txt" > requirements/dev.txt
