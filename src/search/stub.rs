//! stub
use super::*;
use crate::Result;
use crate::article::Article;
#[derive(Debug, Clone)]
pub struct Completion {
    pub text: String,
    pub articles: u64,
}
#[derive(Debug, Clone)]
pub struct ReadArticle {
    pub article: Article,
}
impl Searcher {
    pub fn read_lit(&self, _r: &Request, id: &str) -> Result<ReadArticle> {
        Ok(ReadArticle {
            article: self.article(id)?,
        })
    }
    pub fn complete_values(&self, _f: &str, _p: &str, _n: usize) -> Result<Vec<Completion>> {
        Ok(vec![])
    }
    pub fn complete_words(&self, _p: &str, _n: usize) -> Result<Vec<Completion>> {
        Ok(vec![])
    }
    pub fn refreshed(&self) -> Result<Option<Searcher>> {
        Ok(None)
    }
    pub fn warm(&self, _f: &[String]) -> Result<()> {
        Ok(())
    }
}
