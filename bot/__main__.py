"""``python -m bot``: the one command line. Each subcommand lives in ``bot/cli``."""

import sys

from bot.cli.parser import main

sys.exit(main(sys.argv[1:]))
