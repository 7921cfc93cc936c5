"""French."""

from __future__ import annotations

import re
from typing import Final

from quoth.text.languages import shaping
from quoth.text.languages.language import Language, Questions, Shapes
from quoth.text.languages.segmenting import segmenter

_FUNCTION_WORDS: Final = frozenset(
    """le la les l un une des du de d au aux et ou ni mais or donc car que qu qui quoi dont où quand comment pourquoi combien quel quelle quels quelles
    lequel laquelle lesquels lesquelles duquel auquel à en dans sur sous par pour avec sans chez entre vers depuis pendant jusque jusqu contre selon dès
    après avant lors lorsque lorsqu si est sont était étaient être été étant soit soient sera seront serait a ont avait avaient avoir eu ait aient fait
    faire font se s sa son ses leur leurs mon ma mes ton ta tes notre nos votre vos ce cet cette ces c ça cela ceci celui celle ceux celles je j tu t il
    elle on nous vous ils elles me m te lui y ne n pas plus moins très trop peu beaucoup tout toute tous toutes chaque quelque quelques aucun aucune autre
    autres même mêmes tel telle tels telles aussi alors ainsi encore déjà puis ici là oui non peut peuvent pouvoir pourrait pourraient doit doivent devoir
    devrait devraient faut falloir signifie signifient entend veut dire définissez définir expliquez expliquer décrivez décrire dites citez nommez listez
    quelqu sorte sortes genre genres type types exactement généralement habituellement vraiment existe existent dit appelle aujourd'hui parce puisque
    puisqu quoique tandis afin""".split()
)
_ABBREVIATIONS: Final = """m mm mme mmes mlle mlles dr drs pr prs pre me mes p pp ex p.ex art arts chap env max min etc réf réfs fig figs vol éd s.a s.a.s s.a.r.l n nos tél cf c.-à-d c-à-d
    av bd st ste janv févr avr juil sept oct nov déc hab al i.e e.g tab sect sté cie resp approx incl"""
_ELIDED: Final = " ".join(f"{article}{mark}{word}" for article in "ld" for mark in "'\u2019" for word in _ABBREVIATIONS.split())
_OPENERS: Final = "le la les un une des ce cette ces il elle ils elles ensuite puis après cependant en dans pour si chaque toute tout leur son sa ses on nous vous aucun aucune"
_MONTHS: Final = r"janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_SPELT: Final = (
    "une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|quinze|vingt|trente|cent|mille|douzaine|demi(?:e)?|moitié"
)
_TIME: Final = r"secondes?|minutes?|heures?|jours?(?: (?:ouvrés|ouvrables|calendaires))?|semaines?|mois|trimestres?|semestres?|ans?|années?"
_UNITS: Final = rf"pour cent|millions?|milliards?|mille|euros?|francs?|dollars?|centimes?|{_TIME}|k?g|mg|t|tonnes?|kilogrammes?|kilos?|grammes?|ml|l|litres?|km|m|cm|mm|m²|mètres?|degrés?|lots?|échantillons?|salariés?|employés?|personnes|sites|patients?|fois"
_NUMBER: Final = shaping.number(_SPELT)
_QUESTION: Final = r"^\W*(?:(?:et|mais|alors|donc|dites-moi|s'il vous plaît)[, ]+)*"
_VERB: Final = r"est-ce qu|est-il|est-elle|est-on|est-ce|est|sont-ils|sont-elles|sont|peut-on|peut|peuvent|doit-on|doit|doivent|faut-il|y a-t-il|existe-t-il|a-t-on|a-t-il|a-t-elle|ont-ils|ont-elles|\w+-t-(?:il|elle|on)|\w+-(?:ils|elles|il|elle|on)"
_IS: Final = r"(?:est|sont|était|étaient|fut)"
_WHICH: Final = r"quel(?:le)?s?"

FRENCH: Final = Language(
    code="fr",
    stemmer="french",
    function_words=_FUNCTION_WORDS,
    articles=frozenset("le la les l un une des du est sont".split()),
    split=segmenter(f"{_ABBREVIATIONS} {_ELIDED}", _OPENERS),
    elided=re.compile(r"(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|quelqu)['\u2019]", re.IGNORECASE),
    questions=Questions(
        kinds=(
            ("comparison", shaping.any_of(r"différences?|diffère(?:nt)?|distingue\w*|compar\w+|par opposition à|vs\.?|versus|par rapport à")),
            ("procedure", shaping.any_of(rf"étape par étape|{_WHICH} (?:\w+ )*?étapes?|les étapes|procédure|démarche|marche à suivre|dans quel ordre|déroulement|comment se déroul\w+|comment (?:\w+ )?(?:prépar|réalis|mener|men|chois|sélectionn|qualifi|audit|planifi|transfér|transfèr|déclar|notifi|signal|demand|organis|cré|ouvr|gér)\w*")),
            ("why_how", shaping.any_of(rf"pourquoi|pour {_WHICH} raisons?|à quoi (?:sert|servent)|dans quel but")),
            ("date", re.compile(rf"{_QUESTION}(?:depuis |jusqu'à |à partir de |dès )?quand\b|\b(?:en |à )?quel(?:le)? (?:année|mois|jour|date|moment)\b|\bdate limite\b", re.IGNORECASE)),
            ("quantity", shaping.any_of(rf"combien|à quelle fréquence|(?:dans|sous) quel délai|{_WHICH} {_IS} (?:le|la|les|l')\s?(?:\w+ )?(?:pourcentage|prix|coût|montant|nombre|délai|durée|température|quantité|taille|part|limite|capacité|tarif|maximum|minimum|chiffre d'affaires|proportion)|"
                rf"à quelle température|{_WHICH} (?:pourcentage|prix|quantité|température|délai|montant|durée|proportion|part|taille|capacité|nombre)|tous les combien")),
            ("who", re.compile(rf"{_QUESTION}(?:à |de |avec |par |pour |chez )?qui\b|\bqui est-ce\b|\bpar qui\b|\b{_WHICH} (?:\w+ )?(?:entreprise|société|autorité|personne|partie|service|organisme|équipe|agence|laboratoire|entité)\b", re.IGNORECASE)),
            ("where", re.compile(rf"{_QUESTION}(?:d'|par )?où\b|\b(?:dans|en|à|sur) quel(?:le)?s? (?:pays|ville|lieu|site|région|endroit|usine)\b", re.IGNORECASE)),
            ("list", re.compile(rf"{_QUESTION}(?:énumér\w+|list(?:ez|er|e)|cit(?:ez|er|e)|nomm(?:ez|er|e)|indiquez)\b|\b{_WHICH} sont\b|\bquel(?:le)?s (?:\w+s|\w+x)\b|\bque (?:contient|comprend|comporte|couvre|doit contenir|doit comporter)\b|\b(?:types|exemples|éléments|avantages|inconvénients|risques|critères|parties) d[e'u]", re.IGNORECASE)),
            ("definition", re.compile(rf"{_QUESTION}(?:qu['\u2019]est[- ]ce qu['\u2019e]|que (?:signifie|signifient|veut dire|désigne)|qu['\u2019]entend[- ]on par|c['\u2019]est quoi|comment (?:définit-on|appelle-t-on|se nomme)|défini\w*|expli\w+|décri\w+)|\b(?:définition|signification|sens) (?:de|du|d')|\bque signifie\b|\bsigle\b", re.IGNORECASE)),
            ("yes_no", re.compile(rf"{_QUESTION}(?:{_VERB})(?!\w)|^\W*(?:les?|la|l['\u2019]|un|une)\s?[\w' -]+?\s(?:\w+-t-(?:il|elle|on)|\w+-(?:ils?|elles?|on))\b", re.IGNORECASE)),
            ("why_how", re.compile(rf"{_QUESTION}(?:comment|de quelle (?:manière|façon)|que se passe-t-il|qu['\u2019]arrive-t-il|que provoque)\b|\braisons?\b|\bmotifs?\b", re.IGNORECASE)),
        ),
        topic=re.compile(
            r"^\W*(?:et |mais |donc )*(?:qu['\u2019]est[- ]ce qu(?:e c['\u2019]est qu['\u2019e]|['\u2019e])|que (?:signifie(?:nt)?|veut dire|désigne)|qu['\u2019]entend[- ]on par|c['\u2019]est quoi|définissez|définir|expliquez|décrivez|(?:la )?(?:définition|signification) d(?:e|u|['\u2019]))\s*"
            r"(?:(?:le|la|les|un|une|des|du)\s+|l['\u2019]|d['\u2019])?(?:sigle\s+)?[\"'\u201c\u00ab]?\s?(?P<topic>.+?)\s?[\"'\u201d\u00bb]?(?:\s+exactement)?$",
            re.IGNORECASE,
        ),
        frames={
            "comparison": frozenset("différence différences diffère diffèrent distingue distinguent comparer comparez comparaison vs versus rapport".split()),
            "definition": frozenset("définition signification sens sigle terme quoi".split()),
            "quantity": frozenset("nombre fréquence".split()),
            "list": frozenset("liste exemples énumérez indiquez".split()),
            "procedure": frozenset("étape étapes procédure démarche ordre déroule déroulement".split()),
            "date": frozenset("date".split()),
        },
        meaning=shaping.any_of(r"sigles?|abréviations?|acronymes?|que signifie|que veut dire|significations? d[eu]"),
    ),
    shapes=Shapes(
        number=_NUMBER,
        measure=shaping.measure(_SPELT, _UNITS),
        date=shaping.date(_MONTHS),
        modal=shaping.any_of(r"doi(?:t|vent)|devra|devront|devrait|peu(?:t|vent)|pourra|pourront|ne|pas|jamais|seulement|uniquement|obligatoires?|obligé|exige\w*|requis\w*|nécessaires?|permis\w*|autorisé\w*|interdit\w*|toujours|faut"),
        cause=shaping.any_of(r"parce qu[e']?|car|puisqu[e']?|afin (?:de|d'|que)|pour (?:éviter|garantir|assurer|réduire|protéger|permettre)|donc|ainsi|en raison de|à cause de|grâce à|raisons?|motifs?|sinon|faute de|c'est pourquoi"),
        contrast=shaping.any_of(r"tandis qu[e']?|alors qu[e']?|en revanche|au contraire|contrairement à|mais|cependant|plutôt que|différences?|distingue\w*|diffère\w*|en outre|au lieu de"),
        actor=shaping.any_of(r"promoteurs?|titulaires?|fabricants?|entreprises?|sociétés?|clients?|fournisseurs?|donneurs? d'ordre|sous-traitants?|prestataires?|personnes?|équipes?|autorités?|agences?|services?|directeurs?|directrices?|responsables?|inspecteurs?|auditeurs?|parties?|EMA|FDA|ANSM|Mme|Dr"),
        place=re.compile(r"(?<!\w)(?i:à|en|au|aux|dans|près de|depuis|siège à|de)\s+(?:(?:le|la|les)\s+)?[A-ZÀ-ÖØ-Þ]\w+"),
        sequence=shaping.any_of(r"d'abord|premièrement|puis|ensuite|après|enfin|finalement|étape|deuxièmement|troisièmement|commence|débute|dès que|une fois|avant|phase"),
        enumeration=re.compile(r",[^,.;]+(?:,|(?<!\w)(?:et|ou)(?!\w))[^.;]*|:\s|;|\b(?:comprend|comprennent|contient|comporte|se compose de|consiste en|tels? que|telles? que|par exemple)\b", re.IGNORECASE),
        points_back=shaping.any_of(r"^(?:il|elle|ils|elles|ce|cet|cette|ces|cela|ceci|celui\S*|celle\S*|ceux\S*|celles\S*|son|sa|ses|leurs?|tous deux|toutes deux|cependant|mais|donc|ainsi|en outre|aussi|en revanche|par exemple|sinon|ici)"),
        references=re.compile(r"^(?:sources?|références?|bibliographie|pour en savoir plus|voir aussi|notes?)\W*$", re.IGNORECASE),
        unit_asked=shaping.unit_asked(
            (
                (r"fréquence|tous les combien|combien de fois", r"\b(?:tous les|toutes les|une fois|deux fois|trois fois|fois|annuel\w*|mensuel\w*|hebdomadaire\w*|quotidien\w*|trimestriel\w*|semestriel\w*|par (?:an|mois|semaine)|chaque (?:année|mois|semaine))\b"),
                (r"combien de temps|durée|délai|combien (?:de |d')(?:\w+ )?(?:jours|semaines|mois|ans|années|heures|minutes)|dure|durent", rf"(?:\d|{_SPELT}).{{0,20}}\b(?:{_TIME})\b"),
                (r"pourcentage|proportion|part|taux", r"\d\s?(?:%|pour cent)|\b(?:moitié|tiers|quart)\b"),
                (r"température\w*", r"\d\s?°\s?[CF]|\bdegrés\b"),
                (r"coûte\w*|coûts?|prix|montants?|tarifs?|honoraires|chiffre d'affaires|pénalités?|frais", r"[$€£]\s?\d|\d[\d., \u00a0\u202f]*\s?(?:millions? |milliards? )?(?:d'|de )?\s?(?:€|EUR\b|CHF\b|USD\b|euros?\b|francs?\b|dollars?\b)|\d\s?%"),
            ),
            r"\bcombien (?:de |d['\u2019])(\w{3,})",
            _NUMBER,
        ),
        defines=shaping.defines(
            r"(?:le|la|les|un|une|des|par)\s+(?:un|une|le|la)?\s?|l['\u2019]",
            r"est|sont|désigne(?:nt)?|signifie(?:nt)?|se définit|on entend|s'entend|consiste|décrit|décrivent|correspond|comprend|veut dire",
            r"appelée?s?|dénommée?s?|nommée?s?|connue?s? sous le nom de|dite?s?|sigle",
        ),
        sets_apart=shaping.no_strength,
    ),
    leaning=shaping.leaning(
        back=r"il|elle|ils|elles|ce|cet|cette|ces|cela|ceci|celui(?:-ci|-là)?|celle(?:-ci|-là)?|ceux(?:-ci|-là)?|celles(?:-ci|-là)?|son|sa|ses|leurs?|ce dernier|cette dernière|tous deux|toutes deux|les deux|(?:dans|pour|avec|par|sur|à|après|sans|de) (?:ce|cet|cette|ces|cela|celui|celle|eux|elles|elle|lui)|y|"
        r"cependant|mais|toutefois|néanmoins|en revanche|donc|ainsi|par conséquent|en outre|de plus|également|aussi|par exemple|sinon|à défaut|alors|oui|non",
        but=r"il (?:est (?:important|nécessaire|possible|recommandé|conseillé|interdit|obligatoire|utile)|faut|existe|y a|convient)|(?:ce|cet|cette) (?:chapitre|page|document|guide|section|manuel|article|procédure|accord|contrat|annexe)",
        limits=r"cependant|mais|toutefois|néanmoins|sauf|excepté|à moins que|seul(?:e|s|es)?|seulement|uniquement|sinon|bien que|sous réserve|à l['\u2019]exception|(?:ceci|cela|cette règle|ce \w+|cette \w+) ne (?:s['\u2019]applique|vaut)|(?:l['\u2019]|une )exception|font exception|par dérogation",
        goes_on=r"deuxièmement|troisièmement|quatrièmement|puis|ensuite|après cela|enfin|finalement|la (?:deuxième|troisième|quatrième|dernière) étape|l['\u2019]étape suivante|étape (?:[2-9]|\d\d|deux|trois|quatre|cinq)",
        verdict=r"oui|non|pas (?:toujours|nécessairement|tout à fait|vraiment)|jamais|rarement|parfois|cela dépend|ça dépend",
        condition=r"ne|pas|jamais|seulement|uniquement|sauf|si|lorsqu[e']?|quand|à condition|doi(?:t|vent)|peu(?:t|vent)|sans|interdit\w*|autorisé\w*|permis\w*|obligatoires?|nécessaires?|requis\w*",
        unit=r"\b(?:en|par) (?:\w+ (?:d['\u2019]|de )?)?(?:%|€|euros|EUR|millions|milliers|pourcentage|kg|kilogrammes|tonnes|litres|jours|semaines|mois|années|heures)\b|\((?:en )?(?:%|€|EUR|euros|kg|g|l|litres|jours|heures)[^)]{0,20}\)",
    ),
)  # fmt: skip
