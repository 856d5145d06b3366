# ruff: noqa: E501  (XML is easier to read in long lines)
"""Whole Office files that Word and LibreOffice open, with every kind of text that is translated."""

from __future__ import annotations

from docx_by_hand import package, r

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
        "word/document.xml": f'<w:document {NAMES} mc:Ignorable="wps"><w:body>{body}</w:body></w:document>',
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
        "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A contract with a library</dc:title>'
        "<dc:creator>Anna</dc:creator><dc:language>en-US</dc:language></cp:coreProperties>",
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
