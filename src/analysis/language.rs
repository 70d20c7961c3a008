//! Which language an article is in, and which stemmer serves it. Chosen per article.

use frostem::Algorithm;

use crate::article::segment::Words;

/// Code for "not known".
pub const UNDETERMINED: &str = "und";

/// Letters that detection looks at, at most; more does not make it surer.
const DETECT_BYTES: usize = 1_500;

/// The stemmer of a language, by the primary part of its BCP 47 tag; none where Snowball has none.
///
/// Stemmers see folded words, so that a query without accents has the stems of a text with them;
/// those that lean on accents too much for that (Catalan, Basque, Irish) are left out.
pub fn stemmer(language: &str) -> Option<Algorithm> {
    let primary = language.split(['-', '_']).next().unwrap_or_default();
    Some(match primary {
        "ar" => Algorithm::Arabic,
        "hy" => Algorithm::Armenian,
        "cs" => Algorithm::Czech,
        "da" => Algorithm::Danish,
        "eo" => Algorithm::Esperanto,
        "et" => Algorithm::Estonian,
        "hi" => Algorithm::Hindi,
        "id" => Algorithm::Indonesian,
        "lt" => Algorithm::Lithuanian,
        "ne" => Algorithm::Nepali,
        "fa" | "pes" | "prs" => Algorithm::Persian,
        "pl" => Algorithm::Polish,
        "nl" => Algorithm::Dutch,
        "en" => Algorithm::English,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "no" | "nb" | "nn" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "es" => Algorithm::Spanish,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    })
}

/// The language of a text as a BCP 47 code, or [`UNDETERMINED`] for one too short or too mixed.
///
/// Scripts that belong to one language decide by themselves; for the rest a linear model over
/// letter n-grams (whichlang, 16 languages), asked twice on different halves of the text: where
/// the halves disagree, the answer is "not known", since the model has no word for it.
/// Cost: about 10 microseconds an article.
pub fn detect(text: &str) -> &'static str {
    detect_in(std::iter::once(text))
}

/// As [`detect`], on the parts of a text one after another, only as far as is needed.
pub fn detect_in<'a>(parts: impl Iterator<Item = &'a str>) -> &'static str {
    // Runs of spaces would count as n-grams and drown the letters.
    let mut sample = String::with_capacity(DETECT_BYTES + 64);
    for word in parts.flat_map(str::split_whitespace) {
        let room = DETECT_BYTES.saturating_sub(sample.len());
        if room == 0 {
            break;
        }
        sample.extend(word.chars().take(room));
        sample.push(' ');
    }
    let text = sample.as_str();
    if let Some(code) = by_script(text) {
        return code;
    }
    if text.chars().filter(|c| c.is_alphabetic()).take(40).count() < 40 {
        return UNDETERMINED;
    }
    let middle = text
        .char_indices()
        .map(|(i, _)| i)
        .find(|&i| i >= text.len() / 2)
        .unwrap_or(text.len());
    let (first, second) = text.split_at(middle);
    let code = model(text);
    let agreed = model(first) == code || model(second) == code;
    if agreed && has_its_words(text, code) {
        code
    } else {
        UNDETERMINED
    }
}

/// Frequent words of the model's languages that their neighbours outside the model (Danish,
/// Polish, Finnish ...) do not have.
const FUNCTION_WORDS: &[(&str, &[&str])] = &[
    (
        "de",
        &[
            "der", "die", "und", "den", "von", "mit", "das", "nicht", "ist", "im",
        ],
    ),
    (
        "en",
        &[
            "the", "of", "and", "to", "in", "that", "for", "is", "on", "with",
        ],
    ),
    (
        "es",
        &[
            "de", "la", "que", "el", "en", "los", "del", "las", "por", "una",
        ],
    ),
    (
        "fr",
        &[
            "de", "la", "le", "les", "des", "et", "du", "une", "est", "dans",
        ],
    ),
    (
        "it",
        &[
            "di", "che", "il", "della", "per", "una", "con", "del", "sono", "nel",
        ],
    ),
    (
        "nl",
        &[
            "de", "van", "het", "een", "en", "dat", "niet", "zijn", "voor", "met",
        ],
    ),
    (
        "pt",
        &[
            "de", "que", "do", "da", "em", "os", "uma", "para", "não", "com",
        ],
    ),
    (
        "sv",
        &[
            "och", "att", "är", "för", "inte", "av", "från", "till", "som", "ett",
        ],
    ),
    (
        "tr",
        &[
            "bir", "ve", "için", "bu", "olarak", "ile", "çok", "olan", "daha", "gibi",
        ],
    ),
];

/// A text of fewer words may have only one of the most frequent.
const SHORT_WORDS: usize = 25;

/// Whether a text has at least two different of the language's most frequent words; true for
/// languages that are known by their script.
fn has_its_words(text: &str, code: &str) -> bool {
    let Some((_, wanted)) = FUNCTION_WORDS.iter().find(|(known, _)| *known == code) else {
        return true;
    };
    let mut found = [false; 10];
    let mut words = 0;
    for (from, to) in Words::new(text) {
        words += 1;
        let word = &text[from..to];
        if let Some(at) = wanted.iter().position(|w| w.eq_ignore_ascii_case(word)) {
            found[at] = true;
            if found.iter().filter(|found| **found).count() == 2 {
                return true;
            }
        }
    }
    let least = if words < SHORT_WORDS { 1 } else { 2 };
    found.iter().filter(|found| **found).count() >= least
}

fn model(text: &str) -> &'static str {
    use whichlang::Lang;
    match whichlang::detect_language(text) {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

/// A language whose script or letters hardly any other has.
fn by_script(text: &str) -> Option<&'static str> {
    let (mut kana, mut han, mut hangul, mut greek, mut thai, mut hebrew, mut arabic) =
        (0, 0, 0, 0, 0, 0, 0);
    let (mut esperanto, mut letters) = (0, 0);
    for c in text.chars() {
        if c.is_ascii() {
            letters += usize::from(c.is_ascii_alphabetic());
            continue;
        }
        letters += 1;
        match c {
            '\u{3041}'..='\u{30ff}' => kana += 1,
            '\u{4e00}'..='\u{9fff}' => han += 1,
            '\u{ac00}'..='\u{d7a3}' => hangul += 1,
            '\u{370}'..='\u{3ff}' => greek += 1,
            '\u{e00}'..='\u{e7f}' => thai += 1,
            '\u{590}'..='\u{5ff}' => hebrew += 1,
            '\u{600}'..='\u{6ff}' => arabic += 1,
            // Circumflexed consonants are Esperanto's alone; ŭ is Belarusian's in Latin too.
            'ĉ' | 'ĝ' | 'ĥ' | 'ĵ' | 'ŝ' | 'ŭ' | 'Ĉ' | 'Ĝ' | 'Ĥ' | 'Ĵ' | 'Ŝ' | 'Ŭ' => {
                esperanto += 1;
            }
            _ => {}
        }
    }
    let most = |n: usize| n >= 8 && n * 5 >= letters * 2;
    if kana >= 4 && (kana + han) * 2 >= letters {
        Some("ja")
    } else if most(hangul) {
        Some("ko")
    } else if most(han) {
        Some("zh")
    } else if most(greek) {
        Some("el")
    } else if most(thai) {
        Some("th")
    } else if most(hebrew) {
        Some("he")
    } else if most(arabic) {
        Some("ar")
    } else if esperanto >= 3 && esperanto * 200 >= letters {
        Some("eo")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(detect(text), expected, "{text}");
    }

    #[test]
    fn languages_are_told_apart() {
        check(
            "The harbour council voted on Tuesday to keep the ferry running through the winter.",
            "en",
        );
        check(
            "Der Stadtrat hat am Dienstag beschlossen, die Fähre auch im Winter fahren zu lassen.",
            "de",
        );
        check(
            "Le conseil municipal a décidé mardi de maintenir le ferry pendant tout l'hiver.",
            "fr",
        );
        check(
            "El consejo municipal decidió el martes mantener el transbordador durante el invierno.",
            "es",
        );
        check(
            "市議会は火曜日、冬の間もフェリーを運航することを決めた。",
            "ja",
        );
        check(
            "La urba konsilio decidis marde ke la pramŝipo veturos ankaŭ dum la vintro, ĉar ĝi estas bezonata.",
            "eo",
        );
        check(
            "قرر مجلس المدينة يوم الثلاثاء إبقاء العبارة خلال الشتاء",
            "ar",
        );
    }

    #[test]
    fn a_language_that_the_model_does_not_know_is_undetermined() {
        check(
            "Rada miasta zdecydowała we wtorek, że prom będzie kursował także zimą, ponieważ jest potrzebny.",
            UNDETERMINED,
        );
        check(
            "Byrådet besluttede tirsdag, at færgen også skal sejle om vinteren, fordi der er brug for den.",
            UNDETERMINED,
        );
        check(
            "Kaupunginvaltuusto päätti tiistaina, että lautta kulkee myös talvella, koska sitä tarvitaan.",
            UNDETERMINED,
        );
    }

    #[test]
    fn room_between_words_says_nothing() {
        let text = "The harbour council voted on Tuesday to keep the ferry running all winter.";
        check(&text.replace(' ', &" ".repeat(80)), "en");
    }

    #[test]
    fn too_little_text_is_undetermined() {
        check("", UNDETERMINED);
        check("Ferry", UNDETERMINED);
        check("12 345 678", UNDETERMINED);
    }

    #[test]
    fn regional_tags_share_a_stemmer() {
        assert_eq!(stemmer("en-GB"), Some(Algorithm::English));
        assert_eq!(stemmer("ja"), None);
    }
}
