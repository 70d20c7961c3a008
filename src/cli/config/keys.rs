//! Every key of the config file: name, kind, default, meaning, environment variable. The file that `config init`
//! writes, the checks of `read`, `config show` and the defaults of options all come from here.

use crate::cli::args::{check_collapse, check_size};
use crate::cli::plan;
use crate::output::shell_words;
use crate::search::Sort;

/// What a key takes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// A text that passes a check.
    Text(Check),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// `"auto"`, true or false; kept as text.
    AutoSwitch,
    /// True or false.
    Switch,
    /// A whole number, both ends included.
    Number(u64, u64),
    /// A list of texts that each pass a check.
    List(Check),
    /// A table of actions with a key or a list of keys each.
    Keys,
}

/// Says what is wrong with a text, if anything is.
pub(super) type Check = fn(&str) -> Result<(), String>;

/// An option of some commands whose default a key is.
#[derive(Debug, Clone, Copy)]
pub(super) struct OptionOf {
    /// The commands, each as the words after `dateline`.
    pub(super) commands: &'static [&'static [&'static str]],
    /// The option's name in clap.
    pub(super) id: &'static str,
    /// The value that leaves the option as it is without a config file.
    pub(super) unset: Option<&'static str>,
}

/// A key.
#[derive(Debug, Clone, Copy)]
pub(super) struct Key {
    /// Its name with its tables: `search.limit`.
    pub(super) name: &'static str,
    pub(super) kind: Kind,
    /// Its default as TOML.
    pub(super) default: &'static str,
    /// What it does; a line of the file each.
    pub(super) help: &'static [&'static str],
    /// The environment variable that is stronger than the file.
    pub(super) env: Option<&'static str>,
    /// The option of every command that is stronger than both.
    pub(super) flag: Option<&'static str>,
    /// The option whose default it is.
    pub(super) option: Option<OptionOf>,
}

const WHEN: Kind = Kind::Choice(&["auto", "always", "never"]);
const SEARCHES: &[&[&str]] = &[&["search"], &["saved", "run"]];
const INDEXES: &[&[&str]] = &[&["index"]];

/// A key without variable, flag and option.
const fn key(
    name: &'static str,
    kind: Kind,
    default: &'static str,
    help: &'static [&'static str],
) -> Key {
    Key {
        name,
        kind,
        default,
        help,
        env: None,
        flag: None,
        option: None,
    }
}

impl Key {
    const fn env(mut self, name: &'static str) -> Key {
        self.env = Some(name);
        self
    }

    const fn flag(mut self, name: &'static str) -> Key {
        self.flag = Some(name);
        self
    }

    const fn option(
        mut self,
        commands: &'static [&'static [&'static str]],
        id: &'static str,
    ) -> Key {
        self.option = Some(OptionOf {
            commands,
            id,
            unset: None,
        });
        self
    }

    const fn unset(mut self, value: &'static str) -> Key {
        if let Some(option) = &mut self.option {
            option.unset = Some(value);
        }
        self
    }

    /// The key's table and its name there; the uppermost table is the empty text.
    pub(super) fn parts(&self) -> (&'static str, &'static str) {
        self.name.rsplit_once('.').unwrap_or(("", self.name))
    }

    /// The key of this name.
    pub(super) fn named(name: &str) -> Option<&'static Key> {
        KEYS.iter().find(|key| key.name == name)
    }
}

/// All keys, table by table.
pub(super) const KEYS: &[Key] = &[
    key("index", Kind::Text(anything), "\"\"", &[
        "Folder of the index, where neither --index nor DATELINE_INDEX names one and no folder",
        "upwards has a .dateline. ~/ is your folder; a relative path begins at this file's.",
        "Empty: in the user's data folder.",
    ])
    .env("DATELINE_INDEX"),
    key("color", WHEN, "\"auto\"", &[
        "When to use colours: auto, always, never. With auto NO_COLOR, CLICOLOR_FORCE and TERM decide.",
    ])
    .flag("--color"),
    key("hyperlinks", WHEN, "\"auto\"", &[
        "When headlines and addresses are links of the terminal: auto, always, never. auto asks",
        "FORCE_HYPERLINK and the names that terminals give themselves.",
    ])
    .flag("--hyperlinks"),
    key("paging", WHEN, "\"auto\"", &[
        "When a pager shows the output: auto (on a terminal, what people read), always (data",
        "too), never. In a pipe there is none.",
    ])
    .flag("--paging"),
    key("pager", Kind::Text(command), "\"\"", &[
        "The pager and its options, split as a shell does; no shell is run.",
        "Empty: PAGER, else less -FRX.",
    ])
    .env("DATELINE_PAGER"),
    key("log_format", Kind::Choice(&["text", "json"]), "\"text\"", &[
        "Form of notes, errors, progress and logs on standard error: text, json (an object a line).",
    ])
    .flag("--log-format"),
    key("search.limit", Kind::Number(0, 1_000_000), "10", &["Hits to show."])
        .option(SEARCHES, "limit"),
    key("search.sort", Kind::Text(sort), "\"relevance\"", &[
        "Order of the hits, up to four keys: relevance, newest, oldest, source, words, -words,",
        "updated; source,newest.",
    ])
    .option(SEARCHES, "sort"),
    key("search.match", Kind::Text(matching), "\"relaxed\"", &[
        "How many of the plain words an article must have: relaxed, all, any, 3, 75%.",
    ])
    .option(SEARCHES, "matching"),
    key("search.collapse", Kind::Text(collapse), "\"none\"", &[
        "One copy of each story: none, earliest, longest, source:NAME, field:FACET.",
    ])
    .option(SEARCHES, "collapse")
    .unset("none"),
    key("search.facets", Kind::List(facet), "[]", &[
        "Facets to count, as after --facet: [\"source\", \"year:5\"]. --facet none counts none.",
    ])
    .option(SEARCHES, "facet"),
    key("ingest.memory", Kind::Text(check_size), "\"600MB\"", &[
        "Memory that `dateline index` stays within, such as 600MB or 2GB.",
    ])
    .option(INDEXES, "memory"),
    key("ingest.threads", Kind::Number(0, 64), "0", &[
        "Threads that `dateline index` indexes with. 0: one a core, at most 8.",
    ])
    .option(INDEXES, "threads")
    .unset("0"),
    key("tui.theme", Kind::Choice(&["auto", "dark", "light"]), "\"auto\"", &[
        "Colours for a dark or a light terminal: auto, dark, light.",
    ]),
    key("tui.colors", Kind::Choice(&["auto", "16", "256", "true", "none"]), "\"auto\"", &[
        "How many colours: auto, 16, 256, true, none.",
    ]),
    key("tui.ascii", Kind::AutoSwitch, "\"auto\"", &[
        "Lines and bars of plain ASCII: \"auto\" (by the locale), true, false.",
    ]),
    key("tui.mouse", Kind::Switch, "true", &["Whether the mouse clicks and scrolls."]),
    key("tui.motion", Kind::Choice(&["full", "reduced"]), "\"full\"", &[
        "full, or reduced: nothing moves by itself.",
    ]),
    key("tui.bidi", Kind::Choice(&["ours", "terminal"]), "\"ours\"", &[
        "Who puts lines from right to left in order: ours, terminal.",
    ]),
    key(
        "tui.facets",
        Kind::List(facet),
        "[\"source\", \"section\", \"year\", \"place\", \"language\", \"agency\", \"author\", \"property\"]",
        &["Facets in the left pane, from the top."],
    ),
    key("tui.sort", Kind::Text(sort), "\"relevance\"", &["Order at the start, as search.sort."]),
    key("tui.collapse", Kind::Text(collapse), "\"earliest\"", &[
        "One copy of each story at the start, as search.collapse.",
    ]),
    key("tui.history", Kind::Number(0, 1_000_000), "1000", &[
        "Queries that are remembered; 0: none, and none is written.",
    ]),
    key("tui.preview", Kind::AutoSwitch, "\"auto\"", &[
        "The article beside the list: \"auto\" (where there is room), true, false.",
    ]),
    key("tui.copy", Kind::Text(command), "\"\"", &[
        "Command that gets on its standard input what `y` copies. Empty: the terminal's own",
        "clipboard (OSC 52).",
    ]),
    key("tui.browser", Kind::Text(command), "\"\"", &[
        "Command that opens an address, which is added to it. Empty: the system's browser.",
    ]),
    key("tui.keys", Kind::Keys, "{}", &[
        "Keys of actions, one or a list; what is not named stays as it is. `?` in the view lists",
        "the actions. For instance: similar = \"s\", quit = [\"q\", \"ctrl-c\"].",
    ]),
];

fn anything(_: &str) -> Result<(), String> {
    Ok(())
}

fn command(text: &str) -> Result<(), String> {
    shell_words(text).map(drop)
}

fn sort(text: &str) -> Result<(), String> {
    text.parse::<Sort>().map(drop)
}

fn matching(text: &str) -> Result<(), String> {
    let wrong = "expected relaxed, all, any, a number or a percentage such as 75%";
    plan::matching(text).map(drop).map_err(|_| wrong.to_owned())
}

fn collapse(text: &str) -> Result<(), String> {
    check_collapse(text)
}

fn facet(text: &str) -> Result<(), String> {
    if text.is_empty() {
        return Err("expected the name of a facet".to_owned());
    }
    let wrong = "expected a facet and a number of values, such as year:5";
    plan::facet(text, 1).map(drop).map_err(|_| wrong.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_declared_once_and_tables_stand_together() {
        for (n, key) in KEYS.iter().enumerate() {
            let same = KEYS.iter().filter(|other| other.name == key.name).count();
            assert_eq!(same, 1, "{}", key.name);
            let again = KEYS[n..]
                .iter()
                .skip_while(|other| other.parts().0 == key.parts().0);
            let mut after = again.filter(|other| other.parts().0 == key.parts().0);
            assert!(
                after.next().is_none(),
                "the table of {} is torn apart",
                key.name
            );
            assert!(key.help.iter().all(|line| line.len() <= 96), "{}", key.name);
        }
    }

    #[test]
    fn options_that_keys_speak_for_are_there() {
        use clap::CommandFactory;
        let program = crate::cli::args::Args::command();
        for option in KEYS.iter().filter_map(|key| key.option) {
            for words in option.commands {
                let found = words
                    .iter()
                    .try_fold(&program, |at, word| at.find_subcommand(word));
                let command = found.unwrap_or_else(|| panic!("no command {words:?}"));
                let ids = command.get_arguments().map(|arg| arg.get_id().as_str());
                assert!(
                    ids.into_iter().any(|id| id == option.id),
                    "{words:?} {}",
                    option.id
                );
            }
        }
    }
}
