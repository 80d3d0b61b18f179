// Runs language-neutral vectors against deskcore for Swift.
//
// Arguments are `.jsonl` files, or folders of them. The folder that a file
// lies in names its family. Each failure is printed with what was expected
// and what came; the last line is `N passed, N failed`.

import Deskcore
import Foundation

/// Any JSON, with whole numbers kept whole.
enum Json: Codable, Equatable {
    case null
    case flag(Bool)
    case whole(Int64)
    case huge(UInt64)
    case number(Double)
    case text(String)
    case list([Json])
    case object([String: Json])

    init(from decoder: Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let flag = try? value.decode(Bool.self) {
            self = .flag(flag)
        } else if let whole = try? value.decode(Int64.self) {
            self = .whole(whole)
        } else if let huge = try? value.decode(UInt64.self) {
            self = .huge(huge)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([Json].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: Json].self))
        }
    }

    func encode(to encoder: Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .null: try value.encodeNil()
        case .flag(let flag): try value.encode(flag)
        case .whole(let whole): try value.encode(whole)
        case .huge(let huge): try value.encode(huge)
        case .number(let number): try value.encode(number)
        case .text(let text): try value.encode(text)
        case .list(let list): try value.encode(list)
        case .object(let object): try value.encode(object)
        }
    }

    static func parse(_ text: some StringProtocol) throws -> Json {
        try JSONDecoder().decode(Json.self, from: Data(text.utf8))
    }

    var json: String {
        get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
    }

    subscript(key: String) -> Json {
        get { object[key] ?? .null }
        set {
            var changed = object
            changed[key] = newValue
            self = .object(changed)
        }
    }

    var object: [String: Json] { if case .object(let object) = self { object } else { [:] } }
    var list: [Json] { if case .list(let list) = self { list } else { [] } }
    var text: String { if case .text(let text) = self { text } else { "" } }
    var whole: Int64 { if case .whole(let whole) = self { whole } else { 0 } }
    var double: Double? {
        switch self {
        case .whole(let whole): Double(whole)
        case .number(let number): number
        default: nil
        }
    }
    var date: Date { get throws { try instant(text) } }
}

struct Mistake: Error, CustomStringConvertible {
    let description: String
}

struct Outcome {
    let what: String
    let expected: Json
    let got: Json
}

/// An RFC 3339 instant, `YYYY-MM-DDTHH:MM:SS[.mmm]Z`, by the civil calendar's arithmetic.
func instant(_ text: String) throws -> Date {
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    guard numbers.count >= 6, text.hasSuffix("Z") else { throw Mistake(description: "no instant: \(text)") }
    let (month, day) = (numbers[1], numbers[2])
    let year = numbers[0] - (month <= 2 ? 1 : 0)
    let era = year.quotientFloored(by: 400)
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let yearOfEra = year - era * 400
    let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    let seconds = days * 86_400 + numbers[3] * 3_600 + numbers[4] * 60 + numbers[5]
    let milliseconds = numbers.count > 6 ? numbers[6] : 0
    return Date(timeIntervalSince1970: Double(seconds) + Double(milliseconds) / 1000)
}

extension Int {
    func quotientFloored(by divisor: Int) -> Int { self >= 0 ? self / divisor : -((divisor - 1 - self) / divisor) }
}

/// The instant as text, in whole seconds.
func stamp(_ date: Date?) -> Json {
    guard let date else { return .null }
    let seconds = Int(date.timeIntervalSince1970.rounded(.down))
    let days = seconds.quotientFloored(by: 86_400)
    let (z, second) = (days + 719_468, seconds - days * 86_400)
    let era = z.quotientFloored(by: 146_097)
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let civil = month < 10 ? month + 3 : month - 9
    let year = yearOfEra + era * 400 + (civil <= 2 ? 1 : 0)
    return .text(
        String(
            format: "%04d-%02d-%02dT%02d:%02d:%02dZ", year, civil, day, second / 3600, second / 60 % 60, second % 60))
}

func businessTime(_ vector: Json) throws -> [Outcome] {
    let calendar = try Deskcore.Calendar.fromJson(json: vector["calendar"].json)
    return try vector["ops"].list.map { op in
        let at = { try op["at"].date }
        let got: Json =
            switch op["op"].text {
            case "is_open": .flag(try calendar.isOpen(at: at()))
            case "next_open": stamp(try calendar.nextOpen(at: at()))
            case "next_close": stamp(try calendar.nextClose(at: at()))
            case "between": .whole(try calendar.between(start: op["from"].date, end: op["to"].date))
            case "add": stamp(try calendar.add(at: at(), seconds: op["seconds"].whole))
            case "subtract": stamp(try calendar.subtract(at: at(), seconds: op["seconds"].whole))
            default: throw Mistake(description: "unknown operation \(op["op"].text)")
            }
        return Outcome(what: try op.json, expected: op["expect"], got: got)
    }
}

/// A desk refuses a calendar that never opens. One that opened once, long
/// ago, is the same to every case.
func everOpen(_ calendar: Json) throws -> Json {
    guard try Deskcore.Calendar.fromJson(json: calendar.json).neverOpens() else { return calendar }
    var calendar = calendar
    calendar["overrides"]["1900-01-01"] = .list([.list([.text("09:00"), .text("10:00")])])
    return calendar
}

func deskOf(_ calendar: Json, _ policy: Json) throws -> Desk {
    var only = Json.object(["id": .text("p"), "calendar": .text("office")])
    if policy != .null {
        for key in ["pause", "bot_counts", "note_counts"] where policy.object[key] != nil { only[key] = policy[key] }
        only["targets"] = .object(
            policy["targets"].object.mapValues { metrics in
                .object(metrics.object.mapValues { .object(["target": $0["seconds"], "hours": $0["hours"]]) })
            })
    }
    let document = Json.object([
        "automatic_status": .flag(false),
        "calendars": .object(["office": try everOpen(calendar)]),
        "policies": .list([only]),
    ])
    return try Desk.fromJson(json: document.json)
}

/// One ticket, and the desk.json that holds for it at the moment.
struct Case {
    var calendar: Json
    var policy: Json
    var desk: Desk
    var ticket: Ticket?
    var events = 0

    init(_ vector: Json) throws {
        (calendar, policy) = (vector["calendar"], vector["policy"])
        desk = try deskOf(calendar, policy)
    }

    mutating func happen(_ event: Json) throws {
        var fields = event.object
        let (at, kind) = (fields.removeValue(forKey: "at") ?? .null, fields.removeValue(forKey: "type")?.text ?? "")
        switch kind {
        case "created": try open(at, fields)
        case "policy", "calendar":
            try apply(at, "policy_review", [:])
            if kind == "policy" { policy = event[kind] } else { calendar = event[kind] }
            desk = try deskOf(calendar, policy)
            try apply(at, "policy_review", [:])
        case "assigned": try apply(at, kind, ["agent": event["to"]])
        case "merged_from", "merged_into":
            fields["ticket"] = .text("m\(events)")
            try apply(at, kind, fields)
        default: try apply(at, kind, fields)
        }
    }

    private mutating func open(_ at: Json, _ fields: [String: Json]) throws {
        var opening = fields.filter { $0.value != .null && $0.key != "by" && $0.key != "public" }
        opening["public_message"] = fields["public"]
        let by = fields["by"] ?? .null
        opening["started_by"] = by == .text("system") ? .text("host") : by
        (opening["id"], opening["at"], opening["channel"]) = (.text("t"), at, .text("email"))
        try store(desk.open(opening: openingFromJson(json: Json.object(opening).json)))
    }

    private mutating func apply(_ at: Json, _ kind: String, _ fields: [String: Json]) throws {
        guard let ticket else { throw Mistake(description: "no ticket has been created") }
        events += 1
        var fields = fields
        (fields["id"], fields["at"], fields["type"]) = (.text("e\(events)"), at, .text(kind))
        do {
            try store(desk.apply(ticket: ticket, event: eventFromJson(json: Json.object(fields).json)))
        } catch DeskcoreError.TicketClosed {
            // Closed is final: expected.
        }
    }

    /// Stored and loaded between any two events, a ticket is the same.
    private mutating func store(_ change: Change) throws {
        let loaded = try Ticket.fromJson(json: change.json)
        guard loaded == change.ticket else {
            throw Mistake(description: "the ticket differs after a round trip through JSON")
        }
        ticket = loaded
    }

    func check(_ metric: Metric, at: Date) throws -> Json {
        guard let ticket else { return .text("no ticket has been created") }
        let verdict = try desk.verdict(ticket: ticket, metric: metric, now: at)
        let ticked = try desk.tick(ticket: ticket, now: at).ticket
        guard try desk.verdict(ticket: ticked, metric: metric, now: at) == verdict else {
            return .text("letting time run up to the instant changes the verdict")
        }
        return .object([
            "state": snake(verdict.state),
            "clock": snake(verdict.clock),
            "instance": .whole(Int64(verdict.instance)),
            "elapsed_s": .whole(verdict.elapsedS),
            "target_s": verdict.targetS.map(Json.whole) ?? .null,
            "due_at": stamp(verdict.dueAt),
            "breaches": .whole(Int64(verdict.breaches)),
            "last_breach_at": stamp(verdict.lastBreachAt),
        ])
    }
}

/// The name of a case as JSON has it.
func snake(_ value: some Any) -> Json {
    .text("\(value)".reduce(into: "") { $0 += $1.isUppercase ? "_\($1.lowercased())" : "\($1)" })
}

let metrics: [Metric] = [
    .firstReplyTime, .nextReplyTime, .periodicUpdateTime, .pausableUpdateTime, .requesterWaitTime, .agentWorkTime,
    .totalResolutionTime,
]

func sla(_ vector: Json) throws -> [Outcome] {
    var ticket = try Case(vector)
    var events = vector["events"].list[...]
    let checks = try vector["checks"].list.enumerated().map { (try $1["at"].date, $0, $1) }
    return try checks.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { at, _, check in
        while let event = events.first, try event["at"].date <= at {
            try ticket.happen(event)
            events.removeFirst()
        }
        guard let metric = metrics.first(where: { snake($0) == check["metric"] }) else {
            throw Mistake(description: "unknown metric \(check["metric"].text)")
        }
        let what = "\(check["metric"].text) at \(check["at"].text)"
        return Outcome(what: what, expected: check["expect"], got: try ticket.check(metric, at: at))
    }
}

/// The text of a field of an object, as it was written: `Json` knows neither
/// the order of fields nor 1 from 1.0.
func written(_ name: String, in object: some StringProtocol) -> String? {
    let bytes = Array(object.utf8)
    var (depth, quote, key) = (0, nil as Int?, "")
    var (value, at) = (nil as Int?, 0)
    while at < bytes.count {
        switch (bytes[at], quote) {
        case (UInt8(ascii: "\\"), .some): at += 1
        case (UInt8(ascii: "\""), .some(let start)):
            if depth == 1, value == nil { key = String(decoding: bytes[start + 1..<at], as: UTF8.self) }
            quote = nil
        case (_, .some): break
        case (UInt8(ascii: "\""), nil): quote = at
        case (UInt8(ascii: ":"), nil) where depth == 1: value = at + 1
        case (UInt8(ascii: ","), nil) where depth == 1, (UInt8(ascii: "}"), nil) where depth == 1:
            if let value, key == name { return String(decoding: bytes[value..<at], as: UTF8.self) }
            value = nil
        case (UInt8(ascii: "{"), nil), (UInt8(ascii: "["), nil): depth += 1
        case (UInt8(ascii: "}"), nil), (UInt8(ascii: "]"), nil): depth -= 1
        default: break
        }
        at += 1
    }
    return nil
}

func limitsOf(_ given: Json) -> Limits {
    var limits = Limits()
    func most(_ key: String) -> UInt64? {
        switch given[key] {
        case .whole(let whole): UInt64(whole)
        case .huge(let huge): huge
        default: nil
        }
    }
    if let fuel = most("fuel") { limits.fuel = fuel }
    if let bytes = most("output_bytes") { limits.outputBytes = bytes }
    if let bytes = most("memory_bytes") { limits.memoryBytes = bytes }
    if let depth = most("depth") { limits.depth = UInt32(depth) }
    if let bytes = most("source_bytes") { limits.sourceBytes = bytes }
    return limits
}

func named<T>(_ json: Json, _ cases: [T], or usual: T) throws -> T {
    if json == .null { return usual }
    guard let found = cases.first(where: { snake($0) == json }) else { throw Mistake(description: "unknown name \(json.text)") }
    return found
}

func rendered(_ vector: Json, data: String) throws -> Json {
    let parts = vector["template_parts"].list.map { String(repeating: $0.list[0].text, count: Int($0.list[1].whole)) }
    let source = vector.object["template"]?.text ?? parts.joined()
    let partials = vector["templates"].object.mapValues(\.text)
    let limits = limitsOf(vector["limits"])
    let options = RenderOptions(
        channel: try named(vector["channel"], [.plain, .html, .markdown, .sms], or: .plain),
        missing: try named(vector["missing"], [.strict, .lenient], or: .lenient),
        limits: limits)
    do {
        let template = try Template(source: source, partials: partials, limits: limits)
        return .object(["result": .text(try template.render(data: data, options: options))])
    } catch let error as DeskcoreError {
        guard let kind = error.templateErrorClass() else { throw error }
        let failure = error.failure()
        let (line, column) = (failure.line.map(Int64.init), failure.column.map(Int64.init))
        return .object([
            "error": .object([
                "class": snake(kind), "line": line.map(Json.whole) ?? .null, "column": column.map(Json.whole) ?? .null,
                "path": failure.path.map(Json.text) ?? .null,
            ])
        ])
    }
}

/// Whether an outcome is the result, or an error with the fields that are
/// given; a list is any of its items.
func accepts(_ expected: Json, _ got: Json) -> Bool {
    guard let error = got.object["error"] else { return expected["result"] == got["result"] }
    guard let fields = expected.object["error"]?.object else { return false }
    return fields.allSatisfy { key, value in
        if case .list(let any) = value { any.contains(error[key]) } else { value == error[key] }
    }
}

func templates(_ vector: Json, data: String) throws -> [Outcome] {
    let accepted: [Json] =
        if let any = vector.object["accept"] {
            any.list
        } else if let any = vector.object["results"] {
            any.list.map { .object(["result": $0]) }
        } else if let result = vector.object["result"] {
            [.object(["result": result])]
        } else if let error = vector.object["error"] {
            [.object(["error": error])]
        } else if vector["invalid"] == .flag(true) {
            [.object(["error": .object([:])])]
        } else {
            throw Mistake(description: "a vector without an outcome")
        }
    let got = try rendered(vector, data: data)
    let matched = accepted.contains { accepts($0, got) }
    return [Outcome(what: "renders", expected: matched ? got : .list(accepted), got: got)]
}

/// The names that instants have here.
let names = ["t": "at_ms", "created_at": "created_at_ms", "due": "due_ms", "shifts": "shifts_ms"]

func renamed(_ value: Json) -> Json {
    guard case .object(let fields) = value else { return value }
    let pairs = fields.map { name, field in
        (names[name] ?? name, ["ticket", "set"].contains(name) ? renamed(field) : field)
    }
    return .object(Dictionary(uniqueKeysWithValues: pairs))
}

func records(_ list: Json) throws -> String { try Json.list(list.list.map(renamed)).json }

func workItem(_ value: Json) throws -> WorkItem { try workItemFromJson(json: renamed(value).json) }

/// A ticket that waits or is worked on: what the router knows is beside what
/// the ticket is.
func routed(_ value: Json) throws -> RoutedTicket {
    let router = ["agent", "paused", "declined", "queued_at"]
    let agent = value["agent"]
    return RoutedTicket(
        ticket: try workItem(.object(value.object.filter { !router.contains($0.key) })),
        queuedAtMs: value["queued_at"].whole,
        agent: agent == .null ? nil : agent.text,
        paused: value["paused"] == .flag(true),
        declined: value["declined"].list.map(\.text))
}

func scenario(_ routing: Routing, _ input: Json) throws -> Json {
    let roster = try Roster(agents: agentsFromJson(json: records(input["agents"])))
    let router = try Router(routing: routing, roster: roster, startMs: input["start"].whole)
    var events = try routingEventsFromJson(json: records(input["events"]))[...]
    var (changes, snapshots) = ([RoutingChange](), [Json]())
    for stop in input["snapshots"].list.map({ Optional($0.whole) }) + [nil] {
        let to = stop ?? input["until"].whole
        let before = events.prefix { $0.atMs <= to }
        events = events.dropFirst(before.count)
        changes += try router.apply(events: Array(before)) + router.advance(toMs: to)
        if let stop {
            let queue = try router.queue().map { Json.list([.text($0.ticket), .whole($0.key)]) }
            snapshots.append(.object(["t": .whole(stop), "queue": .list(queue)]))
        }
    }
    var (assignments, requeues) = ([Json](), [Json]())
    for change in changes {
        switch change {
        case .assigned(let atMs, let ticket, let agent, let reason):
            assignments.append(.list([.whole(atMs), .text(ticket), .text(agent), snake(reason)]))
        case .requeued(let atMs, let ticket, let agent, let reason):
            requeues.append(.list([.whole(atMs), .text(ticket), .text(agent), snake(reason)]))
        case .demoted: throw Mistake(description: "no ticket is to be demoted")
        }
    }
    let held = try router.state().agents.map { ($0.agent, Json.list($0.tickets.map(Json.text))) }
    return .object([
        "assignments": .list(assignments), "requeues": .list(requeues), "snapshots": .list(snapshots),
        "final": .object([
            "queue": .list(try router.queue().map { .text($0.ticket) }),
            "held": .object(Dictionary(uniqueKeysWithValues: held)),
        ]),
    ])
}

func answer(_ op: String, _ input: Json) throws -> Json {
    // The vectors know nothing of tickets that are put back.
    var config = input["config"]
    config["demote_missed"] = .object(["channels": .list([])])
    let routing = try Routing.fromJson(json: config.json)
    switch op {
    case "key":
        let item = try workItem(input["ticket"])
        let why = try routing.explainQueueKey(item: item)
        guard try routing.queueKey(item: item) == why.key else {
            throw Mistake(description: "the key is not the one that is explained")
        }
        let parts = why.contributions.map { Json.list([.text($0.name), .whole($0.ms)]) }
        return .object(["key": .whole(why.key), "contributions": .list(parts)])
    case "order":
        let items = try input["tickets"].list.map(workItem)
        let order = try routing.order(items: items)
        let keys = try order.map { id in try items.first { $0.id == id }.map { try routing.queueKey(item: $0) } ?? 0 }
        return .object(["order": .list(order.map(Json.text)), "keys": .list(keys.map(Json.whole))])
    case "next_for_agent":
        let roster = try Roster(agents: agentsFromJson(json: records(input["agents"])))
        let state = RouterState(atMs: input["t"].whole, tickets: try input["tickets"].list.map(routed))
        let router = try Router.restore(routing: routing, roster: roster, state: state)
        let next = try router.nextForAgent(agent: input["agent"].text)
        return .object(["ticket": next.ticket.map(Json.text) ?? .null, "reason": next.reason.map(snake) ?? .null])
    case "scenario": return try scenario(routing, input)
    default: throw Mistake(description: "unknown operation \(op)")
    }
}

func routing(_ vector: Json) throws -> [Outcome] {
    let op = vector["op"].text
    return [Outcome(what: op, expected: vector["expect"], got: try answer(op, vector["input"]))]
}

func fraction(_ number: Double?) -> Json { number.map(Json.number) ?? .null }

func figures(_ needed: Staffing) -> [String: Json] {
    [
        "slots": .whole(Int64(needed.slots)), "agents": .whole(Int64(needed.agents)),
        "scheduled": .whole(Int64(needed.scheduled)), "service_level": .number(needed.serviceLevel),
        "occupancy": .number(needed.occupancy), "p_abandon": fraction(needed.pAbandon),
    ]
}

func staffed(_ op: String, _ input: Json) throws -> [String: Json] {
    let work = LiveWork(
        arrivals: input["arrivals"].double ?? 0, intervalS: input["interval_s"].double ?? 0, ahtS: input["aht_s"].double ?? 0,
        answerWithinS: input["answer_within_s"].double ?? 0, patienceS: input["patience_s"].double)
    let agents = UInt32(input["agents"].whole)
    var goal = StaffingGoal(targetBp: UInt32(input["target_bp"].whole))
    func given(_ name: String) -> UInt32? { input.object[name].map { UInt32($0.whole) } }
    if let most = given("max_occupancy_bp") { goal.maxOccupancyBp = most }
    if let most = given("max_abandon_bp") { goal.maxAbandonBp = most }
    if let concurrency = given("concurrency") { goal.concurrency = concurrency }
    if let shrinkage = given("shrinkage_bp") { goal.shrinkageBp = shrinkage }
    switch op {
    case "erlang_c":
        let reached = try erlangC(work: work, agents: agents)
        return [
            "intensity": .number(reached.intensity), "p_wait": .number(reached.pWait),
            "service_level": .number(reached.serviceLevel), "asa_s": fraction(reached.asaS),
            "occupancy": .number(reached.occupancy), "stable": .flag(reached.stable),
        ]
    case "erlang_a":
        let reached = try erlangA(work: work, agents: agents)
        return [
            "intensity": .number(reached.intensity), "p_wait": .number(reached.pWait),
            "p_abandon": .number(reached.pAbandon), "service_level": .number(reached.serviceLevel),
            "service_level_excl_short_abandons": .number(reached.serviceLevelExclShortAbandons),
            "asa_answered_s": .number(reached.asaAnsweredS), "mean_wait_all_s": .number(reached.meanWaitAllS),
            "occupancy": .number(reached.occupancy),
        ]
    case "erlang_c_required": return figures(try erlangCRequired(work: work, goal: goal))
    case "erlang_a_required": return figures(try erlangARequired(work: work, goal: goal))
    default: throw Mistake(description: "unknown operation \(op)")
    }
}

func staffing(_ vector: Json) throws -> [Outcome] {
    let got = try staffed(vector["op"].text, vector["input"])
    let tolerance = vector["tol"].double ?? 0
    return vector["expect"].object.sorted { $0.key < $1.key }.map { what, expected in
        let came = got[what] ?? .null
        let near: Bool =
            if case .number(let number) = came, let wanted = expected.double {
                abs(number - wanted) <= tolerance * max(1, abs(wanted))
            } else {
                false
            }
        return Outcome(what: what, expected: expected, got: near ? expected : came)
    }
}

let orders: [QueueOrder] = [.fifo, .strictPriority, .virtualDue, .virtualDueVip, .virtualDueDemoted]

func simulation(_ vector: Json) throws -> [Outcome] {
    let jobs = try vector["jobs"].list.map(\.list).map { job in
        Job(
            arrivalS: job[0].whole, priority: try named(job[1], [.urgent, .high, .normal, .low], or: .normal),
            dueS: job[2].whole, workS: job[3].whole, vip: job[4].whole == 1)
    }
    return try vector["expect"].object.sorted { $0.key < $1.key }.flatMap { name, expect in
        let pool = Pool(
            agents: UInt32(vector["agents"].whole), order: try named(.text(name), orders, or: .fifo),
            agentClock: vector["agent_clock"] != .flag(false))
        let came = try simulate(jobs: jobs, pool: pool)
        // Each factor is below the modulus, so that no product leaves 64 bits.
        let modulus: Int64 = 1_000_000_007
        let starts = came.started.enumerated().reduce(into: Int64(0)) { sum, next in
            let start = (next.element % modulus + modulus) % modulus
            sum = (sum + Int64(next.offset + 1) % modulus * start) % modulus
        }
        let got: [String: Json] = [
            "breaches": .whole(Int64(came.breaches)), "wait_sum_s": .whole(came.waitSumS),
            "wait_max_s": .whole(came.waitMaxS), "wait_p95_s": .whole(came.waitP95S),
            "lateness_max_s": .whole(came.latenessMaxS), "starts_sum_mod": .whole(starts),
        ]
        return expect.object.sorted { $0.key < $1.key }.map { figure, expected in
            Outcome(what: "\(name) \(figure)", expected: expected, got: got[figure] ?? .null)
        }
    }
}

/// SHA-256 by the system's tool: Foundation has none on Linux.
func sha256(_ bytes: Data) throws -> String {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("deskcore-\(UUID().uuidString)")
    try bytes.write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let (process, pipe) = (Process(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    #if os(Linux)
        process.arguments = ["sha256sum", file.path]
    #else
        process.arguments = ["shasum", "-a", "256", file.path]
    #endif
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(String(decoding: output, as: UTF8.self).prefix(64))
}

func digest(_ file: URL) throws -> [Outcome] {
    let beside = { try String(contentsOf: file.deletingLastPathComponent().appendingPathComponent($0), encoding: .utf8) }
    let desk = try Desk.fromJson(json: beside("desk.json"))
    var bytes = Data()
    func line(_ text: String) { bytes.append(contentsOf: Array("\(text)\n".utf8)) }
    func step(_ change: Change) throws -> Ticket {
        line(change.json)
        for effect in change.effects { line(try effectToJson(effect: effect)) }
        return change.ticket
    }
    for history in try lines(file).map(Json.parse) {
        var ticket = try step(desk.open(opening: openingFromJson(json: history["opening"].json)))
        for event in history["events"].list {
            do {
                ticket = try step(desk.apply(ticket: ticket, event: eventFromJson(json: event.json)))
            } catch let error as DeskcoreError {
                line(error.failure().code)
            }
        }
        _ = try step(desk.tick(ticket: ticket, now: history["until"].date))
    }
    let digest = try sha256(bytes)
    print("digest \(digest)")
    let expected = try beside("digest.txt").trimmingCharacters(in: .whitespacesAndNewlines)
    return [Outcome(what: "of all histories", expected: .text(expected), got: .text(digest))]
}

func lines(_ file: URL) throws -> [Substring] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
}

struct Tally {
    var passed = 0
    var failed = 0

    mutating func fail(_ message: String) {
        failed += 1
        print("FAILED \(message)")
    }

    mutating func count(_ id: String, _ outcomes: () throws -> [Outcome]) {
        do {
            for outcome in try outcomes() {
                if outcome.expected == outcome.got {
                    passed += 1
                } else {
                    fail("\(id) \(outcome.what)\n  expected \(outcome.expected)\n  got      \(outcome.got)")
                }
            }
        } catch {
            fail("\(id): \(error)")
        }
    }

    mutating func run(_ file: URL) {
        switch file.resolvingSymlinksInPath().deletingLastPathComponent().lastPathComponent {
        case "digest": count("digest") { try digest(file) }
        case "business_time": each(file) { vector, _ in try businessTime(vector) }
        case "routing": each(file) { vector, _ in try routing(vector) }
        case "satisfaction": each(file) { vector, _ in try satisfaction(vector) }
        case "simulation": each(file) { vector, _ in try simulation(vector) }
        case "sla": each(file) { vector, _ in try sla(vector) }
        case "staffing": each(file) { vector, _ in try staffing(vector) }
        case "templates": each(file) { try templates($0, data: written("data", in: $1) ?? "{}") }
        case let family: print("skipped: \(file.path): no rules for the family \"\(family)\"")
        }
    }

    private mutating func each(_ file: URL, _ family: (Json, Substring) throws -> [Outcome]) {
        do {
            for line in try lines(file) {
                let vector = try Json.parse(line)
                count((vector.object["id"] ?? vector["name"]).text) { try family(vector, line) }
            }
        } catch {
            fail("\(file.path): \(error)")
        }
    }
}

func files(_ path: String) -> [URL] {
    var isFolder: ObjCBool = false
    let exists = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard exists, isFolder.boolValue else { return [URL(fileURLWithPath: path)] }
    let found = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return found.filter { $0.hasSuffix(".jsonl") }.sorted().map { URL(fileURLWithPath: path).appendingPathComponent($0) }
}

var tally = Tally()
for file in CommandLine.arguments.dropFirst().flatMap(files) { tally.run(file) }
if tally.passed + tally.failed == 0 { tally.fail("nothing was run: expected vectors of a known family") }
print("\(tally.passed) passed, \(tally.failed) failed")
exit(tally.failed > 0 ? 1 : 0)
