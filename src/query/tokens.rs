//! Passes over all tokens before the tree is built: brackets without a partner, words that are operators only beside
//! others, queries that are operators only. Each is linear.

use super::lex::{Token, TokenKind};
use super::note::{NoteKind, Notes, QueryError, Span};
use super::operators::{self, Infix, MAX_DISTANCE, MAX_OPERATOR_CHARS};
use super::parse::MAX_DEPTH;
use super::plain::text_of;

/// Drops brackets without a partner and refuses brackets that are too deep.
///
/// An open bracket behind a field or a `-` is closed at the end instead: it is how such a query looks while it is
/// typed, and dropping it would give the operator to the first word only.
pub(super) fn balance(tokens: &mut Vec<Token>, notes: &mut Notes) -> Result<(), QueryError> {
    let mut open: Vec<usize> = Vec::new();
    let mut drop = vec![false; tokens.len()];
    for (n, token) in tokens.iter().enumerate() {
        match token.kind {
            TokenKind::Open => open.push(n),
            TokenKind::Close => drop[n] = open.pop().is_none(),
            _ => {}
        }
    }
    let mut closed = Vec::new();
    for n in open {
        let before = n.checked_sub(1).map(|n| tokens[n].kind);
        if before.is_some_and(|kind| takes_group(&kind)) {
            closed.push(tokens[n].span());
        } else {
            drop[n] = true;
        }
    }
    let dropped = tokens.iter().zip(&drop).filter(|(_, drop)| **drop);
    say(
        dropped.map(|(token, _)| token.span()),
        notes,
        "was ignored",
        "were ignored",
    );
    let n_closed = closed.len();
    say(
        closed.into_iter(),
        notes,
        "was closed at the end",
        "were closed at the end",
    );
    let mut drop = drop.into_iter();
    tokens.retain(|_| !drop.next().unwrap_or(false));
    let close = Token {
        kind: TokenKind::Close,
        glyphs: &[],
    };
    tokens.extend(std::iter::repeat_n(close, n_closed));
    bound_depth(tokens, notes)
}

/// One note for all brackets of a kind, however many there are.
fn say(spans: impl Iterator<Item = Span>, notes: &mut Notes, one: &str, many: &str) {
    let mut n = 0;
    let mut all: Option<Span> = None;
    for span in spans {
        n += 1;
        all = Some(all.map_or(span, |all| all.join(span)));
    }
    let text = match n {
        1 => format!("a bracket without its partner {one}"),
        n => format!("{n} brackets without their partners {many}"),
    };
    if let Some(span) = all {
        notes.add(NoteKind::Ignored, span, text);
    }
}

fn takes_group(kind: &TokenKind) -> bool {
    matches!(
        kind,
        TokenKind::Field(_)
            | TokenKind::Function(_)
            | TokenKind::Minus
            | TokenKind::Plus
            | TokenKind::Not
    )
}

/// Refuses brackets that are too deep; where errors are forgiven, leaves out what stands between them.
fn bound_depth(tokens: &mut Vec<Token>, notes: &mut Notes) -> Result<(), QueryError> {
    let mut depth = 0;
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    let mut said = false;
    for token in tokens.iter() {
        if matches!(token.kind, TokenKind::Open) {
            depth += 1;
        }
        let too_deep = depth > MAX_DEPTH;
        if too_deep && !said {
            let message = format!("brackets stand deeper than {MAX_DEPTH} in each other");
            let help = "write the inner groups as a query of their own: saved:name";
            notes.fail(QueryError::new(token.span(), message).help(help))?;
            said = true;
        }
        if too_deep {
            // A name or sign before the group has nothing left to hold for.
            while kept.last().is_some_and(|last| takes_group(&last.kind)) {
                kept.pop();
            }
        } else {
            kept.push(*token);
        }
        if matches!(token.kind, TokenKind::Close) {
            depth -= 1;
        }
    }
    *tokens = kept;
    Ok(())
}

/// Makes operators of the words that are such, and bounds their distances.
pub(super) fn infixes(tokens: &mut Vec<Token>, notes: &mut Notes) -> Result<(), QueryError> {
    let mut kept: Vec<Token> = Vec::with_capacity(tokens.len());
    for n in 0..tokens.len() {
        let mut token = tokens[n];
        let of_field = matches!(kept.last().map(|t| t.kind), Some(TokenKind::Field(_)));
        if matches!(token.kind, TokenKind::Value { text: false })
            && !of_field
            && let Some(infix) = infix(token, operand_before(&kept), tokens.get(n + 1), notes)
        {
            token.kind = TokenKind::Infix(infix);
        }
        if let TokenKind::Infix(infix) = token.kind {
            match bounded(infix, token, notes)? {
                Some(infix) => token.kind = TokenKind::Infix(infix),
                None => continue,
            }
        }
        kept.push(token);
    }
    *tokens = kept;
    Ok(())
}

/// The token before an operator and the `NOT` that may belong to it.
fn operand_before<'t, 'a>(kept: &'t [Token<'a>]) -> Option<&'t Token<'a>> {
    match kept {
        [before @ .., not] if matches!(not.kind, TokenKind::Not) => before.last(),
        before => before.last(),
    }
}

/// `NEAR/5` wherever it stands, `adj3` and `SAME` between two operands.
fn infix(
    token: Token,
    before: Option<&Token>,
    after: Option<&Token>,
    notes: &mut Notes,
) -> Option<Infix> {
    if token.glyphs.len() > MAX_OPERATOR_CHARS || token.glyphs.iter().any(|g| g.literal) {
        return None;
    }
    let text = text_of(token.glyphs);
    if let Some(infix) = operators::slash_infix(&text) {
        return Some(infix);
    }
    if text == "NEAR" {
        let text = "`NEAR` was read as text: the operator has a distance, as in NEAR/5";
        notes.add(NoteKind::ReadAsText, token.span(), text);
        return None;
    }
    use TokenKind::{Boost, Close, Field, Function, Open, Question, Quoted, Regex, Value, Within};
    let between = matches!(
        before?.kind,
        Value { .. }
            | Quoted { .. }
            | Close
            | Boost(_)
            | Within(_)
            | Regex { .. }
            | Question { .. }
    ) && matches!(
        after?.kind,
        Value { .. }
            | Quoted { .. }
            | Open
            | Field(_)
            | Function(_)
            | Regex { .. }
            | Question { .. }
    );
    between.then(|| operators::bare_infix(&text)).flatten()
}

/// The operator with a distance that there is; none if it is left out.
fn bounded(infix: Infix, token: Token, notes: &mut Notes) -> Result<Option<Infix>, QueryError> {
    let shown = || text_of(token.glyphs);
    match infix {
        Infix::Near { distance: 0, .. } => {
            let shown = shown();
            let message = format!("`{shown}` has a distance of 0; the nearest is 1");
            let form = shown.replacen('0', "1", 1);
            let help = format!("neighbours are at distance 1: a {form} b");
            notes.fail(QueryError::new(token.span(), message).help(help))?;
            Ok(None)
        }
        Infix::Near { distance, ordered } if distance > MAX_DISTANCE => {
            let text = format!(
                "`{}` was read with {MAX_DISTANCE}, the greatest distance",
                shown()
            );
            notes.add(NoteKind::Capped, token.span(), text);
            let distance = MAX_DISTANCE;
            Ok(Some(Infix::Near { distance, ordered }))
        }
        Infix::OrderedSame(unit) => {
            let message = format!("`{}` has no meaning: a unit has no order", shown());
            let unit = match unit {
                super::ast::TextUnit::Sentence => 's',
                super::ast::TextUnit::Paragraph => 'p',
            };
            let help = format!("write a w/{unit} b in any order, or a PRE/20 b");
            notes.fail(QueryError::new(token.span(), message).help(help))?;
            Ok(None)
        }
        infix => Ok(Some(infix)),
    }
}

/// Says once of a lower-case `and`, `or` or `not` that it is searched as a word, if the query has operators: who
/// comes from a database where case does not count means the operator.
pub(super) fn small_operators(tokens: &[Token], notes: &mut Notes) {
    use TokenKind::{And, Function, Infix, Or, Value, Within};
    let is_operator =
        |token: &Token| matches!(token.kind, And | Or | Infix(_) | Function(_) | Within(_));
    if !tokens.iter().any(is_operator) {
        return;
    }
    for (n, token) in tokens.iter().enumerate().skip(1) {
        let (Value { text: false }, 2..=3, Some(next)) =
            (token.kind, token.glyphs.len(), tokens.get(n + 1))
        else {
            continue;
        };
        let of_field = matches!(tokens[n - 1].kind, TokenKind::Field(_));
        let negates = matches!(next.kind, Infix(_));
        let text = text_of(token.glyphs);
        let small = matches!(text.as_str(), "and" | "or" | "not");
        if small && !of_field && !negates && !matches!(next.kind, TokenKind::Close) {
            let capitals = text.to_uppercase();
            let text = format!("`{text}` was searched as a word: the operator is {capitals}");
            notes.add(NoteKind::Meaning, token.span(), text);
            return;
        }
    }
}

/// A query that is operators only (`OR` for Oregon) is words.
pub(super) fn operators_alone(tokens: &mut [Token], notes: &mut Notes) {
    let is_operator = |token: &Token| {
        matches!(
            token.kind,
            TokenKind::And | TokenKind::Or | TokenKind::Not | TokenKind::Infix(_)
        )
    };
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
