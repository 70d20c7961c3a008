//! The file that `dateline config init` writes: every key with its meaning and default, commented out.

use super::keys::{KEYS, Kind};

/// The text of the file. Without the first `#` of every line it says what is so anyway.
pub(super) fn text() -> String {
    let mut text = String::from(
        "\
## Settings of dateline. Each key stands behind a # with its default; take the # away to set it.
## Stronger than this file: options of the command line, then environment variables.
## For scripts: --no-config reads no file. What counts in the end: dateline config show.
",
    );
    let mut table = "";
    for key in KEYS {
        let (of, leaf) = match key.kind {
            Kind::Keys => (key.name, ""),
            _ => key.parts(),
        };
        if of != table {
            text.push_str(&format!("\n[{of}]\n"));
            table = of;
        } else {
            text.push('\n');
        }
        for line in key.help {
            text.push_str(&format!("## {line}\n"));
        }
        if let Some(name) = key.env {
            text.push_str(&format!("## Environment: {name}.\n"));
        }
        if let Some(flag) = key.flag {
            text.push_str(&format!("## Option: {flag}.\n"));
        }
        if !leaf.is_empty() {
            text.push_str(&format!("#{leaf} = {}\n", key.default));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::effective::default;
    use super::super::read::read;
    use super::*;

    #[test]
    fn as_it_is_written_nothing_is_set() {
        assert_eq!(read("x".as_ref(), &text()).unwrap().len(), 0);
    }

    #[test]
    fn without_its_signs_it_is_the_defaults() {
        let bare = |line: &str| format!("{}\n", line.strip_prefix('#').unwrap_or(line));
        let bare: String = text().lines().map(bare).collect();
        let read = read("x".as_ref(), &bare).unwrap();
        for key in KEYS.iter().filter(|key| !matches!(key.kind, Kind::Keys)) {
            let value = read.get(key.name).map(|given| &given.value);
            assert_eq!(value, Some(&default(key)), "{}", key.name);
        }
    }
}
