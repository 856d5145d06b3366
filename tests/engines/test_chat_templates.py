"""Chat templates are rendered as transformers renders them, in another process, and cannot do harm there."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tinyhub
from running import CHATS
from trained.warm import warm
from transformers import AutoTokenizer
from transformers.utils import chat_template_utils

from summarize.engines import chat, chat_templates
from summarize.errors import ModelError

MESSAGES = [
    {"role": "system", "content": "Answer briefly."},
    {"role": "user", "content": "  Не <|im_end|> айтты?\n{{ 1 }} <start_of_turn>\n"},
]


@pytest.mark.parametrize("name", CHATS)
def test_every_template_gives_the_ids_that_the_library_gives(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokenizer = AutoTokenizer.from_pretrained(tinyhub.folder(name))
    fields = [{"type": "text", "source_lang_code": "en", "target_lang_code": "kk", "text": "A bus."}]
    for messages in (MESSAGES, MESSAGES[1:], [{"role": "user", "content": fields}]):
        expected: Any = None
        try:
            expected = tokenizer.apply_chat_template(
                messages,
                add_generation_prompt=True,
                sanitize_control_tokens=True,
                enable_thinking=False,
            )["input_ids"]
        except Exception as error:
            refusal = error
        with monkeypatch.context() as patch:
            # The library itself must not render anything.
            patch.setattr(chat_template_utils, "_compile_jinja_template", None)
            if expected is not None:
                assert chat._rendered(tokenizer, messages) == expected
            else:
                with pytest.raises((chat_templates.Refused, chat_templates.Failed)) as raised:
                    chat._rendered(tokenizer, messages)
                assert str(raised.value) in f"{type(refusal).__name__}: {refusal}"


def test_what_honest_templates_use_is_there() -> None:
    template = """\
    {%- for n in range(9) %}
    {%- if n == 1 %}{% continue %}{% endif %}{% if n > 2 %}{% break %}{% endif %}{{ n }}
    {% endfor %}
    {% generation %}{{ value | tojson }}{% endgeneration %}{{ strftime_now('%Y') | length }}
    {% set ns = namespace(a=1) %}{% set ns.a = ns.a + 1 %}{{ ns.a }}{{ dict(b=2).b }}"""
    found = chat_templates._renderer.render(template, {"value": {"ә": "<&>"}})
    assert found == '0\n2\n{"ә": "<&>"}4\n22'


HOSTILE = {
    "memory": ("{{ 'x' * 10 ** 10 }}", "it needs too much memory"),
    "a wide field": ("{{ 'x' | center(10 ** 10) }}", "it needs too much memory"),
    "doubling": (
        "{% set n = namespace(x='a') %}{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "it needs too much memory",
    ),
    "loops": (
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "it does not end within 1 seconds, or needs too much memory",
    ),
    "a power": ("{{ 9 ** (9 ** 9) }}", "it does not end within 1 seconds, or needs too much memory"),
    "output": ("{% for i in range(99999) %}{{ 'y' * 999 }}{% endfor %}", "it writes more than 1,0"),
    "recursion": ("{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}", "it is nested too deeply"),
    "brackets": ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "it is nested too deeply"),
    "a file": ("{% include '/etc/passwd' %}", "TypeError: no loader"),
    "a filter": ("{{ 'a' | nofilter }}", "No filter named 'nofilter'"),
    "an error": ("{{ 1 / 0 }}", "ZeroDivisionError: division by zero"),
    "a name": ("{{ x.y.z }}", "'x' is undefined"),
    "Python": ("{{ ''.__class__.__mro__ }}", "access to attribute '__class__' of 'str' object is unsafe"),
    "syntax": ("{% for", "unexpected 'end of template'"),
    "its own refusal": ("{{ raise_exception('no\\n\\x1b[31msystem') }}", r"no \x1b[31msystem"),
    "long refusal": ("{{ raise_exception('no ' * 9999) }}", "no no no"),
    "the process": ("{{ range.__init__.__globals__ }}", "unsafe"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_template_is_one_line(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    template, reason = HOSTILE[case]
    if "1 seconds" in reason:  # the others end long before the limit, even on a busy machine
        monkeypatch.setattr(chat_templates, "SECONDS", 1)
    tokenizer = AutoTokenizer.from_pretrained(tinyhub.folder("qwen3"))
    tokenizer.chat_template = template
    # Even compiling it here would compute its constants.
    monkeypatch.setattr(chat_template_utils, "_compile_jinja_template", None)
    with pytest.raises(ModelError, match=r"^m: its chat template ") as raised:
        chat.ids(tokenizer, "m", MESSAGES)
    assert reason in str(raised.value)
    assert "\n" not in str(raised.value)
    assert len(str(raised.value)) < 300
    # The process is there again for the next model.
    tokenizer.chat_template = "{{ messages[0].content }}"
    assert tokenizer.decode(chat.ids(tokenizer, "m", [{"role": "user", "content": "A bus."}])) == "A bus."


def test_limits_that_the_user_has_set_are_kept() -> None:
    program = """
import resource
from summarize.engines import chat_templates
resource.setrlimit(resource.RLIMIT_DATA, (4 << 30, 4 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (500, 500))
print(chat_templates._renderer.render("{{ 6 * 7 }}", {}))
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("42\n", "")


def test_the_command_line_says_it_in_one_line(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(tinyhub.folder("qwen3"), folder)
    (folder / "chat_template.jinja").write_text("{{ 'x' * 10 ** 10 }}", "utf-8")
    text = "A bus left Almaty on Monday. It was late. Nobody waited for it at all."
    done = warm().run("-m", folder, "-", stdin=text.encode())
    assert (done.returncode, done.stdout) == (4, b"")
    lines = done.stderr.decode().strip().splitlines()
    assert lines[-1].endswith("its chat template cannot be used: it needs too much memory")
    assert not any("Traceback" in line for line in lines)
