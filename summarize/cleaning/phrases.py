"""Phrases that pages put around an article, by rule and language: data, no code.

Each entry is a regular expression for one whole statement (a line, or a sentence in it), matched
without regard to case; a space stands for any white space. One that can begin with anything, and so
takes long to match, opens with words in small letters, `(?#rights)`, and is only looked for in a
block that has one of them. Add a language as another key.
"""

from __future__ import annotations

__all__ = ["PHRASES"]

# Names and roles, and nothing that could be a verb: "Jane Doe in Paris; Editing by Ann Roe".
_WORD = (
    r"(?:(?-i:[A-Z\d])[\w.'’/@-]*|and|in|of|for|the|at|by|from|with|editing|writing|reporting"
    r"|additional|staff|writers?|contributed|de|da|der|van|von|al|el|la|bin)"
)
NAMES = rf"{_WORD}(?:[\s;,&:/]+{_WORD})*"

PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        # What stands where an article was: errors, walls, robots' gates, notices of archives.
        "placeholder": (
            r"(?:(?:we(?:'|’)?re |we are |i(?:'|’)?m )?(?:very )?sorry|oops|uh[ -]?oh|whoops|hmm+)"
            r"[,.!: ].{0,40}\b(?:page|article|story|link|content|url|server|video|file)\b.{0,60}"
            r"(?:\bno[tr]?\b|n(?:'|’)t\b|unavailable|\bmoved|removed|\berror|\bproblem).{0,120}",
            r"(?:(?:error )?[45]\d\d(?: error)? ?[-–—:|.]? ?)?(?:the |this )?"
            r"(?:page|file|article|url|document) (?:(?:was|could|can) ?)?not (?:be )?found.{0,60}",
            r"(?:the|this) (?:page|article|story|link|url|site|content|account)(?: that)?"
            r"(?: you(?:'|’)?(?:re| are| were| have)? (?:\w+ ){1,3}(?:for|followed|clicked)?)?"
            r" ?(?:(?:is|was|are) (?:no longer |not |un|currently un)(?:available|active|here)"
            r"|(?:cannot|can(?:'|’)t|could not|couldn(?:'|’)t) be (?:found|displayed|reached)"
            r"|(?:does not|doesn(?:'|’)t|no longer) exists?|(?:may|might) have (?:been )?"
            r"(?:moved|removed|deleted|expired|changed)|has (?:been (?:re)?moved|expired)).{0,120}",
            r"try (?:typing|checking|re-?entering|searching|refreshing|reloading) .{0,140}",
            r"error (?:404|403|410|500|502|503).{0,80}|(?:404|403|410|500|502|503) error.{0,80}",
            r"access (?:to this page has been )?denied.{0,120}|403 forbidden|bad gateway.{0,40}",
            r"you don(?:'|’)t have permission to (?:access|view) .{0,120}",
            r"(?:please )?(?:enable|turn on|allow) (?:javascript|cookies)\b.{0,120}",
            r"(?#javascript|cookies).{0,60}\b(?:javascript|cookies) (?:is|are|has been)"
            r" (?:disabled|required|not enabled|turned off)\b.{0,120}",
            r"(?#javascript).{0,80}\bdoes not support javascript\b.{0,80}",
            r"(?:checking|verifying) (?:if the site connection|your browser|that you are).{0,120}",
            r"(?:are you a robot|(?:please )?(?:confirm|verify|prove)(?: that)? you(?:'|’| a)re"
            r" (?:not a robot|human)).{0,120}",
            r"the ip address (?:for this domain |has ).{0,80}|check your dns settings .{0,120}",
            r"it may (?:take .{0,20} for dns|be possible to restore access to this) .{0,120}",
            r"you (?:have|(?:'|’)ve) (?:reached|used|read|hit) (?:your|all|the) .{0,40}"
            r"\b(?:articles?|limit|stories)\b.{0,120}",
            r"(?:to (?:continue|keep|read)(?: reading)?|for full access).{0,80}"
            r"\b(?:subscribe|subscription|subscriber|log in|sign in|register)\b.{0,120}",
            r"(?:this|the rest of this|the full) (?:article|content|story)(?: is)? (?:only |"
            r"exclusively )?(?:available |reserved )?(?:to|for) (?:our )?(?:subscribers|members)"
            r".{0,120}",
            r"starting in \d{4}, .{0,60} (?:crawl|internet archive).{0,120}",
            r"(?#wayback|warc).{0,80}\b(?:added to the wayback machine|the warc files) .{0,140}",
            r"(?:this|these) (?:crawls? (?:was|were|are|is)|is a set of web collections) .{0,300}",
            r"they include web captures .{0,300}|these web captures are .{0,80}",
            r"(?#archive|version).{0,200}\b(?:the internet archive hopes|link to the version that"
            r" was live) .{0,400}",
            r"for more information about this collection .{0,120}",
            r"the goal is to fix all broken links .{0,120}|crawls? of .{0,60} links?\b.{0,120}",
            r"you (?:can add|always have the option to delete) .{0,40}\btweets?\b.{0,160}",
            r"by embedding twitter content .{0,160}|see more of .{2,60} on facebook",
            r"thank you for your interest in spreading the word .{0,80}",
            r"(?:note: )?we (?:only request|do not capture) (?:your|any) e-?mail address.{0,240}",
        ),
        "comments": (
            r"(?:(?:\d+|no|view|show|read|see|all|hide|load|the|more) ){0,4}comments?",
            r"comments? ?\(?\d*\)?|comments are (?:now )?closed|be the first to comment",
            r"comments? (?:policy|guidelines|rules)|reply|cancel reply|what do you think\?",
            r"(?:post|leave|add|write|submit) (?:a |your )?(?:comment|reply|response)s?.{0,20}",
            r"join the (?:conversation|discussion)",
            r"your e-?mail (?:address )?will not be (?:published|shared).{0,60}",
            r"(?:all )?(?:required|required fields)(?: are marked| marked)?(?: ?\*)?",
            r"(?:your )?(?:name|e-?mail|e-?mail address|website|message)(?: ?\(.{0,30}\))? ?\*",
            r"e-?mail address: .{0,120}",
            r"save my name,? .{0,60} (?:browser|next time).{0,40}",
            r"notify me (?:of|when|by|via) .{0,60}",
            r"this site uses akismet.{0,40}|learn how your comment data is processed",
            r"(?:please )?(?:log|sign) in (?:or (?:register|sign up) )?to (?:\w+ ){0,2}comment",
            r"you must be (?:logged|signed) in to .{0,40}",
        ),
        "navigation": (
            r"home|menu|search|back|next|previous|prev|more|top|close|skip|login|log in|sign in",
            r"register|contact(?: us)?|about(?: us)?|archives?|tags?|topics?|categor(?:y|ies)",
            r"sections?|sitemap|faqs?|help|videos?|photos?|gallery|trending|loading(?: \.\.\.)?",
            r"advertis(?:e?ments?|ing|e with us)|sponsored(?: content)?|promoted",
            r"most (?:read|popular|viewed)|top stories|latest(?: news| stories)?|editors' picks?",
            r"(?:skip|jump|go|back|return) to (?:the )?(?:main |site )?"
            r"(?:content|navigation|top|home|home ?page|article|story|gallery|search|menu)",
            r"(?:advertisement ?)?(?:continue reading|(?:story|article|text) continue[sd])"
            r"(?: the main story| below| after .{0,30})?(?: ?(?:the )?advertisement)?",
            r"(?:read|see|view|show|load|watch|learn|find out|hear|discover) "
            r"(?:more|also|next|all|less|it all|the full (?:story|article|text))"
            r"(?: (?:about|on|in|at|from|here|trending|stories|news|articles|below|above).{0,80})?",
            r"click (?:here|on|through|the|to|for)(?: .{0,80})?",
            r"(?#click).{0,60},? click here",
            r"(?:next|previous|prev) (?:article|story|post|page|image|photo|slide|up)s?",
            r"(?:up|coming) next|you (?:may|might) also (?:like|be interested in).{0,40}",
            r"(?:image|photo|slide|page|picture) \d+ (?:of|/) \d+|\d+ ?(?:of|/) ?\d+",
            r"(?:also on [\w .]{2,30}|related(?: \w+){0,2}|recommended(?: \w+)?|also|video|photos?"
            r"|(?:read|see|watch|listen)(?: (?:more|also|next|now))?|gallery|graphic|interactive"
            r"|more(?: (?:on|from|about) [\w .']{2,40})?|slideshow|podcast|quiz|poll|bonus|gifts?"
            r"|full list|infographic|in (?:video|pictures)|don't miss|must[ -]?(?:read|watch|see)"
            r"|from the archives?) ?[:|] ?.{0,160}",
            r"(?:related|recommended|popular|trending|more|other|similar|recent)"
            r" (?:stories|articles|posts|topics|coverage|content|links|news|reading)",
            r"more (?:from|on|about) [^.!?]{2,40}(?![.!?])",
            r"(?-i:JUST WATCHED) .{0,200}|replay more videos.{0,60}",
            r"story highlights .{0,300}[^.!?\"”]|(?:toggle )?(?:hide|show) caption",
            r"media playback is (?:un|not )supported on your device.{0,200}",
            r"(?:copy this code|add this (?:tweet|video)|we've detected that javascript"
            r"|tweet with a location|please (?:enable|turn on) javascript"
            r"|your browser does not support).{0,160}",
            r"you need (?:the (?:latest|current) version of )?(?:the )?(?:adobe )?flash .{0,120}",
            r"add .{2,60} as an interest to stay up to date\b.{0,160}",
            r"(?:watch|see) (?:(?:the|this|our|his|her|their|more) )?(?:[\w’'-]+ ){0,4}"
            r"(?:interview|report|video|clip|trailer|episode|speech|highlights|footage|gallery"
            r"|(?:news|press) conference|(?:live ?)?stream)\b.{0,120}",
            r"(?:check(?: out)?|see|read|view|join|find|register|learn|download|watch|listen|follow"
            r"|browse|explore) .{0,100}\b(?:here|below)",
            r"this feature is not available.{0,40}",
            r"embed (?:more )?.{0,120}(?:autoplay|videos).{0,120}|skip in skip .{0,200}",
            r"(?:table of )?contents|in this (?:article|story|section)",
            r"(?:enlarge|view) (?:image|graphic|photo|gallery|map|chart|this image).{0,80}",
            r"please (?:verify you're not a robot|wait while you are redirected|re-enter).{0,100}",
            r"invalid e-?mail address|an error has occurred|please try again later",
            r"the interactive transcript could not be loaded|listen to article.{0,60}",
            r"(?:swipe|scroll|tap) (?:left|right|down|up|here|to|for) .{0,60}",
            r"(?:original article|originally published) on .{2,40}|view (?:the )?original.{0,40}",
        ),
        "sharing": (
            r"(?:\d[\d,.k]* )?(?=[^\W\d])(?:shares?|tweets?|likes?|pins?|e-?mail|print|facebook"
            r"|twitter|pinterest|linkedin|whatsapp|reddit|google\+?|instagram|youtube|telegram"
            r"|copy link|post|save|comments?|[|/,&\s]|and)+",
            r"(?:please )?(?:read|like|share|tweet|print|e-?mail|save|pin)"
            r"(?: (?:or|and|&) (?:like|share|tweet|print|e-?mail))?"
            r" (?:this|it with your friends|it on)(?: (?:story|article|page|post|video"
            r"|with .{0,30}|on .{0,30}|via .{0,20}))?(?: ?: ?.{0,100})?",
            r"(?:like|follow|find|join|friend|visit|watch) @?[\w.@]+(?: @?[\w.]+){0,3} (?:on|at|@)"
            r" ?(?:@|twitter|facebook|instagram|google|youtube|linkedin|snapchat|telegram|tiktok)"
            r".{0,120}",
            r"follow @?[\w.@]+(?: @?\w+){0,3}(?: on|:)? ?(?:@|twitter|facebook|instagram).{0,100}",
            r"(?#reached|followed|contacted)(?:.{3,80} )?(?:can|may) be"
            r" (?:reached|followed|contacted) (?:at|on|via) .{0,40}"
            r"(?:@|https?:|twitter|facebook|\d{3}[-.)/]).{0,120}",
            r"follow (?:us|@\w+)(?: .{0,80})?|share|print",
        ),
        "subscription": (
            r"(?:please )?sign up (?:now |today |here )?(?:for|to (?:get|receive)) .{0,160}",
            r"sign up(?: now| here| today)?|newsletter(?: sign ?up.{0,60})?|subscribe",
            r"subscribe (?:to|now|today|for|here|via) ?.{0,120}|to subscribe,? .{0,160}",
            r"get (?:(?:the|our|all|breaking|daily|more|today's|your) ){0,3}"
            r"(?:latest|top|best|news|newsletter|stories|headlines|alerts).{0,100}"
            r"(?:inbox|newsletter|e-?mail|app|daily|delivered|sign up).{0,60}",
            r"want .{0,80} (?:delivered|sent).{0,40}(?:inbox|you)\?|thank you for subscribing",
            r"you (?:will (?:now )?|agree to )receive .{0,60}(?:newsletter|e-?mail|update).{0,120}",
            r"view all .{2,40} newsletters|you must select a newsletter.{0,40}",
            r"download (?:the|our) .{0,40}app.{0,40}|support (?:our|independent) journalism.{0,60}",
            r"already a (?:subscriber|member)\?.{0,40}|get (?:full|unlimited) access to .{0,120}",
            r"(?:please )?(?:donate|become a (?:member|subscriber|supporter)) (?:now|today|here)",
        ),
        "cookies": (
            r"(?:this|our|the) (?:web)?site uses? .{0,40}\bcookies\b.{0,140}",
            r"we (?:and our partners )?use .{0,40}\bcookies\b.{0,140}",
            r"(?#cookies).{0,60}\b(?:accept|our use of|use of) (?:\w+ )?cookies\b.{0,100}",
            r"by .{0,120}\byou (?:agree|accept|consent).{0,160}",
            r"(?:accept|reject|manage) (?:all|cookies|all cookies|preferences)|accept",
            r"cookie (?:policy|settings)|(?:privacy (?:policy|notice|settings)|disclaimer"
            r"|terms (?:of (?:use|service)|and conditions|& conditions)|do not sell my .{0,40})"
            r"(?: ?[|·•,/&] ?.{0,80})?",
        ),
        "copyright": (
            r"(?:©|\(c\) \d{4}|copyright (?:©|\(c\)|\d{4}|by|notice|:)).{0,160}|copyright",
            r"(?#rights)(?:.{0,80} )?all rights (?:are )?reserved.{0,20}",
            r"(?:this )?(?:material|content|article|story) may not be"
            r" (?:published|reproduced|copied|used).{0,120}|do not reproduce without .{0,40}",
            r"(?#personal).{0,80}\bfor (?:your )?personal,? (?:and )?non-?commercial use\b.{0,120}",
            r"(?:the )?(?:views|opinions)(?: and opinions)? expressed (?:in|by) .{0,160}",
            r"(?#printed).{0,60}(?:re)?printed (?:by|with|from) (?:permission|arrangement).{0,80}",
        ),
        "byline": (
            r"(?:(?:additional|further|with|original|local) ){0,2}(?:reporting|writing|editing"
            rf"|report|research|text|story|words|photographs?) (?:and \w+ )?by:? {NAMES}",
            r"(?:contributing|contributors?|editors?|authors?|writers?|producers?|sources?|via)"
            r": .{2,200}",
            r"(?#contributed|assisted).{3,240} (?:also )?(?:contributed|assisted)"
            r" (?:to|in|with|on) (?:(?:this|the|that|our) )?"
            r"(?:report|story|article|reporting|coverage|piece)\b"
            r".{0,60}",
            r"with (?:additional )?(?:assistance|contributions?|help|files|reporting) (?:by|from)"
            rf" {NAMES}",
            r"(?:produced|compiled|written|edited|posted|published|submitted|filed|reviewed"
            rf"|translated) by {NAMES}",
            r"(?#reported)(?-i:(?!(?:The|He|She|It|They|We|I) )[A-Z][\w.'’-]+"
            r"(?: (?:and )?[A-Z][\w.'’-]+){0,5})"
            r" reported from (?-i:[A-Z])[\w .,;]{2,60}",
            r"to contact the (?:editor|reporter|author|writer)s?.{0,200}",
            r"(?:this (?:story|article|report|post|piece|editorial|column)|the article)"
            r" (?:was|has been) (?:first |originally |last )?(?:published|updated|corrected|posted"
            r"|prepared|amended|produced|appeared|reported)\b.{0,200}",
            r"this (?:story|article) (?:appears in|originally published at) .{0,100}",
            r"(?:editor['’]?s['’]?|author['’]?s) note:? .{0,300}",
            r"(?:correction|clarification)s?: .{0,300}",
        ),
    },
    "fr": {
        "comments": (
            r"(?:\d+ |laisser |laissez |ajouter |poster |écrire )?(?:un |les |des )?commentaires?",
            r"votre adresse (?:e-?mail|de messagerie) ne sera pas publiée.{0,60}",
            r"les champs obligatoires sont .{0,40}|annuler la réponse|laisser une réponse",
        ),
        "navigation": (
            r"accueil|menu|rechercher|recherche|suivant|précédent|publicité|retour|fermer|contact",
            r"(?:lire|voir) (?:aussi|la suite|plus|également)(?: ?: ?.{0,160})?"
            r"|à lire aussi.{0,160}",
            r"aller au contenu.{0,20}|cliquez ici.{0,80}|sur le même sujet|articles? (?:liés?"
            r"|récents?)",
        ),
        "sharing": (r"partager(?: (?:sur|cet?|l').{0,60})?|suivez-nous.{0,80}|imprimer|envoyer",),
        "subscription": (r"(?:s'inscrire|inscrivez-vous|abonnez-vous|s'abonner).{0,120}",),
        "cookies": (
            r"(?#cookies).{0,80}\b(?:utilise|utilisation|accepter|nos|des|les) cookies\b.{0,120}",
        ),
        "copyright": (r"(?#droits)tous droits réservés.{0,60}|.{0,80}tous droits réservés",),
        "byline": (r"avec (?:afp|reuters|ap)\b.{0,40}|propos recueillis par .{3,60}",),
    },
    "de": {
        "comments": (
            r"(?:\d+ |neue[rn]? |alle )?kommentare?(?: (?:schreiben|abgeben|hinterlassen"
            r"|verfassen))?",
            r"(?:schreibe einen|einen) kommentar.{0,30}|antworten?(?: abbrechen)?",
            r"(?:deine|ihre) e-?mail-?adresse wird nicht veröffentlicht.{0,60}",
            r"erforderliche felder sind .{0,40}",
        ),
        "navigation": (
            r"startseite|menü|suche|weiter|zurück|anzeige|werbung|kontakt|impressum|nach oben",
            r"(?:weiterlesen|mehr (?:dazu|zum thema|lesen)|lesen sie auch"
            r"|siehe auch)(?: ?:.{0,160})?",
            r"zum inhalt(?: springen)?|klicken sie hier.{0,80}",
        ),
        "sharing": (
            r"(?:artikel |beitrag )?(?:teilen|drucken|versenden|merken).{0,40}"
            r"|folgen sie uns.{0,80}",
        ),
        "subscription": (r"(?:jetzt )?(?:newsletter|abonnieren|registrieren)(?: .{0,80})?",),
        "cookies": (
            r"(?#cookies).{0,80}\b(?:verwende[nt]|nutzen|unsere|alle)(?: \w+)? cookies\b.{0,120}",
            r"datenschutz",
        ),
        "copyright": (r"(?#rechte)(?:.{0,60})?alle rechte vorbehalten.{0,40}",),
        "byline": (r"(?:quelle|autor(?:in)?|redaktion)n?: .{2,80}",),
    },
    "es": {
        "comments": (
            r"(?:\d+ |deja un |deje un |escribe un |añadir )?(?:comentarios?|respuesta)",
            r"deja una respuesta.{0,30}|cancelar (?:la )?respuesta",
            r"tu (?:dirección de )?correo electrónico no será publicad[ao].{0,60}",
            r"los campos obligatorios .{0,40}",
        ),
        "navigation": (
            r"inicio|portada|menú|buscar|siguiente|anterior|publicidad|contacto|volver",
            r"(?:leer|lea|lee|ver|vea) (?:más|también)(?: ?: ?.{0,160})?|te puede interesar.{0,80}",
            r"saltar al contenido|haga clic aquí.{0,80}|noticias relacionadas",
        ),
        "sharing": (
            r"compart(?:ir|e|a)(?: (?:en|est[ea]).{0,40})?|s[íi]g(?:ue|a)nos.{0,80}|imprimir",
        ),
        "subscription": (r"suscr[íi](?:bete|birse|base).{0,120}",),
        "cookies": (
            r"(?#cookies).{0,80}\b(?:utiliza(?:mos)?|usa(?:mos)?|aceptar|las) cookies\b.{0,120}",
        ),
        "copyright": (r"(?#derechos)(?:.{0,60})?todos los derechos reservados.{0,40}",),
    },
}
