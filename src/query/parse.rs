//! Tokens to a tree: brackets, precedence, operators without an operand. Values are made in `leaf`.
//!
//! Precedence, from the tightest:
//! 1. `^2`, then `-`, `+`, `NOT`
//! 2. (proximity, when it comes)
//! 3. `AND`
//! 4. `OR`
//! 5. words side by side
//!
//! So `a AND b OR c` is `(a AND b) OR c`, as every manual has it, and `peace war OR conflict` is
//! `peace (war OR conflict)`, as who types it means it. A note says how such a mixture was read.

use super::affixes::join_clauses;
use super::ast::Ast;
use super::fields::{FieldSpec, FieldTable};
use super::later;
use super::leaf::{Leaves, Value};
use super::lex::{Token, TokenKind, lex, no_value};
use super::note::{Note, NoteKind, Notes, QueryError, Span};
use super::plain::{plain, text_of};

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
/// name before a value, a form not supported yet), brackets deeper than [`MAX_DEPTH`], more than
/// [`MAX_QUERY_BYTES`].
///
/// ```text
/// let parsed = parse("peace talks -date:2017", &fields)?;
/// assert_eq!(parsed.ast.to_string(), "peace talks -date:2017");
/// ```
pub fn parse(text: &str, fields: &[FieldSpec]) -> Result<Parsed, QueryError> {
    if text.len() > MAX_QUERY_BYTES {
        let message = format!(
            "the query has {} bytes; the most is {MAX_QUERY_BYTES}",
            text.len()
        );
        return Err(QueryError::new(Span::new(0, text.len()), message));
    }
    let glyphs = plain(text);
    let table = FieldTable::new(fields);
    let mut notes = Notes::default();
    let mut tokens = lex(&glyphs, &table, &mut notes)?;
    balance(&mut tokens, &mut notes)?;
    operators_alone(&mut tokens, &mut notes);

    let empty = glyphs.iter().all(|g| g.is_space());
    let mut parser = Parser {
        tokens,
        at: 0,
        leaves: Leaves::new(&mut notes),
    };
    let ast = parser.group(None)?;
    parser.leaves.finish();
    let ast = match ast {
        Some(ast) => ast,
        None if empty => Ast::All,
        None => {
            let whole = Span::new(0, text.len());
            let remark = "there is nothing to search for in the query";
            notes.add_always(NoteKind::Ignored, whole, remark);
            Ast::Nothing
        }
    };
    let notes = notes.finish(text.len());
    Ok(Parsed { ast, notes })
}

/// Drops brackets without a partner and refuses brackets that are too deep.
///
/// An open bracket behind a field or a `-` is closed at the end instead: it is how such a query looks while it is
/// typed, and dropping it would give the operator to the first word only.
fn balance(tokens: &mut Vec<Token>, notes: &mut Notes) -> Result<(), QueryError> {
    let mut open: Vec<usize> = Vec::new();
    let mut drop = vec![false; tokens.len()];
    for (n, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open => open.push(n),
            TokenKind::Close => drop[n] = open.pop().is_none(),
            _ => {}
        }
    }
    let mut to_close = 0;
    for n in open {
        let before = n.checked_sub(1).map(|n| tokens[n].kind);
        if matches!(
            before,
            Some(TokenKind::Field(_) | TokenKind::Minus | TokenKind::Plus | TokenKind::Not)
        ) {
            to_close += 1;
            let text = "a bracket without its partner was closed at the end";
            notes.add(NoteKind::Ignored, tokens[n].span(), text);
        } else {
            drop[n] = true;
        }
    }
    for (token, _) in tokens.iter().zip(&drop).filter(|(_, drop)| **drop) {
        let text = "a bracket without its partner was ignored";
        notes.add(NoteKind::Ignored, token.span(), text);
    }
    let mut drop = drop.into_iter();
    tokens.retain(|_| !drop.next().unwrap_or(false));
    let close = Token {
        kind: TokenKind::Close,
        glyphs: &[],
    };
    tokens.extend(std::iter::repeat_n(close, to_close));

    let mut depth = 0;
    for token in tokens {
        match token.kind {
            TokenKind::Open => depth += 1,
            TokenKind::Close => depth -= 1,
            _ => {}
        }
        if depth > MAX_DEPTH {
            let message = format!("brackets stand deeper than {MAX_DEPTH} in each other");
            return Err(QueryError::new(token.span(), message));
        }
    }
    Ok(())
}

/// A query that is operators only (`OR` for Oregon) is words.
fn operators_alone(tokens: &mut [Token], notes: &mut Notes) {
    let is_operator =
        |token: &Token| matches!(token.kind, TokenKind::And | TokenKind::Or | TokenKind::Not);
    if !tokens.iter().all(is_operator) {
        return;
    }
    for token in tokens {
        token.kind = TokenKind::Value { text: true };
        let text = format!(
            "`{}` was read as text: it joins nothing",
            text_of(token.glyphs)
        );
        notes.add(NoteKind::ReadAsText, token.span(), text);
    }
}

struct Parser<'a, 't> {
    tokens: Vec<Token<'a>>,
    at: usize,
    leaves: Leaves<'t>,
}

/// Which operators stand beside each other between the same brackets.
#[derive(Default)]
struct Mixture {
    and: bool,
    or: bool,
}

type Clause = Result<Option<Ast>, QueryError>;

impl<'a> Parser<'a, '_> {
    fn peek(&self) -> Option<Token<'a>> {
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
        let clauses = join_clauses(clauses);
        let mixed = mixture.or && (mixture.and || clauses.len() > 1);
        let ast = joined(clauses, |clauses| Ast::And {
            clauses,
            implicit: true,
        });
        if let (true, Some(ast)) = (mixed, &ast) {
            self.note_precedence(first, ast);
        }
        Ok(ast)
    }

    fn note_precedence(&mut self, first: usize, ast: &Ast) {
        let spans = self.tokens[first..self.at].iter().map(|t| t.span());
        let span = spans.reduce(Span::join).unwrap_or_default();
        let mut text: String = ast.to_string();
        if let Some((cut, _)) = text.char_indices().nth(120) {
            text.truncate(cut);
            text.push('…');
        }
        let text = format!(
            "read as `{text}`: AND binds tighter than OR, OR tighter than words side by side"
        );
        self.leaves.notes.add(NoteKind::Precedence, span, text);
    }

    fn or(&mut self, field: Option<&'a FieldSpec>, mixture: &mut Mixture) -> Clause {
        let mut clauses: Vec<Ast> = self.and(field, mixture)?.into_iter().collect();
        while let Some(token) = self.peek().filter(|t| matches!(t.kind, TokenKind::Or)) {
            self.at += 1;
            if self.operand_follows(token) {
                let clause = self.and(field, mixture)?;
                mixture.or |= self.joins(token, &clauses, &clause);
                clauses.extend(clause);
            }
        }
        Ok(joined(clauses, Ast::Or))
    }

    fn and(&mut self, field: Option<&'a FieldSpec>, mixture: &mut Mixture) -> Clause {
        let mut clauses: Vec<Ast> = self.unary(field)?.into_iter().collect();
        while let Some(token) = self.peek().filter(|t| matches!(t.kind, TokenKind::And)) {
            self.at += 1;
            if self.operand_follows(token) {
                let clause = self.unary(field)?;
                mixture.and |= self.joins(token, &clauses, &clause);
                clauses.extend(clause);
            }
        }
        Ok(joined(clauses, |clauses| Ast::And {
            clauses,
            implicit: false,
        }))
    }

    /// Whether an operand stands here, past operators that have none on their left; else the operator before is
    /// ignored too.
    fn operand_follows(&mut self, operator: Token) -> bool {
        while let Some(token) = self
            .peek()
            .filter(|t| matches!(t.kind, TokenKind::And | TokenKind::Or))
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
    fn joins(&mut self, operator: Token, left: &[Ast], right: &Option<Ast>) -> bool {
        let joins = !left.is_empty() && right.is_some();
        if !joins && !self.leaves.is_full() {
            self.ignore_operator(operator);
        }
        joins
    }

    fn ignore_operator(&mut self, token: Token) {
        let text = format!(
            "`{}` was ignored: nothing stands beside it to join",
            text_of(token.glyphs)
        );
        self.leaves.notes.add(NoteKind::Ignored, token.span(), text);
    }

    /// A clause with what stands before and behind it. Signs are counted, not nested: there may be thousands.
    fn unary(&mut self, field: Option<&'a FieldSpec>) -> Clause {
        let (mut negated, mut must) = (false, false);
        while let Some(token) = self.peek() {
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
                // Only at the start of a group: elsewhere they follow an operand.
                TokenKind::And | TokenKind::Or => self.ignore_operator(token),
                _ => break,
            }
            self.at += 1;
        }
        let Some(mut ast) = self.clause(field)? else {
            return Ok(None);
        };
        while let Some(TokenKind::Boost(weight)) = self.peek().map(|t| t.kind) {
            ast = Ast::Boost(Box::new(ast), weight);
            self.at += 1;
        }
        Ok(Some(match (negated, must) {
            (true, _) => Ast::not(ast),
            (false, true) => Ast::Must(Box::new(ast)),
            (false, false) => ast,
        }))
    }

    /// A value, a phrase or a group, with the field before it.
    fn clause(&mut self, field: Option<&'a FieldSpec>) -> Clause {
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
            TokenKind::Value { text } => {
                if !text {
                    self.refuse_proximity(token)?;
                }
                self.at += 1;
                let span = token.span();
                self.leaves.bare(
                    Value {
                        glyphs,
                        span,
                        field,
                    },
                    text,
                )
            }
            TokenKind::Quoted { inside, slop } => {
                self.at += 1;
                let value = Value {
                    glyphs: inside,
                    span: token.span(),
                    field,
                };
                self.leaves.quoted(value, slop)
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
            let value = Value {
                glyphs: token.glyphs,
                span: token.span(),
                field: Some(field),
            };
            return self.leaves.bare(value, text);
        }
        let clause = self.clause(Some(field))?;
        if clause.is_none() && self.at == first + 2 {
            return Err(no_value(field, name.span()));
        }
        Ok(clause)
    }

    fn brackets(&mut self, field: Option<&'a FieldSpec>) -> Clause {
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

    /// `NEAR/5` wherever it stands, `adj3` between two operands.
    fn refuse_proximity(&mut self, token: Token) -> Result<(), QueryError> {
        if token.glyphs.iter().any(|g| g.literal) || token.glyphs.len() > 12 {
            return Ok(());
        }
        let text = text_of(token.glyphs);
        if let Some(error) = later::proximity(&text, token.span()) {
            return Err(error);
        }
        let before = self.at.checked_sub(1).map(|n| self.tokens[n].kind);
        let after = self.tokens.get(self.at + 1).map(|t| t.kind);
        use TokenKind::{Boost, Close, Field, Open, Quoted, Value};
        let between = matches!(
            before,
            Some(Value { .. } | Quoted { .. } | Close | Boost(_))
        ) && matches!(after, Some(Value { .. } | Quoted { .. } | Open | Field(_)));
        if let (true, Some(error)) = (between, later::bare_proximity(&text, token.span())) {
            return Err(error);
        }
        if text == "NEAR" {
            let text = "`NEAR` was read as text: the operator has a distance, as in NEAR/5";
            self.leaves
                .notes
                .add(NoteKind::ReadAsText, token.span(), text);
        }
        Ok(())
    }
}

fn joined(mut clauses: Vec<Ast>, join: impl FnOnce(Vec<Ast>) -> Ast) -> Option<Ast> {
    if clauses.len() > 1 {
        Some(join(clauses))
    } else {
        clauses.pop()
    }
}
