"""What the reading process may not do, tried in a process of its own."""

import subprocess
import sys

import pytest

from tests.house.rooms import ROOT

ATTEMPTS = {
    "connects": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "asks for a name": "import socket; socket.getaddrinfo('localhost', 80)",
    "starts a program": "import subprocess; subprocess.run(['true'])",
    "writes a file": "open('/tmp/andan-should-not-exist', 'w')",
    "forks": "import os; os.fork()",
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_confined_process_may_not(name):
    code = f"from knowledge.documents.child import confine; confine(); {ATTEMPTS[name]}"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode != 0
    assert "PermissionError" in done.stderr


def test_confined_process_may_not_fill_memory():
    code = "from knowledge.documents.child import confine; confine(); bytearray(3 << 30)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert "MemoryError" in done.stderr
