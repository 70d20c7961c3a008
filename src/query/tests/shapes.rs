//! Shapes of hostile queries, for tests and for `benches/parser.rs`.

/// What is repeated, with what stands before and behind it.
pub(crate) const SHAPES: &[(&str, &str, &str)] = &[
    ("", "(", ""),
    ("", "(a ", ""),
    ("", "a\"", ""),
    ("", "\"a ", "\""),
    ("\"", "(a ", " OR b\""),
    ("\"(a", " OR b", ")\""),
    ("a", " NEAR/5 a", ""),
    ("a", " w/s -a", ""),
    ("", "a/N3/", "a"),
    ("", "a/F3/^", ""),
    ("", "ATLEAST/2(", "a"),
    ("", "atleast2 ", "a"),
    ("", "title:(-", "a"),
    ("", "/a", ""),
    ("", "/(/ ", ""),
    ("", "/a.b/ ", ""),
    ("", "a*?", ""),
    ("", "*a ", ""),
    ("a", "^2", ""),
    ("", "(a)^2^", ""),
    ("", "a=", ""),
    ("", "=\"a", ""),
    ("", "has:x ", ""),
    ("", "titel:x ", ""),
    ("", "date:2017-13 ", ""),
    ("", "a:b:", ""),
    ("", "\\(", ""),
    ("", "NOT w/s ", "a"),
    ("", "/F5/ ", "a"),
    ("", "می ", ""),
    ("", "a OR b ", ""),
    ("", "~1", ""),
];

/// One shape repeated to about so many bytes.
pub(crate) fn shaped(shape: &(&str, &str, &str), n_bytes: usize) -> String {
    let (before, piece, behind) = shape;
    let n = (n_bytes - before.len() - behind.len()) / piece.len();
    format!("{before}{}{behind}", piece.repeat(n))
}
