"""People in public texts: nobody slips through in any dress, and what is honest is not stopped."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from minsheng_cli.privacy.leaks import leaks
from minsheng_cli.privacy.people import names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOBILES = [f"1{3 + i % 7}{i:02d}5{i * 7919 % 10**6:06d}" for i in range(40)]
CHINESE, FORMAL, CIRCLED = "零一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖", "⓪①②③④⑤⑥⑦⑧⑨"


def in_threes(between: str) -> Callable[[str], str]:
    return lambda n: between.join((n[:3], n[3:7], n[7:]))


def drawn(number: str, digits: str) -> str:
    return "".join(digits[int(d)] for d in number)


BETWEEN = (*"- .·—－_/*\u3000\n、，\t~+:\u200b\u00a0|\\='杠横点", " - ", "--")
DRESSES: dict[str, Callable[[str], str]] = {
    "plain": str,
    **{f"3{b!r}4{b!r}4": in_threes(b) for b in BETWEEN},
    "4-4-3": lambda n: f"{n[:4]}-{n[4:8]}-{n[8:]}",
    "3-3-5": lambda n: f"{n[:3]} {n[3:6]} {n[6:]}",
    "5-6": lambda n: f"{n[:5]} {n[5:]}",
    "twos": lambda n: " ".join((n[:2], n[2:4], n[4:6], n[6:8], n[8:])),
    "spaced": " ".join,
    "listed": "、".join,
    "dotted": ".".join,
    "broken": lambda n: f"{n[:6]}\n{n[6:]}",
    "+86": lambda n: f"+86{n}",
    "+86 ": lambda n: f"+86 {in_threes(' ')(n)}",
    "0086-": lambda n: f"0086-{n}",
    "(86)": lambda n: f"（86）{n}",
    "0": lambda n: f"0{n}",
    "brackets": lambda n: f"{n[:3]}（{n[3:7]}）{n[7:]}",
    "full-width": lambda n: n.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "mathematical": lambda n: "".join(chr(0x1D7CE + int(d)) for d in n),
    "arabic": lambda n: "".join(chr(0x660 + int(d)) for d in n),
    "keycaps": lambda n: "".join(f"{d}\ufe0f\u20e3" for d in n),
    "struck": "\u0336".join,
    "circled": lambda n: drawn(n, CIRCLED),
    "Chinese": lambda n: drawn(n, CHINESE),
    "Chinese apart": lambda n: in_threes(" ")(drawn(n, CHINESE)),
    "formal": lambda n: drawn(n, FORMAL),
    "幺": lambda n: drawn(n, CHINESE).replace("一", "幺").replace("零", "〇"),
    "half Chinese": lambda n: n[:3] + drawn(n[3:], CHINESE),
    "English": lambda n: " ".join(
        ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")[int(d)] for d in n
    ),
    "O for 0": lambda n: n.replace("0", "O"),
    "l for 1": lambda n: n.replace("1", "l", 1) if n.count("1") > 1 else n,
    "in a word": lambda n: f"ab{n}cd",
    "after Tel": lambda n: f"Tel{n}",
    "two in one": lambda n: f"{n}{n}",
}
SENTENCES = ("联系人{}。", "截至4月25日已完成12个（{}），进展顺利", "{}", "具体情况请致电{}咨询。", "进展顺利{}已完工")


def test_a_mobile_number_leaks_in_no_dress() -> None:
    missed = [
        (dress, number)
        for (dress, wear), (i, number) in product(DRESSES.items(), enumerate(MOBILES))
        if not list(leaks([("进展", SENTENCES[i % len(SENTENCES)].format(wear(number)))], frozenset()))
    ]
    assert missed == []


OTHERS = [
    "023-67821234",
    "023 67821234",
    "（023）67821234",
    "02367821234",
    "023—6782—1234",
    "023-67821234-801",
    "023-67821234转801",
    "0817-6782123",
    "电话67821234",
    "电话：6782-1234",
    "致电 6782 1234",
    "67821234",
    "联系电话：6782123",
    "座机67 82 12 34",
    "400-123-4567",
    "4001234567",
    "400 1234 567",
    "400-12345-67",
    "800-820-8820",
    "传真：67821234",
    "QQ：12345678",
    "QQ12345",
    "qq 群 123456789",
    "扣扣123456",
    "微信号：zhangsan123",
    "微信zhangsan_01",
    "加VX：abc12345",
    "wx:abc-12345",
    "V信abc12345",
    "微 信：abcd1234",
    "加v：abc12345",
    "QQ:1234 5678 90",
    "+86 23 6782 1234",
    "Q Q 1234567",
    "zhangsan@example.com",
    "zhangsan＠example.com",
    "zhang.san @ example . com",
    "zhangsan#example.com",
    "zhangsan(at)example.com",
    "zhangsan at example dot com",
    "zhangsan@example。com",
    "12345678@example.cn",
    "500112199001011234",
    "50011219900101123X",
    "50011219900101123x",
    "500112 19900101 1234",
    "500112-1990-0101-1234",
    "５００１１２１９９００１０１１２３４",
    "500112900101123",
    "五〇〇一一二一九九〇〇一〇一一二三四",
    "身份证号：500112199001011234",
    "500112\n19900101\n1234",
    "000-12345678",
    "000 1234 5678",
    "☎67821234",
    "📞 6782 1234",
    "13812345678/13912345678",
    "1381234\n5678",
    "138 1234\n5678",
]


@pytest.mark.parametrize("sentence", SENTENCES[:3])
def test_no_other_number_or_address_leaks(sentence: str) -> None:
    missed = [text for text in OTHERS if not list(leaks([("进展", sentence.format(text))], frozenset()))]
    assert missed == []


def test_a_number_is_never_repeated_in_full() -> None:
    for text in (*OTHERS, *MOBILES):
        for leak in leaks([("进展", text)], frozenset()):
            assert len([c for c in leak.text if c.isalnum()]) <= 5
            assert text not in leak.text


HONEST = """
截至4月25日，累计完成投资11,337.5万元，改造老旧小区23个、280万平方米。
新建5G基站300个，为年度目标的30.0%；培训20250425期学员1200名。
计划投资23456789元，惠及2800000平方米、5002025人。
项目代码2503-500112-04-01-123456，已于2025-04-15 09:30开工，2025.12.31前完工。
渝北发改投〔2025〕123号批复，概算总投资13,500,000,000元，其中财政资金15,823,456,789.00元。
第13、15、17、19、21、3号楼已完成加装，1、2、3、4、5、6、7、8、9、10、11号楼正在施工。
改造150、2000、3500户；完成13.5、12.8、15.2、20.1、33.4万元；面积分别为138.5、1200.3、4500.8平方米。
2021—2025年规划、2024-2025学年、2025年3月15日至2025年4月20日（共37天）。
开行公交线路138路、1234路、5678路；日均客流13812人次、累计1381234567人次。
招标编号：50011220250415001，合同编号YB202504150012，施工许可证500112202504150101。
贷款13812345678元已到账；用水量13912345678立方米；发电量15912345678度。
拨付资金2345.6789万元，拨付23456789元；热线12345共受理诉求23456件，12328、12369、110、120、119联动。
手机APP注册用户2345678人，咨询服务3500000人次，办公用房20250425建成。
一是完成摸排；二是启动招标；三、四、五期同步实施；第一、二、三、四、五、六、七、八、九批次已验收。
微信公众号“渝北发布”推送12000条，微信小程序访问1234567次，QQ群238个。
坐标106.631234，29.718123；比例1:500、1:2000；标高138.123米；桩号K13+812.345至K67+821.234。
十四五规划，二〇二五年四月二十五日，三百二十五个，一万三千八百人，两千零二十五户。
GB/T 9704-2012、GB 50016-2014（2018年版）、DBJ50/T-164-2021，ISO 9001:2015认证。
8:30-12:00、14:00-18:00开放；周一至周五9:00-17:00。
建成1.5米、2.0米、2.5米、3.0米、3.5米步道各1条，DN100、DN200、DN300管道共12345.6米。
共13个镇街：1个、2个、3个；合计138个点位，其中1期12个、2期34个、3期56个、4期78个。
完成率分别为13.8%、12.3%、45.6%、78.9%，同比增长1.38、1.23、4.56个百分点。
惠及群众67821234人次；种植树木67821234株；面积67821234平方米。
投资23456789元（贰仟叁佰肆拾伍万陆仟柒佰捌拾玖元整）。
二维码已张贴1200张，公示编号20250012345。
本月完成100、累计500、目标1,000；上年同期380、420、460、480个。
""".strip().split("\n")


def test_honest_figures_are_not_stopped() -> None:
    stopped = {
        text: [leak.text for leak in found] for text in HONEST if (found := list(leaks([("", text)], frozenset())))
    }
    assert stopped == {}


# ---------------------------------------------------------------- people

CELLS = {
    "张三 13800000000": "张三",
    "区教委 李四 000-12345678": "李四",
    "区教委王小明主任13800000000": "王小明",
    "副主任：赵六，电话000-1234": "赵六",
    "责任人：钱七；联系人：孙八": "钱七 孙八",
    "综合科 周 九 13800000000": "周九",
    "吴十、郑一一": "吴十 郑一一",
    "规划建设管理办公室冯二二": "冯二二",
    "陈三三李四四": "陈三三 李四四",
    "阿依古丽·买买提 138": "阿依古丽·买买提",
    "阿依古丽•买买提": "阿依古丽·买买提",
    "欧阳娜娜（局长）": "欧阳娜娜",
    "张  三": "张三",
    "科长：周 九九 000": "周九九",
    "示例甲 000-0000": "示例甲",
    "楚河 分管领导": "楚河",
    "高峰 000-1": "高峰",
    "文静、江涛 000": "文静 江涛",
    "刘科": "刘科",
    "张三区教委": "张三",
    "姓名：王五 手机：138": "王五",
}
NOBODY = ("区教委办公室 67821234", "综合科：000-123", "无", "电话 138", "规划建设科", "项目部 000", "同上", "/")


def test_people_are_read_out_of_cells() -> None:
    missed = {cell: told for cell, who in CELLS.items() if not set(who.split()) <= (told := names([cell]))}
    assert missed == {}
    assert {cell: names([cell]) for cell in NOBODY if names([cell])} == {}


PEOPLE = names(CELLS)
NAMED = [
    "由张三负责推进",
    "张三同志多次调度",
    "街道干部张三走访12户",
    "张 三带队检查",
    "张　三",
    "张\u200b三",
    "联系人：张·三",
    "（张三）",
    "联系人张\n三",
    "责任人：张.三",
    "王小明牵头",
    "王 小 明主任",
    "区教委王主任现场调度",
    "由李主任带队",
    "，赵书记调研",
    "老王同志",
    "请高峰同志对接",
    "由高峰负责",
    "联系人：高峰。",
    "（高峰，电话另告）联系人高峰",
    "阿依古丽·买买提已入户",
    "阿依古丽买买提",
    "阿依古丽•买买提",
    "欧阳娜娜督办",
    "示例甲已完成",
    "陈三三、李四四现场办公",
    "张-三",
    "张*三负责",
    "冯二二同志",
    "江涛带队",
    "找文静对接",
]


def test_nobody_is_named_in_any_dress() -> None:
    missed = [text for text in NAMED if not list(leaks([("进展", text)], PEOPLE))]
    assert missed == []


NAMELESS = [
    "早高峰、晚高峰拥堵缓解，高峰期车速提高12%",
    "高峰时段增开公交",
    "工期紧张，三是加快进度",
    "保持紧张\n三是压实责任",
    "召开常委会议、向委员汇报",
    "办公室主任、科室负责人到场",
    "各校长参加培训",
    "由和平街道负责",
    "主任会议、书记专题会调度",
    "村书记带头",
    "项目经理到位",
    "社区党委书记走访",
    "王家社区、李家村完工",
    "由施工单位负责",
    "文静态展示、波浪江涛声",
    "安全同志",
    "第四批、第三批",
    "区体育局局长调研",
    "主管工程师",
    "建设管理科学化",
]


def test_words_are_not_taken_for_people() -> None:
    stopped = {text: [leak.text for leak in found] for text in NAMELESS if (found := list(leaks([("", text)], PEOPLE)))}
    assert stopped == {}


def identity(first: str) -> str:
    """Return an invented identity number with its check digit (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return first + "10X98765432"[sum(int(d) * w for d, w in zip(first, weights, strict=True)) % 11]


PAPERS = {
    "身份证号码": [f"证件2{identity('50011219900307123')}尾随", f"编号000{identity('50011219491231002')}99"],
    "银行卡号": ["账号6222021234567890128", "卡号 6222 0212 3456 7890 128", "6222-0212-3456-7890-128"],
    "证件号码": ["护照E12345678", "持G12345678号护照", "通行证H1234567890"],
    "车牌号": ["车辆渝A12345已到位", "渝AD12345新能源车", "渝B·8K123"],
    "住址": ["家住龙山路12号", "3栋2单元501室", "12号楼1单元12-3", "花园路8号3-2-5", "现住某镇建设路3号"],
    "社交账号": ["微信同号", "（电话微信同号）", "微信即电话"],
    "电话号码": ["138x1234x5678", "138×1234×5678", "138X1234X5678"],
    "责任人姓名": [
        "张局现场调度", "由李工负责", "请王总协调", "小张联系", "老李同志", "找小陈对接", "欧阳某到场",
        "张某某反映问题", "诸葛某某表示", "联系人zhangsan", "由 Zhang San 负责", "联系人：li xiaoming",
        "赵某到场", "向陈书记汇报",
    ],
}  # fmt: skip
UNSTOPPED = """
开张局面良好，小区改造完成12个。3栋2单元已完成电梯加装，12号楼正在施工
第13、15、17号楼共501户，3号楼120户已入住
小时工、小康路、小学12所、老旧小区改造、老城区
完成投资6222021234567890元，发电量6222021234567891度
尺寸1500x1200x900毫米，DN100x200；G85高速、S10路、DN100管道、C30混凝土
某小区、某某街道均已完工；建设张关水厂、王家街道、李家沟
新建WiFi热点300个，APP用户1万人；渝府发〔2025〕12号、渝B级标准
陈总干渠整治完成，刘家院改造；龙山路12号院改造完成
工程总投资、局部修缮、处理完成；老张沟水库、小李子种植园；胡总渠、范某河道
""".strip().split("\n")


def test_papers_things_and_colleagues_are_found_without_anybody_in_a_cell() -> None:
    for what, texts in PAPERS.items():
        assert {t for t in texts if what not in {x.what for x in leaks([("", t)], frozenset())}} == set()
    stopped = {t: found for t in UNSTOPPED if (found := list(leaks([("", t)], frozenset())))}
    assert stopped == {}


def hostile_texts() -> Iterator[str]:
    yield "1 " * 16_000
    yield "长" * 32_767
    yield "1" * 32_767
    yield "a" * 32_767
    yield "1-" * 10_000 + "@" * 5_000
    yield "张" * 30_000
    yield "微信 " * 8_000 + "@a." * 5_000


def test_the_longest_cells_are_searched_without_going_back_and_forth() -> None:
    for text in hostile_texts():  # a search that is not linear in their length would not come back for minutes
        list(leaks([("", text)], PEOPLE))
