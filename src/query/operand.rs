//! What the parser knows of a clause besides its tree: whether it has a place in the text, and how deep it is. So a
//! proximity is checked without a walk through its operands.

use super::ast::Ast;
use super::fields::FieldSpec;
use super::note::{QueryError, Span};

/// A clause on its way into the tree.
#[derive(Debug)]
pub(crate) struct Node {
    pub(crate) ast: Ast,
    /// The first part of it that has no place in the text.
    pub(crate) placeless: Option<(Placeless, Span)>,
    /// Whether clauses are joined by AND in it.
    pub(crate) joined: bool,
    /// How many operators of places stand in each other.
    pub(crate) depth: usize,
}

/// What stands nowhere in a text, so that nothing is near it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Placeless {
    All,
    Negated,
    Kept,
    Date,
    Number,
    Whole,
    Property,
    Like,
    Saved,
}

impl Node {
    /// A leaf of a field, typed at `span`.
    pub(crate) fn leaf(ast: Ast, field: Option<&FieldSpec>, span: Span) -> Node {
        let whole = field.is_some_and(|field| field.kind.is_whole());
        let placeless = match &ast {
            Ast::All | Ast::Nothing => Some(Placeless::All),
            Ast::Date { .. } => Some(Placeless::Date),
            Ast::Number { .. } => Some(Placeless::Number),
            Ast::Property { .. } => Some(Placeless::Property),
            Ast::Like { .. } => Some(Placeless::Like),
            Ast::Saved { .. } => Some(Placeless::Saved),
            Ast::Wildcard { pattern, .. } if pattern.is_everything() => Some(Placeless::All),
            _ if whole => Some(Placeless::Whole),
            _ => None,
        };
        let placeless = placeless.map(|what| (what, span));
        Node {
            ast,
            placeless,
            joined: false,
            depth: 0,
        }
    }

    /// Several clauses as one; none for none.
    pub(crate) fn join(
        nodes: Vec<Node>,
        and: bool,
        join: impl FnOnce(Vec<Ast>) -> Option<Ast>,
    ) -> Option<Node> {
        let placeless = nodes.iter().find_map(|node| node.placeless);
        let joined = nodes.iter().any(|node| node.joined);
        let depth = nodes.iter().map(|node| node.depth).max().unwrap_or(0);
        let ast = join(nodes.into_iter().map(|node| node.ast).collect())?;
        let joined = joined || (and && matches!(ast, Ast::And { .. }));
        Some(Node {
            ast,
            placeless,
            joined,
            depth,
        })
    }

    /// The clause with its tree changed.
    pub(crate) fn map(self, change: impl FnOnce(Ast) -> Ast) -> Node {
        Node {
            ast: change(self.ast),
            ..self
        }
    }

    /// The clause with a sign before it, which has no meaning in an operand.
    pub(crate) fn signed(
        self,
        what: Placeless,
        span: Span,
        change: impl FnOnce(Ast) -> Ast,
    ) -> Node {
        let placeless = self.placeless.or(Some((what, span)));
        Node {
            placeless,
            ..self.map(change)
        }
    }
}

/// The error for a clause without a place inside `operator`, with the form that works.
pub(crate) fn refused(
    what: Placeless,
    span: Span,
    operator: &str,
    form: Option<String>,
) -> QueryError {
    let (name, reason) = match what {
        Placeless::All => ("`*`", "it stands for whatever there is"),
        Placeless::Negated => (
            "a negated clause",
            "what is not there has no place in the text",
        ),
        Placeless::Kept => ("`+`", "it says which clauses of the whole query are kept"),
        Placeless::Date => ("a date", NO_PLACE),
        Placeless::Number => ("a number", NO_PLACE),
        Placeless::Whole => ("a value that is taken as a whole", NO_PLACE),
        Placeless::Property => ("a property", NO_PLACE),
        Placeless::Like => ("`like:`", NO_PLACE),
        Placeless::Saved => ("`saved:`", "it is a query of its own"),
    };
    let form = form.unwrap_or_else(|| {
        let example = if operator.ends_with(')') {
            operator.replace("...", "a")
        } else if operator.starts_with("/F") {
            format!("a{operator}")
        } else {
            format!("a {operator} b")
        };
        match what {
            Placeless::All => {
                format!("write it beside, or an open place in a phrase: {example}, \"a * b\"")
            }
            Placeless::Negated => format!("put it beside: {example} -c"),
            Placeless::Kept => format!("put it before all of it: +({example})"),
            Placeless::Date => format!("put it beside: {example} date:2017"),
            Placeless::Number => format!("put it beside: {example} words:>1000"),
            Placeless::Whole => format!("put it beside: {example} source:name"),
            Placeless::Property => format!("put it beside: {example} has:caption"),
            Placeless::Like => format!("put it beside: {example} like:ID"),
            Placeless::Saved => format!("put it beside: {example} saved:name"),
        }
    });
    let message = format!("{name} cannot stand inside `{operator}`: {reason}");
    QueryError::new(span, message).help(form)
}

const NO_PLACE: &str = "it is of the whole article and has no place in the text";
