//! Files of judgements: kept, appended to, refused, put in order.

use super::*;

/// A file in a folder of its own.
fn file(text: &str) -> (tempfile::TempDir, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("made.qrels");
    if !text.is_empty() {
        fs_err::write(&path, text).unwrap();
    }
    (dir, path)
}

fn read(path: &Path) -> String {
    fs_err::read_to_string(path).unwrap()
}

#[test]
fn each_grade_is_in_the_file_before_the_next() {
    let (_dir, path) = file("");
    let mut judged = JudgedFile::open(&path).unwrap();
    judged.set("10", "b", 2).unwrap();
    assert_eq!(read(&path), "10 0 b 2\n");
    judged.set("9", "a id", 0).unwrap();
    judged.set("10", "c", 1).unwrap();
    assert_eq!(read(&path), "10 0 b 2\n9 0 a_id 0\n10 0 c 1\n");
    // A grade that is changed leaves one line a pair.
    judged.set("10", "b", 1).unwrap();
    judged.set("10", "c", 1).unwrap();
    judged.set("10", "a", 3).unwrap();
    let whole = "9 0 a_id 0\n10 0 b 1\n10 0 c 1\n10 0 a 3\n";
    assert_eq!(read(&path), whole);
    // As if it had been killed here.
    drop(judged);
    let judged = JudgedFile::open(&path).unwrap();
    assert_eq!(judged.grade("10", "b"), Some(1));
    assert_eq!(judged.grade("9", "a id"), Some(0));
    assert_eq!((judged.grade("9", "b"), judged.len()), (None, 4));
    // Nothing was done: nothing is changed.
    judged.close().unwrap();
    assert_eq!(read(&path), whole);
}

#[test]
fn in_the_end_there_is_one_line_a_pair_in_order() {
    let (_dir, path) = file("10 0 b 2\nx Q0 z -1\n10 0 b 3\n\n9 0 c 1");
    let mut judged = JudgedFile::open(&path).unwrap();
    // The last line of a pair counts.
    assert_eq!(judged.grade("10", "b"), Some(3));
    judged.set("9", "a", 1).unwrap();
    assert!(read(&path).ends_with("9 0 c 1\n9 0 a 1\n"));
    judged.close().unwrap();
    assert_eq!(read(&path), "x Q0 z -1\n9 0 a 1\n9 0 c 1\n10 0 b 3\n");
}

#[test]
fn what_is_taken_back_is_gone_or_what_it_was() {
    let (_dir, path) = file("1 0 a 2\n1 0 other 1\n");
    let mut judged = JudgedFile::open(&path).unwrap();
    judged.set("1", "a", 0).unwrap();
    judged.set("1", "b", 3).unwrap();
    judged.take_back("1", "b", None).unwrap();
    judged.take_back("1", "never", None).unwrap();
    judged.take_back("1", "a", Some(2)).unwrap();
    assert_eq!(judged.grade("1", "b"), None);
    drop(judged);
    let mut judged = JudgedFile::open(&path).unwrap();
    assert_eq!(judged.grade("1", "a"), Some(2));
    judged.set("1", "c", 1).unwrap();
    judged.close().unwrap();
    assert_eq!(read(&path), "1 0 a 2\n1 0 c 1\n1 0 other 1\n");
}

#[test]
fn what_can_not_be_read_is_refused_and_left_alone() {
    for (text, told) in [
        ("1 0 a\n", ":1: no judgements: fewer than four columns"),
        ("1 0 a 1\n1 0 b 1 x\n", ":2: no judgements: more than four"),
        ("1 0 a high\n", "the grade is not a number"),
        ("1 0 a 99999999999\n", "the grade is not a number"),
        ("<html>", "fewer than four"),
    ] {
        let (_dir, path) = file(text);
        let error = JudgedFile::open(&path).unwrap_err();
        assert!(error.to_string().contains(told), "{error}");
        assert_eq!(read(&path), text);
    }
    let (_dir, path) = file("");
    fs_err::write(&path, [b'1', 0xff]).unwrap();
    assert!(JudgedFile::open(&path).is_err());
    let (dir, _) = file("");
    assert!(JudgedFile::open(&dir.path().join("none/made.qrels")).is_err());
    assert!(JudgedFile::open(dir.path()).is_err());
}

#[test]
fn two_do_not_judge_into_one_file() {
    let (_dir, path) = file("1 0 a 1\n");
    let mut first = JudgedFile::open(&path).unwrap();
    assert!(JudgedFile::open(&path).is_err());
    // The file that took its place is held too.
    first.set("1", "b", 1).unwrap();
    first.take_back("1", "b", None).unwrap();
    assert!(JudgedFile::open(&path).is_err());
    first.close().unwrap();
    assert!(JudgedFile::open(&path).is_ok());
}

#[test]
fn a_file_that_stayed_empty_is_taken_away_if_it_is_new() {
    let (_dir, path) = file("");
    let mut judged = JudgedFile::open(&path).unwrap();
    judged.set("1", "a", 1).unwrap();
    judged.take_back("1", "a", None).unwrap();
    assert!(judged.is_empty());
    judged.close().unwrap();
    assert!(!path.exists());
    fs_err::write(&path, "").unwrap();
    JudgedFile::open(&path).unwrap().close().unwrap();
    assert!(path.exists());
}

#[cfg(unix)]
#[test]
fn a_link_and_permissions_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let (dir, path) = file("1 0 a 1\n");
    fs_err::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
    let link = dir.path().join("link");
    symlink(&path, &link).unwrap();
    let mut judged = JudgedFile::open(&link).unwrap();
    judged.set("1", "b", 2).unwrap();
    judged.close().unwrap();
    assert!(fs_err::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(read(&path), "1 0 a 1\n1 0 b 2\n");
    let mode = fs_err::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o640);
}
