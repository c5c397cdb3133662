"""What columns and states are called in the lists that other tools export."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from publisher.model.subscriber import SubscriberState

Column = Literal[
    "address",
    "name",
    "first",
    "infix",
    "last",
    "language",
    "tags",
    "state",
    "subscribed",
    "unsubscribed",
    "bounced",
    "consent_at",
    "consent_how",
]

#: Letters and digits of a heading, in lower case and without accents → what the column holds.
_NAMES: dict[Column, str] = {
    "address": """
        email mail emailaddress mailaddress address emailaddresses emails subscriberemail contactemail emailid
        adres emailadres mailadres epost epostadres epostadresse epostadress mejl
        emailadresse mailadresse adresse courriel adressecourriel adresseemail adressemail adresseelectronique
        correo correoelectronico direccion direcciondecorreo direcciondecorreoelectronico
        indirizzo indirizzoemail indirizzomail posta postaelettronica
        enderecodeemail endereco correioeletronico adresemail adrespocztowy poczta
        sahkoposti sahkopostiosoite eposta почта электроннаяпочта адрес емейл имейл
        メール メールアドレス eメール 邮箱 电子邮件 电子邮箱 郵箱 email1value email1
        """,
    "name": """
        name fullname displayname contactname subscribername contact
        naam volledigenaam weergavenaam vollstandigername anzeigename nom nomcomplet nombre nombrecompleto
        nomecompleto nazwa imieinazwisko navn namn fulltnavn nimi имя имяифамилия 名前 氏名 姓名 名称
        """,
    "first": """
        firstname givenname forename voornaam vorname prenom primernombre nombredepila nome primeironome
        imie fornavn fornamn etunimi
        """,
    "infix": "middlename tussenvoegsel tussenvoegsels voorvoegsel particle",
    "last": """
        lastname surname familyname achternaam nachname familienname nomdefamille apellido apellidos cognome
        sobrenome apelido nazwisko etternavn efternavn efternamn sukunimi фамилия
        """,
    "language": """
        language lang locale taal sprache langue idioma lingua jezyk sprog sprak kieli язык 言語 语言
        """,
    "tags": """
        tags tag labels label groups group segments categories category lists list groepen lijsten lijst
        gruppen listen etiquettes groupes listes etiquetas grupos listas etichette gruppi liste etykiety grupy теги
        """,
    "state": """
        state status subscriptionstatus memberstatus subscriberstatus subscribertype emailmarketingstatus
        staat toestand zustand statut etat estado stato stan tilstand tila статус 状態 状态
        """,
    "subscribed": """
        subscribed active subscribedtoemails issubscribed activesubscription optin optedin
        ingeschreven aangemeld actief angemeldet aktiv abonne actif suscrito activo iscritto attivo
        """,
    "unsubscribed": """
        unsubscribed unsubscribedat unsubscribetime unsubtime unsubscribedate optout optedout optouttime optoutdate
        removed deletedat
        uitgeschreven afgemeld uitgeschrevenop afgemeldop abgemeldet abgemeldetam ausgetragen
        desinscrit desabonne dadodebaja baja disiscritto cancelado wypisany avmeldt avregistrerad afmeldt
        """,
    "bounced": "bounced bouncedat bouncetime cleaned cleanedat cleantime",
    "consent_at": """
        consentat consentdate consent optintime optindate confirmtime confirmedat subscribedat subscribedate
        dateadded createdat created signupdate joinedat inschrijfdatum aangemeldop ingeschrevenop anmeldedatum
        angemeldetam dateinscription fechadealta datadiiscrizione
        """,
    "consent_how": "consenthow consentsource source optinsource herkomst bron quelle herkunft origine origen",
}

_STATES: dict[SubscriberState, str] = {
    "active": """
        active subscribed enabled confirmed member regular premium yes free paid optedin
        actief aangemeld ingeschreven bevestigd aktiv angemeldet bestatigt actif abonne inscrit activo suscrito
        attivo iscritto ativo inscrito aktywny zapisany prenumererar активен подписан
        """,
    "pending": """
        pending unconfirmed unactivated waiting new
        wachtend onbevestigd ausstehend unbestatigt enattente nonconfirme pendiente sinconfirmar inattesa pendente
        """,
    "unsubscribed": """
        unsubscribed inactive disabled nonsubscribed notsubscribed optedout optout removed deleted churned no
        afgemeld uitgeschreven inactief abgemeldet ausgetragen inaktiv desinscrit desabonne inactif
        baja dadodebaja cancelado inactivo disiscritto inattivo inativo wypisany nieaktywny afmeldt avmeldt
        avregistrerad отписан неактивен
        """,
    "bounced": "bounced bounce hardbounce cleaned invalid undeliverable",
    "complained": "complained complaint spam spamcomplaint abuse",
    "suppressed": """
        suppressed blocked blocklisted blacklisted banned archived geblokkeerd gesperrt bloque bloqueado bloccato
        """,
}

_ANSWERS: dict[bool, str] = {
    True: "1 true t yes y x ja j oui o si s sim tak da да waar wahr vrai verdadero vero 是 はい",
    False: "0 false f no n nee nein non nao nie niet onwaar falsch faux falso нет 否 いいえ null none nil",
}

_columns = {word: column for column, listed in _NAMES.items() for word in listed.split()}
_states = {word: state for state, listed in _STATES.items() for word in listed.split()}
_answers = {word: answer for answer, listed in _ANSWERS.items() for word in listed.split()}


def column_of(heading: str) -> Column | None:
    """Return what a column with this heading holds, or None when it is nothing for us.

    >>> column_of("E-Mail-Adresse"), column_of("Favourite colour")
    ('address', None)
    """
    return _columns.get(bare(heading))


def state_of(words: str) -> SubscriberState | None:
    """Return the state that a cell names, or None when it is a word we do not know."""
    return _states.get(bare(words))


def is_yes(words: str) -> bool:
    """Tell whether a yes-or-no cell says yes; a date says yes, an empty cell no."""
    return bool(words.strip()) and _answers.get(bare(words), True)


def is_plain_answer(words: str) -> bool:
    """Tell whether a cell is a yes or a no at all."""
    return bare(words) in _answers


def bare(words: str) -> str:
    """Return the letters and digits of *words* in lower case, without accents."""
    spread = unicodedata.normalize("NFKD", words.casefold())
    return re.sub(r"[\W_]+", "", "".join(c for c in spread if not unicodedata.combining(c)))
