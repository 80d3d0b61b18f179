//! Macros: prepared answers, and what they do beside.
//!
//! A [`MacroConfig`] has a text for each language and channel. [`Macros`] are
//! a desk's macros, checked and compiled; [`Macros::render`] chooses the
//! text, tells which one it chose and why, and never sends a hole: what is
//! missing is an error.
//!
//! A text is chosen by language first (`it-CH`, then `it`, then the desk's),
//! since the wrong language is worse than a plainer text, and then by channel.
//! Where a channel has no text of its own, one is derived:
//!
//! | wanted | made of, in this order |
//! |---|---|
//! | `html` | `plain`, `markdown`, `sms`: escaped, each line ended by `<br>` |
//! | `markdown` | `plain`, `sms`; `html` without its tags |
//! | `plain` | `markdown`, `sms`; `html` without its tags |
//! | `sms` | `plain`, `markdown`; `html` without its tags |

mod compile;
mod config;
mod context;
pub mod import;
mod render;

pub use compile::Macros;
pub use config::{MacroAction, MacroConfig, MacroSet, Parameter, ParameterKind, Variant};
pub use context::{
    AgentContext, Context, CustomerContext, Money, OrderContext, OrderLine, Shipment, ShopContext,
    SlaContext, TicketContext,
};
pub use render::{MacroColumns, MacroRequest, RenderedMacro};
