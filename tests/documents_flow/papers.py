"""Papers of our own making, in the shapes real ones come in; nothing in them is real."""

from datetime import date

GATES = """SỞ TƯ PHÁP
Số: 21/TB-STP
Phú Thọ, ngày 3 tháng 6 năm 2022
THÔNG BÁO
Về việc đóng mở cổng làng
Căn cứ nề nếp của các thôn, Sở thông báo như sau:
I- GIỜ ĐÓNG MỞ
Cổng làng mở lúc 5 giờ sáng và đóng lúc 22 giờ đêm, người trực cổng ghi sổ mỗi lần.
Ai về muộn thì bấm chuông gọi người trực cổng, nói rõ họ nhà nào rồi mới vào.
II- VIỆC CỦA NGƯỜI TRỰC CỔNG
Người trực cổng làng có các nhiệm vụ sau:
1. Mở khoá và đóng khoá đúng giờ;
2. Ghi sổ người lạ ra vào;
3. Báo ngay khi đèn ở cổng bị hỏng.
III- CÁC XÃ VÀ HUYỆN
Công an huyện nhắc các thôn treo biển giờ đóng cổng ở nơi dễ thấy.
TM. SỞ TƯ PHÁP
GIÁM ĐỐC
"""
LATER_GATES = GATES.replace("22 giờ đêm", "23 giờ đêm")
POND = """UBND TỈNH LẠNG SƠN
Số: 7/KH-UBND
Lạng Sơn, ngày 5 tháng 3 năm 2023
KẾ HOẠCH
Về việc nạo vét ao làng
Mỗi nhà góp một ngày công nạo vét ao làng, làm xong trước ngày 30 tháng 4 năm 2023.
Bùn ao đưa ra ruộng cao, không đổ xuống mương dẫn nước.
"""
DAY = date(2026, 11, 20)
