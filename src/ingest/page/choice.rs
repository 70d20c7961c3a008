//! Which blocks of a page are its article: those that the extractor found, and those that stand
//! among them in the same way.

use std::collections::{HashMap, HashSet};

use xxhash_rust::xxh3::xxh3_64;

use super::blocks::{Block, Blocks, Kind};
use super::boxes::Box;

/// Letters and digits of a window by which texts are compared.
const WINDOW: usize = 24;

/// What an extractor found, to compare blocks with.
pub(super) struct Guide {
    /// Every window of the text.
    windows: HashSet<u64>,
    /// Short blocks as a whole.
    short: HashSet<u64>,
}

impl Guide {
    /// Takes in the blocks of an extracted text.
    pub(super) fn new(found: &Blocks<'_>) -> Self {
        let mut guide = Self {
            windows: HashSet::new(),
            short: HashSet::new(),
        };
        // Blocks run into each other, as extractors join and cut them.
        let mut all: Vec<char> = Vec::new();
        for block in &found.blocks {
            let letters = letters(&block.text);
            if letters.len() < WINDOW * 2 {
                guide.short.insert(hash(&letters));
            }
            all.extend(letters);
        }
        guide.windows = all.windows(WINDOW).map(hash).collect();
        guide
    }

    /// Of a hundred windows of the text those that were found.
    fn share(&self, text: &str) -> u32 {
        let letters = letters(text);
        if letters.is_empty() {
            return 0;
        }
        if letters.len() < WINDOW {
            return 100 * u32::from(self.short.contains(&hash(&letters)));
        }
        let windows = letters.windows(WINDOW).step_by(6);
        let n = windows.len();
        let found = windows
            .filter(|window| self.windows.contains(&hash(window)))
            .count();
        u32::try_from(found * 100 / n.max(1)).unwrap_or(100)
    }
}

fn letters(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

fn hash(letters: &[char]) -> u64 {
    let mut bytes = Vec::with_capacity(letters.len() * 4);
    for c in letters {
        bytes.extend_from_slice(&u32::from(*c).to_le_bytes());
    }
    xxh3_64(&bytes)
}

/// Letters and digits of a block that nobody writes twice.
const COPY: usize = 40;

/// Letters and digits of a block that is running text for sure.
const PROSE: usize = 80;

/// Says of each block whether it is a part of the article.
pub(super) fn choose(found: &Blocks<'_>, guide: &Guide, titles: &[&str]) -> Vec<bool> {
    let blocks = &found.blocks;
    let titles: Vec<Vec<char>> = titles.iter().map(|title| folded(title)).collect();
    let mut chosen: Vec<bool> = blocks
        .iter()
        .map(|block| {
            let repeats = block.letters < 300 && titles.contains(&folded(&block.text));
            !repeats && guide.share(&block.text) >= 50
        })
        .collect();
    let kept = kept_boxes(found, &chosen);
    let is_apart = |block: &Block| block.inside.is_some_and(|at| !kept[at]);
    for (block, chosen) in blocks.iter().zip(chosen.iter_mut()) {
        *chosen &= !is_apart(block);
    }
    // Found text in each group: those that hold much of it are the article's own.
    let mut weight: HashMap<usize, usize> = HashMap::new();
    for (block, _) in blocks.iter().zip(&chosen).filter(|(_, chosen)| **chosen) {
        if block.kind == Kind::Paragraph {
            *weight.entry(block.group).or_default() += block.letters;
        }
    }
    let weight_of = |at: usize| weight.get(&blocks[at].group).copied().unwrap_or(0);
    let is_prose =
        |at: usize| blocks[at].letters >= PROSE && blocks[at].linked * 2 < blocks[at].letters;
    // Short lines above the first paragraph are what templates print there.
    if let Some(start) = (0..blocks.len()).find(|&at| chosen[at] && is_prose(at)) {
        for at in 0..start {
            chosen[at] &= blocks[at].group == blocks[start].group;
        }
    }
    let first = chosen.iter().position(|c| *c);
    let last = chosen.iter().rposition(|c| *c);
    let (Some(first), Some(last)) = (first, last) else {
        return chosen;
    };
    let headline = (0..first).rfind(|&at| titles.contains(&folded(&blocks[at].text)));
    if let Some(headline) = headline {
        // Between the headline and what was found the lead may stand, in the group of the text or
        // one beside it.
        let above = |at: usize| found.groups[blocks[at].group].above;
        let lead = (headline + 1..first).filter(|&at| {
            let near = blocks[at].group == blocks[first].group || above(at) == above(first);
            near && is_prose(at)
                && !is_apart(&blocks[at])
                && blocks[at].linked * 4 < blocks[at].letters
        });
        let lead: Vec<usize> = lead.collect();
        if lead.len() <= 4 {
            lead.into_iter().for_each(|at| chosen[at] = true);
        }
    }
    for at in (first..=last).rev() {
        let block = &blocks[at];
        if chosen[at] || is_apart(block) || block.letters == 0 {
            continue;
        }
        if titles.contains(&folded(&block.text)) {
            continue;
        }
        let at_home = weight_of(at) >= 200;
        let dense = block.linked * 2 > block.letters;
        let leads = block.kind != Kind::Heading || chosen.get(at + 1) == Some(&true);
        chosen[at] = at_home && !dense && leads;
    }
    without_copies(blocks, &mut chosen);
    chosen
}

/// Of each box whether its text is kept: boxes that hold much of what was found are no boxes.
fn kept_boxes(found: &Blocks<'_>, chosen: &[bool]) -> Vec<bool> {
    let mut held = vec![0; found.boxes.len()];
    let mut total = 0;
    for (block, _) in found
        .blocks
        .iter()
        .zip(chosen)
        .filter(|(_, chosen)| **chosen)
    {
        total += block.letters;
        let mut inside = block.inside;
        // Boxes in boxes deeper than this are a trap.
        for _ in 0..30 {
            let Some(at) = inside else { break };
            held[at] += block.letters;
            inside = found.boxes[at].inside;
        }
    }
    let mut kept: Vec<bool> = Vec::with_capacity(held.len());
    for (boxed, held) in found.boxes.iter().zip(held) {
        let around = boxed.inside.is_none_or(|at| kept[at]);
        let is_much = boxed.kind != Box::Figure && held * 4 > total || held * 2 > total;
        kept.push(around && is_much && total > 0);
    }
    kept
}

/// Takes out an article that stands in the page a second time: blocks in a row that were there.
fn without_copies(blocks: &[Block], chosen: &mut [bool]) {
    let mut seen = HashSet::new();
    for (block, chosen) in blocks
        .iter()
        .zip(chosen.iter_mut())
        .filter(|(_, chosen)| **chosen)
    {
        let all = letters(&block.text);
        let cut = block.text.ends_with("...") || block.text.ends_with('…');
        let windows: Vec<u64> = all.windows(WINDOW).map(hash).collect();
        let known = windows
            .iter()
            .filter(|window| seen.contains(*window))
            .count();
        // The whole text in one block again, or the beginning of it.
        if known * 10 >= windows.len() * 8 && known > 0 && (block.letters >= 600 || cut) {
            *chosen = false;
        } else {
            seen.extend(windows);
        }
    }
    let long = (0..blocks.len()).filter(|&at| chosen[at] && blocks[at].letters >= COPY);
    let long: Vec<usize> = long.collect();
    let mut first = HashMap::new();
    let mut run: Vec<usize> = Vec::new();
    let mut expected = None;
    for (place, &at) in long.iter().enumerate() {
        let before = *first
            .entry(hash(&letters(&blocks[at].text)))
            .or_insert(place);
        if expected.is_none_or(|expected| expected != before) {
            run.clear();
        }
        expected = None;
        if before < place {
            run.push(at);
            expected = Some(before + 1);
        }
        if run.len() >= 3 {
            run.iter().for_each(|&at| chosen[at] = false);
        }
    }
}

/// The letters and digits of a text in lower case.
fn folded(text: &str) -> Vec<char> {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
