//! Which bodies of a corpus are copies of one another: candidates by bands of their signatures,
//! each compared on its shingles, what is alike joined.
//!
//! Where the bodies come from is the [`Corpus`]'s business; no index and no I/O here.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use super::{Shingles, Signature};
use crate::error::Result;

/// What grouping asks of the articles, which are numbered from 0.
pub trait Corpus {
    /// Number of articles.
    fn len(&self) -> u32;

    /// Whether there is none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The signature of an article; none for one that takes no part.
    fn signature(&self, article: u32) -> Option<Signature>;

    /// When an article was published, in seconds; none if that is not known.
    fn published(&self, article: u32) -> Option<i64>;

    /// The shingles of an article's body, read anew.
    ///
    /// # Errors
    /// Those of reading it.
    fn shingles(&self, article: u32) -> Result<Shingles>;
}

/// What an earlier grouping of the same corpus, as it was then, has found.
#[derive(Debug, Default)]
pub struct Known {
    /// Families: articles that are copies of one another.
    pub families: Vec<Vec<u32>>,
    /// By article: it was compared with all others of these. May be empty.
    pub compared: Vec<bool>,
}

/// Groups a corpus: each list holds two articles or more that are copies, ascending; the lists go
/// by their first article.
///
/// Cost: a pass and a sort a band, of 8 bytes an article, and for each article that has a candidate, reading
/// it. Memory: 12 bytes an article and a bounded cache. A band that very many articles share
/// costs no more than linear: each is compared with a few representatives.
///
/// # Errors
/// Those of [`Corpus::shingles`].
pub fn group(corpus: &dyn Corpus, known: &Known) -> Result<Vec<Vec<u32>>> {
    let mut grouping = Grouping {
        corpus,
        known,
        sets: Sets::new(corpus.len()),
        cache: Cache::default(),
        apart: HashSet::new(),
    };
    for family in &known.families {
        for pair in family.windows(2) {
            grouping.sets.join(pair[0], pair[1]);
        }
    }
    let mut places = Vec::new();
    for band in 0..Signature::BANDS {
        grouping.places(band, &mut places);
        places.sort_unstable();
        for bucket in places.chunk_by(|a, b| a >> 32 == b >> 32) {
            if bucket.len() > 1 {
                grouping.bucket(bucket)?;
            }
        }
    }
    Ok(grouping.sets.groups())
}

/// Articles of a bucket that the following ones are compared with, at most.
const REPRESENTATIVES: usize = 8;

/// Bytes of a signature that agree in two articles that are worth comparing, at least.
const LEAST_AGREEMENT: usize = 18;
/// Seconds between two articles that stand in the news at the same time.
const NEAR_SECONDS: u64 = 4 * 86_400;

/// Pairs kept in mind that were compared and are no copies, at most.
const MOST_APART: usize = 1 << 20;

struct Grouping<'a> {
    corpus: &'a dyn Corpus,
    known: &'a Known,
    sets: Sets,
    cache: Cache,
    /// Pairs that were compared and are no copies.
    apart: HashSet<(u32, u32)>,
}

impl Grouping<'_> {
    /// Was part of an earlier grouping, with all others of which this is said.
    fn compared(&self, article: u32) -> bool {
        let known = self.known.compared.get(article as usize);
        known.copied().unwrap_or(false)
    }

    /// The value of a band and the article, for all articles that may meet a new one in it.
    fn places(&self, band: usize, places: &mut Vec<u64>) {
        let value = |article| Some(self.corpus.signature(article)?.band(band));
        // Of those compared before only such as share the value with a new one.
        let mut new = Vec::new();
        if !self.known.compared.is_empty() {
            new.resize(Signature::BAND_VALUES / 64, 0_u64);
            for article in (0..self.corpus.len()).filter(|&a| !self.compared(a)) {
                if let Some(value) = value(article) {
                    new[value as usize / 64] |= 1 << (value % 64);
                }
            }
        }
        places.clear();
        places.extend((0..self.corpus.len()).filter_map(|article| {
            let value = value(article)?;
            let meets = new
                .get(value as usize / 64)
                .is_none_or(|word| word & 1 << (value % 64) != 0);
            meets.then_some(u64::from(value) << 32 | u64::from(article))
        }));
    }

    fn bucket(&mut self, bucket: &[u64]) -> Result<()> {
        let articles = || bucket.iter().map(|&place| place as u32);
        if articles().all(|article| self.compared(article)) {
            return Ok(());
        }
        // New ones first: old ones need no comparison among themselves, and would fill the places
        // of representatives.
        let (old, new): (Vec<u32>, Vec<u32>) = articles().partition(|&a| self.compared(a));
        let mut representatives: VecDeque<(u32, Signature)> = VecDeque::new();
        for article in new.into_iter().chain(old) {
            let Some(signature) = self.corpus.signature(article) else {
                continue;
            };
            let mut joined = false;
            for (other, its) in &representatives {
                if self.sets.find(article) == self.sets.find(*other) {
                    joined = true;
                } else if self.is_copy(article, &signature, *other, its)? {
                    self.sets.join(article, *other);
                    joined = true;
                }
            }
            if !joined && !self.compared(article) {
                if representatives.len() == REPRESENTATIVES {
                    representatives.pop_front();
                }
                representatives.push_back((article, signature));
            }
        }
        Ok(())
    }

    fn is_copy(&mut self, a: u32, of_a: &Signature, b: u32, of_b: &Signature) -> Result<bool> {
        let agreement = of_a.agreement(of_b);
        if agreement < LEAST_AGREEMENT {
            return Ok(false);
        }
        let pair = (a.min(b), a.max(b));
        if self.apart.contains(&pair) {
            return Ok(false);
        }
        let near = match (self.corpus.published(a), self.corpus.published(b)) {
            (Some(a), Some(b)) => a.abs_diff(b) <= NEAR_SECONDS,
            _ => true,
        };
        let a = self.cache.get(self.corpus, a)?;
        let b = self.cache.get(self.corpus, b)?;
        let is_copy = a.is_copy(&b, near);
        if !is_copy {
            if self.apart.len() >= MOST_APART {
                self.apart.clear();
            }
            self.apart.insert(pair);
        }
        Ok(is_copy)
    }
}

/// Shingles read last, up to a number of bytes.
#[derive(Default)]
struct Cache {
    known: HashMap<u32, Arc<Shingles>>,
    order: VecDeque<u32>,
    shingles: usize,
}

impl Cache {
    /// Shingles kept at most, 4 bytes each.
    const MOST: usize = 16 << 20;

    fn get(&mut self, corpus: &dyn Corpus, article: u32) -> Result<Arc<Shingles>> {
        if let Some(known) = self.known.get(&article) {
            return Ok(Arc::clone(known));
        }
        let read = Arc::new(corpus.shingles(article)?);
        self.shingles += read.len();
        self.order.push_back(article);
        self.known.insert(article, Arc::clone(&read));
        while self.shingles > Cache::MOST {
            let Some(oldest) = self.order.pop_front() else {
                break;
            };
            if let Some(gone) = self.known.remove(&oldest) {
                self.shingles -= gone.len();
            }
        }
        Ok(read)
    }
}

/// Disjoint sets of articles.
struct Sets {
    parents: Vec<u32>,
}

impl Sets {
    fn new(n: u32) -> Sets {
        Sets {
            parents: (0..n).collect(),
        }
    }

    fn find(&mut self, mut article: u32) -> u32 {
        while self.parents[article as usize] != article {
            let above = self.parents[self.parents[article as usize] as usize];
            self.parents[article as usize] = above;
            article = above;
        }
        article
    }

    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.find(a), self.find(b));
        // The lower number stays on top, so that the outcome does not depend on the order.
        self.parents[a.max(b) as usize] = a.min(b);
    }

    fn groups(mut self) -> Vec<Vec<u32>> {
        let mut place: HashMap<u32, usize> = HashMap::new();
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for article in 0..self.parents.len() as u32 {
            let top = self.find(article);
            if top == article {
                continue;
            }
            let at = *place.entry(top).or_insert_with(|| {
                groups.push(vec![top]);
                groups.len() - 1
            });
            groups[at].push(article);
        }
        groups.sort_unstable();
        groups
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    /// Texts in memory, all of one day unless said otherwise, and which were read.
    struct Texts {
        bodies: Vec<String>,
        days: Vec<i64>,
        read: RefCell<Vec<u32>>,
    }

    impl Texts {
        fn new(bodies: Vec<String>) -> Texts {
            Texts {
                days: vec![0; bodies.len()],
                bodies,
                read: RefCell::default(),
            }
        }
    }

    impl Corpus for Texts {
        fn len(&self) -> u32 {
            self.bodies.len() as u32
        }

        fn signature(&self, article: u32) -> Option<Signature> {
            Signature::of([&*self.bodies[article as usize]])
        }

        fn published(&self, article: u32) -> Option<i64> {
            Some(self.days[article as usize] * 86_400)
        }

        fn shingles(&self, article: u32) -> Result<Shingles> {
            self.read.borrow_mut().push(article);
            Ok(Shingles::of([&*self.bodies[article as usize]]))
        }
    }

    /// A story of 200 invented words, and the words from one to another of it.
    fn part(story: u32, from: u32, to: u32) -> String {
        let word = |n: u32| {
            let mut left = n * 7919 + story * 104_729;
            let mut word = String::new();
            while left > 0 {
                word.push(char::from(b'a' + (left % 26) as u8));
                left /= 26;
            }
            word + " "
        };
        (from..to).map(word).collect()
    }

    fn check(texts: &Texts, known: &Known, expected: &[&[u32]]) {
        let found = group(texts, known).expect("texts in memory are read");
        assert_eq!(found, expected);
    }

    #[test]
    fn copies_of_one_story_are_grouped_and_others_are_not() {
        let texts = Texts::new(vec![
            part(1, 0, 200),
            part(2, 0, 200),
            part(1, 0, 150),
            part(3, 0, 200),
            part(2, 0, 200),
            part(1, 20, 200),
            "Watch the video above.".into(),
            "Watch the video above.".into(),
        ]);
        check(&texts, &Known::default(), &[&[0, 2, 5], &[1, 4]]);
        check(&Texts::new(Vec::new()), &Known::default(), &[]);
    }

    #[test]
    fn what_is_known_is_neither_read_nor_lost() {
        let mut texts = Texts::new(vec![part(1, 0, 200), part(2, 0, 200), part(1, 0, 150)]);
        let known = Known {
            families: vec![vec![0, 2]],
            compared: vec![true; 3],
        };
        check(&texts, &known, &[&[0, 2]]);
        assert!(texts.read.borrow().is_empty());
        // A new article finds its old copy; the old ones are not compared again.
        texts.bodies.push(part(2, 0, 140));
        texts.days.push(0);
        check(&texts, &known, &[&[0, 2], &[1, 3]]);
        assert!(!texts.read.borrow().contains(&0));
    }

    #[test]
    fn a_new_article_may_make_two_families_one() {
        let bodies = vec![
            part(1, 0, 110),
            part(1, 0, 110),
            part(1, 90, 200),
            part(1, 90, 200),
        ];
        let mut texts = Texts::new(bodies);
        check(&texts, &Known::default(), &[&[0, 1], &[2, 3]]);
        texts.bodies.push(part(1, 0, 200));
        texts.days.push(0);
        let known = Known {
            families: vec![vec![0, 1], vec![2, 3]],
            compared: vec![true; 4],
        };
        check(&texts, &known, &[&[0, 1, 2, 3, 4]]);
    }

    #[test]
    fn very_many_alike_cost_no_more_than_linear() {
        // One form filled in 800 times with other numbers, and as often printed word for word.
        let forms = (0..800).map(|n| {
            let numbers = [3 * n + 10_000, 3 * n + 10_001, 3 * n + 10_002];
            let [a, b, c] = numbers.map(|n| format!("{n} "));
            part(1, 0, 40) + &a + &part(1, 40, 80) + &b + &part(1, 80, 120) + &c
        });
        let texts = Texts::new(forms.chain((0..800).map(|_| part(2, 0, 100))).collect());
        let found = group(&texts, &Known::default()).expect("texts in memory are read");
        assert_eq!(
            found.len(),
            1,
            "{:?}",
            found.iter().map(Vec::len).collect::<Vec<_>>()
        );
        assert_eq!(found[0].len(), 800);
        assert!(texts.read.borrow().len() < 6_000);
    }
}
