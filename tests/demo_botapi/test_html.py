"""Telegram's HTML: what becomes an entity, and the words of each refusal."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.botapi.entities import parse_html, utf16_length
from demo.botapi.refusals import Refused
from demo.botapi.texts import found_entities, text_content


def shape(source: str) -> tuple[str, list[tuple[str, int, int]]]:
    content = text_content(source, "HTML", None)
    found = content.get("entities", [])
    return content["text"], [(e["type"], e["offset"], e["length"]) for e in found]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>a</b><strong>b</strong>", "ab", [("bold", 0, 2)]),
        ("<i>a</i> <em>b</em>", "a b", [("italic", 0, 1), ("italic", 2, 1)]),
        ("<u>a</u><s>b</s>", "ab", [("underline", 0, 1), ("strikethrough", 1, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<tg-spoiler>a</tg-spoiler>", "a", [("spoiler", 0, 1)]),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1)]),
        ("<code>a</code>", "a", [("code", 0, 1)]),
        ("👨‍👩‍👧<b>x</b>", "👨‍👩‍👧x", [("bold", 8, 1)]),
        ("&lt;b&gt; &amp; &quot; &#33; &nbsp;", '<b> & " ! &nbsp;', []),
        ("\n <b> a </b>\n", "a", [("bold", 0, 1)]),
        ("<B>a</B>", "a", [("bold", 0, 1)]),
        ("<b>a</>", "a", [("bold", 0, 1)]),
    ],
)
def test_html_is_read_as_telegram_reads_it(source: str, text: str, entities: list) -> None:
    assert shape(source) == (text, entities)


def test_links_and_code_blocks_keep_their_argument() -> None:
    _, entities = parse_html(
        '<a href="a.vn">x</a><pre><code class="language-python">y</code></pre>'
        "<a>https://b.vn</a><a href='javascript:1'>z</a>"
    )
    assert [e.get("url") or e.get("language") for e in entities] == [
        "http://a.vn/",
        "python",
        "https://b.vn/",
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("a <3", "Unclosed start tag at byte offset 2"),
        ("đ <x>", 'Unsupported start tag "x" at byte offset 3'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a href=x_y>a</a>", "Unexpected end of name token at byte offset 8"),
        ('<a href="x>a</a>', 'Unclosed start tag "a" at byte offset 0'),
        ("<a ='x'>a</a>", 'Empty attribute name in the tag "a" at byte offset 0'),
    ],
)
def test_bad_html_is_refused_in_telegrams_words(source: str, words: str) -> None:
    with pytest.raises(Refused) as refusal:
        parse_html(source)
    assert refusal.value.description == f"Bad Request: can't parse entities: {words}"


@given(st.text(alphabet="ab<>/&;=\"' #x1🙂đ", max_size=40))
def test_any_text_is_read_or_refused(source: str) -> None:
    with suppress(Refused):
        text, entities = parse_html(source)
        assert all(0 < e["length"] <= utf16_length(text) - e["offset"] for e in entities)


def test_telegram_finds_commands_and_links_itself() -> None:
    found = found_entities("🙂 /start a@b.vn https://gov.vn/x, chinhphu.vn #tin @minh_demo 1/2")
    assert [(e["type"], e["offset"], e["length"]) for e in found] == [
        ("bot_command", 3, 6),
        ("email", 10, 6),
        ("url", 17, 16),
        ("url", 35, 11),
        ("hashtag", 47, 4),
        ("mention", 52, 10),
    ]
