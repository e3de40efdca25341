"""Who is credited with a number: sentences written for these tests, and the name that a reader would give each number.

The news is of 20 May 2026. A row is a text and the attribution of each of its claims, in order.
"""

from __future__ import annotations

import pytest

from tests.extract.reading import cases, claims

ENGLISH: list[object] = [
    # the subject of a verb of speech
    ("Some 45 soldiers were freed, relatives of the crew say.", ["relatives of the crew"]),
    ("The Harbour coalition in the north says that it holds 9 prisoners.", ["The Harbour coalition"]),
    ("Oleh Hai, who led the Ukrainian team, told reporters that 45 soldiers came home.", ["Oleh Hai"]),
    ("45 soldiers came home, Oleh Hai, the head of the prisoner committee, wrote.", ["Oleh Hai"]),
    ("On the eve of the feast the Headquarters recalls 45 women in captivity.", ["the Headquarters"]),
    ("According to a survivor named Ruta, 45 prisoners were shot.", ["a survivor named Ruta"]),
    ("By the ministry's count 45 soldiers are in captivity, Kyiv reports.", ["Kyiv"]),
    ("45 soldiers came home in May, confirmed by the Red Cross.", ["the Red Cross"]),
    ("The assertion by Ivan Bereza that 45 soldiers surrendered is false, Kyiv said.", ["Ivan Bereza"]),
    ("45 soldiers came home under a deal announced a week before.", [None]),
    # who covers what
    (
        "The army says that it captured 45 soldiers, and the rebels speak of 30 prisoners.",
        ["The army", "the rebels"],
    ),
    ("Kyiv promised to hand over 45 wounded prisoners, a negotiator said.", ["a negotiator"]),
    ("45 soldiers came home from captivity, Olena Verba said, the Harbour News writes.", ["Olena Verba"]),
    # the floor
    ("Olena Verba said that 45 soldiers came home. 7 of them are wounded.", ["Olena Verba", "Olena Verba"]),
    (
        "45 soldiers came home today, the Headquarters said. On 3 March, 60 prisoners were exchanged.",
        ["the Headquarters", None],
    ),
    (
        "45 soldiers came home today, the Headquarters said. Last year 900 soldiers came home.",
        ["the Headquarters", "the Headquarters"],
    ),
    ('"We waited long," Olena Verba said. Then 45 soldiers came home from captivity.', [None]),
    ("45 soldiers came home from captivity. Many are ill, Olena Verba added.", ["Olena Verba"]),
    (
        "45 prisoners were freed, the Red Cross said. By its own count 30 soldiers remain in captivity.",
        ["the Red Cross"] * 2,
    ),
    ("The ICRC visited 88 prisoners of war.", ["The ICRC"]),
    ('"We were 11 in a cell for prisoners," Ihor, 26, a gunner, says.', ["Ihor"]),
    ("A video shows that 45 soldiers surrendered.", [None]),
    ("45 soldiers came home from captivity, although Kyiv had spoken of a delay.", [None]),
    (
        "45 soldiers came home from captivity, Olena Verba said. The exchange of 90 prisoners in 2020 was the largest.",
        ["Olena Verba", None],
    ),
    ("Verba has published a list of 45 prisoners of war.", ["Verba"]),
    ("The Harbour Front (HF) on Friday said it is releasing 45 captured soldiers.", ["The Harbour Front"]),
    (
        "45 soldiers were captured, an employee of the camps where they are held told Harbour News.",
        ["an employee of the camps"],
    ),
    ("45 prisoners are held, according to the U.N. envoy Olena Verba.", ["Olena Verba"]),
    ("The Harbour Lawyers, a rights group, said that 45 prisoners were freed.", ["The Harbour Lawyers"]),
    ("45 prisoners came home. Source: Olena Verba, the commissioner, quoted by the Harbour", ["Olena Verba"]),
    ("HF is also claiming that it has 45 prisoners of war.", ["HF"]),
    ("The Harbour Ministry and President Olena Verba said that 45 prisoners are held.", ["The Harbour Ministry"]),
    (
        'Olena Verba met the press. "45 prisoners are home," she said. "7 prisoners remain," the president said.',
        ["Olena Verba"] * 2,
    ),
    ("Kyiv responded to a video of the execution of 45 prisoners.", [None]),
    ("The ministry counts the alleged executions of 45 prisoners of war.", ["The ministry"]),
    ("The rebels let 88 prisoners of war go.", [None]),
]

UKRAINIAN: list[object] = [
    (
        "Керівник групи взаємодії з пресою та родинами Олег Гай нагадав, що з полону звільнено 45 осіб.",
        ["Олег Гай"],
    ),
    ("Обмін готують давно, сказав Олег Гай.\nНагадаємо, обмін полоненими був за формулою «45 на 45».", [None]),
    ("Росіяни взяли в полон 45 людей. 30 із них у полоні. Решту звільнили, сказав Олег Гай.", ["Олег Гай"] * 2),
    (
        "З полону повернулися 45 бійців. Як пише «Берег» із посиланням на Times, про це повідомив Олег Гай.",
        ["Олег Гай"],
    ),
    ("З полону звільнили 45 бійців, частину обміняли згідно з домовленостями в Стамбулі.", [None]),
    ("Так казав, що трьох взяли в полон.", [None]),  # a word of any class opens the sentence, no name
    # the paper that was told, and who told it
    ("З полону повернулися 45 військових. Про це повідомили у штабі у відповіді на запит «Берега».", ["штабі"]),
    ("З полону повернулися 45 військових. Про це в ефірі «Берега» сказав міністр Олег Гай.", ["Олег Гай"]),
    ("Про звільнення з полону 45 військових повідомив президент Олег Гай.", ["Олег Гай"]),
    ("Як писав «Берег», президент Олег Гай заявляв, що в полоні перебувають 45 військових.", ["Олег Гай"]),
    (
        "45 полонених стратили, каже прокуратура. Відомо про ще 7 страчених. Про це сказав речник Олег Гай.",
        ["прокуратура", "Олег Гай"],
    ),
    (
        "Росія стратила 45 полонених.\nДжерело: керівник відділу злочинів, вчинених в умовах війни, Олег Гай",
        ["Олег Гай"],
    ),
    (
        "У полоні 45 військових, повідомив голова СБУ Олег Гай.\nГолова СБУ додав, що вдома вже 30 військових.",
        ["Олег Гай", "Олег Гай"],
    ),
    ("У полоні 45 бійців, підрахувало міністерство. За даними відомства, вдома вже 30.", ["міністерство"] * 2),
    (
        '"Гвардійці взяли в полон 45 росіян. План склали розвідники роти "Берег", - йдеться у повідомленні бригади.',
        ["бригади"],
    ),
    ("З полону повернулися 45 військових, стверджує освітня спілка.", ["освітня спілка"]),
    ("З полону повернулися 45 військових, уточнюють у «Березі».", ["«Березі»"]),
    ("З полону повернулися 45 військових, розповіла в ефірі телемарафону Олена Верба.", ["Олена Верба"]),
    ("З полону повернулися 45 військових, сказав у Брюсселі Олег Гай.", ["Олег Гай"]),
    ("Повстанці на півночі країни заявили, що їм здалися 240 солдатів.", ["Повстанці"]),
    ("Боєць, який щойно повернувся, каже: «Нас у полоні було 45».", ["Боєць"]),
    ("Штаб назвав вигадкою заяву Москви, ніби в полон здалися 45 бійців.", ["Москви"]),
    ("Росія тримає в полоні 45 бійців, розповів волонтер із позивним «Берег».", ["«Берег»"]),
    (
        "З полону повернулися 45 військових, сказала Олена Верба. Торік повернулося 900 військових.",
        ["Олена Верба", "Олена Верба"],
    ),
    (
        "З полону повернулися 45 військових, сказала Олена Верба. А 3 березня обміняли 60 полонених.",
        ["Олена Верба", None],
    ),
    ("Цього року місія відвідала 88 полонених.", ["місія"]),
    ("З полону повернулися 45 військових, передає «Берег».", ["«Берег»"]),
    ("З полону повернулися 45 військових. Про це пише «Берег» з посиланням на Координаційний штаб.", ["штаб"]),
    ("Олена Верба розповіла про обмін полоненими.\n\nТакож повернулися 7 цивільних.", ["Олена Верба"]),
    ("Київ передав Москві 45 полонених.", [None]),
    ("У полон здалися 45 бійців, яких не було змоги вивести, розповіли в бригаді.", ["бригаді"]),
    ("Прокуратура відкрила справу. За її підрахунками, в полоні померли 45 бійців.", ["Прокуратура"]),
    ("У полоні 45 моряків, каже президент Верба. За його ж словами, 7 моряків у колонії.", ["Верба", "Верба"]),
    ("З полону повернулися 45 військових. Серед них 5 жінок, додала Олена Верба.", ["Олена Верба"] * 2),
]

RUSSIAN: list[object] = [
    ("Из плена вернулись 45 военных. Об этом «Берегу» рассказала омбудсмен Ольга Верба.", ["Ольга Верба"]),
    ("По данным издания, Израиль заявляет, что в Газе удерживаются 45 заложников.", ["Израиль"]),
    # a long title, then the name
    (
        "В плен сдались 30 бойцов ВСУ. Об этом рассказал украинский сержант в плену Олег Гай в беседе с газетой.",
        ["Олег Гай"],
    ),
    (
        "Домой вернулись 10 пленных. Об этом «Берегу» рассказала уполномоченная по правам человека Елена Верба.",
        ["Елена Верба"],
    ),
    (
        "Из плена вернулись 10 бойцов. Об этом сообщил помощник президента, глава делегации Олег Гай. "
        "«В плену остаются 20 бойцов», — сказал помощник президента.",
        ["Олег Гай", "Олег Гай"],
    ),
    ("Уполномоченный по правам человека в стране Елена Верба сообщила, что в плену 30 бойцов.", ["Елена Верба"]),
    # who covers what
    ("Штаб указал, что из плена освобождены двое гражданских, пишет «Берег».", ["Штаб"]),
    (
        "Минобороны сообщило, что из плена вернулись 18 россиян. Взамен переданы 18 пленных ВСУ.",
        ["Минобороны", "Минобороны"],
    ),
    (
        "Россия вернула 30 своих военных. Взамен переданы 30 военнопленных ВСУ, сообщает Минобороны РФ.",
        ["Минобороны РФ", "Минобороны РФ"],
    ),
    ("Ещё 30 бойцов возвращаются домой из плена. Ждём всех - написал Олег Гай в соцсетях.", ["Олег Гай"]),
    ("По данным на октябрь, в плену удерживали 13 военных.", [None]),
    ("Верба: в плену 30 бойцов\n\nОмбудсмен Елена Верба была в лагере.", ["Верба"]),
    ("Из плена вернулись 45 военных, сказал главный врач.", ["главный врач"]),
    ("Из плена вернулись 45 военных, сообщили в пятницу в Минречфлоте.", ["Минречфлоте"]),
    ("Под Берёзовкой, рассказывает беженка Нина, солдаты взяли в плен 12 жителей.", ["Нина"]),
    ("Из плена вернулись 45 военных, говорится в бюллетене Минобороны.", ["Минобороны"]),
    ("По словам вернувшихся, в плену остаются 45 моряков.", ["вернувшихся"]),
    ("Армия, напротив, уверяет, что в плену 45 моряков.", ["Армия"]),
    ("Слова чиновника о том, что в плену 45 моряков, обсуждают в сети.", ["чиновника"]),
    ("45 женщин заявили, что их пытали в плену.", [None]),
    (
        "Из плена вернулись 45 военных, сообщила Елена Верба. 3 марта обменяли 60 пленных.",
        ["Елена Верба", None],
    ),
    ("В мае уполномоченный Олег Гай навестил 88 пленных.", ["Олег Гай"]),
    ("Стороны передали друг другу 45 пленных.", [None]),
    ("Из плена вернулись 45 военных, передал корреспондент.", ["корреспондент"]),
    ("Из плена вернулись 45 военных, передаёт наш корреспондент.", [None]),
    ("Москва сообщает о 53 пленных, Киев подтверждает 40 пленных.", ["Москва", "Киев"]),
    ("Осудили 45 пленных. О приговоре сообщила прокуратура.", ["прокуратура"]),
    ("Елена Верба сообщила о возвращении 45 военных. В январе вернут ещё 7 пленных.", ["Елена Верба"] * 2),
]


@pytest.mark.parametrize(
    ("lang", "text", "names"), [*cases("en", ENGLISH), *cases("uk", UKRAINIAN), *cases("ru", RUSSIAN)]
)
def test_a_number_is_credited_to_whoever_tells_it(lang: str, text: str, names: list[str | None]) -> None:
    found = [claim.attribution for claim in claims(text, lang)]
    assert len(found) == len(names), found
    for name, wanted in zip(found, names, strict=True):
        assert name == wanted or (name is not None and wanted is not None and name.endswith(wanted)), found
