"""What a file of a model folder says can neither stop nor exhaust its reader."""

from __future__ import annotations

from pathlib import Path

import pytest

from summarize.models import files
from summarize.models.files import Damaged

BAD_JSON = {
    "nested for the parser": ("[" * 100_000, "nested too deeply"),
    "nested for others": ("[" * 500 + "]" * 500, "nested more than 100 levels"),
    "objects": ('{"a":' * 300 + "1" + "}" * 300, "nested more than 100 levels"),
    "a number for the parser": ("[" + "9" * 5000 + "]", "not JSON"),
    "a number": ('{"a": [1, ' + "9" * 4000 + "]}", "a number of 4000 digits"),
    "a negative number": ("-" + "9" * 60, "a number of 60 digits"),
    "not JSON": ("{'a': 1}", "not JSON"),
    "not UTF-8": (b'{"a": "\xff"}', "not UTF-8 (byte 7)"),
    "empty": ("", "not JSON"),
}


@pytest.mark.parametrize("case", BAD_JSON)
def test_hostile_json_is_damaged(case: str, tmp_path: Path) -> None:
    content, problem = BAD_JSON[case]
    path = tmp_path / "config.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(Damaged, match=r"^config.json ") as raised:
        files.read_json(path)
    assert problem.partition("(")[0] in str(raised.value)
    assert len(str(raised.value)) < 100


def test_honest_json_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_text(
        '{"model_max_length": 1000000000000000019884624838656, "a": [1.5, null, {"б": true}]}', "utf-8"
    )
    assert files.read_object(path) == {"model_max_length": int(1e30), "a": [1.5, None, {"б": True}]}
    path.write_text("[1]", "utf-8")
    with pytest.raises(Damaged, match=r"config.json is not a JSON object"):
        files.read_object(path)


BAD_YAML = {
    "aliases": "a: &x [1, 1]\nb: [*x, *x]",
    "nested": "[" * 2000 + "]" * 2000,
    "a missing date": "a: 2024-02-31",
    "a list as key": "? [1, 2]\n: 3",
    "an object": "a: !!python/object:os.system x",
    "a number": "a: 0x" + "f" * 5000,
    "two documents": "a: 1\n--- \nb: 2",
    "tabs": "a:\n\t- b",
}


@pytest.mark.parametrize("case", BAD_YAML)
def test_hostile_yaml_is_damaged(case: str) -> None:
    with pytest.raises(Damaged, match=r"^README.md ") as raised:
        files.parse_yaml(BAD_YAML[case], "README.md")
    assert len(str(raised.value)) < 100


def test_honest_yaml_is_read() -> None:
    assert files.parse_yaml("license: mit\nlanguage:\n- kk\n- 'no'\n", "x") == {
        "license": "mit",
        "language": ["kk", "no"],
    }


def test_a_file_beyond_the_limit_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    with path.open("wb") as file:
        file.truncate(files.SMALL + 1)
    with pytest.raises(Damaged, match=r"config.json has 16,000,001 bytes; at most 16,000,000 are read"):
        files.read_text(path)
    assert len(files.read_bytes(path, files.LARGE)) == files.SMALL + 1
