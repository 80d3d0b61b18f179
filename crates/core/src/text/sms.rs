//! Text messages: how many segments a text takes, and a text cut to fit.
//!
//! The rules are those of 3GPP TS 23.038 (alphabets) and TS 23.040
//! (concatenation): a segment is 140 bytes, which hold 160 characters of the
//! GSM 7-bit alphabet, or 70 UTF-16 code units of a text with any other
//! character. A text of more than one segment loses 6 bytes of each to the
//! header that joins them, so that 153 and 67 are left. The alphabet is the
//! default one with its default extension table; national language tables
//! are used by few networks and are not counted with.
//!
//! ```
//! use deskcore::text::sms::{self, SmsEncoding};
//!
//! let size = sms::measure("Coletul dvs. a sosit. Îl puteți ridica până vineri la ora 18.");
//! assert_eq!(size.encoding, SmsEncoding::Ucs2);
//! assert_eq!((size.segments, size.units_left), (1, 9));
//! assert_eq!(size.unicode_characters, ["Î", "ț", "â", "ă"]);
//! ```

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

/// Characters of the GSM 7-bit default alphabet: one septet each. TS 23.038,
/// 6.2.1. The capital `Ç` is in it and the small one is not.
const ALPHABET: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

/// Characters of its extension table: an escape and a septet each. TS 23.038,
/// 6.2.1.1.
const EXTENSION: &str = "\u{c}^{}\\[~]|€";

/// How the characters of a text message are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SmsEncoding {
    /// The GSM 7-bit alphabet, in septets: 160 fill a segment, 153 one of
    /// several.
    Gsm7,
    /// UTF-16, in code units: 70 fill a segment, 67 one of several.
    Ucs2,
}

impl SmsEncoding {
    /// Units in the only segment of a text, and in each of several.
    const fn room(self) -> (u32, u32) {
        match self {
            Self::Gsm7 => (160, 153),
            Self::Ucs2 => (70, 67),
        }
    }

    /// Units of a character; none where the encoding does not have it.
    fn units(self, character: char) -> Option<u32> {
        match self {
            Self::Gsm7 if ALPHABET.contains(character) => Some(1),
            Self::Gsm7 if EXTENSION.contains(character) => Some(2),
            Self::Gsm7 => None,
            Self::Ucs2 if character > '\u{ffff}' => Some(2),
            Self::Ucs2 => Some(1),
        }
    }
}

/// What a text takes as a text message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SmsSize {
    /// How it is written.
    pub encoding: SmsEncoding,
    /// Units of the whole text: septets, with two for `^{}\[~]|€` and the
    /// form feed, or UTF-16 code units, with two for an emoji.
    pub units: u32,
    /// Messages that are sent and paid for. An empty text is one: it can be
    /// sent.
    pub segments: u32,
    /// Units that the last segment has left.
    pub units_left: u32,
    /// Characters as a reader counts them: grapheme clusters, so that a flag
    /// or a letter with its accent is one.
    pub characters: u32,
    /// What makes the text [`SmsEncoding::Ucs2`]: the characters that the GSM
    /// 7-bit alphabet does not have, each once, in order. Without them a
    /// segment would hold 160 characters and not 70.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unicode_characters: Vec<String>,
    /// Whether a second segment is near: the text takes one, and less than a
    /// tenth of it is left (fewer than 16 septets or 7 code units).
    pub near_limit: bool,
}

/// Counts what a text takes as a text message. Takes time in proportion to
/// the text; counts stop at 4,294,967,295.
///
/// An escaped character and a surrogate pair are never parted, so that a
/// segment of several can end with one unit unused.
///
/// ```
/// use deskcore::text::sms::{self, SmsEncoding};
///
/// let plain = sms::measure("Your order 1042 has been shipped.");
/// assert_eq!((plain.encoding, plain.segments, plain.units_left), (SmsEncoding::Gsm7, 1, 127));
///
/// // An apostrophe out of a word processor.
/// let curly = sms::measure(&"It’s on its way. ".repeat(5));
/// assert_eq!((curly.encoding, curly.units, curly.segments), (SmsEncoding::Ucs2, 85, 2));
/// assert_eq!(curly.unicode_characters, ["’"]);
/// ```
pub fn measure(text: &str) -> SmsSize {
    let mut counter = Counter::new();
    let mut characters = 0_u32;
    let mut unicode_characters = Vec::new();
    let mut seen = BTreeSet::new();
    for cluster in text.graphemes(true) {
        characters = characters.saturating_add(1);
        if !counter.push(cluster) && seen.insert(cluster) {
            unicode_characters.push(cluster.to_owned());
        }
    }
    let packed = counter.packed();
    let (segments, units_left) = packed.segments();
    let (single, _) = packed.encoding.room();
    SmsSize {
        encoding: packed.encoding,
        units: packed.units,
        segments,
        units_left,
        characters,
        unicode_characters,
        near_limit: segments == 1 && units_left < single / 10,
    }
}

/// A text cut to a number of segments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SmsCut {
    /// The beginning of the text that fits.
    pub text: String,
    /// Whether something was cut off.
    pub shortened: bool,
}

/// The longest beginning of a text that takes at most so many segments. No
/// text takes none, so that zero leaves nothing.
///
/// A character is never cut, as a reader sees it (a grapheme cluster), and
/// neither is a link: what begins with `http://`, `https://` or `www.` and
/// goes on to the next white space is in the result whole or not at all. A
/// comma right behind a link counts as its own.
///
/// ```
/// use deskcore::text::sms;
///
/// let text = format!("{} https://shop.example/returns/1042", "Please send it back. ".repeat(7));
/// let cut = sms::cut(&text, 1);
/// assert!(cut.shortened && cut.text.ends_with("back.  "));
/// assert_eq!(sms::measure(&cut.text).segments, 1);
/// assert_eq!(sms::cut("Thank you", 1).text, "Thank you");
/// ```
pub fn cut(text: &str, most_segments: u32) -> SmsCut {
    let mut counter = Counter::new();
    let mut links = Links::new(text);
    let mut end = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        counter.push(cluster);
        // What fits at one length fits at every lesser one, also where a
        // character turns the encoding: 67 code units never take more than
        // 153 septets.
        if counter.packed().segments().0 > most_segments {
            break;
        }
        let next = at + cluster.len();
        if !links.parted_at(next) {
            end = next;
        }
    }
    SmsCut {
        text: text.get(..end).unwrap_or_default().to_owned(),
        shortened: end < text.len(),
    }
}

/// A text packed into segments as it comes, in one encoding.
#[derive(Debug, Clone, Copy)]
struct Packed {
    encoding: SmsEncoding,
    units: u32,
    /// Segments of several, and units in the last of them.
    parts: u32,
    used: u32,
}

impl Packed {
    fn new(encoding: SmsEncoding) -> Self {
        Self {
            encoding,
            units: 0,
            parts: 1,
            used: 0,
        }
    }

    fn push(&mut self, units: u32) {
        let (_, room) = self.encoding.room();
        self.units = self.units.saturating_add(units);
        if self.used + units > room {
            self.parts = self.parts.saturating_add(1);
            self.used = 0;
        }
        self.used += units;
    }

    /// Segments, and units that the last has left.
    fn segments(&self) -> (u32, u32) {
        let (single, room) = self.encoding.room();
        match single.checked_sub(self.units) {
            Some(left) => (1, left),
            None => (self.parts, room.saturating_sub(self.used)),
        }
    }
}

/// A text packed in both encodings: the second is needed only from the first
/// character that the first does not have, and then for all before it too.
#[derive(Debug)]
struct Counter {
    gsm7: Packed,
    ucs2: Packed,
    unicode: bool,
}

impl Counter {
    fn new() -> Self {
        Self {
            gsm7: Packed::new(SmsEncoding::Gsm7),
            ucs2: Packed::new(SmsEncoding::Ucs2),
            unicode: false,
        }
    }

    /// Takes in the next characters. Whether the GSM alphabet has them all.
    fn push(&mut self, characters: &str) -> bool {
        let mut plain = true;
        for character in characters.chars() {
            if let Some(units) = SmsEncoding::Ucs2.units(character) {
                self.ucs2.push(units);
            }
            match SmsEncoding::Gsm7.units(character) {
                Some(units) => self.gsm7.push(units),
                None => plain = false,
            }
        }
        self.unicode |= !plain;
        plain
    }

    fn packed(&self) -> &Packed {
        match self.unicode {
            true => &self.ucs2,
            false => &self.gsm7,
        }
    }
}

/// The links of a text, in order, for places that are asked for in order.
#[derive(Debug)]
struct Links<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Links<'a> {
    fn new(text: &'a str) -> Self {
        let mut links = Self {
            text,
            start: 0,
            end: 0,
        };
        links.advance();
        links
    }

    /// Whether a cut at a place would part a link.
    fn parted_at(&mut self, place: usize) -> bool {
        while self.end <= place && self.start < self.text.len() {
            self.advance();
        }
        self.start < place && place < self.end
    }

    /// Goes on to the next link; to the end of the text when there is none.
    fn advance(&mut self) {
        let mut before: Option<char> = None;
        let rest = self.text.get(self.end..).unwrap_or_default();
        let start = rest.char_indices().find(|(at, character)| {
            let word = before.is_some_and(char::is_alphanumeric);
            before = Some(*character);
            !word && rest.get(*at..).is_some_and(begins_link)
        });
        let Some((start, _)) = start else {
            (self.start, self.end) = (self.text.len(), self.text.len());
            return;
        };
        let link = rest.get(start..).unwrap_or_default();
        let length = link.find(char::is_whitespace).unwrap_or(link.len());
        self.start = self.end + start;
        self.end = self.start + length;
    }
}

fn begins_link(text: &str) -> bool {
    ["http://", "https://", "www."].iter().any(|scheme| {
        text.get(..scheme.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
    })
}
