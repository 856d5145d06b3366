"""Web pages: any bytes that begin like one are a text or one line."""

from __future__ import annotations

from pathlib import Path

from fuzz.editing import attack_editing
from fuzz.reading import XML, attack_document
from fuzz.trial import corpus

TOKENS = (
    *XML, b"<p>", b"</p>", b"<div>", b"<b>", b"<table><tr><td>", b"<td rowspan=99999>", b"<ul><li>",
    b"<br>", b"<h1>", b"<article>", b"<nav>", b"<script>", b"<style>", b"<svg>", b"<template>",
    b"<frameset>", b"<meta charset=utf-7>", b"<meta charset=punycode>", b"<title>", b"<base href=x>",
    b"<a href=\"http://[\">", b"<pre>", b"<textarea>", b"<plaintext>",
)  # fmt: skip


def seeds() -> list[bytes]:
    return corpus("html")


def attack(data: bytes, folder: Path) -> None:
    attack_editing("html", data, folder)
    attack_document(data, folder)
