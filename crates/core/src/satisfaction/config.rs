//! What a shop asks its customers, and what it does with the answers: the
//! `satisfaction` part of desk.json.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::alert::AlertRule;
use super::review::ReviewConfig;
use super::survey::SurveyConfig;
use crate::Error;
use crate::error::Problem;

/// What a shop asks its customers: the `satisfaction` part of desk.json.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct SatisfactionConfig {
    /// When customers are asked; never when nothing is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survey: Option<SurveyConfig>,
    /// When the mean of recent ratings is an alert.
    pub alert: AlertRule,
    /// The net promoter score below which there is an alert, once the
    /// interval says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nps_floor: Option<f64>,
    /// When customers are invited to write public reviews.
    pub review: ReviewConfig,
}

impl SatisfactionConfig {
    /// Everything that is wrong with it, each with its place.
    pub(crate) fn problems(&self) -> Vec<Problem> {
        let survey = self.survey.as_ref().map(SurveyConfig::check);
        let parts = [
            ("/survey", survey.unwrap_or(Ok(()))),
            ("/alert", self.alert.check()),
            ("/review", self.review.check()),
            ("", self.check_floor()),
        ];
        let wrong = parts.into_iter().filter_map(|(part, checked)| {
            let error = checked.err()?;
            let path = format!("{part}{}", error.path().unwrap_or_default());
            let message = match &error {
                Error::InvalidInput { message, .. } => message.clone(),
                error => error.to_string(),
            };
            Some(Problem::new("invalid_value", path, message))
        });
        wrong.collect()
    }

    fn check_floor(&self) -> Result<(), Error> {
        match self.nps_floor {
            Some(floor) if !(-100.0..=100.0).contains(&floor) => Err(Error::invalid(
                "/nps_floor",
                format!("{floor} is no score: expected −100 to 100"),
            )),
            _ => Ok(()),
        }
    }
}
