//! Which file is the same, which has grown, which is another.

use super::*;

const OPTIONS: u64 = 7;

/// A file that was read to its end, some time ago, and its checkpoint.
fn read_once(dir: &Path, content: &[u8]) -> (PathBuf, Checkpoint) {
    let path = dir.join("dump.jsonl");
    fs_err::write(&path, content).unwrap();
    set_time(&path, 1_000);
    let checkpoint = Checkpoint {
        state: FileState::of(&path).unwrap(),
        complete: true,
        resume: Some(Resume {
            offset: content.len() as u64,
            records: 3,
            member: None,
        }),
        repeats: false,
        rejected: 0,
        options: OPTIONS,
        program: String::new(),
    };
    (path, checkpoint)
}

fn set_time(path: &Path, seconds: u64) {
    let file = std::fs::File::options().write(true).open(path).unwrap();
    let time = UNIX_EPOCH + Duration::from_secs(seconds);
    file.set_modified(time).unwrap();
}

/// What a file of `before` is, once it was made `after` with the time moved by `later` seconds.
fn check(before: &[u8], after: &[u8], later: u64, expected: Standing) {
    let dir = tempfile::tempdir().unwrap();
    let (path, checkpoint) = read_once(dir.path(), before);
    fs_err::write(&path, after).unwrap();
    set_time(&path, 1_000 + later);
    assert_eq!(checkpoint.standing(&path, OPTIONS), expected);
}

fn end(content: &[u8]) -> Standing {
    Standing::From(Resume {
        offset: content.len() as u64,
        records: 3,
        member: None,
    })
}

#[test]
fn a_file_is_the_same_by_its_time_or_by_its_content() {
    check(b"heron", b"heron", 0, Standing::Same);
    check(b"heron", b"heron", 9, Standing::Same);
    check(b"heron", b"egret", 9, Standing::Other);
    check(b"heron", b"hero", 9, Standing::Other);
    check(b"heron", b"", 9, Standing::Other);
    // Written to in the same moment, and longer: its time does not vouch for it.
    check(b"heron", b"heron stork", 0, end(b"heron"));
}

#[test]
fn of_a_long_file_the_edges_are_looked_at() {
    let long = vec![b'x'; 300_000];
    let with = |at: usize| {
        let mut changed = long.clone();
        changed[at] = b'y';
        changed
    };
    check(&long, &long, 0, Standing::Same);
    // The middle may have changed with the time.
    check(&long, &long, 9, Standing::Other);
    check(&long, &[&long[..], b"more"].concat(), 9, end(&long));
    for at in [0, 65_535, 300_000 - 65_536, 299_999] {
        check(
            &long,
            &[&with(at)[..], b"more"].concat(),
            9,
            Standing::Other,
        );
    }
}

#[test]
fn a_file_read_in_part_is_read_on_and_one_of_another_form_again() {
    let dir = tempfile::tempdir().unwrap();
    let (path, read) = read_once(dir.path(), b"heron");
    let standing = |checkpoint: &Checkpoint| checkpoint.standing(&path, OPTIONS);
    let cut = Checkpoint {
        complete: false,
        ..read.clone()
    };
    assert_eq!(standing(&cut), end(b"heron"));
    let of_no_lines = Checkpoint {
        resume: None,
        ..cut
    };
    assert_eq!(standing(&of_no_lines), Standing::Other);
    let of_other_program = Checkpoint {
        program: "0.0.1".into(),
        ..read.clone()
    };
    assert_eq!(standing(&of_other_program), Standing::Other);
    assert_eq!(read.standing(&path, OPTIONS + 1), Standing::Other);
    fs_err::remove_file(&path).unwrap();
    assert_eq!(standing(&read), Standing::Other);
    fs_err::create_dir(&path).unwrap();
    assert_eq!(standing(&read), Standing::Other);
}

#[test]
fn checkpoints_read_back_unless_they_are_ahead_or_damaged() {
    let dir = tempfile::tempdir().unwrap();
    let (_, checkpoint) = read_once(dir.path(), b"heron");
    let mut all = Checkpoints {
        shared_ids: true,
        ..Checkpoints::default()
    };
    for name in ["/a", "/b \"quoted\"\n"] {
        all.files.insert(name.into(), checkpoint.clone());
    }
    all.write(dir.path(), 5).unwrap();
    assert_eq!(Checkpoints::read(dir.path(), 5), all);
    assert_eq!(Checkpoints::read(dir.path(), 4), Checkpoints::default());
    fs_err::write(dir.path().join(FILE), "{").unwrap();
    assert_eq!(Checkpoints::read(dir.path(), 5), Checkpoints::default());
    let nowhere = dir.path().join("nowhere");
    assert_eq!(Checkpoints::read(&nowhere, 5), Checkpoints::default());
}

#[test]
fn vanished_are_those_below_a_folder_that_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let (path, checkpoint) = read_once(dir.path(), b"heron");
    let name = |path: &Path| path.display().to_string();
    let mut all = Checkpoints::default();
    let gone = [
        dir.path().join("gone.txt"),
        dir.path().join("unmounted/far.txt"),
        dir.path().join("other/gone.txt"),
    ];
    for path in gone.iter().chain([&path]) {
        all.files.insert(name(path), checkpoint.clone());
    }
    let vanished = |paths: &[&str]| {
        let paths: Vec<PathBuf> = paths.iter().map(|p| dir.path().join(p)).collect();
        all.vanished(&paths, &[])
    };
    fs_err::create_dir(dir.path().join("other")).unwrap();
    assert_eq!(vanished(&["other"]), [name(&gone[2])]);
    assert_eq!(vanished(&["unmounted"]), [""; 0]);
    assert_eq!(vanished(&["gone.txt"]), [name(&gone[0])]);
    assert_eq!(vanished(&[""]).len(), 3, "the file that is there is not");
}
