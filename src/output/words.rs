//! The words of a command line as a shell splits them: quotes and backslashes, and nothing else. No shell is run, so
//! `$`, `*` and `;` stand for themselves.

/// Splits a command into its words.
///
/// Between single quotes everything stands for itself; between double quotes a backslash takes the meaning from `"`,
/// `\`, `$` and a backquote; elsewhere from any character.
///
/// # Errors
/// Says which quotation mark is not closed, or that a backslash stands last.
pub fn shell_words(command: &str) -> std::result::Result<Vec<String>, String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = command.chars();
    while let Some(c) = chars.next() {
        if c.is_whitespace() {
            words.extend(word.take());
            continue;
        }
        // An empty pair of quotes is a word too.
        let word = word.get_or_insert_default();
        match c {
            '\'' => loop {
                match chars.next() {
                    Some('\'') => break,
                    Some(c) => word.push(c),
                    None => return Err("a ' is not closed".to_owned()),
                }
            },
            '"' => loop {
                match chars.next() {
                    Some('"') => break,
                    Some('\\') => match chars.next() {
                        Some(c @ ('"' | '\\' | '$' | '`')) => word.push(c),
                        Some(c) => word.extend(['\\', c]),
                        None => return Err("a \" is not closed".to_owned()),
                    },
                    Some(c) => word.push(c),
                    None => return Err("a \" is not closed".to_owned()),
                }
            },
            '\\' => match chars.next() {
                Some(c) => word.push(c),
                None => return Err("a \\ stands last".to_owned()),
            },
            c => word.push(c),
        }
    }
    words.extend(word);
    Ok(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(command: &str, expected: &[&str]) {
        let words = shell_words(command).unwrap();
        assert_eq!(words, expected, "{command}");
    }

    #[test]
    fn a_command_is_split_as_a_shell_splits_it() {
        check("", &[]);
        check("  less  -FRX ", &["less", "-FRX"]);
        check("'my pager' -x", &["my pager", "-x"]);
        check(r#""a \"b\" \n" c"#, &[r#"a "b" \n"#, "c"]);
        check(r"a\ b 'c'd''", &["a b", "cd"]);
        check("less ''", &["less", ""]);
        check("less; rm $HOME *", &["less;", "rm", "$HOME", "*"]);
    }

    #[test]
    fn what_is_not_closed_is_an_error() {
        for command in ["'a", "\"a", "\"a\\", "a\\"] {
            assert!(shell_words(command).is_err(), "{command}");
        }
    }
}
