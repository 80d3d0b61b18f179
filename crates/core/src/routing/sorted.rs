//! A sorted list that takes a million entries.

use std::cmp::Ordering;

/// Entries of a block: two cache pages. A block is searched and moved as one
/// piece of memory, which beats a tree's nodes, and the number of blocks stays
/// small enough to be searched the same way.
const MOST: usize = 256;

/// One ticket in a [`Sorted`]: what it is ordered by, and where it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: i64,
    pub(super) created_at_ms: i64,
    pub(super) slot: u32,
}

/// Entries by key and creation, then by an order that is told. Blocks and what
/// is in them stand in reverse, so that the first is taken from an end.
#[derive(Debug, Clone, Default)]
pub(super) struct Sorted {
    blocks: Vec<Vec<Entry>>,
    /// The first of each block, that is its last in order.
    heads: Vec<Entry>,
    len: usize,
}

/// How entries of equal key and creation stand to each other.
pub(super) type Tie<'a> = &'a dyn Fn(u32, u32) -> Ordering;

fn compare(a: &Entry, b: &Entry, tie: Tie<'_>) -> Ordering {
    let by_time = (a.key, a.created_at_ms).cmp(&(b.key, b.created_at_ms));
    by_time.then_with(|| match a.slot == b.slot {
        true => Ordering::Equal,
        false => tie(a.slot, b.slot),
    })
}

impl Sorted {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The block that holds an entry, or would.
    fn block_of(&self, entry: &Entry, tie: Tie<'_>) -> usize {
        let not_before = |head: &Entry| compare(head, entry, tie) != Ordering::Less;
        self.heads.partition_point(not_before).saturating_sub(1)
    }

    pub(super) fn insert(&mut self, entry: Entry, tie: Tie<'_>) {
        self.len += 1;
        let index = self.block_of(&entry, tie);
        let Some(block) = self.blocks.get_mut(index) else {
            let mut block = Vec::with_capacity(MOST);
            block.push(entry);
            self.blocks.push(block);
            self.heads.push(entry);
            return;
        };
        let place = block.partition_point(|other| compare(other, &entry, tie) == Ordering::Greater);
        block.insert(place, entry);
        if let (0, Some(head)) = (place, self.heads.get_mut(index)) {
            *head = entry;
        }
        if block.len() == MOST {
            let mut half = Vec::with_capacity(MOST);
            half.extend(block.drain(MOST / 2..));
            if let Some(head) = half.first() {
                self.heads.insert(index + 1, *head);
                self.blocks.insert(index + 1, half);
            }
        }
    }

    /// Takes an entry out; nothing when it is not there.
    pub(super) fn remove(&mut self, entry: Entry, tie: Tie<'_>) -> Option<Entry> {
        let index = self.block_of(&entry, tie);
        let block = self.blocks.get_mut(index)?;
        let order = |other: &Entry| compare(&entry, other, tie);
        let place = block.binary_search_by(order).ok()?;
        let removed = block.remove(place);
        self.len -= 1;
        self.tidy(index);
        Some(removed)
    }

    /// What a block that has lost an entry needs: it may be empty, begin with
    /// another entry, or be small enough to be part of the one before.
    fn tidy(&mut self, index: usize) {
        let Some(block) = self.blocks.get_mut(index) else {
            return;
        };
        let Some(head) = block.first() else {
            self.blocks.remove(index);
            self.heads.remove(index);
            return;
        };
        if let Some(known) = self.heads.get_mut(index) {
            *known = *head;
        }
        let small = block.len();
        let Some(before) = index.checked_sub(1) else {
            return;
        };
        let room = self
            .blocks
            .get(before)
            .map_or(0, |b| MOST / 2 - b.len().min(MOST / 2));
        if small < MOST / 8 && small <= room {
            let moved = self.blocks.remove(index);
            self.heads.remove(index);
            if let Some(before) = self.blocks.get_mut(before) {
                before.extend(moved);
            }
        }
    }

    pub(super) fn first(&self) -> Option<Entry> {
        self.blocks.last()?.last().copied()
    }

    pub(super) fn pop(&mut self) -> Option<Entry> {
        let block = self.blocks.last_mut()?;
        let entry = block.pop()?;
        self.len -= 1;
        if block.is_empty() {
            self.blocks.pop();
            self.heads.pop();
        }
        Some(entry)
    }

    /// How many come before an entry that is there.
    pub(super) fn position(&self, entry: Entry, tie: Tie<'_>) -> Option<usize> {
        let index = self.block_of(&entry, tie);
        let block = self.blocks.get(index)?;
        let place = block
            .binary_search_by(|other| compare(&entry, other, tie))
            .ok()?;
        let after = self.blocks.get(index + 1..)?.iter().map(Vec::len);
        Some(after.sum::<usize>() + block.len() - place - 1)
    }

    /// In order, from the one that `skip` come before.
    pub(super) fn iter_from(&self, skip: usize) -> impl Iterator<Item = Entry> + '_ {
        let mut skip = skip;
        let blocks = self.blocks.iter().rev().skip_while(move |block| {
            let whole = block.len() <= skip;
            if whole {
                skip -= block.len();
            }
            whole
        });
        let mut left = self.skipped_in_block(skip);
        blocks.flat_map(move |block| {
            let skip = std::mem::take(&mut left);
            block.iter().rev().skip(skip).copied()
        })
    }

    /// How many of the block that holds a position come before it.
    fn skipped_in_block(&self, mut position: usize) -> usize {
        for block in self.blocks.iter().rev() {
            if block.len() > position {
                break;
            }
            position -= block.len();
        }
        position
    }
}
