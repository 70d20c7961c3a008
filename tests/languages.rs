//! Nine languages in one index: words, inflected forms, ways of writing and phrases find the
//! article that has them, and the printed words are lit. The articles are corpus/languages.

#![allow(clippy::unwrap_used, reason = "a failed step fails the test")]

use std::path::Path;
use std::sync::LazyLock;

use dateline::index::{IndexOptions, Progress, WriteAccess, index_sources};
use dateline::ingest::walk;
use dateline::search::{Hit, Match, Request, Searcher};

static SEARCHER: LazyLock<Searcher> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/languages");
    let (files, unreadable) = walk(&[folder]);
    assert!(unreadable.is_empty());
    let mut access = WriteAccess::in_memory();
    let (options, progress) = (IndexOptions::default(), Progress::default());
    let mut refuse = |r: &dateline::ingest::Rejection, _: bool| panic!("{r}");
    index_sources(&mut access, &files, &options, &progress, &mut refuse).unwrap();
    Searcher::open(access.archive()).unwrap()
});

/// Articles that have all of a query, best first.
fn hits(query: &str) -> Vec<Hit> {
    let request = Request {
        matching: Match::All,
        ..Request::new(query)
    };
    SEARCHER.search(&request).unwrap().hits
}

/// Each query finds its article first; one for which none is named finds nothing.
fn check(language: &str, queries: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (query, expected) in queries {
        let hits = hits(query);
        let first = hits.first().map_or("", |hit| hit.id.as_str());
        if first != *expected {
            wrong.push(format!("{query}: {first} for {expected}"));
        }
        for hit in &hits {
            if hit.id.starts_with(&format!("{language}-")) && hit.language != language {
                wrong.push(format!("{} is in {}", hit.id, hit.language));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is lit in the best hit, headline first.
fn check_lit(query: &str, expected: &[&str]) {
    let hits = hits(query);
    let hit = hits.first().unwrap_or_else(|| panic!("{query}"));
    let cut = |text: &str, (from, to): (usize, usize)| -> String {
        text.chars().skip(from).take(to - from).collect()
    };
    let mut lit: Vec<String> = Vec::new();
    lit.extend(hit.title_highlights.iter().map(|at| cut(&hit.title, *at)));
    for snippet in &hit.snippets {
        let of = snippet.highlights.iter();
        lit.extend(of.map(|at| cut(&snippet.text, *at)));
    }
    assert_eq!(lit, expected, "{query}");
}

#[test]
fn every_article_is_in_its_language() {
    for language in ["zh", "ja", "ar", "de", "ru", "fa", "eo", "ko", "th"] {
        let found = hits(&format!("language:{language}"));
        let file = format!("corpus/languages/{language}.jsonl");
        let text = fs_err::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file));
        assert_eq!(found.len(), text.unwrap().lines().count(), "{language}");
    }
}

#[test]
fn chinese_is_found() {
    check(
        "zh",
        &[
            ("北京大学", "zh-university"),
            ("校长", "zh-university"),
            ("书法作品", "zh-university"),
            ("大学生", "zh-trees"),
            ("北京 树苗", "zh-trees"),
            ("渡轮", "zh-ferry"),
            ("渡轮 药品", "zh-ferry"),
            ("岛", "zh-ferry"),
            ("\"选举结果\"", "zh-election"),
            ("AI 公司", "zh-lab"),
            ("2023年投资", "zh-lab"),
            ("人工智能*", "zh-lab"),
            ("title:渡轮", "zh-ferry"),
            ("北京大学生", ""),
            ("轮渡", ""),
        ],
    );
    check_lit("北京大学", &["北京大学", "北京大学"]);
    check_lit("投资五亿", &["投资五亿"]);
}

#[test]
fn japanese_is_found() {
    check(
        "ja",
        &[
            ("京都", "ja-kyoto"),
            ("東京都", "ja-tokyo"),
            ("図書館", "ja-kyoto"),
            ("フェリー", "ja-ferry"),
            ("ﾌｪﾘｰ", "ja-ferry"),
            ("冬の間", "ja-ferry"),
            ("QXテレビ", "ja-television"),
            ("テレビ 2023年", "ja-television"),
            ("地震 特集", "ja-television"),
            ("パン", "ja-bakery"),
            ("ジャパン", "ja-cup"),
            ("バス路線*", "ja-tokyo"),
            ("京都 図書館", "ja-kyoto"),
            ("都京", ""),
        ],
    );
    check_lit("テレビ", &["ﾃﾚﾋﾞ", "ﾃﾚﾋﾞ"]);
    check_lit("図書館", &["図書館", "図書館"]);
}

#[test]
fn arabic_is_found() {
    check(
        "ar",
        &[
            ("وزير التعليم", "ar-minister"),
            ("الوزير", "ar-minister"),
            ("مدارس", "ar-minister"),
            ("المدارس", "ar-minister"),
            ("العبارة", "ar-ferry"),
            ("العبّارة", "ar-ferry"),
            ("سكان الجزيرة", "ar-ferry"),
            ("\"نتائج الانتخابات\"", "ar-election"),
            ("الإنتخابات", "ar-election"),
            ("سامي الحداد", "ar-election"),
            ("الذهب 2023", "ar-gold"),
            ("ارتفاعا", "ar-gold"),
            ("صحيفه", "ar-press"),
            ("صـحـيـفـة", "ar-press"),
            ("صحيف*", "ar-press"),
            ("قراء", "ar-press"),
            ("طائرة", ""),
        ],
    );
    check_lit("عباره", &["العبّارة", "العبّارة"]);
    check_lit("\"سكان الجزيرة\"", &["سكّان الجزيرة"]);
}

#[test]
fn german_is_found() {
    check(
        "de",
        &[
            ("Fähre", "de-ferry"),
            ("fahre", "de-ferry"),
            ("Haus", "de-ferry"),
            ("Weiss", "de-ferry"),
            ("Brücke", "de-road"),
            ("brucken", "de-road"),
            ("Gemeinde", "de-road"),
            ("uferstrasse", "de-road"),
            ("Donaudampfschifffahrtsgesellschaft", "de-danube"),
            ("Donaudampf*", "de-danube"),
            ("grossteil", "de-danube"),
            ("Wahl Müller", "de-election"),
            ("anne muller", "de-election"),
            ("\"drei Tage\"", "de-election"),
            ("Apfel", "de-harvest"),
            ("Dampfschifffahrt", ""),
        ],
    );
    check_lit("haus", &["Häuser"]);
    check_lit("strasse", &["Straßen"]);
}

#[test]
fn russian_is_found() {
    check(
        "ru",
        &[
            ("паром", "ru-ferry"),
            ("островами", "ru-ferry"),
            ("Федор Березкин", "ru-ferry"),
            ("Фёдор Берёзкин", "ru-ferry"),
            ("выборы", "ru-election"),
            ("пересчет голоса", "ru-election"),
            ("Чайкина", "ru-election"),
            ("книга", "ru-library"),
            ("\"открылась после ремонта\"", "ru-library"),
            ("завода", "ru-plant"),
            ("поселке", "ru-plant"),
            ("электробус*", "ru-plant"),
            ("елка", "ru-harvest"),
            ("яблоко урожая", ""),
            ("самолёт", ""),
        ],
    );
    check_lit("книга", &["книги"]);
    check_lit("березкин", &["Берёзкин"]);
}

#[test]
fn persian_is_found() {
    check(
        "fa",
        &[
            ("کتاب", "fa-books"),
            ("کتاب\u{200c}های", "fa-books"),
            ("کتاب های", "fa-books"),
            ("کتابهای", "fa-books"),
            ("می\u{200c}خواهد", "fa-books"),
            ("می خواهد", "fa-books"),
            ("میخواهد", "fa-books"),
            ("كشتي", "fa-ferry"),
            ("\"ساکنان جزیره\"", "fa-ferry"),
            ("انتخابات", "fa-election"),
            ("\"اعلام می کند\"", "fa-election"),
            ("مدرسه", "fa-minister"),
            ("سال 1402", "fa-minister"),
            ("سیب", "fa-apples"),
            ("قیمت\u{200c}ها", "fa-apples"),
            ("قیمت", "fa-apples"),
            ("کتابفروشی", ""),
        ],
    );
    check_lit("می خواهد", &["می\u{200c}خواهد"]);
    check_lit("قیمت", &["قیمت ها"]);
}

#[test]
fn esperanto_is_found() {
    check(
        "eo",
        &[
            ("pramo", "eo-ferry"),
            ("pramojn", "eo-ferry"),
            ("loĝanto", "eo-ferry"),
            ("logantoj", "eo-ferry"),
            ("ĉevalo", "eo-horses"),
            ("cevaloj", "eo-horses"),
            ("cxevalo", "eo-horses"),
            ("\"sovaĝaj ĉevaloj\"", "eo-horses"),
            ("baloto", "eo-election"),
            ("neĝoŝtormoj", "eo-election"),
            ("libro floro", "eo-library"),
            ("rikolti", "eo-apples"),
            ("jauda bazaro", "eo-apples"),
            ("pom*", "eo-apples"),
            ("ŝipo", ""),
        ],
    );
    check_lit("cevalo", &["Ĉevaloj", "ĉevaloj"]);
    check_lit("libro", &["librojn"]);
}

#[test]
fn korean_and_thai_are_found() {
    check(
        "ko",
        &[
            ("서울", "ko-library"),
            ("도서관", "ko-library"),
            ("여객선", "ko-ferry"),
            ("겨울 운항", "ko-ferry"),
            ("기증*", "ko-library"),
            ("비행기", ""),
        ],
    );
    check(
        "th",
        &[
            ("เรือ", "th-ferry"),
            ("ฤดูหนาว", "th-ferry"),
            ("ห้องสมุด", "th-library"),
            ("2566", "th-library"),
            ("หนังสือ แม่น้ำ", "th-library"),
            ("เครื่องบิน", ""),
        ],
    );
    check_lit("도서관", &["도서관", "도서관"]);
    check_lit("ห้องสมุด", &["ห้องสมุด", "ห้องสมุด"]);
}

#[test]
fn languages_mix_in_one_query() {
    check(
        "",
        &[
            ("QX 地震", "ja-television"),
            ("Fähre OR نمیدان", "de-ferry"),
        ],
    );
    let found = hits("渡轮 OR フェリー OR Fähre OR паром OR pramo");
    let ids: std::collections::BTreeSet<&str> = found.iter().map(|h| h.id.as_str()).collect();
    let expected = ["de-ferry", "eo-ferry", "ja-ferry", "ru-ferry", "zh-ferry"];
    assert!(ids.iter().eq(&expected), "{ids:?}");
}
