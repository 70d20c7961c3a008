//! Tables: dialects, headers, broken rows, and rows as articles.

use proptest::prelude::*;
use serde_json::Value;

use super::*;

/// What a table named `name` yields: `title | body` of each article, `! record byte reason` of each
/// rejection.
fn read(name: &str, bytes: &[u8], options: &ReadOptions) -> Vec<String> {
    let folder = Folder::new();
    let file = folder.write(name, bytes);
    let mut found = Vec::new();
    read_file(&file, options, &mut |_| {}, &mut |item| {
        found.push(match item {
            Item::Record(raw) => {
                let at = raw.offset as usize;
                assert_eq!(bytes[at..at + raw.bytes.len()], raw.bytes, "{name}");
                assert_eq!(raw.format, Format::Csv, "{name}");
                match to_article(&raw, &KeyMap::default()) {
                    Ok(article) => format!("{} | {}", article.title, article.body.join(" / ")),
                    Err(no) => format!("! {no}"),
                }
            }
            Item::Rejected(no) => format!("! {} {} {}", no.record, no.byte, no.reason),
            Item::Skipped { reason, .. } => format!("- {reason}"),
        });
        ControlFlow::Continue(())
    });
    found
}

fn check(name: &str, text: &str, expected: &[&str]) {
    let found = read(name, text.as_bytes(), &ReadOptions::default());
    assert_eq!(found, expected, "{name}: {text}");
}

const TWO: &[&str] = &["Fair opens | Gates opened.", "Ferry stays | It stays."];

#[test]
fn a_dialect_is_known_by_the_first_lines() {
    check(
        "a.csv",
        "title,text\nFair opens,Gates opened.\nFerry stays,It stays.\n",
        TWO,
    );
    check(
        "a.csv",
        "title;text\nFair opens;Gates opened.\nFerry stays;It stays.",
        TWO,
    );
    check(
        "a.csv",
        "sep=;\ntitle;text\nFair opens;Gates opened.\nFerry stays;It stays.",
        TWO,
    );
    check(
        "a.tsv",
        "title\ttext\r\nFair opens\tGates opened.\r\nFerry stays\tIt stays.\r\n",
        TWO,
    );
    check(
        "a.psv",
        "title|text\nFair opens|Gates opened.\n\nFerry stays|It stays.\n",
        TWO,
    );
    check(
        "a.csv",
        "\u{FEFF}title,text\nFair opens,Gates opened.\nFerry stays,It stays.\n",
        TWO,
    );
    check(
        "a.csv",
        "'title','text'\n'Fair opens','Gates opened.'\n'Ferry stays','It stays.'\n",
        TWO,
    );
    check(
        "a.csv",
        "title, text\n\"Fair opens\", \"Gates opened.\"\n\"Ferry stays\", \"It stays.\"\n",
        TWO,
    );
}

#[test]
fn quoted_cells_hold_delimiters_breaks_and_marks() {
    check(
        "a.csv",
        "title,text\n\"Fair, opens\",\"One.\n\nTwo, \"\"three\"\".\"\nNext,Last.\n",
        &["Fair, opens | One. / Two, \"three\".", "Next | Last."],
    );
    check(
        "a.csv",
        "title,text\n\"Fair \\\"opens\\\"\",\"One \\ two.\"\n",
        &["Fair \"opens\" | One \\ two."],
    );
    // A mark that was not doubled is text.
    check(
        "a.csv",
        "title,text\n\"The \"old\" fair\",\"Gates opened.\"\n",
        &["The \"old\" fair | Gates opened."],
    );
    // Marks at the edge of a cell are quotations where they come without their pair.
    check(
        "a.tsv",
        "title\ttext\n\"Keep it\" vote\tIt stays.\n\"Sell it\" vote\tIt goes.\n",
        &[
            "\"Keep it\" vote | It stays.",
            "\"Sell it\" vote | It goes.",
        ],
    );
}

#[test]
fn a_row_of_another_width_is_rejected_with_its_place() {
    check(
        "a.csv",
        "id,title,text,note\n1,Fair,Open.,x\n2,Half\n3,Ferry,Stays.\n4,Mole,Long.,x,,\n5,A,B,C,D\n",
        &[
            "Fair | Open.",
            "! 2 34 2 cells where 4 are wanted",
            "Ferry | Stays.",
            "Mole | Long.",
            "! 5 73 5 cells where 4 are wanted",
        ],
    );
}

#[test]
fn a_quote_that_is_not_closed_costs_its_row() {
    let table = "url,date,title,text\n\
        https://a.example/1,2019-05-01,One,\"First.\n\nMore, and, more, text.\"\n\
        https://a.example/2,2019-05-02,Two,\"Second is not closed.\n\nMore.\n\
        https://a.example/3,2019-05-03,Three,\"Third.\n\nMore.\"\n\
        https://a.example/4,2019-05-04,Four,Fourth.\n";
    check(
        "a.csv",
        table,
        &[
            "One | First. / More, and, more, text.",
            "! 2 88 a quotation mark at byte 123 that is not closed",
            "Three | Third. / More.",
            "Four | Fourth.",
        ],
    );
    // The last one is found at the end of the file.
    check(
        "a.csv",
        "id,title,text\n1,One,\"Open.\n2,Two,Second.\n3,Three,Third.\n",
        &["! 1 14 a quotation mark at byte 20 that is not closed"],
    );
}

#[test]
fn a_table_without_header_asks_for_names() {
    let table = "doc1\t19870226\tThe ferry, they say, stays.\ndoc2\t19870227\tIt is sold.\n";
    check(
        "a.tsv",
        table,
        &["! 1 0 a table of 3 columns without a header; name them with --columns"],
    );
    let with = |names: &[&str]| ReadOptions {
        columns: Some(names.iter().map(|name| (*name).to_owned()).collect()),
        ..ReadOptions::default()
    };
    // With names any text is a table that no other reader knows.
    assert_eq!(
        read("a.txt", table.as_bytes(), &with(&["id", "date", "text"])),
        [" | The ferry, they say, stays.", " | It is sold."]
    );
    assert_eq!(
        read("a.tsv", table.as_bytes(), &with(&["id", "text"])),
        ["! 1 0 2 columns are named, but the table has 3"]
    );
    // Names of the user replace a header.
    let table = "date,title,text\n2019-05-01,Fair,Open.\n";
    assert_eq!(
        read("a.csv", table.as_bytes(), &with(&["date", "text", "title"])),
        ["Open. | Fair"]
    );
}

#[test]
fn content_alone_tells_a_plain_table_but_never_news_text() {
    let format = |text: &str| {
        let folder = Folder::new();
        items(&folder.write("a.dat", text.as_bytes()), 1 << 20).0[0]
            .split(' ')
            .nth(2)
            .map(str::to_owned)
    };
    let csv = Some("csv".to_owned());
    assert_eq!(format("id,title,text\n1,Fair,Open.\n2,Ferry,Stays.\n"), csv);
    let text = Some("text".to_owned());
    for prose in [
        "Storm, rain, and wind\n\nThe fair, the ferry, and the mole.\nGates, doors, and windows.\n",
        "Title, text, date\n\nA list of words, which is no table, said one.\n",
        "News, sport, weather\nThe council, the mayor, and all.\nThe port, the mole, too.\n",
        "Place; date; people\n\nHarbour. The fair opened.\n",
    ] {
        assert_eq!(format(prose), text, "{prose}");
    }
}

#[test]
fn encodings_are_detected_for_the_whole_table() {
    let expected = ["Café | Größe “now”."];
    let options = ReadOptions::default();
    let latin = b"title,text\nCaf\xE9,Gr\xF6\xDFe \x93now\x94.\n";
    assert_eq!(read("a.csv", latin, &options), expected);
    let wide = "title\ttext\r\nCafé\t\"Größe “now”.\"\r\n";
    let little: Vec<u8> = wide.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xFF, 0xFE][..], &little].concat();
    assert_eq!(read("a.csv", &marked, &options), expected);
    let big: Vec<u8> = wide.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = [&[0xFE, 0xFF][..], &big].concat();
    assert_eq!(read("a.txt.csv", &marked, &options), expected);
}

#[test]
fn cells_are_read_as_the_keys_of_json_are() {
    let text = "url,date,title,authors,categories,text,audio\n\
        https://a.example/1,2019-05-01,Fair,\"['Ann Moor', 'Ben Lind']\",\"Port, Sport\",Open.,NaN\n";
    let folder = Folder::new();
    let mut found = Vec::new();
    let file = folder.write("a.csv", text.as_bytes());
    read_file(&file, &ReadOptions::default(), &mut |_| {}, &mut |item| {
        if let Item::Record(raw) = item {
            found.push(to_article(&raw, &KeyMap::default()).unwrap());
        }
        ControlFlow::Continue(())
    });
    let article = &found[0];
    assert_eq!(article.authors, ["Ann Moor", "Ben Lind"]);
    assert_eq!(article.section, ["Port", "Sport"]);
    assert_eq!(article.url.as_deref(), Some("https://a.example/1"));
    assert_eq!(article.raw_format, "csv");
    assert!(article.extra.is_empty(), "{:?}", article.extra);
}

#[test]
fn hostile_tables_cost_time_in_proportion() {
    let options = ReadOptions {
        max_record_bytes: 1 << 20,
        ..ReadOptions::default()
    };
    let row = "1,Fair,Open.\n";
    let bombs: [String; 4] = [
        format!("id,title,text\n{row}2,\"{}", "x".repeat(8 << 20)),
        format!("id,title,text\n{row}{}", "2,\"\n".repeat(1 << 20)),
        format!("id,title,text\n{row}{}", "2,\"\",\"x\n".repeat(1 << 19)),
        format!("id,title,text\n{row}{}", "\",\"".repeat(1 << 20)),
    ];
    for bomb in bombs {
        let start = std::time::Instant::now();
        let found = read("a.csv", bomb.as_bytes(), &options);
        assert_eq!(found[0], "Fair | Open.");
        assert!(start.elapsed().as_secs() < 20, "{:?}", &bomb[..40]);
    }
}

#[test]
fn reading_goes_on_behind_a_row_that_is_too_long() {
    let options = ReadOptions {
        max_record_bytes: 100,
        ..ReadOptions::default()
    };
    let text = format!("id,title,text\n1,A,{}\n2,B,Short.\n", "x".repeat(200_000));
    let found = read("a.csv", text.as_bytes(), &options);
    assert_eq!(found, ["! 1 14 a row of over 100 bytes", "B | Short."]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_make_the_reader_panic(bytes in proptest::collection::vec(
        prop_oneof![Just(b','), Just(b'"'), Just(b'\n'), Just(b'\\'), Just(b'\t'), Just(0), any::<u8>()], 0..300),
        headed in any::<bool>())
    {
        let mut table = if headed { b"id,title,text\n1,a,b\n".to_vec() } else { Vec::new() };
        table.extend(&bytes);
        let options = ReadOptions { max_record_bytes: 64, ..ReadOptions::default() };
        read("a.csv", &table, &options);
    }
}

#[test]
fn a_row_of_an_export_is_the_record_that_was_exported() {
    use crate::schema;
    let exported = serde_json::json!({
        "id": "7", "title": "-Fog, \"dense\"", "authors": ["Ada Quill", "Ben; Moor"],
        "body": ["One.", "## no heading"], "subheadings": [0], "word_count": 2,
        "published": "2019-05-12", "raw_format": "text", "dump": "old.txt", "offset": 9,
        "extra": {"x": [1]},
    });
    let Value::Object(exported) = exported else {
        unreachable!("written as an object")
    };
    let mut table = ::csv::Writer::from_writer(Vec::new());
    table.write_record(schema::row_header()).unwrap();
    table.write_record(schema::to_row(&exported)).unwrap();
    let mut bytes = table.into_inner().unwrap();
    let mut cells = vec![""; schema::row_header().len()];
    cells[schema::row_header()
        .iter()
        .position(|name| *name == "title")
        .unwrap()] = "Fog";
    let extra = schema::row_header()
        .iter()
        .position(|name| *name == "word_count")
        .unwrap();
    cells[extra] = "many";
    bytes.extend_from_slice(format!("{}\n", cells.join(",")).as_bytes());
    let folder = Folder::new();
    let file = folder.write("export.csv", &bytes);
    let mut found = Vec::new();
    read_file(&file, &ReadOptions::default(), &mut |_| {}, &mut |item| {
        if let Item::Record(raw) = item {
            let article = to_article(&raw, &KeyMap::default());
            found.push(article.map_err(|error| error.to_string()));
        }
        ControlFlow::Continue(())
    });
    let first = serde_json::to_value(found[0].as_ref().unwrap()).unwrap();
    assert_eq!(first, Value::Object(exported));
    let error = found[1].as_ref().unwrap_err();
    assert!(error.contains("not a row of an export"), "{error}");
}
