//! Writes what crosses into Kotlin and Swift from the core's own sources.
//!
//! A record is defined once, in the core. This reads its definition there,
//! with its documentation, and repeats it for uniffi's `remote` derive: a new
//! field, variant or error kind reaches both languages without a change here.
//! A field whose type cannot cross stops the build, and says which.
#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a build that cannot go on stops, and says why"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{
    AngleBracketedGenericArguments, Attribute, Expr, Field, Fields, GenericArgument, ImplItem,
    Item, ItemImpl, ItemStruct, PathArguments, Stmt, Type, Visibility,
};

/// What functions take and give; what these hold is found by itself.
const ROOTS: [&str; 57] = [
    "Event",
    "Opening",
    "Effect",
    "Verdict",
    "NextDue",
    "DeadlineExplanation",
    "Interval",
    "Promise",
    "DayHours",
    "Refused",
    "ImportedHolidays",
    "ImportedHours",
    "Failure",
    "RenderOptions",
    "TemplateErrorClass",
    "Analysis",
    "MacroRequest",
    "RenderedMacro",
    "MacroColumns",
    "Inquiry",
    "Suggestion",
    "SmsCut",
    "QueueKey",
    "WorkItem",
    "Agent",
    "Permission",
    "QueuedTicket",
    "RoutingEvent",
    "RoutingChange",
    "RouterState",
    "AssignmentExplanation",
    "Pull",
    "LiveWork",
    "StaffingGoal",
    "Staffing",
    "ErlangC",
    "ErlangA",
    "ArrivalProfile",
    "WorkAssumptions",
    "WeekPlan",
    "CoverageGap",
    "WaitEstimate",
    "RatingCounts",
    "Denominator",
    "FeedbackRule",
    "NpsMethod",
    "SellerFeedback",
    "Survey",
    "SurveyFacts",
    "ReviewConfig",
    "ReviewFacts",
    "Score",
    "SellerScore",
    "Nps",
    "SurveyDecision",
    "ReviewDecision",
    "RatedSurvey",
];

/// The same, with the feature `reports`.
const REPORTS: [&str; 38] = [
    "Job",
    "Pool",
    "Simulation",
    "SimulatedTicket",
    "RosterSimulation",
    "IntervalMethod",
    "RatedGroup",
    "SharePoint",
    "MeanPoint",
    "EwmaSettings",
    "CusumSettings",
    "TimedRating",
    "AlertRule",
    "SurveyConfig",
    "SurveyEvent",
    "Proportion",
    "ProportionDifference",
    "Nonresponse",
    "MeanEstimate",
    "Shrinkage",
    "ControlChart",
    "Cusum",
    "AlertTransition",
    "FloorAlert",
    "SurveyLog",
    "ReportConfig",
    "TicketFigures",
    "RatingRecord",
    "SurveyRecord",
    "SessionRecord",
    "DigestConfig",
    "ReportFigures",
    "GroupFigures",
    "Digest",
    "TicketHistory",
    "Comparison",
    "ExpectationOutcome",
    "PromiseCheck",
];

/// Types that uniffi lacks, and the names that `convert.rs` gives them.
const ADAPTED: [(&str, &str); 17] = [
    ("DateTime<Utc>", "Instant"),
    ("NaiveDate", "LocalDate"),
    ("BTreeSet<NaiveDate>", "LocalDates"),
    ("BTreeMap<NaiveDate,SpecialDay>", "SpecialDays"),
    ("BTreeMap<String,Value>", "CustomFields"),
    ("Value", "JsonValue"),
    ("usize", "Count"),
    ("Zone", "Zone"),
    ("Weekday", "Weekday"),
    ("Weekly", "Weekly"),
    ("LocalSpan", "LocalSpan"),
    ("PublicMessage", "PublicMessage"),
    ("Locale", "LocaleTag"),
    ("(i64,i64)", "ShiftMs"),
    ("Scale", "Scale"),
    ("BTreeSet<String>", "Words"),
    ("BTreeMap<i64,u64>", "CountByRating"),
];

/// Defaults that the core makes by code; a test compares them.
const MADE: [(&str, &str); 3] = [("Locale", "en"), ("Zone", "UTC"), ("Scale", "stars5")];

const PLAIN: [&str; 9] = [
    "String", "bool", "u8", "u16", "u32", "u64", "i32", "i64", "f64",
];

/// The desk's own notes in a ticket: they live in its JSON alone.
const NOTES: [&str; 3] = ["clocks", "recent_events", "unknown"];

struct Definition {
    item: Item,
    /// Where the core shows it.
    module: TokenStream,
}

impl Definition {
    /// Whether JSON may leave any of its fields out.
    fn all_optional(&self) -> bool {
        matches!(&self.item, Item::Struct(item) if serde(&item.attrs).contains("(default"))
    }

    /// The variant that it is when it is left out.
    fn default_variant(&self) -> Option<String> {
        let Item::Enum(item) = &self.item else {
            return None;
        };
        let is_default = |a: &Attribute| a.path().is_ident("default");
        let variant = item
            .variants
            .iter()
            .find(|v| v.attrs.iter().any(is_default));
        variant.map(|variant| variant.ident.to_string())
    }
}

#[derive(Default)]
struct Core {
    definitions: BTreeMap<String, Definition>,
    /// What fields are that are left out, by `Record.field`.
    literals: BTreeMap<String, TokenStream>,
    /// The same as source text, of those that are no literal.
    given: BTreeMap<String, String>,
    /// Maps from names, by the name that each has as a type.
    maps: BTreeMap<String, Type>,
    /// Names that are to be written, in the order in which they were found.
    needed: Vec<String>,
}

/// The public modules that a folder's `mod.rs` names, or `lib.rs` of them all.
fn shown_modules(folder: &Path) -> Vec<String> {
    let read = |name| fs::read_to_string(folder.join(name));
    let Ok(text) = read("mod.rs").or_else(|_| read("lib.rs")) else {
        return Vec::new();
    };
    let items = syn::parse_file(&text).expect("Rust").items.into_iter();
    let shown = items.filter_map(|item| match item {
        Item::Mod(item) if matches!(item.vis, Visibility::Public(_)) => {
            Some(item.ident.to_string())
        }
        _ => None,
    });
    shown.collect()
}

impl Core {
    fn read(&mut self, folder: &Path, modules: &[String]) {
        let mut entries: Vec<PathBuf> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        entries.sort();
        let shown = shown_modules(folder);
        for path in entries {
            let name = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            // What a module holds is shown by itself or by the one around it.
            let own = shown.contains(&name).then_some(&name);
            let modules: Vec<String> = modules.iter().chain(own).cloned().collect();
            if path.is_dir() {
                self.read(&path, &modules);
                continue;
            }
            if path.extension().is_none_or(|extension| extension != "rs") {
                continue;
            }
            let file = syn::parse_file(&fs::read_to_string(&path).expect("text")).expect("Rust");
            let modules: Vec<_> = modules.iter().map(|m| format_ident!("{m}")).collect();
            let named = named(&file.items);
            for item in file.items {
                let made = match &item {
                    Item::Impl(item) => defaults(item),
                    Item::Struct(item) => made(item, &named),
                    _ => Vec::new(),
                };
                for (field, made) in made {
                    match literal(made, &named) {
                        Some(literal) => drop(self.literals.insert(field, literal)),
                        None => drop(self.given.insert(field, flat(made))),
                    }
                }
                let (ident, public, attributes) = match &item {
                    Item::Struct(item) => (&item.ident, &item.vis, &item.attrs),
                    Item::Enum(item) => (&item.ident, &item.vis, &item.attrs),
                    _ => continue,
                };
                // Records are what can be written as JSON.
                let record = attributes.iter().any(|attribute| {
                    attribute.path().is_ident("derive") && flat(attribute).contains("Serialize")
                });
                if record && matches!(public, Visibility::Public(_)) {
                    let module = quote!(deskcore #(::#modules)*);
                    self.definitions
                        .insert(ident.to_string(), Definition { item, module });
                }
            }
        }
    }

    /// The type as uniffi knows it; records that it names are needed then.
    fn crossing(&mut self, ty: &Type) -> Option<Type> {
        let text = flat(ty);
        if let Some((_, adapted)) = ADAPTED.iter().find(|(known, _)| *known == text) {
            return syn::parse_str(adapted).ok();
        }
        let Type::Path(path) = ty else { return None };
        let segment = path.path.segments.last()?;
        let name = segment.ident.to_string();
        if let PathArguments::AngleBracketed(arguments) = &segment.arguments {
            let Some(GenericArgument::Type(inner)) = arguments.args.first() else {
                return None;
            };
            if name == "BTreeMap" {
                return self.map(arguments);
            }
            let inner = self.crossing(inner)?;
            let outer = matches!(&*name, "Option" | "Vec").then_some(&segment.ident)?;
            return syn::parse2(quote!(#outer<#inner>)).ok();
        }
        if !PLAIN.contains(&&*name) {
            self.definitions.get(&name)?;
            self.need(&name);
        }
        Some(ty.clone())
    }

    /// A map from names: uniffi knows one without order, which crosses.
    fn map(&mut self, arguments: &AngleBracketedGenericArguments) -> Option<Type> {
        let [GenericArgument::Type(key), GenericArgument::Type(value)] =
            [arguments.args.first()?, arguments.args.last()?]
        else {
            return None;
        };
        let value = (flat(key) == "String").then(|| self.crossing(value))??;
        let words = flat(&value);
        let words = words.split(|c: char| !c.is_alphanumeric());
        let name: String = words.map(capitalized).collect();
        let name = format!("{name}ByName");
        self.maps.insert(name.clone(), value);
        syn::parse_str(&name).ok()
    }

    fn need(&mut self, name: &str) {
        if !self.needed.iter().any(|known| known == name) {
            self.needed.push(name.to_owned());
        }
    }

    fn field(&mut self, owner: &str, field: &Field) -> TokenStream {
        let Some(ty) = self.crossing(&field.ty) else {
            panic!(
                "{owner}: no way to cross for {}: give it one in convert.rs and ADAPTED",
                flat(field)
            );
        };
        let mut docs = docs(&field.attrs);
        let (serde, text) = (serde(&field.attrs), flat(&field.ty));
        let record = self.definitions.get(&text);
        let optional = text.starts_with("Option<")
            || serde.contains("default")
            || self
                .definitions
                .get(owner)
                .is_some_and(Definition::all_optional);
        let name = field.ident.as_ref().map(|name| quote!(#name:));
        let key = format!("{owner}.{}", flat(&field.ident));
        let made = MADE.iter().find(|(known, _)| *known == text);
        let given = self.given.get(&key).map_or("", |given| given);
        let variant = given
            .strip_prefix(&format!("{text}::"))
            .filter(|variant| variant.chars().all(char::is_alphanumeric));
        // A call with arguments, and a function of other than a variant: only
        // the core can make these.
        let by_code = given.contains('(') && !given.ends_with("()")
            || serde.contains("default=") && variant.is_none();
        // What is read by code of its own is needed, unless it says otherwise.
        let needed = serde.contains("deserialize_with") && !serde.contains("default");
        let default = match (self.literals.get(&key), made, record) {
            _ if !optional || name.is_none() || needed => None,
            (Some(literal), ..) => Some(quote!(#[uniffi(default = #literal)])),
            _ if by_code => None,
            (_, Some((_, made)), _) => Some(quote!(#[uniffi(default = #made)])),
            (.., None) => Some(quote!(#[uniffi(default)])),
            (.., Some(record)) if record.all_optional() => Some(quote!(#[uniffi(default)])),
            // uniffi has no default for an enum: build.sh writes it, of this.
            (.., Some(record)) => {
                let variant = variant.map(str::to_owned);
                if let Some(variant) = variant.or_else(|| record.default_variant()) {
                    let told = format!(" `{variant}` when left out.");
                    docs.push(quote!(#[doc = #told]));
                }
                None
            }
        };
        quote!(#(#docs)* #default #name #ty)
    }

    fn write(&mut self, name: &str) -> TokenStream {
        let Definition { item, module } = &self.definitions[name];
        let (item, ident, module) = (item.clone(), format_ident!("{name}"), module.clone());
        match item {
            Item::Struct(item) => {
                let docs = docs(&item.attrs);
                if item.fields.iter().any(is_skipped) {
                    return self.shown(name, name, &[]);
                }
                let fields: Vec<_> = item
                    .fields
                    .iter()
                    .map(|field| self.field(name, field))
                    .collect();
                quote! {
                    use #module::#ident;
                    #(#docs)* #[uniffi::remote(Record)] pub struct #ident { #(#fields),* }
                }
            }
            Item::Enum(item) => {
                let (docs, mut variants) = (docs(&item.attrs), Vec::new());
                for variant in &item.variants {
                    let docs = self::docs(&variant.attrs);
                    let fields: Vec<_> = variant
                        .fields
                        .iter()
                        .map(|field| self.field(name, field))
                        .collect();
                    let fields = match variant.fields {
                        Fields::Named(_) => quote!({ #(#fields),* }),
                        Fields::Unnamed(_) => quote!((#(#fields),*)),
                        Fields::Unit => quote!(),
                    };
                    let ident = &variant.ident;
                    variants.push(quote!(#(#docs)* #ident #fields));
                }
                quote! {
                    use #module::#ident;
                    #(#docs)* #[uniffi::remote(Enum)] pub enum #ident { #(#variants),* }
                }
            }
            _ => unreachable!("only these are collected"),
        }
    }

    /// A record of this crate with the fields of one of the core's that
    /// others may see: it only ever goes out.
    fn shown(&mut self, name: &str, shown: &str, hidden: &[&str]) -> TokenStream {
        let Definition { item, module } = &self.definitions[name];
        let (Item::Struct(item), module) = (item.clone(), module.clone()) else {
            unreachable!("a struct")
        };
        let (ident, shown, docs) = (
            format_ident!("{name}"),
            format_ident!("{shown}"),
            docs(&item.attrs),
        );
        let fields: Vec<_> = item
            .fields
            .iter()
            .filter(|field| !is_skipped(field) && !hidden.contains(&&*flat(&field.ident)))
            .collect();
        let names: Vec<_> = fields.iter().map(|field| &field.ident).collect();
        let fields: Vec<_> = fields.iter().map(|field| self.field(name, field)).collect();
        quote! {
            #(#docs)* #[derive(Debug, Clone, PartialEq, uniffi::Record)] pub struct #shown { #(#fields),* }
            impl From<#module::#ident> for #shown {
                fn from(record: #module::#ident) -> Self {
                    Self { #(#names: record.#names),* }
                }
            }
        }
    }

    /// One error for each kind, with the fields of a failure.
    fn errors(&mut self) -> TokenStream {
        let (Item::Enum(kinds), Item::Struct(failure)) = (
            self.definitions["ErrorKind"].item.clone(),
            self.definitions["Failure"].item.clone(),
        ) else {
            unreachable!("an enum and a struct")
        };
        let carried = || {
            failure
                .fields
                .iter()
                .filter(|field| flat(&field.ident) != "kind")
        };
        let names: Vec<_> = carried().map(|field| &field.ident).collect();
        let fields: Vec<_> = carried()
            .map(|field| self.field("Failure", field))
            .collect();
        let kind = kinds
            .variants
            .iter()
            .map(|kind| &kind.ident)
            .collect::<Vec<_>>();
        let told = kinds.variants.iter().map(|kind| docs(&kind.attrs));
        let told = told.map(|docs| quote!(#(#docs)*));
        let (into, from) = kind.iter().fold((quote!(), quote!()), |(into, from), kind| {
            (
                quote!(#into ErrorKind::#kind => Self::#kind { #(#names: failure.#names),* },),
                quote!(#from DeskcoreError::#kind { #(#names),* } => Self { kind: ErrorKind::#kind, #(#names),* },),
            )
        });
        let fields = quote!({ #(#fields),* })
            .to_string()
            .replace("# [uniffi (default)]", "");
        let fields: TokenStream = fields.parse().expect("Rust");
        quote! {
            /// What could not be done. Whatever was given is as it was before the call.
            #[derive(Debug, Clone, PartialEq, Eq, uniffi::Error)]
            pub enum DeskcoreError { #(#told #kind #fields),* }
            impl From<Failure> for DeskcoreError {
                fn from(failure: Failure) -> Self { match failure.kind { #into } }
            }
            impl From<DeskcoreError> for Failure {
                fn from(error: DeskcoreError) -> Self { match error { #from } }
            }
        }
    }
}

/// How a map from names crosses.
fn adapted_map(name: &str, value: &Type) -> TokenStream {
    let name = format_ident!("{name}");
    quote! {
        pub(crate) type #name = BTreeMap<String, #value>;
        uniffi::custom_type!(
            /// Values by their names.
            #name, HashMap<String, #value>, {
            remote,
            lower: |map| map.into_iter().collect(),
            try_lift: |values| {
                let mut map = BTreeMap::new();
                map.extend(values);
                Ok(map)
            },
        });
    }
}

/// Source text without spaces.
fn flat(tokens: &impl ToTokens) -> String {
    tokens
        .to_token_stream()
        .to_string()
        .split_whitespace()
        .collect()
}

/// What serde is told, as source text.
fn serde(attributes: &[Attribute]) -> String {
    let told = attributes.iter().filter(|a| a.path().is_ident("serde"));
    told.map(flat).collect()
}

/// `i64` as `I64`.
fn capitalized(word: &str) -> String {
    let (first, rest) = word.split_at(word.len().min(1));
    format!("{}{rest}", first.to_uppercase())
}

/// What a file's constants are, and what its functions without arguments give.
fn named(items: &[Item]) -> BTreeMap<String, Expr> {
    let named = items.iter().filter_map(|item| match item {
        Item::Const(item) => Some((item.ident.to_string(), (*item.expr).clone())),
        Item::Fn(item) => match item.block.stmts.as_slice() {
            [Stmt::Expr(given, None)] => Some((item.sig.ident.to_string(), given.clone())),
            _ => None,
        },
        _ => None,
    });
    named.collect()
}

/// What functions give for fields that are left out.
fn made<'a>(item: &ItemStruct, named: &'a BTreeMap<String, Expr>) -> Vec<(String, &'a Expr)> {
    let fields = item.fields.iter().filter_map(|field| {
        let told = serde(&field.attrs);
        let (_, function) = told.split_once("default=\"")?;
        let made = named.get(function.split('"').next()?)?;
        let field = flat(&field.ident);
        Some((format!("{}.{field}", item.ident), made))
    });
    fields.collect()
}

/// The fields of an `impl Default` that is one literal of a record.
fn defaults(item: &ItemImpl) -> Vec<(String, &Expr)> {
    let owner = flat(&item.self_ty);
    let is_default = |path: &syn::Path| path.is_ident("Default");
    if !item
        .trait_
        .as_ref()
        .is_some_and(|(_, path, _)| is_default(path))
    {
        return Vec::new();
    }
    let bodies = item.items.iter().filter_map(|item| match item {
        ImplItem::Fn(function) => match function.block.stmts.last() {
            Some(Stmt::Expr(Expr::Struct(record), None)) => Some(&record.fields),
            _ => None,
        },
        _ => None,
    });
    bodies
        .flatten()
        .map(|field| (format!("{owner}.{}", flat(&field.member)), &field.expr))
        .collect()
}

/// A number, a truth or a text as it is written.
fn literal(expression: &Expr, named: &BTreeMap<String, Expr>) -> Option<TokenStream> {
    let number = || Some(Literal::u64_unsuffixed(number(expression, named)?).into_token_stream());
    match expression {
        Expr::Lit(syn::ExprLit { lit, .. }) => match lit {
            syn::Lit::Float(float) => {
                let number = Literal::f64_unsuffixed(float.base10_parse().ok()?);
                Some(number.into_token_stream())
            }
            syn::Lit::Bool(truth) => Some(truth.into_token_stream()),
            _ => number(),
        },
        Expr::MethodCall(call) if call.method == "to_owned" => match &*call.receiver {
            Expr::Lit(text) => Some(text.into_token_stream()),
            _ => None,
        },
        _ => number(),
    }
}

/// A whole number, one that is shifted, or a constant that is one.
fn number(expression: &Expr, named: &BTreeMap<String, Expr>) -> Option<u64> {
    match expression {
        Expr::Path(path) => number(named.get(&flat(path))?, named),
        Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Int(literal),
            ..
        }) => literal.base10_parse().ok(),
        Expr::Binary(syn::ExprBinary {
            left,
            op: syn::BinOp::Shl(_),
            right,
            ..
        }) => number(left, named)?.checked_shl(number(right, named)?.try_into().ok()?),
        _ => None,
    }
}

/// What the core keeps for itself.
fn is_skipped(field: &Field) -> bool {
    field
        .attrs
        .iter()
        .any(|attribute| flat(attribute) == "#[serde(skip)]")
}

/// Documentation as other languages read it: without Rust's examples and
/// links.
fn docs(attributes: &[Attribute]) -> Vec<TokenStream> {
    let mut lines = Vec::new();
    let mut code = false;
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("doc"))
    {
        let syn::Meta::NameValue(meta) = &attribute.meta else {
            continue;
        };
        let syn::Expr::Lit(syn::ExprLit {
            lit: syn::Lit::Str(text),
            ..
        }) = &meta.value
        else {
            continue;
        };
        let text = text.value();
        if text.trim_start().starts_with("```") {
            code = !code;
        } else if !code && !text.trim_start().starts_with("[`") {
            lines.push(unlinked(&text));
        }
    }
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    lines.iter().map(|line| quote!(#[doc = #line])).collect()
}

/// `` [`Name`](path) `` as `` `Name` ``.
fn unlinked(text: &str) -> String {
    let mut parts = text.split("[`");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once("`]").unwrap_or((part, ""));
        let rest = match rest.strip_prefix('(') {
            Some(link) => link.split_once(')').map_or("", |(_, rest)| rest),
            None => rest,
        };
        plain.push_str(&format!(
            "`{}`{rest}",
            name.rsplit("::").next().unwrap_or(name)
        ));
    }
    plain
}

fn main() {
    let source =
        Path::new(&env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("../core/src");
    println!("cargo::rerun-if-changed={}", source.display());
    println!("cargo::rerun-if-changed=build.rs");
    // The tables of time zones are full of pointers: packed, their relocations
    // take 20 kB in place of 800. Android knows them from API 28, glibc from 2.36.
    let target = |part: &str| env::var(format!("CARGO_CFG_TARGET_{part}")).unwrap_or_default();
    let out = PathBuf::from(env::var("OUT_DIR").expect("set by cargo"));
    let mut arguments = match (&*target("OS"), &*target("ENV")) {
        ("android", _) => vec!["-Wl,--pack-dyn-relocs=android+relr".to_owned()],
        ("linux", "gnu") => vec!["-Wl,-z,pack-relative-relocs".to_owned()],
        _ => Vec::new(),
    };
    // Where Rust links by LLD: functions of equal code are one, and what
    // generators read, documentation and all, is in the static library alone.
    if target("OS") == "android"
        || (&*target("OS"), &*target("ENV"), &*target("ARCH")) == ("linux", "gnu", "x86_64")
    {
        let script = out.join("no-metadata.ld");
        let text = "SECTIONS { /DISCARD/ : { *(.rodata.UNIFFI_META_*) } } INSERT AFTER .rodata;";
        fs::write(&script, text).expect("a file in OUT_DIR");
        arguments.push("-Wl,--icf=all".to_owned());
        arguments.push(format!("-Wl,-T,{}", script.display()));
    }
    for argument in arguments {
        println!("cargo::rustc-link-arg-cdylib={argument}");
    }
    let mut core = Core::default();
    core.read(&source, &[]);
    ROOTS.iter().for_each(|root| core.need(root));
    if env::var_os("CARGO_FEATURE_REPORTS").is_some() {
        REPORTS.iter().for_each(|root| core.need(root));
    }
    let mut written = core.shown("Ticket", "TicketRecord", &NOTES);
    written.extend(core.errors());
    let mut next = 0;
    while let Some(name) = core.needed.get(next).cloned() {
        written.extend(core.write(&name));
        next += 1;
    }
    written.extend(
        core.maps
            .iter()
            .map(|(name, value)| adapted_map(name, value)),
    );
    fs::write(out.join("records.rs"), written.to_string()).expect("a file in OUT_DIR");
}
