"""Macros, suggestions and text messages: the same rules as in every language, with Python's own objects."""

import copy
import json
import pickle
import threading
from collections import UserDict
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_bad_input import CYCLE, Throws

from deskcore import (
    Desk,
    DeskcoreError,
    InvalidDesk,
    InvalidInput,
    Suggester,
    SuggestionModel,
    Template,
    TemplateError,
    cut_sms,
    macros_from_gorgias,
    macros_from_zendesk,
    measure_sms,
)

NOW = datetime(2026, 11, 23, 10, tzinfo=timezone.utc)
MINE = RuntimeError("read me not")
MACROS = [
    {
        "id": "shipped",
        "name": "On its way",
        "when": {"channel": ["email"]},
        "keywords": ["pacc*", "unde este coletul"],
        "sms_segments": 1,
        "parameters": [{"name": "days", "kind": "number", "fallback": 3}, {"name": "from", "kind": "date", "fallback": "2026-11-23"}],
        "variants": [
            {"locale": "it", "subject": "Ordine\n{{ order.name }}", "body": "Ciao {{ customer.first_name }},\narriva in {{ parameters.days }} giorni."},
            {"locale": "ro", "body": "Bună, {{ customer.first_name }}! Comanda {{ order.name }} ajunge în {{ parameters.days }} zile."},
            {"locale": "en", "body": "Hi {{ customer.first_name }}, order {{ order.name }} is on its way."},
        ],
        "actions": [{"type": "add_tags", "tags": ["order-{{ order.name }}"]}, {"type": "set_status", "status": "pending"}],
    },
    {"id": "thanks", "name": "Thanks", "when": {"tier": ["vip"]}, "variants": [{"body": "Thanks!"}]},
]
DATA = {"customer": {"first_name": "Niccolò"}, "order": {"name": "#1042"}}


@pytest.fixture(scope="module")
def desk():
    return Desk({"locale": "en", "macros": MACROS})


def opened(desk, **fields):
    return desk.open({"id": "A-17", "at": NOW, "channel": "email", **fields})[0]


def test_those_of_a_ticket_are_whole(desk):
    offered = desk.macros_for(opened(desk))
    assert [config["id"] for config in offered] == ["shipped"]
    assert {key: offered[0][key] for key in ("name", "when", "keywords", "actions")} == {key: MACROS[0][key] for key in ("name", "when", "keywords", "actions")}
    assert Desk({"macros": offered}).macros_for(opened(desk)) == offered
    assert [config["id"] for config in desk.macros_for(opened(desk, tier="vip", channel="chat"))] == ["thanks"]
    assert desk.macro_keywords() == [{"label": "shipped", "phrases": ["pacc*", "unde este coletul"]}]


@pytest.mark.parametrize("make", [dict, UserDict, json.dumps])
def test_renders(desk, make):
    rendered = desk.render_macro("shipped", make(DATA), locale="it-CH", channel="html", parameters={"days": 2})
    assert rendered["body"] == "Ciao Niccolò,<br>\narriva in 2 giorni."
    assert (rendered["subject"], rendered["locale"], rendered["locales_tried"]) == ("Ordine #1042", "it", ["it-CH", "it"])
    assert (rendered["channel"], rendered["variant_channel"]) == ("html", "plain")
    assert rendered["actions"][0] == {"type": "add_tags", "tags": ["order-#1042"]}
    assert desk.render_macro("shipped", make(DATA))["body"] == "Hi Niccolò, order #1042 is on its way."
    text = desk.render_macro("shipped", make(DATA | {"customer": {"first_name": "Ștefan" * 20}}), locale="ro", channel="sms")
    assert text["shortened"] and text["sms"]["segments"] == 1 and text["sms"] == measure_sms(text["body"])


def test_effects_act_once(desk):
    ticket = opened(desk)
    rendered = desk.render_macro("shipped", DATA)
    effects = desk.macro_effects(ticket, rendered, NOW)
    assert [(effect["id"], effect["type"], effect["at"]) for effect in effects] == [(f"A-17:1:shipped:{n}", "macro_action", NOW) for n in (0, 1)]
    assert effects == desk.macro_effects(ticket, json.loads(json.dumps(rendered)), "2026-11-23T11:00:00+01:00")
    for wrong in (None, {}, rendered | {"channel": "fax"}, CYCLE):
        with pytest.raises(InvalidInput):
            desk.macro_effects(ticket, wrong, NOW)
    with pytest.raises(InvalidInput) as caught:
        desk.macro_effects(ticket, rendered, datetime(2026, 11, 23))
    assert caught.value.path == "/at"


def both(desk, macro_id, data, **request):
    """What one and a batch of one raise where nothing depends on the row."""
    errors = []
    for call in (lambda: desk.render_macro(macro_id, data, **request), lambda: desk.render_macro_batch(macro_id, [data], **request)):
        with pytest.raises(InvalidInput) as caught:
            call()
        errors.append(caught.value)
    assert errors[0].args == errors[1].args
    return errors[0]


@pytest.mark.parametrize("data", [DATA, json.dumps(DATA)])
def test_mistakes_are_told(desk, data):
    error = both(desk, "shiped", data)
    assert (error.path, error.hint) == ("/macro_id", 'did you mean "shipped"?')
    for request, path in [
        ({"parameters": {"dais": 2}}, "/parameters/dais"), ({"parameters": {"days": "2"}}, "/parameters/days"), ({"parameters": {"from": "soon"}}, "/parameters/from"),
        ({"parameters": 3}, "/parameters"), ({"channel": "fax"}, "/channel"), ({"tz": "Europe/Roma"}, "/tz"), ({"now": datetime(2026, 1, 1)}, "/now"), ({"chanel": "sms"}, "/chanel"),
    ]:
        assert both(desk, "shipped", data, **request).path == path
    assert both(desk, "shipped", data, parameters={"dais": 2}).hint == 'did you mean "days"?'
    with pytest.raises(InvalidInput, match="expected text"):
        desk.render_macro(None, data)


@pytest.mark.parametrize("make", [dict, json.dumps])
def test_what_is_missing_has_line_and_column(desk, make):
    with pytest.raises(TemplateError) as caught:
        desk.render_macro("shipped", make({"customer": {"name": "Zoë"}}), locale="it")
    error = caught.value
    assert (error.code, error.path, error.line, error.column) == ("template_missing", "customer.first_name", 1, 6)
    columns = desk.render_macro_batch("shipped", [make(DATA), make({"order": DATA["order"]}), make(DATA)], locale="ro")
    assert [body and body[:13] for body in columns["body"]] == ["Bună, Niccolò", None, "Bună, Niccolò"]
    assert columns["subject"] == [None] * 3 and columns["error"][::2] == [None, None]
    assert {key: columns["error"][1][key] for key in ("code", "line", "column")} == {"code": "template_missing", "line": 1, "column": 7}


def test_mistakes_in_a_desk_have_their_place():
    with pytest.raises(InvalidDesk) as caught:
        Desk({"macros": [{"id": "a", "name": "A", "variants": [{"body": "{{ customer.frist_name }}"}]}]})
    [problem] = caught.value.problems
    assert (problem["path"], problem["code"]) == ("/macros/0/variants/0/body", "unknown_variable")


class Raises(UserDict):
    def __getitem__(self, key):
        raise MINE


def test_what_the_host_raises_is_raised(desk):
    sly = {"customer": Raises(first_name="Ana"), "order": {"name": "1"}}
    for call in (lambda: desk.render_macro("shipped", sly), lambda: desk.render_macro_batch("shipped", [DATA, sly, json.dumps(DATA)])):
        with pytest.raises(RuntimeError) as caught:
            call()
        assert caught.value is MINE
    assert desk.render_macro("thanks", sly)["body"] == "Thanks!"


def test_what_is_no_data_has_its_place(desk):
    for wrong, path in [({"customer": {"first_name": b"Ana"}}, "/customer/first_name"), ({"customer": Throws()}, "/customer"), ([], ""), (None, ""), ("{", ""), ("\ud800", "")]:
        with pytest.raises(InvalidInput) as caught:
            desk.render_macro("shipped", wrong)
        assert caught.value.path == path
        for before in (DATA, json.dumps(DATA)):
            with pytest.raises(InvalidInput) as caught:
                desk.render_macro_batch("shipped", [before, wrong])
            assert caught.value.path == "/1" + path
    with pytest.raises(TypeError):
        desk.render_macro_batch("shipped", 3)


def test_nothing_is_read_but_what_is_named(desk):
    data = {"customer": {"first_name": "Ana", "secret": Throws(), "cycle": CYCLE}, "order": {"name": Decimal("1042")}, "more": {1}}
    assert desk.render_macro("shipped", data)["body"] == "Hi Ana, order 1042 is on its way."
    assert desk.render_macro_batch("shipped", iter([data, json.dumps(DATA)]))["error"] == [None, None]


names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
requests = st.fixed_dictionaries({"channel": st.sampled_from(["plain", "html", "markdown", "sms"]), "locale": st.sampled_from([None, "it", "ro-MD", "en", "fr"])})


@given(st.lists(st.one_of(names.map(lambda name: {"customer": {"first_name": name}, "order": {"name": name}}), st.just({})), max_size=4), requests)
def test_a_batch_is_each_of_its_rows(rows, request):
    desk = Desk({"locale": "en", "macros": MACROS})
    columns = desk.render_macro_batch("shipped", rows, **request)
    assert columns == desk.render_macro_batch("shipped", [json.dumps(row) for row in rows], **request)
    assert {len(column) for column in columns.values()} == {len(rows)}
    for row, body, subject, error in zip(rows, columns["body"], columns["subject"], columns["error"]):
        try:
            rendered = desk.render_macro("shipped", row, **request)
        except TemplateError as raised:
            assert (body, subject, error["code"], error["message"]) == (None, None, raised.code, raised.message)
        else:
            assert (body, subject, error) == (rendered["body"], rendered.get("subject"), None)


def test_eight_threads_share_a_desk(desk):
    rows = [{"customer": {"first_name": f"Ana{number}"}, "order": {"name": "1"}} for number in range(16)]

    def work(number):
        one = [desk.render_macro("shipped", make(rows[number]))["body"] for make in (dict, json.dumps) for _ in range(50)]
        return {*one, *desk.render_macro_batch("shipped", [json.dumps(rows[number])] * 50)["body"]}

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(16))) == [{f"Hi Ana{number}, order 1 is on its way."} for number in range(16)]


def test_threads_run_while_a_batch_of_json_is_rendered(desk):
    ticks, done = [], threading.Event()

    def clock():
        while not done.wait(0.001):
            ticks.append(1)

    thread = threading.Thread(target=clock)
    thread.start()
    desk.render_macro_batch("shipped", [json.dumps(DATA)] * 50_000)
    done.set()
    thread.join()
    assert len(ticks) > 2, "other threads waited for the batch"


def test_templates_tell_what_they_read():
    template = Template("{% if vip %}{{ name | upcase }}{% endif %}{% render 'sign', by: agent %}", partials={"sign": "{{ by }}"})
    analysis = template.analyze()
    assert {"vip", "name", "agent"} <= {value["path"] for value in analysis["variables"]}
    assert (analysis["filters"], analysis["partials"]) == (["upcase"], ["sign"])
    schema = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}, "additionalProperties": False}
    for given_as in (schema, json.dumps(schema)):
        assert Template("Ciao {{ name }}").check(given_as) == []
        [problem] = Template("Ciao {{ nmae }}").check(given_as)
        assert (problem["code"], problem["path"], problem["hint"]) == ("unknown_variable", "1:6", 'did you mean "name"?')
    for wrong in ("{", "\ud800", CYCLE, {1: 2}, Throws(), float("nan")):
        with pytest.raises(InvalidInput):
            template.check(wrong)


LEARNT = [("Where is my parcel?", "tracking"), ("Unde este coletul meu?", "tracking"), ("Vorrei un rimborso", "refund"), ({"message": "Banii înapoi", "language": "ro", "reason": "return"}, "refund")]


def learnt(examples):
    model = SuggestionModel()
    for inquiry, label in examples:
        model.learn(inquiry, label)
    return model


def test_suggestions(desk):
    suggester = Suggester(learnt(LEARNT), keywords=desk.macro_keywords())
    best, other = suggester.suggest({"message": "COLETUL nu a sosit", "language": "ro"}, limit=2)
    assert (best["label"], other["label"]) == ("tracking", "refund") and best["score"] > other["score"] and "COLETUL" in best["because"]
    assert [one["label"] for one in suggester.suggest("il mio pacco?", candidates=["shipped", "refund"])] == ["shipped", "refund"]
    assert suggester.suggest("Hi", limit=0) == [] == suggester.suggest("Hi", candidates=[]) == Suggester(SuggestionModel()).suggest("Hi")
    with pytest.raises(AttributeError):
        suggester.keywords = []


def test_models_are_values():
    model = learnt(LEARNT)
    for other in (pickle.loads(pickle.dumps(model)), copy.copy(model), copy.deepcopy([model])[0], SuggestionModel.from_json(model.to_json())):
        assert other == model and other.to_json() == model.to_json() and repr(other) == "<SuggestionModel of 2 labels>"
        other.learn("Hi", "greeting")
        assert other != model and "greeting" not in model.to_json()
    assert model != LEARNT and json.loads(SuggestionModel().to_json()) == {"labels": {}}
    with pytest.raises(TypeError):
        hash(model)
    twice = learnt(LEARNT)
    twice.merge(twice)
    assert twice == learnt(LEARNT * 2)


@given(st.lists(st.tuples(names, st.sampled_from("abc")), max_size=8), st.randoms())
def test_the_order_of_learning_makes_no_difference(examples, random):
    shuffled = random.sample(examples, len(examples))
    first, second = learnt(shuffled[:3]), learnt(shuffled[3:])
    first.merge(second)
    assert first == learnt(examples) and first.to_json() == learnt(examples).to_json()
    for suggestion in Suggester(first).suggest("a b c"):
        assert 0 <= suggestion["score"] <= 1


def test_eight_threads_teach_a_model():
    model = SuggestionModel()

    def work(number):
        for _ in range(100):
            model.learn("Where is my parcel?", f"label-{number % 2}")
            model.merge(SuggestionModel())
            assert Suggester(model).suggest("parcel") and model == model

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert model == learnt([("Where is my parcel?", f"label-{number % 2}") for number in range(800)])


def test_what_is_no_inquiry():
    model, suggester = SuggestionModel(), Suggester(SuggestionModel())
    for wrong in (None, 3, {}, {"message": 3}, {"message": "Hi", "reason": 3}, "\ud800", CYCLE, Throws()):
        for call in (suggester.suggest, lambda inquiry: model.learn(inquiry, "a")):
            with pytest.raises(InvalidInput):
                call(wrong)
    for call in (
        lambda: suggester.suggest("Hi", limit=-1), lambda: suggester.suggest("Hi", candidates=[3]), lambda: suggester.suggest("Hi", candidates="a"),
        lambda: model.learn("Hi", None), lambda: Suggester(model, keywords=[{"label": "a"}]), lambda: Suggester(model, keywords=3),
        lambda: SuggestionModel.from_json("{"), lambda: SuggestionModel.from_json('{"labels": 3}'), lambda: SuggestionModel.from_json(None),
    ):
        with pytest.raises(InvalidInput):
            call()
    for call in (lambda: Suggester(None), lambda: model.merge({})):
        with pytest.raises(TypeError):
            call()
    assert model == SuggestionModel()


@given(st.text(st.characters(codec="utf-8"), max_size=400), st.integers(0, 4))
def test_what_is_cut_fits(text, most):
    cut = cut_sms(text, most)
    assert text.startswith(cut["text"]) and cut["shortened"] == (cut["text"] != text)
    assert measure_sms(cut["text"])["segments"] <= max(most, 1)


def test_text_messages():
    assert {key: measure_sms("Ciao Niccolò")[key] for key in ("encoding", "units", "segments", "units_left")} == {"encoding": "gsm7", "units": 12, "segments": 1, "units_left": 148}
    assert measure_sms("Bună")["unicode_characters"] == ["ă"]
    assert cut_sms("Hi", 2**40) == {"text": "Hi", "shortened": False}
    for call in (lambda: measure_sms(None), lambda: measure_sms("\ud800"), lambda: cut_sms("Hi", -1), lambda: cut_sms("Hi", "1"), lambda: cut_sms("Hi", 2**64)):
        with pytest.raises(InvalidInput):
            call()


def test_macros_of_other_help_desks():
    export = {"macros": [{"id": 7, "title": "Returns::Thanks", "active": True, "actions": [{"field": "comment_value", "value": "Hi {{ticket.requester.first_name}}"}, {"field": "status", "value": "solved"}]}]}
    read = macros_from_zendesk(json.dumps(export))
    [config] = read["macros"]
    assert config["variants"][0]["body"] == "Hi {{customer.first_name}}"
    assert Desk({"macros": read["macros"]}).render_macro(config["id"], {"customer": {"first_name": "Zoë"}})["body"] == "Hi Zoë"
    export = {"data": [{"id": 8, "name": "Grazie", "actions": [{"name": "setResponseText", "arguments": {"body_text": "Ciao {{ticket.customer.firstname}}"}}]}]}
    read = macros_from_gorgias(json.dumps(export))
    assert "customer.first_name" in read["macros"][0]["variants"][0]["body"]
    for convert in (macros_from_zendesk, macros_from_gorgias):
        for wrong in ("", "{", "3", "\ud800", None, 3):
            with pytest.raises(DeskcoreError):
                convert(wrong)
