//! What has been learnt: counts under numbers that words are hashed to.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::text::words::{Word, words};

/// How many numbers words are hashed to.
pub const BUCKETS: u32 = 1 << 18;

/// Letters of the beginning of a longer word.
const BEGINNING: usize = 4;

/// A message that wants an answer, and what is known about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Inquiry {
    /// Text of the message.
    pub message: String,
    /// Its language, as a tag such as `ro` or `ro-MD`; what follows the
    /// first subtag makes no difference.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Why the customer writes, in the host's words, such as `return`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl Inquiry {
    /// A message of which nothing else is known.
    ///
    /// ```
    /// use deskcore::text::suggest::Inquiry;
    ///
    /// let inquiry = Inquiry { language: Some("it".into()), ..Inquiry::new("Dov'è il mio ordine?") };
    /// assert_eq!(inquiry.reason, None);
    /// ```
    pub fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            ..Self::default()
        }
    }

    /// What the message has, by the number it is hashed to, with how it is
    /// shown.
    pub(super) fn features(&self, words: &[Word]) -> BTreeMap<u32, String> {
        let mut features = BTreeMap::new();
        let mut add = |kind: &str, left: &str, right: &str, shown: String| {
            features.entry(bucket(kind, left, right)).or_insert(shown);
        };
        for Word { shown, folded } in words {
            add("word", folded, "", shown.clone());
            if folded.chars().nth(BEGINNING).is_some() {
                let beginning: String = folded.chars().take(BEGINNING).collect();
                add("beginning", &beginning, "", shown.clone());
            }
        }
        // The first and the last word have the edge of the message as a
        // neighbour.
        let before = std::iter::once(None).chain(words.iter().map(Some));
        let after = words.iter().map(Some).chain([None]);
        for pair in before.zip(after) {
            match pair {
                (None, None) => {}
                (None, Some(first)) => add("first", &first.folded, "", first.shown.clone()),
                (Some(last), None) => add("last", &last.folded, "", last.shown.clone()),
                (Some(left), Some(right)) => {
                    let shown = format!("{} {}", left.shown, right.shown);
                    add("pair", &left.folded, &right.folded, shown);
                }
            }
        }
        if let Some(language) = &self.language {
            let first = language.split(['-', '_']).next().unwrap_or_default();
            let language = first.to_ascii_lowercase();
            add("language", &language, "", format!("language {language}"));
        }
        if let Some(reason) = &self.reason {
            add("reason", reason, "", format!("reason {reason}"));
        }
        features
    }
}

/// FNV-1a of 64 bits, folded to a bucket as its authors advise
/// (draft-eastlake-fnv). Models are kept: it must never change.
fn bucket(kind: &str, left: &str, right: &str) -> u32 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for part in [kind, left, right] {
        // 0xff is in no text and so ends a part.
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        }
    }
    let folded = (hash ^ (hash >> 32)) & u64::from(u32::MAX);
    let folded = u32::try_from(folded).unwrap_or_default();
    (folded ^ (folded >> 18)) % BUCKETS
}

/// What agents chose before, in counts. As a record it can be stored, and
/// models of several desks or days can be [merged](Self::merge).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "SuggestionModelRecord")]
pub struct SuggestionModel {
    /// Counts of each label.
    pub labels: BTreeMap<String, LabelCounts>,
}

/// What has been learnt of one label. Counts stop at 4,294,967,295.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LabelCounts {
    /// Messages that were given it.
    pub messages: u32,
    /// How many of them have a word, or a pair of words, by the number that
    /// it is hashed to (below [`BUCKETS`]).
    #[schemars(with = "BTreeMap<String, u32>")]
    pub words: BTreeMap<u32, u32>,
}

impl SuggestionModel {
    /// Learns that a message was given a label. Takes time in proportion to
    /// the message.
    ///
    /// ```
    /// use deskcore::text::suggest::{Inquiry, SuggestionModel};
    ///
    /// let mut model = SuggestionModel::default();
    /// model.learn(&Inquiry::new("Where is my order?"), "tracking");
    /// assert_eq!(model.labels["tracking"].messages, 1);
    /// let stored = serde_json::to_string(&model)?;
    /// assert_eq!(serde_json::from_str::<SuggestionModel>(&stored)?, model);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn learn(&mut self, inquiry: &Inquiry, label: &str) {
        let counts = self.labels.entry(label.to_owned()).or_default();
        counts.messages = counts.messages.saturating_add(1);
        for bucket in inquiry.features(&words(&inquiry.message)).into_keys() {
            let count = counts.words.entry(bucket).or_default();
            *count = count.saturating_add(1);
        }
    }

    /// Adds what another model has learnt: the result is that of learning
    /// all of both.
    ///
    /// ```
    /// use deskcore::text::suggest::{Inquiry, SuggestionModel};
    ///
    /// let (mut monday, mut tuesday) = (SuggestionModel::default(), SuggestionModel::default());
    /// monday.learn(&Inquiry::new("Where is my order?"), "tracking");
    /// tuesday.learn(&Inquiry::new("It has not arrived"), "tracking");
    /// monday.merge(&tuesday);
    /// assert_eq!(monday.labels["tracking"].messages, 2);
    /// ```
    pub fn merge(&mut self, other: &Self) {
        for (label, more) in &other.labels {
            let counts = self.labels.entry(label.clone()).or_default();
            counts.messages = counts.messages.saturating_add(more.messages);
            for (bucket, more) in &more.words {
                let count = counts.words.entry(*bucket).or_default();
                *count = count.saturating_add(*more);
            }
        }
    }
}
