"""Says in plain words what was read about a document."""

from bot.cli.voice import Voice
from knowledge.corrections import CORRECTABLE
from knowledge.documents.model import DocumentFacts


def say_facts(facts: DocumentFacts, voice: Voice) -> None:
    """Print the facts a line each, what is not known said so; then what was inferred."""
    for name in CORRECTABLE:
        value = fact_text(facts, name, voice)
        if value or name in _ALWAYS:
            name_text = voice.text(f"fact.{name}")
            voice.say("import.fact", name=name_text, value=value or voice.text("fact.unknown"))
    for key, names in (("inferred", facts.inferred), ("confirmed", facts.confirmed)):
        known = [voice.text(f"fact.{name}") for name in CORRECTABLE if name in names]
        if known:
            voice.say(f"import.{key}", names=", ".join(known))


def fact_text(facts: DocumentFacts, name: str, voice: Voice) -> str:
    """Return one fact as text, "" when it is not known."""
    value = getattr(facts, name)
    match name:
        case "kind":
            return voice.text(f"document_kind.{value}")
        case "validity":
            return voice.text(f"validity.{value}")
        case "issued" | "published":
            return value.strftime("%d/%m/%Y") if value else ""
        case "replaces":
            return ", ".join(value)
        case _:
            return str(value or "")


_ALWAYS = frozenset({"number", "kind", "body", "place", "issued", "validity"})
"""Facts whose absence is worth a line."""
