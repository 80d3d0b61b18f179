//! When a shop asks its customers: the `satisfaction.survey` part of
//! desk.json.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::satisfaction::period::check_length;
use crate::satisfaction::scale::Scale;
use crate::time::Zone;

const DAY_S: i64 = 86_400;

/// When customers are asked, and how long they may answer. Times are whole
/// seconds.
///
/// ```
/// use deskcore::satisfaction::{Scale, SurveyConfig};
///
/// let config: SurveyConfig = serde_json::from_str(r#"{"scale": "stars5", "delay_s": 3600}"#)?;
/// assert_eq!(config.cooldown_s, 30 * 86_400);
/// config.check()?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SurveyConfig {
    /// What is asked for.
    pub scale: Scale,
    /// How long after a resolution; a day when nothing is said.
    pub delay_s: i64,
    /// How long a customer is left alone after a survey, whatever the ticket;
    /// thirty days when nothing is said.
    pub cooldown_s: i64,
    /// How long it can be answered; two weeks when nothing is said.
    pub expiry_s: i64,
    /// How long after the first answer it can be given again; a day when
    /// nothing is said.
    pub edit_window_s: i64,
    /// Which of several answers counts.
    pub keep: KeepRating,
    /// Whether only tickets that somebody had are asked about.
    pub require_agent: bool,
    /// How long after sending to remind the customer, once; never when
    /// nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reminder_s: Option<i64>,
    /// The hours of the customer's own day in which surveys go out.
    pub day_time: DayTime,
    /// The zone of customers whose own is not known.
    pub zone: Zone,
    /// Tags of tickets that nobody is asked about.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub never_tags: Vec<String>,
    /// The channel that a survey goes out on, by the ticket's; the ticket's
    /// own when nothing is said.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub send_by: BTreeMap<String, String>,
    /// What a low rating makes happen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low_rating: Option<LowRatingConfig>,
}

impl Default for SurveyConfig {
    fn default() -> Self {
        Self {
            scale: Scale::Stars5,
            delay_s: DAY_S,
            cooldown_s: 2_592_000,
            expiry_s: 1_209_600,
            edit_window_s: DAY_S,
            keep: KeepRating::Last,
            require_agent: true,
            reminder_s: None,
            day_time: DayTime::default(),
            zone: Zone::UTC,
            never_tags: Vec::new(),
            send_by: BTreeMap::new(),
            low_rating: None,
        }
    }
}

/// Which of several answers counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeepRating {
    /// The first; later ones are refused.
    First,
    /// The last, within the edit window.
    #[default]
    Last,
    /// All, within the edit window: each is a rating of its own.
    All,
}

/// Hours of a local day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DayTime {
    /// The first instant of it; `09:00` when nothing is said.
    pub opens: String,
    /// The instant at which it is over; `20:00` when nothing is said.
    pub closes: String,
}

impl Default for DayTime {
    fn default() -> Self {
        Self {
            opens: "09:00".to_owned(),
            closes: "20:00".to_owned(),
        }
    }
}

impl DayTime {
    /// Both ends, in order.
    pub(super) fn ends(&self) -> Result<(NaiveTime, NaiveTime), Error> {
        let read = |path: &str, text: &str| {
            NaiveTime::parse_from_str(text, "%H:%M").map_err(|_| {
                let message = format!("{text:?} is no time of day: expected such as \"09:00\"");
                Error::invalid(path, message)
            })
        };
        let opens = read("/day_time/opens", &self.opens)?;
        let closes = read("/day_time/closes", &self.closes)?;
        match opens < closes {
            true => Ok((opens, closes)),
            false => {
                let message = format!("{:?} is not after {:?}", self.closes, self.opens);
                Err(Error::invalid("/day_time/closes", message))
            }
        }
    }
}

/// What a low rating makes happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LowRatingConfig {
    /// The best rating that is low.
    pub at_most: i64,
    /// Whether the ticket is to be reopened.
    #[serde(default)]
    pub reopen: bool,
    /// Whom to tell: a name that the host knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify: Option<String>,
    /// Id of the macro to answer with, such as an apology.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub macro_id: Option<String>,
}

impl SurveyConfig {
    /// That it can be kept to.
    ///
    /// # Errors
    ///
    /// `invalid_input` with the place, for a time that is negative or above a
    /// hundred years, hours that are none, and a
    /// low rating that the scale does not have.
    pub fn check(&self) -> Result<(), Error> {
        let times = [
            ("/delay_s", self.delay_s),
            ("/cooldown_s", self.cooldown_s),
            ("/expiry_s", self.expiry_s),
            ("/edit_window_s", self.edit_window_s),
            ("/reminder_s", self.reminder_s.unwrap_or(0)),
        ];
        for (path, time) in times {
            check_length(path, time)?;
        }
        self.day_time.ends()?;
        if let Some(low) = &self.low_rating
            && !self.scale.ratings().contains(&low.at_most)
        {
            let message = format!("{} is no rating of {}", low.at_most, self.scale);
            return Err(Error::invalid("/low_rating/at_most", message));
        }
        Ok(())
    }
}
