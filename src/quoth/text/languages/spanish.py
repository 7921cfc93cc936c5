"""Spanish."""

from __future__ import annotations

import re
from typing import Final

from quoth.text.languages import shaping
from quoth.text.languages.language import Language, Questions, Shapes
from quoth.text.languages.segmenting import segmenter

_FUNCTION_WORDS: Final = frozenset(
    """el la los las lo un una unos unas y e o u ni pero sino aunque que qué quien quién quienes quiénes cual cuál cuales cuáles cuyo cuya cuyos cuyas
    cuando cuándo cuanto cuánto cuanta cuánta cuantos cuántos cuantas cuántas como cómo donde dónde adónde de del a al en con sin por para sobre entre hasta
    desde hacia según durante mediante contra ante bajo tras es son era eran fue fueron ser sido siendo sea sean está están estaba estar estado ha han
    había haber hay haya he hemos tiene tienen tener tenía tenemos hace hacen hacer hecho se le les me te nos os su sus mi mis tu tus nuestro nuestra
    nuestros nuestras este esta esto estos estas ese esa eso esos esas aquel aquella aquello yo tú él ella ellos ellas nosotros ustedes usted
    uno si sí no más menos muy mucho mucha muchos muchas poco poca ya también tampoco sólo solo así entonces pues porque puede pueden poder podría podrían debe
    deben deber debería deberían cada todo toda todos todas algún alguna algunos algunas alguno ningún ninguna otro otra otros otras mismo misma mismos
    mismas tal tales tan tanto significa significan entiende entienden define definir explique explica explicar describa describe dígame dime nombre enumere
    favor existe existen da dan se' suele suelen exactamente normalmente generalmente realmente tipo tipos clase clases""".split()
)
_ABBREVIATIONS: Final = """sr sra srta sres dr dra dres d dª prof profa núm num n págs pág pp p ej p.ej art arts cap caps aprox etc ee uu ee.uu s.a s a s.l s.a.u ud uds vd vds av avda c
    tel ref fig figs máx mín apdo apdos vol ed admón cía dpto dpt gral incl lic ing ene feb mar abr jun jul ago sept oct nov dic p.e v.gr i.e cf op cit párr máx mín tít secc"""
_OPENERS: Final = "el la los las un una unos unas este esta estos estas esto su sus se después luego además sin no en para con si cuando cada es son"
_MONTHS: Final = r"enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|setiembre|octubre|noviembre|diciembre"
_SPELT: Final = (
    "un[ao]?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte|treinta|cien|mil|docena|medi[ao]|mitad"
)
_TIME: Final = (
    r"segundos?|minutos?|horas?|días?(?: (?:hábiles|laborables|naturales))?|semanas?|mes(?:es)?|trimestres?|semestres?|años?"
)
_UNITS: Final = rf"por ciento|(?:mil )?millones|mil|euros?|francos?|dólares|céntimos?|{_TIME}|k?g|mg|t|toneladas?|kilogramos?|kilos?|gramos?|ml|l|litros?|km|m|cm|mm|m²|metros?|grados?|lotes?|muestras?|empleados|trabajadores|personas|plantas|centros|pacientes|veces"
_NUMBER: Final = shaping.number(_SPELT)
_QUESTION: Final = r"^\W*(?:(?:y|pero|entonces|dígame|dime|por favor)[, ]+)*"
_VERB: Final = r"es|son|era|fue|está|están|hay|ha|han|tiene|tienen|puede|pueden|podría|debe|deben|debería|se (?:puede|pueden|debe|deben|exige|exigen|permite|permiten|requiere|requieren|necesita|necesitan|aplica|aplican|admite|admiten)|existe|existen|hace falta|necesita|necesitan|incluye|incluyen|requiere|requieren|sirve|basta|conserva|conserva|vale|cubre|asume|paga|acepta|permite|exige|cuenta|corresponde|sigue|queda|quedan"

SPANISH: Final = Language(
    code="es",
    stemmer="spanish",
    function_words=_FUNCTION_WORDS,
    articles=frozenset("el la los las un una unos unas es son favor".split()),
    split=segmenter(_ABBREVIATIONS, _OPENERS),
    questions=Questions(
        kinds=(
            ("comparison", shaping.any_of(r"diferencias?|difieren?|se diferencian?|se distinguen?|distingue[ns]?|compar\w+|en contraposición a|vs\.?|versus|frente a")),
            ("procedure", shaping.any_of(r"paso a paso|(?:qué|cuáles son los) pasos?|pasos (?:para|de)|procedimiento|en qué orden|secuencia|cómo (?:se )?(?:prepar|realiz|llev|eleg|elig|seleccion|cualific|audit|planific|transf|notific|comunic|solicit|tramit|configur|gestion|cre|abr)\w*")),
            ("why_how", shaping.any_of(r"por qué|para qué|por qué motivos?|por qué raz(?:ón|ones)|a qué se debe")),
            ("date", re.compile(rf"{_QUESTION}(?:desde |hasta |a partir de |para )?cuándo\b|\b(?:en |a )?qué (?:año|mes|día|fecha|momento)\b|\bfecha límite\b|\bcuál (?:es|fue) la fecha\b", re.IGNORECASE)),
            ("quantity", shaping.any_of(r"cuánt[oa]s?|(?:con|cada) (?:qué|cuánta) (?:frecuencia|antelación|tiempo)|cuál (?:es|son|fue) (?:el|la|los|las) (?:\w+ )?(?:porcentaje|precio|coste|importe|número|plazo|duración|temperatura|cantidad|tamaño|límite|máxim[oa]|mínim[oa]|tarifa|capacidad|ingresos|facturación|volumen)|a qué temperatura|"
                r"en qué plazo|qué (?:porcentaje|precio|cantidad|temperatura|plazo|importe|duración|proporción|tamaño|capacidad|antelación)|cada cuánto")),
            ("who", re.compile(rf"{_QUESTION}(?:a |de |con |por |para |ante )?quién(?:es)?\b|\bqué (?:empresa|organismo|autoridad|persona|parte|departamento|compañía|equipo|entidad|laboratorio)\b", re.IGNORECASE)),
            ("where", re.compile(rf"{_QUESTION}(?:a |de |desde |en |hacia )?(?:dónde|adónde)\b|\ben qué (?:país|países|ciudad|lugar|planta|región|sitio|centro)\b", re.IGNORECASE)),
            ("list", re.compile(rf"{_QUESTION}(?:enumer\w+|list[ae]\w*|nombr[ae]|cit[ae]|indiqu?e?n?)\b|\bcuáles son\b|\b(?:qué|cuáles) (?!es\b|pasos\b)\w+s\b|\bqué (?:incluye|contiene|comprende|abarca|figura|debe (?:incluir|contener|figurar|constar))\b|\b(?:tipos|ejemplos|partes|ventajas|desventajas|inconvenientes|riesgos|criterios|elementos) de\b", re.IGNORECASE)),
            ("definition", re.compile(rf"{_QUESTION}(?:qué (?:es|son|era|significa|significan|quiere decir|se entiende)|cómo se (?:define|llama|denomina)|defin[ae]\w*|expli(?:ca|que)\w*|describ[ae]\w*)\b|\b(?:definición|significado) de\b|\bsiglas\b|\bqué se entiende por\b", re.IGNORECASE)),
            ("yes_no", re.compile(rf"{_QUESTION}(?:{_VERB})\b", re.IGNORECASE)),
            ("why_how", re.compile(rf"{_QUESTION}(?:cómo|de qué (?:manera|forma)|qué (?:pasa|ocurre|sucede|provoca|causa))\b|\bmotivos?\b|\braz(?:ón|ones)\b", re.IGNORECASE)),
        ),
        topic=re.compile(
            r"^\W*(?:y |pero |por favor )*(?:qué (?:es|son|era|significan?|quiere decir|se entiende por)|cómo se (?:define|llama)|defin[ae]|expli(?:ca|que)|describ[ae]|(?:la |el )?(?:definición|significado) de(?:l)?)\s+"
            r"(?:exactamente )?(?:(?:el|la|los|las|un|una|unos|unas)\s+)?(?:siglas?\s+)?[\"'\u201c\u00ab]?(?P<topic>.+?)[\"'\u201d\u00bb]?(?:\s+exactamente)?$",
            re.IGNORECASE,
        ),
        frames={
            "comparison": frozenset("diferencia diferencias difiere difieren diferencian distingue distinguen compara comparar comparación comparado vs versus frente".split()),
            "definition": frozenset("definición significado siglas sigla término llama denomina quiere decir corto".split()),
            "quantity": frozenset("número cantidad frecuencia".split()),
            "list": frozenset("lista ejemplos enumera enumere cite indique".split()),
            "procedure": frozenset("pasos paso procedimiento orden".split()),
            "date": frozenset("fecha".split()),
        },
        meaning=shaping.any_of(r"siglas?|abreviatura\w*|acrónimo\w*|qué significa|qué quiere decir|significados? de"),
    ),
    shapes=Shapes(
        number=_NUMBER,
        measure=shaping.measure(_SPELT, _UNITS),
        date=shaping.date(_MONTHS),
        modal=shaping.any_of(r"deben?|deberán?|debería|puede[n]?|podrán?|no|nunca|jamás|sólo|solo|únicamente|obligatori[oa]s?|obligad[oa]s?|exige[n]?|requiere[n]?|necesari[oa]s?|permitid[oa]s?|prohibid[oa]s?|permite[n]?|siempre"),
        cause=shaping.any_of(r"porque|ya que|puesto que|dado que|para que|para (?:evitar|garantizar|asegurar|reducir|proteger|permitir)|por (?:eso|ello|tanto|lo que)|debido a|a causa de|así|motivos?|raz(?:ón|ones)|de lo contrario|con el fin de"),
        contrast=shaping.any_of(r"mientras que|en cambio|por el contrario|a diferencia de|sino|pero|sin embargo|diferencias?|distingue\w*|difiere\w*|además|en lugar de|frente a"),
        actor=shaping.any_of(r"promotor\w*|titular\w*|fabricante\w*|empresa\w*|clientes?|proveedor\w*|contratante\w*|contratista\w*|persona\w*|equipo|autoridad\w*|agencia|departamento|director\w*|responsable\w*|inspector\w*|auditor\w*|parte|partes|EMA|FDA|AEMPS|Dra?\.|Sra?\."),
        place=re.compile(r"(?<!\w)(?i:en|cerca de|desde|hacia|a|sede en|de)\s+(?:(?:el|la|los|las)\s+)?[A-ZÁÉÍÓÚÑ]\w+"),
        sequence=shaping.any_of(r"primero|en primer lugar|luego|después|a continuación|finalmente|por último|paso|segundo|tercero|comienza|empieza|una vez|antes de|tras|fase|etapa"),
        enumeration=re.compile(r",[^,.;]+(?:,|(?<!\w)[yoeu](?!\w))[^.;]*|:\s|;|\b(?:incluye|incluyen|comprende|contiene|consta de|consiste en|tales como|como por ejemplo)\b", re.IGNORECASE),
        points_back=shaping.any_of(r"^(?:él|ella|ellos|ellas|est[aeo]s?|es[aeo]s?|aquel\w*|dich[ao]s?|tal(?:es)?|su|sus|ambos|ambas|sin embargo|pero|por (?:eso|ello|tanto|lo tanto)|además|también|en cambio|por ejemplo|así|aquí|allí|de lo contrario)"),
        references=re.compile(r"^(?:fuentes?|referencias?|bibliografía|lecturas? adicional(?:es)?|véase también|notas?)\W*$", re.IGNORECASE),
        unit_asked=shaping.unit_asked(
            (
                (r"frecuencia|cada cuánto\w*|cuántas veces", r"\b(?:cada|una vez|dos veces|tres veces|veces|anual\w*|mensual\w*|semanal\w*|diari\w*|trimestral\w*|semestral\w*|al (?:año|mes)|por (?:año|mes|semana))\b"),
                (r"cuánto (?:tiempo|dura|duran|tarda|tardan)|durante cuánto\w*|plazo|duración|antelación|cuánt[oa]s (?:\w+ )?(?:días|semanas|meses|años|horas|minutos)", rf"(?:\d|{_SPELT}).{{0,20}}\b(?:{_TIME})\b"),
                (r"porcentaje|proporción|tasa", r"\d\s?(?:%|por ciento)|\b(?:mitad|tercio|cuarto)\b"),
                (r"temperatura\w*", r"\d\s?°\s?[CF]|\bgrados\b"),
                (r"cuesta[n]?|costes?|precio\w*|importe|tarifa\w*|honorarios|factur\w+|ingresos|paga[n]?|penalización", r"[$€£]\s?\d|\d[\d.,]*\s?(?:mil |millones de )?\s?(?:€|EUR\b|CHF\b|USD\b|euros?\b|francos?\b|dólares\b)|\d\s?%"),
            ),
            r"\bcuánt[oa]s (\w{3,})",
            _NUMBER,
        ),
        defines=shaping.defines(
            r"(?:el|la|los|las|un|una|unos|unas|por)\s+(?:un|una|el|la)?\s?",
            r"es|son|significa[n]?|designa[n]?|se define como|se entiende|se denomina|consiste en|describe[n]?|se refiere a|comprende[n]?|quiere decir",
            r"llamad[oa]s?|denominad[oa]s?|conocid[oa]s? como|se llama|se denomina|siglas",
        ),
        sets_apart=shaping.no_strength,
    ),
    leaning=shaping.leaning(
        back=r"él|ella|ellos|ellas|ello|ést[aeo]s?|est[aeo]s?|es[aeo]s?|aquel(?:la|lo|los|las)?|dich[ao]s?|tal(?:es)?|sus?|ambos|ambas|est[ae] último|(?:en|para|con|por|de|a|tras|sin) (?:est[aeo]s?|es[aeo]s?|dich[ao]s?|ell[oa]s?|él|ella)|sin embargo|pero|no obstante|en cambio|por (?:eso|ello|tanto|lo tanto|consiguiente)|"
        r"además|también|asimismo|igualmente|por ejemplo|de lo contrario|en caso contrario|entonces|así|allí|sí",
        but=r"est[ea] (?:capítulo|página|documento|guía|sección|manual|artículo|procedimiento|acuerdo|contrato|anexo)|así como|entonces y",
        limits=r"sin embargo|pero|no obstante|salvo|excepto|a menos que|solo|sólo|únicamente|de lo contrario|aunque|a reserva de|con excepción|con la excepción|(?:esto|esta regla|est[ea] \w+) (?:no se aplica|no rige|solo se aplica|sólo se aplica|no vale)|la excepción|una excepción|se exceptúan?|quedan? (?:excluid|exceptuad)\w+",
        goes_on=r"en (?:segundo|tercer|cuarto|último) lugar|segundo|tercero|después|luego|a continuación|finalmente|por último|el (?:segundo|tercer|cuarto|siguiente|último) paso|paso (?:[2-9]|\d\d|dos|tres|cuatro|cinco)",
        verdict=r"sí|no|no (?:siempre|necesariamente|del todo|realmente)|nunca|rara vez|a veces|depende",
        condition=r"no|nunca|solo|sólo|únicamente|salvo|excepto|si|cuando|siempre que|deben?|deberán?|pueden?|podrán?|sin|prohibid[oa]s?|permitid[oa]s?|obligatori[oa]s?|necesari[oa]s?",
        unit=r"\b(?:en|por) (?:\w+ (?:de )?)?(?:%|€|euros|EUR|millones|miles|porcentaje|kg|kilogramos|toneladas|litros|días|semanas|meses|años|horas)\b|\((?:en )?(?:%|€|EUR|euros|kg|g|l|litros|días|horas)[^)]{0,20}\)",
    ),
)  # fmt: skip
