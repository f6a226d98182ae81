"""Phrases in Vietnamese and English from which the invented texts are put together, commonest first."""

from __future__ import annotations

from collections.abc import Sequence

Pair = tuple[str, str]


def _pairs(text: str) -> Sequence[Pair]:
    rows = (line.partition("=") for line in text.strip().splitlines())
    return tuple((vi.strip(), en.strip()) for vi, _, en in rows)


THINGS = _pairs("""
    phần mềm quản lý = management software
    nền tảng dữ liệu = data platform
    hệ thống điều hành = operations system
    ứng dụng di động = mobile application
    giải pháp an toàn thông tin = information security solution
    cổng thanh toán = payment gateway
    trợ lý ảo = virtual assistant
    thiết bị cảm biến = sensor device
    sàn giao dịch điện tử = electronic exchange
    bản đồ số = digital map
    máy bay không người lái = unmanned aircraft
    công cụ phân tích hình ảnh = image analysis tool
    dịch vụ điện toán đám mây = cloud computing service
    kho học liệu = library of learning materials
    hồ sơ sức khỏe điện tử = electronic health record
    bộ điều khiển công nghiệp = industrial controller
    chữ ký số = digital signature
    hệ thống truy xuất nguồn gốc = traceability system
    thiết bị đầu cuối 5G = 5G terminal
    vi mạch tiết kiệm điện = low-power microchip
    robot kho hàng = warehouse robot
    trò chơi giáo dục = educational game
    phim hoạt hình = animated film
    tổng đài đa kênh = multichannel contact centre
    phần mềm kế toán = accounting software
    mô hình ngôn ngữ = language model
    trạm sạc xe điện = charging station for electric vehicles
    pin lưu trữ = storage battery
    hệ thống tưới tự động = automatic irrigation system
    camera giao thông = traffic camera
    phần mềm mô phỏng = simulation software
    bản sao số = digital twin
    hợp đồng thông minh = smart contract
    mạng cảm biến không dây = wireless sensor network
    phần mềm nhân sự = human resources software
    nền tảng quảng cáo = advertising platform
    thiết bị chẩn đoán = diagnostic device
    hệ thống giám sát môi trường = environmental monitoring system
    dịch vụ gia công phần mềm = software outsourcing service
    phần mềm thiết kế nội thất = interior design software
    kính thực tế ảo = virtual reality headset
    máy in ba chiều = three-dimensional printer
    phần mềm vận tải = freight software
    chợ trực tuyến = online marketplace
    công cụ kiểm thử = testing tool
    thư viện mã nguồn = source code library
    hệ thống bãi đỗ = parking system
    công tơ thông minh = smart meter
    tủ khóa giao nhận = parcel locker
    ví điện tử = electronic wallet
""")
TASKS = _pairs("""
    quản lý bán hàng = manage sales
    dự báo nhu cầu = forecast demand
    theo dõi đơn hàng = follow orders
    phát hiện gian lận = detect fraud
    tối ưu tuyến đường = optimise routes
    số hóa hồ sơ = digitise records
    đo chất lượng không khí = measure air quality
    bảo trì máy móc = maintain machinery
    chăm sóc khách hàng = look after customers
    dạy ngoại ngữ = teach languages
    khám bệnh từ xa = examine patients remotely
    kiểm soát ra vào = control access
    tính lương = calculate wages
    lập kế hoạch sản xuất = plan production
    kiểm tra linh kiện = inspect components
    nhận dạng giọng nói = recognise speech
    dịch văn bản pháp lý = translate legal texts
    đặt lịch hẹn = book appointments
    so sánh báo giá = compare quotations
    chấm điểm tín dụng = score credit
    giám sát vùng nuôi tôm = watch shrimp ponds
    tưới tiêu tiết kiệm nước = irrigate with little water
    quản lý rừng ngập mặn = manage mangrove forests
    điều phối xe buýt = dispatch buses
    cảnh báo sạt lở = warn of landslides
    thống kê dân cư = count residents
    đối soát giao dịch = reconcile transactions
    lưu trữ chứng từ = archive vouchers
    phân loại rác thải = sort waste
    kiểm đếm tồn kho = count stock
    thiết kế bao bì = design packaging
    đấu thầu qua mạng = tender online
    chống thất thoát điện = prevent loss of power
    bán vé tham quan = sell visitor tickets
    quản lý tòa nhà = manage buildings
    mã hóa dữ liệu = encrypt data
    xuất hóa đơn = issue invoices
    phục dựng di sản = restore heritage
    tìm kiếm cứu nạn = search and rescue
    sàng lọc ung thư = screen for cancer
""")
CLIENTS = _pairs("""
    doanh nghiệp nhỏ và vừa = small and medium enterprises
    ngân hàng thương mại = commercial banks
    bệnh viện tuyến tỉnh = provincial hospitals
    trường phổ thông = schools
    nhà máy dệt may = textile mills
    chuỗi bán lẻ = retail chains
    hợp tác xã nông nghiệp = farming co-operatives
    cơ quan nhà nước = public authorities
    công ty bảo hiểm = insurers
    cảng biển = seaports
    hãng vận tải = carriers
    khu công nghiệp = industrial parks
    nhà hàng và khách sạn = restaurants and hotels
    xưởng cơ khí = machine shops
    công ty chứng khoán = securities firms
    trang trại chăn nuôi = livestock farms
    nhà mạng viễn thông = telecommunications carriers
    đơn vị xuất khẩu = exporters
    công ty xây dựng = builders
    nhà xuất bản = publishers
    phòng khám tư nhân = private clinics
    công ty du lịch = travel agencies
    doanh nghiệp gỗ = timber firms
    nhà máy thủy điện = hydropower plants
    hộ kinh doanh = household businesses
    viện nghiên cứu = research institutes
    hãng phim = film studios
    công ty dược phẩm = pharmaceutical companies
    sân bay quốc tế = international airports
    trung tâm hành chính công = public service centres
""")
MERITS = _pairs("""
    giảm chi phí vận hành = lower operating costs
    rút ngắn thời gian xử lý = shorten handling times
    tăng độ chính xác = raise accuracy
    bảo đảm an toàn dữ liệu = keep data safe
    mở rộng thị trường nước ngoài = widen foreign markets
    tiết kiệm năng lượng = save energy
    nâng cao năng suất lao động = raise labour productivity
    đáp ứng tiêu chuẩn châu Âu = meet European standards
    kết nối với hệ thống sẵn có = connect to existing systems
    hỗ trợ nhiều ngôn ngữ = support many languages
    giảm phát thải nhà kính = reduce greenhouse emissions
    minh bạch chuỗi cung ứng = make supply chains transparent
    triển khai trong hai tuần = go live within two weeks
    chịu được thời tiết khắc nghiệt = withstand harsh weather
    làm chủ công nghệ lõi = master core technology
    hạn chế sai sót thủ công = avoid manual mistakes
    đào tạo nhân lực tại chỗ = train local staff
    giữ chân người dùng = retain users
    phục vụ vùng sâu vùng xa = serve remote areas
    bảo vệ quyền riêng tư = protect privacy
""")
MEANS = _pairs("""
    trí tuệ nhân tạo = artificial intelligence
    học máy = machine learning
    chuỗi khối = blockchain
    Internet vạn vật = the Internet of Things
    dữ liệu lớn = big data
    thị giác máy tính = computer vision
    điện toán biên = edge computing
    mạng 5G = 5G networks
    mã nguồn mở = open source
    ảnh vệ tinh = satellite images
    xử lý ngôn ngữ tự nhiên = natural language processing
    robot tự hành = autonomous robots
    thực tế tăng cường = augmented reality
    điện toán lượng tử = quantum computing
    vật liệu mới = new materials
    phân tích dòng tiền = cash flow analysis
    nhận dạng khuôn mặt = face recognition
    khai phá quy trình = process mining
    đồ thị tri thức = knowledge graphs
    mật mã hậu lượng tử = post-quantum cryptography
""")
FORMS = ("Công ty Cổ phần", "Công ty TNHH", "Tập đoàn", "Công ty Cổ phần Công nghệ", "Công ty TNHH Giải pháp")
_SYLLABLES = """
    an ba bin ca co da del di en fa fin ga go ha hu in jo ka ki la len li lo lu ma mi mo na ne ni no
    nu o pa pi po qua ra ren ri ro ru sa sen si so ta ten ti to tra tu u va ven vi vo xa xi yo za zen zi
"""
SYLLABLES = tuple(_SYLLABLES.split())
SENTENCES = _pairs("""
    {brand} là {thing} giúp {client} {task} và {merit}. = {brand} is a {thing} that helps {client} {task} and {merit}.
    Sản phẩm dựa trên {means} và {means2}, đã dùng tại {place}. = It rests on {means} and {means2}, and is in use in {place}.
    Với {means}, {client} có thể {task} nhanh hơn {number} lần. = With {means}, {client} {task} {number} times faster.
    Đội ngũ {number} kỹ sư tại {place} phát triển {thing} {brand}. = A team of {number} engineers in {place} builds the {thing} {brand}.
    Phiên bản {number}.0 bổ sung khả năng {task} và {task2}. = Version {number}.0 can also {task} and {task2}.
    Chúng tôi cung cấp {thing} và {thing2} cho {client}. = We offer a {thing} and a {thing2} to {client}.
    Khách hàng tại {place} dùng {brand} để {task}, qua đó {merit}. = Clients in {place} use {brand} to {task} and so {merit}.
    {thing} này kết hợp {means} với {thing2} nhằm {merit}. = This {thing} joins {means} with a {thing2} to {merit}.
    Doanh nghiệp tìm đối tác ở nước ngoài để {task} cho {client}. = The enterprise seeks partners abroad to {task} for {client}.
    Từ năm {year}, {brand} phục vụ {number} {client}. = Since {year}, {brand} has served {number} {client}.
""")  # noqa: E501 - one sentence a line, in both languages
