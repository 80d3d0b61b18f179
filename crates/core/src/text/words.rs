//! The words of a message, the same however they were typed.

/// Characters of a message that are read. What comes after has no say.
pub(super) const MOST_CHARACTERS: usize = 10_000;

/// Characters of a word. What is longer is no word but a key or a file.
const MOST_LETTERS: usize = 40;

/// A word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// As the message has it.
    pub(super) shown: String,
    /// Lower case, without accents, every digit a zero: an order's number
    /// says nothing, and that there is one does.
    pub(super) folded: String,
}

/// The words of a text, in order: runs of letters and digits.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut shown = String::new();
    // The end of the text ends a word too.
    for character in text.chars().take(MOST_CHARACTERS).chain([' ']) {
        if character.is_alphanumeric() || is_accent(character) {
            shown.push(character);
            continue;
        }
        if !shown.is_empty() {
            let shown = std::mem::take(&mut shown);
            let folded = fold(&shown);
            if (1..=MOST_LETTERS).contains(&folded.chars().count()) {
                words.push(Word { shown, folded });
            }
        }
    }
    words
}

/// A combining diacritical mark, which a letter may have as a character of
/// its own.
fn is_accent(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

fn fold(word: &str) -> String {
    let lower = word.chars().flat_map(char::to_lowercase);
    lower
        .filter(|character| !is_accent(*character))
        .map(plain)
        .collect()
}

/// A small Latin letter without its accent (Latin-1, Latin Extended-A and
/// Romanian), `0` for every digit, and any other character as it is.
fn plain(character: char) -> char {
    match character {
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => 'e',
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => 'g',
        'ĥ' | 'ħ' => 'h',
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => 'i',
        'ĵ' => 'j',
        'ķ' => 'k',
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => 'l',
        'ñ' | 'ń' | 'ņ' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => 'o',
        'ŕ' | 'ŗ' | 'ř' => 'r',
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => 's',
        'ţ' | 'ť' | 'ŧ' | 'ț' => 't',
        'ù'..='ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => 'u',
        'ŵ' => 'w',
        'ý' | 'ÿ' | 'ŷ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        digit if digit.is_numeric() => '0',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str) -> Vec<String> {
        words(text).into_iter().map(|word| word.folded).collect()
    }

    #[test]
    fn typed_in_many_ways() {
        for same in [
            "Câți ȘTIȚI",
            "CÂŢI şTIţi",
            "ca\u{302}t\u{326}i s\u{326}tit\u{326}i",
            "cati, stiti?",
        ] {
            assert_eq!(folded(same), ["cati", "stiti"], "{same}");
        }
        assert_eq!(
            folded("L’ordine n.1042 è già İN città"),
            ["l", "ordine", "n", "0000", "e", "gia", "in", "citta"]
        );
        assert_eq!(folded("Где мой заказ?"), ["где", "мой", "заказ"]);
    }

    #[test]
    fn what_is_no_word_is_left_out() {
        assert_eq!(folded(" \u{301} -- 😜 "), Vec::<String>::new());
        assert_eq!(folded(&format!("a {} b", "k".repeat(41))), ["a", "b"]);
        assert_eq!(folded(&"a ".repeat(20_000)).len(), MOST_CHARACTERS / 2);
    }
}
