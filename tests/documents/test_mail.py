"""E-mails: header, body, quoted mail and signature; encodings; attachments; damage."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from mail_by_hand import ANSWERED, BODIES, CLOSINGS, DATE, QUOTED, SUBJECTS, body, message, with_attachments
from reading import damaged, outcome, parts

from summarize.api.run import run
from summarize.documents.attachments import attached
from summarize.documents.files import from_bytes
from summarize.documents.files import read as read_file
from summarize.errors import DocumentError
from summarize.request import Length, ReadingOptions, Request
from summarize.text.parts import place_at

WHOLE = Request(length=Length("ratio", 1))
LANGUAGES = ("en", "ru", "kk")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("transfer", ["quoted-printable", "base64", "8bit"])
def test_what_was_written_is_told_from_what_surrounds_it(language: str, transfer: str) -> None:
    document = from_bytes(message(language, transfer=transfer).as_bytes(), "a.eml")
    assert (document.format, document.language, document.warnings) == ("eml", language, ())
    assert parts(document, "title") == [f"Re: {SUBJECTS[language]}"]
    assert parts(document, "body")[-2:] == list(BODIES[language])
    assert parts(document, "signature") == [CLOSINGS[language]]
    assert parts(document, "quoted") == [f"{ANSWERED[language]}\n> {QUOTED[language]}"]
    assert f"Date: {DATE}" in parts(document, "metadata")
    assert "From: Анна Орлова <anna@example.org>" in parts(document, "metadata")
    assert run(document, WHOLE).text == "\n".join(BODIES[language])


@pytest.mark.parametrize("charset", ["koi8-r", "windows-1251", "utf-8", "iso-8859-5"])
def test_the_charset_of_the_part_is_used(charset: str) -> None:
    data = message("ru", charset, "base64").as_bytes()
    assert parts(from_bytes(data, "a.eml"), "body")[-2:] == list(BODIES["ru"])


@pytest.mark.parametrize("declared", ["us-ascii", "no-such-charset", "punycode", "utf-8"])
def test_a_wrong_charset_is_not_believed(declared: str) -> None:
    head = f"From: a@example.org\nMIME-Version: 1.0\nContent-Type: text/plain; charset={declared}\n"
    data = f"{head}Content-Transfer-Encoding: 8bit\n\n".encode() + body("ru").encode("koi8-r")
    assert parts(from_bytes(data, "a.eml"), "body")[-2:] == list(BODIES["ru"])


def test_an_encoding_of_names_is_no_charset() -> None:
    head = b"From: a@example.org\nMIME-Version: 1.0\nContent-Type: text/plain; charset=punycode\n\n"
    said = "The new hall stands beside the old school-house"
    assert parts(from_bytes(head + said.encode(), "a.eml"), "body") == [said]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_of_html_alone(language: str) -> None:
    made = EmailMessage()
    made["From"], made["Subject"] = "anna@example.org", SUBJECTS[language]
    paragraphs = "".join(f"<p>{text}</p>" for text in BODIES[language])
    quoted = f"<blockquote>{QUOTED[language]}</blockquote>"
    page = (
        f"<html><body>{paragraphs}<div>{ANSWERED[language].replace('<', '&lt;')}</div>{quoted}</body></html>"
    )
    made.set_content(page, subtype="html")
    document = from_bytes(made.as_bytes(), "a.eml", language=language)
    assert parts(document, "body") == list(BODIES[language])
    assert QUOTED[language] in parts(document, "quoted")[0]


def test_of_alternatives_the_plain_text_is_read() -> None:
    made = message("en")
    made.add_alternative(f"<html><body><p>{BODIES['en'][0]} As HTML.</p></body></html>", subtype="html")
    document = from_bytes(made.as_bytes(), "a.eml")
    assert parts(document, "body") == list(BODIES["en"])
    assert "As HTML" not in document.text
    empty = EmailMessage()
    empty["From"] = "anna@example.org"
    empty.set_content(" \n")
    empty.add_alternative(f"<html><body><p>{BODIES['en'][0]}</p></body></html>", subtype="html")
    assert parts(from_bytes(empty.as_bytes(), "a.eml"), "body") == [BODIES["en"][0]]


def test_sentences_say_who_wrote_them_and_when() -> None:
    document = from_bytes(message("en").as_bytes(), "a.eml")
    place = place_at(document.places, document.text.index("Forty"))
    assert place
    assert place.label == f"Анна Орлова, {DATE}"


def test_a_forwarded_mail_is_the_text_where_nothing_else_is_written() -> None:
    text = (
        "---------- Forwarded message ---------\nFrom: Bolat <bolat@example.org>\nDate: Mon, 3 Mar 2025\n"
        f"Subject: School\nTo: Anna\n\n{BODIES['en'][0]}\n\n{BODIES['en'][1]}\n"
    )
    made = EmailMessage()
    made["From"], made["Subject"] = "anna@example.org", "Fwd: School"
    made.set_content(text)
    document = from_bytes(made.as_bytes(), "a.eml")
    assert run(document, WHOLE).text == "\n".join(BODIES["en"])
    made.set_content(f"Please read this before the meeting on Friday.\n\n{text}")
    document = from_bytes(made.as_bytes(), "a.eml")
    assert run(document, WHOLE).text == "Please read this before the meeting on Friday."


def test_a_forwarded_mail_may_be_wrapped_and_a_signature_long() -> None:
    wrapped = BODIES["en"][0].replace(" for ", "\nfor ").replace(" doors ", "\ndoors ")
    text = f"From: a@example.org\nTo: b@example.org\n\n-----Original Message-----\nFrom: c\n\n{wrapped}\n"
    document = from_bytes(text.encode(), "a.txt")
    assert run(document, WHOLE).text == BODIES["en"][0]
    claim = f"The firm was founded in the last century, {'and it has won many prizes ' * 3}since then."
    text = f"From: a@example.org\nTo: b@example.org\n\n{BODIES['en'][0]}\n\n--\nAnna\n{claim}\n"
    assert run(from_bytes(text.encode(), "a.txt"), WHOLE).text == BODIES["en"][0]


def test_an_answer_below_its_quotation_is_read() -> None:
    made = EmailMessage()
    made["From"] = "anna@example.org"
    first, second = BODIES["en"]
    made.set_content(f"{ANSWERED['en']}\n> {QUOTED['en']}\n\n{first}\n\n> Who pays for it?\n{second}\n")
    document = from_bytes(made.as_bytes(), "a.eml")
    assert parts(document, "body") == list(BODIES["en"])
    assert "> Who pays for it?" in parts(document, "quoted")


def test_attachments_are_named_and_left_out() -> None:
    data = with_attachments("ru", {"offer.pdf": b"%PDF-1.4", "Смета.txt": b"a" * 2000}).as_bytes()
    document = from_bytes(data, "a.eml")
    assert "Attachment: offer.pdf (8 bytes)" in parts(document, "metadata")
    assert "Attachment: Смета.txt (2 kB)" in parts(document, "metadata")
    (warning,) = document.warnings
    assert warning.startswith("2 attachments are not read (offer.pdf, Смета.txt)")
    asked = from_bytes(data, "a.eml", options=ReadingOptions(attachments=True))
    assert not any("attachment" in line for line in asked.warnings)


def test_attachments_are_documents_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    inner = message("ru").as_bytes()
    files = {
        "kk.txt": "\n\n".join(BODIES["kk"]).encode(),
        "../../evil.txt": b"An attachment never leads out of its mail, wherever its name points.",
        "kk.TXT": b"A second file of the same name is a document too, with a number.",
        "logo.png": b"\x89PNG\r\n\x1a\n\0\0",
        "answer.eml": inner,
    }
    path.write_bytes(with_attachments("en", files).as_bytes())
    found = attached(str(path))
    names = [name[len(str(path)) + 1 :] for name in found.files]
    assert names == ["kk.txt", "evil.txt", "kk-2.TXT", "answer.eml"]
    assert found.skipped == [f"{path}/logo.png"]
    assert run(read_file(f"{path}/kk.txt"), WHOLE).text == "\n".join(BODIES["kk"])
    assert parts(read_file(f"{path}/answer.eml"), "body")[-2:] == list(BODIES["ru"])
    with pytest.raises(DocumentError, match="no attachment of this name"):
        read_file(f"{path}/none.txt")
    assert attached(str(tmp_path)) == ([], [])


def test_a_mail_that_is_attached_to_a_mail(tmp_path: Path) -> None:
    outer = message("en")
    outer.add_attachment(message("kk"))
    path = tmp_path / "a.eml"
    path.write_bytes(outer.as_bytes())
    (inner,) = attached(str(path)).files
    assert inner.endswith(f"{SUBJECTS['kk']}.eml")
    assert parts(read_file(inner), "body")[-2:] == list(BODIES["kk"])


def test_a_mailbox_and_an_encrypted_mail_are_one_line() -> None:
    head = b"From a@example.org Tue Mar  4 09:12:44 2025\nFrom: a@example.org\nMIME-Version: 1.0\n"
    one = head + b"\nHello there.\n\n"
    assert "Hello there." in outcome(one)
    assert "mailbox of several e-mails" in outcome(one * 2)
    sealed = (
        b'From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/encrypted; boundary="b"\n\n--b\n'
    )
    sealed += b"Content-Type: application/octet-stream\n\nxxxx\n--b--\n"
    assert "encrypted e-mail" in outcome(sealed)


def test_hostile_mails_are_one_line_or_a_result() -> None:
    head = b"From: a@example.org\nSubject: x\nMIME-Version: 1.0\n"
    nested = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(5000)
    )
    assert "too many parts" in outcome(head + nested + b"\ntext\n")
    inside = b"Content-Type: message/rfc822\n\n" * 20_000
    outcome(head + inside + b"\ntext\n")
    outcome(head + b"Subject: =?utf-8?b?" + b"A" * 100_000 + b"?=\n\ntext\n")
    outcome(head + b"Content-Type: text/plain; charset=" + b"x" * 10_000 + b"\n\ntext\n")
    many = b"--b\nContent-Disposition: attachment; filename=a.pdf\n\nx\n" * 5000
    assert "a-5000.pdf" in outcome(head + b'Content-Type: multipart/mixed; boundary="b"\n\n' + many)


def test_damaged_mails_are_one_line_or_a_result() -> None:
    made = with_attachments("ru", {"a.txt": b"hello"})
    made.add_alternative("<p>x</p>", subtype="html") if made.get_content_type() == "text/plain" else None
    for data in damaged(made.as_bytes(), 37):
        outcome(data)


PLAIN = {
    "en": "From: Anna Orlova <anna@example.org>\nTo: Board\nDate: 4 March 2025\nSubject: Re: Re: ",
    "ru": "От: Анна Орлова <anna@example.org>\nКому: Совет\nДата: 4 марта 2025 г.\nТема: Re: ",
    "kk": "Кімнен: Анна Орлова <anna@example.org>\nКімге: Кеңес\nКүні: 2025 жылғы 4 наурыз\nТақырыбы: Re: ",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_e_mail_in_plain_text_is_one_and_stays_as_it_is(language: str, end: str) -> None:
    text = f"{PLAIN[language]}{SUBJECTS[language]}\n\n{body(language)}".replace("\n", end)
    document = from_bytes(text.encode(), "a.txt", language=language)
    assert (document.format, document.text) == ("mail", text)
    assert parts(document, "title") == [SUBJECTS[language]]
    assert parts(document, "body") == list(BODIES[language])
    assert parts(document, "signature") == [CLOSINGS[language].replace("\n", end)]
    assert len(parts(document, "quoted")) == 1
    result = run(document, WHOLE)
    assert result.text == "\n".join(BODIES[language])
    assert [document.text[s.start : s.end] for s in result.sentences] == list(BODIES[language])
    assert document.places[0].label.startswith(("Anna Orlova, ", "Анна Орлова, "))


@pytest.mark.parametrize(
    "text",
    [
        "From: the beginning\n\nIt was a long story, and nobody told it twice.",
        "Note: the hall is closed.\nDate: unknown.\n\nThe hall will open again in May, the director said.",
        "From: Anna\nTo: Board\nwho read it all\n\nThe letter was never sent, and nobody knows why.",
        "Subject: verbs\nDate: 1998\n\nVerbs in Kazakh stand at the end of the sentence.",
    ],
)
def test_texts_that_are_no_e_mails(text: str) -> None:
    assert from_bytes(text.encode(), "a.txt").format == "text"


def test_a_closing_in_the_middle_of_a_letter_does_not_end_it() -> None:
    long = (
        "This paragraph follows the thanks and is far too long to be a line of any signature that people use."
    )
    text = f"From: a@example.org\nTo: b@example.org\n\nThanks,\n\n{long}\n\n{BODIES['en'][0]}\n"
    assert parts(from_bytes(text.encode(), "a.txt"), "body")[-2:] == [long, BODIES["en"][0]]
