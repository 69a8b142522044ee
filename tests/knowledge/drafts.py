"""A made-up article as somebody types it; nothing in it is real."""

TYPED = {
    "title": "Trồng hoa ở cổng làng",
    "topic": "phong-trao",
    "questions": "\n".join(
        (
            "Ai được trồng hoa ở cổng làng?",
            "trong hoa o cong lang phai xin ai",
            "Muốn trồng hoa đầu ngõ thì làm sao?",
            "cong lang co duoc trong hoa khong",
            "Trồng hoa ở cổng làng có mất tiền không?",
        )
    ),
    "answer": "Nhà nào cũng được trồng hoa ở cổng làng. Xin báo tổ trưởng trước một ngày.",
    "text": "Nhà nào cũng được trồng hoa ở cổng làng, không mất tiền. Xin báo tổ trưởng trước "
    "một ngày để cùng chọn chỗ, không trồng sát đường xe chạy.",
    "source": "Quy ước của làng, mục 3",
    "as_of": "2026-11-19",
    "review_by": "",
    "confidence": "known",
    "reviewed_by": "",
    "documents": "",
}
QUESTION = "cổng làng có được trồng hoa không"
ID = "trong-hoa-o-cong-lang"


def typed(**changes: str) -> dict[str, str]:
    """Return the article with some fields typed otherwise."""
    return TYPED | changes
