//! How much a template may do.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::error::Fault;

/// What one template may cost. Each limit is reported by its name when it is
/// reached; the defaults are far above what any reply needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Steps: tags and outputs that are executed, rounds of loops, and items
    /// that filters go through.
    pub fuel: u64,
    /// Bytes of the result.
    pub output_bytes: u64,
    /// Bytes of the values that are made while rendering.
    pub memory_bytes: u64,
    /// Blocks within blocks, partials within partials, and indexes within
    /// indexes.
    pub depth: u32,
    /// Bytes of the template, and of each partial.
    pub source_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            fuel: 1_000_000,
            output_bytes: 1 << 20,
            memory_bytes: 8 << 20,
            depth: 64,
            source_bytes: 256 << 10,
        }
    }
}

/// What is left to one rendering.
#[derive(Debug)]
pub(super) struct Budget {
    pub(super) limits: Limits,
    fuel: u64,
    memory: u64,
}

/// Bytes that a value takes beside its text.
const VALUE_BYTES: u64 = 32;

fn as_u64(number: usize) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

impl Budget {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            fuel: limits.fuel,
            memory: limits.memory_bytes,
        }
    }

    /// Pays for steps.
    pub(super) fn spend(&mut self, steps: usize) -> Result<(), Fault> {
        match self.fuel.checked_sub(as_u64(steps)) {
            Some(left) => {
                self.fuel = left;
                Ok(())
            }
            None => Err(Fault::limit("fuel", self.limits.fuel)),
        }
    }

    /// Pays for a text that is made.
    pub(super) fn make(&mut self, bytes: usize) -> Result<(), Fault> {
        let bytes = as_u64(bytes).saturating_add(VALUE_BYTES);
        match self.memory.checked_sub(bytes) {
            Some(left) => {
                self.memory = left;
                Ok(())
            }
            None => Err(self.out_of_memory()),
        }
    }

    /// Pays for a list that is made, and for going through it.
    pub(super) fn make_list(&mut self, items: usize) -> Result<(), Fault> {
        self.spend(items)?;
        self.make(items.saturating_mul(24))
    }

    /// Whether a text of so many bytes could be paid for.
    pub(super) fn can_make(&self, bytes: usize) -> Result<(), Fault> {
        match as_u64(bytes) <= self.memory {
            true => Ok(()),
            false => Err(self.out_of_memory()),
        }
    }

    fn out_of_memory(&self) -> Fault {
        Fault::limit("memory_bytes", self.limits.memory_bytes)
    }

    pub(super) fn out_of_output(&self) -> Fault {
        Fault::limit("output_bytes", self.limits.output_bytes)
    }
}
