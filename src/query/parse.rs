//! Tokens to a tree: brackets, precedence, operators without an operand. Values are made in `leaf`.
//!
//! Precedence, from the tightest:
//! 1. `^2`, then `-`, `+`, `NOT`
//! 2. `NEAR/5`, `PRE/3`, `w/s` and the like, from the left
//! 3. `AND`
//! 4. `OR`
//! 5. words side by side
//!
//! So `a AND b OR c` is `(a AND b) OR c`, as every manual has it, and `peace war OR conflict` is
//! `peace (war OR conflict)`, as who types it means it. A note says how such a mixture was read.

use super::affixes::join_clauses;
use super::ast::Ast;
use super::display::short;
use super::fields::{FieldSpec, FieldTable};
use super::leaf::{Leaves, Value};
use super::lex::{Token, TokenKind, lex, no_value};
use super::note::{Note, NoteKind, Notes, QueryError, Span};
use super::operand::{Node, Placeless};
use super::operators::Function;
use super::plain::{Glyph, plain, text_of};
use super::tokens::{balance, infixes, operators_alone, small_operators};

/// The longest query, in bytes.
pub const MAX_QUERY_BYTES: usize = 64 * 1024;

/// How deep brackets may stand in brackets.
pub const MAX_DEPTH: usize = 64;

/// A tree, and what is to be said about it.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The query as typed; `simplify` makes it shorter.
    pub ast: Ast,
    /// What was ignored, read as text or capped, in the order of the query.
    pub notes: Vec<Note>,
}

/// Reads a query. Linear in its length.
///
/// Plain words never fail: what only looks like an operator is read as text, and a note says so. An empty query is
/// `*`, one of punctuation only finds nothing.
///
/// # Errors
/// A form that is plainly an operator and plainly wrong (`date:2017-13`, `title:` with nothing, a slip in a field's
/// name before a value, a date as an operand of `NEAR/5`), brackets or operators of places deeper than
/// [`MAX_DEPTH`], more than [`MAX_QUERY_BYTES`].
///
/// ```text
/// let parsed = parse("peace talks -date:2017", &fields)?;
/// assert_eq!(parsed.ast.to_string(), "peace talks -date:2017");
/// ```
pub fn parse(text: &str, fields: &[FieldSpec]) -> Result<Parsed, QueryError> {
    read(text, fields, false)
}

/// Reads a query as [`parse`] does, but never fails: an error becomes a note of [`NoteKind::Error`], and the clause
/// that is wrong is read as text, put beside the others, or left out. For views in which a query is read while it is
/// typed. Where [`parse`] succeeds, both give the same.
///
/// ```text
/// parse_lenient("peace date:2017-13", &fields)     peace; note: there is no month 13 in `2017-13`
/// ```
pub fn parse_lenient(text: &str, fields: &[FieldSpec]) -> Parsed {
    read(text, fields, true).unwrap_or_else(|error| Parsed {
        ast: Ast::Nothing,
        notes: vec![Note {
            kind: NoteKind::Error,
            text: error.message,
            start: error.start,
            end: error.end,
        }],
    })
}

fn read(text: &str, fields: &[FieldSpec], lenient: bool) -> Result<Parsed, QueryError> {
    let mut notes = Notes::new(lenient);
    let n_bytes = text.len();
    let mut text = text;
    if n_bytes > MAX_QUERY_BYTES {
        let message = format!("the query has {n_bytes} bytes; the most is {MAX_QUERY_BYTES}");
        let help = "store parts of it and join them: saved:name OR saved:other";
        notes.fail(QueryError::new(Span::new(0, n_bytes), message).help(help))?;
        text = &text[..text.floor_char_boundary(MAX_QUERY_BYTES)];
    }
    let glyphs = plain(text);
    let table = FieldTable::new(fields);
    let mut tokens = lex(&glyphs, &table, &mut notes)?;
    balance(&mut tokens, &mut notes)?;
    infixes(&mut tokens, &mut notes)?;
    small_operators(&tokens, &mut notes);
    operators_alone(&mut tokens, &mut notes);

    let empty = glyphs.iter().all(|g| g.is_space());
    let mut parser = Parser {
        tokens,
        at: 0,
        leaves: Leaves::new(&mut notes),
    };
    let node = parser.group(None)?;
    parser.leaves.finish();
    let ast = match node {
        Some(node) => node.ast,
        None if empty => Ast::All,
        None => {
            let whole = Span::new(0, text.len());
            let remark = "there is nothing to search for in the query";
            notes.add_always(NoteKind::Ignored, whole, remark);
            Ast::Nothing
        }
    };
    let notes = notes.finish(n_bytes);
    Ok(Parsed { ast, notes })
}

pub(super) struct Parser<'a, 't> {
    pub(super) tokens: Vec<Token<'a>>,
    pub(super) at: usize,
    pub(super) leaves: Leaves<'t>,
}

/// Which operators stand beside each other between the same brackets.
#[derive(Default)]
pub(super) struct Mixture {
    pub(super) and: bool,
    or: bool,
}

pub(super) type Clause = Result<Option<Node>, QueryError>;

impl<'a> Parser<'a, '_> {
    pub(super) fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).copied()
    }

    fn at_end(&self) -> bool {
        self.peek()
            .is_none_or(|token| matches!(token.kind, TokenKind::Close))
    }

    /// Clauses up to the closing bracket or the end; all that stands there inherits the field.
    fn group(&mut self, field: Option<&'a FieldSpec>) -> Clause {
        let first = self.at;
        let mut mixture = Mixture::default();
        let mut clauses = Vec::new();
        while !self.at_end() {
            clauses.extend(self.or(field, &mut mixture)?);
        }
        let mut several = false;
        let node = Node::join(clauses, true, |clauses| {
            let clauses = join_clauses(clauses);
            several = clauses.len() > 1;
            joined(clauses, |clauses| Ast::And {
                clauses,
                implicit: true,
            })
        });
        if let (true, Some(node)) = (mixture.or && (mixture.and || several), &node) {
            self.note_precedence(first, &node.ast);
        }
        Ok(node)
    }

    fn note_precedence(&mut self, first: usize, ast: &Ast) {
        let spans = self.tokens[first..self.at].iter().map(|t| t.span());
        let span = spans.reduce(Span::join).unwrap_or_default();
        let text = short(ast, false);
        let text = format!(
            "read as `{text}`: AND binds tighter than OR, OR tighter than words side by side"
        );
        self.leaves.notes.add(NoteKind::Precedence, span, text);
    }

    fn or(&mut self, field: Option<&'a FieldSpec>, mixture: &mut Mixture) -> Clause {
        let mut clauses: Vec<Node> = self.and(field, mixture)?.into_iter().collect();
        while let Some(token) = self.peek().filter(|t| matches!(t.kind, TokenKind::Or)) {
            self.at += 1;
            if self.operand_follows(token) {
                let clause = self.and(field, mixture)?;
                mixture.or |= self.joins(token, &clauses, &clause);
                clauses.extend(clause);
            }
        }
        Ok(Node::join(clauses, false, |clauses| {
            joined(clauses, Ast::Or)
        }))
    }

    fn and(&mut self, field: Option<&'a FieldSpec>, mixture: &mut Mixture) -> Clause {
        let mut clauses: Vec<Node> = self.proximity(field, mixture)?.into_iter().collect();
        while let Some(token) = self.peek().filter(|t| matches!(t.kind, TokenKind::And)) {
            self.at += 1;
            if self.operand_follows(token) {
                let clause = self.proximity(field, mixture)?;
                mixture.and |= self.joins(token, &clauses, &clause);
                clauses.extend(clause);
            }
        }
        Ok(Node::join(clauses, true, |clauses| {
            joined(clauses, |clauses| Ast::And {
                clauses,
                implicit: false,
            })
        }))
    }

    /// Whether an operand stands here, past operators that have none on their left; else the operator before is
    /// ignored too.
    pub(super) fn operand_follows(&mut self, operator: Token) -> bool {
        while let Some(token) = self
            .peek()
            .filter(|t| matches!(t.kind, TokenKind::And | TokenKind::Or | TokenKind::Infix(_)))
        {
            self.ignore_operator(token);
            self.at += 1;
        }
        let follows = !self.at_end();
        if !follows {
            self.ignore_operator(operator);
        }
        follows
    }

    /// Whether an operator has something on both sides: what stood there may have been punctuation only.
    fn joins(&mut self, operator: Token, left: &[Node], right: &Option<Node>) -> bool {
        let joins = !left.is_empty() && right.is_some();
        if !joins && !self.leaves.is_full() {
            self.ignore_operator(operator);
        }
        joins
    }

    pub(super) fn ignore_operator(&mut self, token: Token) {
        let text = format!(
            "`{}` was ignored: nothing stands beside it to join",
            text_of(token.glyphs)
        );
        self.leaves.notes.add(NoteKind::Ignored, token.span(), text);
    }

    /// A clause with what stands before and behind it. Signs are counted, not nested: there may be thousands.
    pub(super) fn unary(&mut self, field: Option<&'a FieldSpec>) -> Clause {
        let (mut negated, mut must) = (false, false);
        let mut signs: Option<Span> = None;
        let mut within: Option<(u32, Token)> = None;
        while let Some(token) = self.peek() {
            let is_sign = matches!(
                token.kind,
                TokenKind::Minus | TokenKind::Not | TokenKind::Plus
            );
            if is_sign {
                signs = Some(signs.map_or(token.span(), |signs| signs.join(token.span())));
            }
            match token.kind {
                TokenKind::Minus => negated = !negated,
                TokenKind::Not => {
                    self.at += 1;
                    if !self.operand_follows(token) {
                        return Ok(None);
                    }
                    negated = !negated;
                    continue;
                }
                TokenKind::Plus => must = true,
                // The first words of the first words are the fewer of them.
                TokenKind::Within(n) => {
                    let fewer = within.is_none_or(|(before, _)| n < before);
                    if fewer {
                        within = Some((n, token));
                    }
                }
                // Only at the start of a group: elsewhere they follow an operand.
                TokenKind::And | TokenKind::Or | TokenKind::Infix(_) => self.ignore_operator(token),
                _ => break,
            }
            self.at += 1;
        }
        let clause = self.clause(field)?;
        let Some(mut node) = clause else {
            if let Some((_, token)) = within {
                self.ignore_operator(token);
            }
            return Ok(None);
        };
        loop {
            match self.peek().map(|token| (token.kind, token)) {
                Some((TokenKind::Boost(weight), _)) => {
                    node = node.map(|ast| Ast::Boost(Box::new(ast), weight));
                }
                Some((TokenKind::Within(words), token)) => {
                    node = self.first(node, words, token)?;
                }
                _ => break,
            }
            self.at += 1;
        }
        if let Some((words, token)) = within {
            let shown = text_of(token.glyphs);
            self.leaves.note_before(&shown, words, token.span());
            node = self.first(node, words, token)?;
        }
        let span = signs.unwrap_or_default();
        Ok(Some(match (negated, must) {
            (true, _) => node.signed(Placeless::Negated, span, Ast::not),
            (false, true) => node.signed(Placeless::Kept, span, |ast| Ast::Must(Box::new(ast))),
            (false, false) => node,
        }))
    }

    fn first(&mut self, node: Node, words: u32, token: Token) -> Result<Node, QueryError> {
        let shown = text_of(token.glyphs);
        self.wrap(node, Function::First(words), &shown, token.span())
    }

    /// A value, a phrase or a group, with the field before it.
    pub(super) fn clause(&mut self, field: Option<&'a FieldSpec>) -> Clause {
        let Some(token) = self.peek() else {
            return Ok(None);
        };
        let glyphs = token.glyphs;
        match token.kind {
            TokenKind::Field(own) => {
                self.at += 1;
                self.fielded(own, token)
            }
            TokenKind::Open => self.brackets(field),
            TokenKind::Function(function) => {
                self.at += 1;
                self.function(function, token, field)
            }
            TokenKind::Value { text } => {
                self.at += 1;
                let leaf = self.leaves.bare(value(token, glyphs, field), text)?;
                Ok(leaf.map(|leaf| Node::leaf(leaf, field, token.span())))
            }
            TokenKind::Quoted {
                inside,
                slop,
                exact,
            } => {
                self.at += 1;
                let value = value(token, inside, field);
                let leaf = self.leaves.quoted(value, slop, exact)?;
                Ok(leaf.map(|leaf| Node::leaf(leaf, field, token.span())))
            }
            TokenKind::Regex { inside } => {
                self.at += 1;
                let leaf = self.leaves.regex(value(token, inside, field))?;
                Ok(leaf.map(|leaf| Node::leaf(leaf, field, token.span())))
            }
            TokenKind::Question { verb, inside } => {
                self.at += 1;
                let leaf = self.leaves.question(verb, inside, token.span())?;
                Ok(leaf.map(|leaf| Node::leaf(leaf, None, token.span())))
            }
            TokenKind::Boost(_) => {
                self.at += 1;
                let text = "a weight without a clause was ignored";
                self.leaves.notes.add(NoteKind::Ignored, token.span(), text);
                Ok(None)
            }
            // The callers stop at all others.
            _ => Ok(None),
        }
    }

    /// What follows a field's colon; the lexer has seen to it that something does.
    fn fielded(&mut self, field: &'a FieldSpec, name: Token) -> Clause {
        let first = self.at;
        if let Some(token) = self.peek()
            && let TokenKind::Value { text } = token.kind
        {
            self.at += 1;
            let field = Some(field);
            let leaf = self.leaves.bare(value(token, token.glyphs, field), text)?;
            return Ok(leaf.map(|leaf| Node::leaf(leaf, field, token.span())));
        }
        let clause = self.clause(Some(field))?;
        if clause.is_none() && self.at == first + 2 {
            self.leaves.notes.fail(no_value(field, name.span()))?;
        }
        Ok(clause)
    }

    pub(super) fn brackets(&mut self, field: Option<&'a FieldSpec>) -> Clause {
        let open = self.at;
        self.at += 1;
        let group = self.group(field)?;
        // Brackets are balanced by now.
        self.at += 1;
        if self.at == open + 2 {
            let spans = self.tokens[open..self.at].iter().map(|t| t.span());
            let span = spans.reduce(Span::join).unwrap_or_default();
            let text = "empty brackets were ignored";
            self.leaves.notes.add(NoteKind::Ignored, span, text);
        }
        Ok(group)
    }
}

fn value<'a>(token: Token<'a>, glyphs: &'a [Glyph], field: Option<&'a FieldSpec>) -> Value<'a> {
    let span = token.span();
    Value {
        glyphs,
        span,
        field,
    }
}

fn joined(mut clauses: Vec<Ast>, join: impl FnOnce(Vec<Ast>) -> Ast) -> Option<Ast> {
    if clauses.len() > 1 {
        Some(join(clauses))
    } else {
        clauses.pop()
    }
}
