import Foundation
import XCTest

import Deskcore

final class WhatIfTests: XCTestCase {
    /// A ticket that is answered after so many minutes; from the 31st on, an
    /// hour of them is lunch.
    func history(_ id: String, minutes: Double) -> TicketHistory {
        let reply = Event(id: "ev-2", at: monday.addingTimeInterval(60 * minutes), kind: .agentReply)
        return TicketHistory(opening: opening(id), events: [reply])
    }

    func testAHistoryUnderTwoDesks() throws {
        let before = try Desk.fromJson(json: deskJson)
        let after = try Desk.fromJson(json: deskJson.replacingOccurrences(of: #""2h""#, with: #""1h""#))
        let histories = [history("A-17", minutes: 150), history("A-18", minutes: 10)]
        let same = try compare(histories: histories, before: before, after: before)
        XCTAssertEqual([same.tickets, same.verdictsChanged, same.duesChanged], [2, 0, 0])
        let changed = try compare(histories: histories, before: before, after: after)
        XCTAssertEqual([changed.ticketsChanged, changed.verdictsChanged, changed.duesChanged], [1, 1, 1])
        let change = changed.verdictChanges[0]
        XCTAssertEqual([change.before.state, change.after.state], [.met, .breached])
        XCTAssertEqual(change.causes, [.targetChanged(beforeS: 7200, afterS: 3600)])
        XCTAssertEqual(try compare(histories: histories, before: before, after: after, until: monday.addingTimeInterval(-1)).tickets, 0)
        let nameless = TicketHistory(opening: opening(""), events: [])
        XCTAssertThrowsError(try compare(histories: [histories[0], nameless], before: before, after: after)) { error in
            XCTAssertEqual((error as? DeskcoreError)?.failure().path?.hasPrefix("/1/opening"), true)
        }
    }

    func testADeskIsHeldAgainstWhatIsExpectedOfIt() throws {
        let desk = try Desk.fromJson(json: deskJson)
        func expectations(_ due: String, _ policy: String = "policy") -> String {
            """
            {"expect": [{
                "name": "chi scrive alle 12:30 ha risposta alle 15:30",
                "ticket": {"id": "A-17", "at": "2026-11-23T11:30:00Z", "channel": "email", "priority": "normal"},
                "expect": {"\(policy)": "default", "due": {"first_reply_time": "\(due)"}}
            }]}
            """
        }
        XCTAssertEqual(try checkExpectations(desk: desk, expectations: expectations("2026-11-23 15:30")).map(\.passed), [true])
        let failed = try checkExpectations(desk: desk, expectations: expectations("2026-11-23 13:30"))[0]
        XCTAssertEqual(failed.failures.map(\.about), ["due first_reply_time"])
        assertRefused("/expect/0/expect/polici") { _ = try checkExpectations(desk: desk, expectations: expectations("15:30", "polici")) }
    }

    func testAPromiseIsHeldAgainstAYear() throws {
        let desk = try Desk.fromJson(json: deskJson)
        let check = try promiseCheck(desk: desk, withinS: 7200)[0]
        XCTAssertEqual([check.policy, check.metric == .firstReplyTime ? "first_reply_time" : ""], ["default", "first_reply_time"])
        XCTAssertEqual(check.year, 2026)
        XCTAssertFalse(check.holds)
        XCTAssertEqual(try promiseCheck(desk: desk, withinS: 7200, metric: .firstReplyTime, policy: "default", year: 2026), [check])
        assertRefused("/within") { _ = try promiseCheck(desk: desk, withinS: 0) }
        assertRefused("/within") { _ = try promiseCheck(desk: desk, withinS: .max) }
        assertRefused("/policy") { _ = try promiseCheck(desk: desk, withinS: 60, policy: "defualt") }
        assertRefused("/year") { _ = try promiseCheck(desk: desk, withinS: 60, year: 1500) }
    }
}
