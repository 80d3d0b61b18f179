//! Customers who write twice about one thing: the second ticket is merged
//! into the first.

use chrono::{DateTime, TimeDelta, Utc};

use crate::chance::Chance;
use crate::ticket::{Actor, Channel, Event, Facts, Row, Story};

/// Of a thousand tickets whose customer waits long enough.
const SHARE: i64 = 17;

/// A second ticket about what the story at `place` is about, now and then.
/// `absorbed` is the place that it will have.
pub(crate) fn second_contact(
    chance: &mut Chance,
    story: &mut Story,
    place: usize,
    absorbed: usize,
) -> Option<Story> {
    let answer = story
        .rows
        .iter()
        .find(|row| row.event == Event::AgentReply)
        .copied()?;
    let wait = (answer.at - story.facts.at).num_seconds();
    if wait < 1500 || !chance.permille(SHARE) {
        return None;
    }
    let written = story.facts.at + TimeDelta::seconds(chance.between(300, wait - 900));
    let merged = answer.at - TimeDelta::seconds(chance.between(30, 200));
    let channel = other_channel(chance, story.facts.channel);
    let mut rows = vec![row(written, Event::Created, Actor::Customer, "")];
    // A few were told there already that the answer comes in the other place.
    let told = chance.permille(250);
    if told {
        let at = written.max(merged - TimeDelta::seconds(chance.between(60, 600)));
        rows.push(row(at, Event::AgentReply, Actor::Agent, answer.agent));
    }
    let into = Event::MergedInto(place);
    rows.push(row(merged, into, Actor::Agent, answer.agent));
    let from = Event::MergedFrom {
        absorbed,
        waiting_since: (!told).then_some(written),
    };
    story
        .rows
        .push(row(merged, from, Actor::Agent, answer.agent));
    story.rows.sort_by_key(|row| row.at);
    let facts = Facts {
        at: written,
        channel,
        ..story.facts.clone()
    };
    Some(Story { facts, rows })
}

fn other_channel(chance: &mut Chance, first: Channel) -> Channel {
    let choices = [
        (Channel::Email, 30),
        (Channel::Chat, 20),
        (Channel::Instagram, 30),
        (Channel::Whatsapp, 20),
    ];
    let others = choices.map(|(channel, weight)| {
        let weight = if channel == first { 0 } else { weight };
        (channel, weight)
    });
    chance.weighted(Channel::Email, &others)
}

fn row(at: DateTime<Utc>, event: Event, actor: Actor, agent: &'static str) -> Row {
    Row {
        at,
        event,
        actor,
        agent,
    }
}
