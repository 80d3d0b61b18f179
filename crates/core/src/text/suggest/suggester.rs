//! A model compiled, and the labels it has for a message.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Inquiry, LabelCounts, SuggestionModel};
use crate::order;
use crate::text::words::{Word, words};

/// By what a keyword multiplies the odds of its label.
pub const KEYWORD_ODDS: f64 = 10.0;

/// Share of one occurrence that every label has of every word: a word that a
/// label has never seen does not rule it out.
const SMOOTHING: f64 = 0.1;

/// The most that all words of a message weigh together. They are not
/// independent, and without a bound every score would be nearly 0 or 1; with
/// this one scores are about as high as they are often right.
const MOST_WEIGHT: f64 = 5.0;

/// Least share of the average history that a label is brought up from.
const LEAST_HISTORY: f64 = 0.1;

/// Reasons that a suggestion names.
const MOST_REASONS: usize = 3;

/// Phrases that speak for a label whatever has been learnt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Keywords {
    /// The label.
    pub label: String,
    /// Words that stand next to each other in a message, whatever their case
    /// and accents. With `*` at its end a phrase takes any ending:
    /// `retur*` is found in "returnare". One that is found multiplies the
    /// odds of the label by [`KEYWORD_ODDS`]; more of them do no more.
    pub phrases: Vec<String>,
}

/// A label for a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Suggestion {
    /// The label.
    pub label: String,
    /// How likely it is the right one of those that can be chosen, 0 to 1.
    pub score: f64,
    /// What spoke for it, the strongest first, at most three: a keyword as it
    /// is written in the rule, words as they stand in the message, `language
    /// ro`, `reason return`. Empty when it is only chosen often.
    pub because: Vec<String>,
}

/// A model and keywords, compiled.
#[derive(Debug, Clone)]
pub struct Suggester {
    /// In order of their name.
    labels: Vec<Label>,
    buckets: BTreeMap<u32, Bucket>,
}

#[derive(Debug, Clone)]
struct Label {
    name: String,
    messages: u32,
    phrases: Vec<Phrase>,
}

#[derive(Debug, Clone)]
struct Phrase {
    written: String,
    words: Vec<String>,
    any_ending: bool,
}

/// What one word says.
#[derive(Debug, Clone)]
struct Bucket {
    /// How much it counts.
    weight: f64,
    /// What it says for labels, by their place; nothing for all others.
    says: BTreeMap<usize, f64>,
}

impl Suggester {
    /// Compiles a model. Takes time in proportion to it.
    ///
    /// ```
    /// use deskcore::text::suggest::{Inquiry, Keywords, Suggester, SuggestionModel};
    ///
    /// // A new desk: nothing learnt yet.
    /// let keywords = [Keywords { label: "return".into(), phrases: vec!["retur*".into(), "trimit înapoi".into()] }];
    /// let suggester = Suggester::new(&SuggestionModel::default(), &keywords);
    /// let best = suggester.suggest(&Inquiry::new("Vreau sa TRIMIT INAPOI pantofii"), None, 3);
    /// assert_eq!(best[0].label, "return");
    /// assert_eq!(best[0].because, ["trimit înapoi"]);
    /// assert!(suggester.suggest(&Inquiry::new("Bună ziua"), None, 3).is_empty());
    /// ```
    pub fn new(model: &SuggestionModel, keywords: &[Keywords]) -> Self {
        let of_keywords = keywords.iter().map(|rule| &rule.label);
        let names: BTreeSet<&String> = order::set(model.labels.keys().chain(of_keywords));
        let totals = |counts: &LabelCounts| counts.words.values().copied().map(f64::from).sum();
        let learnt: Vec<f64> = model.labels.values().map(totals).collect();
        let average = learnt.iter().sum::<f64>() / (learnt.len().max(1) as f64);
        let messages = model.labels.values().map(|counts| counts.messages);
        let messages: f64 = messages.map(f64::from).sum();

        let mut found: BTreeMap<u32, Vec<(usize, f64, f64)>> = BTreeMap::new();
        let mut labels = Vec::new();
        for (place, name) in names.into_iter().enumerate() {
            let counts = model.labels.get(name);
            let phrases = keywords.iter().filter(|rule| rule.label == *name);
            labels.push(Label {
                name: name.clone(),
                messages: counts.map_or(0, |counts| counts.messages),
                phrases: phrases
                    .flat_map(|rule| rule.phrases.iter().map(|phrase| Phrase::new(phrase)))
                    .collect(),
            });
            let Some(counts) = counts else {
                continue;
            };
            let history = (totals(counts) / average).max(LEAST_HISTORY);
            for (bucket, count) in &counts.words {
                let count = f64::from(*count);
                let says = libm::log1p(count / (SMOOTHING * history));
                found.entry(*bucket).or_default().push((place, count, says));
            }
        }
        let compiled = found.into_iter().map(|(bucket, found)| {
            let all: f64 = found.iter().map(|(_, count, _)| count).sum();
            let weight = libm::log1p(messages / all.max(1.0));
            let says = found.into_iter().map(|(place, _, says)| (place, says));
            let says = order::map(says);
            (bucket, Bucket { weight, says })
        });
        Self {
            labels,
            buckets: order::map(compiled),
        }
    }

    /// The labels most likely right for a message, the likeliest first, at
    /// most `limit`; of equal ones the first by name. With `candidates` only
    /// those can be chosen. A label can be chosen that has been learnt or has
    /// a keyword in the message. Takes time in proportion to the message,
    /// times labels and phrases at worst.
    ///
    /// ```
    /// use deskcore::text::suggest::{Inquiry, Suggester, SuggestionModel};
    ///
    /// let mut model = SuggestionModel::default();
    /// model.learn(&Inquiry::new("Dov'è il mio ordine?"), "tracking");
    /// model.learn(&Inquiry::new("Vorrei un rimborso"), "refund");
    /// let suggester = Suggester::new(&model, &[]);
    /// let inquiry = Inquiry::new("Ordine non arrivato");
    /// assert_eq!(suggester.suggest(&inquiry, None, 3).len(), 2);
    /// let only = suggester.suggest(&inquiry, Some(&["refund"]), 3);
    /// assert_eq!((only.len(), &*only[0].label), (1, "refund"));
    /// ```
    pub fn suggest(
        &self,
        inquiry: &Inquiry,
        candidates: Option<&[&str]>,
        limit: usize,
    ) -> Vec<Suggestion> {
        let words = words(&inquiry.message);
        let features = inquiry.features(&words);
        let known: Vec<(&str, &Bucket)> = features
            .iter()
            .filter_map(|(bucket, shown)| Some((&**shown, self.buckets.get(bucket)?)))
            .collect();
        let candidates: Option<BTreeSet<&str>> =
            candidates.map(|of| order::set(of.iter().copied()));
        let weight: f64 = known.iter().map(|(_, bucket)| bucket.weight).sum();
        let scale = MOST_WEIGHT / weight.max(MOST_WEIGHT);

        let mut chosen = Vec::new();
        for (place, label) in self.labels.iter().enumerate() {
            let keyword = label.phrases.iter().find(|phrase| phrase.is_in(&words));
            let open = candidates
                .as_ref()
                .is_none_or(|of| of.contains(&*label.name));
            if !open || (label.messages == 0 && keyword.is_none()) {
                continue;
            }
            let said = known.iter().map(|(_, bucket)| bucket.says_for(place));
            let mut score = libm::log1p(f64::from(label.messages)) + scale * said.sum::<f64>();
            if keyword.is_some() {
                score += libm::log(KEYWORD_ODDS);
            }
            chosen.push((place, label, keyword, score));
        }
        let places: Vec<usize> = chosen.iter().map(|(place, ..)| *place).collect();
        let best = chosen
            .iter()
            .map(|(.., score)| *score)
            .fold(f64::MIN, f64::max);
        for (.., score) in &mut chosen {
            *score = libm::exp(*score - best);
        }
        let all: f64 = chosen.iter().map(|(.., score)| score).sum();
        for (.., score) in &mut chosen {
            *score /= all;
        }
        // Labels are in order of their name, and the sort keeps that.
        order::sort_by(&mut chosen, |(.., left), (.., right)| right.total_cmp(left));
        chosen.truncate(limit);
        let suggestions = chosen
            .into_iter()
            .map(|(place, label, keyword, score)| Suggestion {
                label: label.name.clone(),
                score,
                because: because(&known, place, &places, keyword),
            });
        suggestions.collect()
    }
}

impl Bucket {
    fn says_for(&self, place: usize) -> f64 {
        self.weight * self.says.get(&place).copied().unwrap_or_default()
    }
}

/// What speaks most for a label: more than it does for the average of those
/// that can be chosen. No word is named twice.
fn because(
    known: &[(&str, &Bucket)],
    place: usize,
    places: &[usize],
    keyword: Option<&Phrase>,
) -> Vec<String> {
    let mut weights: BTreeMap<&str, f64> = BTreeMap::new();
    for (shown, bucket) in known {
        let all = places.iter().map(|place| bucket.says_for(*place));
        let average = all.sum::<f64>() / (places.len().max(1) as f64);
        *weights.entry(shown).or_default() += bucket.says_for(place) - average;
    }
    let mut weights: Vec<(&str, f64)> = weights.into_iter().collect();
    weights.retain(|(_, weight)| *weight > 0.0);
    order::sort_by(&mut weights, |(_, left), (_, right)| right.total_cmp(left));

    let mut because: Vec<String> = keyword
        .map(|phrase| phrase.written.clone())
        .into_iter()
        .collect();
    for (shown, _) in weights {
        let named = because.iter().flat_map(|reason| reason.split(' '));
        let named: BTreeSet<&str> = order::set(named);
        let new = shown.split(' ').all(|word| !named.contains(word));
        if new && because.len() < MOST_REASONS {
            because.push(shown.to_owned());
        }
    }
    because
}

impl Phrase {
    fn new(written: &str) -> Self {
        Self {
            written: written.to_owned(),
            words: words(written).into_iter().map(|word| word.folded).collect(),
            any_ending: written.trim_end().ends_with('*'),
        }
    }

    fn is_in(&self, message: &[Word]) -> bool {
        let Some((last, before)) = self.words.split_last() else {
            return false;
        };
        // Windows of one word at least: there is a last one.
        message.windows(self.words.len()).any(|window| {
            window.split_last().is_some_and(|(end, begin)| {
                let ends = match self.any_ending {
                    true => end.folded.starts_with(last),
                    false => end.folded == *last,
                };
                ends && begin.iter().map(|word| &word.folded).eq(before)
            })
        })
    }
}
