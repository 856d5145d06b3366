"""Texts that set the title of a page to "obeyed" if the page takes them for markup or for a template."""

from __future__ import annotations

ATTACKS = (
    "<script>document.title = 'obeyed'</script>",
    '"><img src=x onerror="document.title = \'obeyed\'">',
    "'><svg onload='document.title = `obeyed`'>",
    "</script></style></title><script>document.title = 'obeyed'</script>",
    "javascript:document.title='obeyed'",
    "{{ 7 * 7 }} {% include 'x' %} ${document.title = 'obeyed'}",
)
