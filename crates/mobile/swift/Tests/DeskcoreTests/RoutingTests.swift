import Foundation
import XCTest

import Deskcore

final class RoutingTests: XCTestCase {
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

    func desk() throws -> Desk {
        try Desk.fromJson(
            json: #"""
                {
                    "calendars": {"office": {"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "18:00"]]}}},
                    "policies": [{"id": "default", "calendar": "office", "targets": {"*": {"first_reply_time": "2h"}}}],
                    "routing": {
                        "boosts": [{"name": "vip", "when": {"tier": ["vip"]}, "seconds": 1800}],
                        "needed": [{"when": {"reason": ["refund"]}, "skills": {"refunds": 2}, "team": "returns"}],
                        "keywords": [{"label": "angry", "phrases": ["vergogna", "e o rusine"]}]
                    }
                }
                """#)
    }

    /// An instant in epoch milliseconds.
    func ms(_ text: String) -> Int64 { Int64(at(text).timeIntervalSince1970 * 1000) }

    let now = Int64(monday.timeIntervalSince1970 * 1000)

    func router(_ agents: [Agent], config: String = "{}") throws -> Router {
        try Router(routing: Routing.fromJson(json: config), roster: Roster(agents: agents), startMs: now)
    }

    func arrival(_ id: String, _ ms: Int64) -> RoutingEvent {
        RoutingEvent(atMs: ms, kind: .ticketNew(ticket: WorkItem(id: id, channel: "email")))
    }

    func testATicketHasAPlaceInTheQueueAndReasonsForIt() throws {
        let desk = try desk()
        var facts = facts()
        (facts.tier, facts.reason, facts.language) = ("vip", "refund", "it-CH")
        let opened = try desk.open(opening: Opening(id: "A-17", at: monday, facts: facts))
        let key = ms("2026-11-23T13:00:00Z")
        XCTAssertEqual([opened.queueKey, try opened.ticket.record().queueKey], [key, key])
        let why = try desk.explainQueueKey(ticket: opened.ticket)
        let parts = [Contribution(name: "due:first_reply_time", ms: key + 1_800_000), Contribution(name: "boost:vip", ms: -1_800_000)]
        let text = "due:first_reply_time at \(key + 1_800_000), boost:vip 1800 s sooner: \(key)"
        XCTAssertEqual(why, QueueKey(key: key, contributions: parts, text: text))

        let item = try desk.workItem(ticket: opened.ticket)
        XCTAssertEqual(item.dueMs, ["first_reply_time": key + 1_800_000])
        XCTAssertEqual(item.skills, ["refunds": 2])
        XCTAssertEqual([item.team, item.language], ["returns", "it-CH"])
        XCTAssertTrue(item.vip)
        XCTAssertEqual(try desk.routing().explainQueueKey(item: item), why)
        XCTAssertEqual(try desk.routing().queueKey(item: item), key)
        XCTAssertEqual(try desk.keywordTags(message: "Este o RUȘINE! E o rușine!"), ["angry"])
        XCTAssertEqual(try desk.keywordTags(message: "Grazie mille"), [])
    }

    func testRulesAreCompiledStoredAndCompared() throws {
        let routing = try desk().routing()
        let stored = try Routing.fromJson(json: routing.toJson())
        XCTAssertEqual(Set([routing, stored]).count, 1)
        XCTAssertEqual("\(routing)", "Routing with 1 boosts")
        let items = ["b", "B", "é"].map { WorkItem(id: $0, channel: "email", createdAtMs: now, dueMs: ["x": now, "y": nil]) }
        XCTAssertEqual(try routing.order(items: items), ["B", "b", "é"])
        // The ends of 64 bits keep their digits.
        for end in [Int64.min, Int64.max] {
            XCTAssertEqual(try routing.queueKey(item: WorkItem(id: "a", channel: "email", dueMs: ["x": end])), end)
        }
        XCTAssertEqual(failure { _ = try routing.order(items: items + items) }?.message.contains("twice"), true)
        let negative = failure { _ = try Routing.fromJson(json: #"{"max_boost_s": -1}"#) }
        XCTAssertEqual([negative?.code, negative?.path], ["invalid_input", "/max_boost_s"])
        let misspelt = failure { _ = try Routing.fromJson(json: #"{"boost": []}"#) }
        XCTAssertEqual([misspelt?.path, misspelt?.hint], ["/boost", "did you mean \"boosts\"?"])
    }

    func testARosterSaysWhoMayDecideWhat() throws {
        func limits(_ amount: String) -> [String: Limit] { ["refund": Limit(amount: amount, currency: "EUR")] }
        let shift = Shift(startMs: now, endMs: now + 60_000)
        var marco = Agent(id: "marco", capacity: 5, teams: ["returns"], limits: limits("500.00"))
        let ioana = Agent(id: "ioana", capacity: 5, shiftsMs: [shift], limits: limits("50"))
        let roster = try Roster(agents: [marco, ioana])
        XCTAssertEqual(try roster.agents(), [ioana, marco])
        XCTAssertEqual(try roster.agents()[0].shiftsMs, [shift])
        XCTAssertEqual("\(roster)", "Roster of 2 agents")
        func allowed(_ agent: String, _ amount: String) throws -> Permission {
            try roster.allowed(action: "refund", agent: agent, amount: amount, currency: "EUR")
        }
        XCTAssertEqual(try allowed("ioana", "49.90"), .yes)
        XCTAssertEqual(try allowed("ioana", "120"), .ask(agents: ["marco"]))
        XCTAssertEqual(try allowed("ioana", "900"), .no)
        XCTAssertEqual(try roster.lint(routing: desk().routing()).map(\.code), ["skill_without_agents"])

        let unknown = failure { _ = try allowed("iona", "1") }
        XCTAssertEqual([unknown?.path, unknown?.hint], ["/agent", "did you mean \"ioana\"?"])
        XCTAssertEqual(failure { _ = try allowed("ioana", "1,5") }?.path, "/amount")
        XCTAssertEqual(failure { _ = try Roster(agents: [ioana, ioana]) }?.path, "/1/id")
        let desk = try desk()
        marco.calendar = "office"
        XCTAssertEqual(try desk.roster(agents: [marco]).agents(), [marco])
        XCTAssertEqual(failure { _ = try Roster(agents: [marco]) }?.path, "/0/calendar")
        marco.calendar = "ofice"
        XCTAssertEqual(failure { _ = try desk.roster(agents: [marco]) }?.path, "/0/calendar")
        XCTAssertEqual(Agent(id: "a", capacity: 1).status, .online)
    }

    func testAQueueKeepsTicketsInOrder() throws {
        let queue = Queue()
        var first = QueuedTicket(id: "A-17", key: 20, createdAtMs: now)
        let returned = QueuedTicket(id: "A-18", key: 10, createdAtMs: now, team: "returns", skills: ["refunds"])
        try queue.insert(ticket: first)
        try queue.insert(ticket: returned)
        XCTAssertEqual(try queue.count(), 2)
        XCTAssertEqual(try queue.peek(), returned)
        XCTAssertEqual(try queue.position(id: "A-17"), 1)
        XCTAssertEqual(try queue.position(id: "A-18", team: "returns"), 0)
        XCTAssertNil(try queue.position(id: "A-19"))
        try queue.setKey(id: "A-17", key: .min)
        first.key = .min
        XCTAssertEqual(try queue.get(id: "A-17"), first)
        XCTAssertEqual(try queue.page(offset: 0, limit: 10), [first, returned])
        XCTAssertEqual(try queue.page(offset: 1, limit: .max), [returned])
        XCTAssertEqual(try queue.page(offset: 0, limit: 1, skill: "refunds"), [returned])
        XCTAssertEqual(try queue.page(offset: 0, limit: 1, team: "front"), [])
        let stored = try queue.toJson()
        XCTAssertEqual(try Queue.fromJson(json: stored).toJson(), stored)
        (first.team, first.key) = ("returns", 5)
        try queue.update(ticket: first)
        XCTAssertEqual(try (0..<3).map { _ in try queue.pop(team: "returns")?.id }, ["A-17", "A-18", nil])
        try queue.insert(ticket: returned)
        XCTAssertNil(try queue.remove(id: "A-17"))
        XCTAssertNil(try queue.pop(skill: "chess"))
        XCTAssertEqual(try queue.pop(skill: "refunds"), returned)
        XCTAssertNil(try queue.pop())

        try queue.insert(ticket: first)
        XCTAssertEqual(failure { try queue.insert(ticket: first) }?.path, "/id")
        XCTAssertEqual(failure { try queue.update(ticket: returned) }?.path, "/id")
        XCTAssertEqual(failure { try queue.setKey(id: "A-18", key: 1) }?.path, "/id")
        XCTAssertEqual(failure { _ = try queue.pop(team: "returns", skill: "refunds") }?.path, "/skill")
        let twice = #"{"id": "a", "key": 1, "created_at_ms": 1}"#
        XCTAssertEqual(failure { _ = try Queue.fromJson(json: "[\(twice), \(twice)]") }?.path, "/1/id")
    }

    func testARouterGivesEachTicketToWhoeverCanTakeIt() throws {
        let agents = [Agent(id: "ioana", capacity: 1, languages: ["ro": 3]), Agent(id: "marco", capacity: 1, languages: ["it": 3])]
        let router = try router(agents, config: #"{"accept_timeout_s": {"email": 60}}"#)
        var item = WorkItem(id: "A-17", channel: "email", language: "it-CH", fields: ["order": .whole(value: 1042)])
        let given = try router.apply(events: [RoutingEvent(atMs: now, kind: .ticketNew(ticket: item))])
        XCTAssertEqual(given, [.assigned(atMs: now, ticket: "A-17", agent: "marco", reason: .match)])
        item.id = "A-18"
        XCTAssertEqual(try router.apply(events: [RoutingEvent(atMs: now, kind: .ticketNew(ticket: item))]), [])
        let key = now + 86_400_000
        XCTAssertEqual(try router.queue(), [Waiting(ticket: "A-18", key: key)])
        let why = try router.explain(ticket: "A-18")
        XCTAssertEqual(why.place, .queued(position: 0, key: key))
        XCTAssertNil(why.agent)
        XCTAssertEqual(why.text, "A-18: 0 wait before it; nobody takes it; ioana speaks it-CH at 0, not 1; marco has no 1 of capacity left")
        XCTAssertEqual(why.agents.map(\.obstacles), [[.language(language: "it-CH", has: 0, needs: 1)], [.capacity(weight: 1)]])
        let pull = try router.nextForAgent(agent: "ioana")
        XCTAssertNil(pull.ticket)
        XCTAssertEqual(pull.passed.map(\.ticket), ["A-18"])
        XCTAssertEqual([try router.nextWakeUp(), try router.nowMs()], [now + 60_000, now])

        let late = try router.advance(toMs: now + 60_000)
        XCTAssertEqual(late.first, .requeued(atMs: now + 60_000, ticket: "A-17", agent: "marco", reason: .notAccepted))
        XCTAssertEqual(late.last, .assigned(atMs: now + 60_000, ticket: "A-18", agent: "marco", reason: .match))
        let set: [String: FieldValue] = ["language": .text(value: "ro"), "order_value_minor": .whole(value: 4990)]
        let changed = try router.apply(events: [RoutingEvent(atMs: now + 61_000, kind: .ticketUpdate(ticket: "A-17", set: set))])
        XCTAssertEqual(changed, [.assigned(atMs: now + 61_000, ticket: "A-17", agent: "ioana", reason: .match)])
        XCTAssertEqual(try router.state().tickets.first?.ticket.orderValueMinor, 4990)
    }

    func testTheReadmesAgentsAreGivenWork() throws {
        let desk = try desk()
        let ticket = try desk.open(opening: opening()).ticket

        let roster = try desk.roster(agents: [Agent(id: "ioana", capacity: 10, languages: ["ro": 3]), Agent(id: "marco", capacity: 10)])
        let router = try Router(routing: desk.routing(), roster: roster, startMs: now)
        let changes = try router.apply(events: [RoutingEvent(atMs: router.nowMs(), kind: .ticketNew(ticket: desk.workItem(ticket: ticket)))])
        let agents = try router.explain(ticket: ticket.record().id).agents

        XCTAssertEqual(changes, [.assigned(atMs: try router.nowMs(), ticket: "A-17", agent: "ioana", reason: .match)])
        XCTAssertEqual(agents.map(\.agent), ["ioana", "marco"])
    }

    func testARouterIsStoredAndComesBack() throws {
        let routing = try Routing.fromJson(json: "{}")
        let roster = try Roster(agents: [Agent(id: "ioana", capacity: 1)])
        var waiting = RoutedTicket(ticket: WorkItem(id: "A-17", channel: "email"), queuedAtMs: now)
        let router = try Router.restore(routing: routing, roster: roster, state: RouterState(atMs: now, tickets: [waiting]))
        XCTAssertEqual(try router.agentFor(ticket: "A-17"), Taker(agent: "ioana", reason: .match))
        XCTAssertEqual(try router.nextForAgent(agent: "ioana"), Pull(ticket: "A-17", reason: .match, passed: []))
        _ = try router.advance(toMs: now)
        XCTAssertNil(try router.agentFor(ticket: "A-17"))
        var state = try router.state()
        XCTAssertEqual(state.agents.map(\.tickets), [["A-17"]])
        XCTAssertEqual(try routerStateFromJson(json: routerStateToJson(state: state)), state)
        XCTAssertEqual(try Router.restore(routing: routing, roster: roster, state: state).state(), state)
        XCTAssertEqual(failure { _ = try routerStateFromJson(json: "{") }?.kind, .invalidInput)
        waiting.agent = "nobody"
        state.tickets = [waiting]
        let nobody = failure { _ = try Router.restore(routing: routing, roster: roster, state: state) }
        XCTAssertEqual(nobody?.path, "/tickets/0/agent")
    }

    func testARouterRefusesWhatCannotBeAndStaysAsItWas() throws {
        let router = try router([Agent(id: "ioana", capacity: 1)])
        let before = try router.state()
        func refused(_ events: [RoutingEvent]) -> String? { failure { _ = try router.apply(events: events) }?.path }
        XCTAssertEqual(refused([arrival("a", now + 5), arrival("b", now)]), "/1/at_ms")
        XCTAssertEqual(refused([RoutingEvent(atMs: now, kind: .agentStatus(agent: "nobody", status: .away))]), "/0/agent")
        XCTAssertEqual(failure { _ = try router.advance(toMs: now - 1) }?.kind, .invalidInput)
        XCTAssertEqual(failure { _ = try router.explain(ticket: "a") }?.path, "/ticket")
        XCTAssertEqual(failure { _ = try router.agentFor(ticket: "a") }?.path, "/ticket")
        XCTAssertEqual(failure { _ = try router.nextForAgent(agent: "nobody") }?.path, "/agent")
        XCTAssertEqual(try router.state(), before)
    }

    func testRecordsOfOtherSystemsAreRead() throws {
        let agents = try agentsFromJson(json: #"[{"id": "a", "capacity": 2, "channels": {"chat": 1}, "shifts_ms": [[1, 2]]}]"#)
        XCTAssertEqual(agents, [Agent(id: "a", capacity: 2, channels: ["chat": 1], shiftsMs: [Shift(startMs: 1, endMs: 2)])])
        let item = try workItemFromJson(json: #"{"id": "t", "channel": "chat", "weight": 3}"#)
        XCTAssertEqual(item, WorkItem(id: "t", channel: "chat", weight: 3))
        let gone = try routingEventsFromJson(json: #"[{"at_ms": 1, "type": "agent_status", "agent": "a", "status": "offline"}]"#)
        XCTAssertEqual(gone, [RoutingEvent(atMs: 1, kind: .agentStatus(agent: "a", status: .offline))])
        XCTAssertEqual(failure { _ = try agentsFromJson(json: #"[{"id": "a", "capacity": "2"}]"#) }?.path, "/0/capacity")
        XCTAssertEqual(failure { _ = try workItemFromJson(json: "{}") }?.kind, .invalidInput)
        XCTAssertEqual(failure { _ = try routingEventsFromJson(json: #"[{"at_ms": 1, "type": "lunch"}]"#) }?.path, "/0/type")
    }

    func testStaffingTellsHowManyAreNeeded() throws {
        var chats = LiveWork(arrivals: 60, intervalS: 3600, ahtS: 360, answerWithinS: 30)
        let goal = StaffingGoal(targetBp: 8000)
        XCTAssertEqual(
            goal, StaffingGoal(targetBp: 8000, maxOccupancyBp: 10_000, maxAbandonBp: 10_000, concurrency: 1, shrinkageBp: 0))
        XCTAssertEqual(try erlangCRequired(work: chats, goal: goal).agents, 9)
        XCTAssertGreaterThan(try erlangC(work: chats, agents: 9).serviceLevel, 0.8)
        XCTAssertNil(try erlangC(work: chats, agents: 6).asaS)
        XCTAssertEqual(failure { _ = try erlangA(work: chats, agents: 8) }?.path, "/patience_s")
        XCTAssertEqual(failure { _ = try erlangCRequired(work: chats, goal: StaffingGoal(targetBp: 10_001)) }?.path, "/target_bp")
        chats.patienceS = 180
        XCTAssertEqual(try erlangARequired(work: chats, goal: goal).agents, 8)
        XCTAssertLessThan(try erlangA(work: chats, agents: 8).pAbandon, 0.07)
        chats.arrivals = .nan
        XCTAssertEqual(failure { _ = try erlangC(work: chats, agents: 1) }?.path, "/arrivals")

        let calls = ["2026-03-23T08:05:00Z", "2026-03-30T07:05:00Z", "2026-03-30T07:20:00Z"].map(ms)
        var profile = try arrivalProfile(
            arrivalsMs: calls, zone: "Europe/Bucharest", fromMs: ms("2026-03-22T22:00:00Z"), toMs: ms("2026-04-05T21:00:00Z"))
        XCTAssertEqual([profile.meanArrivals[20], profile.occurrences[20]], [1.5, 2])
        let work = WorkAssumptions(ahtS: 300, answerWithinS: 30)
        XCTAssertEqual(work.load, 1)
        var plan = try weekPlan(profile: profile, assumptions: work, goal: goal)
        let week = plan.intervals
        XCTAssertEqual(week.count, 336)
        XCTAssertEqual(week[20].weekday, .mon)
        XCTAssertEqual(week[20].start, "10:00")
        XCTAssertEqual(week[20].agents, 2)
        XCTAssertEqual(try planSentences(plan: plan), ["Mon: \(week[20].scheduled) agents from 10:00 to 10:30"])

        let zone = "Europe/Bucharest"
        let gaps = try Roster(agents: [Agent(id: "ioana", capacity: 1)]).coverageGaps(plan: plan, zone: zone, weekOf: "2026-03-23")
        XCTAssertEqual(gaps.map(\.start), [at("2026-03-23T08:00:00Z")])
        XCTAssertEqual(gaps.map(\.end), [at("2026-03-23T08:30:00Z")])
        XCTAssertEqual(gaps.map { [$0.scheduled, $0.onDuty, $0.missing] }, [[week[20].scheduled, 1, week[20].scheduled - 1]])
        plan.intervals = []
        XCTAssertEqual(failure { _ = try Roster(agents: []).coverageGaps(plan: plan, zone: zone, weekOf: "2026-03-23") }?.path, "/intervals")
        profile.meanArrivals = []
        XCTAssertEqual(failure { _ = try weekPlan(profile: profile, assumptions: work, goal: goal) }?.path, "/mean_arrivals")
        XCTAssertEqual(failure { _ = try arrivalProfile(arrivalsMs: [], zone: "Europe/Rome", fromMs: 0, toMs: 0) }?.path, "/to_ms")
        XCTAssertEqual(failure { _ = try arrivalProfile(arrivalsMs: [], zone: "Europe/Roma", fromMs: 0, toMs: 1) }?.kind, .invalidInput)
    }

    func testAnOrderOfTheQueueIsSimulatedAndAWaitTold() throws {
        func job(_ arrival: Int64, _ priority: Priority, _ due: Int64) -> Job {
            Job(arrivalS: arrival, priority: priority, dueS: due, workS: 600)
        }
        let jobs = [job(0, .normal, 14_400), job(10, .low, 86_400), job(20, .urgent, 900)]
        let fifo = try simulate(jobs: jobs, pool: Pool(agents: 1, order: .fifo))
        XCTAssertEqual(fifo.started, [0, 600, 1200])
        XCTAssertEqual(fifo.breaches, 1)
        let due = try simulate(jobs: jobs, pool: Pool(agents: 1, order: .virtualDue))
        XCTAssertEqual(due.started, [0, 1200, 600])
        XCTAssertEqual(due.byPriority.map(\.priority), [.urgent, .normal, .low])
        XCTAssertEqual(failure { _ = try simulate(jobs: jobs, pool: Pool(agents: 0, order: .fifo)) }?.path, "/agents")
        let back = failure { _ = try simulate(jobs: jobs.reversed(), pool: Pool(agents: 1, order: .fifo)) }
        XCTAssertEqual(back?.path, "/jobs/1/arrival_s")

        let rules = try Routing.fromJson(json: "{}")
        let roster = try Roster(agents: [Agent(id: "ioana", capacity: 1)])
        let tickets = ["a", "b"].map { SimulatedTicket(ticket: WorkItem(id: $0, channel: "email"), arrivalMs: 0, workMs: 60_000) }
        XCTAssertEqual(try simulateRoster(routing: rules, roster: roster, tickets: tickets, order: .fifo).begunMs, [0, 60_000])
        XCTAssertEqual(try simulateRoster(routing: rules, roster: roster, tickets: tickets).agents.map(\.tickets), [2])
        let router = try Router(routing: rules, roster: roster, startMs: 0)
        let told = try router.estimateWait(item: WorkItem(id: "c", channel: "email"), serviceTimesS: [60])
        XCTAssertEqual(told.wait?.expectedS, 0)

        let estimate = try estimateWait(ahead: 3, agents: 2, serviceTimesS: [240, 600, 360, 480, 300])
        let wait = try XCTUnwrap(estimate.wait)
        XCTAssertTrue(wait.lowS < wait.expectedS && wait.expectedS < wait.highS)
        XCTAssertEqual(estimate.samples, 5)
        XCTAssertNil(try estimateWait(ahead: 3, agents: 2, serviceTimesS: []).wait)
        XCTAssertEqual(failure { _ = try estimateWait(ahead: 1, agents: 1, serviceTimesS: [1, -1]) }?.path, "/service_times_s/1")
    }

    func testEightThreadsShareAQueueAndARouter() throws {
        let queue = Queue()
        let router = try router([Agent(id: "ioana", capacity: 4000)])
        let now = now
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            do {
                for n in 0..<500 {
                    let item = WorkItem(id: "\(thread)-\(n)", channel: "email")
                    try queue.insert(ticket: QueuedTicket(id: item.id, key: Int64(n), createdAtMs: now))
                    _ = try router.apply(events: [RoutingEvent(atMs: now, kind: .ticketNew(ticket: item))])
                }
                for _ in 0..<250 { XCTAssertNotNil(try queue.pop()) }
            } catch {
                XCTFail("\(error)")
            }
        }
        XCTAssertEqual(try queue.count(), 2000)
        XCTAssertEqual(try router.state().agents.map(\.used), [4000])
        XCTAssertEqual(try router.state().tickets.count, 4000)
    }
}
