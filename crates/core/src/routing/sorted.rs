//! A sorted list that takes a million entries.

use std::cmp::Ordering;

/// Entries of a block: a few kB. A block is searched and moved as one piece of
/// memory, which beats a tree's nodes, and the number of blocks stays small
/// enough to be searched the same way.
const MOST: usize = 128;

/// Bytes of an id that is kept where it is compared.
const SHORT: usize = 22;

/// An id; a short one, as most are, without memory of its own elsewhere.
#[derive(Debug, Clone)]
pub(super) enum Id {
    Short { len: u8, bytes: [u8; SHORT] },
    Long(Box<str>),
}

impl Id {
    pub(super) fn of(id: &str) -> Self {
        let mut bytes = [0; SHORT];
        match (bytes.get_mut(..id.len()), u8::try_from(id.len())) {
            (Some(place), Ok(len)) => {
                place.copy_from_slice(id.as_bytes());
                Self::Short { len, bytes }
            }
            _ => Self::Long(id.into()),
        }
    }

    fn bytes(&self) -> &[u8] {
        match self {
            Self::Short { len, bytes } => bytes.get(..usize::from(*len)).unwrap_or_default(),
            Self::Long(text) => text.as_bytes(),
        }
    }

    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }
}

/// One ticket in the order of the queue: by key, creation and id.
#[derive(Debug, Clone)]
pub(super) struct Entry<T> {
    pub(super) key: i64,
    pub(super) created_at_ms: i64,
    pub(super) id: Id,
    /// What it does not depend on.
    pub(super) rest: T,
}

impl<T> Entry<T> {
    fn time(&self) -> (i64, i64) {
        (self.key, self.created_at_ms)
    }

    fn compare<U>(&self, other: &Entry<U>) -> Ordering {
        let by_time = self.time().cmp(&other.time());
        by_time.then_with(|| self.id.bytes().cmp(other.id.bytes()))
    }
}

/// Entries in order. Blocks and what is in them stand in reverse, so that the
/// first is taken from an end.
#[derive(Debug, Clone)]
pub(super) struct Sorted<T> {
    blocks: Vec<Vec<Entry<T>>>,
    /// Key and creation of the first of each block, that is its last in order.
    heads: Vec<(i64, i64)>,
    len: usize,
}

impl<T> Default for Sorted<T> {
    fn default() -> Self {
        Self {
            blocks: Vec::new(),
            heads: Vec::new(),
            len: 0,
        }
    }
}

impl<T> Sorted<T> {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The block that holds an entry, or would.
    fn block_of<U>(&self, entry: &Entry<U>) -> usize {
        let time = entry.time();
        let mut after = self.heads.partition_point(|head| *head > time);
        // Only where heads are of one instant do ids decide.
        while self.heads.get(after).is_some_and(|head| *head == time)
            && self
                .blocks
                .get(after)
                .and_then(|block| block.first())
                .is_some_and(|head| head.compare(entry) != Ordering::Less)
        {
            after += 1;
        }
        after.saturating_sub(1)
    }

    /// Where an entry is: its block and the place there.
    fn find<U>(&self, entry: &Entry<U>) -> Option<(usize, usize)> {
        let index = self.block_of(entry);
        let block = self.blocks.get(index)?;
        let place = block.binary_search_by(|other| entry.compare(other)).ok()?;
        Some((index, place))
    }

    pub(super) fn insert(&mut self, entry: Entry<T>) {
        self.len += 1;
        let index = self.block_of(&entry);
        let time = entry.time();
        let Some(block) = self.blocks.get_mut(index) else {
            let mut block = Vec::with_capacity(MOST);
            block.push(entry);
            self.blocks.push(block);
            self.heads.push(time);
            return;
        };
        let place = block.partition_point(|other| other.compare(&entry) == Ordering::Greater);
        block.insert(place, entry);
        if let (0, Some(head)) = (place, self.heads.get_mut(index)) {
            *head = time;
        }
        if block.len() == MOST {
            let mut half = Vec::with_capacity(MOST);
            half.extend(block.drain(MOST / 2..));
            if let Some(head) = half.first() {
                self.heads.insert(index + 1, head.time());
                self.blocks.insert(index + 1, half);
            }
        }
    }

    /// Takes an entry out; nothing when it is not there.
    pub(super) fn remove<U>(&mut self, entry: &Entry<U>) -> Option<Entry<T>> {
        let (index, place) = self.find(entry)?;
        let removed = self.blocks.get_mut(index)?.remove(place);
        self.len -= 1;
        self.tidy(index);
        Some(removed)
    }

    /// What a block that has lost an entry needs: it may be empty, begin with
    /// another entry, or be small enough to be part of the one before.
    fn tidy(&mut self, index: usize) {
        let Some(block) = self.blocks.get(index) else {
            return;
        };
        let Some(head) = block.first() else {
            self.blocks.remove(index);
            self.heads.remove(index);
            return;
        };
        if let Some(known) = self.heads.get_mut(index) {
            *known = head.time();
        }
        let small = block.len();
        let Some(before) = index.checked_sub(1) else {
            return;
        };
        let beside = self.blocks.get(before).map_or(MOST, Vec::len);
        if small < MOST / 8 && small + beside < MOST / 2 {
            let moved = self.blocks.remove(index);
            self.heads.remove(index);
            if let Some(before) = self.blocks.get_mut(before) {
                before.extend(moved);
            }
        }
    }

    pub(super) fn get<U>(&self, entry: &Entry<U>) -> Option<&Entry<T>> {
        let (index, place) = self.find(entry)?;
        self.blocks.get(index)?.get(place)
    }

    pub(super) fn first(&self) -> Option<&Entry<T>> {
        self.blocks.last()?.last()
    }

    pub(super) fn pop(&mut self) -> Option<Entry<T>> {
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
    pub(super) fn position<U>(&self, entry: &Entry<U>) -> Option<usize> {
        let (index, place) = self.find(entry)?;
        let (block, after) = self.blocks.get(index..)?.split_first()?;
        let after: usize = after.iter().map(Vec::len).sum();
        Some(after + block.len() - place - 1)
    }

    /// In order, from the one that `skip` come before.
    pub(super) fn iter_from(&self, skip: usize) -> impl Iterator<Item = &Entry<T>> {
        let (mut blocks, mut left) = (self.blocks.as_slice(), skip);
        while let Some((first, more)) = blocks.split_last()
            && first.len() <= left
        {
            left -= first.len();
            blocks = more;
        }
        let in_order = blocks.iter().rev().flat_map(|block| block.iter().rev());
        in_order.skip(left)
    }
}
