"""The edges: they speak, they never decide. Telegram, web and every sentence people read."""
