#!/bin/sh
# Makes the virtual environment, or says in words what is missing and how to get it.
# Usage: venv.sh PYTHON FOLDER
set -eu
python=$1
folder=$2
[ -x "$folder/bin/python" ] && "$folder/bin/python" -c 'import pip' 2>/dev/null && exit 0
if ! command -v "$python" >/dev/null 2>&1; then
  echo "Không tìm thấy '$python'. Cần Python 3.11 trở lên. / '$python' was not found: Python 3.11 or newer is needed." >&2
  echo "  Debian, Ubuntu:  sudo apt install python3 python3-venv" >&2
  echo "  Fedora:          sudo dnf install python3" >&2
  echo "  macOS:           brew install python" >&2
  exit 1
fi
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "'$python' quá cũ: $("$python" -V 2>&1). Cần Python 3.11 trở lên, ví dụ: make PYTHON=python3.12 demo" >&2
  echo "'$python' is too old; name a newer one, for example: make PYTHON=python3.12 demo" >&2
  exit 1
fi
if ! "$python" -c 'import venv, ensurepip' 2>/dev/null; then
  echo "Python này thiếu venv hoặc pip. / This Python comes without venv or pip." >&2
  echo "  Debian, Ubuntu:  sudo apt install python3-venv" >&2
  exit 1
fi
"$python" -m venv "$folder"
