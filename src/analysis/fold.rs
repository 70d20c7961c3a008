//! Folding of one word: case and accents away, so that `Škoda`, `ŠKODA` and `skoda` are one.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Appends the folded form of `word` to `out`.
///
/// ASCII is lowered. Otherwise compatibility decomposition (full-width forms, ligatures), marks
/// off letters of the Latin and Greek scripts, lower case, and the letters that do not decompose
/// (ß, ø, ł, đ, ı, æ, œ, þ). Cyrillic keeps й apart from и, since they are two letters; ё is е.
pub fn fold_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        let start = out.len();
        out.push_str(word);
        out[start..].make_ascii_lowercase();
        return;
    }
    let mut base = '\0';
    for c in word.nfkd() {
        if is_combining_mark(c) {
            // A breve on Cyrillic и makes another letter; other marks are accents.
            if c == '\u{306}' && matches!(base, 'и' | 'И') {
                out.pop();
                out.push('й');
            } else if !is_accent_bearing(base) {
                out.push(c);
            }
            continue;
        }
        base = c;
        match c {
            'ß' | 'ẞ' => out.push_str("ss"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' => out.push('d'),
            'ı' | 'İ' => out.push('i'),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'þ' | 'Þ' => out.push_str("th"),
            // Soft hyphens and joiners inside a word are no letters.
            '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            'ς' => out.push('σ'),
            c => out.extend(c.to_lowercase()),
        }
    }
}

/// The folded form of `word`.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

/// Whether marks above this letter are accents: Latin, Greek, Cyrillic and Arabic.
///
/// Elsewhere (Devanagari, Thai) combining marks are vowels.
fn is_accent_bearing(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{4ff}' | '\u{1e00}'..='\u{1fff}' | '\u{600}'..='\u{6ff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(word: &str, expected: &str) {
        assert_eq!(fold(word), expected, "{word}");
    }

    #[test]
    fn case_and_accents_fold() {
        check("Škoda", "skoda");
        check("CAFÉ", "cafe");
        check("Straße", "strasse");
        check("Łódź", "lodz");
        check("ĉirkaŭ", "cirkau");
        check("İstanbul", "istanbul");
        check("ｆｕｌｌ", "full");
        check("Ελλάς", "ελλασ");
        check("co\u{ad}operate", "cooperate");
    }

    #[test]
    fn letters_that_only_look_accented_stay() {
        check("Чайковский", "чайковский");
        check("ёлка", "елка");
        check("हिन्दी", "हिन्दी");
    }
}
