"""Reading documents: encodings, binary files, folders, and one clear line per error."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarize.errors import DocumentError, SummarizeError, UsageError
from summarize.text.charsets import decode
from summarize.text.documents import expand, from_bytes, from_text, read

SHORT = {
    "en": "The mayor said “no” – and smiled at the café.",
    "ru": "Мэр сказал нет и улыбнулся.",
    "kk": "Әкім бұл ұсынысқа қарсы болды, ал тұрғындар үміттенді.",
}
LONG = {
    "en": "The “old” library – built in 1911 – stays open… Its café, run by Zoë, is full every day. ",
    "ru": "Старую библиотеку решили не закрывать: жители написали мэру, и он согласился. ЭТО ПОБЕДА! ",
    "kk": "Ескі кітапхананы жаппайтын болды: тұрғындар әкімге хат жазды, ол келісті. БҰЛ — ЖЕҢІС! ",
}
EIGHT_BIT = [
    ("en", "cp1252"), ("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "cp866"), ("kk", "kz1048"),
    ("kk", "ptcp154"),
]  # fmt: skip
BINARY = [  # the first bytes, and part of the error
    (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
    (b"{\\rtf1\\ansi text}", "RTF"),
    (b"\n<!DOCTYPE html><p>One. Two.", "an HTML page"),
    (b'\xef\xbb\xbf<?xml version="1.0"?>\n<html xmlns="x">', "an HTML page"),
    (b"PK\x03\x04\x14\x00\x06\x00\x08\x00", "zip file"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00\x00", "Office"),
    (b"\x1f\x8b\x08\x00\x00\x00", "gzip"),
    (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "PNG"),
    (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "JPEG"),
    (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "RIFF"),
    (b"\x00\x00\x00\x18ftypmp42", "MP4"),
    (b"plain words\x00 and more", "NUL byte at 11"),
    (b"\x01\x02\x03\x04\x05\x06", "control characters"),
]


@pytest.mark.parametrize("code", SHORT)
@pytest.mark.parametrize("texts", [SHORT, {code: text * 200 for code, text in LONG.items()}])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le"])
def test_unicode_with_a_byte_order_mark_is_read_without_it(
    texts: dict[str, str], code: str, encoding: str
) -> None:
    text = texts[code]
    assert decode(("\ufeff" + text).encode(encoding), "a.txt") == (text, encoding, ())


@pytest.mark.parametrize("code", SHORT)
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("texts", [SHORT, LONG])
def test_utf16_without_a_mark_is_detected_and_reported(
    texts: dict[str, str], code: str, encoding: str
) -> None:
    text, found, warnings = decode(texts[code].encode(encoding), "a.txt")
    assert (text, found) == (texts[code], encoding)
    assert encoding.upper() in warnings[0]


@pytest.mark.parametrize(("code", "encoding"), EIGHT_BIT)
@pytest.mark.parametrize("times", [1, 300])
def test_eight_bit_text_is_decoded_and_the_encoding_reported(code: str, encoding: str, times: int) -> None:
    text = (SHORT[code] + "\r\n" + LONG[code] * times).replace("—", "-" if encoding == "cp866" else "—")
    read_text, found, warnings = decode(text.encode(encoding), "a.txt")
    assert (read_text, found) == (text, encoding)
    assert encoding in warnings[0]
    assert "--encoding" in warnings[0]


@pytest.mark.parametrize(("code", "encoding"), EIGHT_BIT)
def test_one_sentence_identifies_the_encoding(code: str, encoding: str) -> None:
    assert decode(SHORT[code].encode(encoding), "a.txt")[:2] == (SHORT[code], encoding)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866"])
@pytest.mark.parametrize(
    "text", ["Дети идут в школу", "ДЕТИ ИДУТ В ШКОЛУ", "Погода", "да, конечно", "В эфире"]
)
def test_a_few_russian_words_identify_the_encoding(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt")[0] == text


def test_quotation_marks_alone_are_western() -> None:
    assert decode("He said “yes”.".encode("cp1252"), "a.txt")[1] == "cp1252"


def test_an_english_text_may_have_one_odd_character() -> None:
    text = "The rule of Mont´ufar was tested again by the people of the town who had doubted it. " * 9
    assert decode(text.encode("cp1252"), "a.txt")[:2] == (text, "cp1252")


@pytest.mark.parametrize("text", [" !", " ! !", "a!b!"])
def test_plain_text_is_never_taken_for_utf16(text: str) -> None:
    """Two ASCII characters are the two bytes of one in UTF-16: "␠!" would be ℠."""
    assert decode(text.encode(), "a.txt")[:2] == (text, "utf-8")


def test_names_with_an_inner_capital_are_read() -> None:
    text = "Встреча МакАртура и О’Нила прошла в СевКазНИИ"
    assert decode(text.encode("cp1251"), "a.txt")[0] == text


@pytest.mark.parametrize("text", ["今天城里新开了一所学校", "孩子们和家长们都非常高兴"])
def test_an_unknown_encoding_is_refused(text: str) -> None:
    with pytest.raises(DocumentError, match=r"^a\.txt is not UTF-8.*--encoding"):
        decode(text.encode("gbk"), "a.txt")


def test_damaged_utf8_is_decoded_and_the_damage_counted() -> None:
    data = LONG["ru"].encode()
    text, encoding, warnings = decode(data[:80] + b"\xff" + data[80:-2], "a.txt")
    assert encoding == "utf-8"
    assert text.count("\ufffd") >= 1
    assert "at byte 80" in warnings[0]


def test_text_cut_inside_a_character_is_still_utf8() -> None:
    text, encoding, warnings = decode("Дети идут в школу".encode()[:-1], "a.txt")
    assert (text, encoding) == ("Дети идут в школ\ufffd", "utf-8")
    assert "1 invalid sequence replaced" in warnings[0]


@pytest.mark.parametrize("name", ["cp1251", "CP1251", "windows-1251"])
def test_a_given_encoding_is_used(name: str) -> None:
    assert decode(b"\xcf\xf0\xe8\xe2\xe5\xf2", "a.txt", name) == ("Привет", "cp1251", ())


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "", "a\0b"])
def test_a_name_that_is_no_encoding_is_a_usage_error(name: str) -> None:
    with pytest.raises(UsageError, match=r"unknown encoding.*utf-8"):
        decode(b"text", "a.txt", name)


def test_a_byte_invalid_in_the_given_encoding_is_located() -> None:
    with pytest.raises(DocumentError, match=r"^a\.txt is not utf-8: byte 3 \(0xff\) is invalid"):
        decode(b"abc\xffdef", "a.txt", "utf-8")


@pytest.mark.parametrize(("data", "word"), BINARY)
def test_a_binary_file_is_refused_and_its_type_named(data: bytes, word: str) -> None:
    with pytest.raises(DocumentError, match=word) as caught:
        decode(data, "news/a.bin")
    assert str(caught.value).startswith("news/a.bin ")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text", ["ID3 tags are small", "GIF89 is a format", "BZh, wrote Anna", "RIFF means reef"]
)
def test_text_that_begins_like_a_binary_file_is_text(text: str) -> None:
    assert decode(text.encode(), "a.txt")[0] == text


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_document_is_refused(data: bytes) -> None:
    with pytest.raises(DocumentError, match=r"^a\.txt is empty$"):
        from_bytes(data, "a.txt")


def test_white_space_alone_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"^a\.txt contains only white space$"):
        from_bytes("\n \t\u00a0".encode(), "a.txt")


def test_a_decoding_error_past_the_end_is_one_line() -> None:
    """From Python 3.13 on, the codec of punycode names the byte after the last one."""
    with pytest.raises(DocumentError, match=r"^a\.txt is not punycode; "):
        from_bytes(b"0", "a.txt", encoding="punycode")


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "utf-16", "cp1251", "utf-7", "punycode"]))
def test_any_bytes_are_decoded_or_refused_in_one_line(data: bytes, encoding: str | None) -> None:
    try:
        message = None
        document = from_bytes(data, "a.txt", encoding=encoding, language="en")
    except SummarizeError as error:
        message = str(error)
    if message is None:
        assert document.text.strip()
        document.text.encode()
    else:
        assert message.startswith("a.txt ")
        assert "\n" not in message


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]) | st.sampled_from("\n\r\t"), min_size=1))
def test_utf8_is_decoded_unchanged(text: str) -> None:
    assert decode(f"a{text}".encode(), "a.txt") == (f"a{text}", "utf-8", ())


def test_a_document_has_its_name_encoding_and_language(tmp_path: Path) -> None:
    path = tmp_path / "хабар.txt"
    path.write_bytes(b"\xef\xbb\xbf" + LONG["kk"].encode() + b"\r\n")
    document = read(str(path))
    assert document.name == str(path)
    assert document.text == LONG["kk"] + "\r\n"
    assert (document.encoding, document.language, document.warnings) == ("utf-8", "kk", ())
    assert document.identification.language == "kk"


def test_warnings_about_encoding_and_language_are_joined() -> None:
    document = from_bytes("Сьогодні в місті відкрили школу, діти дуже раділи.".encode("utf-16-le"), "a.txt")
    assert "UTF-16" in document.warnings[0]
    assert "Ukrainian" in document.warnings[1]


def test_a_given_language_is_used() -> None:
    document = from_text("Guten Morgen", language="Kazakh")
    assert (document.language, document.identification.confidence) == ("kk", 1.0)
    assert document.identification.script == "Latn"
    assert document.warnings == ()
    with pytest.raises(UsageError, match="kz is a country"):
        from_text("Сәлем", language="kz")


def test_a_string_is_never_a_path(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("words")
    document = from_text(str(path))
    assert (document.text, document.name, document.encoding) == (str(path), "<text>", "str")


def test_a_lone_surrogate_is_refused() -> None:
    with pytest.raises(DocumentError, match=r"^<text> is not valid text: character 3 .*U\+D83D"):
        from_text("abc\ud83d def")


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    listening = tmp_path / "socket"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(listening))
        cases = {
            str(tmp_path / "missing.txt"): "does not exist",
            str(tmp_path): "is a folder",
            str(listening): "device or socket",
            "/dev/null": "device or socket",
            str(loop): "cannot be read",
            str(tmp_path / ("x" * 300)): "cannot be read",
        }
        for path, words in cases.items():
            with pytest.raises(DocumentError) as caught:
                read(path)
            assert str(caught.value).startswith(path)
            assert words in str(caught.value)
    with pytest.raises(DocumentError, match="is not a valid path"):
        read("a\0b")


def test_a_pipe_is_read(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = subprocess.Popen([sys.executable, "-c", f"open({str(pipe)!r}, 'w').write('a few plain words')"])
    assert read(str(pipe), language="en").text == "a few plain words"
    assert writer.wait() == 0


def test_a_folder_is_expanded_to_its_text_files_sorted(tmp_path: Path) -> None:
    for name in ["b.txt", "a.MD", "sub/c.rst", "sub/README", "photo.png", ".hidden.txt", ".git/d.txt"]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    files, skipped, _ = expand(["last.png", str(tmp_path), "-", "last.png"])
    below = [str(tmp_path / name) for name in ["a.MD", "b.txt", "sub/README", "sub/c.rst"]]
    assert files == ["last.png", *below, "-", "last.png"]
    assert skipped == [str(tmp_path / "photo.png")]


@pytest.mark.parametrize("names", [[], ["photo.png"], [".hidden.txt"]])
def test_a_folder_without_text_files_is_refused(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_text("x")
    with pytest.raises(DocumentError, match="holds no text files") as caught:
        expand([str(tmp_path)])
    assert str(caught.value).startswith(str(tmp_path))


def test_links_back_to_a_parent_folder_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_text("x")
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    files, skipped, outside = expand([str(tmp_path)])
    assert files == [str(tmp_path / "sub" / "a.txt")]
    assert skipped == [str(tmp_path / "pipe")]
    assert outside == []


def test_folders_that_all_link_to_each_other_are_read_once(tmp_path: Path) -> None:
    folders = [tmp_path / f"{number:02}" for number in range(12)]  # 12! ways lead through them
    for folder in folders:
        folder.mkdir()
        (folder / "a.txt").write_text("x")
        for other in folders:
            (folder / f"to-{other.name}").symlink_to(other)
    assert expand([str(tmp_path)]).files == [str(folder / "a.txt") for folder in folders]


def test_a_link_out_of_the_folder_is_followed_only_if_asked(tmp_path: Path) -> None:
    for name in ("in/a.txt", "in/deep/b.txt", "out/c.txt", "out/d.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    folder = tmp_path / "in"
    (folder / "e.txt").symlink_to(tmp_path / "out" / "c.txt")
    (folder / "f").symlink_to(tmp_path / "out")
    (folder / "g.txt").symlink_to(folder / "a.txt")
    (tmp_path / "out" / "back").symlink_to(folder)
    named = tmp_path / "named"
    named.symlink_to(folder)  # what was named may itself be a link

    def below(*names: str) -> list[str]:
        return [str(named / name) for name in names]

    files, _, outside = expand([str(named)])
    assert files == below("a.txt", "deep/b.txt", "g.txt")
    assert outside == below("e.txt", "f")
    files, _, outside = expand([str(named)], follow_links=True)
    assert files == below("a.txt", "deep/b.txt", "e.txt", "f/c.txt", "f/d.txt", "g.txt")
    assert outside == []


def test_what_cannot_be_read_in_a_folder_is_among_its_files(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "dead.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "dead.png").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    files, skipped, outside = expand([str(tmp_path)])
    assert files == [str(tmp_path / name) for name in ("a.txt", "dead.txt", "loop")]
    assert skipped == [str(tmp_path / "dead.png")]
    assert outside == []
    with pytest.raises(DocumentError, match=r"dead\.txt is a broken link$"):
        read(str(tmp_path / "dead.txt"))
    with pytest.raises(DocumentError, match="loop cannot be read: Too many levels of symbolic links"):
        read(str(tmp_path / "loop"))


def test_reading_utf8_imports_no_library() -> None:
    program = (
        "import sys; from summarize.text.documents import from_bytes; from_bytes(sys.argv[1].encode(), 'a')\n"
        "sys.exit(any(name in sys.modules for name in ('charset_normalizer', 'py3langid', 'numpy')))"
    )
    done = subprocess.run([sys.executable, "-c", program, LONG["ru"] * 3], check=False)
    assert done.returncode == 0
