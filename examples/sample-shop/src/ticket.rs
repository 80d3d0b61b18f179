//! The vocabulary of the history: facts of a ticket, and rows about it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

/// An enum whose variants have a word each in the file.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum $name { $($variant),+ }

        impl $name {
            pub(crate) fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}

words!(
    /// Where the customer wrote.
    Channel { Email = "email", Chat = "chat", Whatsapp = "whatsapp", Instagram = "instagram", Amazon = "amazon" }
);
words!(
    /// The customer's language.
    Language { Italian = "it", Romanian = "ro", English = "en" }
);
words!(
    /// What the customer is to the shop.
    Tier { Standard = "standard", Vip = "vip" }
);
words!(
    /// How much it presses; in order.
    Priority { Low = "low", Normal = "normal", High = "high", Urgent = "urgent" }
);
words!(
    /// Where a ticket stands; every ticket begins as new, without a row.
    Status { Open = "open", Pending = "pending", OnHold = "on_hold", Solved = "solved", Closed = "closed" }
);
words!(
    /// Who did it.
    Actor { Customer = "customer", Agent = "agent", Bot = "bot", Automation = "automation", Host = "host" }
);
words!(
    /// What the customer wrote about.
    Reason {
        WhereIsMyOrder = "where_is_my_order", Return = "return", Damaged = "damaged",
        WrongItem = "wrong_item", Refund = "refund", ProductQuestion = "product_question",
        Invoice = "invoice", DiscountCode = "discount_code", Cancel = "cancel",
    }
);

impl Channel {
    /// Whether people wait for the answer in front of the screen.
    pub(crate) fn is_live(self) -> bool {
        matches!(self, Self::Chat | Self::Whatsapp)
    }
}

impl Language {
    /// The wall clock of the country that most of its customers live in.
    pub(crate) fn zone(self) -> Tz {
        match self {
            Self::Italian => Tz::Europe__Rome,
            Self::Romanian => Tz::Europe__Bucharest,
            Self::English => Tz::Europe__London,
        }
    }
}

impl Reason {
    /// Whether a parcel has to travel or money to be checked before it is over.
    pub(crate) fn is_complex(self) -> bool {
        matches!(
            self,
            Self::Return | Self::Damaged | Self::WrongItem | Self::Refund
        )
    }
}

/// What is known of a ticket from its first row on.
#[derive(Clone)]
pub(crate) struct Facts {
    pub(crate) at: DateTime<Utc>,
    pub(crate) channel: Channel,
    pub(crate) customer: i64,
    pub(crate) language: Language,
    pub(crate) tier: Tier,
    pub(crate) priority: Priority,
    pub(crate) reason: Reason,
    pub(crate) order: Option<String>,
}

/// What a row says. Tickets are named by their place in the list of stories.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Event {
    Created,
    CustomerMessage,
    CustomerThanks,
    AutoMessage,
    AgentReply,
    BotReply,
    InternalNote,
    Assigned,
    Status(Status),
    Priority(Priority),
    NoReplyNeeded,
    /// What the customer gave, from 1 to 5.
    Rated(u8),
    MergedInto(usize),
    MergedFrom {
        absorbed: usize,
        waiting_since: Option<DateTime<Utc>>,
    },
}

impl Event {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::CustomerMessage => "customer_message",
            Self::CustomerThanks => "customer_thanks",
            Self::AutoMessage => "auto_message",
            Self::AgentReply => "agent_reply",
            Self::BotReply => "bot_reply",
            Self::InternalNote => "internal_note",
            Self::Assigned => "assigned",
            Self::Status(_) => "status",
            Self::Priority(_) => "priority",
            Self::NoReplyNeeded => "no_reply_needed",
            Self::Rated(_) => "rated",
            Self::MergedInto(_) => "merged_into",
            Self::MergedFrom { .. } => "merged_from",
        }
    }

    /// Whether nothing can happen to the ticket any more.
    pub(crate) fn is_final(self) -> bool {
        matches!(self, Self::Status(Status::Closed) | Self::MergedInto(_))
    }
}

/// One thing that happened to a ticket.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) at: DateTime<Utc>,
    pub(crate) event: Event,
    pub(crate) actor: Actor,
    /// Empty where no agent is named.
    pub(crate) agent: &'static str,
}

/// A ticket from its first row to its last, rows in order of time.
pub(crate) struct Story {
    pub(crate) facts: Facts,
    pub(crate) rows: Vec<Row>,
}
