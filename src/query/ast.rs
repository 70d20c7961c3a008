//! The query as a tree: plain data, no index, no analysis. How it is printed is in `display`, how it is shortened
//! in `simplify`.

use super::note::Span;
use super::number::NumberRange;
use super::when::DateRange;

/// A query as a tree.
///
/// Words stand as typed; stemming, folding and splitting at punctuation happen when the tree meets an index.
/// Two trees are equal if they ask the same in the same form, wherever their clauses stood in the text.
///
/// ```text
/// peace "border town" -title:sport
/// And { implicit: true, clauses: [Word peace, Phrase [border town], Not(Word sport in title)] }
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Ast {
    /// Every article: `*`.
    All,
    /// No article: `NOT *`.
    Nothing,
    /// One word of running text, or the whole value of a keyword or path field.
    Word {
        /// The word as typed, made plain (quotes, dashes, widths), backslashes taken off.
        text: String,
        /// The field named, by its first name; `None` is the default text.
        field: Option<String>,
        /// Where it stands in the query.
        span: Span,
    },
    /// Words that stand in that order, at least two parts of which one is not [`PhrasePart::Any`].
    Phrase {
        /// The parts, in order.
        parts: Vec<PhrasePart>,
        /// How many positions the words may be moved in all; 0 is the exact phrase.
        slop: u32,
        /// The field named; `None` is the default text.
        field: Option<String>,
        /// Where it stands in the query.
        span: Span,
    },
    /// A form with open letters, matched against words as printed. `title:*` asks whether there is a title at all.
    Wildcard {
        /// The form.
        pattern: Pattern,
        /// The field named; `None` is the default text.
        field: Option<String>,
        /// Where it stands in the query.
        span: Span,
    },
    /// A word as printed, not by its stem: `=running`.
    Exact {
        /// The word as typed, made plain.
        text: String,
        /// The field named; `None` is the default text.
        field: Option<String>,
        /// Where it stands in the query.
        span: Span,
    },
    /// Words as printed that differ from this one by so many letters at most: `qaddafi~1`.
    Fuzzy {
        /// The word as typed, made plain.
        text: String,
        /// Insertions, deletions, substitutions and swaps of neighbours: 1 or 2.
        edits: u8,
        /// The field named; `None` is the default text.
        field: Option<String>,
        /// Where it stands in the query.
        span: Span,
    },
    /// Words as printed that a regular expression matches as a whole: `/sep(a|e)rate/`.
    Regex {
        /// The expression between the slashes, as typed; known to be valid.
        pattern: String,
        /// The field named; `None` is the default text.
        field: Option<String>,
        /// Where it stands in the query.
        span: Span,
    },
    /// Two operands that stand near each other: `a NEAR/5 b`, `a PRE/3 b`, `a NOT NEAR/5 b`.
    ///
    /// The distance is the difference of positions between the nearest ends: neighbours are at 1.
    Near {
        /// The left operand.
        left: Box<Ast>,
        /// The right operand.
        right: Box<Ast>,
        /// The greatest distance, at least 1.
        distance: u32,
        /// Whether the right one must come after the left one.
        ordered: bool,
        /// Whether it asks for a left operand that has no right one so near.
        negated: bool,
    },
    /// Two operands in the same sentence or paragraph: `a w/s b`, `a NOT w/p b`.
    Same {
        /// The left operand.
        left: Box<Ast>,
        /// The right operand.
        right: Box<Ast>,
        /// Where both must stand.
        unit: TextUnit,
        /// Whether it asks for a left operand that has no right one beside it.
        negated: bool,
    },
    /// The operand at least so many times: `ATLEAST/3(merkel)`.
    AtLeast {
        /// How many times, at least 1.
        count: u32,
        /// What is counted.
        inner: Box<Ast>,
    },
    /// The operand within the first words of the body: `FIRST/50(a)`.
    First {
        /// How many words, at least 1.
        words: u32,
        /// What must stand there as a whole.
        inner: Box<Ast>,
    },
    /// The operand with all its words printed in such letters: `caps(RICO)`, `allcaps(us)`, `nocaps(apple)`.
    Cased {
        /// The letters.
        case: LetterCase,
        /// The words, phrases and groups of them.
        inner: Box<Ast>,
    },
    /// What an article has or is: `has:caption`, `is:wire`.
    Property {
        /// The name of the property, in lower case.
        name: String,
        /// Whether it was typed with `is:`.
        is: bool,
        /// Where it stands in the query.
        span: Span,
    },
    /// Articles like that one: `like:ID`.
    Like {
        /// The article's id.
        id: String,
        /// Where it stands in the query.
        span: Span,
    },
    /// A stored query: `saved:name`.
    Saved {
        /// Its name.
        name: String,
        /// Where it stands in the query.
        span: Span,
    },
    /// Dates in a range.
    Date {
        /// The date field named.
        field: String,
        /// The dates, as typed.
        range: DateRange,
        /// Where it stands in the query.
        span: Span,
    },
    /// Numbers in a range.
    Number {
        /// The number field named.
        field: String,
        /// The numbers, ends inclusive.
        range: NumberRange,
        /// Where it stands in the query.
        span: Span,
    },
    /// All of the clauses.
    And {
        /// The clauses in the order typed.
        clauses: Vec<Ast>,
        /// Whether they were only set side by side. Such words may be relaxed to most of them, see
        /// [`Ast::relaxable`]; words joined by `AND` may not.
        implicit: bool,
    },
    /// At least one of the clauses.
    Or(Vec<Ast>),
    /// Everything but the clause, wherever it stands: at the top, and as a clause of an `OR`, it is all but that.
    Not(Box<Ast>),
    /// `+a`: the clause, which is kept when others beside it are relaxed.
    Must(Box<Ast>),
    /// The clause with its score multiplied; matching is the same. From 0 to 1000.
    Boost(Box<Ast>, f32),
}

/// One place of a phrase.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PhrasePart {
    /// A word as typed; analysis may split it into several places.
    Word(String),
    /// Any one word: `"the * of state"`.
    Any,
    /// A word with open letters: `"elect* night"`.
    Wildcard(Pattern),
    /// A word as printed: `"=running mate"`.
    Exact(String),
    /// One of several words or phrases: `"the (big OR very small) town"`; at least two.
    AnyOf(Vec<Vec<PhrasePart>>),
}

/// A stretch of running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TextUnit {
    /// Up to the end of a sentence; a headline and a caption end one too.
    Sentence,
    /// Up to the end of a paragraph; a headline and a caption are one each.
    Paragraph,
}

/// How a word is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LetterCase {
    /// With at least one capital: `caps(...)`.
    Some,
    /// With capitals only: `allcaps(...)`.
    All,
    /// Without any capital: `nocaps(...)`.
    None,
}

/// A word with open letters: `elect*`, `wom?n`, `*burg`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Pattern {
    parts: Vec<PatternPart>,
}

/// One piece of a [`Pattern`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PatternPart {
    /// These characters.
    Text(String),
    /// `*`: any characters, or none.
    Many,
    /// `?`: exactly one character.
    One,
}

impl Pattern {
    /// A pattern from its pieces; neighbouring texts and neighbouring `*` become one.
    pub fn new(pieces: impl IntoIterator<Item = PatternPart>) -> Pattern {
        let mut parts: Vec<PatternPart> = Vec::new();
        for piece in pieces {
            match (parts.last_mut(), piece) {
                (Some(PatternPart::Text(last)), PatternPart::Text(text)) => last.push_str(&text),
                (Some(PatternPart::Many), PatternPart::Many) => {}
                (_, PatternPart::Text(text)) if text.is_empty() => {}
                (_, piece) => parts.push(piece),
            }
        }
        Pattern { parts }
    }

    /// The pieces, in order.
    pub fn parts(&self) -> &[PatternPart] {
        &self.parts
    }

    /// The text before the only `*`, if that is all there is: `elect*` can be looked up as a range of terms.
    pub fn as_prefix(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [PatternPart::Text(text), PatternPart::Many] => Some(text),
            _ => None,
        }
    }

    /// Whether every value matches: `*`.
    pub fn is_everything(&self) -> bool {
        self.parts == [PatternPart::Many]
    }
}

/// Which clauses of a query may be missing from an article, see [`Ast::relaxable`].
#[derive(Clone, Debug, PartialEq)]
pub struct Relaxable<'a> {
    /// Words, phrases and wildcards of the default text, with their weights if they have any: at least two.
    pub optional: Vec<&'a Ast>,
    /// What must hold in any case: filters by field, `-a`, `+a`, groups.
    pub required: Vec<&'a Ast>,
}

impl Ast {
    /// The clauses that search may relax to most of them: the query sets at least two plain words or phrases side
    /// by side. `None` if there is nothing to relax: one word, an explicit `AND`, an `OR` at the top.
    ///
    /// ```text
    /// peace talks geneva date:2017     optional: peace, talks, geneva; required: date:2017
    /// peace AND talks                  None
    /// ```
    pub fn relaxable(&self) -> Option<Relaxable<'_>> {
        let Ast::And {
            clauses,
            implicit: true,
        } = self
        else {
            return None;
        };
        let (optional, required): (Vec<&Ast>, Vec<&Ast>) =
            clauses.iter().partition(|clause| clause.is_plain());
        (optional.len() >= 2).then_some(Relaxable { optional, required })
    }

    /// The words and phrases of a query that is nothing but words and phrases side by side, at least one.
    ///
    /// ```text
    /// peace "border town"      Some([peace, "border town"])
    /// peace -talks             None
    /// ```
    pub fn plain_words(&self) -> Option<Vec<&Ast>> {
        match self {
            Ast::And {
                clauses,
                implicit: true,
            } => clauses
                .iter()
                .map(|clause| clause.is_plain().then_some(clause))
                .collect(),
            one => one.is_plain().then(|| vec![one]),
        }
    }

    fn is_plain(&self) -> bool {
        match self {
            Ast::Word { field, .. }
            | Ast::Phrase { field, .. }
            | Ast::Wildcard { field, .. }
            | Ast::Exact { field, .. }
            | Ast::Fuzzy { field, .. }
            | Ast::Regex { field, .. } => field.is_none(),
            Ast::Boost(inner, _) => inner.is_plain(),
            _ => false,
        }
    }

    /// Where the clause stands in the query: a leaf's own span, else that of its leaves together. `*` and the like
    /// have none.
    pub fn span(&self) -> Option<Span> {
        match self {
            Ast::All | Ast::Nothing => None,
            Ast::Word { span, .. }
            | Ast::Phrase { span, .. }
            | Ast::Wildcard { span, .. }
            | Ast::Exact { span, .. }
            | Ast::Fuzzy { span, .. }
            | Ast::Regex { span, .. }
            | Ast::Property { span, .. }
            | Ast::Like { span, .. }
            | Ast::Saved { span, .. }
            | Ast::Date { span, .. }
            | Ast::Number { span, .. } => Some(*span),
            Ast::Near { left, right, .. } | Ast::Same { left, right, .. } => [left, right]
                .into_iter()
                .filter_map(|a| a.span())
                .reduce(Span::join),
            Ast::AtLeast { inner, .. } | Ast::First { inner, .. } | Ast::Cased { inner, .. } => {
                inner.span()
            }
            Ast::And { clauses, .. } | Ast::Or(clauses) => {
                clauses.iter().filter_map(Ast::span).reduce(Span::join)
            }
            Ast::Not(inner) | Ast::Must(inner) | Ast::Boost(inner, _) => inner.span(),
        }
    }

    /// Everything but `inner`; `NOT *` is nothing, and a second `NOT` takes the first away.
    pub(crate) fn not(inner: Ast) -> Ast {
        match inner {
            Ast::All => Ast::Nothing,
            Ast::Nothing => Ast::All,
            Ast::Not(inner) => *inner,
            inner => Ast::Not(Box::new(inner)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(text: &str, field: Option<&str>) -> Ast {
        Ast::Word {
            text: text.to_owned(),
            field: field.map(str::to_owned),
            span: Span::default(),
        }
    }

    fn side_by_side(clauses: Vec<Ast>) -> Ast {
        Ast::And {
            clauses,
            implicit: true,
        }
    }

    #[test]
    fn words_side_by_side_may_be_relaxed_and_filters_may_not() {
        let ast = side_by_side(vec![
            word("a", None),
            word("b", Some("title")),
            Ast::Boost(Box::new(word("c", None)), 2.0),
            Ast::Not(Box::new(word("d", None))),
            Ast::Must(Box::new(word("e", None))),
        ]);
        let relaxable = ast.relaxable().unwrap();
        assert_eq!(relaxable.optional.len(), 2);
        assert_eq!(relaxable.required.len(), 3);
        assert_eq!(ast.plain_words(), None);
    }

    #[test]
    fn one_word_or_an_explicit_and_is_not_relaxed() {
        assert_eq!(word("a", None).relaxable(), None);
        let one = side_by_side(vec![word("a", None), word("b", Some("title"))]);
        assert_eq!(one.relaxable(), None);
        let explicit = Ast::And {
            clauses: vec![word("a", None), word("b", None)],
            implicit: false,
        };
        assert_eq!(explicit.relaxable(), None);
        assert_eq!(explicit.plain_words(), None);
    }

    #[test]
    fn a_list_of_plain_words_names_its_leaves() {
        let words = side_by_side(vec![word("a", None), word("b", None)]);
        assert_eq!(words.plain_words().unwrap().len(), 2);
        assert_eq!(word("a", None).plain_words().unwrap().len(), 1);
        assert_eq!(word("a", Some("title")).plain_words(), None);
        assert_eq!(Ast::All.plain_words(), None);
    }

    #[test]
    fn patterns_are_canonical() {
        let text = |text: &str| PatternPart::Text(text.to_owned());
        let pattern = Pattern::new([
            text("a"),
            text(""),
            text("b"),
            PatternPart::Many,
            PatternPart::Many,
        ]);
        assert_eq!(pattern.parts(), [text("ab"), PatternPart::Many]);
        assert_eq!(pattern.as_prefix(), Some("ab"));
        assert_eq!(
            Pattern::new([text("a"), PatternPart::One]).as_prefix(),
            None
        );
        assert!(Pattern::new([PatternPart::Many, PatternPart::Many]).is_everything());
    }

    #[test]
    fn the_span_of_a_group_holds_its_leaves() {
        let at = |start, end| Ast::Word {
            text: "a".to_owned(),
            field: None,
            span: Span::new(start, end),
        };
        let span = Ast::Or(vec![at(5, 6), Ast::All, at(1, 2)]).span().unwrap();
        assert_eq!((span.start, span.end), (1, 6));
        assert!(Ast::All.span().is_none());
    }
}
