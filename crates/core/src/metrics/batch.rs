//! A report takes many records at a time: all of them, or none.

use super::record::{RatingRecord, SessionRecord, SurveyRecord, TicketFigures};
use super::report::Report;
use crate::border::under;
use crate::error::Error;

impl Report {
    /// Adds tickets.
    ///
    /// # Errors
    ///
    /// As [`add_ticket`](Self::add_ticket), with the place of the ticket
    /// (`/3/dimensions/channel`); then none is added.
    ///
    /// ```
    /// use deskcore::metrics::{Report, ReportConfig, TicketFigures};
    ///
    /// let mut report = Report::new(ReportConfig::default())?;
    /// let mut tickets = vec![TicketFigures::new("A-17", "2026-11-23T10:00:00Z".parse()?); 2];
    /// tickets[1].dimensions.insert("channel".into(), "".into());
    /// let error = report.add_tickets(&tickets).unwrap_err();
    /// assert_eq!(error.path(), Some("/1/dimensions/channel"));
    /// assert_eq!(report, Report::new(ReportConfig::default())?);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_tickets(&mut self, tickets: &[TicketFigures]) -> Result<(), Error> {
        self.add_all(tickets, Self::add_ticket)
    }

    /// Adds ratings.
    ///
    /// # Errors
    ///
    /// As [`add_rating`](Self::add_rating), with the place of the rating;
    /// then none is added.
    pub fn add_ratings(&mut self, ratings: &[RatingRecord]) -> Result<(), Error> {
        self.add_all(ratings, Self::add_rating)
    }

    /// Adds surveys, offered or not.
    ///
    /// # Errors
    ///
    /// As [`add_survey`](Self::add_survey), with the place of the survey;
    /// then none is added.
    pub fn add_surveys(&mut self, surveys: &[SurveyRecord]) -> Result<(), Error> {
        self.add_all(surveys, Self::add_survey)
    }

    /// Adds visits to self-service.
    ///
    /// # Errors
    ///
    /// As [`add_session`](Self::add_session), with the place of the visit;
    /// then none is added.
    pub fn add_sessions(&mut self, sessions: &[SessionRecord]) -> Result<(), Error> {
        self.add_all(sessions, Self::add_session)
    }

    fn add_all<T>(
        &mut self,
        records: &[T],
        add: fn(&mut Self, &T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        // A report of their own: merged it is the same to the byte, and a
        // record that is refused leaves nothing behind.
        let mut part = Self::new(self.config().clone())?;
        for (place, record) in records.iter().enumerate() {
            add(&mut part, record).map_err(|error| under(&format!("/{place}"), error))?;
        }
        self.merge(&part)
    }
}
