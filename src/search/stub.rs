//! stub
use super::*;
use crate::Result;
#[derive(Debug, Clone)]
pub struct Completion {
    pub text: String,
    pub articles: u64,
}
impl Searcher {
    pub fn complete_values(&self, _f: &str, _p: &str, _n: usize) -> Result<Vec<Completion>> {
        Ok(vec![])
    }
    pub fn complete_words(&self, _p: &str, _n: usize) -> Result<Vec<Completion>> {
        Ok(vec![])
    }
}
