"""Columns are the scalars, row by row, whoever's they are."""

import subprocess
import sys

import pytest
from conftest import SCHEDULE

from deskcore import ArrowColumn, Calendar, InvalidInput

numpy = pytest.importorskip("numpy")
OFFICE = Calendar(SCHEDULE)
START = numpy.arange(1_000, dtype="int64") * 3_333_333_000 + 700
END = START[::-1].copy()
OPEN = numpy.arange(1_000, dtype="int64") * 97_003 - 500_000
NEVER = numpy.iinfo("int64").min
EXPECTED = [OFFICE.between_ms(a, b) for a, b in zip(START.tolist(), END.tolist())]
DUE = [OFFICE.add_ms(a, b) for a, b in zip(START.tolist(), OPEN.tolist())]


def test_numpy():
    assert OFFICE.between_column(START, END).tolist() == EXPECTED
    assert OFFICE.add_column(START, OPEN).tolist() == [NEVER if due is None else due for due in DUE]
    assert OFFICE.between_column(START.view("datetime64[ms]"), END).tolist() == EXPECTED
    assert OFFICE.between_column(START, int(END[0])).tolist() == [OFFICE.between_ms(a, int(END[0])) for a in START.tolist()]
    assert OFFICE.between_column(START[:0], END[:0]).tolist() == []


@pytest.mark.parametrize("library", ["pyarrow", "polars", "pandas"])
def test_arrow(library):
    module = pytest.importorskip(library)
    make = module.array if library == "pyarrow" else module.Series
    column = OFFICE.between_column(make(START), make(END))
    assert isinstance(column, ArrowColumn) or library == "pandas"
    arrow = pytest.importorskip("pyarrow")
    if isinstance(column, ArrowColumn):
        assert len(column) == 1_000
        assert arrow.array(column).to_pylist() == EXPECTED
        assert arrow.array(OFFICE.add_column(make(START), OPEN)).to_pylist() == DUE
        column = column.to_numpy()
    assert column.tolist() == EXPECTED


def test_chunks_and_nulls():
    arrow = pytest.importorskip("pyarrow")
    chunked = arrow.chunked_array([START[:10], START[10:]])
    assert arrow.array(OFFICE.between_column(chunked, END)).to_pylist() == EXPECTED
    some = arrow.array([0, None, 5])
    assert arrow.array(OFFICE.between_column(some, 1_000_000)).to_pylist()[1] is None
    stamps = arrow.array(START, arrow.int64()).cast(arrow.timestamp("ms", "UTC"))
    assert arrow.array(OFFICE.between_column(stamps, END)).to_pylist() == EXPECTED


def test_what_is_no_column():
    arrow = pytest.importorskip("pyarrow")
    wrong = [
        START.astype("float64"), START.astype("int32"), START.reshape(10, 100), START[::2], START.view("datetime64[ms]").reshape(10, 100),
        [1, 2], None, "text", 1.5, True, 2**64, arrow.array(["a"]), arrow.array([1.5]),
    ]
    for column in wrong:
        with pytest.raises(InvalidInput) as caught:
            OFFICE.between_column(column, 5)
        assert caught.value.path == "/start", column
    naive = arrow.array(START, arrow.int64()).cast(arrow.timestamp("ms"))
    with pytest.raises(InvalidInput, match="without a zone"):
        OFFICE.between_column(naive, 5)
    with pytest.raises(InvalidInput) as caught:
        OFFICE.add_column(START, OPEN[:7])
    assert caught.value.code == "column_length"


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_units(unit):
    """What others write is read: cut to the millisecond, before 1970 too."""
    arrow = pytest.importorskip("pyarrow")
    seconds = numpy.array([-1_000, 0, 1_700_000_000])
    ms = seconds * 1_000
    expected = [OFFICE.between_ms(at, 0) for at in ms.tolist()]
    stamps = ms.astype("datetime64[ms]").astype(f"datetime64[{unit}]")
    spans = ms.astype("timedelta64[ms]").astype(f"timedelta64[{unit}]")
    assert OFFICE.between_column(stamps, 0).tolist() == expected
    assert arrow.array(OFFICE.between_column(arrow.array(stamps).cast(arrow.timestamp(unit, "Europe/Rome")), 0)).to_pylist() == expected
    due = OFFICE.add_column(0, ms).tolist()
    assert OFFICE.add_column(0, spans).tolist() == due
    assert arrow.array(OFFICE.add_column(0, arrow.array(spans))).to_pylist() == [None if at == NEVER else at for at in due]
    if unit in ("us", "ns"):
        finer = numpy.array([-1], f"datetime64[{unit}]")
        always = Calendar({"tz": "UTC", "weekly": "24x7"})
        assert always.between_column(finer, 0).tolist() == [1]
        assert arrow.array(always.between_column(arrow.array(finer).cast(arrow.timestamp(unit, "UTC")), 0)).to_pylist() == [1]


def test_not_a_time_stays_so():
    stamps = numpy.array(["2026-11-23", "NaT"], "datetime64[ms]")
    for column in (OFFICE.between_column(stamps, 0), OFFICE.between_column(0, stamps), OFFICE.add_column(stamps, 0)):
        assert (column == NEVER).tolist() == [False, True]


def test_producers_that_break_the_rules():
    arrow = pytest.importorskip("pyarrow")

    class Producer:
        def __init__(self, gives):
            self.gives = gives

        def __arrow_c_array__(self, requested_schema=None):
            return self.gives

    twice = Producer(arrow.array([1, 2]).__arrow_c_array__())
    assert len(OFFICE.between_column(twice, 5)) == 2
    swapped = Producer(arrow.array([1]).__arrow_c_array__()[::-1])
    for producer in (twice, swapped, Producer((1, 2)), Producer(None)):
        with pytest.raises(InvalidInput) as caught:
            OFFICE.between_column(producer, 5)
        assert caught.value.path == "/start"


def test_without_numpy():
    """Nothing but columns of numpy needs numpy."""
    code = """
import sys
sys.modules["numpy"] = None
from deskcore import Calendar, InvalidInput
always = Calendar({"tz": "UTC", "weekly": "24x7"})
assert len(always.between_column(1, 2)) == 1
try:
    always.between_column([1], 2)
except InvalidInput:
    print("as it should be")
"""
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "as it should be\n"
