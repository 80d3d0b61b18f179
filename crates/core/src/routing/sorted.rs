//! A list in order that takes a million entries.

use std::cmp::Ordering;

use memchr::memchr_iter;

/// Entries of a block: few enough to be put in order at once, and enough that
/// the blocks are few.
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
    /// It as a place in the order.
    pub(super) fn bound(&self) -> Entry<()> {
        Entry {
            key: self.key,
            created_at_ms: self.created_at_ms,
            id: self.id.clone(),
            rest: (),
        }
    }

    fn time(&self) -> (i64, i64) {
        (self.key, self.created_at_ms)
    }

    fn compare<U>(&self, other: &Entry<U>) -> Ordering {
        let by_time = self.time().cmp(&other.time());
        by_time.then_with(|| self.id.bytes().cmp(other.id.bytes()))
    }
}

/// Entries that stand together, in no order or from the last to the first.
#[derive(Debug, Clone)]
struct Block<T> {
    entries: Vec<Entry<T>>,
    /// A byte for each entry, that tells most entries from another without a
    /// look at them: they are kB of memory, these are a line or two.
    tags: Vec<u8>,
}

/// A byte that differs where keys do, 255 times of 256.
fn tag(key: i64) -> u8 {
    // The fraction of the golden ratio spreads what is near (Knuth, The Art of
    // Computer Programming 3, 6.4).
    (key.cast_unsigned().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56) as u8
}

impl<T> Block<T> {
    fn of(entries: Vec<Entry<T>>) -> Self {
        let mut block = Self {
            entries,
            tags: Vec::with_capacity(MOST),
        };
        block.write_tags();
        block
    }

    fn write_tags(&mut self) {
        self.tags.clear();
        self.tags
            .extend(self.entries.iter().map(|entry| tag(entry.key)));
    }

    fn len(&self) -> usize {
        self.entries.len()
    }

    fn place_of<U>(&self, entry: &Entry<U>) -> Option<usize> {
        memchr_iter(tag(entry.key), &self.tags).find(|place| {
            let other = self.entries.get(*place);
            other.is_some_and(|other| other.compare(entry).is_eq())
        })
    }

    fn push(&mut self, entry: Entry<T>) {
        self.tags.push(tag(entry.key));
        self.entries.push(entry);
    }

    fn append(&mut self, other: Self) {
        self.tags.extend(other.tags);
        self.entries.extend(other.entries);
    }

    fn insert_in_order(&mut self, entry: Entry<T>) {
        let place = self
            .entries
            .partition_point(|other| other.compare(&entry).is_gt());
        self.tags.insert(place, tag(entry.key));
        self.entries.insert(place, entry);
    }

    fn remove_in_order(&mut self, place: usize) -> Entry<T> {
        self.tags.remove(place);
        self.entries.remove(place)
    }

    fn swap_remove(&mut self, place: usize) -> Entry<T> {
        self.tags.swap_remove(place);
        self.entries.swap_remove(place)
    }

    fn pop(&mut self) -> Option<Entry<T>> {
        self.tags.pop();
        self.entries.pop()
    }

    fn sort(&mut self) {
        self.entries.sort_unstable_by(|a, b| b.compare(a));
        self.write_tags();
    }

    /// Takes the earlier half of a full block out.
    fn split(&mut self, in_order: bool) -> Self {
        let half = MOST / 2;
        if !in_order {
            self.entries
                .select_nth_unstable_by(half, |a, b| b.compare(a));
        }
        let mut earlier = Vec::with_capacity(MOST);
        earlier.extend(self.entries.drain(half..));
        self.write_tags();
        Self::of(earlier)
    }

    fn least(&self) -> Option<&Entry<T>> {
        self.entries.iter().min_by(|a, b| a.compare(b))
    }
}

/// Entries in order, a block of them at a time: every entry of a block comes
/// before those of the block that stands before it. Within a block they stand
/// as they came, until the block is the first in order and something is taken
/// from it: most changes touch one place of memory, and entries are put in
/// order few at a time, if ever.
#[derive(Debug, Clone)]
pub(super) struct Sorted<T> {
    blocks: Vec<Block<T>>,
    /// Of each block but the last the least that belongs to it.
    bounds: Vec<Entry<()>>,
    /// The keys of the bounds, for a quick search.
    keys: Vec<i64>,
    /// Whether the last block, the first in order, stands in reverse order.
    in_order: bool,
    len: usize,
}

impl<T> Default for Sorted<T> {
    fn default() -> Self {
        Self {
            blocks: Vec::new(),
            bounds: Vec::new(),
            keys: Vec::new(),
            in_order: false,
            len: 0,
        }
    }
}

impl<T> Sorted<T> {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The block that an entry belongs to.
    fn block_of<U>(&self, entry: &Entry<U>) -> usize {
        let mut index = self.keys.partition_point(|key| *key > entry.key);
        // Only among bounds of one key does more than the key decide.
        while self.keys.get(index) == Some(&entry.key)
            && let Some(bound) = self.bounds.get(index)
            && bound.compare(entry) == Ordering::Greater
        {
            index += 1;
        }
        index
    }

    fn is_in_order(&self, index: usize) -> bool {
        self.in_order && index + 1 == self.blocks.len()
    }

    /// Where an entry is: its block and the place there.
    fn find<U>(&self, entry: &Entry<U>) -> Option<(usize, usize)> {
        let index = self.block_of(entry);
        Some((index, self.blocks.get(index)?.place_of(entry)?))
    }

    pub(super) fn insert(&mut self, entry: Entry<T>) {
        self.len += 1;
        let index = self.block_of(&entry);
        let in_order = self.is_in_order(index);
        let Some(block) = self.blocks.get_mut(index) else {
            self.blocks.push(Block::of(vec![entry]));
            return;
        };
        match in_order {
            true => block.insert_in_order(entry),
            false => block.push(entry),
        }
        if block.len() >= MOST {
            self.split(index);
        }
    }

    /// Cuts a full block in two: the later half stays, with a bound of its own.
    fn split(&mut self, index: usize) {
        let in_order = self.is_in_order(index);
        let Some(block) = self.blocks.get_mut(index) else {
            return;
        };
        let earlier = block.split(in_order);
        let Some(least) = block.least() else {
            return;
        };
        let (bound, key) = (least.bound(), least.key);
        self.bounds.insert(index, bound);
        self.keys.insert(index, key);
        self.blocks.insert(index + 1, earlier);
    }

    /// Takes an entry out; nothing when it is not there.
    pub(super) fn remove<U>(&mut self, entry: &Entry<U>) -> Option<Entry<T>> {
        let (index, place) = self.find(entry)?;
        let in_order = self.is_in_order(index);
        let block = self.blocks.get_mut(index)?;
        let removed = match in_order {
            true => block.remove_in_order(place),
            false => block.swap_remove(place),
        };
        self.len -= 1;
        let left = block.len();
        let next = self.blocks.get(index + 1).map(Block::len);
        match next {
            // What belonged to it belongs to the next from now on.
            Some(beside) if left < MOST / 8 && left + beside < MOST / 2 => {
                let moved = self.drop_block(index);
                self.in_order &= index + 1 < self.blocks.len() || moved.len() == 0;
                if let Some(next) = self.blocks.get_mut(index) {
                    next.append(moved);
                }
            }
            Some(_) if left == 0 => {
                self.drop_block(index);
            }
            None if left == 0 => {
                self.drop_block(index);
                self.in_order = false;
            }
            _ => {}
        }
        Some(removed)
    }

    fn drop_block(&mut self, index: usize) -> Block<T> {
        // Without the last block the one before has no bound any more.
        if let Some(last) = self.bounds.len().checked_sub(1) {
            self.bounds.remove(index.min(last));
            self.keys.remove(index.min(last));
        }
        self.blocks.remove(index)
    }

    pub(super) fn get<U>(&self, entry: &Entry<U>) -> Option<&Entry<T>> {
        let (index, place) = self.find(entry)?;
        self.blocks.get(index)?.entries.get(place)
    }

    pub(super) fn first(&self) -> Option<&Entry<T>> {
        let block = self.blocks.last()?;
        match self.in_order {
            true => block.entries.last(),
            false => block.least(),
        }
    }

    pub(super) fn pop(&mut self) -> Option<Entry<T>> {
        let last = self.blocks.len().checked_sub(1)?;
        let block = self.blocks.get_mut(last)?;
        if !self.in_order {
            block.sort();
            self.in_order = true;
        }
        let entry = block.pop()?;
        self.len -= 1;
        if block.len() == 0 {
            self.drop_block(last);
            self.in_order = false;
        }
        Some(entry)
    }

    /// How many come before an entry that is there.
    pub(super) fn position<U>(&self, entry: &Entry<U>) -> Option<usize> {
        let (index, _) = self.find(entry)?;
        let (block, before) = self.blocks.get(index..)?.split_first()?;
        let before: usize = before.iter().map(Block::len).sum();
        let within = block
            .entries
            .iter()
            .filter(|other| other.compare(entry).is_lt());
        Some(before + within.count())
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
        let in_order = blocks.iter().rev().flat_map(|block| {
            let mut block: Vec<&Entry<T>> = block.entries.iter().collect();
            block.sort_unstable_by(|a, b| a.compare(b));
            block
        });
        in_order.skip(left)
    }
}
