//! Operators of places in the tree: two operands near each other, counted ones, those at the beginning. Part of the
//! parser; what may stand in them is decided in `operand`.

use super::affixes::join_clauses;
use super::ast::Ast;
use super::display::short;
use super::fields::FieldSpec;
use super::lex::{Token, TokenKind};
use super::note::{NoteKind, QueryError, Span};
use super::operand::{Node, Placeless, refused};
use super::operators::{Function, Infix};
use super::parse::{Clause, MAX_DEPTH, Mixture, Parser};
use super::plain::text_of;

/// An operator between two operands, with the NOT before it.
struct Operator<'a> {
    infix: Infix,
    token: Token<'a>,
    negated: bool,
}

impl<'a> Parser<'a, '_> {
    /// Operands and the proximities between them, from the left.
    pub(super) fn proximity(
        &mut self,
        field: Option<&'a FieldSpec>,
        mixture: &mut Mixture,
    ) -> Clause {
        let mut left = self.unary(field)?;
        while let Some(operator) = self.operator() {
            if !self.operand_follows(operator.token) {
                continue;
            }
            let right = self.unary(field)?;
            left = match (left, right) {
                (Some(left), Some(right)) => Some(self.near(left, right, &operator, mixture)?),
                (left, right) => {
                    if !self.leaves.is_full() {
                        self.ignore_operator(operator.token);
                    }
                    left.or(right)
                }
            };
        }
        Ok(left)
    }

    /// `NEAR/5`, or `NOT` in any case and then `NEAR/5`.
    fn operator(&mut self) -> Option<Operator<'a>> {
        let token = self.peek()?;
        if let TokenKind::Infix(infix) = token.kind {
            self.at += 1;
            let negated = false;
            return Some(Operator {
                infix,
                token,
                negated,
            });
        }
        let not = match token.kind {
            TokenKind::Not => true,
            TokenKind::Value { text: false } => {
                token.glyphs.len() == 3 && text_of(token.glyphs).eq_ignore_ascii_case("not")
            }
            _ => false,
        };
        let next = self.tokens.get(self.at + 1).copied()?;
        let TokenKind::Infix(infix) = next.kind else {
            return None;
        };
        not.then(|| {
            self.at += 2;
            Operator {
                infix,
                token: next,
                negated: true,
            }
        })
    }

    fn near(
        &mut self,
        left: Node,
        right: Node,
        operator: &Operator,
        mixture: &mut Mixture,
    ) -> Result<Node, QueryError> {
        let not = if operator.negated { "NOT " } else { "" };
        let shown = format!("{not}{}", text_of(operator.token.glyphs));
        let span = operator.token.span();
        if let Some(error) = near_error(&left, &right, &shown, span) {
            self.leaves.notes.fail(error)?;
            mixture.and = true;
            return Ok(beside(left, right));
        }
        if left.joined || right.joined {
            self.note_distributed(&shown, span);
        }
        let depth = 1 + left.depth.max(right.depth);
        let (left, right) = (Box::new(left.ast), Box::new(right.ast));
        let negated = operator.negated;
        let ast = match operator.infix {
            Infix::Near { distance, ordered } => Ast::Near {
                left,
                right,
                distance,
                ordered,
                negated,
            },
            Infix::Same(unit) | Infix::OrderedSame(unit) => Ast::Same {
                left,
                right,
                unit,
                negated,
            },
        };
        Ok(Node {
            ast,
            placeless: None,
            joined: false,
            depth,
        })
    }

    /// What stands before brackets and what stands in them.
    pub(super) fn function(
        &mut self,
        function: Function,
        name: Token<'a>,
        field: Option<&'a FieldSpec>,
    ) -> Clause {
        let shown = format!("{}(...)", text_of(name.glyphs));
        let inner = match self.peek().map(|token| token.kind) {
            Some(TokenKind::Open) => {
                let first = self.at;
                let inner = self.brackets(field)?;
                if self.at == first + 2 {
                    let message = format!("nothing stands between the brackets of `{shown}`");
                    let help = format!("write {}", shown.replace("...", "word"));
                    let error = QueryError::new(name.span(), message).help(help);
                    self.leaves.notes.fail(error)?;
                }
                inner
            }
            // Factiva's `atleast3 word`.
            Some(TokenKind::Value { .. } | TokenKind::Quoted { .. } | TokenKind::Regex { .. }) => {
                self.clause(field)?
            }
            _ => {
                self.ignore_operator(name);
                None
            }
        };
        match inner {
            Some(inner) => self.wrap(inner, function, &shown, name.span()).map(Some),
            None => Ok(None),
        }
    }

    /// A clause counted, or taken from the beginning, or by its letters.
    pub(super) fn wrap(
        &mut self,
        inner: Node,
        function: Function,
        shown: &str,
        span: Span,
    ) -> Result<Node, QueryError> {
        let error = match inner.placeless {
            Some((what, at)) => Some(refused(what, at, shown, None)),
            None => too_deep(inner.depth, span),
        };
        if let Some(error) = error {
            self.leaves.notes.fail(error)?;
            return Ok(inner);
        }
        if inner.joined {
            self.note_distributed(shown, span);
        }
        let depth = inner.depth + 1;
        let node = inner.map(|ast| {
            let inner = Box::new(ast);
            match function {
                Function::AtLeast(count) => Ast::AtLeast { count, inner },
                Function::First(words) => Ast::First { words, inner },
                Function::Cased(case) => Ast::Cased { case, inner },
            }
        });
        Ok(Node {
            depth,
            joined: false,
            ..node
        })
    }

    fn note_distributed(&mut self, shown: &str, span: Span) {
        let text = if shown.ends_with(')') {
            format!("words joined by AND in `{shown}`: it holds for each of them by itself")
        } else {
            format!("words joined by AND beside `{shown}`: it holds for each of them by itself")
        };
        self.leaves.notes.add(NoteKind::Meaning, span, text);
    }
}

/// Two clauses side by side. A group on the left grows, so that a long chain does not become a deep tree.
fn beside(left: Node, right: Node) -> Node {
    let (left_ast, right_ast) = (left.ast, right.ast);
    let clauses = match left_ast {
        Ast::And {
            mut clauses,
            implicit: true,
        } => {
            // What is side by side now may be one word.
            let last = clauses.pop();
            clauses.extend(join_clauses(last.into_iter().chain([right_ast]).collect()));
            clauses
        }
        left_ast => join_clauses(vec![left_ast, right_ast]),
    };
    let ast = match <[Ast; 1]>::try_from(clauses) {
        Ok([one]) => one,
        Err(clauses) => Ast::And {
            clauses,
            implicit: true,
        },
    };
    Node {
        ast,
        placeless: left.placeless.or(right.placeless),
        joined: true,
        depth: left.depth.max(right.depth),
    }
}

fn near_error(left: &Node, right: &Node, shown: &str, span: Span) -> Option<QueryError> {
    if let Some((what, at)) = left.placeless.or(right.placeless) {
        let straight = !shown.starts_with("NOT ");
        let form = match (&left.ast, &right.ast) {
            (Ast::Not(left), right) if straight => format!(
                "write {} NOT {shown} {}",
                short(right, true),
                short(left, true)
            ),
            (left, Ast::Not(right)) if straight => format!(
                "write {} NOT {shown} {}",
                short(left, true),
                short(right, true)
            ),
            (Ast::Must(left), right) => {
                format!(
                    "write +({} {shown} {})",
                    short(left, true),
                    short(right, true)
                )
            }
            _ => String::new(),
        };
        let fits = matches!(what, Placeless::Negated | Placeless::Kept) && !form.is_empty();
        return Some(refused(what, at, shown, fits.then_some(form)));
    }
    too_deep(left.depth.max(right.depth), span)
}

fn too_deep(depth: usize, span: Span) -> Option<QueryError> {
    (depth >= MAX_DEPTH).then(|| {
        let message = format!("operators stand deeper than {MAX_DEPTH} in each other");
        QueryError::new(span, message)
            .help("write the inner ones as a query of their own, or join groups by OR")
    })
}
