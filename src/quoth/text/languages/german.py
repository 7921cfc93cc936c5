"""German."""

from __future__ import annotations

import re
from typing import Final

from quoth.text.languages import shaping
from quoth.text.languages.language import Language, Questions, Shapes
from quoth.text.languages.segmenting import segmenter

_FUNCTION_WORDS: Final = frozenset(
    """der die das den dem des ein eine einer eines einem einen kein keine keiner keines keinem keinen und oder aber sondern denn doch auch nur noch
    schon sehr so wie als wenn dann da daß dass ob weil damit um zu zum zur von vom mit ohne bei beim in im ins an am ans auf aus für durch gegen über
    unter vor nach seit bis zwischen während wegen trotz je pro ist sind war waren sei seien wird werden wurde wurden worden bin bist hat haben hatte hatten
    habe hast kann können könnte könnten muss müssen musste mussten soll sollen sollte sollten darf dürfen dürfte will wollen wollte möchte mag wäre würde
    würden ich du er sie es wir ihr ihnen ihm ihn mich mir dich dir sich uns euch mein meine meinem meinen meiner dein deine sein seine seiner seinem
    seinen ihre ihrer ihrem ihren unser unsere unserer unserem unseren euer eure dieser diese dieses diesem diesen jener jene jenes jeder jede jedes jedem
    jeden alle aller allem allen alles man etwas nichts wer wen wem wessen was welche welcher welches welchem welchen wo wohin woher wann warum weshalb
    wieso wieviel wofür wozu womit worin woran worauf worüber wodurch wovon hier dort hierzu dazu dabei dafür davon darin daran darauf darüber daher also
    nicht nie nein ja bitte mal eigentlich überhaupt genau gibt geben gegeben heißt bedeutet bedeuten versteht verstehen meint erkläre erklären
    nenne nennen sagen sag erläutere erläutern beschreibe beschreiben denn eben eher sowie sowohl bzw etwa dieselbe derselbe dasselbe selbst""".split()
)
_ABBREVIATIONS: Final = """z.b z b d.h d h i.d.r i.d r u.a u a o.ä o.g s.o s.u m.e v.a e.v bzw ca vgl ggf evtl nr nrn abs art kap anh anl bd ziff s st dr prof hr fr hrn
    dipl ing med rer nat rd usw etc inkl exkl max min mind str tel fa co ph eur zzgl abzgl gem lt sog einschl einschließl jan feb apr aug sept okt nov dez
    mio mrd tsd stk std sek jh hrsg aufl abb tab verf u.u z.t z.zt allg bes insb ehem"""
_OPENERS: Final = """der die das ein eine einer er sie es wir danach dies diese dieser dieses im bei für nach mit auf zu zudem außerdem jedoch wenn werden wird alle
    jede jeder sind ist hier dort dabei damit daher"""
_MONTHS: Final = r"Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember"
# "am 3. Mai", "im 2. Quartal", "am 14. 3. 2025"
_ORDINAL: Final = re.compile(
    rf"(?:^|[\s(])\d{{1,2}}\.\0(?:(?:{_MONTHS}|Quartal|Halbjahr|Jahrhundert|Auflage|Ausgabe|Fassung|Geschäftsjahr|Kalenderwoche|Werktag|Arbeitstag|Tag|Woche)\w{{0,2}}(?!\w)|\d{{1,2}}\.)|"
    r"\d{1,2}\.\s?\d{1,2}\.\0(?:19|20)\d\d"
)
_SPELT: Final = "ein(?:e[rnms]?)?|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|zwanzig|dreißig|hundert|tausend|Dutzend|halb(?:e[rns]?)?"
_TIME: Final = r"Sekunden?|Minuten?|Stunden?|Tagen?|Tage?|(?:Werk|Arbeits|Kalender)tage?n?|Wochen?|Monat(?:e|en|s)?|Quartal(?:e|en)?|Jahr(?:e|en|s)?"
_UNITS: Final = rf"(?:Mio\.?|Mrd\.?|Millionen?|Milliarden?|Tsd\.?)|Prozent|Euro|Franken|Dollar|Cent|{_TIME}|k?g|mg|t|Tonnen?|Kilogramm|Gramm|ml|l|Liter|km|m|cm|mm|m²|Quadratmeter|Grad|Chargen?|Proben?|Mitarbeiter\w*|Beschäftigten?|Standorten?|Standorte?|Patienten?|mal"
_NUMBER: Final = shaping.number(_SPELT)
_QUESTION: Final = r"^\W*(?:(?:und|aber|also|bitte|sag mir|sagen Sie mir)[, ]+)*"
_VERB: Final = r"ist|sind|war|waren|wird|werden|wurde|wurden|hat|haben|hatte|kann|können|könnte|muss|müssen|musste|darf|dürfen|soll|sollen|sollte|gilt|gelten|gibt|braucht|brauchen|benötigt|benötigen|reicht|besteht|bleibt|trägt|tragen|gehört|gehören|lässt|lassen|zählt|zählen|unterliegt|erhält|bekommt|macht"

GERMAN: Final = Language(
    code="de",
    stemmer="german",
    function_words=_FUNCTION_WORDS,
    articles=frozenset("der die das den dem des ein eine einer eines einem einen ist sind bitte".split()),
    split=segmenter(_ABBREVIATIONS, _OPENERS, _ORDINAL, closing="\u201c"),
    has_small_nouns=False,
    questions=Questions(
        kinds=(
            ("comparison", shaping.any_of(r"Unterschied\w*|unterscheide[tn]\w*|Vergleich\w*|vergleiche\w*|im Gegensatz zu|vs\.?|versus|Vor- und Nachteile von \w+ und")),
            ("procedure", shaping.any_of(r"Schritt für Schritt|(?:welche|nennen? \w*|die) (?:\w+ )?Schritte\w*|Ablauf|Vorgehen(?:sweise)?|Reihenfolge|wie (?:gehen?|geht) (?:ich|wir|man|der|die|das)\b.{0,60}\b(?:vor|um)|wie (?:läuft|laufen)\b.{1,80}\bab|"
                r"wie (?:bereite[tn]?|führe?n?|führt|wähle?n?|wählt|qualifizier\w+|auditier\w+|plane?n?|plant|übertrage?n?|überträgt|melde[tn]?|prüfe?n?|prüft|richte[tn]?|erstell\w+|beantrag\w+) (?:ich|wir|man)")),
            ("why_how", shaping.any_of(r"warum|weshalb|wieso|aus welche[mn] Gr[uü]nde?n?|wozu|zu welchem Zweck")),
            ("date", re.compile(rf"{_QUESTION}(?:seit |ab |bis |bis zu )?wann\b|\b(?:in )?welche[mnrs] (?:Jahr|Monat|Tag|Datum)\b|\bzu welchem (?:Zeitpunkt|Datum)\b|\bStichtag\b", re.IGNORECASE)),
            ("quantity", shaping.any_of(r"wie ?viele?n?|wie (?:hoch|lange?|groß|oft|häufig|schnell|weit|schwer|teuer|tief|kalt|warm|alt|breit)|wieviel\w*|welche[rnms]? (?:\w+ )?(?:Anteil|Prozentsatz|Betrag|Preis|Menge|Anzahl|Zahl|Temperatur|Dauer|Frist|Größe|Höhe|Höchst\w+|Mindest\w+|Umsatz|Kosten)|"
                r"was kostet|was kosten|(?:in|innerhalb) welcher (?:Frist|Zeit)|bei welcher Temperatur")),
            ("who", re.compile(rf"{_QUESTION}(?:(?:von|mit|bei|für|an|durch) )?(?:wer|wem|wen|wessen)\b|\b(?:welche[rsnm]?) (?:\w+ )?(?:Firma|Unternehmen|Behörde|Stelle|Person|Partei|Abteilung|Organisation|Rolle|Team|Partner|Vertragspartei|Leiterin|Leiter)\b", re.IGNORECASE)),
            ("where", re.compile(rf"{_QUESTION}(?:wo|wohin|woher)\b|\b(?:in|an) welche[mnrs] (?:Land|Ländern|Stadt|Ort|Standort|Werk|Region)\b|\bwo (?:liegt|liegen|befindet|steht|sitzt)\b", re.IGNORECASE)),
            ("list", re.compile(rf"{_QUESTION}(?:nenne\w*|zähle?n?|liste\w*)\b|\bwelche (?:\w+ )?\w+(?:en|e|er|s)\b|\bwelche sind\b|\bwas sind die\b|\bwas (?:alles )?(?:gehört|umfasst|enthält|beinhaltet|zählt)\b|\b(?:Beispiele|Arten|Bestandteile|Vorteile|Nachteile|Risiken|Kriterien) (?:von|für|der|des|einer|eines|beim)\b", re.IGNORECASE)),
            ("definition", re.compile(rf"{_QUESTION}(?:was (?:ist|sind|war)|was (?:bedeutet|bedeuten|heißt)|was (?:versteht|verstehen|meint) (?:man|wir|Sie)|wofür steht|wie (?:lautet|ist) die Definition|definiere?n?|erkläre?n?|erläutere?n?|beschreibe?n?)\b|\b(?:Definition|Bedeutung) (?:von|des|der|eines|einer)\b|\bsteht die Abkürzung\b|\bwie (?:heißt|nennt man)\b", re.IGNORECASE)),
            ("yes_no", re.compile(rf"{_QUESTION}(?:{_VERB})\b", re.IGNORECASE)),
            ("why_how", re.compile(rf"{_QUESTION}(?:wie|wodurch|womit|was (?:passiert|geschieht|bewirkt|folgt))\b|\bGrund\b|\bGründe\b", re.IGNORECASE)),
        ),
        topic=re.compile(
            r"^\W*(?:und |also |bitte )*(?:was (?:ist|sind|bedeutet|bedeuten|heißt)|was (?:versteht|verstehen|meint) (?:man|wir|Sie) unter|wofür steht(?: die Abkürzung)?|definieren? Sie|definiere|erkläre?|erklären Sie(?: mir)?|"
            r"(?:die )?(?:Definition|Bedeutung) (?:von|des|der|eines|einer))\s+(?:eigentlich |denn |genau |mit )*(?:(?:der|die|das|den|dem|des|ein|eine|einer|einem|einen|eines)\s+)?[\"'\u201e\u00bb]?(?P<topic>.+?)[\"'\u201c\u00ab]?(?:\s+(?:gemeint|eigentlich|genau))?$",
            re.IGNORECASE,
        ),
        frames={
            "comparison": frozenset("unterschied unterschiede unterscheidet unterscheiden vergleich vergleiche vergleichen vs versus gegensatz".split()),
            "definition": frozenset("definition bedeutung steht abkürzung begriff kurz gemeint definiere definieren".split()),
            "quantity": frozenset("viel viele vielen hoch lang lange groß oft häufig schnell weit schwer teuer anzahl typischerweise üblicherweise".split()),
            "list": frozenset("liste beispiele zähle zählen auf".split()),
            "procedure": frozenset("schritt schritte ablauf vorgehen gehe gehen geht vor läuft ab".split()),
            "date": frozenset("datum".split()),
        },
        meaning=shaping.any_of(r"wofür steht|Abkürzung\w*|Akronym\w*|was (?:bedeutet|heißt) .{1,40}|Bedeutung(?:en)? (?:von|der|des)"),
    ),
    shapes=Shapes(
        number=_NUMBER,
        measure=shaping.measure(_SPELT, _UNITS),
        date=shaping.date(_MONTHS),
        modal=shaping.any_of(r"muss|müssen|darf|dürfen|kann|können|soll|sollen|sollte|nicht|nie|niemals|kein\w*|nur|erforderlich|vorgeschrieben|verpflichtet|Pflicht|zulässig|unzulässig|erlaubt|verboten|untersagt|immer|stets"),
        cause=shaping.any_of(r"weil|denn|da|damit|um|daher|deshalb|deswegen|somit|dadurch|aufgrund|wegen|infolge|führ(?:t|en) zu|Grund|Gründe|sonst|andernfalls"),
        contrast=shaping.any_of(r"während|hingegen|dagegen|im Gegensatz|anders als|statt|sondern|aber|jedoch|Unterschied\w*|unterscheide\w*|außerdem|darüber hinaus|sowohl"),
        actor=shaping.any_of(r"Sponsor\w*|Auftraggeber\w*|Auftragnehmer\w*|Hersteller\w*|Unternehmen|Firma|Kunde\w*|Lieferant\w*|Person|Team|Behörde|Abteilung|Leiter\w*|Leitung|Prüfer\w*|Inspektor\w*|Inhaber\w*|Partei\w*|EMA|FDA|BfArM|Dr\.|Frau|Herr"),
        place=re.compile(r"(?<!\w)(?i:in|bei|nahe|aus|nach|im|Sitz in)\s+(?:der\s+|dem\s+)?[A-ZÄÖÜ]\w+"),
        sequence=shaping.any_of(r"zuerst|zunächst|dann|danach|anschließend|schließlich|zuletzt|Schritt|erstens|zweitens|drittens|beginnt|sobald|nachdem|bevor|Phase"),
        enumeration=re.compile(r",[^,.;]+(?:,|(?<!\w)(?:und|oder)(?!\w))[^.;]*|:\s|;|\b(?:umfasst|umfassen|enthält|besteht aus|wie etwa|zum Beispiel)\b", re.IGNORECASE),
        points_back=shaping.any_of(r"^(?:er|sie|es|dies\w*|jene\w*|solche\w*|sein\w*|ihr\w*|beide|jedoch|aber|stattdessen|daher|deshalb|somit|außerdem|zudem|auch|dagegen|zum Beispiel|sonst|hier|dort)"),
        references=re.compile(r"^(?:Quellen?|Literatur|Literaturverzeichnis|Quellenverzeichnis|Weiterführende Literatur|Siehe auch|Anmerkungen|Fußnoten)\W*$", re.IGNORECASE),
        unit_asked=shaping.unit_asked(
            (
                (r"wie (?:oft|häufig)|Häufigkeit", r"\b(?:alle|einmal|zweimal|dreimal|mal|jährlich|monatlich|wöchentlich|täglich|vierteljährlich|halbjährlich|jede\w*|pro (?:Jahr|Monat|Woche)|im Jahr)\b"),
                (r"wie (?:lange?|schnell)|Dauer|Frist|wie viele? (?:\w+ )?(?:Tage|Wochen|Monate|Jahre|Stunden|Minuten|Zeit)", rf"(?:\d|{_SPELT}).{{0,20}}\b(?:{_TIME})\b"),
                (r"Prozent\w*|Anteil|Quote|Rate", r"\d\s?(?:%|Prozent)|\b(?:Hälfte|Drittel|Viertel)\b"),
                (r"Temperatur\w*|wie (?:kalt|warm)", r"\d\s?°\s?[CF]|\bGrad\b"),
                (r"kostet|kosten|Preis\w*|Umsatz|teuer|Honorar|Gebühr\w*|Vergütung|Vertragsstrafe|Betrag", r"[$€£]\s?\d|\d[\d.,]*\s?(?:Mio\.?|Mrd\.?|Millionen|Milliarden)?\s?(?:€|EUR\b|CHF\b|USD\b|Euro\b|Franken\b|Dollar\b)|\d\s?%"),
            ),
            r"\bwie ?viele?n? (\w{3,})",
            _NUMBER,
        ),
        defines=shaping.defines(
            r"(?:der|die|das|ein|eine|einer|unter|als)\s+(?:einem|einer|dem|der)?\s?",
            r"ist|sind|bezeichnet|bezeichnen|bedeutet|bedeuten|heißt|steht für|versteht man|wird definiert|umfasst|beschreibt|nennt man|meint",
            r"genannt|heißt|bezeichnet als|kurz|als|sogenannte\w*",
        ),
        sets_apart=shaping.no_strength,
    ),
    leaning=shaping.leaning(
        back=r"er|sie|es|dies(?:e[rsmn]?)?|jene[rsmn]?|solche[rsmn]?|sein(?:e[rsmn]?)?|ihre?[rsmn]?|beide[rsn]?|letztere[rsmn]?|erstere[rsmn]?|(?:in|bei|für|mit|nach|vor|von|aus|zu) (?:diese[rsmn]?|solche[rsmn]?|ihnen|ihm|ihr)|"
        r"d(?:avon|afür|azu|abei|agegen|adurch|anach|araus|arauf|arin|aran|aher)|deshalb|deswegen|somit|folglich|jedoch|aber|sondern|stattdessen|außerdem|zudem|ferner|ebenso|auch|andernfalls|sonst|trotzdem|dennoch|allerdings|zum Beispiel|hierzu|hierfür|hierbei|ja|nein",
        but=r"es (?:gibt|ist (?:wichtig|notwendig|erforderlich|möglich|üblich|ratsam|empfehlenswert))|diese[rs]? (?:Kapitel|Seite|Dokument|Leitfaden|Richtlinie|Abschnitt|Handbuch|Vertrag|Anlage|Vereinbarung)|sowohl",
        limits=r"jedoch|aber|allerdings|ausgenommen|ausnahmen?|außer|es sei denn|nur|andernfalls|dennoch|trotzdem|obwohl|abweichend|vorbehaltlich|mit Ausnahme|(?:dies|das|diese\w*) gilt (?:nicht|nur)|davon ausgenommen|eine Ausnahme",
        goes_on=r"zweitens|drittens|viertens|danach|dann|anschließend|sodann|schließlich|zuletzt|im (?:zweiten|dritten|vierten|nächsten|letzten) Schritt|Schritt (?:[2-9]|\d\d|zwei|drei|vier|fünf)",
        verdict=r"ja|nein|nicht (?:immer|unbedingt|ganz|wirklich)|nie|selten|manchmal|es kommt darauf an|das kommt darauf an",
        condition=r"nicht|nie|kein\w*|nur|außer|wenn|falls|sofern|soweit|muss|müssen|darf|dürfen|soll|sollen|kann|können|ohne|verboten|untersagt|erlaubt|erforderlich|vorgeschrieben",
        unit=r"\b(?:in|je|pro) (?:\w+ )?(?:%|€|Euro|EUR|Mio|Millionen|Tausend|Prozent|kg|Kilogramm|Tonnen|Liter|Tagen|Wochen|Monaten|Jahren|Stunden)\b|\((?:in )?(?:%|€|EUR|Euro|kg|g|l|Liter|Tage|Stunden)[^)]{0,20}\)",
    ),
)  # fmt: skip
