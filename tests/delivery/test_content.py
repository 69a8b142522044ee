"""What a broadcast may say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.content import (
    clean_html,
    cleaned,
    digest_of,
    is_digest,
    visible_length,
)
from delivery.errors import ContentInvalid
from delivery.model import Audience, Content, Topic

JPEG = b"\xff\xd8\xff\xe0 picture"
WARNING = Audience(Topic.WARNINGS, None)


@pytest.mark.parametrize(
    ("given_markup", "kept"),
    [
        ("<b>bold</b> &amp; <i>more</i>", "<b>bold</b> &amp; <i>more</i>"),
        ("<strong>x</strong><em>y</em>", "<b>x</b><i>y</i>"),
        ("<b>open <i>both", "<b>open <i>both</i></b>"),
        ("<b>a<i>b</b>c</i>", "<b>a<i>b</i></b>c"),
        ('<a href="https://a.vn/?x=1&amp;y=2">l</a>', '<a href="https://a.vn/?x=1&amp;y=2">l</a>'),
        ('<a href="tg://user?id=777">Lan</a>', "Lan"),
        ('<a href="javascript:x">l</a>', "l"),
        ("<blockquote expandable>q</blockquote>", "<blockquote expandable>q</blockquote>"),
        ('<span class="tg-spoiler">s</span>', "<tg-spoiler>s</tg-spoiler>"),
        ('<tg-emoji emoji-id="1">👍</tg-emoji>', "👍"),
        ("<h1>big</h1><br>3 < 4", "big3 &lt; 4"),
        ("  spaces  ", "spaces"),
        ("half \ud83d symbol, nul \x00, line\nbreak", "half  symbol, nul , line\nbreak"),
        ("&#0;&#55357;x", clean_html("&#0;&#55357;x")),
    ],
)
def test_markup_is_cleaned(given_markup: str, kept: str) -> None:
    assert clean_html(given_markup) == kept


@given(st.text(alphabet="ab<>/&;\"=' \nái👍", max_size=60))
def test_cleaning_twice_changes_nothing(markup: str) -> None:
    once = clean_html(markup)
    assert clean_html(once) == once


@given(st.text(max_size=80))
def test_escaped_words_stay_whole(words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert visible_length(escaped) == len(words.strip().encode("utf-16-le", "replace")) // 2


def test_length_is_counted_as_telegram_counts() -> None:
    assert visible_length("<b>a</b>&amp;👍") == 4


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (Content("<b> </b>"), "empty"),
        (Content("x" * 4097), "text_too_long"),
        (Content("👍" * 2049), "text_too_long"),
        (Content("x" * 1025, JPEG), "caption_too_long"),
        (Content("<b>x</b>" * 101), "too_many_entities"),
        (Content("x", JPEG + bytes(10_000_000)), "photo_too_big"),
        (Content("x", b"GIF89a"), "photo_kind"),
    ],
)
def test_what_telegram_would_refuse_is_refused(content: Content, reason: str) -> None:
    with pytest.raises(ContentInvalid) as refusal:
        cleaned(content)
    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    "content",
    [Content("x" * 4096), Content("x" * 1024, JPEG), Content("x", b"\x89PNG\r\n\x1a\n...")],
)
def test_what_fits_is_kept(content: Content) -> None:
    assert cleaned(content) == content


def test_a_digest_covers_every_part() -> None:
    variants = [
        (Content("a"), WARNING),
        (Content("b"), WARNING),
        (Content("a", JPEG), WARNING),
        (Content("a", JPEG + b"!"), WARNING),
        (Content("a"), Audience(Topic.CAMPAIGNS, None)),
        (Content("a"), Audience(Topic.WARNINGS, "01")),
    ]
    assert len({digest_of(*variant) for variant in variants}) == len(variants)


def test_a_shown_digest_must_be_long_enough() -> None:
    digest = digest_of(Content("a"), WARNING)
    assert is_digest(digest, digest)
    assert is_digest(digest[:24], digest)
    assert not is_digest(digest[:23], digest)
    assert not is_digest("0" * 64, digest)
