//! Four typical replies: each as a template, as the data that it is rendered
//! from, and written by hand.

use std::borrow::Cow;

use deskcore::template::{Extent, Source, Value};
use serde::Serialize;

/// Makes a record a source of the fields that are named.
macro_rules! source {
    ($record:ident { $($name:literal | $me:ident | $read:expr),* $(,)? }) => {
        impl Source for $record {
            fn extent(&self) -> Extent {
                Extent::Object([$($name),*].len())
            }
            fn field(&self, name: &str) -> Option<Value<'_>> {
                match name {
                    $($name => {
                        let $me = self;
                        Some($read)
                    })*
                    _ => None,
                }
            }
            fn item(&self, index: usize) -> Option<Value<'_>> {
                self.field([$($name),*].get(index)?)
            }
            fn name(&self, index: usize) -> Option<Cow<'_, str>> {
                [$($name),*].get(index).copied().map(Cow::Borrowed)
            }
        }
    };
}

/// Who wrote.
#[derive(Debug, Serialize)]
pub struct Customer {
    first_name: String,
    last_name: String,
    email: String,
    city: String,
}
source!(Customer {
    "first_name" | customer | Value::Text(&customer.first_name),
    "last_name" | customer | Value::Text(&customer.last_name),
    "email" | customer | Value::Text(&customer.email),
    "city" | customer | Value::Text(&customer.city),
});

/// One line of an order.
#[derive(Debug, Serialize)]
pub struct Line {
    title: String,
    quantity: i64,
    price: String,
}
source!(Line {
    "title" | line | Value::Text(&line.title),
    "quantity" | line | Value::Integer(line.quantity),
    "price" | line | Value::Text(&line.price),
});

/// The lines of an order.
#[derive(Debug, Serialize)]
#[serde(transparent)]
pub struct Lines(Vec<Line>);

impl Source for Lines {
    fn extent(&self) -> Extent {
        Extent::List(self.0.len())
    }
    fn field(&self, _: &str) -> Option<Value<'_>> {
        None
    }
    fn item(&self, index: usize) -> Option<Value<'_>> {
        self.0.get(index).map(|line| Value::Source(line))
    }
    fn name(&self, _: usize) -> Option<Cow<'_, str>> {
        None
    }
}

/// What was bought.
#[derive(Debug, Serialize)]
pub struct Order {
    name: String,
    total: String,
    currency: String,
    shipped: bool,
    /// RFC 3339.
    shipped_at: String,
    tracking: String,
    lines: Lines,
}
source!(Order {
    "name" | order | Value::Text(&order.name),
    "total" | order | Value::Text(&order.total),
    "currency" | order | Value::Text(&order.currency),
    "shipped" | order | Value::Bool(order.shipped),
    "shipped_at" | order | Value::Text(&order.shipped_at),
    "tracking" | order | Value::Text(&order.tracking),
    "lines" | order | Value::Source(&order.lines),
});

/// Who answers.
#[derive(Debug, Serialize)]
pub struct Agent {
    name: String,
    role: String,
}
source!(Agent {
    "name" | agent | Value::Text(&agent.name),
    "role" | agent | Value::Text(&agent.role),
});

/// The shop.
#[derive(Debug, Serialize)]
pub struct Shop {
    name: String,
    url: String,
    phone: String,
}
source!(Shop {
    "name" | shop | Value::Text(&shop.name),
    "url" | shop | Value::Text(&shop.url),
    "phone" | shop | Value::Text(&shop.phone),
});

/// All that a reply is made from.
#[derive(Debug, Serialize)]
pub struct Context {
    customer: Customer,
    order: Order,
    agent: Agent,
    shop: Shop,
}
source!(Context {
    "customer" | context | Value::Source(&context.customer),
    "order" | context | Value::Source(&context.order),
    "agent" | context | Value::Source(&context.agent),
    "shop" | context | Value::Source(&context.shop),
});

/// One of the replies.
#[derive(Debug, Clone, Copy)]
pub struct Reply {
    /// What it is.
    pub name: &'static str,
    /// The template, for every engine of the language.
    pub liquid: &'static str,
    /// The same in the language of Jinja.
    pub jinja: &'static str,
    /// The same by hand, to the end of a text.
    pub by_hand: fn(&Context, &mut String),
}

/// A reply of nothing but text and names: as a template, and by hand.
macro_rules! reply {
    ($name:literal: $($text:literal $record:ident . $field:ident),*; $end:literal) => {{
        const TEMPLATE: &str = concat!(
            $($text, "{{ ", stringify!($record), ".", stringify!($field), " }}",)* $end
        );
        Reply {
            name: $name,
            liquid: TEMPLATE,
            jinja: TEMPLATE,
            by_hand: |context, out| {
                $(
                    out.push_str($text);
                    out.push_str(&context.$record.$field);
                )*
                out.push_str($end);
            },
        }
    }};
}

const GREETING: Reply = reply!(
    "greeting":
    "Ciao " customer.first_name,
    ",\n\ngrazie per averci scritto: ci occupiamo subito dell'ordine " order.name,
    ".\n\nA presto,\n" agent.name;
    "\n"
);

const WHERE: Reply = Reply {
    name: "where is my order",
    liquid: "Ciao {{ customer.first_name }},\n{% if order.shipped %}il pacco {{ order.tracking }} è partito il {{ order.shipped_at | date: '%d/%m/%Y' }}{% else %}l'ordine {{ order.name }} è in preparazione{% endif %}.\n\nA presto,\n{{ agent.name }}\n",
    jinja: "Ciao {{ customer.first_name }},\n{% if order.shipped %}il pacco {{ order.tracking }} è partito il {{ order.shipped_at | date('%d/%m/%Y') }}{% else %}l'ordine {{ order.name }} è in preparazione{% endif %}.\n\nA presto,\n{{ agent.name }}\n",
    by_hand: |context, out| {
        out.push_str("Ciao ");
        out.push_str(&context.customer.first_name);
        out.push_str(",\n");
        if context.order.shipped {
            // What a program that knows its own dates would do.
            let part = |at| context.order.shipped_at.get(at).unwrap_or_default();
            out.push_str("il pacco ");
            out.push_str(&context.order.tracking);
            out.push_str(" è partito il ");
            out.push_str(part(8..10));
            out.push('/');
            out.push_str(part(5..7));
            out.push('/');
            out.push_str(part(0..4));
        } else {
            out.push_str("l'ordine ");
            out.push_str(&context.order.name);
            out.push_str(" è in preparazione");
        }
        out.push_str(".\n\nA presto,\n");
        out.push_str(&context.agent.name);
        out.push('\n');
    },
};

const TABLE: Reply = Reply {
    name: "order table, 20 lines",
    liquid: "Il tuo ordine {{ order.name }}:\n{% for line in order.lines %}{{ line.quantity }} x {{ line.title }}: {{ line.price }}\n{% endfor %}Totale: {{ order.total }} {{ order.currency }}\n",
    // Jinja takes the line's end after a tag away, Liquid does not: there is none.
    jinja: "Il tuo ordine {{ order.name }}:\n{% for line in order.lines %}{{ line.quantity }} x {{ line.title }}: {{ line.price }}\n{% endfor %}Totale: {{ order.total }} {{ order.currency }}\n",
    by_hand: |context, out| {
        out.push_str("Il tuo ordine ");
        out.push_str(&context.order.name);
        out.push_str(":\n");
        for line in &context.order.lines.0 {
            out.push_str(itoa::Buffer::new().format(line.quantity));
            out.push_str(" x ");
            out.push_str(&line.title);
            out.push_str(": ");
            out.push_str(&line.price);
            out.push('\n');
        }
        out.push_str("Totale: ");
        out.push_str(&context.order.total);
        out.push(' ');
        out.push_str(&context.order.currency);
        out.push('\n');
    },
};

#[rustfmt::skip]
const MAIL: Reply = reply!(
    "mail of 4 kB":
    "Oggetto: il tuo ordine " order.name,
    "\n\nCiao " customer.first_name,
    " " customer.last_name,
    ",\n\ngrazie per averci scritto e per la pazienza con cui hai aspettato questa risposta. Abbiamo letto con attenzione il tuo messaggio e abbiamo parlato sia con il magazzino sia con il corriere, perché volevamo darti una risposta completa e non soltanto una conferma automatica. Quello che segue è tutto ciò che sappiamo in questo momento, in ordine, così che tu possa ritrovarlo anche fra qualche giorno senza doverci scrivere di nuovo. Se qualcosa non ti sembra chiaro, rispondi pure a questa mail: la riceve la stessa persona che l'ha scritta, e non un indirizzo che nessuno legge. \n\nL'ordine " order.name,
    ", per un totale di " order.total,
    " " order.currency,
    ", viaggia verso " customer.city,
    " con il codice " order.tracking,
    ". Il pacco è stato preparato a mano dai nostri colleghi e controllato due volte prima di essere chiuso: ogni articolo è stato confrontato con l'ordine, avvolto nella carta e sistemato in modo che non si muova durante il viaggio. Sulla scatola trovi un'etichetta con il nome del destinatario e un codice che il corriere legge a ogni passaggio, dal nostro magazzino fino alla tua porta. Può capitare che per uno o due giorni lo stato non cambi: non significa che il pacco sia fermo, ma che fra un passaggio e l'altro nessuno legge il codice. \n\nSe hai fretta, c'è una strada più breve: con il codice qui sopra puoi chiedere al corriere di consegnare a un vicino, di lasciare il pacco in un punto di ritiro, o di aspettare il giorno che preferisci. Noi non possiamo farlo al posto tuo, perché il corriere lo permette soltanto a chi riceve, ma possiamo spiegarti passo per passo come si fa: basta chiedere. Se invece il pacco risulta consegnato e tu non l'hai visto, aspetta fino a sera, guarda nella cassetta della posta e chiedi ai vicini; poi scrivici, e apriamo subito una ricerca. Quasi sempre il pacco salta fuori entro due giorni; quando non succede, te ne mandiamo un altro a nostre spese, senza che tu debba dimostrare nulla. Lo stesso vale se nella scatola manca qualcosa. Se quando il pacco arriva la scatola è rovinata, ti chiediamo di fotografarla prima di aprirla e di scriverlo sulla ricevuta che il corriere ti fa firmare: così possiamo mandarti subito un altro articolo senza aspettare la fine della verifica. Hai trenta giorni per cambiare idea, contati da quando ricevi il pacco e non da quando lo ordini; il reso è gratuito, l'etichetta la prepariamo noi e il rimborso arriva sullo stesso mezzo con cui hai pagato, di solito entro cinque giorni lavorativi dal momento in cui riceviamo la merce. Le condizioni sono su " shop.url,
    ".\n\nPer gli articoli fatti su misura valgono regole un po' diverse, che trovi nella pagina delle condizioni: in breve, li ripariamo o li rifacciamo quando c'è un difetto, ma non possiamo riprenderli quando sono semplicemente di un colore che dal vivo piace meno. Se il tuo ordine ne contiene uno, lo vedi indicato accanto al titolo nella conferma che ti abbiamo mandato. Nel dubbio chiedi a noi prima di aprire la confezione: rispondiamo tutti i giorni dalle nove alle diciotto, anche il sabato mattina, e nelle settimane prima di Natale anche la domenica. Ci trovi al numero " shop.phone,
    ".\n\nInfine una richiesta, se ti va: quando il pacco è arrivato e tutto è come lo volevi, raccontalo in due righe nella pagina del prodotto. Per una bottega piccola come la nostra le parole di chi ha comprato valgono più di qualsiasi pubblicità, e aiutano chi sta ancora scegliendo a capire se la misura, il colore e il tessuto sono quelli giusti. Se invece qualcosa non è andato bene, dillo prima a noi: faremo il possibile per rimediare, e di solito ci riusciamo. Grazie ancora della fiducia e della pazienza che hai avuto con noi. \n\nUn saluto da " shop.name,
    ",\n" agent.name,
    "\n" agent.role,
    "\n\nQuesta mail è stata mandata a " customer.email,
    " da " shop.name,
    ", " shop.url;
    ".\n"
);

/// All of them.
pub const REPLIES: [Reply; 4] = [GREETING, WHERE, TABLE, MAIL];

/// What they are rendered from.
pub fn context() -> Context {
    let lines = (0..20).map(|number| Line {
        title: format!(
            "Tazza di ceramica {}",
            if number % 2 == 0 { "blu" } else { "verde" }
        ),
        quantity: i64::from(number) % 4 + 1,
        price: format!("{}.90 EUR", 12 + number),
    });
    Context {
        customer: Customer {
            first_name: "Niccolò".to_owned(),
            last_name: "D'Amico".to_owned(),
            email: "niccolo@example.com".to_owned(),
            city: "Reggio Emilia".to_owned(),
        },
        order: Order {
            name: "#1042".to_owned(),
            total: "449.80".to_owned(),
            currency: "EUR".to_owned(),
            shipped: true,
            shipped_at: "2026-03-02T09:15:00Z".to_owned(),
            tracking: "1Z999AA10123456784".to_owned(),
            lines: Lines(lines.collect()),
        },
        agent: Agent {
            name: "Chiara".to_owned(),
            role: "Assistenza clienti".to_owned(),
        },
        shop: Shop {
            name: "Bottega Aurora".to_owned(),
            url: "https://aurora.example.com".to_owned(),
            phone: "+39 02 555 0100".to_owned(),
        },
    }
}
