//! The query language: text to tree, tree to shorter tree, tree to text. Nothing here but the lowering knows an index.
//!
//! ```text
//! text --plain--> glyphs --lex--> tokens --parse, leaf--> Ast --simplify--> Ast --Display--> canonical text
//! ```
//!
//! Plain words never fail; what was ignored or read as text is in the notes. Operators are capitals or punctuation.
//! A backslash before punctuation makes it text. Which fields there are is the caller's table ([`FieldSpec`]).
//!
//! # Grammar
//! Version 1 ([`GRAMMAR_VERSION`]), after quotes, dashes, widths and spaces are made plain. `"..."` is text as
//! typed, `i"..."` in any case; what stands side by side without `_` may have spaces between, `_` forbids them.
//!
//! ```text
//! query      = [ group ] ;                                   (* nothing is * *)
//! group      = any , { any } ;                               (* side by side: all, may be relaxed *)
//! any        = all , { ( "OR" | "||" ) , all } ;
//! all        = near , { ( "AND" | "&&" ) , near } ;
//! near       = signed , { [ i"NOT" ] , infix , signed } ;    (* from the left *)
//! signed     = { "-" _ | "+" _ | "NOT" } , clause , { _ weight | within } ;
//! clause     = [ field _ ] , ( value | phrase | regex | brackets | function )
//!            | question | "*" ;
//! brackets   = "(" , group , ")" ;
//! weight     = "^" _ number ;                                (* 0 to 1000 *)
//!
//! infix      = i( "NEAR" | "W" | "WITHIN" ) _ "/" _ count    (* 1 to 99 *)
//!            | i( "PRE" | "ADJ" | "ONEAR" ) _ "/" _ count    (* in that order *)
//!            | i( "NEAR" | "ADJ" ) _ count                   (* between two operands only *)
//!            | "/N" _ count _ "/"
//!            | i( "W" | "NEAR" | "WITHIN" ) _ "/" _ unit
//!            | "SAME" ;                                      (* w/p; between two operands only *)
//! unit       = i( "s" | "sent" | "sentence" | "p" | "para" | "paragraph" ) ;
//!
//! function   = i"ATLEAST" _ [ "/" ] _ count , brackets       (* 1 to 9999 *)
//!            | i"ATLEAST" _ count , ( value | phrase | regex )
//!            | i"FIRST" _ [ "/" ] _ count , brackets         (* 1 to 100000 *)
//!            | i( "CAPS" | "ALLCAPS" | "NOCAPS" ) _ brackets
//!            | i( "HLEAD" | "HEADLEAD" | "HEADLINE" ) _ brackets ;
//! within     = "/F" _ count _ "/" ;                          (* behind its operand; before it with a note *)
//!
//! field      = name _ ":" | factiva _ "=" ;                  (* name: of the caller's table *)
//! factiva    = i( "hd" | "hl" | "hlp" | "la" | "rst" | "sn" | "sc" | "ns" | "wc" | "au" | "by" ) ;
//! question   = i"has" _ ":" _ property | i"is" _ ":" _ property
//!            | i"like" _ ":" _ ( run | quoted ) | i"saved" _ ":" _ ( run | quoted ) ;
//!
//! value      = word | exact | fuzzy | pattern | truncated | date | number | whole ;
//!                                                            (* the last three by the kind of the field *)
//! word       = run ;
//! exact      = "=" _ run ;
//! fuzzy      = run _ "~" _ ( "1" | "2" ) ;
//! pattern    = run with "*" or, before another letter, "?" ;
//! truncated  = letter _ letter _ letter _ { letter } _ "!" ; (* Nexis: every ending, with a note *)
//! date       = day | day ".." [ day ] | ".." day | ( ">" | ">=" | "<" | "<=" ) day ;
//! day        = year [ "-" month [ "-" day of month ] ] | "today" | "yesterday"
//!            | ( "this" | "last" ) ( "day" | "week" | "month" | "year" ) | "-" count ( "d" | "w" | "m" | "y" ) ;
//! number     = int | int ".." [ int ] | ".." int | ( ">" | ">=" | "<" | "<=" ) int ;
//! whole      = run ;                                         (* of a keyword or path; "*" and "?" are open *)
//! regex      = "/" _ expression _ "/" ;                      (* no space; a slash in it is \/ ; ends its run *)
//!
//! phrase     = [ "=" _ ] quote _ { part } _ quote , [ _ "~" _ count ] ;
//! part       = word | "=" _ run | pattern | "*" | "(" , { part } , "OR" , { part } , { "OR" , { part } } , ")" ;
//! quoted     = quote _ text _ quote ;
//! run        = characters up to a space, bracket or quote ;
//! ```
//!
//! All else is text, and a note says so. Words of no more than operators (`OR`) are words.

mod affixes;
mod algebra;
mod ast;
mod bounds;
mod clauses;
mod complete;
mod cursor;
mod display;
mod distribute;
mod explain;
mod fields;
mod glob;
mod joining;
mod leaf;
mod lex;
mod lex_forms;
mod light;
mod lower;
mod matcher;
mod neighbours;
mod note;
mod number;
mod operand;
mod operators;
mod outline;
mod parse;
mod phrase;
mod places;
mod plain;
mod property;
mod proximity;
mod question;
mod runs;
mod saved;
mod simplify;
mod spans;
mod stop;
mod tokens;
mod values;
mod walk;
mod when;
mod wildcard;

#[cfg(test)]
mod tests;

use std::fmt;

pub use algebra::{Expr, Ground, Match as SpanMatch, Trail, matches as span_matches};
pub use ast::{Ast, LetterCase, Pattern, PatternPart, PhrasePart, Relaxable, TextUnit};
pub use clauses::{date_range, field_specs};
pub(crate) use complete::words_that_begin;
pub use explain::{Estimate, Expanded, Explained};
pub(crate) use fields::near_of;
pub use fields::{FieldKind, FieldSpec};
pub use glob::Glob;
pub use light::{Light, Lights, Shape};
pub use lower::{Beyond, Lowered, Lowering};
pub use matcher::Matcher;
pub use note::{Note, NoteKind, QueryError, Span};
pub use number::{NumberError, NumberRange};
pub use parse::{MAX_DEPTH, MAX_QUERY_BYTES, Parsed, parse, parse_lenient};
pub use places::{Form, Leaf, Place, match_phrase};
pub use property::{PROPERTIES, PropertySpec};
pub use saved::{MAX_SAVED_DEPTH, expand_saved};
pub use simplify::simplify;
pub(crate) use stop::Paced;
pub use stop::Stop;
pub use when::{DateError, DateRange, DateValue, Unit};

/// The version of the grammar above. A stored query keeps the version that it was written in; a change that makes a
/// query mean something else raises it, a form that was an error or text before does not.
pub const GRAMMAR_VERSION: u32 = 1;

/// A query that was read and simplified, with its text and notes. Its `Display` is the canonical text, which reads
/// back as the same query.
///
/// ```text
/// let query = Query::new("“peace talks” (a AND a)", &fields)?;
/// assert_eq!(query.to_string(), "\"peace talks\" a");
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The query as typed; the ranges of notes and spans are bytes of it.
    pub text: String,
    /// What it asks, simplified.
    pub ast: Ast,
    /// What was ignored, read as text or capped.
    pub notes: Vec<Note>,
}

impl Query {
    /// Reads and simplifies a query.
    ///
    /// # Errors
    /// As [`parse`].
    pub fn new(text: &str, fields: &[FieldSpec]) -> Result<Query, QueryError> {
        let parsed = parse(text, fields)?;
        Ok(Query {
            text: text.to_owned(),
            ast: simplify(parsed.ast),
            notes: parsed.notes,
        })
    }

    /// Reads and simplifies a query that may be wrong, as [`parse_lenient`].
    pub fn lenient(text: &str, fields: &[FieldSpec]) -> Query {
        let parsed = parse_lenient(text, fields);
        Query {
            text: text.to_owned(),
            ast: simplify(parsed.ast),
            notes: parsed.notes,
        }
    }
}

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.ast)
    }
}

/// A query error says where it stands, so that every face can show it.
impl Query {
    /// Reads a query as [`Query::new`] does, with the error that the rest of the library has.
    ///
    /// # Errors
    /// [`crate::Error::Query`].
    pub fn read(text: &str, fields: &[FieldSpec]) -> crate::Result<Query> {
        Query::new(text, fields).map_err(|error| crate::Error::Query {
            message: error.message.clone(),
            start: error.start,
            end: error.end,
            shown: error.render(text),
            help: error.help,
        })
    }

    /// Shows where an error of the lowering stands in this query.
    pub(crate) fn locate(&self, error: crate::Error) -> crate::Error {
        match error {
            crate::Error::Query {
                message,
                start,
                end,
                shown,
                help,
            } if shown.is_empty() => {
                let at = QueryError {
                    message: message.clone(),
                    start,
                    end,
                    help: help.clone(),
                };
                crate::Error::Query {
                    shown: at.render(&self.text),
                    message,
                    start,
                    end,
                    help,
                }
            }
            other => other,
        }
    }
}
