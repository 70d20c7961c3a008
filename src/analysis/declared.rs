//! Whether a declared language can be believed.

use super::language::{UNDETERMINED, detect_in};

/// The language of a text that is declared to be in another which is not written so: Arabic
/// letters in what is said to be English. None where they agree, or either is not known.
///
/// A declaration is believed against a model; against the letters it is not.
pub fn contradiction<'a>(
    declared: &str,
    parts: impl Iterator<Item = &'a str> + Clone,
) -> Option<&'static str> {
    let declared = declared.split(['-', '_']).next().unwrap_or_default();
    let said = writing(declared)?;
    let mut latin = 0;
    let mut other = 0;
    for c in parts
        .clone()
        .flat_map(str::chars)
        .take(LETTERS_TO_CONTRADICT)
    {
        match c {
            c if c.is_ascii_alphabetic() => latin += 1,
            '\u{370}'.. if c.is_alphabetic() => other += 1,
            _ => {}
        }
    }
    // Names of others and quotations are no contradiction.
    if latin + other < 40 || latin.min(other) * 10 > latin + other {
        return None;
    }
    if said == Writing::Latin && latin > other {
        return None;
    }
    let found = detect_in(parts);
    (found != UNDETERMINED && writing(found)? != said).then_some(found)
}

/// Letters that are looked at for a contradiction.
const LETTERS_TO_CONTRADICT: usize = 400;

/// How a language is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Writing {
    Latin,
    Cyrillic,
    Arabic,
    /// Chinese and Japanese, which share characters.
    Han,
    /// A script of its own, known by its language.
    Own(&'static str),
}

/// How a language is written, where it is written in one way.
fn writing(language: &str) -> Option<Writing> {
    const OWN: [&str; 14] = [
        "am", "bn", "el", "he", "hi", "hy", "ka", "km", "ko", "my", "ta", "te", "th", "gu",
    ];
    Some(match language {
        "en" | "de" | "fr" | "es" | "it" | "pt" | "nl" | "sv" | "da" | "nb" | "nn" | "no"
        | "fi" | "pl" | "cs" | "sk" | "hu" | "ro" | "tr" | "vi" | "id" | "eo" | "ca" | "et"
        | "lt" | "lv" | "sl" | "hr" | "af" | "cy" => Writing::Latin,
        "ru" | "uk" | "be" | "bg" | "mk" => Writing::Cyrillic,
        "ar" | "fa" | "ur" | "ps" | "ckb" => Writing::Arabic,
        "zh" | "ja" | "yue" => Writing::Han,
        other => Writing::Own(OWN.iter().find(|own| **own == other)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_stands_but_against_the_letters() {
        let check = |declared, text, expected| {
            assert_eq!(
                contradiction(declared, std::iter::once(text)),
                expected,
                "{declared}: {text}"
            );
        };
        let arabic =
            "قرر مجلس المدينة يوم الثلاثاء إبقاء العبارة خلال الشتاء لأن السكان يحتاجون إليها";
        let english =
            "The harbour council voted on Tuesday to keep the ferry running through the winter.";
        check("en", arabic, Some("ar"));
        check("en-GB", arabic, Some("ar"));
        check("ar", arabic, None);
        check("fa", arabic, None);
        check("ar", english, Some("en"));
        check("de", english, None);
        check("tlh", arabic, None);
        check("en", "Nur 東京", None);
        check(
            "ru",
            "市議会は火曜日、冬の間もフェリーを運航することを決めた。船は残ると市長は言った。住民は喜んでいる。",
            Some("ja"),
        );
    }
}
