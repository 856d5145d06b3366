"""EPUB packages made by hand from the insides of their pages."""

from __future__ import annotations

from collections.abc import Mapping

from docx_by_hand import package

TYPE = "application/epub+zip"
_PAGE = (
    '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.1//EN" "x.dtd">\n'
    '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
    "<head><title>t</title></head><body>%s</body></html>"
)


def members(
    pages: Mapping[str, str], title: str = "", toc: Mapping[str, str] | None = None, ncx: bool = False
) -> dict[str, str]:
    """The files of the package; ``toc`` is the table of contents, with a target for each label."""
    items = [
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>' for n, name in enumerate(pages)
    ]
    spine = [f'<itemref idref="i{n}"/>' for n in range(len(pages))]
    files = {f"OEBPS/{name}": _PAGE % inside for name, inside in pages.items()}
    if ncx:
        items.append('<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>')
        points = "".join(
            f'<navPoint><navLabel><text>{label}</text></navLabel><content src="{target}"/></navPoint>'
            for label, target in (toc or {}).items()
        )
        files["OEBPS/toc.ncx"] = f"<ncx><navMap>{points}</navMap></ncx>"
    elif toc is not None:
        items.append('<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>')
        spine.insert(0, '<itemref idref="nav"/>')
        links = "".join(f'<li><a href="{target}">{label}</a></li>' for label, target in toc.items())
        files["OEBPS/nav.xhtml"] = _PAGE % f"<nav><ol>{links}</ol></nav>"
    files["OEBPS/book.opf"] = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<metadata><dc:title>{title}</dc:title></metadata><manifest>{''.join(items)}</manifest>"
        f"<spine>{''.join(spine)}</spine></package>"
    )
    return {
        "mimetype": TYPE,
        "META-INF/container.xml": '<container xmlns="x"><rootfiles><rootfile full-path="OEBPS/book.opf"/>'
        "</rootfiles></container>",
        **files,
    }


def epub(
    pages: Mapping[str, str], title: str = "", toc: Mapping[str, str] | None = None, ncx: bool = False
) -> bytes:
    """The package."""
    return package(members(pages, title, toc, ncx))
