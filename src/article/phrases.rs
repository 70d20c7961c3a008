//! How lines that are no body begin, in the languages that news dumps are mostly in.
//!
//! Only the phrases and their types; how they are searched is in `openers`.

use super::record::RelatedKind;

use Need::{Any, Heading, Marked, Short, Tail, Whole};
use Opens::{CommentHead, Correction, Credit, List, Notice, Related, SignOff};

/// What a line opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opens {
    /// A link to another article.
    Related(RelatedKind),
    /// The head of a list of other articles.
    List(RelatedKind),
    /// Boilerplate.
    Notice,
    /// A correction or editor's note.
    Correction,
    /// Who reported, wrote and edited.
    SignOff,
    /// The head of the readers' comments.
    CommentHead,
    /// A photo credit.
    Credit,
}

/// What has to hold besides, since some of these words also open a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing.
    Any,
    /// The line is short.
    Short,
    /// A heading, bold, italic, in capitals, or nothing follows; and short.
    Marked,
    /// A heading, or nothing follows.
    Heading,
    /// Nothing follows but digits and marks.
    Whole,
    /// Near the end of the article.
    Tail,
}

const READ: Opens = Related(RelatedKind::ReadMore);
const WATCH: Opens = Related(RelatedKind::Watch);
const LISTEN: Opens = Related(RelatedKind::Listen);
const GALLERY: Opens = Related(RelatedKind::Gallery);
const RELATED: Opens = Related(RelatedKind::Related);
const LIST: Opens = List(RelatedKind::Related);

/// What is opened, what has to hold besides, and the beginnings, parted by `; `, in the normal
/// form of `openers::Key`: lower case, `'` for `’`, a colon also for ` :`, ` | ` and ` - `.
pub(super) const PHRASES: &[(Opens, Need, &str)] = &[
    (
        READ,
        Short,
        "read more:; also read:; read also:; read next:; read this next:; more:; must read:; \
        must-read:; further reading:; read the full story:; read full story:; read more here:; click \
        to read:; read more on this:; keep reading:; now read:; dig deeper:; go deeper:; up next:; \
        next read:; read more about:; read more from:; read more on; à lire aussi; mehr zum thema; \
        te puede interesar; noticias relacionadas; ti potrebbe interessare; leggi anche; lees ook; \
        lire aussi; a lire aussi; lire également; à lire également; lire aussi:; à lire:; lire:; \
        lire plus:; lire la suite:; lire l'article:; lire encore:; lire notre; à découvrir aussi:; à \
        découvrir:; en savoir plus:; pour aller plus loin:; pour en savoir plus:; à relire:; \
        relire:; retrouvez aussi; notre dossier:; notre analyse:; lire ensuite:; lesen sie auch; \
        lesen sie mehr; lesen sie hier; lesen sie dazu; lesen sie weiter; lies auch; mehr lesen:; \
        lesen:; lesen sie:; mehr dazu:; mehr dazu lesen sie; mehr zu diesem thema; mehr zum thema:; \
        siehe auch; siehe auch:; auch interessant:; lesetipp:; weiterlesen:; passend dazu:; zum \
        thema:; das könnte sie auch interessieren:; lea también; lea tambien; lee también; lee \
        tambien; leer también; leer más:; lea más:; lee más:; leer más; lea además; lee además; te \
        puede interesar:; le puede interesar; te podría interesar; puede interesarle; también te \
        puede interesar; también lea; también lee; también puede leer; también puedes leer; más \
        información:; más información; sigue leyendo:; le recomendamos; te recomendamos:; no te \
        pierdas:; no se pierda:; además lea; lea aquí:; relacionado:; relacionada:; relacionados:; \
        noticia relacionada; nota relacionada; leggi anche:; leggi:; leggi di più:; leggi pure; \
        leggi tutto:; per approfondire; per approfondire:; approfondisci:; approfondimento:; \
        potrebbe interessarti; potrebbe interessarti anche; sullo stesso argomento; da leggere:; \
        leia também; leia tambem; leia mais; leia mais:; leia ainda; leia:; ler também; ler mais:; \
        ler mais; leia a seguir; saiba mais:; saiba mais; confira também; confira:; confira ainda; \
        mais sobre:; relacionadas:; lees ook:; lees meer; lees meer:; lees verder; lees verder:; \
        lees hier; meer over:; meer lezen:; läs mer:; läs mer; läs också; läs även; läs också:; læs \
        også; læs også:; læs mere:; læs mere; les også; les også:; les mer:; les mer; czytaj też; \
        czytaj też:; czytaj także; czytaj również; czytaj więcej; czytaj dalej; zobacz też; zobacz \
        także; zobacz również; przeczytaj także; przeczytaj też; přečtěte si; čtěte také; čtěte též; \
        čtěte více; čítajte aj; prečítajte si; viz též; lue myös; lue myös:; lue lisää; lue lisää:; \
        loe ka; olvassa el; ezt is olvassa; kapcsolódó cikk; citește și; citeşte şi; citiți și; \
        citeşte mai mult; vezi și; διαβάστε επίσης; διαβάστε ακόμη; διαβάστε ακόμα; διαβάστε \
        περισσότερα; читайте также; читайте также:; читать далее; читайте ещё; читайте ще; читайте \
        також; читайте більше; прочетете още; вижте още; подробнее:; по теме:; pročitajte i; \
        pročitajte još; pročitaj više; čitaj više; preberite tudi; beri tudi; ayrıca okuyun; ilgili \
        haber; baca juga; baca juga:; baca selengkapnya; xem thêm; xem thêm:; đọc thêm; soma zaidi; \
        legu ankaŭ; legu ankaŭ:; llegiu també; llegeix també; le també; إقرأ أيضا; اقرأ أيضا; اقرأ \
        أيضاً; اقرأ ايضا; إقرأ أيضاً; اقرأ المزيد; اقرأ أيضًا; قد يهمك; بیشتر بخوانید; بخوانید; \
        関連記事; 関連記事:; あわせて読みたい; 併せて読みたい; 相关阅读; 相关报道; 延伸阅读; 延伸閱讀; 阅读更多; 更多阅读; 相關新聞; 관련기사; 관련 기사; यह भी \
        पढ़ें; ये भी पढ़ें",
    ),
    (
        READ,
        Marked,
        "read more; also read; read also; read this; read; more on this story; more on this topic; \
        more on; more to read; keep reading; continue reading; read the full story; read the full \
        article; read in full; full story:; read on; auch interessant; lire plus; lire la suite; en \
        savoir plus; à découvrir; pour aller plus loin; mehr lesen; weiterlesen; mehr dazu; mehr; \
        lesetipp; zum thema; leggi tutto; leggi di più; approfondisci; continua a leggere",
    ),
    (
        LIST,
        Heading,
        "read next; more from; most read; most read in; most popular; most popular in; popular; \
        popular now; popular in; popular stories; popular articles; recommended; recommended \
        stories; recommended for you; recommended articles; recommended by; related stories; related \
        articles; related content; related topics; related news; related coverage; you may also \
        like; you might also like; you may be interested in; trending; trending now; trending \
        stories; trending in; editor's picks; editors' picks; editor's choice; top stories; latest \
        stories; latest news; more stories; more news; more headlines; more coverage; more top \
        stories; what to read next; up next; must reads; in other news; other stories; also in the \
        news; from around the web; around the web; promoted stories; from our partners; from the \
        web; we recommend; suggested; also on; most viewed; most shared; most commented; most \
        watched; most discussed; top reads; further reading; les plus lus; articles les plus lus; \
        dans la même rubrique; sur le même sujet; sur le même thème; nos derniers articles; \
        meistgelesen; meistgelesene artikel; das könnte sie auch interessieren; das könnte dich auch \
        interessieren; weitere artikel; weitere themen; mehr aus; lo más leído; lo más visto; más \
        noticias; más en; i più letti; articoli correlati; mais lidas; mais lidos; mais vistas; \
        notícias relacionadas; relacionadas; meest gelezen; gerelateerde artikelen; mest lästa; mest \
        lest; mest læste; najczęściej czytane",
    ),
    (
        WATCH,
        Short,
        "watch:; watch more:; watch live:; watch now:; watch below:; watch here:; watch the video:; \
        watch video:; watch next:; also watch:; watch also:; video:; see video:; live video:; must \
        watch:; must-watch:; watch full; veja também; voir aussi; à voir aussi; à voir:; voir:; \
        regarder aussi; à regarder:; regarder:; regardez:; vidéo:; vidéos:; en vidéo:; revoir:; im \
        video:; sehen sie auch; sehen sie hier; video zum thema; ver también; vea también; mira \
        también; mire también; ver video:; ver vídeo:; ver más:; vídeo:; mira:; vea:; guarda anche; \
        guarda:; guarda il video:; guarda il video; vedi anche; vedi anche:; il video:; veja mais:; \
        veja:; ver também:; assista:; assista também; veja o vídeo; assista ao vídeo; bekijk ook; \
        bekijk ook:; bekijk:; kijk ook; kijk ook:; bekijk de video; zie ook; zie ook:; se också; se \
        också:; se også; se også:; katso myös; katso myös:; смотрите также; смотрите видео; شاهد \
        أيضا; شاهد أيضاً",
    ),
    (
        WATCH,
        Marked,
        "watch; watch more; watch now; watch live; watch the video; watch below; video; related \
        video; related videos; video below; watch on; click to play; play video",
    ),
    (
        LISTEN,
        Short,
        "listen:; listen now:; listen live:; listen here:; listen to:; podcast:; also listen:; \
        audio:; listen below:; hear more:; listen to the podcast; écouter:; écoutez:; à écouter:; \
        écouter aussi; à écouter aussi; en podcast:; hören sie auch; hören:; zum anhören:; escucha:; \
        escuche:; escucha también; ascolta:; ascolta anche; ascolta il podcast; ouça:; ouça também; \
        luister:; luister ook; luister naar; lyssna:; hør:; kuuntele:",
    ),
    (
        LISTEN,
        Marked,
        "listen; podcast; listen now; listen to this article; listen to the; audio",
    ),
    (
        GALLERY,
        Short,
        "gallery:; photo gallery:; in pictures:; in photos:; picture gallery:; slideshow:; see \
        photos:; see the photos:; view gallery:; image gallery:; photo essay:; see pictures:; en \
        images:; en photos:; diaporama:; galerie photo:; voir les photos:; bildergalerie:; \
        fotostrecke:; bilderstrecke:; in bildern:; galería:; en fotos:; en imágenes:; fotogalería:; \
        fotogallery:; fotogallery; le foto:; guarda le foto; galeria:; em imagens:; em fotos:; veja \
        fotos:; veja as fotos; fotoserie:; in beeld:; fotospecial:; bildspel:",
    ),
    (
        Credit,
        Short,
        "pictures:; photo:; photo by; photos by; photograph by; photographs by; photograph:; images:; \
        image by; image credit:; image source:; photo credit:; photo courtesy; photo via; picture:; \
        picture by; picture credit:; credit:; credits:; photo credit; illustration:; illustration \
        by; illustrations by; graphic:; file photo; file photo:; file picture; file image; courtesy \
        of; courtesy photo; handout photo; handout via; getty images; ap photo; reuters photo; \
        photo/; visual:; crédit:; crédits:; crédit photo:; crédit photo; crédits photo; photo \
        d'archives; image d'illustration; foto:; bild:; bildquelle:; bildnachweis:; fotograf:; \
        fotografía:; fotografía de; foto de; imagen:; imagen de; cortesía; crédito:; crédito da \
        foto; foto di; immagine:; crediti:; imagem:; divulgação; reprodução; beeld:; fotó:; фото:; \
        zdj.:; zdjęcie:; foto/; фото -; image:; photos:; fotos:; handout/; fot.",
    ),
    (
        GALLERY,
        Marked,
        "gallery; photo gallery; photos; in pictures; in photos; slideshow; view gallery; view \
        photos; see more photos; launch gallery",
    ),
    (
        RELATED,
        Short,
        "related:; related story:; related stories:; related article:; related articles:; related \
        content:; related coverage:; related news:; related reading:; related link:; related links:; \
        see also:; see more:; see related:; don't miss:; dont miss:; recommended:; recommended for \
        you:; you may also like:; you might also like:; also see:; also on:; similar story:; \
        trending:; suggested reading:; explore more:; in case you missed it:; icymi:; from the \
        archives:; from the archive:; more coverage:; more stories:; more news:; full coverage:; \
        what to read next:",
    ),
    (
        RELATED,
        Marked,
        "related; see also; see more; don't miss; recommended reading; find out more; learn more; \
        icymi; more like this",
    ),
    (
        Notice,
        Whole,
        "read more stories; advertisements; advertising; advert; ad; ads; sponsored; sponsored \
        content; sponsored links; promoted; promoted content; paid content; article content; story \
        content; recommended videos; recommended video; loading; loading...; scroll down; scroll for \
        more; share; share this; share this article; share this story; share this post; share this \
        page; share this with; share article; share on; share via; tweet; print this page; email; \
        email this; e-mail; save article; bookmark; copy link; link copied; listen to article; \
        facebook; twitter; whatsapp; linkedin; reddit; pinterest; instagram; telegram; back to top; \
        return to top; skip to content; skip to main content; skip ad; skip advertisement; menu; \
        sign in; log in; login; register; newsletters; most recent; tags; topics; ends; -ends-; \
        anzeige; werbung; anzeigen; teilen; drucken; artikel teilen; merken; publicité; publicite; \
        annonce; partager; partager cet article; imprimer; publicidad; anuncio; compartir; comparte; \
        pubblicità; annuncio; condividi; stampa; publicidade; anúncio; compartilhar; compartilhe; \
        partilhar; advertentie; delen; deel dit artikel; annons; dela; reklame; del artikkel; \
        reklama; udostępnij; реклама; поделиться; iklan; mainos; jaa; διαφήμιση; quảng cáo; إعلان; \
        شارك; 広告; 广告; 廣告; 광고; hide caption; toggle caption; enlarge image; open image in gallery; \
        view image in fullscreen; see all; view all",
    ),
    (
        Correction,
        Any,
        "correction:; corrections:; clarification:; clarifications:; correction and clarification; \
        corrections and clarifications; editor's note:; editors' note:; editors note:; note to \
        readers:; erratum:; retraction:; an earlier version of this; a previous version of this; an \
        earlier headline; this story has been updated; this story was updated; this story has been \
        corrected; this story has been edited; this article has been updated; this article was \
        updated; this article has been amended; this article was amended; this article has been \
        corrected; this article has been edited; this article was corrected; this post has been \
        updated; this post has been corrected; this piece has been updated; this report has been \
        updated; this page has been updated; this headline has been; this version corrects; the \
        headline of this article; the headline on this; this copy has been; (this story has been; \
        rectificatif:; mise à jour:; note de la rédaction:; ndlr:; cet article a été mis à jour; cet \
        article a été modifié; une version antérieure de; une première version de cet article; une \
        version précédente de; korrektur:; korrekturhinweis:; anmerkung der redaktion; anm. d. red; \
        hinweis der redaktion; anm. der redaktion; in einer früheren version; in einer vorherigen \
        version; dieser artikel wurde aktualisiert; dieser text wurde aktualisiert; corrección:; \
        rectificación:; fe de errores; fe de erratas; nota del editor; nota de la redacción; nota de \
        redacción; una versión anterior de; errata corrige; errata:; nota della redazione; n.d.r.:; \
        correção:; correcção:; nota da redação; nota do editor; nota da redacção; uma versão \
        anterior; esta reportagem foi atualizada; este texto foi atualizado; esta matéria foi \
        atualizada; correctie:; rectificatie:; noot van de redactie; in een eerdere versie van; \
        rättelse:; rettelse:",
    ),
    (
        Correction,
        Short,
        "editor's note; update:; updates:; updated:; clarified:; aktualisiert:; actualización:; \
        aggiornamento:; atualização:",
    ),
    (
        Correction,
        Marked,
        "correction; clarification; update; errata; rectificatif; korrektur",
    ),
    (
        SignOff,
        Any,
        "reporting by; (reporting by; additional reporting by; additional reporting from; additional \
        reporting; writing by; editing by; with reporting by; with reporting from; with files from; \
        with a file from; with additional reporting; with contributions from; with information from; \
        compiled by; with inputs from; with input from; (with inputs from; inputs from; with agency \
        inputs; with agencies; with material from; contributing:; contributors:; further reporting \
        by; translated by; this report was compiled; this article was produced by; edited by; \
        reportage de; reportage par; rédigé par; édité par; version française; avec afp; avec \
        reuters; avec agences; avec l'afp; avec les agences; mit material von; mit agenturmaterial; \
        mit informationen von; mit dpa; mit afp; redaktion:; mitarbeit:; con información de; con \
        informacion de; con datos de; con agencias; reporte de; reportaje de; editado por; edición \
        de; escrito por; com informações de; com agências; reportagem de; edição de; con agenzie; a \
        cura di; met medewerking van; met informatie van; med materiale fra",
    ),
    (
        Notice,
        Short,
        "advertisement; scroll to continue; follow us; subscribe now; story continues below; story \
        continues after; story continues; article continues below; article continues after; continue \
        reading below; scroll down to continue; text continues below; post continues below; video \
        continues below; this advertisement has not loaded; your ad here; advertise with; anzeige:; \
        der artikel wird nach der anzeige; la suite après cette publicité; la suite après la \
        publicité; l'article continue après; lire la suite après la pub; continúa después de la \
        publicidad; sigue después de la publicidad; continua dopo la pubblicità; continua após a \
        publicidade; tekst gaat verder; het artikel gaat verder; artikeln fortsätter; artikkelen \
        fortsetter; sign up to; sign up for; sign up here; sign up now; subscribe to; subscribe \
        here; subscribe for; subscribe today; join our whatsapp; join us on whatsapp; follow our \
        whatsapp; get the latest news; get breaking news; get daily; get the best of; get the day's; \
        click here; download our; download the; abonnez-vous; inscrivez-vous; inscrivez-vous à; \
        s'inscrire à; suivez-nous; jetzt abonnieren; abonnieren sie; melden sie sich; newsletter \
        abonnieren; folgen sie uns; suscríbete; suscríbase; suscribirse; regístrate; síguenos; \
        descarga la app; iscriviti; abbonati; seguici; scarica l'app; inscreva-se; siga-nos; siga o; \
        baixe o; meld je aan; abonneer; volg ons; follow our; like us on; find us on; stay up to \
        date with; don't miss out; wait! before you go; before you go; enjoying our; enjoying this; \
        log in or; log in to; sign in to; already a subscriber; already have an account; create an \
        account; create a free account; you have reached your limit; this article is for \
        subscribers; this content is for subscribers; this article is for premium; subscribers only; \
        for subscribers only; to continue reading; to read the full; unlock this article; start your \
        free trial; try it free; this content is not available; this is a breaking; this is a \
        developing; this breaking news; more to follow; more to come; our standards:; article \
        reserved; il vous reste; la suite est réservée; cet article est réservé; cet article est \
        réservé aux abonnés; réservé aux abonnés; contenu réservé; nur für abonnenten; weiterlesen \
        mit; contenido exclusivo para; exclusivo para suscriptores; contenuto riservato; riservato \
        agli abbonati; conteúdo exclusivo; you must confirm your; please logout; please log in; \
        please sign in; please enable; you must be logged in; you need to be logged in; your email \
        address will not; required fields are; enable javascript; this site is protected; we use \
        cookies; share your thoughts; tell us what you think; what do you think; have your say; let \
        us know in the comments; got a story; got a tip; do you have a story; have a tip; have a \
        story; contact the author; contact the reporter; if you have a story; for more information \
        about; for more stories; for more news; for the latest; for all the latest; check out more; \
        check out our; opinions expressed; the views expressed; the opinions expressed; views \
        expressed; the views in this; disclaimer:; disclosure:; full disclosure:; legal notice; \
        affiliate disclosure; affiliate links; we may earn; we independently; we may receive; when \
        you buy; when you purchase; if you buy; if you purchase; items are independently; products \
        are independently; reviews and recommendations; this post contains; this article contains \
        affiliate; this page contains; buying through",
    ),
    (
        Notice,
        Marked,
        "subscribe; newsletter; sign up; ©; our standards; copyright; join us on; join us; get the \
        latest; get the best; donate; like what you're reading; disclaimer; about this article; \
        privacy policy; visit our; read our; check out; click to; tap to; want more; recevez; \
        rejoignez; téléchargez; receba; assine; inschrijven; únete a; breaking news alerts; this is \
        a developing story; originally published; first published; listen on; stream on; never miss; \
        get our; get more news; if you would like to; to submit; to contact; let us know; tell us",
    ),
    (
        CommentHead,
        Short,
        "view comments; join our commenting; join the conversation; join the discussion; join the \
        debate; please read our comment; please read our commenting; read our comment policy; view \
        all comments; see all comments; comments may take; comments on this; comments have been; \
        write a comment; log in to comment; sign in to comment; you must be logged in to comment; \
        réagir à cet article; your email address will not be published; you must confirm your public \
        display name; please keep comments; top comments",
    ),
    (
        Notice,
        Any,
        "copyright ©; copyright (c); swipe left; swipe right; (c) copyright; all rights reserved; \
        tous droits réservés; alle rechte vorbehalten; todos los derechos reservados; tutti i \
        diritti riservati; todos os direitos reservados; alle rechten voorbehouden; [disclaimer; \
        reproduction without; this material may not be published; unauthorized reproduction; this \
        article was originally published; this story was originally published; this article \
        originally appeared; this story originally appeared; this piece was originally; this article \
        first appeared; this story first appeared; this article was first published; this story was \
        first published; this post originally; republished with permission; reprinted with \
        permission; cet article a été publié initialement; dieser artikel erschien zuerst; este \
        artículo fue publicado originalmente; support our journalism; support independent \
        journalism; support quality journalism",
    ),
    (
        Notice,
        Tail,
        "contact us; send us; follow us on; support us; about the author; about the authors; for \
        more; follow me; join the; become a; do you have; have you been; get in touch; email:; \
        e-mail:; email us; tel:; phone:; download; stay informed; terms of; see our; please note; to \
        comment; to subscribe; republish; thank you for; thanks for; this content; all content",
    ),
    (
        CommentHead,
        Whole,
        "comments; comment; add a comment; leave a comment; post a comment; leave a reply; reader \
        comments; show comments; comments are closed; commentaires; commenter; kommentare; \
        kommentieren; kommentar schreiben; comentarios; comentar; deja un comentario; commenti; \
        commenta; lascia un commento; comentários; comente; reacties; reageer; kommentarer; \
        komentarze; komentáře; комментарии; коментарі; yorumlar; التعليقات; コメント; 评论; 댓글",
    ),
];

#[cfg(test)]
mod tests {
    use super::PHRASES;

    #[test]
    fn phrases_are_in_normal_form_and_occur_once() {
        let mut seen = std::collections::HashSet::new();
        for phrase in PHRASES.iter().flat_map(|p| p.2.split("; ")) {
            assert!(phrase.len() >= 2, "{phrase:?}");
            assert_eq!(phrase.to_lowercase(), phrase);
            assert_eq!(phrase.trim(), phrase);
            assert!(
                !phrase.contains('’') && !phrase.contains(" :"),
                "{phrase:?}"
            );
            assert!(seen.insert(phrase), "{phrase:?} occurs twice");
        }
    }
}
