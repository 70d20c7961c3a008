//! Text of others made safe for a terminal.

/// Characters that steer a terminal or turn the order of what is read.
fn is_unsafe(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{2028}' | '\u{2029}')
}

/// The text with every control character (ANSI sequences among them), bidirectional override and
/// line separator taken out, each shown as U+FFFD. Line breaks and tabs stay.
pub fn safe_text(text: &str) -> String {
    if !text.chars().any(is_unsafe) {
        return text.to_owned();
    }
    text.chars()
        .map(|c| if is_unsafe(c) { '\u{fffd}' } else { c })
        .collect()
}

/// As [`safe_text`], and line breaks and tabs become spaces. As many characters as before.
pub fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' | '\r' => ' ',
            c if is_unsafe(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        for (text, safe) in [
            ("plain café 選挙", "plain café 選挙"),
            ("\u{1b}[31mred\u{7}", "\u{fffd}[31mred\u{fffd}"),
            ("a\u{202e}cba", "a\u{fffd}cba"),
            ("c1 \u{9b}2J", "c1 \u{fffd}2J"),
            ("two\nlines\t", "two\nlines\t"),
        ] {
            assert_eq!(safe_text(text), safe);
        }
        assert_eq!(one_line("a\r\nb\tc"), "a  b c");
    }
}
