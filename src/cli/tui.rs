//! `dateline tui`: the interactive view, its options from the command line, and what it chose to
//! standard output.

use anyhow::Context;
use clap::{CommandFactory, Parser};
use etcetera::BaseStrategy;

use super::args::{Args, Command, Tui, parse_collapse};
use super::config::Config;
use super::{Exit, next, plan, saved, sync};
use crate::index::Archive;
use crate::output::{ColorChoice, Console, LinkChoice, Links, Out, Streams, one_line};
use crate::search::{Request, Searcher};
use crate::tui::{Colors, Options, Outcome, ThemeChoice};

pub(super) fn run(args: &Tui, config: &Config) -> anyhow::Result<Exit> {
    let archive = match args.within.is_empty() {
        true => Archive::open(&plan::index_dir(args.place.index.as_deref())?)?,
        false => sync::synchronised(&args.within, false)?,
    };
    open(&archive, args, config)
}

/// `dateline` alone: the view where there is a terminal, else the help.
pub(super) fn bare(config: &Config) -> anyhow::Result<Exit> {
    let terminal = Streams::now().all();
    let parsed = Args::try_parse_from(["dateline", "tui"])?;
    if let Some(Command::Tui(mut tui)) = parsed.command
        && terminal
        && let Some(dir) = next::unnamed()
        && dir.is_dir()
    {
        tui.place.index = Some(dir);
        return run(&tui, config);
    }
    if terminal {
        next::welcome();
        return Ok(Exit::Success);
    }
    let mut out = Out::new(ColorChoice::Never);
    out.bytes(Args::command().render_help().to_string().as_bytes())?;
    out.finish()?;
    Ok(Exit::Misused)
}

/// Opens the view over an index.
pub(super) fn open(archive: &Archive, args: &Tui, config: &Config) -> anyhow::Result<Exit> {
    let searcher = Searcher::open(archive)?;
    let options = options(args, config)?;
    if let Some(query) = &args.filter {
        return filter(&searcher, query, &options, args);
    }
    let wanted = options.picks;
    let outcome = crate::tui::run(searcher, &options)?;
    let (ids, query) = match outcome {
        Outcome::Stopped => return Ok(Exit::Interrupted),
        Outcome::Left { query } => (Vec::new(), query),
        Outcome::Chosen { ids, query } => (ids, query),
    };
    print(args, &query, &ids)?;
    Ok(match ids.is_empty() && wanted {
        true => Exit::Nothing,
        false => Exit::Success,
    })
}

fn print(args: &Tui, query: &str, ids: &[String]) -> anyhow::Result<()> {
    let mut out = Out::new(ColorChoice::Never);
    let mut item = |text: &str| {
        out.bytes(text.as_bytes())?;
        out.bytes(if args.null { b"\0" } else { b"\n" })
    };
    if args.print_query {
        item(&one_line(query))?;
    }
    for id in ids {
        match args.null {
            true => item(id)?,
            false => item(&one_line(id))?,
        }
    }
    Ok(out.finish()?)
}

/// Ids of what a query finds, in pages, without a view.
fn filter(searcher: &Searcher, query: &str, options: &Options, args: &Tui) -> anyhow::Result<Exit> {
    const PAGE: usize = 1000;
    let mut request = Request::new(if query.trim().is_empty() { "*" } else { query });
    request.saved = saved::for_query(query)?;
    request.filters = options.filters.clone();
    (request.since, request.until) = (options.since.clone(), options.until.clone());
    (request.sort, request.collapse) = (options.sort, options.collapse.clone());
    request.limit = PAGE;
    request.snippets = None;
    let mut found = false;
    if args.print_query {
        print(args, query, &[])?;
    }
    let plain = Tui {
        print_query: false,
        ..args.clone()
    };
    loop {
        let mut response = searcher.search(&request)?;
        let ids: Vec<String> = response.hits.drain(..).map(|hit| hit.id).collect();
        found |= !ids.is_empty();
        print(&plain, "", &ids)?;
        match response.next.take() {
            Some(next) => request.after = Some(next),
            None => break,
        }
    }
    Ok(if found { Exit::Success } else { Exit::Nothing })
}

/// The view's options where nothing was typed for it.
pub(super) fn usual(config: &Config) -> anyhow::Result<Options> {
    let parsed = Args::try_parse_from(["dateline", "tui"])?;
    match parsed.command {
        Some(Command::Tui(tui)) => options(&tui, config),
        _ => Ok(Options::default()),
    }
}

fn options(args: &Tui, config: &Config) -> anyhow::Result<Options> {
    let settings = config.tui();
    let history = history_file()?;
    let collapse = match &args.collapse {
        Some(text) => parse_collapse(text).unwrap_or_default(),
        None => settings.collapse,
    };
    let colors = match settings.colors.as_str() {
        "none" => Colors::None,
        "16" => Colors::Ansi16,
        "256" => Colors::Indexed256,
        "true" => Colors::True,
        _ => Colors::of_environment(),
    };
    let color = Console::chosen().color;
    Ok(Options {
        query: args.query.clone(),
        filters: plan::filters(&args.source, &[], &args.narrow)?,
        since: args.since.clone(),
        until: args.until.clone(),
        sort: args.sort.unwrap_or(settings.sort),
        collapse,
        facets: facets(&settings.facets)?,
        picks: !Out::is_terminal(),
        select_one: args.select_1,
        preview: settings.preview,
        theme: match settings.theme.as_str() {
            "dark" => ThemeChoice::Dark,
            "light" => ThemeChoice::Light,
            _ => ThemeChoice::Auto,
        },
        colors: match color {
            ColorChoice::Never => Colors::None,
            ColorChoice::Always if colors == Colors::None => Colors::Ansi16,
            _ => colors,
        },
        ascii: settings.ascii.unwrap_or_else(|| !utf8_locale()),
        motion: !settings.reduced_motion,
        mouse: settings.mouse,
        bidi: !settings.terminal_bidi,
        links: Links::new(LinkChoice::Auto).is_linked(),
        keys: settings.keys,
        saved: saved::all()?,
        history: crate::user::read_history(&history)?,
        history_file: (settings.history > 0).then_some((history, settings.history)),
        saved_file: Some(saved::saved_file()?),
        copy: settings.copy,
        browser: settings.browser,
        trace: args.trace.clone(),
    })
}

/// Names of facets: how many values are shown is up to the view.
fn facets(wanted: &[String]) -> anyhow::Result<Vec<String>> {
    let name = |text: &String| Ok(plan::facet(text, 1)?.facet);
    wanted.iter().map(name).collect()
}

/// The file of earlier queries, in the user's folder for what programs remember.
fn history_file() -> anyhow::Result<std::path::PathBuf> {
    let base = etcetera::choose_base_strategy().context("cannot tell the user's state folder")?;
    let folder = base.state_dir().unwrap_or_else(|| base.data_dir());
    Ok(folder.join("dateline").join("history"))
}

/// Whether the locale says that the terminal takes UTF-8.
fn utf8_locale() -> bool {
    let names = ["LC_ALL", "LC_CTYPE", "LANG"];
    let set = names
        .iter()
        .filter_map(|n| std::env::var(n).ok())
        .find(|v| !v.is_empty());
    // Where nothing is said, as in many containers, the terminal outside is most likely UTF-8.
    set.is_none_or(|v| {
        let v = v.to_lowercase();
        v.contains("utf-8") || v.contains("utf8")
    })
}
