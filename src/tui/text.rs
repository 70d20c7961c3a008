//! stub
pub(crate) fn cells(text: &str) -> usize {
    unicode_width::UnicodeWidthStr::width(text)
}
pub(crate) fn fit(text: &str, width: usize, e: &str) -> String {
    if cells(text) <= width {
        return text.to_owned();
    }
    let mut out = String::new();
    for g in unicode_segmentation::UnicodeSegmentation::graphemes(text, true) {
        if cells(&out) + cells(g) + cells(e) > width {
            break;
        }
        out.push_str(g);
    }
    out + e
}
pub(crate) fn wrap(text: &str, width: usize) -> Vec<std::ops::Range<usize>> {
    let mut out = vec![];
    let mut start = 0;
    let mut at = 0;
    let mut w = 0;
    for g in unicode_segmentation::UnicodeSegmentation::graphemes(text, true) {
        if w + cells(g) > width && at > start {
            out.push(start..at);
            start = at;
            w = 0;
        }
        w += cells(g);
        at += g.len();
    }
    out.push(start..at);
    out
}
pub(crate) fn visual<S: Copy>(pieces: &[(String, S)]) -> Vec<(String, S)> {
    pieces.to_vec()
}
