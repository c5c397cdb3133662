#!/bin/sh
# Writes constraints.txt anew: the newest version of everything that pyproject.toml allows.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"${PYTHON:-python3}" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check -e '.[test]'
{
    echo "# The exact versions that make and CI install, so that golden bytes hold."
    echo "# Made from a fresh environment: tools/freeze_constraints.sh"
    "$folder/venv/bin/pip" freeze --exclude-editable
} >constraints.txt
