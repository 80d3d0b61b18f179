//! Statuses, and what each event does to them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a ticket stands: one of six, with the host's own labels on top.
///
/// What the desk does with a status by itself; a `status` event sets any
/// other, except that nothing returns to `new` and nothing leaves `closed`.
/// (A desk with `"automatic_status": false` does nothing by itself: see
/// [`after_told`](Self::after_told).)
///
/// | event | new | open | pending | on_hold | solved | closed |
/// |---|---|---|---|---|---|---|
/// | `customer_message` | new | open | open | open | open, within the reopen window; else a follow-up | a follow-up |
/// | the same, `no_reply_needed` or `automatic` | new | open | pending | on_hold | solved | closed |
/// | `agent_reply` | open | open | pending | on_hold | solved | refused |
/// | `status` to new | new | refused | refused | refused | refused | refused |
/// | `status` to another | as told | as told | as told | as told | as told | refused |
/// | `merged_into` | closed | closed | closed | closed | closed | refused |
/// | any other | new | open | pending | on_hold | solved | refused |
///
/// The names and their order are Zendesk's.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Nobody has taken it up.
    New,
    /// The shop works on it.
    Open,
    /// The shop waits for the customer.
    Pending,
    /// The shop waits for a third party: a carrier, a supplier.
    OnHold,
    /// Answered for good, unless the customer comes back.
    Solved,
    /// Final: nothing changes it any more.
    Closed,
}

impl Status {
    /// All six, in the order of a ticket's life.
    pub const ALL: [Self; 6] = [
        Self::New,
        Self::Open,
        Self::Pending,
        Self::OnHold,
        Self::Solved,
        Self::Closed,
    ];

    /// Name in JSON and in every language.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Pending => "pending",
            Self::OnHold => "on_hold",
            Self::Solved => "solved",
            Self::Closed => "closed",
        }
    }

    /// Solved or closed.
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Solved | Self::Closed)
    }

    /// What an event does to a ticket in this status when the desk moves
    /// statuses by itself.
    ///
    /// ```
    /// use deskcore::ticket::{Status, Stimulus, Transition};
    ///
    /// assert_eq!(Status::Pending.after(Stimulus::CustomerWrote), Transition::To(Status::Open));
    /// assert_eq!(Status::Closed.after(Stimulus::CustomerWrote), Transition::FollowUp);
    /// assert_eq!(Status::Closed.after(Stimulus::AgentReplied), Transition::Refused);
    /// ```
    pub const fn after(self, stimulus: Stimulus) -> Transition {
        match (self, stimulus) {
            (Self::Closed, Stimulus::CustomerWrote) => Transition::FollowUp,
            (Self::Closed, Stimulus::CustomerAside) => Transition::To(Self::Closed),
            (Self::Closed, _) => Transition::Refused,
            (Self::Solved, Stimulus::CustomerWrote) => Transition::Reopen,
            (Self::Pending | Self::OnHold, Stimulus::CustomerWrote)
            | (Self::New, Stimulus::AgentReplied) => Transition::To(Self::Open),
            (Self::New, Stimulus::SetTo(to)) => Transition::To(to),
            (_, Stimulus::SetTo(Self::New)) => Transition::Refused,
            (_, Stimulus::SetTo(to)) => Transition::To(to),
            (_, Stimulus::MergedAway) => Transition::To(Self::Closed),
            (
                same,
                Stimulus::CustomerWrote
                | Stimulus::CustomerAside
                | Stimulus::AgentReplied
                | Stimulus::Other,
            ) => Transition::To(same),
        }
    }
}

impl Status {
    /// What an event does to a ticket in this status when only the host
    /// moves statuses: what it tells, and merges. Nothing leaves `closed`.
    ///
    /// ```
    /// use deskcore::ticket::{Status, Stimulus, Transition};
    ///
    /// let told = Status::Pending.after_told(Stimulus::CustomerWrote);
    /// assert_eq!(told, Transition::To(Status::Pending));
    /// assert_eq!(Status::Open.after_told(Stimulus::SetTo(Status::New)), Transition::To(Status::New));
    /// ```
    pub const fn after_told(self, stimulus: Stimulus) -> Transition {
        match (self, stimulus) {
            (Self::Closed, _) => self.after(stimulus),
            (_, Stimulus::SetTo(to)) => Transition::To(to),
            (_, Stimulus::MergedAway) => Transition::To(Self::Closed),
            (same, _) => Transition::To(same),
        }
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// The kinds of event that the table of [`Status`] tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stimulus {
    /// A customer's message that wants an answer.
    CustomerWrote,
    /// A customer's message that wants none: thanks, a vacation notice.
    CustomerAside,
    /// A public reply by a person.
    AgentReplied,
    /// A status set by somebody.
    SetTo(Status),
    /// The ticket was merged into another.
    MergedAway,
    /// Anything else.
    Other,
}

/// What becomes of a status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transition {
    /// The status afterwards, which may be the one before.
    To(Status),
    /// Open again when that is within the reopen window, else a follow-up.
    Reopen,
    /// The ticket stays as it is, and a linked ticket is to be opened.
    FollowUp,
    /// Not possible in this status.
    Refused,
}

#[cfg(test)]
mod tests {
    use super::{Status::*, Stimulus::*, Transition::*, *};

    /// The table of the documentation, row by row.
    #[test]
    fn every_cell_of_the_table() {
        let rows = [
            (
                CustomerWrote,
                [To(New), To(Open), To(Open), To(Open), Reopen, FollowUp],
            ),
            (CustomerAside, Status::ALL.map(To)),
            (
                AgentReplied,
                [
                    To(Open),
                    To(Open),
                    To(Pending),
                    To(OnHold),
                    To(Solved),
                    Refused,
                ],
            ),
            (
                SetTo(New),
                [To(New), Refused, Refused, Refused, Refused, Refused],
            ),
            (
                MergedAway,
                [
                    To(Closed),
                    To(Closed),
                    To(Closed),
                    To(Closed),
                    To(Closed),
                    Refused,
                ],
            ),
            (
                Other,
                [
                    To(New),
                    To(Open),
                    To(Pending),
                    To(OnHold),
                    To(Solved),
                    Refused,
                ],
            ),
        ];
        for (stimulus, expected) in rows {
            for (status, transition) in Status::ALL.into_iter().zip(expected) {
                assert_eq!(status.after(stimulus), transition, "{status} {stimulus:?}");
            }
        }
        for to in [Open, Pending, OnHold, Solved, Closed] {
            for status in Status::ALL {
                let expected = if status == Closed { Refused } else { To(to) };
                assert_eq!(status.after(SetTo(to)), expected, "{status} to {to}");
            }
        }
    }
}
