"""Phrases that pages put around an article, by rule and language: data, no code.

Each entry is a regular expression for one whole statement (a line, or a sentence in it), matched
without regard to case; a space stands for any white space. Add a language as another key.
"""

# ruff: noqa: RUF001 (punctuation of many scripts is what this module is about)

from __future__ import annotations

__all__ = ["PHRASES"]

PHRASES: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "comments": (
            r"(?:\d+ |no |view |show |read |see |all |hide |load )*(?:the |more |all )*comments?"
            r"(?: ?\(\d*\)| ?\d+)?(?: are (?:now )?closed)?",
            r"(?:post|leave|add|write|submit) (?:a |your )?(?:comment|reply|response)s?(?: below)?"
            r"(?: cancel reply)?",
            r"cancel reply|reply|join the (?:conversation|discussion)|what do you think\?",
            r"your e-?mail (?:address )?will not be (?:published|shared).{0,60}",
            r"(?:all |\* ?)?required(?: fields)?(?: are marked| marked| must be filled)?(?: ?\*)?",
            r"(?:your )?(?:name|e-?mail(?: address)?|website|message"
            r"|comment)(?: ?\(.{0,30}\))? ?\*",
            r"(?:e-?mail address|website|comment): ?.{0,80}",
            r"save my name,? .{0,60} (?:browser|next time).{0,40}",
            r"notify me (?:of|when|by|via) .{0,60}",
            r"this site uses akismet.{0,40}|learn how your comment data is processed",
            r"(?:please )?(?:log|sign) in (?:or (?:register|sign up) )?to (?:post|leave|add"
            r"|write)? ?"
            r"(?:a )?(?:comment|reply)s?",
            r"you must be (?:logged|signed) in to .{0,40}",
            r"comments? (?:policy|guidelines|rules)|be the first to comment",
        ),
        "navigation": (
            r"home|menu|search|back|next|previous|prev|more|top|close|skip|share|print|login|log in"
            r"|sign in|register|subscribe|contact(?: us)?|about(?: us)?|archives?|tags?|topics?"
            r"|categor(?:y|ies)|sections?|sitemap|faqs?|help|newsletter|videos?|photos?|gallery"
            r"|advertis(?:e?ments?|ing|e with us)|sponsored(?: content)?|promoted|trending"
            r"|most (?:read|popular|viewed)|top stories|latest(?: news| stories)?"
            r"|editor'?s'? picks?",
            r"(?:skip|jump|go|back|return) to (?:the )?(?:main |site )?(?:content|navigation|top"
            r"|home"
            r"|home ?page|article|story|gallery|search|menu)",
            r"(?:advertisement ?)?(?:continue reading|(?:story|article|text) continue[sd])"
            r"(?: the main story| below| after .{0,30})?(?: ?(?:the )?advertisement)?",
            r"(?:>> ?)?(?:read|see|view|show|load|watch|learn|find out|hear|discover) (?:more"
            r"|also|next"
            r"|all|less|it all|the full (?:story|article|text))(?: (?:about|on|in|at|from|here|top"
            r"|trending|stories|news|articles|below|above).{0,80})?",
            r"(?:>> ?)?click (?:here|on|through|the|to|for) .{0,80}|click here"
            r"|.{0,60},? click here",
            r"(?:next|previous|prev) (?:article|story|post|page|image|photo|slide|up)s?"
            r"(?: in .{0,40})?|(?:up|coming) next",
            r"(?:image|photo|slide|page|picture) \d+ (?:of|/) \d+|\d+ ?(?:of|/) ?\d+",
            r"(?:also on [\w .]{2,30}|related(?: \w+){0,2}|recommended(?: \w+)?|(?:read|see|watch|"
            r"listen)(?: (?:more|also|next|now))?|more(?: (?:on|from|about) [\w .']{2,40})?|also"
            r"|video|photos?|gallery|graphic|interactive|slideshow|podcast|quiz|poll|bonus|gifts?"
            r"|full list|infographic|in (?:video|pictures)|don't miss|must[ -]?(?:read|watch|see)"
            r"|from the archives?) ?[:|] ?.{0,160}",
            r"(?:related|recommended|popular|trending|more|other|similar|recent) (?:stories"
            r"|articles"
            r"|posts|topics|coverage|content|links|news|reading|from .{2,40}|on .{2,40})",
            r"you (?:may|might) also (?:like|be interested in).{0,40}",
            r"just watched .{0,200}|story highlights .{0,300}[^.!?\"”]|replay more videos.{0,60}",
            r"media playback is (?:un|not )supported on your device.{0,200}",
            r"(?:copy this code|add this tweet|we've detected that javascript|please (?:enable"
            r"|turn on) javascript|your browser does not support|tweet with a location).{0,160}",
            r"watch (?:the|this) (?:full )?video(?: \w+)?|this feature is not available.{0,40}",
            r"embed .{0,120}autoplay.{0,120}|embed more .{0,160}|skip in skip .{0,200}|"
            r"(?:toggle )?(?:hide|show) caption|enlarge this image.{0,20}",
            r"(?:table of )?contents|in this (?:article|story|section)",
            r"(?:enlarge|view|see) (?:image|graphic|photo|gallery|map|chart|this image).{0,80}",
            r"please (?:verify you're not a robot|wait while you are redirected|re-enter).{0,100}",
            r"invalid e-?mail address|an error has occurred|please try again later"
            r"|the interactive transcript could not be loaded|loading(?: \.\.\.)?",
            r"(?:swipe|scroll|tap) (?:left|right|down|up|here|to|for).{0,60}"
            r"|listen to article.{0,60}",
            r"(?:original article|originally published) on .{2,40}|view (?:the )?original.{0,40}",
        ),
        "sharing": (
            r"(?:\d[\d,.k]* )?(?=[^\W\d])(?:shares?|tweets?|likes?|pins?|e-?mail|print|facebook"
            r"|twitter"
            r"|pinterest|linkedin|whatsapp|reddit|google\+?|instagram|youtube|telegram|copy link"
            r"|post|save|comments?|[|/,&\s]|and)+",
            r"(?:please )?(?:read|like|share|tweet|print|e-?mail|save|pin)(?: (?:or|and|&) "
            r"(?:like|share|tweet|print|e-?mail))? (?:this|it with your friends|it on)(?: (?:story"
            r"|article|page|post|video|with .{0,30}|on .{0,30}|via .{0,20}))?(?: ?: ?.{0,100})?",
            r"(?:like|follow|find|join|friend|visit|watch) (?!him (?:to|into|from)\b)"
            r"(?:us|our|him|her|them|me|@?[\w.@]+(?: @?[\w.]+){0,3}) (?:on|at|@) ?(?:@|twitter"
            r"|facebook"
            r"|instagram|google|youtube|linkedin|snapchat|telegram|tiktok).{0,120}",
            r"follow @?[\w.@]+(?: @?\w+){0,3}(?: on|:)? ?(?:@|twitter|facebook|instagram).{0,100}",
            r"(?:.{3,80} )?(?:can|may) be (?:reached|followed|contacted) (?:at|on|via) .{3,120}",
            r"follow (?:us|@\w+)(?: .{0,80})?",
        ),
        "subscription": (
            r"(?:please )?(?:sign|signing) up (?:now |today |here )?(?:for|to (?:get"
            r"|receive)) .{0,160}"
            r"|sign up(?: now| here| today)?",
            r"subscribe (?:to|now|today|for|here|via) ?.{0,120}|to subscribe,? .{0,160}",
            r"get (?:the |our |all |breaking |daily |more |today's |your )*(?:latest|top|best|news"
            r"|newsletter|stories|headlines|alerts).{0,100}(?:inbox|newsletter|e-?mail|app|daily|"
            r"delivered|sign up).{0,60}",
            r"want .{0,80} (?:delivered|sent).{0,40}(?:inbox|you)\?",
            r"you will (?:now )?receive .{0,120}|you agree to receive .{0,120}"
            r"|view all .{2,40} newsletters|you must select a newsletter.{0,40}",
            r"newsletter sign ?up.{0,60}|thank you for subscribing|download (?:the"
            r"|our) .{0,40}app.{0,40}",
            r"already a (?:subscriber|member)\?.{0,40}|support (?:our"
            r"|independent) journalism.{0,60}",
            r"(?:please )?(?:donate|become a (?:member|subscriber|supporter))(?: now| today"
            r"| here)?",
        ),
        "cookies": (
            r".{0,60}\b(?:uses?|using|accept|our) (?:of )?cookies\b.{0,140}",
            r"by (?:continuing|using|clicking|browsing|signing up|subscribing).{0,160}(?:agree"
            r"|accept"
            r"|consent).{0,160}",
            r"(?:accept|reject|manage)(?: all)?(?: cookies| preferences)?|cookie (?:policy"
            r"|settings)",
            r"(?:privacy (?:policy|notice|settings)|terms (?:of (?:use|service)|and conditions|&"
            r" conditions)|disclaimer|do not sell my .{0,40})(?: ?[|·•,/&] ?.{0,80})?",
        ),
        "copyright": (
            r"(?:\(?c\)|copyright\b(?! (?:law|act|infring|claim|holder|protect|case|own|owner"
            r"|rules?"
            r"|office|violation|suit|lawsuit|and|is|was|or|on|in)\b)).{0,160}",
            r"(?:.{0,80} )?all rights (?:are )?reserved.{0,20}",
            r"(?:this )?(?:material|content|article|story) may not be (?:published|reproduced"
            r"|copied"
            r"|used).{0,120}|do not reproduce without .{0,40}",
            r".{0,60}(?:re)?printed (?:by|with|from) (?:permission|arrangement).{0,80}",
        ),
        "byline": (
            r"\W{0,3}(?:additional |further |with |original |local )?(?:reporting|writing|editing"
            r"|report"
            r"|additional reporting|research|text|story|words"
            r"|photographs?) (?:and \w+ )?by:? .{3,240}",
            r"\W{0,3}(?:contributing|contributors?|editors?|reporters?|authors?|writers?|producers?"
            r"|source|sources|via): .{2,200}",
            r"\W{0,3}.{3,240} (?:also )?(?:contributed|assisted) (?:to|in|with|on) (?:(?:this|the"
            r"|that|our)"
            r" )?(?:report|story|article|reporting|coverage|piece)\b.{0,60}",
            r"\W{0,3}with (?:additional )?(?:assistance|contributions?|help|files"
            r"|reporting) (?:by|from)"
            r" .{3,240}",
            r"(?:produced|compiled|written|edited|posted|published|submitted|filed|reviewed"
            r"|translated"
            r") by .{3,100}",
            r"(?-i:(?!(?:The|He|She|It|They|We|I) )[A-Z][\w.'’-]+(?: (?:and )?[A-Z][\w.'’-]+){0,5})"
            r" reported from (?-i:[A-Z])[\w .,;]{2,60}",
            r"to contact the (?:editor|reporter|author|writer)s?.{0,200}",
            r"\W{0,2}(?:this (?:story|article|report|post|piece|editorial|column)"
            r"|the article) (?:was|has"
            r" been) (?:first |originally |last )?(?:published|updated|corrected|posted|prepared|"
            r"amended|produced|appeared|reported)\b.{0,200}|this (?:story"
            r"|article) appears in .{0,100}",
            r"\W{0,2}(?:editor['’]?s['’]?|author['’]?s) note:? .{0,300}",
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
        "cookies": (r".{0,80}\b(?:utilise|utilisation|accepter|nos|des|les) cookies\b.{0,120}",),
        "copyright": (r"tous droits réservés.{0,60}|.{0,80}tous droits réservés",),
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
            r".{0,80}\b(?:verwende[nt]|nutzen|unsere|alle)(?: \w+)? cookies\b.{0,120}|datenschutz",
        ),
        "copyright": (r"(?:.{0,60})?alle rechte vorbehalten.{0,40}",),
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
        "cookies": (r".{0,80}\b(?:utiliza(?:mos)?|usa(?:mos)?|aceptar|las) cookies\b.{0,120}",),
        "copyright": (r"(?:.{0,60})?todos los derechos reservados.{0,40}",),
    },
}
