"""The fixed sample that cosines are compared with: short texts of many subjects, in both languages, written for it.

A change of these texts changes which documents are near.
"""

from collections.abc import Mapping

BACKGROUND: Mapping[str, tuple[str, ...]] = {
    "en": (
        "The rain stopped before noon and the market square filled with people again.",
        "My grandmother keeps the recipe for fish soup in a drawer of the kitchen.",
        "The train to the coast leaves twice a day and is rarely late.",
        "Children were flying kites over the dry rice fields behind the village.",
        "The orchestra rehearsed the slow movement until late in the evening.",
        "He repaired the wooden boat with tools that he had borrowed from his uncle.",
        "An annual report about the year that has ended, with figures for each quarter.",
        "The council meets on the first Monday of each month in the old town hall.",
        "She learned to swim when she was forty and now crosses the lake each summer.",
        "A limited company with its seat in a small town, founded many years ago.",
        "The museum shows old maps, coins and letters from three centuries.",
        "Our team answers questions on working days between nine and five.",
        "The bridge was closed for two weeks while the lamps were replaced.",
        "A family business in its third generation, with about fifty people.",
        "The doctor told him to walk for half an hour each day.",
        "We look for ambitious people with new ideas and support them from the start.",
        "The team won the match in the last minute under heavy rain.",
        "General trade, import and export of goods of many kinds.",
        "A group with holdings in several fields and offices in three countries.",
        "The old cinema became a library with a garden on its roof.",
    ),
    "vi": (
        "Mưa tạnh trước buổi trưa và khu chợ lại đông người.",
        "Bà tôi cất công thức nấu canh cá trong ngăn kéo nhà bếp.",
        "Chuyến tàu ra biển chạy mỗi ngày hai lần và ít khi trễ giờ.",
        "Trẻ con thả diều trên cánh đồng khô sau làng.",
        "Dàn nhạc tập chương chậm đến tận khuya.",
        "Anh ấy sửa chiếc thuyền gỗ bằng dụng cụ mượn của chú.",
        "Báo cáo thường niên về năm vừa qua với số liệu từng quý.",
        "Hội đồng họp vào thứ hai đầu tiên của mỗi tháng.",
        "Chị học bơi khi đã bốn mươi tuổi và giờ hè nào cũng bơi qua hồ.",
        "Công ty trách nhiệm hữu hạn có trụ sở ở thị xã nhỏ, thành lập đã nhiều năm.",
        "Bảo tàng trưng bày bản đồ, đồng tiền và thư từ của ba thế kỷ.",
        "Đội ngũ của chúng tôi trả lời câu hỏi trong giờ hành chính.",
        "Cây cầu đóng hai tuần để thay đèn.",
        "Doanh nghiệp gia đình đời thứ ba với khoảng năm mươi người.",
        "Bác sĩ khuyên ông đi bộ nửa giờ mỗi ngày.",
        "Chúng tôi tìm những người có ý tưởng mới và đồng hành từ đầu.",
        "Đội thắng trận ở phút cuối dưới cơn mưa lớn.",
        "Công ty cổ phần thương mại tổng hợp, xuất nhập khẩu nhiều loại hàng hóa.",
        "Tập đoàn có phần vốn trong nhiều lĩnh vực và văn phòng ở ba nước.",
        "Rạp chiếu phim cũ trở thành thư viện với khu vườn trên mái.",
    ),
}
