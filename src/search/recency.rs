//! The factor that an article's age gives its score, where that is asked for.

/// Lets the scores of older articles fade. Off unless asked for: an archive is not a feed.
#[derive(Debug, Clone, PartialEq)]
pub struct Recency {
    /// Age in days at which the factor is one half.
    pub half_life_days: f64,
    /// The least factor, from 0 to 1; undated articles have it.
    pub floor: f32,
    /// The moment that age is measured from, in seconds since 1970; none takes the newest date of
    /// the index, so that an old archive is not all faded.
    pub now: Option<i64>,
}

impl Recency {
    /// A half-life in days, with a floor of one tenth, measured from the newest article.
    pub fn new(half_life_days: f64) -> Recency {
        Recency {
            half_life_days,
            floor: 0.1,
            now: None,
        }
    }
}

/// A [`Recency`] ready to be used.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fading {
    pub(super) now: i64,
    pub(super) half_life_days: f64,
    pub(super) floor: f32,
}

impl Fading {
    /// `max(floor, 2^(-age / half-life))`, never over 1; `i64::MIN` stands for no date.
    #[inline]
    pub(super) fn factor(&self, published: i64) -> f32 {
        if published == i64::MIN {
            return self.floor;
        }
        let days = self.now.saturating_sub(published).max(0) as f64 / 86_400.0;
        ((-days / self.half_life_days).exp2() as f32).max(self.floor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_score_is_halved_by_each_half_life_down_to_the_floor() {
        let fading = Fading {
            now: 100 * 86_400,
            half_life_days: 10.0,
            floor: 0.1,
        };
        for (day, factor) in [(100, 1.0), (90, 0.5), (80, 0.25), (0, 0.1), (120, 1.0)] {
            assert_eq!(fading.factor(day * 86_400), factor, "day {day}");
        }
        assert_eq!(fading.factor(i64::MIN), 0.1);
    }
}
