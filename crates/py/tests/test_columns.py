"""Columns are the scalars, row by row, whoever's they are."""

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
        START.astype("float64"), START.astype("int32"), START.reshape(10, 100), START[::2], START.astype("datetime64[s]"),
        [1, 2], None, "text", 1.5, True, 2**64, arrow.array(["a"]), arrow.array([1.5]),
    ]
    for column in wrong:
        with pytest.raises(InvalidInput) as caught:
            OFFICE.between_column(column, 5)
        assert caught.value.path == "/start", column
    with pytest.raises(InvalidInput) as caught:
        OFFICE.add_column(START, OPEN[:7])
    assert caught.value.code == "column_length"
