//! Open tickets over time.

use crate::history::instant;
use crate::report::{Backlog, BacklogPoint};

/// The most points of a report's series.
const POINTS: usize = 1000;

/// The backlog of tickets that began and ended at these instants. At one
/// instant, endings come first.
pub(crate) fn backlog(mut begun: Vec<i64>, mut ended: Vec<i64>, until: &str) -> Backlog {
    begun.sort_unstable();
    ended.sort_unstable();
    let mut steps: Vec<(i64, i64)> = Vec::new();
    let (mut begun, mut ended) = (begun.into_iter().peekable(), ended.into_iter().peekable());
    let mut open = 0;
    while let Some(at) = begun.peek().into_iter().chain(ended.peek()).min().copied() {
        while ended.next_if_eq(&at).is_some() {
            open -= 1;
        }
        while begun.next_if_eq(&at).is_some() {
            open += 1;
        }
        steps.push((at, open));
    }
    // The first of the greatest.
    let most = steps
        .iter()
        .copied()
        .reduce(|most, step| if step.1 > most.1 { step } else { most });
    Backlog {
        until: until.to_owned(),
        max: most.map_or(0, |(_, open)| open),
        at: most.map(|(at, _)| instant(at)),
        series: thin_out(&steps, most)
            .into_iter()
            .map(|(at, open)| BacklogPoint(instant(at), open))
            .collect(),
    }
}

/// At most [`POINTS`] of the steps: evenly spaced readings, and the maximum.
fn thin_out(steps: &[(i64, i64)], most: Option<(i64, i64)>) -> Vec<(i64, i64)> {
    let (Some(first), Some(last), Some(most)) = (steps.first(), steps.last(), most) else {
        return Vec::new();
    };
    if steps.len() <= POINTS {
        return steps.to_vec();
    }
    let intervals = POINTS as i128 - 2;
    let length = i128::from(last.0 - first.0);
    let mut ahead = steps.iter().copied().peekable();
    let mut open = 0;
    let mut thin: Vec<(i64, i64)> = (0..=intervals)
        .map(|place| {
            let at = first.0 + i64::try_from(length * place / intervals).unwrap_or(0);
            while let Some(step) = ahead.next_if(|step| step.0 <= at) {
                open = step.1;
            }
            (at, open)
        })
        .collect();
    if let Err(place) = thin.binary_search(&most) {
        thin.insert(place, most);
    }
    thin
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_come_first() {
        let backlog = backlog(vec![0, 0, 10, 20, 20], vec![10, 20], "solved");
        assert_eq!((backlog.max, backlog.at), (3, Some(instant(20))));
        let series: Vec<i64> = backlog.series.iter().map(|point| point.1).collect();
        assert_eq!(series, [2, 2, 3]);
    }

    #[test]
    fn a_long_series_is_thinned_out_and_keeps_the_maximum() {
        let begun: Vec<i64> = (0..5000).map(|i| i * 7).collect();
        let ended: Vec<i64> = (0..5000).map(|i| i * 9 + 1).collect();
        let backlog = backlog(begun, ended, "closed");
        assert_eq!(backlog.series.len(), POINTS);
        assert!(
            backlog
                .series
                .iter()
                .any(|point| Some(point.0) == backlog.at && point.1 == backlog.max)
        );
        assert!(backlog.series.windows(2).all(|pair| pair[0].0 <= pair[1].0));
        assert_eq!(backlog.series.last().map(|point| point.1), Some(0));
    }
}
