//! Texts from and to customers.
//!
//! [`sms`] counts what a text message costs and cuts one to fit.
//! [`suggest`] learns from what agents chose before which answers a message
//! most likely needs.

pub mod sms;
pub mod suggest;
mod words;
