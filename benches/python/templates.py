"""Speed of templates beside peers: `python templates.py [--json]`.

Each is parsed or compiled once, renders the same dictionary to the same text,
and is measured in turn, in one process; a figure is the best of many rounds.
Ratios can be compared between machines, times cannot.
"""

import json
import sys
from datetime import datetime, timezone

import jinja2
import liquid
from speed import best

from deskcore import Template

NAMES = ["Cană emailată Brașov", "Tazza smaltata", "Enamel mug", "Felpa grigia", "Sacoșă"]
DATA = {
    "ticket": {"id": 1042, "requester": {"first_name": "Niccolò", "last_name": "D'Angelo", "email": "niccolo@example.com", "language": "it"}},
    "agent": {"first_name": "Ioana", "name": "Ioana Țîrlea", "signature": "Assistenza clienti"},
    "shop": {"name": "Bottega Aurora", "url": "https://example.com", "phone": "+39 06 555 0100", "city": "Roma", "hours": "9–18"},
    "customer": {"first_name": "Niccolò", "orders_count": 4, "vip": True},
    "order": {
        "name": "#1042", "total": "249.80", "currency": "EUR", "shipped": True, "shipped_at": datetime(2026, 11, 23, 9, 30, tzinfo=timezone.utc),
        "placed_on": "2026-11-20", "carrier": "GLS", "tracking": "GL123456789IT", "address": "Via Roma 1, 00184 Roma", "payment": "PayPal",
        "lines": [{"title": NAMES[number % 5], "quantity": number % 3 + 1, "price": f"{number * 7 + 5}.90", "sku": f"SKU-{number:04}"} for number in range(20)],
    },
}
PARAGRAPH = (
    "ti ringraziamo per averci scritto: abbiamo letto con attenzione il tuo messaggio e ci dispiace per il disagio. "
    "Le spedizioni di questi giorni richiedono un po' più di tempo del solito, e il corriere passa una seconda volta quando non trova nessuno. "
)
# As Liquid and as Jinja2 write it, where they differ.
TEMPLATES = {
    "greeting, 3 placeholders": (
        "Ciao {{ ticket.requester.first_name }} {{ ticket.requester.last_name }}, sono {{ agent.first_name }}.",
        None,
    ),
    "where is my order, a branch and a date": (
        "Hi {{ customer.first_name }},\n\n{% if order.shipped %}your order {{ order.name }} left on {{ order.shipped_at | date: '%d.%m.%Y' }} "
        "with {{ order.carrier }}, tracking {{ order.tracking }}.{% else %}your order {{ order.name }} leaves soon.{% endif %}\n\n{{ agent.name }}",
        ("{{ order.shipped_at | date: '%d.%m.%Y' }}", "{{ order.shipped_at.strftime('%d.%m.%Y') }}"),
    ),
    "order of 20 lines": (
        "Order {{ order.name }}\n{% for line in order.lines %}{{ line.quantity }} × {{ line.title }} ({{ line.sku }}): {{ line.price }} {{ order.currency }}\n{% endfor %}"
        "Total {{ order.total }} {{ order.currency }}",
        None,
    ),
    "mail of 4 kB, 15 placeholders": (
        "Gentile {{ customer.first_name }},\n\n" + "\n\n".join(
            PARAGRAPH + text for text in (
                "Il tuo ordine {{ order.name }} di {{ order.total }} {{ order.currency }} è stato registrato il {{ order.placed_on }}.",
                "Lo abbiamo affidato a {{ order.carrier }} con il numero {{ order.tracking }}, per l'indirizzo {{ order.address }}.",
                "Il pagamento con {{ order.payment }} è andato a buon fine, e questo è il tuo ordine numero {{ customer.orders_count }} da noi.",
                "Per qualsiasi domanda ci trovi a {{ shop.city }} e al {{ shop.phone }}, ogni giorno {{ shop.hours }}.",
                *[""] * 10,
            )
        ) + "\n\nCordiali saluti,\n{{ agent.name }}\n{{ agent.signature }}, {{ shop.name }}",
        None,
    ),
}


def rows():
    for name, (source, change) in TEMPLATES.items():
        ours = Template(source)
        other = jinja2.Environment(autoescape=False, keep_trailing_newline=True).from_string(source.replace(*change) if change else source)
        liquid_ = liquid.parse(source)
        text = ours.render(DATA)
        assert text == other.render(DATA) == liquid_.render(**DATA), name
        as_json = json.dumps(DATA | {"order": DATA["order"] | {"shipped_at": "2026-11-23T09:30:00Z"}})
        assert ours.render(as_json) == text
        us, us_json, jinja, jinja_json, theirs = best(
            lambda: ours.render(DATA), lambda: ours.render(as_json), lambda: other.render(DATA),
            lambda: (json.loads(as_json), other.render(DATA)), lambda: liquid_.render(**DATA),
            number=200, rounds=15,
        )
        yield f"{name} / python-liquid", us, theirs, 0.1
        yield f"{name} / Jinja2", us, jinja, 1.0
        yield f"{name}, from JSON text / json.loads and Jinja2", us_json, jinja_json, 1.0


def main():
    for name, ours, reference, goal in rows():
        if "--json" in sys.argv:
            print(json.dumps({"name": name, "ours_ns": ours, "reference_ns": reference, "ratio": ours / reference, "goal": goal}))
        else:
            met = "" if goal is None else f"goal {goal} {'met' if ours <= goal * reference else 'missed'}"
            print(f"{name:<80} {ours:>10,.0f} ns {reference:>10,.0f} ns  {ours / reference:6.3f}  {met}")


if __name__ == "__main__":
    main()
