//! Where words begin and end: the one rule that counting, indexing, queries and highlights share.
//!
//! No folding and no stemming here; those belong to `analysis`.

/// Byte ranges of the words of a text, in order, never overlapping, on character boundaries.
///
/// A word is a run of letters, digits and the marks on them. Where a script does not tell where
/// words begin and end (Han, kana, Thai and its neighbours), and in Hangul, where endings grow onto
/// them, each character is a word with the marks on it, so that a run of them is found as a phrase.
/// An English possessive is no part of its word and no word of its own: `Tehran's` is `Tehran`. Any
/// other apostrophe, hyphen or stop parts words: `l'Élysée` is two, `covid-19` is two. Prefixes and
/// suffixes of Persian belong to their word also where a space stands for the joiner: `می خواهد`.
///
/// Cost: linear, no allocation.
#[derive(Debug, Clone)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Words<'a> {
    /// The words of `text`.
    pub fn new(text: &'a str) -> Words<'a> {
        Words { text, at: 0 }
    }
}

/// Number of words in `text`, as [`Words`] finds them.
///
/// Cost: about 1 GB/s on ASCII, since nearly every byte only flips one flag.
#[inline]
pub fn count_words(text: &str) -> u64 {
    count_words_and_marks(text, |_, _, _| {})
}

/// [`count_words`] that calls `mark(at, c, words)` on the way for the characters between words that
/// may end a sentence or bound a quotation: stops, question and exclamation marks, line breaks and
/// straight quotation marks of ASCII, and each character beyond ASCII. `at` is its first byte,
/// `words` the number of words before it. The apostrophe of a possessive is none.
#[inline]
pub fn count_words_and_marks(text: &str, mark: impl FnMut(usize, char, u64)) -> u64 {
    scan(text, mark, |_| false, |_, _, _| {})
}

/// Calls `found` with number, start and end of each word whose first byte `begins` takes, and
/// returns the number of all words, as [`Words`] finds them.
///
/// Cost: that of [`count_words`], and of the words that are found.
#[inline]
pub fn words_that_begin(
    text: &str,
    begins: impl Fn(u8) -> bool,
    found: impl FnMut(u64, usize, usize),
) -> u64 {
    scan(text, |_, _, _| {}, begins, found)
}

/// Counts words, tells of marks, and of words that begin in a certain way.
#[inline]
fn scan(
    text: &str,
    mut mark: impl FnMut(usize, char, u64),
    begins: impl Fn(u8) -> bool,
    mut found: impl FnMut(u64, usize, usize),
) -> u64 {
    let bytes = text.as_bytes();
    let mut count = 0;
    let mut in_word = 0;
    let mut i = 0;
    while let Some(&b) = bytes.get(i) {
        let of_byte = BYTES[usize::from(b)];
        if of_byte <= LETTER {
            let first = of_byte & !in_word;
            if first & u8::from(begins(b)) == 1 {
                let mut words = Words { text, at: i };
                let Some((start, end)) = words.next() else {
                    break;
                };
                found(count, start, end);
                count += 1;
                i = words.at;
                in_word = APART;
                continue;
            }
            // No branch on letters: where words begin can't be foretold.
            count += u64::from(first);
            in_word = of_byte;
            i += 1;
            continue;
        }
        if of_byte == MARK {
            mark(i, char::from(b), count);
            in_word = APART;
            i += 1;
            continue;
        }
        let after = if in_word == LETTER {
            after_possessive(bytes, i)
        } else {
            i
        };
        if after > i || b == b'\'' {
            i = after.max(i + 1);
            in_word = APART;
            continue;
        }
        let Some(c) = next_char(text, i) else { break };
        match class(c) {
            Class::Apart => {
                mark(i, c, count);
                i += c.len_utf8();
                in_word = APART;
            }
            Class::Inner if in_word == APART => i += c.len_utf8(),
            Class::Whole | Class::Letter | Class::Inner => {
                // What the word is, the iterator knows; it goes on from the word's beginning.
                let letters = bytes[..i]
                    .iter()
                    .rev()
                    .take_while(|b| BYTES[usize::from(**b)] == LETTER);
                let begun = if in_word == LETTER {
                    letters.count()
                } else {
                    0
                };
                let mut words = Words {
                    text,
                    at: i - begun,
                };
                let Some((start, end)) = words.next() else {
                    break;
                };
                if begun == 0 {
                    if begins(b) {
                        found(count, start, end);
                    }
                    count += 1;
                }
                // A word that ended before the character leaves it for the next round.
                i = words.at;
                in_word = APART;
            }
        }
    }
    count
}

/// What a byte is to [`count_words`]: between words, ...
const APART: u8 = 0;
/// ... a letter or digit of ASCII, ...
const LETTER: u8 = 1;
/// ... beyond ASCII, or an apostrophe, ...
const SPECIAL: u8 = 2;
/// ... a character of ASCII that is told of.
const MARK: u8 = 3;

static BYTES: [u8; 256] = {
    let mut table = [APART; 256];
    let mut b = 0;
    while b < 256 {
        if b >= 128 || b == b'\'' as usize {
            table[b] = SPECIAL;
        } else if (b as u8).is_ascii_alphanumeric() {
            table[b] = LETTER;
        } else if matches!(b as u8, b'.' | b'!' | b'?' | b'\n' | b'"') {
            table[b] = MARK;
        }
        b += 1;
    }
    table
};

/// What a character is to a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Apart,
    Letter,
    /// Belongs to a word that has begun, begins none.
    Inner,
    /// A word by itself.
    Whole,
}

/// Scripts whose characters are a word each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Chinese characters.
    Han,
    /// Rounded kana.
    Hiragana,
    /// Angular kana, full or half width.
    Katakana,
    /// Korean syllables.
    Hangul,
    /// Thai, Lao, Burmese, Khmer: written without spaces.
    Spaceless,
}

/// The script of a character that is a word by itself.
pub fn script(c: char) -> Option<Script> {
    // Nearly all text is below the first of these.
    if c < '\u{e01}' {
        return None;
    }
    Some(match c {
        '\u{3041}'..='\u{3096}' => Script::Hiragana,
        '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{ff66}'..='\u{ff9d}' => Script::Katakana,
        '\u{3005}'
        | '\u{3007}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{323af}' => Script::Han,
        '\u{ac00}'..='\u{d7a3}' => Script::Hangul,
        '\u{e01}'..='\u{e30}'
        | '\u{e32}'..='\u{e33}'
        | '\u{e40}'..='\u{e46}'
        | '\u{e81}'..='\u{eb0}'
        | '\u{eb2}'..='\u{eb3}'
        | '\u{ebd}'..='\u{ec6}'
        | '\u{1000}'..='\u{102a}'
        | '\u{103f}'
        | '\u{1780}'..='\u{17b3}' => Script::Spaceless,
        _ => return None,
    })
}

fn class(c: char) -> Class {
    match c {
        c if script(c).is_some() => Class::Whole,
        // Joiners and soft hyphens; sound marks of half-width kana.
        '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{ff9e}' | '\u{ff9f}' => Class::Inner,
        c if c.is_alphanumeric() => Class::Letter,
        c if unicode_normalization::char::is_combining_mark(c) => Class::Inner,
        _ => Class::Apart,
    }
}

/// `true` for ASCII letters and digits.
static ASCII_LETTER: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 0;
    while b < 128 {
        table[b] = (b as u8).is_ascii_alphanumeric();
        b += 1;
    }
    table
};

impl Iterator for Words<'_> {
    type Item = (usize, usize);

    #[inline]
    fn next(&mut self) -> Option<(usize, usize)> {
        let bytes = self.text.as_bytes();
        let mut i = self.at;
        // To the first character of a word.
        let start = loop {
            let &b = bytes.get(i)?;
            if b < 128 {
                if ASCII_LETTER[b as usize] {
                    break i;
                }
                i += 1;
                continue;
            }
            let c = self.text[i..].chars().next()?;
            match class(c) {
                Class::Whole => {
                    let mut end = i + c.len_utf8();
                    while let Some(mark) = next_char(self.text, end)
                        && class(mark) == Class::Inner
                    {
                        end += mark.len_utf8();
                    }
                    self.at = end;
                    return Some((i, end));
                }
                Class::Letter => break i,
                Class::Apart | Class::Inner => i += c.len_utf8(),
            }
        };
        // To its end.
        while let Some(&b) = bytes.get(i) {
            if b < 128 {
                if !ASCII_LETTER[b as usize] {
                    break;
                }
                i += 1;
                continue;
            }
            let Some(c) = self.text[i..].chars().next() else {
                break;
            };
            if !matches!(class(c), Class::Letter | Class::Inner) {
                break;
            }
            i += c.len_utf8();
        }
        if bytes[start] >= 0xd8 && bytes.get(i) == Some(&b' ') {
            i = self.beyond_persian_space(start, i);
        }
        self.at = after_possessive(bytes, i);
        Some((start, i))
    }
}

/// Prefixes of Persian verbs, spelled with its own ye.
const PREFIXES: [&str; 2] = ["می", "نمی"];
/// Suffixes of Persian: plural, plural with what may stand on it, comparative and superlative.
/// Each begins with one of two letters, see `beyond_persian_space`.
const SUFFIXES: [&str; 11] = [
    "ها",
    "های",
    "هایی",
    "هایم",
    "هایت",
    "هایش",
    "هایمان",
    "هایتان",
    "هایشان",
    "تری",
    "ترین",
];

impl Words<'_> {
    /// The end of a Persian word that ends at `end`, or goes on after the space there.
    fn beyond_persian_space(&self, start: usize, mut end: usize) -> usize {
        if PREFIXES.contains(&&self.text[start..end])
            && let Some(next) = self.arabic_after(end)
        {
            end = next;
        }
        let rest = &self.text[end..];
        if !rest.starts_with(" ه") && !rest.starts_with(" تر") {
            return end;
        }
        match self.arabic_after(end) {
            Some(next)
                if is_arabic(&self.text[start..])
                    && SUFFIXES.contains(&&self.text[end + 1..next]) =>
            {
                next
            }
            _ => end,
        }
    }

    /// The end of the word of Arabic letters that follows the one space at `end`.
    fn arabic_after(&self, end: usize) -> Option<usize> {
        let rest = self.text[end..].strip_prefix(' ')?;
        let letters = rest
            .char_indices()
            .find(|(_, c)| !matches!(class(*c), Class::Letter | Class::Inner))
            .map_or(rest.len(), |(i, _)| i);
        (letters > 0 && is_arabic(rest)).then_some(end + 1 + letters)
    }
}

fn is_arabic(text: &str) -> bool {
    text.starts_with(|c| matches!(c, '\u{620}'..='\u{6ff}'))
}

fn next_char(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// Where to go on after a word that ends at `end`: beyond `'s` if that follows.
#[inline]
fn after_possessive(bytes: &[u8], end: usize) -> usize {
    let after = match bytes.get(end) {
        Some(b'\'') => end + 1,
        // U+2019, the curly apostrophe.
        Some(0xe2) if bytes[end..].starts_with("\u{2019}".as_bytes()) => end + 3,
        _ => return end,
    };
    match (bytes.get(after), bytes.get(after + 1)) {
        (Some(b's' | b'S'), None) => after + 1,
        (Some(b's' | b'S'), Some(&next)) if next < 128 && !ASCII_LETTER[next as usize] => after + 1,
        // A closing quotation mark or a dash behind it; an accented letter would go on the word.
        (Some(b's' | b'S'), Some(0xe2)) => after + 1,
        _ => end,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let words: Vec<&str> = Words::new(text).map(|(s, e)| &text[s..e]).collect();
        assert_eq!(words.join("|"), expected, "{text}");
        assert_eq!(count_words(text), words.len() as u64);
    }

    #[test]
    fn letters_and_digits_make_words() {
        check("", "");
        check("  Peace talks, 2017. ", "Peace|talks|2017");
        check("covid-19 at AT&T", "covid|19|at|AT|T");
        check("naïve Škoda e\u{301}tat", "naïve|Škoda|e\u{301}tat");
        check("co\u{ad}operate", "co\u{ad}operate");
    }

    #[test]
    fn possessives_vanish_and_other_apostrophes_part() {
        check(
            "Tehran's help, the militants' defeat",
            "Tehran|help|the|militants|defeat",
        );
        check(
            "Iran\u{2019}s \u{201c}Lebanon\u{2019}s\u{201d}",
            "Iran|Lebanon",
        );
        check("l'Élysée s'est", "l|Élysée|s|est");
        check("O'Brien don't", "O|Brien|don|t");
        check("it's", "it");
    }

    proptest::proptest! {
        #[test]
        fn the_fast_count_is_the_iterators(text in "[a-c's’\u{301}é選 .\"“\u{ad}میهاคั]{0,40}") {
            proptest::prop_assert_eq!(count_words(&text), Words::new(&text).count() as u64);
            let begins = |b: u8| b >= 128 || matches!(b, b'a' | b's' | b'7');
            let mut found = Vec::new();
            let count = words_that_begin(&text, begins, |n, start, end| found.push((n, start, end)));
            let words: Vec<(u64, usize, usize)> = Words::new(&text)
                .zip(0..)
                .map(|((start, end), n)| (n, start, end))
                .collect();
            proptest::prop_assert_eq!(count, words.len() as u64);
            let wanted = words.into_iter().filter(|(_, start, _)| begins(text.as_bytes()[*start]));
            proptest::prop_assert_eq!(found, wanted.collect::<Vec<_>>());
        }

        #[test]
        fn marks_tell_how_many_words_stand_before_them(text in "[abs'’.“”\"é選 \u{301}!]{0,40}") {
            let mut told = Vec::new();
            count_words_and_marks(&text, |at, c, words| told.push((at, c, words)));
            let words: Vec<_> = Words::new(&text).collect();
            for (at, c, count) in &told {
                proptest::prop_assert!(text[*at..].starts_with(*c));
                let before = words.iter().filter(|(_, end)| end <= at).count();
                proptest::prop_assert_eq!(*count, before as u64);
            }
            let stops = text.matches(['.', '!', '"', '“']).count();
            let heard = told.iter().filter(|t| ['.', '!', '"', '“'].contains(&t.1));
            proptest::prop_assert_eq!(heard.count(), stops);
        }
    }

    #[test]
    fn ideographs_are_words_by_themselves() {
        check("選挙の結果", "選|挙|の|結|果");
        check("NHKテレビ", "NHK|テ|レ|ビ");
        check("선거 결과", "선|거|결|과");
        check("ﾃﾚﾋﾞとガ", "ﾃ|ﾚ|ﾋﾞ|と|ガ");
        check("葛\u{e0100}城市", "葛\u{e0100}|城|市");
        check("น้ำท่วม 2554", "น้|ำ|ท่|ว|ม|2554");
    }

    #[test]
    fn a_space_for_a_joiner_parts_no_persian_word() {
        check("او می خواهد", "او|می خواهد");
        check("می\u{200c}خواهد", "می\u{200c}خواهد");
        check("کتاب ها را", "کتاب ها|را");
        check("نمی رود.", "نمی رود");
        check("می", "می");
        check("A های", "A|های");
        check("می 5", "می|5");
        check("می  خواهد", "می|خواهد");
    }
}
