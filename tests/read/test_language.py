"""Sentences in many languages, written for this test: which language is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from undercount.read.documents.language import language_caution, language_of

SENTENCES = {
    "en": "The ministry said that forty people had come to the port on Sunday.",
    "fr": "Le ministère a dit que quarante personnes sont arrivées au port dimanche.",
    "es": "El ministerio dijo que cuarenta personas han llegado al puerto el domingo.",
    "pt": "O ministério disse que quarenta pessoas não foram para o porto da cidade.",
    "it": "Il ministero ha detto che quaranta persone sono nel porto della città.",
    "de": "Das Ministerium sagte, dass vierzig Menschen in der Stadt und im Hafen sind.",
    "nl": "Het ministerie zei dat veertig mensen niet in de haven van de stad zijn.",
    "pl": "Ministerstwo mówi, że czterdzieści osób nie jest w mieście i w porcie.",
    "ro": "Ministerul spune că patruzeci de oameni nu sunt în port și în oraș.",
    "tr": "Bakanlık, kırk kişinin limana geldiğini ve bir gün sonra için daha çok olduğunu dedi.",
    "so": "Wasaaradda ayaa sheegtay in afartan qof ay ku sugan yihiin dekedda oo waa la tiriyey.",
    "sw": "Wizara alisema kuwa watu arobaini wa mji huo na bandari ya kusini katika siku hiyo.",
    "ar": "قالت الوزارة إن أربعين شخصا وصلوا إلى الميناء يوم الأحد.",
    "fa": "وزارت گفت که چهل نفر از مردم به بندر آمدند و این را تایید کرد.",
    "ur": "وزارت نے کہا کہ چالیس لوگ بندرگاہ میں ہیں اور یہ سب سے زیادہ ہے۔",
    "ps": "وزارت وویل چې څلوېښت کسان په بندر کې دي او د هغه شمېر له دې سره دی.",
    "ru": "Министерство сообщило, что в порт прибыли сорок человек, и это не все.",
    "uk": "Міністерство повідомило, що до порту прибули сорок людей, які є з міста.",
    "el": "Το υπουργείο είπε ότι σαράντα άνθρωποι έφτασαν στο λιμάνι.",
    "am": "ሚኒስቴሩ አርባ ሰዎች ወደ ወደብ መድረሳቸውን ገልጿል እና ይህ ነው።",
    "ti": "ሚኒስትሪ ኣርብዓ ሰባት ናብ ወደብ ከም ዝኣተዉ ገሊጹ እዩ ካብ ናይ ሎሚ።",
    "hi": "मंत्रालय ने कहा कि चालीस लोग बंदरगाह में हैं और यह सब नहीं है।",
    "bn": "মন্ত্রণালয় জানিয়েছে চল্লিশ জন মানুষ বন্দরে এসেছে।",
    "my": "ဝန်ကြီးဌာနက လူလေးဆယ် ဆိပ်ကမ်းသို့ ရောက်ရှိသည်ဟု ပြောသည်။",
    "zh": "该部表示，四十人抵达港口。",
    "ja": "同省は、四十人が港に到着したと述べた。",
    "ko": "부처는 마흔 명이 항구에 도착했다고 말했다.",
}


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_is_enough(code: str) -> None:
    assert language_of(SENTENCES[code]) == code
    assert language_of(SENTENCES[code] * 200, "xx") == code


@pytest.mark.parametrize(
    ("text", "declared", "code"),
    [
        ("", None, "en"),
        ("Sarn 40", None, "en"),
        ("Sarn 40", "de-CH", "de"),
        ("Sarn 40", "??", "en"),
        ("The port is shut and the boats are in it.", "fr", "en"),
        (
            "The mayor wrote: «ميناء» is the word that the people of the port have for it.",
            None,
            "en",
        ),
    ],
)
def test_where_little_is_told_english_or_what_the_file_says(
    text: str, declared: str | None, code: str
) -> None:
    assert language_of(text, declared) == code


def test_only_a_language_that_is_not_read_fully_has_a_caution() -> None:
    assert language_caution("en") is language_caution("fr") is None
    assert "Turkish" in (language_caution("tr") or "")
    assert "Spanish" in (language_caution("es") or "")
    assert "'xx'" in (language_caution("xx") or "")


@given(st.text(max_size=400), st.none() | st.text(max_size=5))
def test_any_text_has_a_language(text: str, declared: str | None) -> None:
    code = language_of(text, declared)
    assert len(code) == 2
    assert code.isascii()
    assert code.islower()
