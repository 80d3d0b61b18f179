//! Languages and the conventions of their countries.

use std::fmt;
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use unic_langid::LanguageIdentifier;

use crate::error::Error;

/// How a language writes numbers and dates.
#[derive(Debug)]
pub(super) struct Conventions {
    tag: &'static str,
    pub(super) months: &'static [&'static str],
    pub(super) short_months: &'static [&'static str],
    pub(super) days: &'static [&'static str],
    pub(super) short_days: &'static [&'static str],
    pub(super) point: &'static str,
    pub(super) separator: &'static str,
    /// Digits of a group, from the right; the last is repeated.
    pub(super) grouping: &'static [i64],
    pub(super) symbol_first: bool,
    /// What a currency is called here, where that is not its sign.
    pub(super) names: &'static [(&'static str, &'static str)],
}

macro_rules! conventions {
    ($($tag:literal $module:ident $first:literal [$($code:literal $name:literal)*]),* $(,)?) => {
        /// The first of a language is what its other countries fall back to.
        /// Names, separators and groups are those of the GNU C library; where
        /// the sign of a currency stands is as in the Unicode CLDR.
        static CONVENTIONS: &[Conventions] = &[$(Conventions {
            tag: $tag,
            months: pure_rust_locales::$module::LC_TIME::MON,
            short_months: pure_rust_locales::$module::LC_TIME::ABMON,
            days: pure_rust_locales::$module::LC_TIME::DAY,
            short_days: pure_rust_locales::$module::LC_TIME::ABDAY,
            point: pure_rust_locales::$module::LC_MONETARY::MON_DECIMAL_POINT,
            separator: pure_rust_locales::$module::LC_MONETARY::MON_THOUSANDS_SEP,
            grouping: pure_rust_locales::$module::LC_MONETARY::MON_GROUPING,
            symbol_first: $first,
            names: &[$(($code, $name)),*],
        }),*];
    };
}

conventions! {
    "en-US" en_US true ["USD" "$"],
    "en-GB" en_GB true [],
    "en-IE" en_IE true [],
    "it-IT" it_IT false [],
    "it-CH" it_CH true [],
    "ro-RO" ro_RO false ["RON" "lei"],
    "ro-MD" ro_RO false ["RON" "lei" "MDL" "L"],
    "bg-BG" bg_BG false ["BGN" "лв."],
    "cs-CZ" cs_CZ false ["CZK" "Kč"],
    "da-DK" da_DK false ["DKK" "kr."],
    "de-DE" de_DE false [],
    "de-AT" de_AT true [],
    "de-CH" de_CH true [],
    "el-GR" el_GR false [],
    "es-ES" es_ES false [],
    "fi-FI" fi_FI false [],
    "fr-FR" fr_FR false [],
    "fr-CH" fr_CH false [],
    "hr-HR" hr_HR false [],
    "hu-HU" hu_HU false ["HUF" "Ft"],
    "nb-NO" nb_NO false ["NOK" "kr"],
    "nl-NL" nl_NL true [],
    "pl-PL" pl_PL false ["PLN" "zł"],
    "pt-PT" pt_PT false [],
    "pt-BR" pt_BR true ["BRL" "R$"],
    "sk-SK" sk_SK false [],
    "sl-SI" sl_SI false [],
    "sv-SE" sv_SE false ["SEK" "kr"],
    "tr-TR" tr_TR true ["TRY" "₺"],
    "uk-UA" uk_UA false ["UAH" "₴"],
}

/// A language, and maybe a country: a BCP 47 tag such as `it`, `it-CH` or
/// `ro-RO`. It decides names of months and days, numbers, money and plurals;
/// a language whose conventions are not known is written as English is.
///
/// ```
/// use deskcore::template::Locale;
///
/// let ticino: Locale = "it-CH".parse()?;
/// let chain: Vec<String> = ticino.fallbacks().map(|locale| locale.to_string()).collect();
/// assert_eq!(chain, ["it-CH", "it"]);
/// assert!("italiano!".parse::<Locale>().is_err());
/// # Ok::<(), deskcore::Error>(())
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale {
    id: LanguageIdentifier,
    /// The place of its conventions, which are asked for by every date.
    conventions: usize,
}

impl Default for Locale {
    /// English.
    fn default() -> Self {
        let mut language = LanguageIdentifier::default();
        language.language = "en".parse().unwrap_or_default();
        Self {
            id: language,
            conventions: ENGLISH,
        }
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.id.fmt(f)
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Locale({})", self.id)
    }
}

impl FromStr for Locale {
    type Err = Error;

    fn from_str(tag: &str) -> Result<Self, Error> {
        let no_tag = || {
            let tag = crate::wording::quoted(tag);
            Error::invalid(
                "",
                format!("{tag} is no BCP 47 tag: expected one such as it or it-CH"),
            )
        };
        let language: LanguageIdentifier = tag.parse().map_err(|_| no_tag())?;
        match language.language.is_empty() || tag.contains('_') {
            true => Err(no_tag()),
            false => Ok(Self::of(language)),
        }
    }
}

/// English is the first of the conventions, and stands in for all that are
/// not known.
const ENGLISH: usize = 0;

impl Locale {
    fn of(id: LanguageIdentifier) -> Self {
        let place = |exact: bool| {
            CONVENTIONS.iter().position(|known| {
                let (language, region) = known.tag.split_once('-').unwrap_or((known.tag, ""));
                let same = language == id.language.as_str();
                same && (!exact || id.region.is_some_and(|own| own.as_str() == region))
            })
        };
        let conventions = place(true).or_else(|| place(false)).unwrap_or(ENGLISH);
        Self { id, conventions }
    }

    /// The locale itself, then what stands in for it: without variants, with
    /// the country alone, with the language alone.
    pub fn fallbacks(&self) -> impl Iterator<Item = Self> + use<> {
        let LanguageIdentifier {
            language,
            script,
            region,
            ..
        } = self.id;
        let part = |script, region| {
            Self::of(LanguageIdentifier::from_parts(
                language,
                script,
                region,
                &[],
            ))
        };
        let mut chain = vec![
            self.clone(),
            part(script, region),
            part(None, region),
            part(script, None),
            part(None, None),
        ];
        let mut seen = Vec::new();
        chain.retain(|locale| {
            let new = !seen.contains(locale);
            seen.push(locale.clone());
            new
        });
        chain.into_iter()
    }

    /// Its language alone, such as `it`.
    pub fn language(&self) -> &str {
        self.id.language.as_str()
    }

    pub(super) fn conventions(&self) -> &'static Conventions {
        const ENGLISH: &Conventions = match CONVENTIONS {
            [first, ..] => first,
            [] => panic!("there are conventions"),
        };
        CONVENTIONS.get(self.conventions).unwrap_or(ENGLISH)
    }

    pub(super) fn language_alone(&self) -> LanguageIdentifier {
        LanguageIdentifier::from_parts(self.id.language, None, None, &[])
    }
}

impl Serialize for Locale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Locale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = std::borrow::Cow::<str>::deserialize(deserializer)?;
        tag.parse().map_err(serde::de::Error::custom)
    }
}

impl JsonSchema for Locale {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Locale".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({"type": "string", "format": "language-tag", "description": "A BCP 47 tag such as it or it-CH."})
    }
}
