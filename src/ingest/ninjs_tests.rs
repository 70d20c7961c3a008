//! Tests of news in JSON; the items are invented.
