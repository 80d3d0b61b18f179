//! A set of agents, one bit each.

/// Agents by their place in the roster.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct AgentSet(Vec<u64>);

impl AgentSet {
    pub(super) fn none_of(agents: usize) -> Self {
        Self(vec![0; agents.div_ceil(64)])
    }

    pub(super) fn put(&mut self, agent: usize, is_in: bool) {
        if let Some(word) = self.0.get_mut(agent / 64) {
            let bit = 1 << (agent % 64);
            *word = if is_in { *word | bit } else { *word & !bit };
        }
    }

    pub(super) fn has(&self, agent: usize) -> bool {
        let word = self.0.get(agent / 64).copied().unwrap_or(0);
        word & (1 << (agent % 64)) != 0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// Keeps those that are in another set too.
    pub(super) fn keep(&mut self, other: &Self) {
        for (word, other) in self.0.iter_mut().zip(&other.0) {
            *word &= other;
        }
    }

    pub(super) fn copy_from(&mut self, other: &Self) {
        self.0.clone_from(&other.0);
    }

    pub(super) fn clear(&mut self) {
        self.0.fill(0);
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.0.iter().enumerate().flat_map(|(index, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros();
                left &= left.checked_sub(1)?;
                Some(index * 64 + bit as usize)
            })
        })
    }
}
