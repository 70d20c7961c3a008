//! Judging as a state: topics with their pools, what is judged, where one is, what can be taken back.
//! No file, no terminal: a change is asked for, written by whoever holds the file, and applied then.

use std::collections::{HashMap, HashSet};

use super::topics::Topic;

/// Grades from not relevant (0) to highly relevant (3).
pub const GRADES: usize = 4;

/// A topic with the articles that are to be judged for it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct JudgedTopic {
    /// Its name in the judgements.
    pub id: String,
    /// What was asked, in a few words.
    pub title: String,
    /// The same in a sentence.
    pub description: Option<String>,
    /// What is relevant and what is not.
    pub narrative: Option<String>,
    /// Ids in the order in which they are shown, [`super::pool::pooled`].
    pub docs: Vec<String>,
}

impl From<Topic> for JudgedTopic {
    /// Without articles.
    fn from(topic: Topic) -> JudgedTopic {
        JudgedTopic {
            id: topic.id,
            title: topic.title,
            description: topic.description,
            narrative: topic.narrative,
            docs: Vec::new(),
        }
    }
}

/// A place: number of the topic, number of the article in its pool, both from 0.
pub type Place = (usize, usize);

/// A judgement that is to be written, and then applied with [`Judging::apply`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The topic's id.
    pub topic: String,
    /// The article's.
    pub doc: String,
    /// Its grade; none takes it out.
    pub grade: Option<i32>,
    /// Whether it undoes an earlier one.
    pub undoes: bool,
    place: Place,
}

/// Somebody judging. Holds a topic at least, and each has an article at least.
#[derive(Debug)]
pub struct Judging {
    topics: Vec<JudgedTopic>,
    grades: HashMap<Place, i32>,
    skipped: HashSet<Place>,
    place: Place,
    /// What was judged in this sitting: where, and the grade before.
    trail: Vec<(Place, Option<i32>)>,
}

impl Judging {
    /// Begins at the first article that `known` has no grade for, or at the first of all. Topics
    /// without articles are left out; none if there is nothing to judge.
    pub fn new(
        topics: Vec<JudgedTopic>,
        known: impl Fn(&str, &str) -> Option<i32>,
    ) -> Option<Judging> {
        let topics: Vec<JudgedTopic> = topics.into_iter().filter(|t| !t.docs.is_empty()).collect();
        if topics.is_empty() {
            return None;
        }
        let mut grades = HashMap::new();
        for (t, topic) in topics.iter().enumerate() {
            for (d, doc) in topic.docs.iter().enumerate() {
                if let Some(grade) = known(&topic.id, doc) {
                    grades.insert((t, d), grade);
                }
            }
        }
        let mut judging = Judging {
            topics,
            grades,
            skipped: HashSet::new(),
            place: (0, 0),
            trail: Vec::new(),
        };
        if judging.grades.contains_key(&(0, 0)) {
            judging.go_on();
        }
        Some(judging)
    }

    /// The topics.
    pub fn topics(&self) -> &[JudgedTopic] {
        &self.topics
    }

    /// Where one is.
    pub fn place(&self) -> Place {
        self.place
    }

    /// The topic that one is at.
    pub fn topic(&self) -> &JudgedTopic {
        &self.topics[self.place.0]
    }

    /// The id of the article that one is at.
    pub fn doc(&self) -> &str {
        &self.topic().docs[self.place.1]
    }

    /// The grade of the article that one is at.
    pub fn grade(&self) -> Option<i32> {
        self.grades.get(&self.place).copied()
    }

    /// Whether it was skipped in this sitting, and has no grade.
    pub fn is_skipped(&self) -> bool {
        self.skipped.contains(&self.place)
    }

    /// How many articles of the topic have each grade; a lower one counts as 0, a higher one as 3.
    pub fn tally(&self) -> [usize; GRADES] {
        let mut out = [0; GRADES];
        for (_, grade) in self.grades.iter().filter(|(at, _)| at.0 == self.place.0) {
            out[(*grade).clamp(0, GRADES as i32 - 1) as usize] += 1;
        }
        out
    }

    /// How many articles of all topics have no grade.
    pub fn left(&self) -> usize {
        let all: usize = self.topics.iter().map(|topic| topic.docs.len()).sum();
        all - self.grades.len()
    }

    /// How many of those were skipped in this sitting.
    pub fn skipped(&self) -> usize {
        self.skipped.len()
    }

    /// The change that grades the article.
    pub fn grading(&self, grade: i32) -> Change {
        self.change(self.place, Some(grade), false)
    }

    /// The change that takes the last judgement of this sitting back; none if there is none.
    pub fn undoing(&self) -> Option<Change> {
        let &(place, before) = self.trail.last()?;
        Some(self.change(place, before, true))
    }

    fn change(&self, place: Place, grade: Option<i32>, undoes: bool) -> Change {
        let topic = &self.topics[place.0];
        Change {
            topic: topic.id.clone(),
            doc: topic.docs[place.1].clone(),
            grade,
            undoes,
            place,
        }
    }

    /// Takes a change that was written: goes on behind a judgement, and back to one that is undone.
    pub fn apply(&mut self, change: &Change) {
        let place = change.place;
        let before = match change.grade {
            Some(grade) => self.grades.insert(place, grade),
            None => self.grades.remove(&place),
        };
        self.place = place;
        if change.undoes {
            self.trail.pop();
        } else {
            self.skipped.remove(&place);
            self.trail.push((place, before));
            self.go_on();
        }
    }

    /// Leaves the article for later, and goes on. One that has a grade keeps it.
    pub fn skip(&mut self) {
        if !self.grades.contains_key(&self.place) {
            self.skipped.insert(self.place);
        }
        self.go_on();
    }

    /// The next article of the topic, then the next topic's first; stays at the last.
    pub fn next(&mut self) {
        let (topic, doc) = self.place;
        if doc + 1 < self.topics[topic].docs.len() {
            self.place = (topic, doc + 1);
        } else if topic + 1 < self.topics.len() {
            self.place = (topic + 1, 0);
        }
    }

    /// The article before, then the last of the topic before; stays at the first.
    pub fn previous(&mut self) {
        let (topic, doc) = self.place;
        if doc > 0 {
            self.place = (topic, doc - 1);
        } else if topic > 0 {
            self.place = (topic - 1, self.topics[topic - 1].docs.len() - 1);
        }
    }

    /// The next topic, at its first article without a grade.
    pub fn next_topic(&mut self) {
        self.enter((self.place.0 + 1).min(self.topics.len() - 1));
    }

    /// The topic before, at its first article without a grade.
    pub fn previous_topic(&mut self) {
        self.enter(self.place.0.saturating_sub(1));
    }

    fn enter(&mut self, topic: usize) {
        if topic != self.place.0 {
            let open = (0..self.topics[topic].docs.len()).find(|d| self.is_open((topic, *d)));
            self.place = (topic, open.unwrap_or(0));
        }
    }

    fn is_open(&self, place: Place) -> bool {
        !self.grades.contains_key(&place) && !self.skipped.contains(&place)
    }

    /// Goes to the next article that is neither judged nor skipped: of this topic behind this one,
    /// then before it, then of the topics behind, then of those before; where there is none, to the
    /// next one in the topic.
    fn go_on(&mut self) {
        let (topic, doc) = self.place;
        let n = self.topics.len();
        let here = |t: usize| self.topics[t].docs.len();
        let inside = (doc + 1..here(topic)).chain(0..doc).map(|d| (topic, d));
        let others = (1..n).flat_map(|by| {
            let t = (topic + by) % n;
            (0..here(t)).map(move |d| (t, d))
        });
        let open = inside.chain(others).find(|place| self.is_open(*place));
        self.place = open.unwrap_or((topic, (doc + 1).min(here(topic) - 1)));
    }
}

#[cfg(test)]
#[path = "judging_tests.rs"]
mod tests;
