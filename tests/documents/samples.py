"""Own words in the shapes documents come in, and old letters to write them with."""

import unicodedata

NOTICE = """SỞ TƯ PHÁP
Số: 21/TB-STP
Phú Thọ, ngày 3 tháng 6 năm 2022
THÔNG BÁO
Về việc mượn ghế nhà văn hoá
Căn cứ nề nếp của các thôn, Sở thông báo như sau:
I- VIỆC CHUNG
1- Ai mượn ghế thì ghi tên vào sổ trước một ngày, nói rõ mượn mấy chiếc và khi nào trả.
Trẻ em mượn ghế thì nhờ người lớn ghi hộ để khỏi nhầm lẫn về sau, vì sổ là của chung.
2- Trả ghế đúng chỗ cũ.
3- Ghế gãy thì báo ngay. Cần làm ba việc: (1) để riêng ghế gãy; (2) ghi vào sổ; (3) nhờ thợ sửa.
II- HẠN TRẢ
Mượn ngày thường thì trả trong 2 ngày; mượn ngày lễ thì trả trong 5 ngày.
TM. SỞ TƯ PHÁP
KT. GIÁM ĐỐC
PHÓ GIÁM ĐỐC
"""

PLAIN = (
    "Bà con trong xóm cùng nhau giữ gìn ngõ sạch, đèn sáng, cửa đóng cẩn thận mỗi tối. "
    "Người già và trẻ nhỏ được đưa về tận nhà khi trời mưa to, đường trơn, nước chảy xiết."
)

_TCVN3 = {
    letter: code
    for code, letter in enumerate(
        "ĂÂÊÔƠƯĐăâêôơưđ      àảãáạ ằẳẵắ       ặầẩẫấậè ẻẽéẹềểễếệìỉ   ĩíịò "
        "ỏõóọồổỗốộờởỡớợù ủũúụừửữứựỳỷỹýỵ",
        start=0xA1,
    )
    if letter != " "
}
_TONES = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï", "": ""}
_ROOF = {"": "â", "\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
_BREVE = {"": "ê", "\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
_ALONE = {"đ": "ñ", "í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î"}


def in_tcvn3(text: str) -> bytes:
    return bytes(_TCVN3.get(char, ord(char)) for char in text)


def in_vni(text: str) -> bytes:
    return "".join(map(_vni, text)).encode("latin-1")


def in_1258(text: str) -> bytes:
    held = []
    for char in text:
        base, tone = _parted(char)
        held.append(base + tone)
    return "".join(held).encode("cp1258")


def _parted(char: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", char)
    tone = "".join(mark for mark in marks if mark in _TONES and mark)
    rest = "".join(mark for mark in marks if mark not in tone)
    return unicodedata.normalize("NFC", rest), tone


def _vni(char: str) -> str:
    low = char.lower()
    if low.isascii() or low in _ALONE:
        written = _ALONE.get(low, low)
    else:
        base, tone = _parted(low)
        if base in "âêô":
            written = {"â": "a", "ê": "e", "ô": "o"}[base] + _ROOF[tone]
        elif base == "ă":
            written = "a" + _BREVE[tone]
        else:
            written = {"ơ": "ô", "ư": "ö"}.get(base, base) + _TONES[tone]
    return written.upper() if char.isupper() else written
