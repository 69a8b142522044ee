"""``python -m benchmarks [name …]``: run all benchmarks, or those named."""

import subprocess
import sys

NAMES = ("dispatch", "webhook", "submit")


def main(wanted: list[str]) -> int:
    """Run each benchmark in a process of its own, so that none warms another."""
    unknown = [name for name in wanted if name not in NAMES]
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(NAMES)}")
        return 2
    codes = [
        subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode
        for name in wanted or NAMES
    ]
    return max(codes)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
