"""Exceptions. Made from the errors of the core by `make types`; do not edit."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from ._types import ErrorKind, Problem


class DeskcoreError(Exception):
    """What could not be done. Whatever was given is as it was before the call."""

    kind: ClassVar[ErrorKind]
    """What kind of error it is; every kind has a class of its own."""

    message: str
    """What was wrong and what was expected."""

    code: str
    """Stable code, the same in every language: the kind, or a finer one."""

    path: str | None
    """Where, as a JSON pointer, where it has a place."""

    hint: str | None
    """What to do about it, or what was probably meant."""

    problems: list[Problem]
    """Every mistake of a desk.json, every value that a template misses."""

    line: int | None
    """Line of a template, from 1."""

    column: int | None
    """Column of a template in characters, from 1."""

    def __init__(
        self,
        message: str,
        code: str | None = None,
        path: str | None = None,
        hint: str | None = None,
        problems: list[Problem] | None = None,
        line: int | None = None,
        column: int | None = None,
    ) -> None:
        super().__init__(message, code, path, hint, problems, line, column)
        self.message = message
        self.code = code if code is not None else self.kind
        self.path = path
        self.hint = hint
        self.problems = problems if problems is not None else []
        self.line = line
        self.column = column

    def __str__(self) -> str:
        return self.message


class InvalidDesk(DeskcoreError):
    """A desk.json with mistakes: `problems` lists all of them."""

    kind = "invalid_desk"


class InvalidTicket(DeskcoreError):
    """A stored ticket that cannot be read."""

    kind = "invalid_ticket"


class InvalidInput(DeskcoreError):
    """A value that cannot be taken: `path` tells where, `message` what was
    expected.
    """

    kind = "invalid_input"


class OutOfOrder(DeskcoreError):
    """An event that is earlier than what the ticket has seen: rebuild the
    ticket with it in its place.
    """

    kind = "out_of_order"


class TicketClosed(DeskcoreError):
    """An event on a closed ticket, which nothing changes any more: open a
    follow-up.
    """

    kind = "ticket_closed"


class StatusNotAllowed(DeskcoreError):
    """A status that cannot follow the ticket's."""

    kind = "status_not_allowed"


class TemplateError(DeskcoreError):
    """A template that cannot be parsed or rendered: `line` and `column` tell
    where, `path` what is missing or which limit was reached.
    """

    kind = "template_error"


class InternalError(DeskcoreError):
    """A mistake of this library. Nothing has changed; please report it."""

    kind = "internal_error"


__all__ = [
    "DeskcoreError",
    "InvalidDesk",
    "InvalidTicket",
    "InvalidInput",
    "OutOfOrder",
    "TicketClosed",
    "StatusNotAllowed",
    "TemplateError",
    "InternalError",
]
