"""Which texts opt a texter out or in, ask for help, or may mean it; refusing is `decide`'s.

A whole-text keyword counts by itself. A wish in words is only likely: a person confirms it.
"""

import re
import unicodedata
from enum import Enum, auto

# The keywords that 47 CFR 64.1200(a)(10) names as a reasonable means of revoking consent,
# with the carriers' own customary ones beside them, in Canada also the French one.
OPT_OUT = frozenset(
    {
        *("STOP", "STOPALL", "STOP ALL", "UNSUBSCRIBE", "END", "QUIT", "CANCEL", "REVOKE"),
        *("OPTOUT", "OPT OUT", "ARRET"),
    }
)
OPT_IN = frozenset({"START", "YES", "UNSTOP"})
HELP = frozenset({"HELP", "INFO"})
LOOKED_AT = 2_000  # characters of a text in which words are looked for
_LETTERS = re.compile(r"[^\W_]+")


class Wish(Enum):
    """What a whole-text keyword asks for."""

    OUT = auto()
    IN = auto()
    HELP = auto()


def wish_of(text: str) -> tuple[Wish, str] | None:
    """The wish that `text` as a whole expresses and its keyword, or None.

    Case, spacing, accents, width and punctuation (emoji too) do not matter, nor how often a keyword
    to opt out stands there; a keyword in a sentence is not one.
    """
    words = _LETTERS.findall(_unaccented(text[:LOOKED_AT]).upper())
    if len(text) > LOOKED_AT or not words:
        return None
    if len(words) > 1 and len(set(words)) == 1 and words[0] in OPT_OUT:
        return Wish.OUT, words[0]
    keyword = " ".join(words)
    for wish, keywords in ((Wish.OUT, OPT_OUT), (Wish.IN, OPT_IN), (Wish.HELP, HELP)):
        if keyword in keywords:
            return wish, keyword
    return None


def _unaccented(text: str) -> str:
    """`text` without accents and in letters of one width."""
    if text.isascii():
        return text
    letters = unicodedata.normalize("NFKD", text)
    return "".join(one for one in letters if not unicodedata.combining(one))


# Below, words are folded: lower case, no accents, no apostrophes, a lone full stop between clauses.
_END = r"(?= \.|$)"
_TEXTS = r"(?:texts|texting|messages|messaging|msgs|sms|spam|spamming)"
_TO_TEXT = r"(?:text|message|msg|sms|contact|spam|bother)"
_PLEASE = r"(?:please|pls|plz)"
_NOT = r"(?<!dont )(?<!not )(?<!never )(?<!cant )(?<!cannot )(?<!wont )"
_LIST = r"(?:(?:your|the|this|that|all|any|text|texting|sms|mailing) )*(?:lists?|database|system)"

_ENGLISH = (
    rf"{_NOT}(?:stop|quit|cease) (?:texting|messaging|msging|contacting|spamming|bothering"
    rf"|harassing)(?: me| us| this (?:number|phone)| my (?:number|phone|cell)| {_PLEASE}|{_END})",
    rf"{_NOT}(?:stop|quit|cease) (?:sending )?(?:me |us )?(?:(?:these|those|the|your|all|any|more"
    rf"|further|so many|unwanted) )*(?:texts|messages|msgs|sms|spam)",
    rf"(?:^|\. )(?:(?:just|ok|okay|hey|hi|no|{_PLEASE}) )*stop"
    rf"(?: (?:it|now|already|thanks|thank you|{_PLEASE}))*{_END}",
    rf"(?:take|get) (?:me|us|my (?:\w+ )?number|this number) off (?:of )?{_LIST}",
    rf"{_NOT}(?:remove|delete|erase) (?:me|us|my name|this number|my (?:\w+ )?number)"
    rf"(?: {_PLEASE}| from|{_END})",
    rf"{_NOT}unsubscribe(?: me| us| {_PLEASE}| from|{_END})",
    rf"opt (?:me|us) out|{_NOT}opt(?:ing)? out(?: {_PLEASE}| of (?:\w+ )?{_TEXTS}|{_END})",
    rf"{_NOT}leave (?:me|us) alone",
    rf"(?:dont|do not|never) (?:ever )?{_TO_TEXT} (?:me|us|this number)"
    rf"(?: again| any ?more| ever| {_PLEASE}|{_END})",
    rf"(?:(?:^|\. )(?:ok |{_PLEASE} )?|want |send )no more (?:of )?(?:(?:these|your) )?{_TEXTS}",
    rf"(?:dont|do not|no longer) (?:want|wish|care)(?: to (?:get|receive|have))?"
    rf"(?: (?:any|more|these|those|your|further|the|of))* {_TEXTS}",
    r"(?:dont|do not|no longer) (?:want|wish) to be (?:texted|contacted|messaged)",
    r"lose my number|(?:revoke|withdraw) (?:my |all )?consent",
)
_SPANISH = (
    r"(?<!no )(?:dej|par)(?:a|e|en|ad) de (?:mandar|enviar|escribir|molestar|contactar|textear)\w*",
    r"no me (?:mande|envie)[ns]? (?:mas|mensajes|textos|sms|nada)",
    rf"no me (?:escriba|contacte|moleste)[ns]?(?: mas| por favor|{_END})",
    r"no (?:quiero|deseo) (?:recibir )?(?:mas )?(?:(?:de )?(?:sus|estos) )?(?:mensajes|textos|sms)",
    r"(?:quit|saqu|borr|elimin)[ea]n?(?:me)? (?:de (?:la|su|esta|tu) lista|mi numero)",
    r"(?:darme|deme|denme|dame) de baja|dej[ea]n?me en paz",
)
_FRENCH = (
    r"arrete[zr]? (?:de|d) ?m ?(?:envoyer|ecrire|contacter|texter|harceler|embeter|importuner)",
    r"arrete[zr]? (?:les|vos|ces|tes) (?:messages|textos|sms)",
    r"ne m ?(?:envoyez|envoie|ecrivez|ecris|contactez|contacte|textez) (?:plus|jamais)",
    r"(?:ne |n)?(?:veux|souhaite|desire) plus (?:recevoir )?(?:de |vos |ces |des )?"
    r"(?:messages|textos|sms)",
    r"(?:retirez|enlevez|supprimez|effacez) (?:moi de (?:la|votre|cette) liste|mon numero)",
    r"(?:desabonne[zr]|desinscrire|desinscrivez)(?: moi)?|(?:laisse[zr]?) moi tranquille",
)
_GERMAN = (
    r"ho(?:e)?r(?:en|t)? (?:sie )?(?:bitte )?auf (?:\. )?(?:mir|mich|uns) (?:\w+ ){0,4}"
    r"(?:schreiben|schicken|senden|kontaktieren|belastigen)",
    r"(?:bitte|will|mochte) keine (?:weiteren )?(?:sms|nachrichten|werbung)",
    r"(?:schicken|senden|schreiben) sie mir (?:bitte )?(?:nicht|nichts|keine \w+) mehr",
    r"(?:loschen|streichen|entfernen) sie (?:bitte )?(?:mich|meine (?:\w+)?nummer)",
    r"(?:melden|tragen) sie mich (?:bitte )?(?:ab|aus)|(?:sms|nachrichten) abbestellen",
    r"lass(?:en|t)? (?:sie )?mich (?:bitte )?in ruhe",
)
_ASKING = re.compile(rf"(?<!\w)(?:{'|'.join((*_ENGLISH, *_SPANISH, *_FRENCH, *_GERMAN))})(?!\w)")
_APOSTROPHES = re.compile(r"['’‘`´]")
_CLAUSES = re.compile(r"[.!?;:,\n\r…¡¿()]+")


def asks_for_silence(text: str) -> bool:
    """Whether words in `text` likely ask for no more texts, in English, Spanish, French or German.

    A guess for a person to confirm: it knows common phrases and keeps off "stop by the shop".
    """
    return _ASKING.search(_folded(text[:LOOKED_AT])) is not None


def _folded(text: str) -> str:
    plain = _unaccented(_APOSTROPHES.sub("", text).casefold())
    clauses = (" ".join(_LETTERS.findall(clause)) for clause in _CLAUSES.split(plain))
    return " . ".join(clause for clause in clauses if clause)
