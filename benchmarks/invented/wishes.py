"""Short texts of parties that look for something and of companies that do it, in both languages, in unlike words.

They were written for measuring how near in meaning such texts stand (`benchmarks/meaning_band.py`); each line is of
one subject: what is looked for in English and Vietnamese, and what is offered in English and Vietnamese.
"""

from typing import NamedTuple


class Wish(NamedTuple):
    """One subject, as the seeking and as the offering side speaks of it."""

    sought_en: str
    sought_vi: str
    offered_en: str
    offered_vi: str


WISHES: tuple[Wish, ...] = (
    Wish(
        "We back companies that keep the books of small traders.",
        "Chúng tôi đầu tư vào công cụ ghi chép thu chi cho hộ kinh doanh.",
        "Accounting software on the phone for shops and stalls.",
        "Phần mềm kế toán trên điện thoại cho cửa hàng nhỏ.",
    ),
    Wish(
        "A fund for clean electricity on the roofs of factories.",
        "Quỹ dành cho điện sạch trên mái nhà xưởng.",
        "Installs and maintains photovoltaic panels for workshops.",
        "Lắp đặt và bảo trì tấm quang điện cho xưởng sản xuất.",
    ),
    Wish(
        "Looking for help with reading X-rays and scans automatically.",
        "Tìm công nghệ tự động đọc phim chụp trong bệnh viện.",
        "Artificial intelligence that finds tumours in medical images.",
        "Trí tuệ nhân tạo phát hiện khối u trên ảnh y khoa.",
    ),
    Wish(
        "We invest in whatever lets farmers use less water.",
        "Chúng tôi rót vốn vào giải pháp giúp nông dân tiết kiệm nước.",
        "Sensors in the soil steer drip irrigation of orchards.",
        "Cảm biến trong đất điều khiển tưới nhỏ giọt cho vườn cây.",
    ),
    Wish(
        "Interested in the last mile of delivering parcels in cities.",
        "Quan tâm đến chặng cuối giao hàng trong đô thị.",
        "A network of couriers on electric motorcycles.",
        "Mạng lưới người giao bưu kiện bằng xe máy điện.",
    ),
    Wish(
        "We would buy a maker of parts for cars.",
        "Mong mua lại nhà sản xuất linh kiện ô tô.",
        "Presses and welds bodywork for vehicle assembly plants.",
        "Dập và hàn thân vỏ cho nhà máy lắp ráp xe.",
    ),
    Wish(
        "Searching for ways to protect banks from fraud.",
        "Tìm cách bảo vệ ngân hàng khỏi gian lận.",
        "Detects stolen cards and suspicious payments in real time.",
        "Phát hiện thẻ bị đánh cắp và giao dịch đáng ngờ tức thì.",
    ),
    Wish(
        "Our interest is teaching children foreign languages.",
        "Chúng tôi quan tâm đến dạy ngoại ngữ cho trẻ em.",
        "An app where pupils practise English by talking.",
        "Ứng dụng để học sinh luyện nói tiếng Anh.",
    ),
    Wish(
        "We look for shrimp and fish raised without harm to the sea.",
        "Tìm tôm cá nuôi không gây hại cho biển.",
        "Closed ponds with recirculated water for aquaculture.",
        "Ao kín tuần hoàn nước cho nuôi trồng thủy sản.",
    ),
    Wish(
        "Capital for firms that design chips.",
        "Cấp vốn cho doanh nghiệp thiết kế vi mạch.",
        "Engineers of semiconductors for low-power sensors.",
        "Kỹ sư bán dẫn làm mạch tích hợp công suất thấp.",
    ),
    Wish(
        "We want to own hotels by the beach.",
        "Muốn sở hữu khách sạn ven biển.",
        "Runs a resort with two hundred rooms on an island.",
        "Vận hành khu nghỉ dưỡng hai trăm phòng trên đảo.",
    ),
    Wish(
        "Looking for partners who turn waste into something of use.",
        "Tìm đối tác biến rác thải thành thứ có ích.",
        "Recycles plastic bottles into fibre for clothing.",
        "Tái chế chai nhựa thành sợi may mặc.",
    ),
    Wish(
        "We finance new medicines from plants.",
        "Tài trợ thuốc mới từ thảo dược.",
        "Extracts active substances from herbs for tablets.",
        "Chiết xuất hoạt chất từ cây thuốc để làm viên nén.",
    ),
    Wish(
        "Interested in robots that work in warehouses.",
        "Quan tâm đến robot làm việc trong kho.",
        "Driverless carts carry pallets and sort goods.",
        "Xe tự hành chở kệ hàng và phân loại hàng hóa.",
    ),
    Wish(
        "Seeking makers of clothes who can deliver in large numbers.",
        "Tìm nơi may quần áo số lượng lớn.",
        "A garment factory with thirty sewing lines.",
        "Nhà máy dệt may với ba mươi chuyền.",
    ),
    Wish(
        "A fund for games and entertainment on the phone.",
        "Quỹ cho trò chơi và giải trí di động.",
        "A studio that develops puzzles played by millions.",
        "Xưởng phát triển trò giải đố có hàng triệu người chơi.",
    ),
    Wish(
        "We search for cheaper ways to build homes.",
        "Tìm cách xây nhà ở rẻ hơn.",
        "Prefabricated concrete walls and modules for apartments.",
        "Tường bê tông đúc sẵn và mô-đun cho căn hộ.",
    ),
    Wish(
        "Our thesis: everybody will pay without cash.",
        "Luận điểm của chúng tôi: mọi người sẽ không dùng tiền mặt.",
        "A wallet and QR codes for merchants and their customers.",
        "Ví điện tử và mã QR cho người bán và khách hàng.",
    ),
    Wish(
        "Investing in storage of energy and in what drives on it.",
        "Đầu tư vào lưu trữ năng lượng và phương tiện chạy bằng nó.",
        "Lithium cells and packs for scooters and buses.",
        "Pin lithium cho xe máy và xe buýt.",
    ),
    Wish(
        "Looking for coffee and pepper straight from those who grow them.",
        "Tìm cà phê và hồ tiêu trực tiếp từ người trồng.",
        "A cooperative of highland growers that roasts and exports beans.",
        "Hợp tác xã vùng cao rang xay và xuất khẩu hạt.",
    ),
    Wish(
        "We back tools that keep networks safe from attackers.",
        "Đầu tư vào công cụ giữ mạng an toàn trước kẻ tấn công.",
        "Watches servers around the clock and stops intrusions.",
        "Giám sát máy chủ suốt ngày đêm và chặn xâm nhập.",
    ),
    Wish(
        "Care for old people at home is our field.",
        "Lĩnh vực của chúng tôi là chăm sóc người cao tuổi tại nhà.",
        "Nurses on call and a bracelet that notices falls.",
        "Điều dưỡng theo yêu cầu và vòng tay báo ngã.",
    ),
    Wish(
        "We look for satellites and maps made from above.",
        "Tìm vệ tinh và bản đồ chụp từ trên cao.",
        "Drones survey fields, forests and coasts from the air.",
        "Máy bay không người lái đo vẽ ruộng, rừng và bờ biển.",
    ),
    Wish(
        "Wish to acquire a dairy or a maker of drinks.",
        "Mong mua công ty sữa hoặc đồ uống.",
        "Bottles fresh milk and yoghurt from its own cows.",
        "Đóng chai sữa tươi và sữa chua từ đàn bò của mình.",
    ),
)
