//! Wire and picture agencies: every printed name, and the short name that the record uses.
//!
//! A table and its lookup; where an agency may be looked for is decided by the callers.

/// What an agency supplies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Supplies {
    /// Text (and often pictures too).
    Wire,
    /// Pictures only: never the agency of an article.
    Pictures,
}

use Supplies::{Pictures, Wire};

/// Printed name in lower case, short name, what it supplies; sorted by printed name.
const AGENCIES: &[(&str, &str, Supplies)] = &[
    ("aa", "AA", Wire),
    ("aap", "AAP", Wire),
    ("abaca", "Abaca", Pictures),
    ("abacapress", "Abaca", Pictures),
    ("action images", "Action Images", Pictures),
    ("adnkronos", "Adnkronos", Wire),
    ("adobe stock", "Adobe Stock", Pictures),
    ("afp", "AFP", Wire),
    ("afp時事", "AFP", Wire),
    ("afp＝時事", "AFP", Wire),
    ("agence france presse", "AFP", Wire),
    ("agence france-presse", "AFP", Wire),
    ("agencia efe", "EFE", Wire),
    ("agerpres", "Agerpres", Wire),
    ("agi", "AGI", Wire),
    ("agência brasil", "Agência Brasil", Wire),
    ("agência efe", "EFE", Wire),
    ("agência lusa", "Lusa", Wire),
    ("alamy", "Alamy", Pictures),
    ("alamy stock photo", "Alamy", Pictures),
    ("anadolu", "AA", Wire),
    ("anadolu agency", "AA", Wire),
    ("anadolu ajansı", "AA", Wire),
    ("ani", "ANI", Wire),
    ("anp", "ANP", Wire),
    ("ansa", "ANSA", Wire),
    ("ansamed", "ANSA", Wire),
    ("antara", "Antara", Wire),
    ("ap", "AP", Wire),
    ("ap news", "AP", Wire),
    ("apa", "APA", Wire),
    ("apnews", "AP", Wire),
    ("app", "APP", Wire),
    ("aps", "APS", Wire),
    ("askanews", "askanews", Wire),
    ("associated press", "AP", Wire),
    ("associated press of pakistan", "APP", Wire),
    ("ats", "Keystone-ATS", Wire),
    ("australian associated press", "AAP", Wire),
    ("awp", "AWP", Wire),
    ("backgrid", "Backgrid", Pictures),
    ("belga", "Belga", Wire),
    ("belga news agency", "Belga", Wire),
    ("bernama", "Bernama", Wire),
    ("bestimage", "Bestimage", Pictures),
    ("beta", "Beta", Wire),
    ("bettmann", "Bettmann", Pictures),
    ("bloomberg", "Bloomberg", Wire),
    ("bloomberg news", "Bloomberg", Wire),
    ("bloomberg via getty images", "Getty Images", Pictures),
    ("bta", "BTA", Wire),
    ("canadian press", "CP", Wire),
    ("catholic news service", "CNS", Wire),
    ("central news agency", "CNA", Wire),
    ("cna", "CNA", Wire),
    ("cnn wire", "CNN Wire", Wire),
    ("cns", "CNS", Wire),
    ("colorsport", "Colorsport", Pictures),
    ("colpisa", "Colpisa", Wire),
    ("contacto", "Contacto", Pictures),
    ("corbis", "Corbis", Pictures),
    ("cordon press", "Cordon Press", Pictures),
    ("cover images", "Cover Images", Pictures),
    ("cp", "CP", Wire),
    ("ctk", "ČTK", Wire),
    ("czech news agency", "ČTK", Wire),
    ("dapd", "dapd", Wire),
    ("ddp", "ddp", Wire),
    ("depositphotos", "Depositphotos", Pictures),
    ("deutsche presse-agentur", "dpa", Wire),
    ("dha", "DHA", Wire),
    ("dow jones", "Dow Jones", Wire),
    ("dow jones newswires", "Dow Jones", Wire),
    ("dpa", "dpa", Wire),
    ("dpa international", "dpa", Wire),
    ("dpa-afx", "dpa-AFX", Wire),
    ("efe", "EFE", Wire),
    ("epa", "EPA", Pictures),
    ("epa images", "EPA", Pictures),
    ("epa-efe", "EPA", Pictures),
    ("epd", "epd", Wire),
    ("estadão conteúdo", "Estadão Conteúdo", Wire),
    ("europa press", "Europa Press", Wire),
    ("european pressphoto agency", "EPA", Pictures),
    ("fars", "Fars", Wire),
    ("filmmagic", "FilmMagic", Pictures),
    ("flickr", "Flickr", Pictures),
    ("folhapress", "Folhapress", Wire),
    ("getty", "Getty Images", Pictures),
    ("getty images", "Getty Images", Pictures),
    ("getty images/istockphoto", "Getty Images", Pictures),
    ("gettyimages", "Getty Images", Pictures),
    ("ghana news agency", "GNA", Wire),
    ("gna", "GNA", Wire),
    ("hans lucas", "Hans Lucas", Pictures),
    ("hina", "HINA", Wire),
    ("hulton archive", "Hulton Archive", Pictures),
    ("ians", "IANS", Wire),
    ("icon sportswire", "Icon Sportswire", Pictures),
    ("iha", "IHA", Wire),
    ("imagn", "Imagn", Pictures),
    ("imagn images", "Imagn", Pictures),
    ("imago", "imago", Pictures),
    ("imago images", "imago", Pictures),
    ("imago stock&people", "imago", Pictures),
    ("inpho", "INPHO", Pictures),
    ("inter press service", "IPS", Wire),
    ("interfax", "Interfax", Wire),
    ("interfax-ukraine", "Interfax-Ukraine", Wire),
    ("invision", "Invision", Pictures),
    ("ips", "IPS", Wire),
    ("irna", "IRNA", Wire),
    ("isna", "ISNA", Wire),
    ("istock", "iStock", Pictures),
    ("istockphoto", "iStock", Pictures),
    ("itar-tass", "TASS", Wire),
    ("jiji", "Jiji", Wire),
    ("jiji press", "Jiji", Wire),
    ("kaiser health news", "KFF Health News", Wire),
    ("kcna", "KCNA", Wire),
    ("keystone", "Keystone", Pictures),
    ("keystone-ats", "Keystone-ATS", Wire),
    ("keystone-sda", "Keystone-SDA", Wire),
    ("kff health news", "KFF Health News", Wire),
    ("kna", "KNA", Wire),
    ("knight ridder", "Knight Ridder", Wire),
    ("kuna", "KUNA", Wire),
    ("kyodo", "Kyodo", Wire),
    ("kyodo news", "Kyodo", Wire),
    ("la presse canadienne", "CP", Wire),
    ("lapresse", "LaPresse", Wire),
    ("lightrocket", "LightRocket", Pictures),
    ("lusa", "Lusa", Wire),
    ("magnum", "Magnum Photos", Pictures),
    ("magnum photos", "Magnum Photos", Pictures),
    ("map", "MAP", Wire),
    ("maxppp", "MaxPPP", Pictures),
    ("mcclatchy", "McClatchy", Wire),
    ("mediafax", "Mediafax", Wire),
    ("mediapunch", "MediaPunch", Pictures),
    ("mehr", "Mehr", Wire),
    ("mena", "MENA", Wire),
    ("middle east images", "Middle East Images", Pictures),
    ("mti", "MTI", Wire),
    ("nan", "NAN", Wire),
    ("news agency of nigeria", "NAN", Wire),
    ("notimex", "Notimex", Wire),
    ("ntb", "NTB", Wire),
    ("nurphoto", "NurPhoto", Pictures),
    ("nzpa", "NZPA", Wire),
    ("pa", "PA", Wire),
    ("pa media", "PA", Wire),
    ("pacific press", "Pacific Press", Pictures),
    ("panapress", "Panapress", Wire),
    ("pap", "PAP", Wire),
    ("petra", "Petra", Wire),
    ("philippine news agency", "PNA", Wire),
    ("photonews", "Photo News", Pictures),
    ("picture alliance", "picture alliance", Pictures),
    ("picture-alliance", "picture alliance", Pictures),
    ("pna", "PNA", Wire),
    ("polaris", "Polaris", Pictures),
    ("polaris images", "Polaris", Pictures),
    ("postmedia news", "Postmedia News", Wire),
    ("prensa latina", "Prensa Latina", Wire),
    ("press association", "PA", Wire),
    ("press eye", "Press Eye", Pictures),
    ("press trust of india", "PTI", Wire),
    ("presse canadienne", "CP", Wire),
    ("profimedia", "Profimedia", Pictures),
    ("pti", "PTI", Wire),
    ("redux", "Redux", Pictures),
    ("redux pictures", "Redux", Pictures),
    ("religion news service", "RNS", Wire),
    ("reuters", "Reuters", Wire),
    ("rex", "REX", Pictures),
    ("rex features", "REX", Pictures),
    ("rex/shutterstock", "Shutterstock", Pictures),
    ("ria", "RIA Novosti", Wire),
    ("ria novosti", "RIA Novosti", Wire),
    ("ritzau", "Ritzau", Wire),
    ("rns", "RNS", Wire),
    ("sana", "SANA", Wire),
    ("sapa", "SAPA", Wire),
    ("sda", "Keystone-SDA", Wire),
    ("servimedia", "Servimedia", Wire),
    ("shutterstock", "Shutterstock", Pictures),
    ("sid", "SID", Wire),
    ("sipa", "Sipa", Pictures),
    ("sipa press", "Sipa", Pictures),
    ("sipa usa", "Sipa", Pictures),
    ("solent news", "Solent News", Pictures),
    ("sopa images", "SOPA Images", Pictures),
    ("spa", "SPA", Wire),
    ("splash news", "Splash News", Pictures),
    ("sportsfile", "Sportsfile", Pictures),
    ("sputnik", "Sputnik", Wire),
    ("sta", "STA", Wire),
    ("states newsroom", "States Newsroom", Wire),
    ("stock.adobe.com", "Adobe Stock", Pictures),
    ("stt", "STT", Wire),
    ("swns", "SWNS", Pictures),
    ("tanjug", "Tanjug", Wire),
    ("tap", "TAP", Wire),
    ("tass", "TASS", Wire),
    ("telam", "Télam", Wire),
    ("thomson reuters", "Reuters", Wire),
    ("tns", "TNS", Wire),
    ("tribune news service", "TNS", Wire),
    ("tt", "TT", Wire),
    ("télam", "Télam", Wire),
    ("ukrinform", "Ukrinform", Wire),
    ("ullstein bild", "ullstein bild", Pictures),
    ("uni", "UNI", Wire),
    ("unian", "UNIAN", Wire),
    ("united press international", "UPI", Wire),
    ("unsplash", "Unsplash", Pictures),
    ("upi", "UPI", Wire),
    ("usa today sports", "Imagn", Pictures),
    ("vna", "VNA", Wire),
    ("wafa", "WAFA", Wire),
    ("wam", "WAM", Wire),
    ("wikimedia commons", "Wikimedia Commons", Pictures),
    ("wireimage", "WireImage", Pictures),
    ("xinhua", "Xinhua", Wire),
    ("xinhua news agency", "Xinhua", Wire),
    ("yonhap", "Yonhap", Wire),
    ("yonhap news agency", "Yonhap", Wire),
    ("zuma", "ZUMA", Pictures),
    ("zuma press", "ZUMA", Pictures),
    ("zuma wire", "ZUMA", Pictures),
    ("čtk", "ČTK", Wire),
    ("απε", "AMNA", Wire),
    ("απε-μπε", "AMNA", Wire),
    ("αφπ", "AFP", Wire),
    ("ап", "AP", Wire),
    ("афп", "AFP", Wire),
    ("белта", "BelTA", Wire),
    ("интерфакс", "Interfax", Wire),
    ("интерфакс-україна", "Interfax-Ukraine", Wire),
    ("итар-тасс", "TASS", Wire),
    ("рейтер", "Reuters", Wire),
    ("рейтерс", "Reuters", Wire),
    ("риа новости", "RIA Novosti", Wire),
    ("тасс", "TASS", Wire),
    ("укринформ", "Ukrinform", Wire),
    ("укрінформ", "Ukrinform", Wire),
    ("унiан", "UNIAN", Wire),
    ("уніан", "UNIAN", Wire),
    ("франс пресс", "AFP", Wire),
    ("أ ب", "AP", Wire),
    ("أ ف ب", "AFP", Wire),
    ("أ.ب", "AP", Wire),
    ("أ.ف.ب", "AFP", Wire),
    ("أسوشيتد برس", "AP", Wire),
    ("إيرنا", "IRNA", Wire),
    ("ا ف ب", "AFP", Wire),
    ("ا.ف.ب", "AFP", Wire),
    ("الأناضول", "AA", Wire),
    ("ایرنا", "IRNA", Wire),
    ("ایسنا", "ISNA", Wire),
    ("بترا", "Petra", Wire),
    ("د ب أ", "dpa", Wire),
    ("د.ب.أ", "dpa", Wire),
    ("رويترز", "Reuters", Wire),
    ("سانا", "SANA", Wire),
    ("شينخوا", "Xinhua", Wire),
    ("فرانس برس", "AFP", Wire),
    ("كونا", "KUNA", Wire),
    ("واس", "SPA", Wire),
    ("وام", "WAM", Wire),
    ("وفا", "WAFA", Wire),
    ("ロイター", "Reuters", Wire),
    ("中央社", "CNA", Wire),
    ("中新社", "China News Service", Wire),
    ("中新网", "China News Service", Wire),
    ("共同", "Kyodo", Wire),
    ("共同社", "Kyodo", Wire),
    ("共同通信", "Kyodo", Wire),
    ("塔斯社", "TASS", Wire),
    ("新华社", "Xinhua", Wire),
    ("新華社", "Xinhua", Wire),
    ("新華社＝中国通信", "Xinhua", Wire),
    ("時事", "Jiji", Wire),
    ("時事通信", "Jiji", Wire),
    ("法新社", "AFP", Wire),
    ("美联社", "AP", Wire),
    ("美聯社", "AP", Wire),
    ("路透", "Reuters", Wire),
    ("路透社", "Reuters", Wire),
    ("뉴스1", "News1", Wire),
    ("뉴시스", "Newsis", Wire),
    ("로이터", "Reuters", Wire),
    ("연합", "Yonhap", Wire),
    ("연합뉴스", "Yonhap", Wire),
];

/// A known agency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Agency {
    /// The usual short name: `AP`, `Reuters`.
    pub name: &'static str,
    /// What it supplies.
    pub supplies: Supplies,
}

/// Finds an agency by a printed name, whatever its case, with or without "The" and brackets.
pub fn lookup(printed: &str) -> Option<Agency> {
    let name = printed.trim_matches(|c: char| !c.is_alphanumeric());
    // The longest entry has fewer bytes; longer text is not worth lowering.
    if name.len() < 2 || name.len() > 40 {
        return None;
    }
    let printed_bare = name;
    let lower = name.to_lowercase();
    let lower = ["the ", "l'", "l’", "die ", "la agencia "]
        .iter()
        .find_map(|article| lower.strip_prefix(article))
        .unwrap_or(&lower);
    let at = AGENCIES.binary_search_by(|entry| entry.0.cmp(lower)).ok()?;
    let (_, name, supplies) = AGENCIES[at];
    // Short names are words in some language ("map", "app", "mehr"): they count in capitals only.
    let capitals = printed_bare.chars().all(|c| !c.is_lowercase());
    if printed_bare.len() <= 5 && !capitals && printed_bare != name {
        return None;
    }
    Some(Agency { name, supplies })
}

/// Finds an agency that supplies text.
pub fn lookup_wire(printed: &str) -> Option<&'static str> {
    lookup(printed)
        .filter(|a| a.supplies == Wire)
        .map(|a| a.name)
}

/// What follows an agency's name in a credit.
const ENDINGS: [&str; 5] = ["file photo", "photos", "photo", "file", "pool"];

/// The agency in a photo credit: the first wire agency, else the first picture agency.
pub fn in_credit(credit: &str) -> Option<&'static str> {
    let mut pictures = None;
    for piece in credit.split(['/', ',', '(', ')', '|', ':', ';', '©', '–', '—']) {
        for piece in piece.split(" via ").flat_map(|p| p.split(" and ")) {
            // "AP Photo" and "Reuters file photo" name the agency in their first words.
            let bare = ENDINGS
                .iter()
                .find_map(|end| {
                    let at = piece.trim_end().len().checked_sub(end.len())?;
                    let tail = piece.get(at..at + end.len())?;
                    tail.eq_ignore_ascii_case(end).then(|| &piece[..at])
                })
                .unwrap_or(piece);
            let bare = bare.rsplit(" by ").next().unwrap_or(bare);
            match lookup(piece).or_else(|| lookup(bare)) {
                Some(a) if a.supplies == Wire => return Some(a.name),
                Some(a) => pictures = pictures.or(Some(a.name)),
                None => {}
            }
        }
    }
    pictures
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(AGENCIES.is_sorted_by(|a, b| a.0 < b.0));
    }

    #[test]
    fn printed_names_lead_to_short_names() {
        for (printed, expected) in [
            ("Reuters", Some("Reuters")),
            ("(AP)", Some("AP")),
            ("The Associated Press", Some("AP")),
            ("DPA", Some("dpa")),
            ("Agence France-Presse", Some("AFP")),
            ("Getty Images", None),
            ("Jane Roe", None),
            ("", None),
        ] {
            assert_eq!(lookup_wire(printed), expected, "{printed:?}");
        }
    }

    #[test]
    fn credits_name_wire_before_pictures() {
        for (credit, expected) in [
            ("STRINGER/AFP/Getty Images", Some("AFP")),
            ("Ann Poe/Getty Images", Some("Getty Images")),
            ("AP Photo/Ann Poe", Some("AP")),
            ("Ann Poe/The Valley Record via AP", Some("AP")),
            ("Photo: Ann Poe", None),
            ("REUTERS/Ann Poe/File Photo", Some("Reuters")),
        ] {
            assert_eq!(in_credit(credit), expected, "{credit:?}");
        }
    }
}
