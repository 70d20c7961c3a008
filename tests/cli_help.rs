//! The help of every command as it is printed: golden files, and that both kinds of it go to
//! standard output.

mod support;

use support::{World, check_golden};

/// Names of the commands below one, from its short help.
fn below(world: &World, command: &[&str]) -> Vec<String> {
    let ran = world.ok(&[command, &["-h"]].concat());
    let listed = ran.out.split("\nCommands:\n").nth(1).unwrap_or_default();
    let listed = listed.split("\n\n").next().unwrap_or_default();
    // A line that goes on is further to the right.
    let names = listed.lines().filter(|line| !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next());
    names
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_help_of_every_command_is_as_recorded() {
    let world = World::new();
    let mut open: Vec<Vec<String>> = vec![Vec::new()];
    let mut seen = 0;
    while let Some(names) = open.pop() {
        seen += 1;
        let command: Vec<&str> = names.iter().map(String::as_str).collect();
        let file = [&["dateline"], command.as_slice()].concat().join("-");
        for (flag, kind) in [("-h", "short"), ("--help", "long")] {
            let ran = world.ok(&[command.as_slice(), &[flag]].concat());
            assert_eq!(ran.err, "", "{command:?} {flag}");
            let wide = ran.out.lines().find(|line| line.chars().count() > 80);
            assert_eq!(wide, None, "{command:?} {flag}");
            check_golden(&format!("help/{file}.{kind}.txt"), &ran.out);
        }
        for name in below(&world, &command) {
            open.push([names.as_slice(), &[name]].concat());
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn what_the_environment_holds_is_not_printed() {
    let world = World::new();
    let mut command = world.command(&["search", "--help"]);
    command.env("DATELINE_INDEX", "secret-folder");
    let ran = support::of(command.output().unwrap());
    assert!(ran.out.contains("DATELINE_INDEX"));
    assert!(!ran.out.contains("secret-folder"));
}
