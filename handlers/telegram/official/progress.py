"""How the progress of a broadcast is worded. Pure; the bot decides where it is shown."""

from delivery.model import Broadcast, BroadcastState, OutboxState, Progress
from handlers.texts.catalog import Texts


def progress_words(texts: Texts, broadcast: Broadcast, progress: Progress) -> str:
    """Return the counts as a message: all states sum up to the frozen audience."""
    counts = progress.counts
    return texts(
        f"broadcast.progress.{_stage(broadcast, progress)}",
        sent=counts.get(OutboxState.SENT, 0),
        total=progress.total,
        open=progress.open,
        gone=counts.get(OutboxState.GONE, 0),
        refused=counts.get(OutboxState.REFUSED, 0),
        unknown=counts.get(OutboxState.UNKNOWN, 0),
        cancelled=counts.get(OutboxState.CANCELLED, 0),
    )


def is_stoppable(broadcast: Broadcast, progress: Progress) -> bool:
    """Say whether there is still something to stop."""
    return broadcast.state is BroadcastState.SENDING and progress.open > 0


def _stage(broadcast: Broadcast, progress: Progress) -> str:
    if broadcast.state is BroadcastState.CANCELLED:
        return "stopped"
    return "sending" if progress.open else "done"
