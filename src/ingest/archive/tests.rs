//! Tests of reading archives and compressed streams. The dumps here are invented.

use std::cell::RefCell;
use std::io::Write;
use std::ops::ControlFlow;

use ::zip::write::SimpleFileOptions;

use crate::ingest::*;

const TWO: &[u8] = b"{\"id\":1}\n{\"id\":2}\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn bzip2(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn xz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = liblzma::write::XzEncoder::new(Vec::new(), 1);
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn lz4(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = lz4_flex::frame::FrameEncoder::new(Vec::new());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::stream::encode_all(bytes, 1).unwrap()
}

/// A header with that name as it stands, which the writer of the crate would refuse.
fn tar_header(name: &str, kind: tar::EntryType, size: u64) -> Vec<u8> {
    let mut header = tar::Header::new_gnu();
    header.as_old_mut().name[..name.len()].copy_from_slice(name.as_bytes());
    header.set_entry_type(kind);
    header.set_size(size);
    header.set_mode(0o644);
    header.set_cksum();
    header.as_bytes().to_vec()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        archive
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// Reads a file: each item in a line with the name of its member, and what there was of it.
fn items(name: &str, bytes: &[u8], options: &ReadOptions) -> (Vec<String>, ReadOutcome) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs_err::write(&path, bytes).unwrap();
    let found = RefCell::new(Vec::new());
    let file = SourceFile {
        bytes: bytes.len() as u64,
        path,
    };
    let below = format!("{}/", folder.path().display());
    let mut reports = Vec::new();
    let outcome = read_file(&file, options, &mut |n| reports.push(n), &mut |item| {
        let line = match item {
            Item::Record(raw) => {
                let length = raw.bytes.len() as u64;
                let again = read_raw(&raw.dump, raw.offset, length).unwrap();
                assert_eq!(again, raw.bytes, "the record is found again");
                let dump = raw.dump.trim_start_matches(&below);
                let text = String::from_utf8_lossy(&raw.bytes).into_owned();
                format!("{dump} {} {} {text}", raw.record, raw.offset)
            }
            Item::Rejected(no) => format!("! {} {}", no.file.trim_start_matches(&below), no.reason),
            Item::Skipped { file, reason } => {
                format!("- {} {reason}", file.trim_start_matches(&below))
            }
        };
        found.borrow_mut().push(line);
        ControlFlow::Continue(())
    });
    assert!(reports.is_sorted(), "{reports:?}");
    assert_eq!(reports.last(), Some(&outcome.bytes_read));
    assert!(outcome.bytes_read <= bytes.len() as u64, "{outcome:?}");
    (found.into_inner(), outcome)
}

#[track_caller]
fn check(name: &str, bytes: &[u8], expected: &[&str]) {
    let (found, outcome) = items(name, bytes, &ReadOptions::default());
    assert_eq!(found, expected, "{name}");
    assert_eq!(outcome.bytes_read, bytes.len() as u64, "{name}");
    let count = |mark: &str| found.iter().filter(|item| item.starts_with(mark)).count() as u64;
    assert_eq!(
        (outcome.rejected, outcome.skipped),
        (count("! "), count("- "))
    );
}

#[test]
fn every_compression_is_undone_stream_by_stream() {
    for pack in [gzip, zstd, bzip2, xz, lz4] {
        for packed in [
            pack(TWO),
            [pack(&TWO[..12]), pack(&TWO[12..])].concat(),
            [pack(b""), pack(TWO), pack(b"")].concat(),
            pack(&gzip(TWO)),
        ] {
            check("a", &packed, &["a 1 0 {\"id\":1}", "a 2 9 {\"id\":2}"]);
        }
        check(
            "a",
            &pack(&gzip(&zstd(TWO))),
            &["- a what is compressed three times over is not read"],
        );
        // What breaks off says so, and keeps the lines before.
        let lines: String = (0..20_000_u32)
            .map(|n| format!("{{\"id\":{}}}\n", n.wrapping_mul(2_654_435_761)))
            .collect();
        let packed = pack(lines.as_bytes());
        let (found, outcome) = items_alone(&packed[..packed.len() - 5]);
        assert!(!outcome.complete, "{found:?}");
        assert!(
            found.last().is_some_and(|last| last.starts_with("! ")),
            "{found:?}"
        );
    }
    check("a.7z", b"7z\xBC\xAF\x27\x1C", &["- a.7z 7z is not read"]);
    check("a.rar", b"Rar!\x1A\x07\x01", &["- a.rar rar is not read"]);
}

/// Without looking each record up again.
fn items_alone(bytes: &[u8]) -> (Vec<String>, ReadOutcome) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    fs_err::write(&path, bytes).unwrap();
    let mut found = Vec::new();
    let file = SourceFile { bytes: 0, path };
    let outcome = read_file(&file, &ReadOptions::default(), &mut |_| {}, &mut |item| {
        found.push(match item {
            Item::Record(raw) => format!("{}", raw.record),
            Item::Rejected(no) => format!("! {}", no.reason),
            Item::Skipped { reason, .. } => format!("- {reason}"),
        });
        ControlFlow::Continue(())
    });
    (found, outcome)
}

#[test]
fn members_are_read_like_files() {
    let members: &[(&str, &[u8])] = &[
        ("news/a.jsonl", TWO),
        ("news/b.txt", b"# Fair opens\n\nIt opened."),
        ("news/.hidden", b"x"),
        ("__MACOSX/news/a.jsonl", b"x"),
        ("news/empty.txt", b""),
        ("c.jsonl.gz", &gzip(TWO)),
    ];
    let expected = |archive: &str| {
        let line = |rest: &str| format!("{archive}{rest}");
        [
            line("!/news/a.jsonl 1 0 {\"id\":1}"),
            line("!/news/a.jsonl 2 9 {\"id\":2}"),
            line("!/news/b.txt 1 0 # Fair opens\n\nIt opened."),
            format!("- {archive}!/news/empty.txt an empty file"),
            line("!/c.jsonl.gz 1 0 {\"id\":1}"),
            line("!/c.jsonl.gz 2 9 {\"id\":2}"),
        ]
    };
    let (tar, zip) = (tar(members), zip(members));
    for (name, bytes) in [
        ("a.tar", tar.clone()),
        ("a.tar.gz", gzip(&tar)),
        ("a.tar.zst", zstd(&tar)),
        ("a.tar.bz2", bzip2(&tar)),
        ("a.tar.xz", xz(&tar)),
        ("a.tar.lz4", lz4(&tar)),
        ("of-no-name", tar.clone()),
        ("a.zip", zip.clone()),
        ("a.zip.gz", gzip(&zip)),
        ("called.txt", zip.clone()),
    ] {
        let expected = expected(name);
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(name, &bytes, &expected);
    }
}

#[test]
fn an_archive_may_hold_archives_but_these_hold_none() {
    let (inner_tar, inner_zip) = (tar(&[("x.jsonl", TWO)]), zip(&[("x.jsonl", TWO)]));
    let members: &[(&str, &[u8])] = &[
        ("t.tar.gz", &gzip(&inner_tar)),
        ("z.zip", &inner_zip),
        (
            "deep.tar",
            &tar(&[("z.zip", &inner_zip), ("y.txt", b"It opened.")]),
        ),
    ];
    for (name, bytes) in [("a.tar", tar(members)), ("a.zip", zip(members))] {
        let line = |rest: &str| format!("{name}!/{rest}");
        let expected = [
            line("t.tar.gz!/x.jsonl 1 0 {\"id\":1}"),
            line("t.tar.gz!/x.jsonl 2 9 {\"id\":2}"),
            line("z.zip!/x.jsonl 1 0 {\"id\":1}"),
            line("z.zip!/x.jsonl 2 9 {\"id\":2}"),
            format!("- {name}!/deep.tar!/z.zip an archive in an archive in an archive is not read"),
            line("deep.tar!/y.txt 1 0 It opened."),
        ];
        let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
        check(name, &bytes, &expected);
    }
}

#[test]
fn members_with_long_names_and_several_archives_in_one_are_read() {
    let long = format!("{}a.txt", "folder/".repeat(40));
    let mut extended = tar::Builder::new(Vec::new());
    extended
        .append_pax_extensions([("path", "Küste/b.txt".as_bytes())])
        .unwrap();
    let mut header = tar::Header::new_ustar();
    header.set_size(5);
    header.set_cksum();
    extended.append(&header, &b"It is"[..]).unwrap();
    let both = [
        tar(&[(&long, b"It opened.")]),
        extended.into_inner().unwrap(),
    ]
    .concat();
    let expected = [format!("a.tar!/{long} 1 0 It opened.")];
    check(
        "a.tar",
        &both,
        &[&expected[0], "a.tar!/Küste/b.txt 1 0 It is"],
    );
}

#[test]
fn what_leaves_the_archive_or_is_no_file_is_refused() {
    use tar::EntryType;
    let member = |name: &str, kind| tar_header(name, kind, 0);
    let archive = [
        member("/etc/a.txt", EntryType::Regular),
        member("../a.txt", EntryType::Regular),
        member("b/../../a.txt", EntryType::Regular),
        member("link", EntryType::Symlink),
        member("hard", EntryType::Link),
        member("device", EntryType::Char),
        member("pipe", EntryType::Fifo),
        member("folder/", EntryType::Directory),
        tar(&[("kept.txt", b"It opened.")]),
    ];
    check(
        "a.tar",
        &archive.concat(),
        &[
            "! a.tar!//etc/a.txt a member with an absolute path",
            "! a.tar!/../a.txt a member whose path leaves the archive",
            "! a.tar!/b/../../a.txt a member whose path leaves the archive",
            "! a.tar!/link a symbolic link in an archive",
            "! a.tar!/hard a hard link in an archive",
            "! a.tar!/device a member that is no file",
            "! a.tar!/pipe a member that is no file",
            "a.tar!/kept.txt 1 0 It opened.",
        ],
    );
    let mut archive = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain = SimpleFileOptions::default();
    for name in ["xx/a.txt", "kept.txt"] {
        archive.start_file(name, plain).unwrap();
        archive.write_all(b"It opened.").unwrap();
    }
    archive.add_symlink("link", "/etc/passwd", plain).unwrap();
    // The writer mends names itself.
    let bytes = archive.finish().unwrap().into_inner();
    let bytes = replaced(&bytes, b"xx/a.txt", b"../a.txt");
    check(
        "a.zip",
        &bytes,
        &[
            "! a.zip!/../a.txt a member whose path leaves the archive",
            "a.zip!/kept.txt 1 0 It opened.",
            "! a.zip!/link a symbolic link in an archive",
        ],
    );
}

fn replaced(bytes: &[u8], old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let mut changed = bytes.to_vec();
    for at in memchr::memmem::find_iter(bytes, old) {
        changed[at..at + new.len()].copy_from_slice(new);
    }
    changed
}

#[test]
fn a_damaged_member_of_a_zip_costs_itself() {
    let text = "It opened on Tuesday. ".repeat(50);
    let whole = zip(&[("a.txt", text.as_bytes()), ("b.txt", b"It opened.")]);
    let mut damaged = whole.clone();
    damaged[40] ^= 0xFF;
    let (found, outcome) = items("a.zip", &damaged, &ReadOptions::default());
    assert!(found[0].starts_with("! a.zip!/a.txt "), "{found:?}");
    assert_eq!(found[1..], ["a.zip!/b.txt 1 0 It opened."]);
    assert!(!outcome.complete);
    let (found, _) = items("a.zip", &whole[..whole.len() - 30], &ReadOptions::default());
    assert!(
        matches!(&found[..], [one] if one.starts_with("! a.zip ")),
        "{found:?}"
    );
}

#[test]
fn a_tar_that_is_cut_or_damaged_keeps_the_members_before() {
    let whole = tar(&[
        ("a.txt", b"It opened."),
        ("b.txt", &[b'b'; 700]),
        ("c.txt", b"No."),
    ]);
    // Member b begins at 1024 and ends at 2236, c at 2560; the zeros begin at 3584.
    for cut in 600..whole.len() {
        let (found, _) = items("a.tar", &whole[..cut], &ReadOptions::default());
        assert_eq!(found[0], "a.tar!/a.txt 1 0 It opened.", "cut at {cut}");
        let pages = found
            .iter()
            .filter(|item| item.starts_with("a.tar"))
            .count();
        let expected = 1 + usize::from(cut >= 2236) + usize::from(cut >= 3075);
        assert_eq!(pages, expected, "cut at {cut}: {found:?}");
        let between = [(1024, 1024), (2236, 2560), (3075, whole.len())];
        let is_between = |(from, to): &(usize, usize)| (*from..=*to).contains(&cut);
        let silent = cut < 1024 || between.iter().any(is_between);
        assert_eq!(found.len() == pages, silent, "cut at {cut}: {found:?}");
    }
    let mut damaged = whole.clone();
    damaged[1030] ^= 1;
    check(
        "a.tar",
        &damaged,
        &[
            "a.tar!/a.txt 1 0 It opened.",
            "! a.tar the stream breaks off: a damaged header in the archive",
        ],
    );
    let huge = tar_header("././@LongLink", tar::EntryType::GNULongName, 1 << 40);
    let reason = "! a.tar the stream breaks off: an extended header of 1099511627776 bytes";
    check("a.tar", &huge, &[reason]);
}

#[test]
fn a_decompression_bomb_is_refused_and_what_stands_beside_it_is_read() {
    let options = ReadOptions {
        expansion: Expansion {
            free_bytes: 1 << 20,
            times: 20,
        },
        ..ReadOptions::default()
    };
    let long = vec![b'x'; 8 << 20];
    let bomb = "a decompression bomb: it unpacks to over ";
    for pack in [gzip, zstd, bzip2, xz] {
        let (found, outcome) = items("a", &pack(&long), &options);
        assert!(
            matches!(&found[..], [one] if one.starts_with(&format!("! a {bomb}"))),
            "{found:?}"
        );
        assert!(!outcome.complete);
    }
    // Twice packed, each layer is harmless beside what went into it.
    let (found, _) = items("a", &gzip(&zstd(&long)), &options);
    assert!(found[0].starts_with(&format!("! a {bomb}")), "{found:?}");
    let members: &[(&str, &[u8])] = &[("bomb.gz", &gzip(&long)), ("b.txt", b"It opened.")];
    for (name, bytes) in [("a.tar", tar(members)), ("a.zip", zip(members))] {
        let (found, _) = items(name, &bytes, &options);
        assert!(
            found[0].starts_with(&format!("! {name}!/bomb.gz {bomb}")),
            "{found:?}"
        );
        assert_eq!(found[1..], [format!("{name}!/b.txt 1 0 It opened.")]);
    }
    let (found, _) = items(
        "a.zip",
        &zip(&[("bomb", &long), ("b.txt", b"No.")]),
        &options,
    );
    assert!(
        found[0].starts_with(&format!("! a.zip!/bomb {bomb}")),
        "{found:?}"
    );
    // Text that packs well is no bomb.
    let (found, _) = items("a.txt.gz", &gzip(&b"It opened. ".repeat(90_000)), &options);
    assert!(
        found[0].starts_with("a.txt.gz 1 0 It opened."),
        "{}",
        &found[0][..60]
    );
}

#[test]
fn a_forced_format_is_that_of_members_too() {
    let options = ReadOptions {
        format: Some(Format::Text),
        ..ReadOptions::default()
    };
    let (found, _) = items("a.zip", &zip(&[("a.jsonl", TWO)]), &options);
    assert_eq!(found, ["a.zip!/a.jsonl 1 0 {\"id\":1}\n{\"id\":2}\n"]);
}

#[test]
fn a_document_that_is_a_zip_is_no_archive() {
    let book = zip(&[("mimetype", b"application/epub+zip"), ("a.xhtml", b"<p>")]);
    check(
        "a.epub",
        &book,
        &["- a.epub an OpenDocument file or an e-book is not read"],
    );
    let office = zip(&[("[Content_Types].xml", b"<Types/>")]);
    check(
        "a.docx",
        &office,
        &["- a.docx an Office document is not read"],
    );
}

#[test]
fn the_name_of_a_member_is_made_whole_from_the_root() {
    let here = std::env::current_dir().unwrap();
    let full = SourceFile::full_name_of("dumps/a.zip!/b/../c.txt");
    assert_eq!(full, format!("{}/dumps/a.zip!/b/../c.txt", here.display()));
    assert_eq!(SourceFile::full_name_of("-!/c.txt"), "-!/c.txt");
    let lost = read_raw("no/such.zip!/c.txt", 0, 1).unwrap_err();
    assert_eq!(lost.kind(), std::io::ErrorKind::NotFound);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(100))]

    #[test]
    fn no_bytes_make_it_panic(
        noise in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200),
        at in 0_usize..4000,
        of in 0_usize..7,
    ) {
        let members: &[(&str, &[u8])] = &[("a.jsonl", TWO), ("b.jsonl.gz", &gzip(TWO))];
        let pack = [tar, zip];
        let archive = pack[of % 2](members);
        let mut bytes = match of {
            2 => gzip(&archive),
            3 => zstd(&archive),
            4 => bzip2(&archive),
            5 => xz(&archive),
            6 => lz4(&archive),
            _ => archive,
        };
        let at = at.min(bytes.len());
        let end = (at + noise.len()).min(bytes.len());
        bytes.splice(at..end, noise);
        let (found, _) = items_alone(&bytes);
        proptest::prop_assert!(found.len() < 20);
    }
}
