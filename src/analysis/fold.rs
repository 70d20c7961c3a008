//! Folding of one word: case, accents and ways of writing away, so that `Škoda`, `ŠKODA` and
//! `skoda` are one.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Appends the folded form of `word` to `out`.
///
/// ASCII is lowered. Otherwise compatibility decomposition (full-width and half-width forms,
/// ligatures, Arabic presentation forms), marks off letters of scripts where they are accents or
/// vowel points, lower case, letters that do not decompose (ß, ø, ł, đ, ı, æ, œ, þ), one form for
/// the Arabic letters that are typed in several, digits as ASCII. Cyrillic keeps й apart from и,
/// since they are two letters; ё is е. What is still composed then is composed again.
pub fn fold_into(word: &str, out: &mut String) {
    if word.is_ascii() {
        let start = out.len();
        out.push_str(word);
        out[start..].make_ascii_lowercase();
        return;
    }
    let start = out.len();
    let mut base = '\0';
    let mut to_compose = false;
    for c in word.nfkd() {
        if is_combining_mark(c) {
            if c == '\u{654}' && base == 'ە' {
                // What a composed ۀ came apart into; alone this letter is Kurdish's vowel.
                out.pop();
                out.push('ه');
                continue;
            }
            // A breve on Cyrillic и makes another letter; other marks are accents.
            let letter = c == '\u{306}' && matches!(base, 'и' | 'И');
            if letter || !(is_accent_bearing(base) || is_selector(c)) {
                out.push(c);
                to_compose = true;
            }
            continue;
        }
        base = c;
        match c {
            'ß' | 'ẞ' => out.push_str("ss"),
            'ø' | 'Ø' => out.push('o'),
            'ł' | 'Ł' => out.push('l'),
            'đ' | 'Đ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ' | 'ɗ' | 'Ɗ' => out.push('d'),
            'ı' | 'İ' => out.push('i'),
            'æ' | 'Æ' => out.push_str("ae"),
            'œ' | 'Œ' => out.push_str("oe"),
            'þ' | 'Þ' => out.push_str("th"),
            'ħ' | 'Ħ' => out.push('h'),
            'ŧ' | 'Ŧ' => out.push('t'),
            'ə' | 'Ə' => out.push('e'),
            'ɓ' | 'Ɓ' => out.push('b'),
            'ƙ' | 'Ƙ' => out.push('k'),
            'ƴ' | 'Ƴ' => out.push('y'),
            'ς' => out.push('σ'),
            // Soft hyphens and joiners inside a word are no letters, nor is the Arabic stroke that
            // only widens.
            '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{640}' => {}
            // Arabic letters that keyboards and habits exchange: alef maqsura and Persian ye for
            // ya, Persian and swash kaf, taa marbuta and the heh of Urdu and of Persian's ezafe.
            'ى' | 'ی' => out.push('ي'),
            'ک' | 'ڪ' => out.push('ك'),
            'ة' | 'ہ' | 'ۃ' => out.push('ه'),
            'ٱ' => out.push('ا'),
            // Syllables of Hangul came apart too.
            '\u{1100}'..='\u{11ff}' => {
                out.push(c);
                to_compose = true;
            }
            c => match digit(c) {
                Some(digit) => out.push(digit),
                None => out.extend(c.to_lowercase()),
            },
        }
    }
    if to_compose {
        let composed: String = out[start..].nfc().collect();
        out.truncate(start);
        out.push_str(&composed);
    }
}

/// As [`fold_into`], for one word as `segment` cuts it: a space inside, which Persian writes for a
/// joiner, is no part of it.
pub fn fold_word_into(word: &str, out: &mut String) {
    match word.split_once(' ') {
        None => fold_into(word, out),
        Some(_) => word.split(' ').for_each(|piece| fold_into(piece, out)),
    }
}

/// The folded form of `word`.
pub fn fold(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    fold_into(word, &mut out);
    out
}

/// Whether marks above this letter are accents or vowel points: Latin, Greek, Cyrillic, Hebrew and
/// Arabic.
///
/// Elsewhere (Devanagari, Thai) combining marks are vowels, in kana they make another syllable.
fn is_accent_bearing(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{370}'..='\u{52f}' | '\u{5d0}'..='\u{5f4}' | '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' | '\u{1e00}'..='\u{1fff}')
}

/// A mark that chooses between drawings of one character.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Zeros of the digits in scripts of living languages; the other nine follow each.
const ZEROS: [char; 15] = [
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}',
    '\u{be6}', '\u{c66}', '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{1040}',
];

/// The ASCII digit of a digit of another script.
fn digit(c: char) -> Option<char> {
    let zero = ZEROS.iter().rev().find(|zero| **zero <= c)?;
    char::from_digit(c as u32 - *zero as u32, 10)
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
        check("IRMAK ırmak", "irmak irmak");
        check("Nguyễn", "nguyen");
        check("Đặng", "dang");
        check("ŝanĝiĝas", "sangigas");
        check("Smørrebrød", "smorrebrod");
        check("ŒUVRE", "oeuvre");
        check("２０１７年", "2017年");
    }

    #[test]
    fn arabic_letters_have_one_form() {
        // With vowel signs, with each alef, stretched.
        check("مَدْرَسَةٌ", "مدرسه");
        check("أحمد إحمد آحمد ٱحمد", "احمد احمد احمد احمد");
        check("مـــصر", "مصر");
        check("على", "علي");
        check("مؤسسة", "موسسه");
        check("ﻻ", "لا");
        // Persian ye and kaf as an Arabic keyboard has them, and both rows of digits.
        check("کتابی", "كتابي");
        check("خانۀ", "خانه");
        check("١٣٩٦", "1396");
        check("۱۳۹۶", "1396");
        check("می\u{200c}خواهد", "ميخواهد");
        let mut word = String::new();
        fold_word_into("می خواهد", &mut word);
        assert_eq!(word, "ميخواهد");
    }

    #[test]
    fn other_scripts_have_one_form() {
        check("ﾃﾚﾋﾞ", "テレビ");
        check("ガ", "ガ");
        check("선거", "선거");
        check("שָׁלוֹם", "שלום");
        check("葛\u{e0100}", "葛");
        check("२०१७", "2017");
        check("Ἀθῆναι", "αθηναι");
    }

    #[test]
    fn letters_that_only_look_accented_stay() {
        check("Чайковский", "чайковский");
        check("ёлка", "елка");
        check("हिन्दी", "हिन्दी");
    }
}
