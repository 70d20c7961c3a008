//! stub
use crate::search::{Family, ReadArticle};
#[derive(Debug, Default, Clone)]
pub(crate) struct Page {
    pub(crate) lines: Vec<String>,
    pub(crate) matches: Vec<usize>,
    pub(crate) links: Vec<PageLink>,
}
#[derive(Debug, Clone)]
pub(crate) struct PageLink {
    pub(crate) line: usize,
    pub(crate) target: Target,
}
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Target {
    Url(String),
    Article(String),
}
pub(crate) fn article_page(_r: &ReadArticle, _w: usize, _a: bool) -> Page {
    Page::default()
}
pub(crate) fn family_page(_f: &Family, _w: usize, _a: bool) -> Page {
    Page::default()
}
