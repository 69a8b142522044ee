"""What officials do in their own chat: write, preview, approve, follow and stop broadcasts."""
