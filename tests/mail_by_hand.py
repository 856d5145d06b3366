"""E-mails as mail programs write them, made with the standard library."""

from __future__ import annotations

from email.message import EmailMessage

BODIES = {
    "en": (
        "The school in Karabulak will open its doors on Monday for 600 pupils.",
        "Forty teachers from several districts will work in it from September on.",
    ),
    "ru": (
        "Школа в Карабулаке откроет двери в понедельник для 600 учеников.",
        "С сентября в ней будут работать сорок учителей из разных районов.",
    ),
    "kk": (
        "Қарабұлақтағы мектеп дүйсенбіде 600 оқушыға есігін ашады.",
        "Қыркүйектен бастап онда әр ауданнан келген қырық мұғалім жұмыс істейді.",
    ),
}
SUBJECTS = {"en": "The new school", "ru": "Новая школа", "kk": "Жаңа мектеп"}
GREETINGS = {"en": "Dear colleagues,", "ru": "Добрый день, коллеги!", "kk": "Құрметті әріптестер!"}
CLOSINGS = {
    "en": "Best regards,\nAnna Orlova\nTel. +7 701 555 01 01",
    "ru": "С уважением,\nАнна Орлова\nтел. +7 701 555 01 01",
    "kk": "Құрметпен,\nАнна Орлова\nтел. +7 701 555 01 01",
}
ANSWERED = {
    "en": "On Mon, 3 Mar 2025 at 18:40, Bolat Akhmet <bolat@example.org> wrote:",
    "ru": "3 марта 2025 г., 18:40, Болат Ахмет <bolat@example.org> писал(а):",
    "kk": "2025 ж. 3 наурыз, 18:40, Болат Ахмет <bolat@example.org> жазды:",
}
QUOTED = {
    "en": "When will the school be open for the pupils?",
    "ru": "Когда школа откроется для учеников?",
    "kk": "Мектеп оқушыларға қашан ашылады?",
}
DATE = "Tue, 04 Mar 2025 09:12:44 +0500"


def body(language: str) -> str:
    """Greeting, two paragraphs, signature, and the mail that is answered."""
    first, second = BODIES[language]
    return (
        f"{GREETINGS[language]}\n\n{first}\n\n{second}\n\n{CLOSINGS[language]}\n\n"
        f"{ANSWERED[language]}\n> {QUOTED[language]}\n"
    )


def message(language: str, charset: str = "utf-8", transfer: str = "quoted-printable") -> EmailMessage:
    """An e-mail of one text part."""
    made = EmailMessage()
    made["From"] = "Анна Орлова <anna@example.org>"
    made["To"] = "board@example.org"
    made["Date"] = DATE
    made["Subject"] = f"Re: {SUBJECTS[language]}"
    made.set_content(body(language), charset=charset, cte=transfer)
    return made


def with_attachments(language: str, attached: dict[str, bytes]) -> EmailMessage:
    """The same with files attached to it."""
    made = message(language)
    for name, data in attached.items():
        made.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return made
