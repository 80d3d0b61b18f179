//! Texts that come again and again, each kept once.

use std::collections::HashMap;
use std::sync::Arc;

/// A text as a number: equal texts are equal numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Symbol(u32);

impl Symbol {
    /// A cell that is empty, or says that it is unknown.
    pub(crate) const MISSING: Self = Self(0);

    pub(crate) fn is_missing(self) -> bool {
        self == Self::MISSING
    }
}

/// The texts.
#[derive(Debug)]
pub(crate) struct Symbols {
    by_text: HashMap<Arc<str>, Symbol>,
    texts: Vec<Arc<str>>,
}

impl Symbols {
    pub(crate) fn new() -> Self {
        let missing: Arc<str> = Arc::from("");
        Self {
            by_text: HashMap::from([(Arc::clone(&missing), Symbol::MISSING)]),
            texts: vec![missing],
        }
    }

    pub(crate) fn of(&mut self, text: &str) -> Symbol {
        if let Some(symbol) = self.by_text.get(text) {
            return *symbol;
        }
        // More texts than this do not fit into memory.
        let symbol = Symbol(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        let text: Arc<str> = Arc::from(text);
        self.texts.push(Arc::clone(&text));
        self.by_text.insert(text, symbol);
        symbol
    }

    pub(crate) fn text(&self, symbol: Symbol) -> &str {
        self.texts
            .get(symbol.0 as usize)
            .map_or("", |text| text.as_ref())
    }

    /// The text, unless it is missing.
    pub(crate) fn known(&self, symbol: Symbol) -> Option<&str> {
        (!symbol.is_missing()).then(|| self.text(symbol))
    }
}
