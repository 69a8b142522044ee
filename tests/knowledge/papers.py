"""Three short papers of our own invention, read like imported ones."""

from knowledge.documents.model import Document
from knowledge.documents.parse import parse_text

PLAN = """UỶ BAN NHÂN DÂN TỈNH NGHỆ AN
Số: 61/KH-UBND
Nghệ An, ngày 05 tháng 3 năm 2024
KẾ HOẠCH
Tổ chức phiên chợ đổi sách cũ ở các xã miền núi
I. MỤC TIÊU
Đến cuối năm 2024 có 70% xã miền núi mở ít nhất một phiên chợ đổi sách cho học sinh.
II. NHIỆM VỤ
1. Sở Giáo dục và Đào tạo chủ trì chọn địa điểm, in tờ rơi và mời các trường tham gia.
2. Đoàn Thanh niên vận chuyển sách, dựng lều bạt và trông xe miễn phí cho bà con.
3. Bảo vệ dân phố các huyện giữ trật tự trong ngày mở phiên chợ.
Năm 2024:
- Mở phiên chợ thử tại mười hai xã vùng cao.
- Kiểm kê số sách còn dùng được.
Năm 2025:
- Trao tủ sách lưu động cho điểm trường lẻ.
- Tổng kết hai năm đổi sách.
TM. UỶ BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Thử
"""
NOTICE = """UỶ BAN NHÂN DÂN TỈNH LẠNG SƠN
Số: 118/TB-UBND
Lạng Sơn, ngày 09 tháng 8 năm 2024
THÔNG BÁO
Về việc mở phiên chợ đổi sách cũ ở các xã biên giới
Đến cuối năm 2024 có 45% xã biên giới mở ít nhất một phiên chợ đổi sách cho học sinh.
Sở Văn hoá chủ trì chọn địa điểm và ghi sổ sách quyên góp, báo cáo Uỷ ban trước ngày 20/12/2024.
"""
LAMPS = """UỶ BAN NHÂN DÂN TỈNH PHÚ THỌ
Số: 7/CT-UBND
Phú Thọ, ngày 02 tháng 10 năm 2023
CHỈ THỊ
Về việc thắp sáng đường thôn trong mùa mưa
Trưởng thôn lập danh sách cột đèn hỏng; đội thợ điện thay bóng trong vòng ba ngày.
Nhà trường nhắc học sinh đi hàng một, mặc áo mưa sáng màu khi trời tối.
"""


def papers() -> list[Document]:
    return [
        parse_text(PLAN, "101_sach.txt"),
        parse_text(NOTICE, "102_sach.txt"),
        parse_text(LAMPS, "103_den.txt"),
    ]
