//! The classes of queries, and how a query of each is made from an article of the sample.
//!
//! A maker has one attempt: it takes an article by chance and gives none where that does not yield
//! what the class wants.

use fastrand::Rng;

use super::sample::{Band, Sample, Told, is_capitalised, is_plain};
use crate::bench::queries::Query;
use crate::error::Result;

/// A class of queries.
pub(super) struct Class {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) make: fn(&mut Sample<'_>, &mut Rng) -> Result<Option<Query>>,
}

/// Words of a query of several words: neither everywhere nor nearly nowhere.
const MIDDLE: Band = band(1, 0.0005, 0.12);
/// Words that are cut into prefixes and misspelt.
const CUT: Band = band(1, 0.0005, 0.05);
/// Most letters of a word that a sentence's other word is away.
const REACH: usize = 12;
/// Draws of a word from an article.
const DRAWS: usize = 40;

const fn band(least: u64, from: f64, to: f64) -> Band {
    Band { least, from, to }
}

/// All classes. Those with a form for other programs come first.
pub(super) const CLASSES: &[Class] = &[
    Class {
        name: "term_hi",
        about: "a word of 5 to 50 % of all articles",
        make: |s, c| one_word(s, c, &band(3, 0.05, 0.5)),
    },
    Class {
        name: "term_mid",
        about: "a word of 0.2 to 2 %",
        make: |s, c| one_word(s, c, &band(2, 0.002, 0.02)),
    },
    Class {
        name: "term_lo",
        about: "a word of 0.003 to 0.02 %",
        make: |s, c| one_word(s, c, &band(1, 0.00003, 0.0002)),
    },
    Class {
        name: "and2",
        about: "two words of an article, each in 0.05 to 12 %, both wanted",
        make: |s, c| all_of(s, c, 2),
    },
    Class {
        name: "and3",
        about: "three such words, all wanted",
        make: |s, c| all_of(s, c, 3),
    },
    Class {
        name: "or2",
        about: "two such words, either wanted",
        make: |s, c| any_of(s, c, 2),
    },
    Class {
        name: "or3",
        about: "three such words, any wanted",
        make: |s, c| any_of(s, c, 3),
    },
    Class {
        name: "or5",
        about: "five such words, any wanted",
        make: |s, c| any_of(s, c, 5),
    },
    Class {
        name: "phrase2",
        about: "two words as they follow each other, each in less than half",
        make: |s, c| phrase(s, c, 2),
    },
    Class {
        name: "phrase3",
        about: "three words as they follow each other, one in less than 5 %",
        make: |s, c| phrase(s, c, 3),
    },
    Class {
        name: "phrase_ent",
        about: "a name: two or three capitalised words inside a sentence",
        make: name,
    },
    Class {
        name: "phrase_stop",
        about: "two words as they follow each other, each in more than 60 %",
        make: phrase_of_common_words,
    },
    Class {
        name: "slop",
        about: "two words with one between, as a phrase with 3 words of play",
        make: |s, c| two_near(s, c, 2, |a, b| same_in_both(format!("\"{a} {b}\"~3"))),
    },
    Class {
        name: "prefix",
        about: "the first four letters of a word of 0.05 to 5 %",
        make: prefix,
    },
    Class {
        name: "fuzzy",
        about: "such a word with a letter left out, one edit allowed",
        make: fuzzy,
    },
    Class {
        name: "bool_mix",
        about: "a word, one of two others, and without a fourth",
        make: bool_mix,
    },
    Class {
        name: "nl_title",
        about: "the words of a headline, any wanted",
        make: |s, c| headline(s, c, true),
    },
    Class {
        name: "date_range",
        about: "two words, either wanted, in the year of their article",
        make: date_range,
    },
    Class {
        name: "source_filter",
        about: "two words, either wanted, from the outlet of their article",
        make: source_filter,
    },
    Class {
        name: "field_title",
        about: "a word of a headline, in headlines",
        make: field_title,
    },
    Class {
        name: "headline",
        about: "the words of a headline as a reader types them",
        make: |s, c| headline(s, c, false),
    },
    Class {
        name: "near",
        about: "two words at most four apart",
        make: |s, c| two_near(s, c, 2, |a, b| here(format!("{a} NEAR/4 {b}"))),
    },
    Class {
        name: "sentence",
        about: "two words in one sentence",
        make: |s, c| {
            let apart = c.usize(2..=REACH);
            two_near(s, c, apart, |a, b| here(format!("{a} w/s {b}")))
        },
    },
    Class {
        name: "wildcard",
        about: "four letters inside a word of 0.05 to 5 %",
        make: infix,
    },
    Class {
        name: "newest",
        about: "a word of 0.2 to 12 %, the newest articles first",
        make: newest,
    },
];

/// A query that other programs read as it is.
fn same_in_both(q: String) -> Query {
    both(q.clone(), q)
}

/// A query, and how other programs write it.
fn both(q: String, raw: String) -> Query {
    Query {
        q,
        raw: Some(raw),
        ..Query::default()
    }
}

/// A query that other programs have no form for.
fn here(q: String) -> Query {
    Query {
        q,
        ..Query::default()
    }
}

/// A word of an article that as many articles have as the band says.
fn word(
    s: &mut Sample<'_>,
    chance: &mut Rng,
    article: usize,
    band: &Band,
) -> Result<Option<String>> {
    for _ in 0..DRAWS {
        let told = &s.articles[article];
        if told.len() == 0 {
            return Ok(None);
        }
        let word = told.word(chance.usize(..told.len()));
        if is_plain(&word) && s.is_in(&word, band)? {
            return Ok(Some(word));
        }
    }
    Ok(None)
}

/// Different words of one article, and the article.
fn words(s: &mut Sample<'_>, chance: &mut Rng, n: usize) -> Result<Option<(usize, Vec<String>)>> {
    let Some(article) = s.one(chance) else {
        return Ok(None);
    };
    let mut found: Vec<String> = Vec::new();
    for _ in 0..4 * n {
        match word(s, chance, article, &MIDDLE)? {
            Some(word) if !found.contains(&word) => found.push(word),
            Some(_) => {}
            None => break,
        }
        if found.len() == n {
            return Ok(Some((article, found)));
        }
    }
    Ok(None)
}

fn one_word(s: &mut Sample<'_>, chance: &mut Rng, band: &Band) -> Result<Option<Query>> {
    let Some(article) = s.one(chance) else {
        return Ok(None);
    };
    Ok(word(s, chance, article, band)?.map(same_in_both))
}

fn all_of(s: &mut Sample<'_>, chance: &mut Rng, n: usize) -> Result<Option<Query>> {
    let found = words(s, chance, n)?;
    Ok(found.map(|(_, words)| both(words.join(" AND "), format!("+{}", words.join(" +")))))
}

fn any_of(s: &mut Sample<'_>, chance: &mut Rng, n: usize) -> Result<Option<Query>> {
    Ok(words(s, chance, n)?.map(|(_, words)| either(&words)))
}

fn either(words: &[String]) -> Query {
    both(words.join(" OR "), words.join(" "))
}

/// A run of words of an article, and its place.
fn run(s: &Sample<'_>, chance: &mut Rng, n: usize) -> Option<(usize, usize)> {
    let article = s.one(chance)?;
    let told = &s.articles[article];
    let first = told
        .len()
        .checked_sub(n)
        .map(|last| chance.usize(..=last))?;
    told.is_run(first..first + n).then_some((article, first))
}

fn phrase(s: &mut Sample<'_>, chance: &mut Rng, n: usize) -> Result<Option<Query>> {
    let Some((article, first)) = run(s, chance, n) else {
        return Ok(None);
    };
    let words: Vec<String> = (first..first + n)
        .map(|w| s.articles[article].word(w))
        .collect();
    if !words.iter().all(|word| is_plain(word)) {
        return Ok(None);
    }
    let mut shares = Vec::new();
    for word in &words {
        shares.push(s.share(word)?);
    }
    let told = match n {
        2 => shares.iter().all(|share| *share < 0.5),
        _ => shares.iter().any(|share| *share < 0.05),
    };
    Ok(told.then(|| same_in_both(format!("\"{}\"", words.join(" ")))))
}

fn phrase_of_common_words(s: &mut Sample<'_>, chance: &mut Rng) -> Result<Option<Query>> {
    let Some((article, first)) = run(s, chance, 2) else {
        return Ok(None);
    };
    let told = &s.articles[article];
    let (a, b) = (told.word(first), told.word(first + 1));
    let letters = |word: &str| word.chars().all(char::is_alphabetic);
    if a == b || !letters(&a) || !letters(&b) {
        return Ok(None);
    }
    let common = s.share(&a)? > 0.6 && s.share(&b)? > 0.6;
    Ok(common.then(|| same_in_both(format!("\"{a} {b}\""))))
}

/// A name is a run of capitalised words behind a word in small letters, which begins no sentence.
fn name(s: &mut Sample<'_>, chance: &mut Rng) -> Result<Option<Query>> {
    let Some(article) = s.one(chance) else {
        return Ok(None);
    };
    let told = &s.articles[article];
    if told.len() < 4 {
        return Ok(None);
    }
    let from = chance.usize(1..told.len());
    let small = |w: usize| told.printed(w).chars().all(char::is_lowercase);
    let starts =
        |w: &usize| is_capitalised(told.printed(*w)) && small(w - 1) && told.is_run(w - 1..w + 1);
    // From a place by chance to the next name, so that an article with few names yields one too.
    let Some(first) = (from..told.len()).find(starts) else {
        return Ok(None);
    };
    let mut end = first + 1;
    while end < told.len() && is_capitalised(told.printed(end)) && told.is_run(first..end + 1) {
        end += 1;
    }
    let words: Vec<String> = (first..end).map(|w| told.word(w)).collect();
    let fits = (2..=3).contains(&words.len()) && words.iter().all(|word| is_plain(word));
    Ok(fits.then(|| same_in_both(format!("\"{}\"", words.join(" ")))))
}

/// Two words of one sentence with so many places from the one to the other.
fn two_near(
    s: &mut Sample<'_>,
    chance: &mut Rng,
    apart: usize,
    made: fn(&str, &str) -> Query,
) -> Result<Option<Query>> {
    let Some(article) = s.one(chance) else {
        return Ok(None);
    };
    let told = &s.articles[article];
    let Some(last) = told.len().checked_sub(apart + 1) else {
        return Ok(None);
    };
    let first = chance.usize(..=last);
    if !told.is_in_one_sentence(first..first + apart + 1) {
        return Ok(None);
    }
    let (a, b) = (told.word(first), told.word(first + apart));
    let fits = a != b && is_plain(&a) && is_plain(&b);
    let fits = fits && s.share(&a)? < 0.2 && s.share(&b)? < 0.2;
    Ok(fits.then(|| made(&a, &b)))
}

/// A word of six letters or more that is cut.
fn long_word(s: &mut Sample<'_>, chance: &mut Rng) -> Result<Option<Vec<char>>> {
    let Some(article) = s.one(chance) else {
        return Ok(None);
    };
    let found = word(s, chance, article, &CUT)?;
    let letters = found.map(|word| word.chars().collect::<Vec<char>>());
    Ok(letters.filter(|letters| letters.len() >= 6))
}

fn prefix(s: &mut Sample<'_>, chance: &mut Rng) -> Result<Option<Query>> {
    Ok(long_word(s, chance)?.map(|letters| {
        let start: String = letters[..4].iter().collect();
        both(format!("{start}*"), start)
    }))
}

fn fuzzy(s: &mut Sample<'_>, chance: &mut Rng) -> Result<Option<Query>> {
    Ok(long_word(s, chance)?.map(|mut letters| {
        letters.remove(chance.usize(1..letters.len() - 1));
        let wrong: String = letters.iter().collect();
        both(format!("{wrong}~1"), wrong)
    }))
}

fn infix(s: &mut Sample<'_>, chance: &mut Rng) -> Result<Option<Query>> {
    Ok(long_word(s, chance)?.map(|letters| {
        let first = chance.usize(1..=letters.len() - 5);
        let inside: String = letters[first..first + 4].iter().collect();
        here(format!("*{inside}*"))
    }))
}

fn bool_mix(s: &mut Sample<'_>, chance: &mut Rng) -> Result<Option<Query>> {
    let Some((_, words)) = words(s, chance, 4)? else {
        return Ok(None);
    };
    let [a, b, c, d] = words.as_slice() else {
        return Ok(None);
    };
    let raw = format!("+{a} +({b} {c}) -{d}");
    Ok(Some(both(format!("{a} AND ({b} OR {c}) AND NOT {d}"), raw)))
}

fn headline(s: &mut Sample<'_>, chance: &mut Rng, any: bool) -> Result<Option<Query>> {
    let Some(article) = s.one(chance) else {
        return Ok(None);
    };
    let title = &s.articles[article].title;
    let fits = (5..=20).contains(&title.len());
    Ok(fits.then(|| match any {
        true => either(title),
        false => here(title.join(" ")),
    }))
}

/// Two words of an article, and what is told of it; none where that is not known.
fn told_words<T>(
    s: &mut Sample<'_>,
    chance: &mut Rng,
    told: fn(&Told) -> Option<T>,
) -> Result<Option<(Query, T)>> {
    let found = words(s, chance, 2)?;
    Ok(found.and_then(|(article, words)| Some((either(&words), told(&s.articles[article])?))))
}

fn date_range(s: &mut Sample<'_>, chance: &mut Rng) -> Result<Option<Query>> {
    let known = |told: &Told| told.year.filter(|year| (1000..=9999).contains(year));
    let found = told_words(s, chance, known)?;
    Ok(found.map(|(query, year)| Query {
        from: Some(format!("{year}-01-01")),
        to: Some(format!("{year}-12-31")),
        ..query
    }))
}

fn source_filter(s: &mut Sample<'_>, chance: &mut Rng) -> Result<Option<Query>> {
    let found = told_words(s, chance, |told| told.source.clone())?;
    Ok(found.map(|(query, source)| Query {
        source: Some(source),
        ..query
    }))
}

fn field_title(s: &mut Sample<'_>, chance: &mut Rng) -> Result<Option<Query>> {
    let Some(article) = s.one(chance) else {
        return Ok(None);
    };
    let title = &s.articles[article].title;
    if title.is_empty() {
        return Ok(None);
    }
    let word = title[chance.usize(..title.len())].clone();
    let fits = is_plain(&word) && s.share(&word)? < 0.5;
    Ok(fits.then(|| same_in_both(format!("title:{word}"))))
}

fn newest(s: &mut Sample<'_>, chance: &mut Rng) -> Result<Option<Query>> {
    let query = one_word(s, chance, &band(2, 0.002, 0.12))?;
    Ok(query.map(|query| Query {
        raw: None,
        sort: Some("newest".into()),
        ..query
    }))
}
