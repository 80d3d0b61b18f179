"""Is this ticket late? Told for each row of a CSV, with the reason.

`python late.py [tickets.csv [desk.json [now]]]`
"""

import csv
import sys
from datetime import datetime
from pathlib import Path

from deskcore import Desk, DeskcoreError

HERE = Path(__file__).parent


def told(desk: Desk, row: dict[str, str], now: datetime) -> tuple[str, str]:
    """The state of the first reply, and why it is due when it is."""
    known = {key: row[key] for key in ("id", "channel", "customer", "language", "tier") if row[key]}
    ticket, _ = desk.open({**known, "at": row["opened_at"], "priority": "normal"})
    if row["replied_at"]:
        ticket, _ = desk.apply(ticket, {"type": "agent_reply", "id": "reply", "at": row["replied_at"]})
    why = desk.explain(ticket, "first_reply_time", max(now, ticket.updated_at))
    return why["state"], why["text"]


def main(tickets: str = str(HERE / "tickets.csv"), desk: str = str(HERE / "desk.json"), now: str = "2026-11-30T08:30:00Z") -> int:
    compiled = Desk.from_json(Path(desk).read_text())
    at = datetime.fromisoformat(now)
    with open(tickets, newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            try:
                state, text = told(compiled, row, at)
            except DeskcoreError as error:
                print(f"{tickets}:{number}: {error} ({error.code})", file=sys.stderr)
                return 1
            late = "LATE" if state == "breached" else "ok"
            print(f"{row['id']:<8} {late:<5} {state:<9} {row['customer']:<24} {text}")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
