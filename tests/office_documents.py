# ruff: noqa: E501  (XML is easier to read in long lines)
"""Whole Office files that Word and LibreOffice open, with every kind of text that is translated."""

from __future__ import annotations

from docx_by_hand import package, r
from pdf_by_hand import Page, pdf

_OFFICE = "http://schemas.openxmlformats.org"
RELATIONS = f"{_OFFICE}/officeDocument/2006/relationships"
NAMES = " ".join(
    f'xmlns:{prefix}="{name}"'
    for prefix, name in (
        ("w", f"{_OFFICE}/wordprocessingml/2006/main"), ("r", RELATIONS),
        ("a", f"{_OFFICE}/drawingml/2006/main"), ("m", f"{_OFFICE}/officeDocument/2006/math"),
        ("wp", f"{_OFFICE}/drawingml/2006/wordprocessingDrawing"), ("v", "urn:schemas-microsoft-com:vml"),
        ("c", f"{_OFFICE}/drawingml/2006/chart"), ("mc", f"{_OFFICE}/markup-compatibility/2006"),
        ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
        ("p", f"{_OFFICE}/presentationml/2006/main"),
    )
)  # fmt: skip
_TYPES = {
    "word/document.xml": "wordprocessingml.document.main", "word/styles.xml": "wordprocessingml.styles",
    "word/settings.xml": "wordprocessingml.settings", "word/footnotes.xml": "wordprocessingml.footnotes",
    "word/endnotes.xml": "wordprocessingml.endnotes", "word/comments.xml": "wordprocessingml.comments",
    "word/header1.xml": "wordprocessingml.header", "word/footer1.xml": "wordprocessingml.footer",
    "word/fontTable.xml": "wordprocessingml.fontTable", "word/charts/chart1.xml": "drawingml.chart",
}  # fmt: skip
FIRST = (
    r("This agreement of ") + r("12 May 2025", "<w:b/>") + r(" is made between ") + r("Aliya", "<w:i/>")
    + r(" and the city library")
    + '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>' + r(".")
    + r(" It ends after two years.")
)  # fmt: skip
TEXTBOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="1800000" cy="540000"/>'
    '<wp:docPr id="7" name="Box 7" descr="A picture of the library"/><a:graphic><a:graphicData '
    'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>'
    '<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="540000"/></a:xfrm><a:prstGeom prst="rect">'
    "<a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent><w:p>"
    f"{r('The office opens at nine.')}</w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic>"
    "</wp:inline></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
)


def field(code: str, shown: str) -> str:
    """A field of several runs."""
    marks = [f'<w:r><w:fldChar w:fldCharType="{each}"/></w:r>' for each in ("begin", "separate", "end")]
    return f"{marks[0]}<w:r><w:instrText>{code}</w:instrText></w:r>{marks[1]}{shown}{marks[2]}"


BODY = (
    f'<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:bookmarkStart w:id="1" w:name="top"/>'
    f'{r("General terms")}<w:bookmarkEnd w:id="1"/></w:p><w:p>{FIRST}</w:p>'
    f'<w:p>{r("Read the ")}<w:hyperlink r:id="rLink">{r("whole text", "<w:u w:val=" + chr(34) + "single" + chr(34) + "/>")}'
    f"</w:hyperlink>{r(' on page ')}{field(' PAGEREF top ', r('4'))}{r(' today.')}</w:p>"
    f"<w:p>{r('Name')}<w:r><w:tab/></w:r>{r('Date of birth')}<w:r><w:br/></w:r>{r('Next line of the address')}</w:p>"
    f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p>{r('Rent for a month')}</w:p></w:tc>"
    f"<w:tc><w:p>{r('250 000')}</w:p></w:tc></w:tr></w:tbl>"
    f"<w:p>{r('The area is ')}<m:oMath><m:r><m:t>S=ab</m:t></m:r></m:oMath>{r(' square metres.')}{TEXTBOX}</w:p>"
    f'<w:p>{r("See the remark")}<w:commentRangeStart w:id="0"/>{r(" of the owner", "<w:i/>")}<w:commentRangeEnd w:id="0"/>'
    f'<w:r><w:commentReference w:id="0"/></w:r>{r(" before you sign")}<w:r><w:endnoteReference w:id="2"/></w:r>{r(".")}</w:p>'
    f'<w:p><w:ins w:id="9" w:author="A"><w:r><w:t xml:space="preserve">A new sentence was added. </w:t></w:r></w:ins>'
    f'<w:del w:id="8" w:author="A"><w:r><w:delText>Gone.</w:delText></w:r></w:del>{r("An old one stays.")}</w:p>'
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="3600000" cy="1800000"/><wp:docPr id="8" name="Chart"/><a:graphic>'
    f'<a:graphicData uri="{_OFFICE}/drawingml/2006/chart"><c:chart r:id="rChart"/></a:graphicData></a:graphic>'
    "</wp:inline></w:drawing></w:r></w:p>"
)
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rHeader"/><w:footerReference w:type="default" r:id="rFooter"/>'
    '<w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
)
_CHART = (
    f'<c:chartSpace {NAMES}><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r><a:rPr lang="en-US" b="1"/>'
    "<a:t>Visitors of the library</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:layout/><c:barChart>"
    '<c:barDir val="col"/><c:ser><c:idx val="0"/><c:order val="0"/><c:cat><c:strRef><c:f>A1</c:f><c:strCache>'
    '<c:ptCount val="1"/><c:pt idx="0"><c:v>Spring</c:v></c:pt></c:strCache></c:strRef></c:cat><c:val><c:numRef>'
    '<c:f>B1</c:f><c:numCache><c:ptCount val="1"/><c:pt idx="0"><c:v>5</c:v></c:pt></c:numCache></c:numRef></c:val>'
    '</c:ser><c:axId val="1"/><c:axId val="2"/></c:barChart><c:catAx><c:axId val="1"/><c:scaling/><c:delete val="0"/>'
    '<c:axPos val="b"/><c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling/><c:delete val="0"/>'
    '<c:axPos val="l"/><c:crossAx val="1"/></c:valAx></c:plotArea></c:chart></c:chartSpace>'
)


def contract(body: str = BODY, fonts: str = "") -> bytes:
    """A DOCX with every kind of text that is translated, and with a body of one's own."""

    def note(kind: str, text: str) -> str:
        marks = (
            f'<w:{kind} w:type="{name}" w:id="{number}"><w:p><w:r><w:{mark}/></w:r></w:p></w:{kind}>'
            for number, (name, mark) in enumerate(
                (("separator", "separator"), ("continuationSeparator", "continuationSeparator"))
            )
        )
        inside = f"<w:p><w:r><w:{kind}Ref/></w:r>{r(' ' + text)}</w:p>"
        return f'<w:{kind}s {NAMES}>{"".join(marks)}<w:{kind} w:id="2">{inside}</w:{kind}></w:{kind}s>'

    members = {
        "word/document.xml": f'<w:document {NAMES} mc:Ignorable="wps"><w:body>{body}{SECTION}</w:body></w:document>',
        "word/styles.xml": f"<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val=\"24\"/>"
        '<w:lang w:val="en-US" w:eastAsia="en-US"/></w:rPr></w:rPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/></w:style></w:styles>',
        "word/settings.xml": f'<w:settings {NAMES}><w:themeFontLang w:val="en-US"/></w:settings>',
        "word/fontTable.xml": f"<w:fonts {NAMES}>{fonts}</w:fonts>",
        "word/footnotes.xml": note("footnote", "The library is open to all."),
        "word/endnotes.xml": note("endnote", "The owner is the city."),
        "word/comments.xml": f'<w:comments {NAMES}><w:comment w:id="0" w:author="A"><w:p>{r("Is this right?")}</w:p>'
        "</w:comment></w:comments>",
        "word/header1.xml": f"<w:hdr {NAMES}><w:p>{r('City library of Almaty')}</w:p></w:hdr>",
        "word/footer1.xml": f"<w:ftr {NAMES}><w:p>{r('Page ')}{field(' PAGE ', r('1'))}</w:p></w:ftr>",
        "word/charts/chart1.xml": _CHART,
    }  # fmt: skip
    members["word/_rels/document.xml.rels"] = related(
        ("rStyles", "styles", "styles.xml"), ("rSettings", "settings", "settings.xml"),
        ("rFonts", "fontTable", "fontTable.xml"), ("rNotes", "footnotes", "footnotes.xml"),
        ("rEnd", "endnotes", "endnotes.xml"), ("rComments", "comments", "comments.xml"),
        ("rHeader", "header", "header1.xml"), ("rFooter", "footer", "footer1.xml"),
        ("rChart", "chart", "charts/chart1.xml"), ("rLink", "hyperlink", "https://example.kz/"),
    )  # fmt: skip
    return whole(members, "word/document.xml", _TYPES)


def related(*each: tuple[str, str, str]) -> str:
    """The relations of a member: id, kind and target."""
    entries = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONS}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if target.startswith('http') else ''}/>"
        for name, kind, target in each
    )
    return f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">{entries}</Relationships>'


def whole(members: dict[str, str], main: str, types: dict[str, str]) -> bytes:
    """The package of these members, with the types of its contents and its own relations."""
    content = f"{_OFFICE}/package/2006/content-types"
    named = "".join(
        f'<Override PartName="/{path}" ContentType="application/vnd.openxmlformats-officedocument.{kind}+xml"/>'
        for path, kind in types.items() if path in members
    )  # fmt: skip
    members = {
        "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A contract with a library</dc:title>'
        "<dc:creator>Anna</dc:creator><dc:language>en-US</dc:language></cp:coreProperties>",
    } | members
    core = "application/vnd.openxmlformats-package.core-properties+xml"
    first = {
        "[Content_Types].xml": f'<Types xmlns="{content}"><Default Extension="rels" ContentType="application/'
        'vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'{named}<Override PartName="/docProps/core.xml" ContentType="{core}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_OFFICE}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="{main}"/><Relationship Id="r2" '
        f'Type="{_OFFICE}/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>',
    }
    return package(first | members)


_COLOURS = "dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink"
_THEME = (
    f'<a:theme {NAMES} name="T"><a:themeElements><a:clrScheme name="C">'
    + "".join(
        f'<a:{name}><a:srgbClr val="{"FFFFFF" if name.startswith("lt") else "202020"}"/></a:{name}>'
        for name in _COLOURS.split()
    )
    + '</a:clrScheme><a:fontScheme name="F"><a:majorFont><a:latin typeface="DejaVu Sans"/><a:ea typeface=""/><a:cs typeface=""/>'
    '</a:majorFont><a:minorFont><a:latin typeface="DejaVu Sans"/><a:ea typeface=""/><a:cs typeface=""/></a:minorFont>'
    '</a:fontScheme><a:fmtScheme name="M"><a:fillStyleLst/><a:lnStyleLst/><a:effectStyleLst/><a:bgFillStyleLst/>'
    "</a:fmtScheme></a:themeElements></a:theme>"
)
_SLIDE_TYPES = {
    "ppt/theme/theme1.xml": "theme",
    "ppt/presentation.xml": "presentationml.presentation.main", "ppt/slides/slide1.xml": "presentationml.slide",
    "ppt/slideLayouts/slideLayout1.xml": "presentationml.slideLayout",
    "ppt/slideMasters/slideMaster1.xml": "presentationml.slideMaster",
    "ppt/notesSlides/notesSlide1.xml": "presentationml.notesSlide", "ppt/charts/chart1.xml": "drawingml.chart",
}  # fmt: skip
_TRANSFORM = '<a:xfrm><a:off x="500000" y="{0}"/><a:ext cx="8000000" cy="900000"/></a:xfrm>'


def drawn(text: str, properties: str = "") -> str:
    """A run of a slide."""
    return f'<a:r><a:rPr lang="en-US" {properties}/><a:t>{text}</a:t></a:r>'


def shape(number: int, inside: str, kind: str = "") -> str:
    """A shape with paragraphs; ``kind`` makes it a placeholder."""
    holder = f'<p:ph type="{kind}"/>' if kind else ""
    place = _TRANSFORM.format(number * 1_000_000)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number + 1}" name="S{number}" descr="{"A blue frame" if number == 3 else ""}"/>'
        f'<p:cNvSpPr/><p:nvPr>{holder}</p:nvPr></p:nvSpPr><p:spPr>{place}<a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/>{inside}</p:txBody></p:sp>"
    )


def slide(root: str, *shapes: str, after: str = "") -> str:
    """A slide, layout, master or page of notes."""
    group = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
    return (
        f"<p:{root} {NAMES}><p:cSld><p:spTree>{group}{''.join(shapes)}</p:spTree></p:cSld>{after}</p:{root}>"
    )


SHAPES = (
    shape(0, f"<a:p>{drawn('The new library')}</a:p>", "title"),
    shape(1, f'<a:p>{drawn("It opens on ")}{drawn("12 May 2025", "b=" + chr(34) + "1" + chr(34))}{drawn(" in ")}'
          f'{drawn("Almaty", "i=" + chr(34) + "1" + chr(34))}{drawn(".")}<a:br/>{drawn("All are welcome.")}'
          '<a:endParaRPr lang="en-US"/></a:p>'),
    shape(2, f'<a:p>{drawn("Slide ")}<a:fld id="{{B}}" type="slidenum"><a:rPr lang="en-US"/><a:t>1</a:t></a:fld></a:p>'),
    shape(3, f"<a:p>{drawn('A framed remark')}</a:p>"),
    '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="9" name="T"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr>'
    '<p:xfrm><a:off x="500000" y="5000000"/><a:ext cx="4000000" cy="700000"/></p:xfrm><a:graphic><a:graphicData '
    f'uri="{_OFFICE}/drawingml/2006/table"><a:tbl><a:tblPr/><a:tblGrid><a:gridCol w="2000000"/></a:tblGrid><a:tr '
    f'h="370000"><a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p>{drawn("Opening hours")}</a:p></a:txBody><a:tcPr/></a:tc>'
    "</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>",
)  # fmt: skip


def presentation(*shapes: str) -> bytes:
    """A PPTX of one slide with notes, and with a fixed text on its master."""
    clr = '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" ' \
          'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'  # fmt: skip
    notes = shape(0, f"<a:p>{drawn('Say good morning first.')}</a:p>", "body") + shape(1, "<a:p/>", "sldNum")
    members = {
        "ppt/presentation.xml": f'<p:presentation {NAMES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" r:id="rM"/>'
        '</p:sldMasterIdLst><p:sldIdLst><p:sldId id="256" r:id="rS"/></p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/>'
        '<p:notesSz cx="6858000" cy="9144000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": related(
            ("rM", "slideMaster", "slideMasters/slideMaster1.xml"), ("rS", "slide", "slides/slide1.xml")
        ),
        "ppt/slides/slide1.xml": slide("sld", *(shapes or SHAPES)),
        "ppt/slides/_rels/slide1.xml.rels": related(
            ("rL", "slideLayout", "../slideLayouts/slideLayout1.xml"),
            ("rN", "notesSlide", "../notesSlides/notesSlide1.xml"), ("rLink", "hyperlink", "https://example.kz/"),
        ),
        "ppt/notesSlides/notesSlide1.xml": slide("notes", notes),
        "ppt/notesSlides/_rels/notesSlide1.xml.rels": related(("rS", "slide", "../slides/slide1.xml")),
        "ppt/slideLayouts/slideLayout1.xml": slide("sldLayout", shape(0, f"<a:p>{drawn('Click here')}</a:p>", "title")),
        "ppt/slideLayouts/_rels/slideLayout1.xml.rels": related(("rM", "slideMaster", "../slideMasters/slideMaster1.xml")),
        "ppt/slideMasters/slideMaster1.xml": slide("sldMaster", shape(4, f"<a:p>{drawn('City of Almaty')}</a:p>"),
        after=f'{clr}<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="rL"/></p:sldLayoutIdLst>'),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": related(
            ("rL", "slideLayout", "../slideLayouts/slideLayout1.xml"), ("rT", "theme", "../theme/theme1.xml")
        ),
        "ppt/theme/theme1.xml": _THEME,
    }  # fmt: skip
    return whole(members, "ppt/presentation.xml", _SLIDE_TYPES)


_SHEET = f'xmlns="{_OFFICE}/spreadsheetml/2006/main" xmlns:r="{RELATIONS}"'
_COLUMNS = '<cols><col min="1" max="2" width="60" customWidth="1"/></cols>'
_BOOK_TYPES = {
    "xl/workbook.xml": "spreadsheetml.sheet.main", "xl/worksheets/sheet1.xml": "spreadsheetml.worksheet",
    "xl/worksheets/sheet2.xml": "spreadsheetml.worksheet", "xl/sharedStrings.xml": "spreadsheetml.sharedStrings",
    "xl/styles.xml": "spreadsheetml.styles", "xl/comments1.xml": "spreadsheetml.comments",
    "xl/tables/table1.xml": "spreadsheetml.table",
}  # fmt: skip
STRINGS = (
    "<si><t>Rent for a month</t></si>", "<si><t>Place</t></si>", "<si><t>Price</t></si>",
    '<si><r><t xml:space="preserve">Paid </t></r><r><rPr><b/><sz val="11"/></rPr><t xml:space="preserve">before </t></r>'
    "<r><t>12 May 2025</t></r><rPh sb=\"0\" eb=\"1\"><t>x</t></rPh></si>",
    "<si><t>First line\nSecond line</t></si>",
)  # fmt: skip


def workbook(*strings: str) -> bytes:
    """An XLSX of two sheets, with rich texts, formulas, a table, a comment, and a header of printed pages."""
    strings = strings or STRINGS
    cells = "".join(
        f'<row r="{n}"><c r="A{n}" t="s"><v>{n - 1}</v></c></row>' for n in range(4, len(strings) + 1)
    )
    members = {
        "xl/workbook.xml": f'<workbook {_SHEET}><sheets><sheet name="Costs" sheetId="1" r:id="r1"/><sheet name="Remarks" '
        'sheetId="2" r:id="r2"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": related(
            ("r1", "worksheet", "worksheets/sheet1.xml"), ("r2", "worksheet", "worksheets/sheet2.xml"),
            ("r3", "sharedStrings", "sharedStrings.xml"), ("r4", "styles", "styles.xml"),
        ),
        "xl/styles.xml": f"<styleSheet {_SHEET}><fonts><font/></fonts><fills><fill/></fills><borders><border/></borders>"
        "<cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf/></cellXfs></styleSheet>",
        "xl/sharedStrings.xml": f'<sst {_SHEET} count="{len(strings)}" uniqueCount="{len(strings)}">{"".join(strings)}</sst>',
        "xl/worksheets/sheet1.xml": f'<worksheet {_SHEET}>{_COLUMNS}<sheetData><row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s">'
        '<v>2</v></c></row><row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>250000</v></c></row><row r="3">'
        f'<c r="B3"><f>SUM(B2:B2)*2</f><v>500000</v></c></row>{cells}</sheetData><headerFooter><oddHeader>&amp;CCity library'
        '&amp;RPage &amp;P</oddHeader></headerFooter><tableParts count="1"><tablePart r:id="rT"/></tableParts></worksheet>',
        "xl/worksheets/_rels/sheet1.xml.rels": related(
            ("rC", "comments", "../comments1.xml"), ("rT", "table", "../tables/table1.xml")
        ),
        "xl/worksheets/sheet2.xml": f'<worksheet {_SHEET}>{_COLUMNS}<sheetData><row r="1"><c r="A1" t="inlineStr"><is>'
        '<t>Paid twice a year</t></is></c><c r="B1"><f>Costs!B2</f><v>250000</v></c></row></sheetData></worksheet>',
        "xl/tables/table1.xml": f'<table {_SHEET} id="1" name="T" displayName="T" ref="A1:B2"><autoFilter ref="A1:B2"/>'
        '<tableColumns count="2"><tableColumn id="1" name="Place"/><tableColumn id="2" name="Price"/></tableColumns></table>',
        "xl/comments1.xml": f"<comments {_SHEET}><authors><author>A</author></authors><commentList><comment ref=\"A2\" "
        'authorId="0"><text><r><t>Too much?</t></r></text></comment></commentList></comments>',
    }  # fmt: skip
    return whole(members, "xl/workbook.xml", _BOOK_TYPES)


_ODT = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("text", "text"), ("style", "style"), ("table", "table"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("meta", "meta"), ("manifest", "manifest"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'  # fmt: skip
_AUTOMATIC = (
    '<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="I" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>'
)
PARAGRAPHS = (
    '<text:h text:outline-level="1"><text:bookmark-start text:name="top"/>General terms<text:bookmark-end text:name="top"/></text:h>'
    '<text:p>This letter of <text:span text:style-name="B">12 May 2025</text:span> goes to <text:span text:style-name="I">'
    'Aliya</text:span><text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation>'
    "<text:note-body><text:p>The library is open to all.</text:p></text:note-body></text:note>. It is short.</text:p>"
    '<text:p>Read the <text:a xlink:href="https://example.kz/" xlink:type="simple">whole text</text:a> on page '
    "<text:page-number>1</text:page-number> today.<text:line-break/>Second<text:s/> <text:tab/>third</text:p>"
    '<table:table table:name="T"><table:table-column/><table:table-row><table:table-cell><text:p>Rent for a month</text:p>'
    "</table:table-cell></table:table-row></table:table>"
    '<text:p>Near the picture<draw:frame text:anchor-type="as-char" svg:width="4cm" svg:height="1cm"><draw:text-box>'
    "<text:p>The office opens at nine.</text:p></draw:text-box><svg:desc>A box with a text</svg:desc></draw:frame></text:p>"
    "<text:p>See this<office:annotation><dc:creator>A</dc:creator><text:p>Is this right?</text:p></office:annotation>.</text:p>"
)


def letter(paragraphs: str = PARAGRAPHS, before: str = "") -> bytes:
    """An ODT with every kind of text that is translated."""
    kind = "application/vnd.oasis.opendocument.text"
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{media}"/>'
        for path, media in (
            ("/", kind),
            *((f"{each}.xml", "text/xml") for each in ("content", "styles", "meta")),
        )
    )
    page = (
        '<style:master-page style:name="Standard" style:page-layout-name="L"><style:header><text:p>City library</text:p>'
        "</style:header><style:footer><text:p>Page <text:page-number>1</text:page-number></text:p></style:footer>"
        "</style:master-page>"
    )
    version = 'office:version="1.3"'
    return package({
        "mimetype": kind,
        "META-INF/manifest.xml": f'<manifest:manifest {_ODT} manifest:version="1.3">{entries}</manifest:manifest>',
        "content.xml": f"<office:document-content {_ODT} {version}><office:automatic-styles>{_AUTOMATIC}"
        f"</office:automatic-styles><office:body><office:text>{before}{paragraphs}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {_ODT} {version}><office:styles><style:default-style style:family="
        '"paragraph"><style:text-properties fo:language="en" fo:country="US"/></style:default-style></office:styles>'
        '<office:automatic-styles><style:page-layout style:name="L"/></office:automatic-styles><office:master-styles>'
        f"{page}</office:master-styles></office:document-styles>",
        "meta.xml": f"<office:document-meta {_ODT} {version}><office:meta><dc:title>A letter to the library</dc:title>"
        "<dc:language>en-US</dc:language></office:meta></office:document-meta>",
    })  # fmt: skip


PLAN = "The town council of Karabulak approved the plan for a new library on Tuesday. It will be large."


def report() -> bytes:
    """A PDF of three pages with a running head; on the first a heading, a paragraph, items, a table and a note."""
    pages = [Page(), Page(), Page()]
    for number, page in enumerate(pages, 1):
        page.text(60, 800, "Report of the town council")
        page.text(290, 30, f"{number}")
    first = pages[0]
    first.text(60, 740, "The new library", 16)
    below = first.paragraph(60, 710, PLAN, 400)
    below = first.lines(60, below, ["• A reading room", "• A small theatre", "7) A garden"]) - 10
    for left, middle, right in (("Place", "Seats", "Cost"), ("Theatre", "120", "40"), ("Garden", "50", "3")):
        for x, cell in ((60, left), (200, middle), (300, right)):
            first.text(x, below, cell)
        below -= 12
    first.text(60, 60, "1 The council sits & votes once a month.", 7)
    for page in pages[1:]:
        page.paragraph(60, page.paragraph(60, 740, PLAN, 400), PLAN, 400)
    return pdf(*pages)
