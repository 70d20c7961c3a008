//! Bytes to text: byte order mark, declaration, UTF-8, else detection. The choice is kept with the
//! article, so that it can be counted.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::Fault;
use crate::article::Article;

/// Bytes that detection looks at.
const LOOKED_AT: usize = 64 * 1024;

/// A text, and the encoding that it was in.
pub(super) struct Decoded<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) encoding: &'static Encoding,
}

/// Decodes a text, `declared` being the label that it or its carrier gives.
///
/// A byte order mark wins; then UTF-8, if the bytes are that; then the declaration, unless it says
/// UTF-8 of bytes that are not; then UTF-16 as the zero bytes show it; then detection, where
/// Windows-1252 is the answer for what is nothing else. Bytes that have no meaning become U+FFFD.
///
/// # Errors
///
/// Bytes that are no text.
pub(super) fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Result<Decoded<'a>, Fault> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return Ok(Decoded { text, encoding });
    }
    if let Ok(text) = std::str::from_utf8(bytes)
        && !text.contains('\0')
    {
        // What ISO-2022-JP writes is ASCII to the eye of UTF-8.
        let escaped = declared
            .and_then(label)
            .filter(|e| !e.is_ascii_compatible());
        if let Some(encoding) = escaped
            && memchr::memchr(0x1B, bytes).is_some()
        {
            let (text, _) = encoding.decode_without_bom_handling(bytes);
            return Ok(Decoded { text, encoding });
        }
        return Ok(Decoded {
            text: text.into(),
            encoding: UTF_8,
        });
    }
    let encoding = match declared.and_then(label) {
        Some(encoding) if encoding != UTF_8 => encoding,
        _ => detect(bytes).ok_or_else(|| Fault::new("binary content"))?,
    };
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Ok(Decoded { text, encoding })
}

/// The encoding of a label, as the web reads labels: `iso-8859-1` is Windows-1252.
fn label(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.trim().trim_matches(['"', '\'']).as_bytes())
}

/// The likeliest encoding of bytes that are not UTF-8; `None` if they are no text.
fn detect(bytes: &[u8]) -> Option<&'static Encoding> {
    let looked_at = &bytes[..bytes.len().min(LOOKED_AT)];
    if let Some(encoding) = utf_16(looked_at) {
        return Some(encoding);
    }
    if memchr::memchr(0, bytes).is_some() {
        return None;
    }
    // A text that is UTF-8 but for a few bytes stays so: one in twenty of those beyond ASCII.
    let text = String::from_utf8_lossy(looked_at);
    let broken = text.matches('\u{FFFD}').count();
    let foreign = text.chars().filter(|c| !c.is_ascii()).count();
    if broken * 20 < foreign {
        return Some(UTF_8);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // Of a text with few foreign bytes all of them count, wherever they stand.
    let first = bytes.iter().position(|b| !b.is_ascii()).unwrap_or(0);
    detector.feed(&bytes[first..bytes.len().min(first + LOOKED_AT)], true);
    Some(detector.guess(None, Utf8Detection::Deny))
}

/// UTF-16 without a mark: text of which every second byte is often zero, and no other.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let zeros = |from: usize| {
        bytes
            .iter()
            .skip(from)
            .step_by(2)
            .filter(|b| **b == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    let pairs = bytes.len() / 2;
    match (even, odd) {
        _ if pairs < 4 => None,
        (0, odd) if odd * 4 > pairs => Some(UTF_16LE),
        (even, 0) if even * 4 > pairs => Some(UTF_16BE),
        _ => None,
    }
}

/// The character that a byte over 127 is in Windows-1252, which the web also reads into numeric
/// character references.
pub(super) fn windows_1252(byte: u8) -> char {
    let bytes = [byte];
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
    text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
}

/// Keeps with an article that its text was not in UTF-8.
pub(super) fn note(article: &mut Article, encoding: &'static Encoding) {
    if encoding != UTF_8 {
        let name = encoding.name().to_lowercase();
        article.extra.insert("encoding".to_owned(), name.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], declared: Option<&str>, expected: &str, encoding: &str) {
        let found = decode(bytes, declared).ok().unwrap();
        let name = found.encoding.name().to_lowercase();
        assert_eq!((found.text.as_ref(), name.as_str()), (expected, encoding));
    }

    #[test]
    fn an_encoding_is_known_by_its_bytes() {
        check("Škoda".as_bytes(), None, "Škoda", "utf-8");
        check(b"\xEF\xBB\xBFfair", None, "fair", "utf-8");
        check(b"caf\xE9 \x93now\x94", None, "café “now”", "windows-1252");
        check(b"\xFF\xFEa\0\xE9\0", None, "aé", "utf-16le");
        check(b"\xFE\xFF\0a\0\xE9", None, "aé", "utf-16be");
        check(b"\xFF\xFEa\0\x00\xD8", None, "a\u{FFFD}", "utf-16le");
        check(b"h\0a\0r\0b\0o\0u\0r\0", None, "harbour", "utf-16le");
        assert!(decode(b"a\0b", None).is_err());
    }

    #[test]
    fn a_declaration_counts_unless_the_bytes_speak_against_it() {
        check("港口".as_bytes(), Some("latin1"), "港口", "utf-8");
        check(b"\x8D\x60\x8C\xFB", Some("Shift_JIS"), "港口", "shift_jis");
        check(b"\xB8\xDB\xBF\xDA", Some("\"gb2312\""), "港口", "gbk");
        check(b"caf\xE9", Some("utf-8"), "café", "windows-1252");
        check(
            b"\x1B$B9A8}\x1B(B",
            Some("iso-2022-jp"),
            "港口",
            "iso-2022-jp",
        );
    }

    #[test]
    fn text_that_is_nearly_utf_8_stays_so() {
        let mut bytes = "Zażółć gęślą jaźń. ".repeat(20).into_bytes();
        bytes.push(0xFF);
        let found = decode(&bytes, None).ok().unwrap();
        assert_eq!(found.encoding, UTF_8);
        assert!(found.text.ends_with("\u{FFFD}"));
    }

    #[test]
    fn text_of_other_scripts_is_detected() {
        let russian = "Городской совет проголосовал за то, чтобы паром остался в гавани.";
        for name in ["windows-1251", "koi8-r"] {
            let (bytes, _, _) = label(name).unwrap().encode(russian);
            let found = decode(&bytes, None).ok().unwrap();
            assert_eq!(found.text, russian, "{name}");
        }
        let japanese = "市議会は火曜日にフェリーの運航を続けることを決めた。反対は三票だった。";
        for name in ["shift_jis", "euc-jp"] {
            let (bytes, _, _) = label(name).unwrap().encode(japanese);
            let found = decode(&bytes, None).ok().unwrap();
            assert_eq!(found.text, japanese, "{name}");
        }
        let chinese = "市议会周二投票决定保留渡轮服务，三票反对。港口的居民表示欢迎。";
        let (bytes, _, _) = label("gb18030").unwrap().encode(chinese);
        assert_eq!(decode(&bytes, None).ok().unwrap().text, chinese);
    }
}
