//! Texts on their way to a customer.
//!
//! [`sms`] counts what a text message costs and cuts one to fit.

pub mod sms;
