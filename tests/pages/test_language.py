from __future__ import annotations

import pytest

from polon.pages.language import language_of

UK = "Додому повернулися сто сорок шість військових, серед них дванадцять поранених."
RU = "Домой вернулись сто сорок шесть военных, среди них двенадцать раненых."
EN = "One hundred and forty-six soldiers came home, twelve of them wounded."
DE = "Einhundertsechsundvierzig Soldaten sind heimgekehrt, zwölf von ihnen verwundet."
NEITHER_UK = (
    "Обмен состоится завтра, сообщил глава штаба. Стороны готовили его два года, и теперь готово всё остальное."
)


@pytest.mark.parametrize(
    ("text", "default", "expected"),
    [
        (UK, "uk", "uk"),
        (UK, "ru", "uk"),
        (UK, "en", "uk"),
        (RU, "uk", "ru"),
        (RU, "ru", "ru"),
        (RU, "en", "ru"),
        (EN, "uk", "en"),
        (EN, "ru", "en"),
        (EN, "en", "en"),
        (DE, "de", "de"),
        (EN, "de", "de"),
        (UK, "de", "uk"),
        ("Сто сорок шест војника вратило се кући", "sr", "sr"),
        ("Сто сорак шэсць вайскоўцаў вярнуліся дадому", "uk", "uk"),
        ("Сто сорак шэсць вайскоўцаў вярнуліся дадому", "be", "be"),
        ("", "uk", "uk"),
        ("146", "ru", "ru"),
        ("OK, 146", "uk", "uk"),
        ("Обмен", "uk", "uk"),
        ("їх", "ru", "ru"),
        ("Полон", "ru", "ru"),
        (NEITHER_UK.replace("ё", "е"), "uk", "ru"),
        (f"Деталі тут https://example.com/{EN.replace(' ', '-')} і @some_long_channel_name_here #hashtag", "ru", "uk"),
        (f"Речник сказав: «{RU}» — {UK}", "uk", "uk"),
        (f"{UK} {RU} {RU}", "ru", "ru"),
        (f"{UK} {UK} Слово «объект» залишили.", "ru", "uk"),
        (f"{UK} Слова «объект» и «взрыв» залишили.", "ru", "ru"),
        ("Azov, AFU StratCom: повернулися їхні захисники", "ru", "uk"),
    ],
)
def test_language_of(text, default, expected):
    assert language_of(text, default) == expected
