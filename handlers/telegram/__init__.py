"""The Telegram edge: updates in, words out. It speaks and never decides (no SQL, no rules,
no environment). Nothing here may log an update, a message or what an exception says."""
