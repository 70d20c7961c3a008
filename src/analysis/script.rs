//! What the letters of a text say of its language, before any model is asked.

use super::language::Detected;

/// What letters tell.
#[derive(Debug, PartialEq)]
pub(super) enum ByScript {
    /// One language has these.
    Known(Detected),
    /// Several have; the most spread one, and how many letters there are.
    Shared {
        language: &'static str,
        letters: usize,
    },
    /// Latin letters, or too few.
    Unknown,
}

/// Scripts of one language: its first and last character.
const OWN: [(&str, char, char); 18] = [
    ("el", '\u{370}', '\u{3ff}'),
    ("hy", '\u{530}', '\u{58f}'),
    ("he", '\u{590}', '\u{5ff}'),
    ("bn", '\u{980}', '\u{9ff}'),
    ("pa", '\u{a00}', '\u{a7f}'),
    ("gu", '\u{a80}', '\u{aff}'),
    ("or", '\u{b00}', '\u{b7f}'),
    ("ta", '\u{b80}', '\u{bff}'),
    ("te", '\u{c00}', '\u{c7f}'),
    ("kn", '\u{c80}', '\u{cff}'),
    ("ml", '\u{d00}', '\u{d7f}'),
    ("si", '\u{d80}', '\u{dff}'),
    ("th", '\u{e00}', '\u{e7f}'),
    ("lo", '\u{e80}', '\u{eff}'),
    ("my", '\u{1000}', '\u{109f}'),
    ("ka", '\u{10a0}', '\u{10ff}'),
    ("am", '\u{1200}', '\u{139f}'),
    ("km", '\u{1780}', '\u{17ff}'),
];

/// Letters counted, and those of them that tell.
#[derive(Default)]
struct Letters {
    all: usize,
    own: [usize; OWN.len()],
    kana: usize,
    han: usize,
    hangul: usize,
    arabic: usize,
    cyrillic: usize,
    devanagari: usize,
    esperanto: usize,
}

/// The language of a script or of letters that hardly any other has.
pub(super) fn by_script(text: &str) -> ByScript {
    let mut n = Letters::default();
    for c in text.chars() {
        if c.is_ascii() {
            n.all += usize::from(c.is_ascii_alphabetic());
            continue;
        }
        n.all += 1;
        match c {
            // Circumflexed consonants are Esperanto's alone; ŭ is Belarusian's in Latin too.
            'ĉ' | 'ĝ' | 'ĥ' | 'ĵ' | 'ŝ' | 'ŭ' | 'Ĉ' | 'Ĝ' | 'Ĥ' | 'Ĵ' | 'Ŝ' | 'Ŭ' => {
                n.esperanto += 1;
            }
            '\u{80}'..='\u{36f}' => {}
            '\u{400}'..='\u{52f}' => n.cyrillic += 1,
            '\u{600}'..='\u{6ff}'
            | '\u{750}'..='\u{77f}'
            | '\u{fb50}'..='\u{fdff}'
            | '\u{fe70}'..='\u{fefe}' => {
                n.arabic += 1;
            }
            '\u{900}'..='\u{97f}' => n.devanagari += 1,
            '\u{3041}'..='\u{3096}'
            | '\u{30a1}'..='\u{30fa}'
            | '\u{30fc}'
            | '\u{ff66}'..='\u{ff9d}' => n.kana += 1,
            '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}' => {
                n.han += 1
            }
            '\u{ac00}'..='\u{d7a3}' => n.hangul += 1,
            c => {
                if let Some(at) = OWN
                    .iter()
                    .position(|(_, first, last)| (*first..=*last).contains(&c))
                {
                    n.own[at] += 1;
                }
            }
        }
    }
    let known = |language, letters: usize| {
        let share = letters as f32 / n.all.max(1) as f32;
        ByScript::Known(Detected {
            language,
            confidence: (0.6 + share / 2.0).min(1.0),
        })
    };
    let most = |letters: usize| letters >= 8 && letters * 5 >= n.all * 2;
    // A Chinese text may name something Japanese; a Japanese one is a third kana at least.
    if n.kana >= 4 && n.kana * 10 >= n.han && (n.kana + n.han) * 2 >= n.all {
        return known("ja", n.kana + n.han);
    }
    if most(n.hangul) {
        return known("ko", n.hangul);
    }
    if most(n.han) {
        return known("zh", n.han);
    }
    if most(n.arabic) {
        return known(arabic(text, n.arabic), n.arabic);
    }
    if most(n.cyrillic) {
        return match cyrillic(text, n.cyrillic) {
            Some(language) => known(language, n.cyrillic),
            None => ByScript::Shared {
                language: "ru",
                letters: n.cyrillic,
            },
        };
    }
    if most(n.devanagari) {
        return ByScript::Shared {
            language: "hi",
            letters: n.devanagari,
        };
    }
    let own = (0..OWN.len()).max_by_key(|at| n.own[*at]).unwrap_or(0);
    if most(n.own[own]) {
        let language = match OWN[own].0 {
            // Yiddish writes its diphthongs as one letter.
            "he" if count(text, "װױײ") * 100 >= n.own[own] => "yi",
            language => language,
        };
        return known(language, n.own[own]);
    }
    if n.esperanto >= 3 && n.esperanto * 200 >= n.all {
        return known("eo", n.all);
    }
    ByScript::Unknown
}

/// How many characters of `text` are one of `letters`.
fn count(text: &str, letters: &str) -> usize {
    text.chars().filter(|c| letters.contains(*c)).count()
}

/// The language of a text in Arabic letters.
fn arabic(text: &str, letters: usize) -> &'static str {
    let (mut pashto, mut uyghur, mut kurdish, mut urdu, mut persian) = (0, 0, 0, 0, 0);
    let (mut ye_and_kaf, mut arabs) = (0, 0);
    for c in text.chars() {
        match c {
            'ښ' | 'ځ' | 'څ' | 'ړ' | 'ږ' | 'ڼ' | 'ۍ' => pashto += 1,
            'ۇ' | 'ۈ' | 'ۋ' | 'ڭ' => uyghur += 1,
            'ێ' | 'ۆ' | 'ڕ' | 'ڵ' | 'ە' => kurdish += 1,
            'ٹ' | 'ڈ' | 'ڑ' | 'ں' | 'ے' | 'ہ' | 'ھ' => urdu += 1,
            'پ' | 'چ' | 'ژ' | 'گ' => persian += 1,
            'ی' | 'ک' => ye_and_kaf += 1,
            'ة' | 'ى' => arabs += 1,
            _ => {}
        }
    }
    let share = |count: usize, percent: usize| count * 100 >= letters * percent;
    if share(uyghur, 3) {
        "ug"
    } else if share(pashto, 2) {
        "ps"
    } else if share(kurdish, 4) {
        "ckb"
    } else if share(urdu, 3) {
        "ur"
    } else if share(persian, 1) || (share(ye_and_kaf, 3) && !share(arabs, 1)) {
        "fa"
    } else {
        "ar"
    }
}

/// The language of a text in Cyrillic letters, where they tell.
fn cyrillic(text: &str, letters: usize) -> Option<&'static str> {
    let (mut asian, mut tajik, mut kazakh, mut kyrgyz, mut southern) = (0, 0, 0, 0, 0);
    let (mut macedonian, mut serbian, mut belarusian, mut ukrainian) = (0, 0, 0, 0);
    let (mut russian, mut bulgarian) = (0, 0);
    for c in text.chars() {
        match c {
            'ө' | 'ү' | 'Ө' | 'Ү' => asian += 1,
            'ӣ' | 'ҷ' | 'ӯ' | 'ҳ' => tajik += 1,
            'ә' | 'ұ' | 'ғ' | 'қ' | 'Қ' => kazakh += 1,
            'ң' => kyrgyz += 1,
            'ј' | 'љ' | 'њ' | 'џ' | 'Ј' | 'Љ' | 'Њ' => southern += 1,
            'ћ' | 'ђ' => serbian += 1,
            'ѓ' | 'ќ' | 'ѕ' => macedonian += 1,
            'ў' | 'Ў' => belarusian += 1,
            'і' | 'ї' | 'є' | 'ґ' | 'І' | 'Ї' | 'Є' => ukrainian += 1,
            'ы' | 'э' | 'Э' => russian += 1,
            'ъ' => bulgarian += 1,
            _ => {}
        }
    }
    let share = |count: usize, permille: usize| count * 1_000 >= letters * permille;
    Some(if share(asian + tajik + kazakh + kyrgyz, 15) {
        match (tajik, kazakh, kyrgyz) {
            (n, _, _) if n * 3 > kazakh + asian && share(n, 5) => "tg",
            (_, n, _) if share(n, 10) => "kk",
            (_, _, n) if share(n, 5) => "ky",
            _ => "mn",
        }
    } else if share(southern + serbian + macedonian, 10) {
        if macedonian > serbian { "mk" } else { "sr" }
    } else if share(belarusian, 3) && share(ukrainian, 10) {
        "be"
    } else if share(ukrainian, 15) {
        "uk"
    } else if share(russian, 7) {
        "ru"
    } else if share(bulgarian, 7) {
        "bg"
    } else {
        return None;
    })
}
