"""What reviewers do in Telegram: tie a chat to be told. Reports are read on the pages only."""
