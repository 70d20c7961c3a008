//! A tree as indented lines, for people who ask how a query was read.

use super::ast::{Ast, LetterCase, TextUnit};

/// One line a node, two spaces a level; leaves in the form that they are typed in.
pub(super) fn outline(ast: &Ast) -> Vec<String> {
    let mut lines = Vec::new();
    write(ast, 0, &mut lines);
    lines
}

fn write(ast: &Ast, level: usize, lines: &mut Vec<String>) {
    let (name, operands): (String, Vec<&Ast>) = match ast {
        Ast::And { clauses, implicit } => {
            let name = if *implicit {
                "all of (set side by side)"
            } else {
                "all of"
            };
            (name.to_owned(), clauses.iter().collect())
        }
        Ast::Or(clauses) => ("any of".to_owned(), clauses.iter().collect()),
        Ast::Not(inner) => ("not".to_owned(), vec![inner]),
        Ast::Must(inner) => ("in any case".to_owned(), vec![inner]),
        Ast::Boost(inner, weight) => (format!("weight {weight}"), vec![inner]),
        Ast::Near {
            left,
            right,
            distance,
            ordered,
            negated,
        } => {
            let order = if *ordered { ", in this order" } else { "" };
            let name = match negated {
                true => format!("the first without the second within {distance}{order}"),
                false => format!("at most {distance} apart{order}"),
            };
            (name, vec![left, right])
        }
        Ast::Same {
            left,
            right,
            unit,
            negated,
        } => {
            let unit = match unit {
                TextUnit::Sentence => "sentence",
                TextUnit::Paragraph => "paragraph",
            };
            let name = match negated {
                true => format!("the first without the second in its {unit}"),
                false => format!("in one {unit}"),
            };
            (name, vec![left, right])
        }
        Ast::AtLeast { count, inner } => (format!("at least {count} times"), vec![inner]),
        Ast::First { words, inner } => (
            format!("in the first {words} words of the body"),
            vec![inner],
        ),
        Ast::Cased { case, inner } => {
            let name = match case {
                LetterCase::Some => "printed with a capital",
                LetterCase::All => "printed in capitals",
                LetterCase::None => "printed without a capital",
            };
            (name.to_owned(), vec![inner])
        }
        leaf => (leaf.to_string(), Vec::new()),
    };
    lines.push(format!("{}{name}", "  ".repeat(level)));
    for operand in operands {
        write(operand, level + 1, lines);
    }
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use super::*;

    #[test]
    fn a_tree_is_a_line_a_node() {
        let parsed = parse("peace -(war OR strife)", &[]).unwrap();
        let lines = outline(&parsed.ast);
        assert_eq!(
            lines,
            [
                "all of (set side by side)",
                "  peace",
                "  not",
                "    any of",
                "      war",
                "      strife",
            ]
        );
    }
}
