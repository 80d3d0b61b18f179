//! From desk.json to a desk, or to every mistake in it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::config::{CalendarConfig, DeskConfig, PolicyConfig, PriorityKey};
use super::shape::{check, join, strip_comments};
use super::{CompiledPolicy, Desk, Duration};
use crate::border;
use crate::error::{Error, Problem};
use crate::macros::{MacroSet, Macros};
use crate::routing::{Routing, RoutingConfig};
use crate::satisfaction::SatisfactionConfig;
use crate::sla::{Policy, PolicyRef};
use crate::text::suggest::{Suggester, SuggestionModel};
use crate::ticket::{Priority, Status};
use crate::time::{Calendar, Schedule};
use crate::wording::{closest, quoted};

/// Bytes of a desk.json.
const MOST_BYTES: usize = 4 << 20;

/// Policies of a desk.
const MOST_POLICIES: usize = 1000;

/// Calendars of a desk.
const MOST_CALENDARS: usize = 1000;

/// Mistakes that are listed.
const MOST_PROBLEMS: usize = 1000;

pub(super) fn from_json(text: &str) -> Result<Desk, Error> {
    let fail = |problem| {
        Err(Error::InvalidDesk {
            problems: vec![problem],
        })
    };
    if text.len() > MOST_BYTES {
        let message = format!("{} bytes: expected {MOST_BYTES} at most", text.len());
        return fail(Problem::new("too_large", "", message));
    }
    let mut document: Value = match serde_json::from_str(text) {
        Ok(document) => document,
        Err(error) => {
            let message = format!("no JSON: {error}");
            return fail(Problem::new("invalid_json", "", message));
        }
    };
    strip_comments(&mut document);
    // Where a host's build keeps keys in order of writing, digests are of
    // the same text all the same.
    document.sort_all_objects();
    let mut problems = check(&document, &schema());
    let always = around_the_clock();
    let calendars = calendars(&document, &mut problems);
    let policies = policies(&document, &calendars, &always, &mut problems);
    let macros = macros(&document, &mut problems);
    let routing = checked(&document, "routing", RoutingConfig::check, &mut problems);
    let check = SatisfactionConfig::problems;
    checked(&document, "satisfaction", check, &mut problems);
    if problems.is_empty() {
        match DeskConfig::deserialize(&document) {
            Ok(config) => {
                return Ok(Desk {
                    config,
                    calendars: calendars.compiled,
                    policies,
                    always,
                    macros,
                    keywords: Suggester::new(&SuggestionModel::default(), &routing.keywords),
                    routing: Routing::compile(routing),
                });
            }
            Err(error) => problems.push(Problem::new("invalid_value", "", error.to_string())),
        }
    }
    crate::order::sort(&mut problems);
    problems.dedup();
    if problems.len() > MOST_PROBLEMS {
        let message = format!("{} more mistakes", problems.len() - MOST_PROBLEMS);
        problems.truncate(MOST_PROBLEMS);
        problems.push(Problem::new("too_many_problems", "", message));
    }
    Err(Error::InvalidDesk { problems })
}

pub(super) fn schema() -> Value {
    border::schemas::of_desk()
}

/// The calendar of those who have none.
fn around_the_clock() -> Arc<Calendar> {
    // A schedule without dates has nothing that could be out of range.
    let calendar = Calendar::new(&Schedule::around_the_clock());
    #[expect(clippy::expect_used, reason = "a schedule without dates compiles")]
    Arc::new(calendar.expect("compiles"))
}

struct Calendars {
    ids: BTreeSet<String>,
    compiled: BTreeMap<String, Arc<Calendar>>,
}

/// Reads a part of the document. A part whose shape is wrong has been
/// reported, and is passed over; what only reading it shows is reported now.
fn part<T: DeserializeOwned>(value: &Value, path: &str, problems: &mut Vec<Problem>) -> Option<T> {
    let inside = |problem: &Problem| {
        problem.path == path
            || problem
                .path
                .strip_prefix(path)
                .is_some_and(|rest| rest.starts_with('/'))
    };
    match T::deserialize(value) {
        Ok(part) => Some(part),
        Err(error) => {
            if !problems.iter().any(inside) {
                problems.push(Problem::new("invalid_value", path, error.to_string()));
            }
            None
        }
    }
}

fn calendars(document: &Value, problems: &mut Vec<Problem>) -> Calendars {
    let mut calendars = Calendars {
        ids: BTreeSet::new(),
        compiled: BTreeMap::new(),
    };
    let mut unions = Vec::new();
    let entries = document.get("calendars").and_then(Value::as_object);
    let ids = entries.into_iter().flat_map(Map::keys).cloned();
    calendars.ids = crate::order::set(ids);
    if calendars.ids.len() > MOST_CALENDARS {
        let message = format!(
            "{} calendars: expected {MOST_CALENDARS} at most",
            calendars.ids.len()
        );
        problems.push(Problem::new("too_many_calendars", "/calendars", message));
        return calendars;
    }
    for (id, value) in entries.into_iter().flatten() {
        let path = join("/calendars", id);
        // Read as what it is, so that a message names the mistake and not
        // that neither of two forms fits.
        if value.get("union").is_some() {
            if let Some(CalendarConfig::Union(union)) = part(value, &path, problems) {
                unions.push((id, path, union.union));
            }
        } else if let Some(schedule) = part::<Schedule>(value, &path, problems) {
            match Calendar::new(&schedule) {
                Ok(calendar) => {
                    if calendar.never_opens() {
                        let message = "the calendar never opens: expected open time in some week";
                        problems.push(Problem::new("calendar_never_opens", &path, message));
                    }
                    calendars.compiled.insert(id.clone(), Arc::new(calendar));
                }
                Err(error) => problems.push(Problem::new(error.code(), &path, error.to_string())),
            }
        }
    }
    let is_union = |id: &str| unions.iter().any(|(union, ..)| *union == id);
    let mut compiled = BTreeMap::new();
    for (id, path, members) in &unions {
        let path = join(path, "union");
        let parts: Vec<Arc<Calendar>> = members
            .iter()
            .enumerate()
            .filter_map(|(index, member)| {
                let found = calendars.compiled.get(member).cloned();
                // One that has mistakes of its own is told there.
                if is_union(member) || !calendars.ids.contains(member) {
                    let place = join(&path, &index.to_string());
                    let message =
                        format!("{} is no calendar with hours of its own", quoted(member));
                    let others = calendars.ids.iter().map(String::as_str);
                    let hint = closest(member, others.filter(|id| !is_union(id)));
                    problems.push(Problem::new("unknown_calendar", place, message).with_hint(hint));
                }
                found
            })
            .collect();
        if let Ok(union) = Calendar::union(parts.iter().map(|part| &**part)) {
            compiled.insert((*id).clone(), Arc::new(union));
        }
    }
    calendars.compiled.append(&mut compiled);
    calendars
}

fn policies(
    document: &Value,
    calendars: &Calendars,
    always: &Arc<Calendar>,
    problems: &mut Vec<Problem>,
) -> Vec<CompiledPolicy> {
    let mut compiled = Vec::new();
    let mut seen = BTreeSet::new();
    let entries = document.get("policies").and_then(Value::as_array);
    if let Some(entries) = entries.filter(|entries| entries.len() > MOST_POLICIES) {
        let message = format!(
            "{} policies: expected {MOST_POLICIES} at most",
            entries.len()
        );
        problems.push(Problem::new("too_many_policies", "/policies", message));
        return compiled;
    }
    for (index, value) in entries.into_iter().flatten().enumerate() {
        let path = join("/policies", &index.to_string());
        if let Some(id) = value.get("id").and_then(Value::as_str)
            && !seen.insert(id.to_owned())
        {
            let message = format!(
                "a policy before has the id {}: expected each once",
                quoted(id)
            );
            problems.push(Problem::new("duplicate_id", join(&path, "id"), message));
        }
        let calendar = value.get("calendar").and_then(Value::as_str);
        if let Some(id) = calendar.filter(|id| !calendars.ids.contains(*id)) {
            let message = format!("there is no calendar {}", quoted(id));
            let hint = closest(id, calendars.ids.iter().map(String::as_str));
            let place = join(&path, "calendar");
            problems.push(Problem::new("unknown_calendar", place, message).with_hint(hint));
        }
        targets_above_zero(value, &path, problems);
        if let Some(config) = part::<PolicyConfig>(value, &path, problems) {
            // With a mistake anywhere there will be no desk.
            if problems.is_empty() {
                let definitions = definitions(document, calendar);
                compiled.push(compile(&config, &definitions, calendars, always));
            }
        }
    }
    compiled
}

/// The macros whose shape is right, each told by its place in the document.
fn macros(document: &Value, problems: &mut Vec<Problem>) -> Macros {
    fn whole<T: DeserializeOwned>(
        document: &Value,
        key: &str,
        problems: &mut Vec<Problem>,
    ) -> Option<T> {
        part(document.get(key)?, &join("", key), problems)
    }
    let locale = whole(document, "locale", problems).unwrap_or_default();
    let partials = whole(document, "partials", problems);
    let mut configs = Vec::new();
    let mut places = Vec::new();
    let entries = document.get("macros").and_then(Value::as_array);
    for (index, value) in entries.into_iter().flatten().enumerate() {
        if let Some(config) = part(value, &join("/macros", &index.to_string()), problems) {
            configs.push(config);
            places.push(index);
        }
    }
    let set = MacroSet {
        locale,
        partials: partials.as_ref(),
        macros: &configs,
        context: document.get("context"),
    };
    match Macros::compile_placed(&set, &places) {
        Ok(macros) => macros,
        Err(mistakes) => {
            problems.extend(mistakes);
            Macros::default()
        }
    }
}

/// A part that knows its own mistakes: read, or as it is when nothing is said.
fn checked<T: DeserializeOwned + Default>(
    document: &Value,
    name: &str,
    check: impl Fn(&T) -> Vec<Problem>,
    problems: &mut Vec<Problem>,
) -> T {
    let path = join("", name);
    let read = document
        .get(name)
        .and_then(|value| part(value, &path, problems));
    let config: T = read.unwrap_or_default();
    problems.extend(check(&config).into_iter().map(|problem| Problem {
        path: format!("{path}{}", problem.path),
        ..problem
    }));
    config
}

/// Read from the document itself: other mistakes of a policy hide none.
fn targets_above_zero(policy: &Value, path: &str, problems: &mut Vec<Problem>) {
    let members = |value: &'_ Value| value.as_object().cloned().unwrap_or_default();
    for (priority, targets) in members(policy.get("targets").unwrap_or(&Value::Null)) {
        for (metric, target) in members(&targets) {
            let length = target.get("target").unwrap_or(&target);
            if Duration::deserialize(length).is_ok_and(|length| length.seconds() == 0) {
                let place = join(&join(&join(path, "targets"), &priority), &metric);
                let message = "the target is zero: expected one second at least";
                problems.push(Problem::new("zero_target", place, message));
            }
        }
    }
}

/// What the document says of a calendar, and of those it is the union of.
fn definitions<'a>(document: &'a Value, calendar: Option<&str>) -> Vec<&'a Value> {
    let definition = |id: &str| document.get("calendars")?.get(id);
    let own = calendar.and_then(definition);
    let members = own
        .and_then(|own| own.get("union")?.as_array())
        .into_iter()
        .flatten()
        .filter_map(|member| definition(member.as_str()?));
    own.into_iter().chain(members).collect()
}

fn compile(
    config: &PolicyConfig,
    calendar_definitions: &[&Value],
    calendars: &Calendars,
    always: &Arc<Calendar>,
) -> CompiledPolicy {
    let mut policy = Policy::default();
    policy.bot_counts = config.bot_counts;
    policy.note_counts = config.note_counts;
    for priority in Priority::ALL {
        let named = config.targets.get(&PriorityKey::of(priority));
        let any = config.targets.get(&PriorityKey::Any);
        // A priority that is named takes what it does not say from `*`.
        for targets in [any, named].into_iter().flatten() {
            for (metric, target) in targets {
                policy.set_target(priority, *metric, target.compile());
            }
        }
    }
    for (metric, statuses) in &config.pause {
        let statuses: Vec<Status> = statuses.iter().map(|status| (*status).into()).collect();
        policy.set_pause(*metric, &statuses);
    }
    let calendar = config
        .calendar
        .as_ref()
        .and_then(|id| calendars.compiled.get(id).cloned())
        .unwrap_or_else(|| Arc::clone(always));
    CompiledPolicy {
        reference: PolicyRef {
            id: config.id.clone(),
            version: version(config, calendar_definitions),
        },
        when: config.when.clone(),
        policy,
        calendar,
    }
}

/// The shop's name for a version, and a digest of all that changes what a
/// policy decides: so a forgotten rename is still another version.
fn version(config: &PolicyConfig, calendars: &[&Value]) -> String {
    let mut digest = Fnv::default();
    let config_json = serde_json::to_string(config).unwrap_or_default();
    let calendars = calendars.iter().map(|calendar| calendar.to_string());
    for part in std::iter::once(config_json).chain(calendars) {
        digest.write(part.as_bytes());
        digest.write(&[0]);
    }
    let digest = digest.0 as u32 ^ (digest.0 >> 32) as u32;
    match &config.version {
        Some(name) => format!("{name}+{digest:08x}"),
        None => format!("{digest:08x}"),
    }
}

/// FNV-1a, 64 bits: the same on every platform and in every release, which
/// the standard library does not promise of its hasher.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
