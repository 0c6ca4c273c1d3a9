"""Tests of texts that likely ask for no more texts; whole-text keywords are `test_compliance`'s."""

import pytest
from hypothesis import given

from tests.core.journal import ANY_TEXT
from tmchat.core.compliance import asks_for_silence


@pytest.mark.parametrize(
    "text",
    [
        *("please stop texting me", "STOP TEXTING ME!!", "Stop texting.", "quit texting us pls"),
        *("Could you please stop messaging this number?", "pls stop", "Please stop!", "Stop now"),
        *("no. stop", "stop sending me these texts", "Stop the spam", "stop with it. stop it"),
        *(
            "take me off your list",
            "Take my number off the list please",
            "take us off of your mailing list",
        ),
        *("remove my number", "Remove me from your list", "please remove me", "delete my number."),
        *("unsubscribe me", "Unsubscribe please", "I want to unsubscribe", "unsubscribe from this"),
        *("opt me out", "I'd like to opt out.", "opt out of these texts", "Leave me alone!"),
        *("Don't text me again", "do not contact me", "don’t message me anymore", "no more texts"),
        *("I don't want any more messages", "I no longer wish to receive texts", "Lose my number"),
        *("I do not want to be contacted", "Who is this? Stop texting me", "I revoke my consent"),
        *("Deje de enviarme mensajes", "no me escriban más", "No quiero recibir más mensajes"),
        *("quíteme de su lista", "quiero darme de baja", "¡Déjenme en paz!", "no me mande mas sms"),
        *("Arrêtez de m'envoyer des messages", "arrêtez de m’écrire", "ne m'écrivez plus"),
        *("Je ne veux plus recevoir de messages", "désabonnez-moi", "Retirez-moi de votre liste"),
        *("laissez-moi tranquille", "supprimez mon numéro svp", "arrêtez vos SMS"),
        *("Bitte keine Nachrichten mehr", "Löschen Sie meine Nummer", "Lassen Sie mich in Ruhe"),
        *(
            "Hören Sie auf, mir zu schreiben",
            "schreiben Sie mir nicht mehr",
            "Ich möchte keine SMS mehr",
            "Melden Sie mich bitte ab",
        ),
    ],
)
def test_a_likely_opt_out(text: str) -> None:
    assert asks_for_silence(text)


@pytest.mark.parametrize(
    "text",
    [
        *("stop by the shop", "Can you stop the leak?", "I'll stop by at 5, please", "bus stop?"),
        *("please stop by after work", "My brakes won't stop squeaking", "don't stop texting me"),
        *("I can't stop texting my friends about you", "Do you stop at Main Street?", "nonstop"),
        *("can you remove my number plate?", "remove the old tires please", "delete the order"),
        *("take me off the waiting room chair", "take 10% off", "add me to your list", "my list"),
        *("Leave the parts with me", "leave it alone", "I'm alone at home", "Don't text, call"),
        *("don't text me before 9", "text me again", "no more parts left?", "any messages for me?"),
        *("Can I opt out of the warranty?", "cancel my appointment", "I want to cancel the order"),
        *("is there a subscription?", "never unsubscribe me", "please don't leave me alone here"),
        *("I didn't get your messages", "did you get my texts", "I need to stop. Later?", "yes"),
        *("¿Para cuándo está?", "no deje de escribirme", "No me envíe la factura", "mi número es"),
        *("la lista de precios", "de baja calidad", "Ne m'envoyez pas la facture", "vos messages?"),
        *(
            "Ist die Nummer richtig?",
            "Ich habe keine Nachrichten mehr bekommen",
            "Wann hören Sie auf?",
            "Lieferung abbestellen?",
        ),
        *("", " ", ".", "🛑", "\ud83d", "'", "stop " * 3),
    ],
)
def test_no_opt_out(text: str) -> None:
    assert not asks_for_silence(text)


@given(ANY_TEXT)
def test_any_text_is_read(text: str) -> None:
    assert asks_for_silence(f"{text}. Please stop texting me")
    assert asks_for_silence(text) in (True, False)


def test_a_long_text_takes_no_long_time() -> None:
    assert not asks_for_silence("stop the these those your all " * 100_000)
