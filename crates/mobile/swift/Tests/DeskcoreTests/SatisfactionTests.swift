import Foundation
import XCTest

import Deskcore

/// Asserts that a call fails, with this place and this code.
func assertRefused(
    _ path: String?, _ code: String = "invalid_input", file: StaticString = #filePath, line: UInt = #line, _ call: () throws -> Void
) {
    do {
        try call()
        XCTFail("expected an error", file: file, line: line)
    } catch let error as DeskcoreError {
        let failure = error.failure()
        XCTAssertEqual(failure.kind, .invalidInput, failure.message, file: file, line: line)
        XCTAssertEqual([failure.path, failure.code], [path, code], failure.message, file: file, line: line)
    } catch {
        XCTFail("\(error)", file: file, line: line)
    }
}

final class SatisfactionTests: XCTestCase {
    func testRatingsAreCountedByScaleAndScoresSayHowSureTheyAre() throws {
        let october = try countRatings(scale: "stars5", ratings: [5, 4, 1])
        let november = try countRatings(scale: "stars5", ratings: [5])
        let both = try mergeRatings(parts: [october, november])
        XCTAssertEqual(both, try mergeRatings(parts: [november, october]))
        XCTAssertEqual(both.counts, [1: 1, 2: 0, 3: 0, 4: 1, 5: 2])
        let score = try score(ratings: both)
        XCTAssertEqual(score.n, 4)
        XCTAssertEqual(score.sum, 15)
        XCTAssertEqual(score.csatPct, 75)
        XCTAssertNil(try Deskcore.score(ratings: countRatings(scale: "ces7", ratings: [])).mean)
        let kind = try Deskcore.score(ratings: countRatings(scale: "stars5", ratings: [5, 3]), denominator: .nonNeutral)
        XCTAssertEqual(kind.csatPct, 100)
        XCTAssertEqual(try Deskcore.score(ratings: countRatings(scale: "custom:1-10:8:5", ratings: [8, 7, 5])).neutral, 1)

        assertRefused(nil, "rating_out_of_scale") { _ = try countRatings(scale: "stars5", ratings: [6]) }
        assertRefused(nil, "scale_mismatch") {
            _ = try mergeRatings(parts: [october, countRatings(scale: "nps11", ratings: [9])])
        }
        assertRefused(nil, "scale_mismatch") { _ = try nps(ratings: both) }
        assertRefused("/scale") { _ = try countRatings(scale: "stars", ratings: [5]) }
        assertRefused("/parts") { _ = try mergeRatings(parts: []) }
    }

    func testSharesAndMeansComeWithTheirIntervals() throws {
        let wilson = try proportion(successes: 8, n: 10)
        XCTAssertEqual(try XCTUnwrap(wilson.lo), 0.4901624715, accuracy: 1e-9)
        XCTAssertEqual(try XCTUnwrap(wilson.hi), 0.9433178485, accuracy: 1e-9)
        XCTAssertEqual(wilson, try proportion(successes: 8, n: 10, confidence: 0.95, method: .wilson))
        XCTAssertEqual(try proportion(successes: 0, n: 0), Proportion(p: nil, lo: nil, hi: nil))
        let there = try twoProportions(k1: 80, n1: 100, k2: 60, n2: 100)
        let back = try twoProportions(k1: 60, n1: 100, k2: 80, n2: 100)
        XCTAssertEqual(there.diff, back.diff.map { -$0 })
        XCTAssertEqual(there.pValue, back.pValue)
        XCTAssertEqual(
            try nonresponse(sent: 100, responded: 50, positive: 40), Nonresponse(responseRate: 0.5, csat: 0.8, worst: 0.4, best: 0.9))
        XCTAssertEqual(try nps(ratings: countRatings(scale: "nps11", ratings: [10, 9, 8, 7])).nps, 50)
        XCTAssertEqual(try meanT(values: [2, 4]).mean, 3)
        let feedback = SellerFeedback(positive: 3, neutral: 1, negative: 0)
        XCTAssertEqual(try sellerFeedback(feedback: feedback, rule: .amazon).positivePct, 75)
        XCTAssertEqual(try sellerFeedback(feedback: feedback, rule: .ebay).positivePct, 100)

        assertRefused("/confidence") { _ = try proportion(successes: 1, n: 2, confidence: .nan) }
        assertRefused("/successes") { _ = try proportion(successes: 3, n: 2) }
        assertRefused("/k2") { _ = try twoProportions(k1: 1, n1: 2, k2: -1, n2: 2) }
        assertRefused("/values/1") { _ = try meanT(values: [1, .nan]) }
        assertRefused("/responded") { _ = try nonresponse(sent: 1, responded: 2, positive: 0) }
    }

    func testThreeLuckyTicketsDoNotLeadTheBoard() throws {
        let groups = [RatedGroup(id: "lucky", k: 3, n: 3), RatedGroup(id: "ioana", k: 190, n: 200), RatedGroup(id: "marco", k: 120, n: 200)]
        let shrinkage = try shrink(groups: groups)
        XCTAssertEqual(shrinkage.groups.map(\.id), groups.map(\.id))
        XCTAssertEqual(shrinkage.groups[1].rank, 1)
        assertRefused("/groups/0/k") { _ = try shrink(groups: [RatedGroup(id: "a", k: 2, n: 1)]) }
    }

    func testChartsAndAlertsTellDriftFromNoise() throws {
        let weeks = Array(repeating: SharePoint(k: 90, n: 100), count: 8) + [SharePoint(k: 60, n: 100)]
        XCTAssertEqual(try pChart(points: weeks).signals, [8])
        XCTAssertEqual(try pChart(points: weeks, limitSigmas: 3, center: 0.9).center, 0.9)
        var settings = EwmaSettings(weight: 0.2, limitSigmas: 3, center: 0.9)
        XCTAssertEqual(try ewmaShares(points: weeks, settings: settings).signals, [8])
        XCTAssertNil(try ewmaMeans(points: [MeanPoint(n: 0)], sigma: 0.9, settings: settings).points[0].value)
        XCTAssertEqual(try cusum(values: [4.5, 2], settings: CusumSettings(target: 4.5, slack: 0.1, h: 1.5)).signals, [1])
        settings.weight = 0
        assertRefused("/weight") { _ = try ewmaShares(points: weeks, settings: settings) }

        let low = (0..<10).map { TimedRating(at: monday.addingTimeInterval(3600 * Double($0)), score: 3) }
        let alert = try rollingAlert(ratings: low)
        XCTAssertEqual(alert.map(\.state), [.alert])
        XCTAssertEqual(alert.first?.at, low.last?.at)
        XCTAssertEqual(try rollingAlert(ratings: low.reversed(), rule: AlertRule()), alert)
        assertRefused("/window_s") { _ = try rollingAlert(ratings: low, rule: AlertRule(windowS: 0)) }
        let few = try countRatings(scale: "nps11", ratings: [10, 6, 6])
        XCTAssertEqual(try npsFloor(ratings: few, floor: 50).state, .ok)
        XCTAssertEqual(try npsFloor(ratings: mergeRatings(parts: Array(repeating: few, count: 30)), floor: 50).state, .alert)
        assertRefused("/floor") { _ = try npsFloor(ratings: few, floor: 101) }
    }

    func testACustomerIsAskedByDayOnceAndALowRatingActs() throws {
        let desk = try Desk.fromJson(
            json: #"""
                {"satisfaction": {"survey": {
                    "delay_s": 3600, "zone": "Europe/Bucharest", "low_rating": {"at_most": 2, "notify": "team-lead"}
                }}}
                """#)
        var opening = opening()
        (opening.facts.customer, opening.facts.language, opening.assignee) = ("c-9", "ro", "ioana")
        let opened = try desk.open(opening: opening).ticket
        XCTAssertEqual(try desk.surveyDue(ticket: opened, facts: SurveyFacts(), now: monday).reason, .notSolved)
        let solving = Event(id: "ev-2", at: at("2026-11-23T17:00:00Z"), kind: .status(to: .solved, label: nil))
        let solved = try desk.apply(ticket: opened, event: solving).ticket
        let night = try desk.surveyDue(ticket: solved, facts: SurveyFacts(), now: at("2026-11-23T18:30:00Z"))
        XCTAssertEqual(night.reason, .notDayTime)
        XCTAssertEqual(night.at, at("2026-11-24T07:00:00Z"))
        let due = try desk.surveyDue(ticket: solved, facts: SurveyFacts(), now: at("2026-11-24T07:00:00Z"))
        let survey = try XCTUnwrap(due.survey)
        XCTAssertEqual([survey.agent, survey.language, survey.sendBy], ["ioana", "ro", "email"])

        let rated = try desk.rateSurvey(survey: survey, score: 2, at: at("2026-11-24T08:00:00Z"))
        XCTAssertEqual(rated.survey.score, 2)
        guard case .lowRating(_, _, let scale, let agent, _, let to, _) = rated.effects[0].kind else { return XCTFail("no effect") }
        XCTAssertEqual([scale, agent, to], ["stars5", "ioana", "team-lead"])
        XCTAssertEqual(try desk.rateSurvey(survey: survey, score: 6, at: at("2026-11-24T08:00:00Z")).refused, .outOfScale)
    }

    func testAHistoryOfSurveysAndAnInvitationToReview() throws {
        XCTAssertEqual(SurveyConfig(), SurveyConfig(scale: "stars5", delayS: 86_400, keep: .last, zone: "UTC"))
        let later = at("2026-11-24T10:00:00Z")
        let events: [SurveyEvent] = [
            .rating(at: later, ticket: "A-17", score: 5),
            .resolved(at: monday, ticket: "A-17", customer: "c-9", agent: "marco", team: nil, channel: nil, reason: nil),
            .rating(at: later, ticket: "A-18", score: 5),
        ]
        let log = try surveyLog(config: SurveyConfig(delayS: 0), events: events, until: at("2026-12-24T10:00:00Z"))
        XCTAssertEqual(log.surveys.map(\.state), [.answered])
        XCTAssertEqual(log.rejected.map(\.reason), [.noSurvey])
        assertRefused("/delay_s") { _ = try surveyLog(config: SurveyConfig(delayS: -1), events: [], until: monday) }

        let amazon = ["amazon": ReviewRule(mayAsk: true, notBeforeS: 432_000)]
        let facts = ReviewFacts(channel: "amazon", consent: true, deliveredAt: monday)
        let review = try reviewDue(config: ReviewConfig(channels: amazon), facts: facts, now: monday)
        XCTAssertEqual(review.reason, .tooSoon)
        XCTAssertEqual(review.at, monday.addingTimeInterval(432_000))
        XCTAssertTrue(try reviewDue(config: ReviewConfig(), facts: facts, now: monday).invite)
        assertRefused("/cooldown_s") { _ = try reviewDue(config: ReviewConfig(cooldownS: -1), facts: facts, now: monday) }
    }
}
