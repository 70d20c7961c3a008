//! The log on standard error: `-v`, `RUST_LOG`, lines for people or JSON.

use std::fmt;

use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use crate::output::{LogFormat, Paint, log_line};

/// Begins the log; `verbose` is how often `-v` was given.
pub(super) fn start(verbose: u8, format: LogFormat) {
    let level = match verbose {
        0 => "warn",
        1 => "dateline=info",
        2 => "dateline=debug",
        _ => "debug",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(Paint::of_errors().is_colored())
        .with_target(false);
    let _ = match format {
        LogFormat::Text => log.try_init(),
        LogFormat::Json => log.event_format(JsonLines).try_init(),
    };
}

/// An event a line, in the same shape as notes and errors.
struct JsonLines;

impl<S, N> FormatEvent<S, N> for JsonLines
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(
        &self,
        _: &FmtContext<'_, S, N>,
        mut writer: Writer<'_>,
        event: &Event<'_>,
    ) -> fmt::Result {
        let mut values = Values::default();
        event.record(&mut values);
        let meta = event.metadata();
        let level = meta.level().as_str();
        let line = log_line(level, &values.message, meta.target(), values.rest);
        writeln!(writer, "{line}")
    }
}

/// What an event says, and its values by name.
#[derive(Default)]
struct Values {
    message: String,
    rest: Map<String, Value>,
}

impl Values {
    fn take(&mut self, field: &Field, value: Value) {
        match (field.name(), value) {
            ("message", Value::String(text)) => self.message = text,
            (name, value) => {
                self.rest.insert(name.to_owned(), value);
            }
        }
    }
}

impl Visit for Values {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.take(field, format!("{value:?}").into());
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.take(field, value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.take(field, value.into());
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.take(field, value.into());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.take(field, value.into());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.take(field, value.into());
    }
}
