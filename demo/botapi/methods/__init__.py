"""What a bot can ask of the demo's Telegram, by subject. `catalog` lists it all."""
