"""The month's package as its readers get it: measured, opened, rendered, and held against one another."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from decimal import Decimal
from email import message_from_bytes, policy
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import axe_core_python
import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

import ooxml
from conftest import Minsheng, lay_list
from hand import Form
from minsheng_cli.errors import TemplateError
from minsheng_cli.reports import docx, html
from minsheng_cli.reports.content.words import money
from minsheng_cli.reports.docx import filling
from minsheng_cli.words import CLASS_OF, CLASSES, STANDINGS
from minsheng_cli.workspace import packaged

if TYPE_CHECKING:
    import simulated_year as sim
    from office import Office

BROWSER = next((b for b in ("chromium", "chromium-browser", "google-chrome") if shutil.which(b)), None)
needs_browser = pytest.mark.skipif(BROWSER is None, reason="no Chromium (apt-get install chromium)")
MM = 1440 / 25.4  # twentieths of a point
HOSTILE = (
    "{{ 7*7 }} {% for x in y %} {#c#} ${x} %s <script>alert(1)</script></style></title> <b>&amp; ]]> <!--"
    " =cmd|'/c calc'!A1 <img src=x onerror=alert(2)> \" onmouseover=alert(3) ' <a href=javascript:alert(4)>点</a>"
    " <svg onload=alert(5)> <base href=//x> 😀👨\u200d👩\u200d👧🏳\ufe0f\u200d🌈 gnp.exe"
    " 𠀀𪚥𫝆 [bold]x[/] +1 -1 @x"
)
SENT = f"=1+1 \u202e{HOSTILE}\u202c_x001B_[31m_x0007__xD800_"  # controls, turned text, half a character
NAMELESS = HOSTILE.replace("𠀀𪚥𫝆", "")
SEEN = f"=1+1 {HOSTILE}[31m"
ORDER = (
    "总体情况", "进展较好的项目", "进度滞后的项目", "需协调解决的问题", "上月督办事项办理情况", "报送情况",
    "下一步工作要求",
)  # fmt: skip
NAMES = (
    "{{7*7}}",
    "<script>alert(9)<script>",
    "=cmd|calc ",
    "\x1b[31m红",
    "\u202exslx.exe",
    "-rf ",
    "@x ",
    "新\n行",
    "$(id) ",
)


class Seen(HTMLParser):
    """What a reader sees of a page, without scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.skip = 0
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.skip += tag in ("script", "style")
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "srcset", "action", "data")]

    def handle_endtag(self, tag: str) -> None:
        self.skip -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.skip:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return "".join(self.texts)


@pytest.fixture(scope="module")
def root(year: sim.SimulatedYear) -> Path:
    """Where the simulated year lies; its September is looked at."""
    return year.workspace.root


def result(root: Path, start: str, month: str = "2025-09") -> Path:
    (path,) = (root / month / "成果").glob(f"{start}*")
    return path


def words_of(path: Path) -> str:
    document = Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


# ---------------------------------------------------------------- one figure, everywhere the same


def test_a_figure_is_the_same_in_every_output(root: Path) -> None:
    """Counts of projects, problems, returns and money: workbook, bulletin, public text and dashboard agree."""
    book = load_workbook(result(root, "渝北区"))
    cover = book["总览"]
    told = words_of(result(root, "关于"))
    page = Seen(result(root, "看板").read_text(encoding="utf-8")).text
    published = words_of(result(root, "公开稿（2025年9月）.docx"))
    rows: list[Any] = list(book["滞后项目"].iter_rows(min_row=4, values_only=True))
    lagging = [row for row in rows if str(row[0]).isdigit()]
    assert lagging
    assert f"进度滞后{len(lagging)}项（" in told
    for row in lagging:
        assert str(row[1]) in told
        gap = f"{float(str(row[5])):.1f}".replace("-", "−")
        assert gap in told
        assert gap in page
    words = [str(cover.cell(number, 4).value)[1:] for number in range(7, 7 + 25)]
    classes = [CLASSES[CLASS_OF[next(code for code, word in STANDINGS.items() if word == w)]] for w in words]
    annex = Document(str(result(root, "关于"))).tables[-1]
    last = [row.cells[6].text for row in annex.rows if row.cells[0].text.isdigit()]
    for word in set(classes):
        number = classes.count(word)
        assert re.search(rf"(?:{word}|{'待市级下达' if word == '目标待定' else word}){number}项", told), word
        assert re.search(rf"{word}\s*{number}\s*项", page), word
        assert word == "进度滞后" or last.count(word) == number, word
    for word in ("已完成", "按期推进"):
        assert word not in classes or f"{word}{classes.count(word)}项" in published
    amount = next(r[5] for r in book["汇总表"].iter_rows(values_only=True) if r[0] == "合计")
    written = money(Decimal(str(amount)))
    assert f"累计完成投资{written}" in told
    assert f"累计完成投资{written}" in published
    assert written.rstrip("亿万元") in page
    still = [p for p in book["卡点问题台账"].iter_rows(min_row=4, values_only=True) if p[6] and "解决" not in str(p[6])]
    intro = told[told.index("、需协调解决") :]
    assert re.search(rf"(?:问题|尚未解决的问题){len(still)}个", intro)
    on_time = sum(r[5] == "按时" for r in book["报送情况"].iter_rows(min_row=4, values_only=True))
    assert ("全部按时报送" in told) if on_time == 17 else (f"按时报送{on_time}个" in told)


def test_every_sheet_is_there_and_opens(root: Path) -> None:
    book = load_workbook(result(root, "渝北区"))
    assert book.sheetnames == [
        "总览", "汇总表", "报送情况", "指标进度", "滞后项目", "卡点问题台账", "环比变化", "问题清单", "来源",
    ]  # fmt: skip
    for sheet in book.worksheets[1:]:
        assert sheet.print_title_rows
        assert sheet.freeze_panes
    with zipfile.ZipFile(result(root, "渝北区")) as parts:
        assert sum(name.startswith("xl/charts/chart") for name in parts.namelist()) == 3  # states, months, returns
    linked = [c.hyperlink.location for row in book["总览"] for c in row if c.hyperlink]
    assert len(linked) >= 25
    for target in linked:
        name, _, cell = str(target).replace("'", "").partition("!")
        assert book[name][cell].value is not None


# ---------------------------------------------------------------- the bulletin, measured


def test_the_bulletin_is_set_as_the_standard_has_it(root: Path) -> None:
    document: Any = Document(str(result(root, "关于")))
    first, annex = document.sections
    page = first._sectPr.find(qn("w:pgMar"))
    sides = {side: round(int(page.get(qn(f"w:{side}"))) / MM) for side in ("top", "bottom", "left", "right")}
    assert sides == {"top": 37, "bottom": 35, "left": 28, "right": 26}
    size = first._sectPr.find(qn("w:pgSz"))
    assert (round(int(size.get(qn("w:w"))) / MM), round(int(size.get(qn("w:h"))) / MM)) == (210, 297)
    assert annex.page_width > annex.page_height
    paragraphs = [p for p in document.paragraphs if p.text.strip()]

    def face(text: str) -> tuple[str, float, Any]:
        found = next(p for p in paragraphs if p.text.startswith(text))
        run: Any = found.runs[0]
        return run._element.rPr.rFonts.get(qn("w:eastAsia")), run.font.size.pt, found

    title = face("关于")
    assert title[:2] == ("方正小标宋简体", 22)
    assert face("一、总体情况")[:2] == ("黑体", 16)
    name, points, body = face("截至")
    assert (name, points) == ("仿宋_GB2312", 16)
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"
    assert 28 <= body.paragraph_format.line_spacing.pt <= 29
    footer = "".join(t.text for t in first.footer._element.iter(qn("w:t"), qn("w:instrText")))
    assert footer == "— PAGE —"
    assert {r.font.size.pt for r in first.footer.paragraphs[0].runs} == {14}
    heads = [p.text for p in paragraphs if re.match("[一二三四五六]、", p.text)]
    told = [head[2:] for head in heads]
    assert [head[0] for head in heads] == list("一二三四五六"[: len(heads)])  # the numbering closes up
    assert told == [h for h in ORDER if h in told]
    *_, table = document.tables
    for each in document.tables:
        assert each.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [c.text for c in table.rows[0].cells] == [
        "序号", "项目", "牵头单位", "年度目标", "累计完成", "完成率", "状态", "主要问题",
    ]  # fmt: skip
    sections = [row.cells[0].text for row in table.rows if len({c._tc for c in row.cells}) == 1]
    assert [title[:2] for title in sections] == ["一、", "二、", "三、"]  # 序号 begins anew in each
    assert len(table.rows) == 1 + 25 + 3  # header, projects, section headings
    assert {face.get(qn("w:eastAsia")) for face in document.styles.element.iter(qn("w:lang"))} == {"zh-CN"}
    signature = next(p for p in paragraphs if p.text.strip() == "重庆市渝北区发展和改革委员会")
    assert signature.paragraph_format.keep_with_next  # no day on a page of its own
    assert all("　" not in p.text.strip("　") or "年" in p.text for p in paragraphs)
    text = words_of(result(root, "关于"))
    assert not re.search(r"(?<![\d.])0(?:项|个(?!百分点)|家)", text.split("附件：")[0].replace("累计0个", ""))
    assert not re.search(r"〔\d+〕\d+号", text.replace("渝北府办发〔2025〕9号", ""))  # no number of its own is invented


def pages(office: Office, path: Path) -> int:
    """Return how many pages a document has in print."""
    pdf = office.convert(path, path.with_suffix(".pdf"), "writer_pdf_Export")
    told = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, timeout=600).stdout.decode()
    return int(re.search(r"Pages:\s+(\d+)", told)[1])  # type: ignore[index]


def test_the_bulletin_saved_again_by_libreoffice_has_as_many_pages(root: Path, tmp_path: Path, office: Office) -> None:
    original = tmp_path / "a.docx"
    shutil.copy(result(root, "关于"), original)
    saved = office.convert(original, tmp_path / "again.docx", "MS Word 2007 XML")
    assert pages(office, saved) == pages(office, original) > 3


# ---------------------------------------------------------------- the page


PROBE = """<script>
function press(key){document.dispatchEvent(new KeyboardEvent('keydown',{key:key,bubbles:true}))}
function later(act){return new Promise(function(done){setTimeout(function(){done(act())},120)})}
function choose(id,value){var s=document.getElementById(id);s.value=value;s.dispatchEvent(new Event('change'))}
function audit(name,rules){return axe.run(rules||{}).then(function(r){
  out.faults=out.faults.concat(r.violations.map(function(v){
  return {where:name,id:v.id,impact:v.impact,nodes:v.nodes.length,first:v.nodes[0].html.slice(0,120)}}))})}
var out={faults:[],errors:[],asked:0};
window.addEventListener('error',function(e){out.errors.push(e.message)});
window.addEventListener('securitypolicyviolation',function(e){out.errors.push(e.violatedDirective)});
window.alert=window.confirm=window.prompt=function(){out.asked++};
window.addEventListener('load',async function(){
  var root=document.documentElement;
  out.wide=root.scrollWidth<=window.innerWidth;
  await audit('overview');
  location.hash='#P10';
  await later(function(){out.shown=document.querySelectorAll('article.shown').length;
    out.focus=document.activeElement.id;
    out.alone=document.getElementById('matrix').offsetHeight===0;
    out.story_wide=root.scrollWidth<=window.innerWidth});
  await audit('story',OTHERWISE);
  root.setAttribute('data-theme','dark');
  await audit('story, dark');
  press('Escape');
  await later(function(){out.back=document.activeElement.getAttribute('href')});
  await audit('overview, dark',OTHERWISE);
  document.querySelector('#matrix tr[data-code] td').click();
  await later(function(){out.clicked=location.hash});
  press('Escape');
  await later(function(){});
  choose('f-class','behind');out.filtered=document.getElementById('shown').textContent;
  document.getElementById('f-none').click();out.unfiltered=document.getElementById('shown').textContent;
  choose('f-unit','区教委');out.unit=document.getElementById('shown').textContent;
  out.rows=[].filter.call(document.querySelectorAll('tr[data-code],tr[data-unit]'),
    function(r){return r.offsetHeight}).length;
  out.requests=performance.getEntriesByType('resource').length;
  document.body.innerHTML='<pre id="verdict"></pre>';
  document.getElementById('verdict').textContent=JSON.stringify(out);
});</script>"""


def browsed(page: str, folder: Path, size: str = "1366,768", probe: str = PROBE) -> dict[str, Any]:
    """Open a page in Chromium and return what the probe saw."""
    axe = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    test = folder / "probe.html"
    test.write_text(page.replace("<head>", f"<head><script>{axe}</script>{probe}", 1), encoding="utf-8")
    command = [str(BROWSER), "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    command += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    command += [f"--user-data-dir={folder}/chrome", f"--window-size={size}", "--virtual-time-budget=20000"]
    done = subprocess.run([*command, "--dump-dom", f"file://{test}"], capture_output=True, check=True, timeout=600)
    (verdict,) = re.findall(r'<pre id="verdict">(\{.*?)</pre>', done.stdout.decode(), re.DOTALL)
    return json.loads(unescape(verdict))  # type: ignore[no-any-return]


@needs_browser
@pytest.mark.parametrize(
    ("size", "otherwise"),
    [
        ("1366,768", "{runOnly:['color-contrast']}"),  # each page with all rules in one theme, its colours in both
        *(pytest.param(s, "{}", marks=pytest.mark.exhaustive) for s in ("1366,768", "500,844")),
    ],
)
def test_the_dashboard_in_a_real_browser(root: Path, tmp_path: Path, size: str, otherwise: str) -> None:
    page = result(root, "看板").read_text(encoding="utf-8")
    assert all(link.startswith(("#", "data:")) for link in Seen(page).links)
    told = browsed(page, tmp_path, size, PROBE.replace("OTHERWISE", otherwise))
    assert told["faults"] == []
    assert told["errors"] == []
    assert told["requests"] == 0
    assert told["wide"]  # nothing but tables scrolls sideways
    assert told["story_wide"]
    assert (told["shown"], told["focus"], told["alone"]) == (1, "P10", True)
    assert told["back"] == "#P10"  # Escape leads back to the link one came from
    assert told["clicked"] == "#S01"
    assert (told["filtered"], told["unfiltered"]) == ("共 1 项", "共 25 项")
    assert (told["unit"], told["rows"]) == ("共 3 项", 4)  # three projects and the unit's own line


def test_the_dashboard_tells_a_problem_s_life_and_a_figure_s_course(root: Path) -> None:
    page = result(root, "看板").read_text(encoding="utf-8")
    story = page[page.index('<article id="P02"') : page.index('<article id="P03"')]
    lives = re.findall(r'<span class="lived (\w+)" title="(\S+) (\S+)">', story)
    assert lives == [
        ("open", "4月", "新增"), ("open", "5月", "延续"), ("solved", "7月", "已解决"),
        ("open", "5月", "新增"), ("open", "7月", "延续"), ("silent", "8月", "未再提及"), ("silent", "9月", "未再提及"),
    ]  # fmt: skip
    assert story.count("<figure>") == story.count("<svg")
    (course,) = re.findall(r'<th scope="row">学校运动场改造</th>(.*?)</tr>', story)
    assert [told.split("，")[0] for told in re.findall("<td>(.*?)</td>", course)] == [
        "3所", "4所", "4所", "没有记录", "6所", "7所", "8所",
    ]  # fmt: skip
    unreported = re.search(r'<tr data-unit="区商务委">.*?</tr>', page)
    assert unreported
    assert re.findall(r'class="tag ([\w-]+)"', unreported[0]) == [*["on-time"] * 2, "missing", "none", *["on-time"] * 3]
    assert unreported[0].endswith("<td>5/6</td></tr>")


# ---------------------------------------------------------------- what Word and Excel ask for


def test_no_part_of_any_output_would_have_to_be_repaired(root: Path, hostile: Path) -> None:
    files = [
        *(path for month in ("2025-08", "2025-09") for path in (root / month).rglob("成果/*.*x")),
        *(root / "2025-09").rglob("下发/*.xlsx"),
        *root.rglob("退回/*.xlsx"),
        *hostile.rglob("成果/*.*x"),
    ]
    assert len(files) > 25
    assert {path.suffix for path in files} == {".xlsx", ".docx"}
    for path in files:
        assert ooxml.faults(path.read_bytes()) == [], path.name


def test_a_package_that_would_have_to_be_repaired_is_found_out(root: Path) -> None:
    def without(data: bytes, part: str, old: bytes, new: bytes) -> list[str]:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(data)) as book, zipfile.ZipFile(out, "w") as other:
            for name in book.namelist():
                content = book.read(name)
                assert name != part or old in content
                other.writestr(name, content.replace(old, new, 1) if name == part else content)
        return ooxml.faults(out.getvalue())

    book, paper = result(root, "渝北区").read_bytes(), result(root, "关于").read_bytes()
    assert without(book, "xl/workbook.xml", 'name="汇总表"'.encode(), 'name="没有"'.encode())
    assert without(book, "[Content_Types].xml", b"/xl/styles.xml", b"/xl/style.xml")
    assert without(book, "xl/_rels/workbook.xml.rels", b"sharedStrings.xml", b"strings.xml")
    assert without(paper, "word/document.xml", b"<w:keepNext/>", b'<w:jc w:val="left"/><w:keepNext/>')


# ---------------------------------------------------------------- hostile texts


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month whose every unit writes what a template, a browser or a spreadsheet might take for its own."""
    root = lay_list(tmp_path_factory.mktemp("hostile"))
    run = Minsheng(root)
    assert run("generate", "2025-04").code == 0
    for number, path in enumerate(sorted(root.glob("2025-04/下发/*.xlsx"))):
        form = Form(path.read_bytes()).fill()
        for project in form.rows:
            long = "长" * (32_767 - len(SENT)) if number == 0 else ""
            contact = f"示例甲 000-00000000 {NAMELESS}"  # which would be a name nobody may publish
            form.write(project, progress=SENT + long, problems=SENT, next_steps=SENT, contact=contact)
        form.sign(head=f"示例乙{NAMELESS}", preparer=None if number % 3 == 0 else f"示例丙{NAMELESS}")
        for row in form.book["指标进度"].iter_rows(min_row=5):
            row[7].value, row[7].data_type = SENT, "s"  # 备注
        (root / "2025-04/回收" / f"{NAMES[number % len(NAMES)]}{path.name}").write_bytes(form.bytes())
    assert run("collect", "2025-04").code in (0, 1)
    return root


def test_hostile_texts_come_out_literally(hostile: Path) -> None:
    book = load_workbook(result(hostile, "渝北区", "2025-04"))
    cells = [c.value for row in book["汇总表"].iter_rows() for c in row if isinstance(c.value, str)]
    assert sum(SEEN in value for value in cells) >= 3 * 25
    for path in (result(hostile, "渝北区", "2025-04"), *hostile.glob("2025-04/退回/*.xlsx")):
        formulas = [
            str(c.value)
            for sheet in load_workbook(path)
            for row in sheet.iter_rows()
            for c in row
            if c.data_type == "f"
        ]
        assert not [f for f in formulas if "cmd" in f or "1+1" in f], path
    told = words_of(result(hostile, "关于", "2025-04"))
    assert SEEN[:30] in told  # a paper quotes the beginning
    page = result(hostile, "看板", "2025-04").read_text(encoding="utf-8")
    assert unescape(page).count(SEEN) >= 3 * 25
    drafts = list(hostile.glob("2025-04/退回/*.eml"))
    assert len(drafts) == 6
    for draft in drafts:
        letter = message_from_bytes(draft.read_bytes(), policy=policy.default)
        body = letter.get_body()
        assert body is not None
        text = body.get_content()
        assert not re.search("[\x00-\x08\x0b-\x1f]", text.replace("\r\n", "\n"))
        assert "49" not in text
        assert body.get_content_type() == "text/plain"


def test_hostile_texts_reach_no_terminal(hostile: Path) -> None:
    run = Minsheng(hostile)
    for command in ("report", "status", "compare", "problems", "lagging", "assess"):
        done = run(command, *(["2025-04"] if command != "assess" else []))
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\ud800-\udfff]", done.out + done.err), command
        assert isinstance(run(command, "--json").json, dict | list)
    entries = json.loads((hostile / "2025-04/存档/记录.json").read_bytes())["entries"]
    assert all(HOSTILE in entry["problems"] for entry in entries)


@needs_browser
def test_hostile_texts_do_nothing_in_a_browser(hostile: Path, tmp_path: Path) -> None:
    wanted = json.dumps(SEEN).replace("<", "\\u003c")
    probe = """<script>
    var out={errors:[],asked:0};
    window.alert=window.confirm=window.prompt=function(){out.asked++};
    window.addEventListener('error',function(e){out.errors.push(String(e.message))},true);
    window.addEventListener('securitypolicyviolation',function(e){out.errors.push(e.violatedDirective)});
    window.addEventListener('load',function(){
      [].forEach.call(document.querySelectorAll('article'),function(a){location.hash=a.id});
      [].forEach.call(document.querySelectorAll('article>script'),function(s){  // as opening each of them does
        s.parentNode.innerHTML=s.textContent});
      [].forEach.call(document.body.querySelectorAll('*'),function(e){
        ['mouseover','focus','load','error'].forEach(function(n){e.dispatchEvent(new Event(n))})});
      setTimeout(function(){
        out.errors=out.errors.filter(function(e){return e!=='undefined'});  // the events sent above
        out.strange=document.body.querySelectorAll('img,base,iframe,object,embed,form,meta,title:empty').length;
        out.handlers=[].filter.call(document.querySelectorAll('*'),function(e){return [].some.call(e.attributes,
          function(a){return /^on/.test(a.name)||/^\\s*javascript:/i.test(a.value)})}).length;
        out.requests=performance.getEntriesByType('resource').length;
        out.wide=document.documentElement.scrollWidth<=window.innerWidth;
        out.text=document.body.textContent.split(WANTED).length-1;
        document.body.innerHTML='<pre id="verdict"></pre>';
        document.getElementById('verdict').textContent=JSON.stringify(out);
      },300)});</script>""".replace("WANTED", wanted)
    for name, least in (("看板", 75), ("公开稿（2025年4月）.html", 0)):
        page = result(hostile, name, "2025-04").read_text(encoding="utf-8")
        told = browsed(page, tmp_path, probe=probe)
        assert told["text"] >= least
        del told["text"]
        assert told == {"errors": [], "asked": 0, "strange": 0, "handlers": 0, "requests": 0, "wide": True}, name


# ---------------------------------------------------------------- what must not be published


def test_a_number_in_a_progress_blocks_publication_and_names_the_place(issued: Minsheng) -> None:
    (blank,) = issued.root.glob("2025-04/下发/附件2_区教委_*.xlsx")
    form = Form(blank.read_bytes()).fill()
    project = next(iter(form.rows))
    inbox = issued.root / "2025-04/回收/区教委.xlsx"
    inbox.write_bytes(form.bytes())
    assert issued("collect", "2025-04").code == 1
    assert len(list(issued.root.glob("2025-04/成果/公开稿*"))) == 2
    form.write(project, progress="已建成12处，请联系 13812345678。")
    inbox.write_bytes(form.bytes())
    done = issued("collect", "2025-04", "--json")
    assert list(issued.root.glob("2025-04/成果/公开稿*")) == []  # the earlier one goes, too
    record = json.loads((issued.root / "2025-04/存档/记录.json").read_bytes())
    (finding,) = [f for f in record["findings"] if f["code"] == "public.person"]
    assert project in finding["message"]
    assert "13812345678" not in finding["message"]
    assert done.code == 1


def returned(minsheng: Minsheng, unit: str, name: str = "回函.xlsx", **values: str) -> Form:
    """Fill in a unit's blank, its first project with these values, and put it into the inbox."""
    (blank,) = minsheng.root.glob(f"2025-04/下发/*{unit}*.xlsx")
    form = Form(blank.read_bytes()).fill()
    form.write(next(iter(form.rows)), **values)
    (minsheng.root / "2025-04/回收" / name).write_bytes(form.bytes())
    return form


def withheld(minsheng: Minsheng) -> list[str]:
    """Collect, and return what was said of persons; a public text exists exactly when nothing was."""
    minsheng("collect", "2025-04")
    record = json.loads((minsheng.root / "2025-04/存档/记录.json").read_bytes())
    told = [f["message"] for f in record["findings"] if f["code"] == "public.person"]
    assert len(list(minsheng.root.glob("2025-04/成果/公开稿*"))) == (0 if told else 2)
    return told


def test_people_of_other_units_earlier_versions_and_signatures_are_not_published(issued: Minsheng) -> None:
    inbox = issued.root / "2025-04/回收"
    told = "经钱七七、孙八八、周九九、吴十十四方会商，已建成12处。"
    returned(issued, "区教委", progress=told)
    assert withheld(issued) == []  # so far they are nobody
    other = returned(issued, "区残联", "残联.xlsx", contact="科长钱七七 000-12345678")
    assert [m.count("钱某某") for m in withheld(issued)] == [1]
    (inbox / "残联.xlsx").write_bytes(other.fill().sign(head="孙八八", preparer="周 九九").bytes())
    said = "".join(withheld(issued))  # the first version still counts, and who signed the second
    assert [name for name in ("钱某某", "孙某某", "周某某") if name not in said] == [], said
    assert "吴某某" not in said
    assert not re.search("钱七七|孙八八|周九九", said)


def test_a_month_with_people_in_every_field_publishes_none_of_them(issued: Minsheng) -> None:
    numbers = [f"1{3 + i % 7}{i:02d}5{i * 7919 % 10**6:06d}" for i in range(200)]
    people = [f"{'赵钱孙李周吴郑王冯陈'[i % 10]}{'伟芳娜敏静'[i % 5]}{'国华军民安'[i // 5 % 5]}" for i in range(40)]
    at = iter(range(10_000))
    for path in sorted(issued.root.glob("2025-04/下发/*.xlsx")):
        form = Form(path.read_bytes()).fill()
        for project in form.rows:
            i = next(at)
            person, phone = people[i % 40], [numbers[(7 * i + k) % 200] for k in range(7)]
            form.write(
                project, progress="（示例）已建成并启用12处，累计投资120.5万元。", contact=f"{person} {phone[0]}",
                problems=f"请联系{person}{phone[1]}、{phone[2]}", next_steps=f"由{person}牵头，{phone[3]}、{phone[4]}",
            )  # fmt: skip
        form.sign(head=people[i % 40], preparer=f"{people[(i + 1) % 40]} {phone[5]}")
        (issued.root / "2025-04/回收" / f"{people[i % 40]}{phone[6]}-{path.name}").write_bytes(form.bytes())
    assert withheld(issued) == []
    texts = [page.read_text(encoding="utf-8") for page in issued.root.glob("2025-04/成果/公开稿*.html")]
    texts += [t for d in issued.root.glob("2025-04/成果/公开稿*.docx") for _, t in docx.texts(d.read_bytes())]
    assert sum("已建成并启用12处" in text for text in texts) == 2
    assert not [secret for secret in (*numbers, *people) if any(secret in text for text in texts)]


def test_problems_and_plans_inside_a_progress_are_left_out_and_named(issued: Minsheng) -> None:
    returned(
        issued, "区教委",
        progress="已建成12处，群众反映良好。存在问题：资金缺口大。\n建议区财政尽快拨付。\n（二）下一步，将加快推进。\n已培训30人。",
    )  # fmt: skip
    assert withheld(issued) == []
    (path,) = issued.root.glob("2025-04/成果/公开稿*.html")
    page = Seen(path.read_text(encoding="utf-8")).text
    assert "已建成12处，群众反映良好。" in page
    assert not re.search("缺口|拨付|加快推进", page)
    record = json.loads((issued.root / "2025-04/存档/记录.json").read_bytes())
    said = [f["message"] for f in record["findings"] if f["code"] == "public.left-out"]
    assert [re.findall("“([^”]+)…”", message)[0][:4] for message in said] == ["存在问题", "建议区财", "（二）下"]


def test_the_public_text_holds_no_person_and_no_problem(root: Path) -> None:
    document, page = result(root, "公开稿（2025年9月）.docx"), result(root, "公开稿（2025年9月）.html")
    for text in (*(t for _, t in docx.texts(document.read_bytes())), page.read_text(encoding="utf-8")):
        assert "示例甲" not in text
        assert "000-" not in text
        assert "基站进场" not in text  # a problem
        assert "以后按计划推进" not in text  # a next step


# ---------------------------------------------------------------- templates a clerk broke


def test_a_broken_template_is_named() -> None:
    with pytest.raises(TemplateError, match=r"通报\.docx.*不是可用的 Word 文档"):
        filling.fill("templates/通报.docx", b"nothing", {})
    document = Document()
    document.add_paragraph("{{ b.nonsense }}")
    raw = io.BytesIO()
    document.save(raw)
    with pytest.raises(TemplateError, match=r"通报\.docx”中的“\{\{ b\.nonsense \}\}”没有对应的内容"):
        filling.fill("templates/通报.docx", raw.getvalue(), {"b": {}})
    with pytest.raises(TemplateError, match="第 2 行"):
        html._fill(("templates/看板.html.j2", "<p>\n{{ b.x }}"), {"b": {}})
    with pytest.raises(TemplateError, match="第 2 行"):
        html._fill(("templates/看板.html.j2", "<p>\n{% if %}"), {"b": {}})


def spoilt(old: str, *new: str) -> bytes:
    """Return the shipped bulletin with a text replaced, the new one torn into several runs."""
    document = Document(str(packaged() / "templates/通报.docx"))
    cells = [p for table in document.tables for cell in table._cells for p in cell.paragraphs]
    paragraph = next(p for p in (*document.paragraphs, *cells) if old in p.text)
    if not new:
        parent: Any = paragraph._p.getparent()
        parent.remove(paragraph._p)
    else:
        whole = paragraph.text.replace(old, "\0".join(new)).split("\0")
        for run in paragraph.runs[1:]:
            run.text = ""
        paragraph.runs[0].text = whole[0]
        for piece in whole[1:]:
            paragraph.add_run(piece).bold = True
    raw = io.BytesIO()
    document.save(raw)
    return raw.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("b.addressee", ("b.adressee",), "“{{ b.adressee }}”没有对应的内容"),
        ("item.head", ("item.heda",), "“{{ item.heda }}”没有对应的内容"),
        ("row.problem", ("row.problms",), "“{{ row.problms }}”没有对应的内容"),
        ("{{ b.addressee }}", ("{{ b.addressee }",), "“{{ b.addressee }”有不成对的大括号"),
        ("{{ b.addressee }}", ("{ b.addressee }}",), "“{ b.addressee }}”有不成对的大括号"),
        ("{{ b.addressee }}", ("｛｛ b.addressee ｝｝",), "“｛｛ b.addressee ｝｝”用了全角的大括号"),
        ("{{ b.addressee }}", ("{{ b.addressee|nosuch }}",), "“{{ b.addressee|nosuch }}”写法有误"),
        ("{%p for line in b.overall %}", (), "“{%p endfor %}”前面缺少与它成对的 for 标记"),
        ("{%p endfor %}", (), "“{%p endif %}”前面缺少与它成对的 if 标记"),
        ("{{ b.addressee }}", ("{{ b.addre", "ssee }}"), ""),
        ("{{ b.addressee }}", ("{", "{ b.addressee }", "}"), ""),
    ],
)  # fmt: skip
def test_a_tag_mistyped_torn_or_lost_is_named(issued: Minsheng, old: str, new: tuple[str, ...], place: str) -> None:
    (blank,) = issued.root.glob("2025-04/下发/附件2_区教委_*.xlsx")
    (issued.root / "2025-04/回收/区教委.xlsx").write_bytes(Form(blank.read_bytes()).fill().bytes())
    (issued.root / "templates").mkdir(exist_ok=True)
    (issued.root / "templates/通报.docx").write_bytes(spoilt(old, *new))
    done = issued("collect", "2025-04")
    if place:
        assert done.code == 2
        assert place in done.err
        assert "Traceback" not in done.err
    else:
        assert done.code == 1
        assert "各牵头单位：" in words_of(result(issued.root, "关于", "2025-04"))


def test_a_template_may_not_reach_out() -> None:
    attack = "{{ b.__class__.__mro__[1].__subclasses__() }}"
    with pytest.raises(TemplateError):
        html._fill(("x", attack), {"b": {}})


def test_the_shipped_word_templates_are_sound_packages() -> None:
    for name in ("通报.docx", "督办单.docx", "公开稿.docx"):
        with zipfile.ZipFile(packaged() / "templates" / name) as parts:
            assert "docProps/thumbnail.jpeg" not in parts.namelist()
            assert parts.testzip() is None


# ---------------------------------------------------------------- months unlike others


def bulletin_of(run: Minsheng, returned: dict[str, bytes]) -> str:
    for name, data in returned.items():
        path = run.root / "2025-04/回收" / name
        path.write_bytes(data)
        os.utime(path, (1_745_000_000, 1_745_000_000))  # 18 April
    assert run("collect", "2025-04").code == 1
    return words_of(result(run.root, "关于", "2025-04")).split("附件：")[0]


def test_a_month_of_which_nothing_came(issued_to_all: Minsheng) -> None:
    told = bulletin_of(issued_to_all, {})
    assert "尚无单位报送可以采用的报表，25项重点民生实事进展情况无法判断。" in told
    assert "滞后" not in told
    assert "17个单位均未报送。" in told
    assert "各牵头单位于4月30日前补报4月进展。" in told
    assert not list(issued_to_all.root.glob("2025-04/成果/公开稿*"))


def test_a_month_with_a_single_return(issued_to_all: Minsheng) -> None:
    (blank,) = issued_to_all.root.glob("2025-04/下发/附件2_区民政局*.xlsx")
    form = Form(blank.read_bytes()).fill()
    for project in form.rows:
        form.write(project, problems="难" * 400)
    told = bulletin_of(issued_to_all, {"区民政局.xlsx": form.bytes()})
    assert "25项重点民生实事均因未报送、报送内容不能采用或指标数字不全、无法判断。" in told
    assert "本月反映问题1个，为新增。" in told
    assert f"{'难' * 44}……（区民政局，本月新增）。" in told  # an essay is not quoted in full
    assert "按时报送1个，未报送16个（区住房城乡建委、区城管局" in told
    assert "区民政局于" not in told


def test_a_name_with_quotation_marks_is_quoted_once(root: Path) -> None:
    for name in ("关于", "渝北区"):
        path = result(root, name)
        text = words_of(path) if path.suffix == ".docx" else "\n".join(
            str(c.value) for sheet in load_workbook(path) for row in sheet.iter_rows() for c in row
        )  # fmt: skip
        assert "““" not in text
        assert "””" not in text


def test_a_corrected_value_tells_by_itself(issued: Minsheng) -> None:
    (blank,) = issued.root.glob("2025-04/下发/附件2_区民政局_*.xlsx")
    (issued.root / "2025-04/回收/区民政局.xlsx").write_bytes(Form(blank.read_bytes()).fill().bytes())
    assert issued("collect", "2025-04").code == 1
    reason = "电话核实，单位误填"
    assert issued("correct", "2025-04", "P04", "完成投资", "888", "--reason", reason).code in (0, 1)
    assert issued("report", "2025-04").code in (0, 1)
    book = load_workbook(result(issued.root, "渝北区", "2025-04"))
    sheet, source = book["汇总表"], book["来源"]
    cell: Any
    (cell,) = [c for row in sheet.iter_rows() for c in row if c.comment]
    assert cell.value == 888
    assert cell.comment.text.startswith("人工更正：原报“515.5”，更正为“888”。理由：电话核实，单位误填（")
    place = str(cell.hyperlink.location)
    assert source[place.partition("!")[2]].value == "区人大票决4"
    row = source[place.partition("!")[2]].row
    assert [source.cell(row, col).value for col in (4, 5)] == ["完成投资", f"汇总表!{cell.coordinate}"]
    status = next(c for row in sheet.iter_rows() for c in row if c.value == "已报\n人工更正：\n完成投资")
    assert status.hyperlink is None  # LibreOffice would set a linked text in one line
