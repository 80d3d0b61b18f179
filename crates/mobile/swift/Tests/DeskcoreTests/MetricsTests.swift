import Foundation
import XCTest

import Deskcore

final class MetricsTests: XCTestCase {
    func ticket(_ number: Int, at: Date = monday, reason: String = "where_is_my_order") -> TicketFigures {
        var ticket = TicketFigures(id: "A-\(number)", createdAt: at, knownUntil: at.addingTimeInterval(30 * 86_400))
        ticket.dimensions = ["channel": number % 2 == 0 ? "whatsapp" : "email", "reason": reason]
        ticket.firstReply = Elapsed(calendarMs: 60_000 * Int64(number))
        return ticket
    }

    func figure(_ name: String, _ report: Report) throws -> Figure {
        try XCTUnwrap(report.figures().overall.figures.first { $0.name == name })
    }

    func testAReportCountsAsItIsToldTo() throws {
        var usual = try usualReportConfig()
        XCTAssertEqual(usual.dimensions, ["agent", "channel", "complexity", "handled_by", "language", "product", "reason", "team"])
        // What the initializer gives and what the core gives are the same.
        XCTAssertEqual(usual, ReportConfig(dimensions: usual.dimensions))
        XCTAssertEqual(try Report().config(), usual)
        XCTAssertEqual(try "\(Report()) \(Sketch())", "Report Sketch")
        usual.tz = "Europe/Rome"
        XCTAssertEqual(try Report(config: usual).config(), usual)
        usual.alpha = .nan
        assertRefused("/alpha") { _ = try Report(config: usual) }
    }

    func testAllFiguresOfAHistory() throws {
        let desk = try Desk.fromJson(json: deskJson)
        let reply = Event(id: "ev-2", at: monday.addingTimeInterval(240), kind: .agentReply)
        let figures = try desk.figures(opening: opening(), events: [reply], until: monday.addingTimeInterval(86_400))
        XCTAssertEqual(figures.firstReply, Elapsed(calendarMs: 240_000, businessMs: 240_000))
        let report = try Report()
        XCTAssertNil(try figure("first_reply", report).value)
        try report.addTickets(tickets: [figures])
        try report.addRatings(ratings: [
            RatingRecord(ticket: "A-17", scale: "stars5", score: 5, at: monday),
            RatingRecord(ticket: "A-17", scale: "stars5", score: 6, at: monday),
        ])
        try report.addSurveys(surveys: [SurveyRecord(at: monday, responded: true), SurveyRecord(at: monday, notAsked: "cooldown")])
        try report.addSessions(sessions: [SessionRecord(at: monday, outcome: .left, knownUntil: monday)])
        XCTAssertEqual(try figure("first_reply", report).value, 240_000)
        XCTAssertEqual(try figure("csat_stars5", report).leftOut, [FigureLeftOut(reason: .outOfScale, n: 1)])
        XCTAssertEqual(try figure("deflection", report).value, 0)
        let all = try report.figures()
        XCTAssertEqual(all.overall.notAsked, ["cooldown": 1])
        XCTAssertEqual(all.backlog, [BacklogDay(date: "2026-11-23", created: 1, ended: 0, backlog: 1)])
        XCTAssertEqual(try report.figuresBy(dimension: "channel").map(\.value), ["email"])
        assertRefused("/dimension") { _ = try report.figuresBy(dimension: "chanel") }
    }

    func testPartsMergeToTheSameBytesInAnyOrder() throws {
        let tickets = (0..<200).map { ticket($0, at: monday.addingTimeInterval(3600 * Double($0))) }
        let (whole, merged) = (try Report(), try Report())
        try whole.addTickets(tickets: tickets)
        var seeded = Seeded(state: 7)
        for start in stride(from: 0, to: 200, by: 37).shuffled(using: &seeded) {
            let part = try Report()
            try part.addTickets(tickets: Array(tickets[start..<min(start + 37, 200)]))
            try merged.merge(other: part)
        }
        let before = try whole.toJson()
        XCTAssertEqual(try merged.toJson(), before)
        XCTAssertEqual(try Report.fromJson(json: before).figures(), try merged.figures())
        var unnamed = ticket(1)
        unnamed.dimensions = ["channel": ""]
        assertRefused("/1/dimensions/channel") { try whole.addTickets(tickets: [self.ticket(0), unnamed]) }
        var other = try usualReportConfig()
        other.tz = "Europe/Rome"
        assertRefused("/config") { try whole.merge(other: Report(config: other)) }
        XCTAssertEqual(try whole.toJson(), before)
        try merged.merge(other: merged)
        XCTAssertEqual(try figure("volume", merged).value, 400)
        let negative = try Report()
        try negative.addTickets(tickets: [ticket(-5)])
        XCTAssertEqual(try figure("first_reply", negative).leftOut, [FigureLeftOut(reason: .negativeDuration, n: 1)])
    }

    func testASketchKeepsItsPromise() throws {
        var seeded = Seeded(state: 7)
        let values = (0..<5000).map { _ in Double.random(in: 0..<86_400, using: &seeded) }
        let whole = try Sketch(alpha: 0.02)
        for start in stride(from: 0, to: 5000, by: 500).shuffled(using: &seeded) {
            let part = try Sketch(alpha: 0.02)
            try part.add(values: Array(values[start..<start + 500]))
            try whole.merge(other: part)
        }
        let sorted = values.sorted()
        XCTAssertEqual(try whole.n(), 5000)
        XCTAssertEqual([try whole.min(), try whole.max()], [sorted.first, sorted.last])
        for q in [0, 0.5, 0.95, 1] {
            let exact = sorted[Int(q * 4999)]
            XCTAssertEqual(try XCTUnwrap(whole.quantile(q: q)), exact, accuracy: 0.02 * exact)
        }
        for wrong in [Double.nan, -1, .infinity] { assertRefused("/1") { try whole.add(values: [1, wrong]) } }
        assertRefused("/alpha") { try whole.merge(other: Sketch()) }
        assertRefused("/q") { _ = try whole.quantile(q: 1.5) }
        XCTAssertEqual(try whole.n(), 5000)
        XCTAssertNil(try Sketch().quantile(q: 0.5))
        XCTAssertEqual(try percentiles(values: [12, 3, 5], q: [0.5, 0.75]), [5, 8.5])
        XCTAssertEqual(try percentiles(values: [], q: [0.5]), [nil])
        assertRefused("/q/0") { _ = try percentiles(values: [1], q: [-0.1]) }
    }

    func testAWeeksDigestFindsWhatChanged() throws {
        XCTAssertEqual(DigestConfig(monday: "2026-11-23"), DigestConfig(monday: "2026-11-23", tz: "UTC", earlierWeeks: 8, hours: .calendar))
        let first = at("2026-11-02T10:00:00Z")
        let usual = (0..<280).map { ticket($0, at: first.addingTimeInterval(86_400 * Double($0 / 10))) }
        let refused = (0..<20).map { ticket(9000 + $0, at: at("2026-11-25T10:00:00Z"), reason: "voucher_refused") }
        let digest = try weeklyDigest(tickets: usual + refused, config: DigestConfig(monday: "2026-11-23"))
        let changed = digest.findings.filter {
            if case .shareChanged(let reason, _, _, _) = $0.what { reason == "voucher_refused" } else { false }
        }
        XCTAssertEqual(changed.map { $0.tickets.sorted() }, [refused.map(\.id).sorted()])
        assertRefused("/monday") { _ = try weeklyDigest(tickets: [], config: DigestConfig(monday: "2026-11-24")) }
    }
}
