"""In what language a text is written: only English is coded."""

from __future__ import annotations

from functools import cache
from typing import Any

# The begin of a text is enough to tell; what is shorter than the least gets the benefit of the doubt.
SAMPLE, LEAST = 3_000, 60
# How sure the detector must be that a text is not English. Names and quotations pull it; wholly foreign texts give 1.0.
SURE = 0.9
NAMES = dict(
    part.split(":")
    for part in """af:Afrikaans am:Amharic ar:Arabic az:Azerbaijani be:Belarusian bg:Bulgarian bn:Bengali bs:Bosnian
    ca:Catalan cs:Czech cy:Welsh da:Danish de:German el:Greek eo:Esperanto es:Spanish et:Estonian eu:Basque fa:Persian
    fi:Finnish fr:French ga:Irish gl:Galician gu:Gujarati he:Hebrew hi:Hindi hr:Croatian ht:Haitian hu:Hungarian
    hy:Armenian id:Indonesian is:Icelandic it:Italian ja:Japanese jv:Javanese ka:Georgian kk:Kazakh km:Khmer kn:Kannada
    ko:Korean ku:Kurdish ky:Kyrgyz la:Latin lb:Luxembourgish lo:Lao lt:Lithuanian lv:Latvian mg:Malagasy mk:Macedonian
    ml:Malayalam mn:Mongolian mr:Marathi ms:Malay mt:Maltese nb:Norwegian ne:Nepali nl:Dutch nn:Norwegian no:Norwegian
    oc:Occitan or:Odia pa:Punjabi pl:Polish ps:Pashto pt:Portuguese qu:Quechua ro:Romanian ru:Russian rw:Kinyarwanda
    se:Sami si:Sinhala sk:Slovak sl:Slovenian sq:Albanian sr:Serbian sv:Swedish sw:Swahili ta:Tamil te:Telugu th:Thai
    tl:Tagalog tr:Turkish ug:Uyghur uk:Ukrainian ur:Urdu vi:Vietnamese vo:Volapük wa:Walloon xh:Xhosa zh:Chinese
    zu:Zulu""".split()
)


def other_language(text: str) -> str | None:
    """The language of a text that is surely not English ("French (fr)"); None for English and for doubt."""
    sample = " ".join(text[: SAMPLE * 2].split())[:SAMPLE]
    if sum(c.isalpha() for c in sample) < LEAST and all(c < "\u0370" for c in sample if c.isalpha()):
        return None
    # Headlines in capitals look like another language to a detector trained on sentences.
    code, probability = _detector().classify(sample.lower() if sample.isupper() else sample)
    if code == "en" or probability < SURE:
        return None
    return f"{NAMES.get(code, 'another language')} ({code})"


@cache
def _detector() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
