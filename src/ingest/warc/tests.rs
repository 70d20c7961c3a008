//! Tests of reading web archives. The pages here are invented.
