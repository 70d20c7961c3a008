//! Files that judging begins with: topics as a table, and runs. Only their plain forms.

use std::collections::HashMap;
use std::path::Path;

use super::JudgedTopic;
use crate::error::{Error, Result};

/// Bytes that a file may have.
const LARGEST: u64 = 1 << 30;

/// Topics, a line each: id, title, description and narrative, the last two if there are any, with
/// tabs between. Without pools.
///
/// # Errors
/// [`Error::Io`]; [`Error::Argument`] with the line for one that is no topic, and for an id that comes
/// twice.
pub fn read_topics(path: &Path) -> Result<Vec<JudgedTopic>> {
    let text = read(path)?;
    let mut out: Vec<JudgedTopic> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for (n, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        let mut cells = line.split('\t').map(str::trim);
        let (Some(id), Some(title)) = (cells.next(), cells.next()) else {
            return Err(wrong(
                path,
                n,
                "no topic: an id, a tab and a title are wanted",
            ));
        };
        if id.is_empty() || !seen.insert(id.to_owned()) {
            return Err(wrong(path, n, "no id, or one that is there already"));
        }
        let mut more = || {
            cells
                .next()
                .filter(|cell| !cell.is_empty())
                .map(str::to_owned)
        };
        out.push(JudgedTopic {
            id: id.to_owned(),
            title: title.to_owned(),
            description: more(),
            narrative: more(),
            docs: Vec::new(),
        });
    }
    Ok(out)
}

/// A TREC run: by topic its documents, the best first. As trec_eval does, by score alone, the greater
/// name first where scores are equal.
///
/// # Errors
/// [`Error::Io`]; [`Error::Argument`] with the line for one that has not six columns or no score.
pub fn read_ranked(path: &Path) -> Result<HashMap<String, Vec<String>>> {
    let text = read(path)?;
    let mut scored: HashMap<String, Vec<(f64, String)>> = HashMap::new();
    for (n, line) in text.lines().enumerate() {
        let cells: Vec<&str> = line.split_whitespace().collect();
        let [topic, _, doc, _, score, _] = cells[..] else {
            if cells.is_empty() {
                continue;
            }
            return Err(wrong(path, n, "no line of a run: it has not six columns"));
        };
        let score: f64 = score
            .parse()
            .ok()
            .filter(|score: &f64| !score.is_nan())
            .ok_or_else(|| wrong(path, n, "no line of a run: the score is not a number"))?;
        let of_topic = scored.entry(topic.to_owned()).or_default();
        of_topic.push((score, doc.to_owned()));
    }
    let ranked = scored.into_iter().map(|(topic, mut docs)| {
        docs.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| b.1.cmp(&a.1)));
        (topic, docs.into_iter().map(|(_, doc)| doc).collect())
    });
    Ok(ranked.collect())
}

fn read(path: &Path) -> Result<String> {
    let failed = |e| Error::io("cannot read", path, e);
    if fs_err::metadata(path).map_err(failed)?.len() > LARGEST {
        return Err(Error::Argument {
            message: format!("{} is larger than 1 GiB", path.display()),
            help: None,
        });
    }
    let text = fs_err::read_to_string(path).map_err(failed)?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

fn wrong(path: &Path, line: usize, why: &str) -> Error {
    Error::Argument {
        message: format!("{}:{}: {why}", path.display(), line + 1),
        help: Some("mend the line, or give another file".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs_err::write(file.path(), text).unwrap();
        file
    }

    #[test]
    fn topics_are_read_with_as_much_as_is_told() {
        let topics = file("\u{feff}1\tferry aground\r\n\n2\tash\tThe eruption\tNot other ones\n");
        let topics = read_topics(topics.path()).unwrap();
        let told = |n: usize| {
            let topic: &JudgedTopic = &topics[n];
            let more = (topic.description.as_deref(), topic.narrative.as_deref());
            (topic.id.as_str(), topic.title.as_str(), more)
        };
        assert_eq!(told(0), ("1", "ferry aground", (None, None)));
        let more = (Some("The eruption"), Some("Not other ones"));
        assert_eq!(told(1), ("2", "ash", more));
        for (text, line) in [
            ("1 ferry\n", ":1:"),
            ("1\ta\n1\tb\n", ":2:"),
            ("\ta\n", ":1:"),
        ] {
            let error = read_topics(file(text).path()).unwrap_err().to_string();
            assert!(error.contains(line), "{error}");
        }
    }

    #[test]
    fn runs_are_read_by_score() {
        let run = file("1 Q0 a 1 0.5 x\n2 Q0 z 1 1 x\n\n1\tQ0 b 9 7e0 x\n1 Q0 c 2 0.5 x\n");
        let ranked = read_ranked(run.path()).unwrap();
        assert_eq!(ranked["1"], ["b", "c", "a"]);
        assert_eq!(ranked["2"], ["z"]);
        for text in ["1 Q0 a 1 0.5\n", "1 Q0 a 1 high x\n", "1 Q0 a 1 NaN x\n"] {
            assert!(read_ranked(file(text).path()).is_err(), "{text}");
        }
    }
}
