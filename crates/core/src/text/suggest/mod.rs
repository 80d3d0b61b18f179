//! Which answers a message most likely needs, by what agents chose before.
//!
//! A [`SuggestionModel`] counts words of messages by the label that an agent
//! gave them: a macro, an answer, a reason. A [`Suggester`] is a model
//! compiled, with keywords that speak for a label even before there is any
//! history.
//!
//! ```
//! use deskcore::text::suggest::{Inquiry, Suggester, SuggestionModel};
//!
//! let mut model = SuggestionModel::default();
//! model.learn(&Inquiry::new("Where is my parcel?"), "tracking");
//! model.learn(&Inquiry::new("The parcel has not arrived yet"), "tracking");
//! model.learn(&Inquiry::new("I want my money back"), "refund");
//!
//! let suggester = Suggester::new(&model, &[]);
//! let best = suggester.suggest(&Inquiry::new("still no parcel!"), None, 1);
//! assert_eq!(best[0].label, "tracking");
//! assert_eq!(best[0].because, ["parcel"]);
//! assert!(best[0].score > 0.8);
//! ```
//!
//! # The rule
//!
//! Naive Bayes over what a message has: its words, its pairs of neighbouring
//! words, the beginnings of its longer words (which endings do not change),
//! its language and its reason. Each counts once for a message, and the more
//! the rarer it is, by inverse document frequency. Every label is brought to
//! the same number of words, so that a label with a long history does not
//! drown the others (after the skew described in Rennie et al., "Tackling the Poor
//! Assumptions of Naive Bayes Text Classifiers", ICML 2003); how often it was
//! chosen counts once, as what it is.
//!
//! Case, accents and the ways to write ș and ț make no difference, and
//! digits are all the same. Words are what stands between other characters:
//! languages that write without blanks are hardly served. Of a message the
//! first 10,000 characters count.
//!
//! # What a model holds
//!
//! Counts under numbers of 18 bits that words are hashed to: no text, never
//! more than [`BUCKETS`] numbers for a label, and the same bytes in whatever
//! order it has learnt. Labels are the host's own and not bounded. The same
//! model and message give the same result, to the last bit, on every
//! platform.

mod model;
mod suggester;

pub use model::{BUCKETS, Inquiry, LabelCounts, SuggestionModel};
pub use suggester::{KEYWORD_ODDS, Keywords, Suggester, Suggestion};
