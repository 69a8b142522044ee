"""A Telegram on this machine: Bot API server, chat page, sample world. Tests use it too."""
