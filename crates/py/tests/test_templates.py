"""Templates: a host's own objects read when they are named, and its own errors told."""

import copy
import json
import pickle
import resource
import threading
from collections import ChainMap, OrderedDict, UserDict, defaultdict
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_bad_input import CYCLE, NOW, VALUES, Throws, Zone

from deskcore import DeskcoreError, InvalidInput, Template, TemplateError

MINE = RuntimeError("read me not")


class Sly(dict):
    def __getitem__(self, key):
        raise MINE


class Unlisted(UserDict):
    def __iter__(self):
        raise MINE

    def __len__(self):
        raise MINE


class Word(str, Enum):
    HIGH = "high"


def show(value, source="{{ value }}", **options):
    return Template(source).render({"value": value}, **options)


@pytest.mark.parametrize(
    "value, text",
    [
        ("Niccolò 🎁", "Niccolò 🎁"), (Word.HIGH, "high"), (None, ""), (True, "true"), (7, "7"), (2**70, str(2**70)), (-(2**63) - 1, str(-(2**63) - 1)),
        (1.0, "1.0"), (Decimal("1E+3"), "1000"), (Decimal("249.80"), "249.80"), (date(2026, 11, 23), "2026-11-23"),
        (NOW, "2026-11-23T10:00:00+00:00"), (NOW.replace(microsecond=5), "2026-11-23T10:00:00.000005+00:00"),
        (NOW.astimezone(ZoneInfo("Europe/Rome")), "2026-11-23T11:00:00+01:00"), (NOW.replace(tzinfo=timezone(timedelta(hours=-3))), "2026-11-23T10:00:00-03:00"),
        ([1, (2, "3")], "123"), ({"a": 1, "b": [None]}, '{"a"=>1, "b"=>[nil]}'), (OrderedDict(a="x"), '{"a"=>"x"}'),
    ],
)
def test_values(value, text):
    assert show(value) == text


def test_nothing_is_read_but_what_is_named():
    read = []

    class Watched(UserDict):
        def __getitem__(self, key):
            read.append(key)
            return super().__getitem__(key)

    customer = Watched(name="Ștefan", secret=Throws(), cycle=CYCLE, nan=float("nan"))
    assert Template("Bună, {{ customer.name }} {{ customer.nickname | default: '–' }}").render({"customer": customer, "naive": datetime(2026, 1, 1)}) == "Bună, Ștefan –"
    assert read == ["name"]
    kept = defaultdict(list)
    assert show(kept, "{{ value.a }}{{ value.b.c }}", missing="lenient") == "" and not kept


@pytest.mark.parametrize("made", [dict, OrderedDict, UserDict, MappingProxyType, ChainMap, lambda fields: defaultdict(int, fields)])
def test_mappings_are_objects(made):
    value = made({"b": 1, "a": "x"})
    assert show(value, "{% for field in value %}{{ field[0] }}={{ field[1] }};{% endfor %}{{ value.size }}{{ value['a'] }}") == "b=1;a=x;2x"
    assert Template("{{ a }}").render(value) == "x"


def test_lists_are_lists():
    class Mine(list):
        def __getitem__(self, index):
            return f"{index}."

    for value in ([1, 2, 3], (1, 2, 3)):
        assert show(value, "{{ value[0] }}{{ value.last }}{{ value[-1] }}{{ value | join: '-' }}{{ value.size }}") == "1331-2-33"
    assert show(Mine([7, 8]), "{{ value | join }} {{ value.first }}") == "0. 1. 0."


@pytest.mark.parametrize("name", ["nan", "infinity", "surrogate", "bytes", "object", "set", "class", "naive", "fraction"])
def test_what_is_no_data_has_its_place(name):
    for data, source, path in [
        ({"value": VALUES[name]}, "{{ value }}", "/value"),
        ({"lines": [0, {"unit/price": VALUES[name]}]}, "{% for line in lines %}{{ line['unit/price'] }}{% endfor %}", "/lines/1/unit~1price"),
        ({"value": (VALUES[name],)}, "{% if value contains 'x' %}{% endif %}", "/value/0"),
    ]:
        with pytest.raises(InvalidInput) as caught:
            Template(source).render(data, missing="lenient")
        assert (caught.value.code, caught.value.path) == ("invalid_input", path) and caught.value.message


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("-Infinity"), {1: 2}, {"\ud800": 1}])
def test_what_is_no_data_in_other_ways(value):
    with pytest.raises(InvalidInput) as caught:
        show(value, "{% for field in value %}{{ field }}{% endfor %}{{ value }}")
    assert caught.value.path == "/value"


@pytest.mark.parametrize("data", [None, 3, [], (), {1}, b"{}", Throws(), NOW])
def test_no_data(data):
    for call in (Template("x").render, lambda data: Template("x").render_batch([data])):
        with pytest.raises(InvalidInput, match="expected a dict, or JSON text"):
            call(data)


@pytest.mark.parametrize("text", ["", "{", "\ud800", "[" * 200, '{"a": 1e999}'])
def test_no_json(text):
    for rows, path in (([text], "/0"), (["{}", text], "/1"), ([{}, text], "/1")):
        with pytest.raises(InvalidInput) as caught:
            Template("x").render_batch(rows)
        assert caught.value.path == path
    with pytest.raises(InvalidInput):
        Template("x").render(text)


@pytest.mark.parametrize(
    "value, source",
    [(Sly(a=1), "{{ value.a }}"), (Sly(a=1), "{% for field in value %}{{ field }}{% endfor %}"), (Unlisted(a=1), "{% for field in value %}x{% endfor %}"),
     (NOW.replace(tzinfo=Zone(MINE)), "{{ value }}")],
)
def test_what_the_host_raises_is_raised(value, source):
    for call in (show, lambda value, source: Template(source).render_batch([{"value": 1}, {"value": value}], missing="lenient")):
        with pytest.raises(RuntimeError) as caught:
            call(value, source)
        assert caught.value is MINE


def test_ctrl_c_is_not_kept():
    with pytest.raises(KeyboardInterrupt):
        show(NOW.replace(tzinfo=Zone(KeyboardInterrupt())), "{{ nothing }}{{ value }}")


def test_host_code_may_render_with_the_same_template():
    template = Template("<{{ a }}>")

    class Within(UserDict):
        def __getitem__(self, key):
            return template.render({"a": "inner"})

    assert template.render(Within(a=1)) == "<<inner>>"


def test_objects_within_themselves():
    cyclic: dict = {"name": "Zoë"}
    cyclic["self"] = [cyclic]
    assert Template("{{ self[0].self[0].name }}").render(cyclic) == "Zoë"
    with pytest.raises(DeskcoreError, match="deep"):
        Template("{{ self }}").render(cyclic)
    # As deep as it is named, and no deeper than the stack.
    with pytest.raises(InvalidInput, match="deep"):
        Template("{{ self" + "[0].self" * 30_000 + " }}").render(cyclic)
    with pytest.raises(DeskcoreError):
        show(CYCLE)


def test_a_list_that_changes_meanwhile():
    lines = [1, 2, 3]

    class Emptied(UserDict):
        def __getitem__(self, key):
            lines.clear()
            return key

    data = {"lines": lines, "sly": Emptied(a=1)}
    assert Template("{% for line in lines %}{{ line }}{{ sly.a }}{% endfor %}").render(data, missing="lenient") == "1aaa"


def test_mistakes_are_told():
    with pytest.raises(TemplateError) as caught:
        Template("Hi\n {% if a %}")
    error = caught.value
    assert (error.kind, error.code, error.line, error.column, error.problems) == ("template_error", "template_syntax", 2, 2, [])
    template = Template("{{ customer.nam }} {{ order }}")
    for data in ({"customer": {"name": 1}}, '{"customer": {"name": 1}}'):
        with pytest.raises(TemplateError) as caught:
            template.render(data)
        error = caught.value
        assert (error.code, error.path, error.hint) == ("template_missing", "customer.nam", 'did you mean "name"?')
        assert [problem["path"] for problem in error.problems] == ["customer.nam", "order"]
        again = pickle.loads(pickle.dumps(error))
        assert (again.args, again.line, again.column) == (error.args, 1, 1)
    for code, source, options in [
        ("template_argument", "{{ 1 | divided_by: 0 }}", {}), ("template_partial", "{% render 'x' %}", {}),
        ("template_limit", "{% for i in (1..9) %}{% endfor %}", {"limits": {"fuel": 5}}),
    ]:
        with pytest.raises(TemplateError) as caught:
            Template(source).render({}, **options)
        assert caught.value.code == code and caught.value.line == 1
    assert caught.value.path == "fuel"


def test_options():
    at = "{{ at | date: '%A %H:%M' }} {{ total | money }} {{ 'now' | date: '%Y' }}"
    options = {"locale": "ro", "tz": "Europe/Bucharest", "currency": "RON", "now": NOW}
    assert Template(at).render({"at": NOW, "total": Decimal("1249.8")}, **options) == "luni 12:00 1.249,80 lei 2026"
    assert show("<b>", channel="html") == "&lt;b&gt;" and show("a\nb", channel="sms") == "a b"
    for name, value, path in [
        ("channel", "htm", "/channel"), ("channel", 3, "/channel"), ("missing", "none", "/missing"), ("locale", "italiano!", "/locale"), ("tz", "Europe/Roma", "/tz"),
        ("now", datetime(2026, 1, 1), "/now"), ("currency", 3, "/currency"), ("limits", {"fule": 1}, "/limits/fule"), ("limits", {"fuel": -1}, "/limits/fuel"),
    ]:
        for call in (Template("x").render, lambda data, **options: Template("x").render_batch([data], **options)):
            with pytest.raises(InvalidInput) as caught:
                call({}, **{name: value})
            assert caught.value.path == path, caught.value
    with pytest.raises(InvalidInput) as caught:
        Template("x").render({}, chanel="html")
    assert (caught.value.path, caught.value.hint) == ("/chanel", 'did you mean "channel"?')
    assert Template("x", limits={"depth": 3}).render({}, tz=None, now=None, currency=None) == "x"
    for keywords, path in [({"limits": {"fule": 1}}, "/limits/fule"), ({"partials": 3}, "/partials"), ({"partials": {"a": 3}}, "/partials/a")]:
        with pytest.raises(InvalidInput) as caught:
            Template("x", **keywords)
        assert caught.value.path == path


def test_handles_are_values():
    template = Template("{% render 'sign', name: name %}", partials=MappingProxyType({"sign": "– {{ name }}"}), limits={"depth": 9, "source_bytes": 99})
    for other in (pickle.loads(pickle.dumps(template)), copy.copy(template), copy.deepcopy([template])[0]):
        assert other == template and hash(other) == hash(template) and repr(other) == repr(template)
        assert other.render({"name": "Ana"}) == "– Ana"
        assert other.__getnewargs_ex__() == template.__getnewargs_ex__()
    assert template != Template(template.source) and template != template.source
    assert repr(Template("è" * 50)) == f'<Template "{"è" * 40}"…>'
    with pytest.raises(AttributeError):
        template.source = ""


def test_eight_threads_share_a_template():
    template = Template("{% for line in lines %}{{ line.title }}{{ line.price | money: 'EUR' }}{% endfor %}")
    rows = [{"lines": [{"title": f"{number}-{line}", "price": line} for line in range(9)]} for number in range(16)]

    def work(number):
        return [template.render(rows[number]) for _ in range(100)] + [template.render(json.dumps(rows[number])) for _ in range(100)]

    with ThreadPoolExecutor(8) as pool:
        for number, texts in enumerate(pool.map(work, range(16))):
            assert len(set(texts)) == 1 and texts[0].startswith(f"{number}-0")


def test_batches():
    template = Template("Ciao {{ customer.name }}")
    rows = [{"customer": {"name": str(number)}} for number in range(20)]
    texts = [f"Ciao {number}" for number in range(20)]
    for batch in (rows, [json.dumps(row) for row in rows], iter([*rows[:10], *map(json.dumps, rows[10:])])):
        assert template.render_batch(batch) == texts
    assert template.render_batch([]) == []
    for make in (lambda row: row, json.dumps):
        with pytest.raises(TemplateError) as caught:
            template.render_batch([make(row) for row in [*rows[:12], {"customer": {}}, {}]])
        assert caught.value.path == "/12/customer.name"
    with pytest.raises(InvalidInput) as caught:
        template.render_batch([rows[0], {"customer": {"name": b""}}])
    assert caught.value.path == "/1/customer/name"
    with pytest.raises(TemplateError) as caught:
        Template("{{ 1 | divided_by: a }}").render_batch([{"a": 1}, {"a": 0}])
    assert caught.value.path == "/1"
    with pytest.raises(TypeError):
        template.render_batch(3)


def test_threads_run_while_a_batch_of_json_is_rendered():
    ticks, done = [], threading.Event()

    def clock():
        while not done.wait(0.001):
            ticks.append(1)

    thread = threading.Thread(target=clock)
    thread.start()
    Template("{% for i in (1..20) %}{{ name }}{% endfor %}").render_batch(['{"name": "Zoë"}'] * 100_000)
    done.set()
    thread.join()
    assert len(ticks) > 2, "other threads waited for the batch"


texts = st.text(st.characters(codec="utf-8"), max_size=12)
data = st.dictionaries(texts, st.recursive(st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), texts), lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(texts, inner, max_size=3)), max_leaves=8), max_size=4)


@given(data, st.sampled_from(["plain", "html", "markdown", "sms"]))
def test_a_dict_renders_as_its_json(fields, channel):
    template = Template("{% for field in all %}{{ field[0] }}: {{ field[1] }}|{{ field[1].size }}|{% if field[1] == blank %}-{% endif %}{% endfor %}{{ all }}")
    got = template.render({"all": fields}, channel=channel, missing="lenient")
    assert got == template.render(json.dumps({"all": fields}), channel=channel, missing="lenient")


@given(texts, texts)
def test_whatever_is_no_template_is_an_error(source, name):
    try:
        template = Template(source)
    except TemplateError as error:
        assert error.line >= 1 and error.column >= 1
    else:
        assert template.source == source
    assert Template("{{ n }}").render({"n": name}) == name


def test_bad_renders_leave_no_memory_behind():
    template = Template("{{ a.b.c }}{% for x in a.list %}{{ x.y }}{% endfor %}")
    bad = [{"a": {"b": Sly(c=1)}}, {"a": CYCLE}, {"a": {"b": {"c": {1}}}}, {"a": {"list": [{}, {"y": 1}]}}, {}, 7, "{"]

    def call(times):
        for _ in range(times // len(bad)):
            for row in bad:
                try:
                    template.render(row)
                except (DeskcoreError, RuntimeError):
                    MINE.__traceback__ = None

    call(10_000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    call(100_000)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 8_000, f"{grown} kB more after 100,000 bad renders"
