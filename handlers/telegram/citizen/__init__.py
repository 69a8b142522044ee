"""The citizen's side of the bot: doors, questions, reports, receipts, notices."""
