import Foundation
import XCTest

import Deskcore

final class BadInputTests: XCTestCase {
    /// The failure of a call that must not succeed.
    func failure(_ work: () throws -> Void, line: UInt = #line) -> Failure? {
        do {
            try work()
            XCTFail("expected an error", line: line)
        } catch let error as DeskcoreError {
            return error.failure()
        } catch {
            XCTFail("\(error)", line: line)
        }
        return nil
    }

    func testEveryKindOfErrorIsItsOwnCase() throws {
        let desk = try Desk.fromJson(json: deskJson)
        do {
            _ = try Desk.fromJson(json: #"{"calender": {}}"#)
            XCTFail("expected an error")
        } catch DeskcoreError.InvalidDesk(let code, let message, let path, let hint, _, _, let problems) {
            XCTAssertEqual(code, "invalid_desk")
            XCTAssertEqual(path, "/calender")
            XCTAssertEqual(hint, "did you mean \"calendars\"?")
            XCTAssertEqual(problems.count, 1)
            XCTAssertTrue(message.hasPrefix("a mistake in desk.json:"))
        }
        XCTAssertEqual(failure { _ = try Ticket.fromJson(json: "{}") }?.kind, .invalidTicket)
        let office = try Deskcore.Calendar.fromJson(json: officeJson)
        let negative = failure { _ = try office.add(at: monday, seconds: -1) }
        XCTAssertEqual(negative?.code, "negative_duration")

        let opened = try desk.open(opening: opening()).ticket
        func apply(_ ticket: Ticket, _ id: String, _ kind: EventKind, _ at: Date = monday) throws -> Ticket {
            try desk.apply(ticket: ticket, event: Event(id: id, at: at, kind: kind)).ticket
        }
        XCTAssertEqual(failure { _ = try apply(opened, "e", .agentReply, monday.addingTimeInterval(-1)) }?.kind, .outOfOrder)
        let open = try apply(opened, "e", .agentReply)
        XCTAssertEqual(failure { _ = try apply(open, "f", .status(to: .new)) }?.kind, .statusNotAllowed)
        let closed = try apply(open, "g", .mergedInto(ticket: "B-1"))
        let final = failure { _ = try apply(closed, "h", .agentReply) }
        XCTAssertEqual(final?.kind, .ticketClosed)
        XCTAssertEqual(final?.hint, "open a follow-up ticket")
    }

    func testAPanicIsATypedError() throws {
        XCTAssertThrowsError(try panicOnPurpose()) { error in
            guard case DeskcoreError.InternalError = error else { return XCTFail("\(error)") }
            XCTAssertTrue(error.localizedDescription.hasSuffix("on purpose"))
        }
        XCTAssertTrue(try Deskcore.Calendar.fromJson(json: officeJson).isOpen(at: monday))
    }

    func testWhatNoCalendarCanHoldIsRefused() throws {
        let desk = try Desk.fromJson(json: deskJson)
        let office = try Deskcore.Calendar.fromJson(json: officeJson)
        for seconds in [Double.infinity, -.infinity, .nan, 1e300, -1e17] {
            let date = Date(timeIntervalSince1970: seconds)
            XCTAssertEqual(failure { _ = try office.isOpen(at: date) }?.kind, .invalidInput)
            XCTAssertEqual(failure { _ = try desk.open(opening: opening(at: date)) }?.kind, .invalidInput)
        }
        XCTAssertEqual(failure { _ = try office.add(at: monday, seconds: .max) }?.kind, .invalidInput)
        XCTAssertEqual(failure { _ = try office.add(at: monday, seconds: .min) }?.kind, .invalidInput)
        XCTAssertEqual(failure { _ = try office.week(day: "2026-01-01", zone: "Europe/Roma") }?.kind, .invalidInput)
        XCTAssertEqual(failure { _ = try office.week(day: "01/02/2026") }?.kind, .invalidInput)
        XCTAssertEqual(failure { _ = try Deskcore.Calendar.union(calendars: []) }?.kind, .invalidInput)
        XCTAssertEqual(failure { _ = try office.betweenColumn(start: [1, 2], end: [1, 2, 3]) }?.code, "column_length")
        XCTAssertEqual(failure { _ = try office.betweenColumnBytes(start: Data(count: 7), end: Data(count: 8)) }?.path, "/start")
        for value: FieldValue in [.number(value: .nan), .number(value: .infinity), .json(json: String(repeating: "[", count: 1_000_000))] {
            var opening = opening()
            opening.facts.fields = ["n": value]
            XCTAssertEqual(failure { _ = try desk.open(opening: opening) }?.path, "/fields")
        }
        let event = failure { _ = try eventFromJson(json: #"{"type": "agent_replay", "id": "e", "at": "2026-11-23T10:00:00Z"}"#) }
        XCTAssertEqual(event?.path, "/type")
        XCTAssertEqual(event?.hint?.contains("agent_reply"), true)
        XCTAssertEqual(failure { _ = try desk.open(opening: opening("")) }?.kind, .invalidInput)
        XCTAssertEqual(
            failure { _ = try Deskcore.Calendar.fromJson(json: String(repeating: "a", count: 100_000_000)) }?.kind, .invalidInput)
    }

    func testEightThreadsShareOneHandle() throws {
        let desk = try Desk.fromJson(json: deskJson)
        let office = try Deskcore.Calendar.fromJson(json: officeJson)
        let ticket = try desk.open(opening: opening()).ticket
        let expected = try desk.tick(ticket: ticket, now: monday.addingTimeInterval(30_000)).json
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            do {
                for n in 1...500 {
                    let later = monday.addingTimeInterval(Double(n * 60))
                    let forth = try office.between(start: monday, end: later)
                    let back = try office.between(start: later, end: monday)
                    XCTAssertEqual(forth, -back)
                    _ = try desk.tick(ticket: ticket, now: later)
                }
                let last = try desk.tick(ticket: ticket, now: monday.addingTimeInterval(30_000)).json
                XCTAssertEqual(last, expected)
            } catch {
                XCTFail("\(error)")
            }
        }
    }

    func testMemoryStaysFlatOverAHundredThousandBadCalls() throws {
        let desk = try Desk.fromJson(json: deskJson)
        let office = try Deskcore.Calendar.fromJson(json: officeJson)
        let ticket = try desk.open(opening: opening()).ticket
        let late = Event(id: "e", at: monday.addingTimeInterval(-1), kind: .agentReply)
        let never = Date(timeIntervalSince1970: .infinity)
        func bad(_ times: Int) throws {
            for n in 0..<times {
                do {
                    switch n % 4 {
                    case 0: _ = try desk.apply(ticket: ticket, event: late)
                    case 1: _ = try Ticket.fromJson(json: #"{"id": "A-17"}"#)
                    case 2: _ = try Desk.fromJson(json: #"{"policies": [{"id": "a", "calender": "b"}]}"#)
                    default: _ = try office.isOpen(at: never)
                    }
                    XCTFail("expected an error")
                } catch is DeskcoreError {}
            }
        }
        try bad(20_000)
        let before = try resident()
        try bad(100_000)
        XCTAssertLessThan(try resident() - before, 16 << 20)
    }
}
