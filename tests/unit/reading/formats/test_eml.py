"""Mails: what the writer said is content, what is quoted stays beside it, nothing of the encoding shows."""

from __future__ import annotations

from email.message import EmailMessage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from quoth.errors import ReadingError
from quoth.reading.building import TextBuilder
from quoth.reading.formats.eml import read_eml


def _read(data: bytes) -> TextBuilder:
    builder = TextBuilder()
    read_eml(data, builder)
    return builder


def _mail(body: str, html: str = "", subject: str = "Dose limits") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Ada Byron <ada@example.org>"
    message["To"] = "qa@example.org"
    message["Date"] = "Tue, 05 Mar 2024 10:00:00 +0100"
    message["Subject"] = subject
    message.set_content(body)
    if html:
        message.add_alternative(html, subtype="html")
    return message


def _said(builder: TextBuilder) -> list[str]:
    """Return the content after the header lines."""
    blocks = [block for block in builder.finished_blocks() if not block.is_boilerplate]
    return [
        block.span.of(builder.text)
        for block in blocks[1:]
        if not block.span.of(builder.text).startswith(("From:", "To:", "Date:"))
    ]


def _plain(body: str, subject: str = "Dose limits") -> list[str]:
    return _said(_read(_mail(body, subject=subject).as_bytes()))


def test_eml_gives_subject_sender_and_date() -> None:
    """The headers must become title, owner and date, and each shown header a block of its own."""
    builder = TextBuilder()
    found = read_eml(_mail("The limit is 20 mSv.").as_bytes(), builder)
    assert (found["title"], found["owner"], found["date"]) == ("Dose limits", "Ada Byron", "2024-03-05T10:00:00+01:00")
    assert [(block.kind, block.span.of(builder.text)) for block in builder.blocks] == [
        ("heading", "Dose limits"),
        ("list_item", "From: Ada Byron <ada@example.org>"),
        ("list_item", "To: qa@example.org"),
        ("list_item", "Date: Tue, 05 Mar 2024 10:00:00 +0100"),
        ("paragraph", "The limit is 20 mSv."),
    ]
    assert builder.source_characters == len("".join(builder.text.split()))


@pytest.mark.parametrize("date", ["", "soon", "Tue, 99 Foo 2024 10:00:00", "0000-00-00"])
def test_eml_bad_date_is_no_date(date: str) -> None:
    """A date that cannot be understood must be left out."""
    assert "date" not in read_eml(f"Subject: Hello\nDate: {date}\n\nWords.".encode(), TextBuilder())


@pytest.mark.parametrize(
    "tail",
    [
        "\n\nOn Mon, 4 Mar 2024 at 09:00, Bob <b@example.org> wrote:\n> Is it 50 mSv?\n> Bob",
        "\n\nOn Mon, 4 Mar 2024 at 09:00, Bob <b@example.org> wrote:\nIs it 50 mSv?",
        "\n\n-----Original Message-----\nFrom: Bob\nIs it 50 mSv?",
        "\n\nFrom: Bob <b@example.org>\nSent: Monday\nTo: Ada\nSubject: Dose\n\nIs it 50 mSv?",
        "\n\nVon: Bob <b@example.org>\nGesendet: Montag\nAn: Ada\nBetreff: Dosis\n\nIst es 50 mSv?",
        "\n\n-- \nAda Byron\nAnalyst",
        "\n\nThis e-mail is confidential and intended only for the person it is addressed to.",
    ],
)
def test_eml_sets_aside_replies_signatures_and_notices(tail: str) -> None:
    """What other mails said, signatures and legal notices must stay in the text and be no content."""
    builder = _read(_mail("The limit is 20 mSv." + tail).as_bytes())
    assert _said(builder) == ["The limit is 20 mSv."]
    assert builder.text.count("\n") > len(builder.finished_blocks()) - 2


def test_eml_answers_between_quotes_are_content() -> None:
    """Answers written between quoted lines must stay content, in their order."""
    assert _plain("> Is it 20?\nYes, it is.\n> And yearly?\nNo, monthly.") == ["Yes, it is.", "No, monthly."]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("Fwd: Dose", "FYI\n\n-----Original Message-----\nThe limit is 20 mSv."),
        ("Dose", "FYI\n\n---------- Forwarded message ---------\nThe limit is 20 mSv."),
        ("Dose", "> The limit is 20 mSv."),
    ],
)
def test_eml_passed_on_is_content(subject: str, body: str) -> None:
    """A mail that passes another one on, or holds nothing else, must say what the other says."""
    assert _plain(body, subject)[-1] == "The limit is 20 mSv."


def test_eml_prefers_html_with_structure() -> None:
    """A table or list must be read from the HTML part, plain words from the plain part."""
    table = "<p>See:</p><table><tr><th>Model<th>Fee<tr><td>FTE<td>10</table>"
    builder = _read(_mail("See: Model Fee FTE 10", table).as_bytes())
    assert _said(builder) == ["See:", "Model | Fee", "FTE | 10"]
    assert builder.blocks[-1].header == builder.blocks[-2].span
    assert _said(_read(_mail("Plain words.", "<p>Plain words.</p>").as_bytes())) == ["Plain words."]


@pytest.mark.parametrize(
    "quoted",
    [
        "<blockquote type=cite>Is it 50?</blockquote>",
        "<div class=gmail_quote>On Monday Bob wrote:<blockquote>Is it 50?</blockquote></div>",
        "<div><div style='border:none;border-top:solid #E1E1E1 1.0pt'><p><b>From:</b> Bob</p></div></div><p>Is it 50?</p>",
        "<div id=appendonsend></div><hr><div>Is it 50?</div>",
        "<div class=gmail_signature>Ada Byron</div>",
    ],
)
def test_eml_html_sets_aside_what_mail_programs_mark(quoted: str) -> None:
    """What the HTML marks as quoted or as a signature must be no content, and must keep its place in the text."""
    builder = _read(_mail("", f"<h1>Limits</h1><p>It is 20 mSv.</p>{quoted}").as_bytes())
    assert _said(builder) == ["Limits", "It is 20 mSv."]
    assert builder.blocks[-1].is_boilerplate


def test_eml_html_lines_do_not_run_together() -> None:
    """Lines that end by `<br>` must be blocks of their own, a wrapped sentence one block, an item one item."""
    long = "This sentence was wrapped by the program that wrote it and it goes on<br>in the next line."
    builder = _read(_mail("", f"<p>Dear all,<br>{long}<br>Regards</p><ul><li>one<br>two</ul>").as_bytes())
    assert _said(builder) == ["Dear all,", long.replace("<br>", " "), "Regards", "one two"]


def test_eml_joins_wrapped_lines_and_keeps_short_ones() -> None:
    """A line wrapped by the mail program must be joined, one that its writer ended must not."""
    wrapped = "This is a sentence that a mail program wrapped where it had seventy\ncharacters."
    assert _plain(f"Dear all,\n{wrapped}\nRegards\nAda") == ["Dear all,", wrapped.replace("\n", " "), "Regards", "Ada"]


def test_eml_flowed_text_is_joined() -> None:
    """Flowed lines must be joined as RFC 3676 says, with and without the space."""
    head = b"Subject: A\nContent-Type: text/plain; charset=utf-8; format=flowed; delsp="
    assert _said(_read(head + b"no\n\nIt goes \non here.\n\nStop.")) == ["It goes on here.", "Stop."]
    assert _said(_read(head + b"yes\n\nIt goes  \non he \nre.")) == ["It goes on here."]


@pytest.mark.parametrize(
    ("charset", "data"),
    [
        ("iso-8859-1", "Größe “10 µg”".encode("cp1252")),
        ("iso-8859-1", "Größe “10 µg”".encode()),
        ("utf-8", "Größe “10 µg”".encode("cp1252")),
        ("us-ascii", "Größe “10 µg”".encode()),
        ('"utf-8"Content-Transfer-Encoding: 8bit', "Größe “10 µg”".encode()),
        ("unicode_escape", "Größe “10 µg”".encode()),
    ],
)
def test_eml_recovers_wrong_encodings(charset: str, data: bytes) -> None:
    """A wrong or unknown declared encoding must not spoil the words."""
    builder = _read(
        f"Subject: A\nContent-Type: text/plain; charset={charset}\n\n".encode()
        + data
        + " wird täglich geprüft.".encode("ascii", "ignore")
    )
    assert _said(builder)[0].startswith("Größe “10 µg”")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig"])
def test_eml_saved_as_utf16_is_read(encoding: str) -> None:
    """A mail that an editor saved in UTF-16 must be read as any other."""
    assert _said(_read("Subject: A\nContent-Type: text/plain; charset=utf-8\n\nGröße\n".encode(encoding))) == ["Größe"]


def test_eml_header_words_are_decoded() -> None:
    """Encoded words, split letters and raw bytes in headers must become text."""
    builder = TextBuilder()
    found = read_eml(
        b"Subject: =?utf-8?b?R3LDtg==?= =?utf-8?q?=C3=9Fe?=\nFrom: =?iso-8859-1?q?M=FCller=2C_A?= <m@x.org>\nTo: J\xc3\xb6rg\n\nHi.",
        builder,
    )
    assert (found["title"], found["owner"], found["to"]) == ("Größe", "Müller, A", "Jörg")


def test_eml_attachments_get_safe_unique_names() -> None:
    """Files must come along under names of one path part, each different; pictures of the page must not."""
    message = _mail("See the files.")
    for name in ("../../etc/passwd", "a.txt", "A.txt", "C:\\x\\b.txt", "..", "con\r\n.txt"):
        message.add_attachment(b"words", maintype="application", subtype="octet-stream", filename=name.replace("\r\n", " "))
    message.add_attachment(b"png", maintype="image", subtype="png", disposition="inline", cid="<logo@x>")
    builder = _read(message.as_bytes())
    assert [one.name for one in builder.attachments] == ["passwd", "a.txt", "A-2.txt", "b.txt", "attachment-5", "con .txt"]
    assert builder.notes == ["1 picture in its text was not read."]


def test_eml_forwarded_mail_is_an_attachment() -> None:
    """A mail inside the mail must come along as a document of its own, named by its subject."""
    outer = MIMEMultipart()
    outer["Subject"] = "See below"
    outer.attach(MIMEText("Please read."))
    outer.attach(MIMEMessage(_mail("The limit is 20 mSv.", subject="Dose / limits")))
    (attachment,) = _read(outer.as_bytes()).attachments
    assert attachment.name == "limits.eml"
    assert _said(_read(attachment.data)) == ["The limit is 20 mSv."]


def test_eml_signed_mail_is_read() -> None:
    """A signature beside the text, around it in ASCII or in CMS must not hide the words."""
    beside = b"Subject: A\nContent-Type: multipart/signed; boundary=x\n\n--x\n\nWords.\n--x\nContent-Type: application/pgp-signature\n\nabc\n--x--"
    inline = b"Subject: A\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nWords.\n-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----"
    inner = b"Content-Type: text/plain\n\nWords."
    cms = bytes.fromhex("308006092a864886f70d010702a0803080020101310030800609 2a864886f70d010701a0802480".replace(" ", ""))
    cms += bytes([4, len(inner)]) + inner + bytes(8)
    around = b"Subject: A\nContent-Type: application/pkcs7-mime; smime-type=signed-data\n\n" + cms
    assert [_said(_read(data)) for data in (beside, inline)] == [["Words."]] * 2
    assert _said(_read(_as_base64(around))) == ["Words."]


def _as_base64(data: bytes) -> bytes:
    from base64 import encodebytes

    head, body = data.split(b"\n\n", 1)
    return head + b"\nContent-Transfer-Encoding: base64\n\n" + encodebytes(body)


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: A\nContent-Type: multipart/encrypted; boundary=x\n\n--x\n\nabc\n--x--",
        b"Subject: A\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIIB",
        b"Subject: A\n\n-----BEGIN PGP MESSAGE-----\n\nabc\n-----END PGP MESSAGE-----",
    ],
)
def test_eml_encrypted_mail_says_so(data: bytes) -> None:
    """A mail that needs a key must be one clear error."""
    with pytest.raises(ReadingError, match="encrypted"):
        _read(data)


@pytest.mark.parametrize("data", [b"", b" \n\n  ", b"From: a@b.c\n\n", b"X: y\n\n\n"])
def test_eml_without_words_says_so(data: bytes) -> None:
    """A mail without subject, words and files must be one clear error."""
    with pytest.raises(ReadingError, match="no words"):
        _read(data)


@pytest.mark.parametrize(
    "data",
    [
        b"Subject: A\nContent-Type: multipart/mixed\n\nWords.",
        b"Subject: A\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nWords.",
        b"Subject: A\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\nV29yZHMu!",
        b'Subject: A\nContent-Type: ;;;="\nContent-Disposition: =\n\nWords.',
        b"Subject: =?utf-8?b?A\nFrom: <<>>,@\nContent-Transfer-Encoding: nonsense\n\nWords.",
    ],
)
def test_eml_broken_structure_keeps_the_words(data: bytes) -> None:
    """Broken structure must give whatever words there are."""
    assert _said(_read(data)) == ["Words."]


def test_eml_hostile_nesting_is_bounded() -> None:
    """Parts inside parts without end must give an error or a note, not a crash."""
    head = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(3000))
    with pytest.raises(ReadingError, match="deep"):
        _read(b"Subject: A\n" + head + b"\nWords.")


def test_eml_of_a_mailbox_reads_the_first_and_says_so() -> None:
    """A mailbox file holds more than one mail: the second must not run into the first."""
    builder = _read(b"Subject: A\n\nWords.\n\nFrom bob@x.org Mon Mar  4 09:00:00 2024\nSubject: B\n\nOther.\n")
    assert _said(builder) == ["Words."]
    assert builder.notes == ["The file holds more than one mail; only the first was read."]
