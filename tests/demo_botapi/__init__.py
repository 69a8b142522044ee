"""The demo's Telegram against both unmodified client libraries, over real HTTP."""
