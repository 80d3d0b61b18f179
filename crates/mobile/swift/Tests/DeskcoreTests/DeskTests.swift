import Foundation
import XCTest

import Deskcore

/// The desk that the tests talk to: a shop in Rome, closed over lunch.
let deskJson = """
    {
        "name": "Bottega Aurora",
        "calendars": {"office": {
            "tz": "Europe/Rome",
            "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": "mon"},
            "holidays": [{"date": "2026-12-08", "name": "Immacolata"}]
        }},
        "policies": [{"id": "default", "calendar": "office", "targets": {"*": {"first_reply_time": {"target": "2h", "warn": ["-30m"]}}}}]
    }
    """

let officeJson = """
    {"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "tue": "mon", "fri": [["22:00", "06:00"]]}}
    """

func at(_ text: String) -> Date { ISO8601DateFormatter().date(from: text)! }

/// Monday, 12:30 in Rome.
let monday = at("2026-11-23T11:30:00Z")

func facts() -> Facts { Facts(channel: "email", startedBy: .customer, priority: .normal) }

func opening(_ id: String = "A-17", at: Date = monday) -> Opening { Opening(id: id, at: at, facts: facts()) }

/// Bytes that the process holds.
func resident() throws -> Int {
    let pages = try String(contentsOfFile: "/proc/self/statm", encoding: .utf8).split(separator: " ")[1]
    return Int(pages)! * 4096
}

/// A generator whose numbers come again with its seed.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

final class DeskTests: XCTestCase {
    func testATicketFromItsOpeningToItsClose() throws {
        let desk = try Desk.fromJson(json: deskJson)
        let opened = try desk.open(opening: opening())
        XCTAssertEqual(opened.status, .new)
        XCTAssertEqual(opened.dueAt, at("2026-11-23T14:00:00Z"))
        XCTAssertEqual(try desk.nextDue(ticket: opened.ticket)?.kind, .warning)

        let warned = try desk.tick(ticket: opened.ticket, now: at("2026-11-23T14:10:00Z"))
        guard case .slaWarning(let clock, let warning, _) = warned.effects[0].kind else { return XCTFail("no warning") }
        XCTAssertEqual(clock.metric, .firstReplyTime)
        XCTAssertEqual(warning, .before(seconds: 1800))
        XCTAssertEqual(warned.effects.map(\.at), [at("2026-11-23T14:00:00Z")])

        let reply = Event(
            id: "ev-2", at: at("2026-11-23T14:30:00Z"), actor: Actor(kind: .agent, id: "ana"), kind: .agentReply)
        let replied = try desk.apply(ticket: warned.ticket, event: reply)
        XCTAssertEqual(replied.status, .open)
        XCTAssertEqual(try desk.verdict(ticket: replied.ticket, metric: .firstReplyTime, now: reply.at).state, .met)
        XCTAssertEqual(try opened.ticket.record().version, 1)

        let solved = Event(id: "ev-3", at: reply.at, kind: .status(to: .solved))
        let done = try desk.apply(ticket: replied.ticket, event: solved)
        XCTAssertEqual(try done.ticket.record().solvedAt, reply.at)
        XCTAssertEqual(try desk.apply(ticket: done.ticket, event: solved).json, done.json)
    }

    func testATicketIsLateOnceSomethingIsOverdue() throws {
        let desk = try Desk.fromJson(json: deskJson)
        let ticket = try desk.open(opening: opening()).ticket
        let due = at("2026-11-23T14:30:00Z")
        XCTAssertFalse(try desk.isLate(ticket: ticket, now: due.addingTimeInterval(-1)))
        XCTAssertTrue(try desk.isLate(ticket: ticket, now: due.addingTimeInterval(1)))
        let reply = Event(id: "ev-2", at: due.addingTimeInterval(-1), kind: .agentReply)
        let replied = try desk.apply(ticket: ticket, event: reply).ticket
        XCTAssertFalse(try desk.isLate(ticket: replied, now: due.addingTimeInterval(1)))
    }

    func testACustomerBeginsATicketUnlessToldOtherwise() throws {
        XCTAssertEqual(Facts(channel: "email").startedBy, .customer)
        let opened = try Desk.fromJson(json: deskJson).open(opening: Opening(id: "A-19", at: monday, facts: Facts(channel: "email")))
        XCTAssertEqual(try opened.ticket.record().facts.startedBy, .customer)
    }

    func testWhatIsStoredComesBack() throws {
        let desk = try Desk.fromJson(json: deskJson)
        let opened = try desk.open(opening: opening())
        let stored = try Ticket.fromJson(json: opened.json)
        XCTAssertEqual(stored, opened.ticket)
        XCTAssertEqual(stored.hashValue, opened.ticket.hashValue)
        XCTAssertEqual(String(describing: stored), "Ticket \"A-17\", version 1, new")
        let breach = try desk.tick(ticket: stored, now: at("2026-11-24T12:00:00Z")).effects.last!
        XCTAssertEqual(try effectFromJson(json: effectToJson(effect: breach)), breach)
        XCTAssertEqual(try Desk.fromJson(json: desk.toJson()), desk)
        XCTAssertEqual(try desk.calendar(id: "office"), try desk.calendarOf(ticket: stored))
        XCTAssertNil(try desk.calendar(id: "warehouse"))
    }

    func testTheHostsOwnFieldsKeepTheirTypes() throws {
        let desk = try Desk.fromJson(json: deskJson)
        let fields: CustomFields = [
            "gift": .flag(value: true), "items": .whole(value: .max), "weight": .number(value: 1.5),
            "note": .text(value: "„țară” \\ \n"), "deep": .json(json: #"{"z":[1,{"a":null}]}"#),
            "big": .json(json: "18446744073709551615"),
        ]
        var opening = opening("A-18")
        opening.facts.fields = fields
        let opened = try desk.open(opening: opening)
        XCTAssertEqual(try Ticket.fromJson(json: opened.json).record().facts.fields, fields)
        let without = Event(id: "ev-1", at: monday, kind: .details(fields: ["gift": .null]))
        XCTAssertNil(try desk.apply(ticket: opened.ticket, event: without).ticket.record().facts.fields["gift"])
    }

    func testMillisecondsAreKept() throws {
        let calendar = try Deskcore.Calendar.fromJson(json: #"{"tz": "UTC", "weekly": "24x7"}"#)
        var random = Seeded(state: 5)
        for _ in 0..<20_000 {
            let ms = Int64.random(in: -62_135_596_800_000...253_402_300_799_999, using: &random)
            let date = Date(timeIntervalSince1970: Double(ms) / 1000)
            let event = Event(id: "e", at: date, kind: .agentReply)
            if ms % 50 == 0 { XCTAssertEqual(try eventFromJson(json: eventToJson(event: event)), event) }
            XCTAssertEqual(try calendar.nextOpen(at: date), date)
        }
    }

    func testAHistoryInAnyOrderMakesTheSameTicket() throws {
        let desk = try Desk.fromJson(json: deskJson)
        let kinds: [EventKind] = [.customerMessage(), .agentReply, .internalNote, .status(to: .pending)]
        for seed in 0..<40 {
            var random = Seeded(state: UInt64(seed))
            let events = (1...12).map { n in
                let offset = Double(n * 977 + Int.random(in: 0..<900, using: &random))
                return Event(id: "ev-\(n)", at: monday.addingTimeInterval(offset), kind: kinds.randomElement(using: &random)!)
            }
            let until = monday.addingTimeInterval(200_000)
            var ticket = try desk.open(opening: opening()).ticket
            for event in events { ticket = try desk.apply(ticket: ticket, event: event).ticket }
            let rebuilt = try desk.rebuild(opening: opening(), events: events.shuffled(using: &random), until: until)
            XCTAssertEqual(rebuilt.ticket, try desk.tick(ticket: ticket, now: until).ticket)
            XCTAssertEqual(rebuilt.refused, [])
            XCTAssertFalse(try desk.verdicts(ticket: ticket, now: until).isEmpty)
        }
    }

    func testADeadlineIsExplained() throws {
        let desk = try Desk.fromJson(json: deskJson)
        let ticket = try desk.open(opening: opening()).ticket
        let why = try XCTUnwrap(desk.explain(ticket: ticket, metric: .firstReplyTime, now: monday))
        XCTAssertTrue(why.text.contains("due Mon 23 Nov 2026 15:30"))
        XCTAssertTrue(why.spans!.pieces.contains { $0.kind == .skipped(reason: .breakInDay) })
        XCTAssertTrue(try desk.lint().allSatisfy { !$0.code.isEmpty })
        XCTAssertTrue(try deskSchema().contains("\"policies\""))
        XCTAssertFalse(try version().isEmpty)
    }
}

final class CalendarTests: XCTestCase {
    func testOpeningHoursAreReadAndCounted() throws {
        let office = try Deskcore.Calendar.fromJson(json: officeJson)
        XCTAssertTrue(try office.isOpen(at: monday))
        XCTAssertEqual(try office.nextClose(at: monday), at("2026-11-23T12:00:00Z"))
        XCTAssertEqual(try office.nextOpen(at: monday), monday)
        let due = try XCTUnwrap(office.add(at: monday, seconds: 7200))
        XCTAssertEqual(due, at("2026-11-23T14:30:00Z"))
        XCTAssertEqual(try office.between(start: monday, end: due), 7200)
        XCTAssertEqual(try office.subtract(at: due, seconds: 7200), monday)
        XCTAssertEqual(try office.promise(at: monday, within: 7200).dueAt, due)
        XCTAssertEqual(try office.intervals(start: monday, limit: 2).count, 2)
        XCTAssertEqual(try office.gaps(start: monday, end: due).count, 1)
        XCTAssertEqual(try office.explain(start: due, end: due.addingTimeInterval(-1800)).openMs, -1_800_000)
        XCTAssertEqual(try office.tz(), "Europe/Rome")
        XCTAssertFalse(try office.neverOpens())
        let week = try office.week(day: "2026-11-25", zone: "Europe/Bucharest")
        XCTAssertEqual(week[0].spans[0].open, "10:00")
        XCTAssertEqual(week[0].weekday, .mon)
        XCTAssertEqual(try office.week(day: "2026-11-25").count, 7)
    }

    func testAUnionIsStoredAsOne() throws {
        let office = try Deskcore.Calendar.fromJson(json: officeJson)
        let auckland = try Deskcore.Calendar.fromJson(
            json: #"{"tz": "Pacific/Auckland", "weekly": {"mon": [["08:00", "20:00"]]}}"#)
        let both = try Deskcore.Calendar.union(calendars: [office, auckland])
        XCTAssertEqual(try Deskcore.Calendar.fromJson(json: both.toJson()), both)
        XCTAssertNotEqual(both, office)
    }

    func testHolidaysAndHoursAreImported() throws {
        let holidays = try holidaysFromDates(text: "2026-12-01 Ziua Națională\n", source: "shop")
        XCTAssertEqual(holidays.first?.name, "Ziua Națională")
        let hours = try weeklyFromOsm(text: "Mo-Fr 09:00-17:00; PH off")
        XCTAssertEqual(hours.publicHolidays, .closed)
        let schedule = try scheduleOfHours(hours: hours, tz: "Europe/Bucharest", holidays: holidays)
        XCTAssertFalse(try Deskcore.Calendar.fromJson(json: schedule).isOpen(at: at("2026-12-01T10:00:00Z")))
        let read = try hoursFromSchemaOrg(text: #"[{"dayOfWeek": "Monday", "opens": "07:00", "closes": "19:00"}]"#)
        XCTAssertTrue(read.weekly.contains("07:00"))
        let feed = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Inventar\r\nDTSTART;VALUE=DATE:20260105\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        let imported = try holidaysFromIcal(text: feed, source: "feed", firstYear: 2026, lastYear: 2026)
        XCTAssertEqual(imported.holidays.first?.date, "2026-01-05")
    }

    func testSumsHoldWhereverTheyBegin() throws {
        let office = try Deskcore.Calendar.fromJson(json: officeJson)
        var random = Seeded(state: 11)
        for _ in 0..<2_000 {
            let at = monday.addingTimeInterval(Double(Int.random(in: -1_000_000_000...1_000_000_000, using: &random)))
            let seconds = Int64.random(in: 1...1_000_000, using: &random)
            let due = try XCTUnwrap(office.add(at: at, seconds: seconds))
            XCTAssertEqual(try office.between(start: at, end: due), seconds)
            XCTAssertEqual(try office.between(start: due, end: at), -seconds)
            XCTAssertGreaterThanOrEqual(try XCTUnwrap(office.subtract(at: due, seconds: seconds)), at)
        }
    }

    func testColumnsAreTheScalarsRowByRow() throws {
        let office = try Deskcore.Calendar.fromJson(json: officeJson)
        var random = Seeded(state: 12)
        let start = (0..<1_000).map { _ in 1_795_000_000_000 + Int64.random(in: -1_000_000_000_000...1_000_000_000_000, using: &random) }
        let end = start.map { $0 + Int64.random(in: -1_000_000_000...1_000_000_000, using: &random) }
        XCTAssertEqual(
            try office.betweenColumn(start: start, end: end), try zip(start, end).map { try office.betweenMs(start: $0, end: $1) })
        XCTAssertEqual(
            try office.addColumn(at: start, openMs: [7_200_000]), try start.map { try office.addMs(at: $0, openMs: 7_200_000) })
        XCTAssertEqual(try office.addColumn(at: [0], openMs: [-1]), [.min])
        XCTAssertEqual(try office.betweenColumn(start: [], end: []), [])
    }
}
