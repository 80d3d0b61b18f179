//! Customer-support logic as a library: tickets, SLA clocks over business
//! calendars, and explanations of every deadline.
//!
//! deskcore decides and never does. The host keeps its database, its mail
//! sender and its screens; this crate is told what happened and when, and
//! answers with the ticket afterwards and with what is to be done. It reads
//! no clock, file, network or random source, starts no thread and has no
//! global state, so a year of history replays in a second and every result
//! can be had again.
//!
//! ```text
//! desk.json ──▶ Desk                    validated, compiled, shared by all threads
//! Desk + Ticket + Event ──▶ Ticket' + [Effect]
//! ```
//!
//! | module | holds |
//! |---|---|
//! | [`time`] | opening hours as data ([`time::Schedule`]) and compiled ([`time::Calendar`]); imports, explanations |
//! | [`ticket`] | the vocabulary: statuses and what moves them, events, facts, conditions |
//! | [`text`] | text messages counted and cut ([`text::sms`]); answers suggested by what agents chose before ([`text::suggest`]) |
//! | [`sla`] | metrics, targets, the clocks of one ticket, verdicts |
//! | [`routing`] | how many are needed ([`routing::staffing`]), what an order of the queue does ([`routing::simulation`]), how long a wait will be ([`routing::wait`]) |
//! | [`template`] | Liquid: templates with limits, positions and escaping |
//! | [`macros`] | prepared answers by language and channel, and what they do beside |
//! | [`metrics`] | distributions that can be merged ([`metrics::Sketch`]), the report of a shop ([`metrics::Report`]), what was unusual in a week ([`metrics::weekly_digest`]) |
//! | [`routing`] | who works on what next: places in the queue, agents, assignment |
//! | [`satisfaction`] | ratings, scores with their uncertainty, charts, surveys |
//! | [`desk`] | [`Desk`]: one JSON document; `open`, `apply`, `tick`, `rebuild`, `verdict`, `explain`, `lint` |
//! | [`what_if`] | a history under two desks, expectations as tests, promises held against a year |
//! | [`border`] | what crosses into another language: records as JSON, errors as records, no panics |
//!
//! A module uses only those above it. Small things are small: a script that
//! only wants business hours uses [`time::Calendar`] alone.
//!
//! # Example
//!
//! ```
//! use chrono::{DateTime, TimeDelta, Utc};
//! use deskcore::time::{Calendar, Schedule};
//!
//! let office: Schedule = serde_json::from_str(r#"{
//!     "tz": "Europe/Bucharest",
//!     "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": "mon"},
//!     "holidays": [{"date": "2026-11-30", "name": "Sfântul Andrei", "source": "Romanian labour code, art. 139"}]
//! }"#)?;
//! let office = Calendar::new(&office)?;
//! let friday: DateTime<Utc> = "2026-11-27T15:30:00Z".parse()?; // 17:30 in Bucharest
//! let due = office.add(friday, TimeDelta::hours(1))?.expect("the office opens again");
//! assert_eq!(due, "2026-12-01T07:30:00Z".parse::<DateTime<Utc>>()?);
//! assert!(office.explain(friday, due).to_string().contains("Sfântul Andrei"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Rules that hold everywhere
//!
//! - Instants are UTC to the millisecond, RFC 3339 with `Z` in JSON; a stamp
//!   without an offset is refused. Local time exists only inside a calendar.
//! - Same input, same bytes out, on every platform.
//! - A call that errs leaves what it was given as it was; nothing panics on
//!   any input.
//! - Events of a ticket come in order of time; an earlier one is
//!   [`Error::OutOfOrder`], and [`Desk::rebuild`] puts it in its place.

pub mod border;
pub mod desk;
mod error;
pub mod macros;
pub mod metrics;
mod order;
pub mod routing;
pub mod satisfaction;
pub mod sla;
pub mod template;
pub mod text;
pub mod ticket;
pub mod time;
pub mod what_if;
mod wording;

pub use desk::{Desk, Effect, EffectKind, Ticket};
pub use error::{Error, ErrorKind, Failure, Problem};
pub use sla::{Metric, State, Verdict};

/// The examples of the README run as they are written.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
struct Readme;
