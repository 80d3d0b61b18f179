// Is this ticket late? The list of a phone, row by row.

import Deskcore
import Foundation

/// One row of a phone's ticket list.
struct Row {
    let title: String
    let late: Bool
    let why: String
}

/// The desk of a shop in Genoa, as its desk.json has it.
let json = """
    {
        "name": "Libreria Aurora",
        "calendars": {"shop": {
            "tz": "Europe/Rome",
            "weekly": {"mon": [["09:00", "18:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": "mon"},
            "holidays": [{"date": "2026-12-08", "name": "Immacolata"}]
        }},
        "policies": [{"id": "all", "calendar": "shop", "targets": {"*": {"first_reply_time": "4h"}}}]
    }
    """

/// Is this ticket late? One row of the list, by one call of the library.
func row(_ desk: Desk, _ ticket: Ticket, at now: Date) throws -> Row {
    guard let why = try desk.explain(ticket: ticket, metric: .firstReplyTime, now: now) else {
        return Row(title: "No reply is due", late: false, why: "")
    }
    if why.state == .breached { return Row(title: "Late", late: true, why: why.text) }
    let hours = why.dueAt.map { Int($0.timeIntervalSince(now) / 3600) }
    return Row(title: hours.map { "Due in \($0) h" } ?? "Nothing is due", late: false, why: why.text)
}

let desk = try Desk.fromJson(json: json)
let monday = ISO8601DateFormatter().date(from: "2026-12-07T15:30:00Z")!
let facts = Facts(channel: "whatsapp", startedBy: .customer, priority: .normal, language: "it")
let opened = try desk.open(opening: Opening(id: "A-17", at: monday, facts: facts))
// What the app stores between two screens.
let ticket = try Ticket.fromJson(json: opened.json)
for now in [monday, monday.addingTimeInterval(3 * 86_400)] {
    let row = try row(desk, ticket, at: now)
    print("\(row.title) (late: \(row.late))\n  \(row.why)")
}
