from __future__ import annotations

import pytest

from polon.pages.charsets import decode

UK = "<p>Додому повернулися 146 військових, їхні рідні чекали на Ґанку</p>"
RU = "<p>Домой вернулись 146 военнослужащих, объявили об этом в штабе</p>"
FR = "<p>Les prisonniers libérés sont rentrés à Kyïv, où l'été était déjà là</p>"


@pytest.mark.parametrize(
    ("text", "encoding", "charset"),
    [
        (UK, "utf-8", None),
        (UK, "utf-8", "windows-1251"),
        (UK, "utf-8-sig", "koi8-u"),
        (UK, "utf-16", None),
        (UK, "utf-16-le", "utf-16le"),
        ("<p>Повернулися</p>", "utf-16-le", "utf-16le"),
        (UK, "windows-1251", "windows-1251"),
        (UK, "windows-1251", None),
        (UK, "windows-1251", "utf-8"),
        (UK, "windows-1251", "koi8-u"),
        (UK, "windows-1251", "iso-8859-1"),
        (UK, "koi8-u", "koi8-u"),
        (UK, "koi8-u", None),
        (UK, "koi8-u", "windows-1251"),
        (RU, "koi8-r", None),
        (RU, "cp866", "cp866"),
        (RU, "iso8859-5", "iso-8859-5"),
        (RU, "windows-1251", "no-such-charset"),
        (RU, "windows-1251", "punycode"),
        (FR, "windows-1252", None),
        (FR, "iso-8859-1", "iso-8859-1"),
        (FR, "iso-8859-15", "iso-8859-15"),
        (FR, "utf-8", "ascii"),
        ("<p>plain</p>", "ascii", "utf-7"),
        ("<p>plain</p>", "ascii", "utf-16"),
    ],
)
def test_decode(text, encoding, charset):
    assert decode(text.encode(encoding), charset) == text


@pytest.mark.parametrize(
    "declaration",
    [
        '<meta charset="iso-8859-2">',
        "<META http-equiv=Content-Type content='text/html; charset = ISO-8859-2'>",
        "<meta charset=iso-8859-2>",
    ],
)
def test_declared_in_the_page(declaration):
    text = declaration + "<p>Jeńcy wrócili do domów, było ich dwudziestu sześciu</p>"
    assert decode(text.encode("iso-8859-2"), None) == text


def test_the_header_goes_before_the_page():
    text = '<meta charset="iso-8859-2"><p>Les prisonniers libérés</p>'
    assert decode(text.encode("cp1252"), "windows-1252") == text


def test_a_broken_letter_does_not_change_the_charset():
    cut = UK.removesuffix("</p>").encode() + b"\xd0"
    assert decode(cut, "windows-1251") == UK.removesuffix("</p>") + "\ufffd"


@pytest.mark.parametrize("body", [b"", b"\x00", b"\xff", b"\xff\xfe\x00", b"\xef\xbb\xbf", bytes(range(256)) * 4])
@pytest.mark.parametrize("charset", [None, "", "utf-16", "\x00", "x" * 500, "hex", "idna", "utf-8"])
def test_never_fails(body, charset):
    assert isinstance(decode(body, charset), str)
