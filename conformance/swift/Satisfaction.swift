// Ratings, scores, charts, surveys and sketches: `satisfaction/README.md`.

import Deskcore
import Foundation

/// What came, with every fraction that is near enough put as it was expected.
func near(_ expected: Json, _ got: Json, _ tolerance: Double) -> Json {
    switch (expected, got) {
    case (.list(let wanted), .list(let came)) where wanted.count == came.count:
        .list(zip(wanted, came).map { near($0, $1, tolerance) })
    case (.object, .object(let came)):
        .object(Dictionary(uniqueKeysWithValues: came.map { ($0, near(expected[$0], $1, tolerance)) }))
    case (_, .number(let came)):
        if let wanted = expected.double, abs(came - wanted) <= tolerance * max(1, abs(wanted)) { expected } else { got }
    default: got
    }
}

func count(_ number: some BinaryInteger) -> Json { .whole(Int64(number)) }

func millis(_ ms: Int64) -> Date { Date(timeIntervalSince1970: Double(ms) / 1000) }

func millis(_ date: Date?) -> Json { date.map { .whole(Int64(($0.timeIntervalSince1970 * 1000).rounded())) } ?? .null }

extension Json {
    var doubles: [Double] { list.compactMap(\.double) }
    var given: String? { if case .text(let text) = self { text } else { nil } }
}

/// A case by its name, of an enum that has all of these.
func chosen<T>(_ name: Json, _ cases: T...) throws -> T {
    guard let found = cases.first(where: { snake($0) == name }) else { throw Mistake(description: "unknown name \(name.text)") }
    return found
}

func scored(_ score: Score) -> Json {
    .object([
        "n": count(score.n), "positive": count(score.positive), "neutral": count(score.neutral),
        "negative": count(score.negative), "sum": count(score.sum), "sum_sq": count(score.sumSq),
        "mean": fraction(score.mean), "variance": fraction(score.variance), "csat_pct": fraction(score.csatPct),
    ])
}

/// The parts merged as they stand, the other way round, and in two halves.
func merged(_ input: Json) throws -> Json {
    let scale = input["scale"].text
    var parts = try input["parts"].list.map { try countRatings(scale: scale, ratings: $0.list.map(\.whole)) }
    if parts.isEmpty { parts = [try countRatings(scale: scale, ratings: [])] }
    let whole = try mergeRatings(parts: parts)
    let halves = try [0, 1].map { half in parts.enumerated().filter { $0.offset % 2 == half }.map(\.element) }
        .filter { !$0.isEmpty }.map { try mergeRatings(parts: $0) }
    guard whole == (try mergeRatings(parts: parts.reversed())), whole == (try mergeRatings(parts: halves)) else {
        throw Mistake(description: "the order of merges matters")
    }
    var told = scored(try score(ratings: whole))
    told["counts"] = .object(Dictionary(uniqueKeysWithValues: whole.counts.map { ("\($0)", count($1)) }))
    return told
}

func charted(_ name: String, _ chart: ControlChart) -> Json {
    let points = chart.points.map { Json.list([fraction($0.value), fraction($0.lcl), fraction($0.ucl)]) }
    return .object(["center": fraction(chart.center), name: .list(points), "signals": .list(chart.signals.map(count))])
}

func shares(_ input: Json) -> [SharePoint] {
    input["points"].list.map { SharePoint(k: $0["k"].whole, n: $0["n"].whole) }
}

func averaged(_ input: Json) throws -> Json {
    let settings = EwmaSettings(
        weight: input["lambda"].double ?? 0, limitSigmas: input["L"].double ?? 0, center: input["center"].double ?? 0)
    if input["kind"] == .text("proportion") {
        return charted("z_lcl_ucl", try ewmaShares(points: shares(input), settings: settings))
    }
    let points = input["points"].list.map { MeanPoint(mean: $0["mean"].double, n: $0["n"].whole) }
    return charted("z_lcl_ucl", try ewmaMeans(points: points, sigma: input["sigma"].double ?? 0, settings: settings))
}

func happened(_ event: Json) throws -> SurveyEvent {
    let (at, ticket) = (millis(event["t"].whole), event["ticket"].text)
    switch event["type"].text {
    case "resolved":
        return .resolved(
            at: at, ticket: ticket, customer: event["customer"].given, agent: event["agent"].given, team: nil, channel: nil,
            reason: nil)
    case "reopened": return .reopened(at: at, ticket: ticket)
    case "rating": return .rating(at: at, ticket: ticket, score: event["score"].whole)
    case let type: throw Mistake(description: "unknown event \(type)")
    }
}

func surveys(_ input: Json) throws -> Json {
    let given = input["config"]
    var config = SurveyConfig(
        scale: given["scale"].text, delayS: given["delay_s"].whole, cooldownS: given["cooldown_s"].whole,
        expiryS: given["expiry_s"].whole, editWindowS: given["edit_window_s"].whole)
    config.keep = try chosen(given["keep"], .first, .last, .all)
    if case .flag(let required) = given["require_agent"] { config.requireAgent = required }
    let log = try surveyLog(config: config, events: input["events"].list.map(happened), until: millis(input["until"].whole))
    let surveys = log.surveys.map { survey in
        Json.object([
            "ticket": .text(survey.ticket), "agent": survey.agent.map(Json.text) ?? .null, "due_at": millis(survey.dueAt),
            "sent_at": millis(survey.sentAt), "state": snake(survey.state), "score": survey.score.map(count) ?? .null,
            "rated_at": millis(survey.ratedAt), "edits": count(survey.edits),
        ])
    }
    let rejected = log.rejected.map { Json.list([millis($0.at), .text($0.ticket), snake($0.reason)]) }
    return .object(["surveys": .list(surveys), "rejected": .list(rejected)])
}

/// The values of a part of a sketch, by the generator of the vectors.
func values(_ part: Json) throws -> [Double] {
    var state = UInt64(part["seed"].whole)
    let scale = part["scale"].double ?? 0
    return try (0..<part["n"].whole).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let u = Double(state >> 11) / 9_007_199_254_740_992
        switch part["kind"].text {
        case "uniform": return scale * u
        case "exp": return -log(1 - u) * scale
        case "pareto": return scale / (1 - u).squareRoot()
        case "zeros": return u < 0.3 ? 0 : scale * u
        case let kind: throw Mistake(description: "unknown kind \(kind)")
        }
    }
}

/// A sketch of each part, merged from the last to the first. A quantile
/// within its bounds is as expected.
func sketched(_ input: Json, _ expect: Json, _ tolerance: Double) throws -> Json {
    let alpha = input["alpha"].double ?? 0
    let whole = try Sketch(alpha: alpha)
    for part in input["parts"].list.reversed() {
        let sketch = try Sketch(alpha: alpha)
        try sketch.add(values: values(part))
        try whole.merge(other: sketch)
    }
    let bounds = try zip(input["q"].doubles, expect["bounds"].list).map { q, bounds -> Json in
        let came = try whole.quantile(q: q)
        guard let came, let low = bounds.doubles.first, let high = bounds.doubles.last,
            came >= low - tolerance * max(1, low), came <= high + tolerance * max(1, high)
        else { return fraction(came) }
        return bounds
    }
    return .object([
        "n": count(try whole.n()), "min": fraction(try whole.min()), "max": fraction(try whole.max()), "bounds": .list(bounds),
    ])
}

func scores(_ op: String, _ input: Json) throws -> Json? {
    let confidence = input["confidence"].double ?? 0
    func whole(_ name: String) -> Int64 { input[name].whole }
    switch op {
    case "proportion":
        let method: IntervalMethod = try chosen(input["method"], .wilson, .agrestiCoull, .clopperPearson, .jeffreys)
        let share = try proportion(successes: whole("successes"), n: whole("n"), confidence: confidence, method: method)
        return .object(["p": fraction(share.p), "lo": fraction(share.lo), "hi": fraction(share.hi)])
    case "score":
        let counts = input["counts"].object.map { (Int64($0) ?? -1, UInt64($1.whole)) }
        let ratings = RatingCounts(scale: input["scale"].text, counts: Dictionary(uniqueKeysWithValues: counts))
        if input["denominator"] == .null { return scored(try score(ratings: ratings)) }
        let denominator: Denominator = try chosen(input["denominator"], .all, .nonNeutral)
        return scored(try score(ratings: ratings, denominator: denominator))
    case "seller_feedback":
        let feedback = SellerFeedback(
            positive: UInt64(whole("positive")), neutral: UInt64(whole("neutral")), negative: UInt64(whole("negative")))
        let came = try sellerFeedback(feedback: feedback, rule: chosen(input["rule"], .amazon, .ebay))
        return .object(["positive_pct": fraction(came.positivePct), "score": count(came.score)])
    case "nps":
        let ratings = try countRatings(scale: input["scale"].text, ratings: input["ratings"].list.map(\.whole))
        let method: NpsMethod = try chosen(input["method"], .wald, .adjustedWald)
        let came = try nps(ratings: ratings, confidence: confidence, method: method)
        return .object([
            "n": count(came.n), "promoters": count(came.promoters), "passives": count(came.passives),
            "detractors": count(came.detractors), "nps": fraction(came.nps), "se": fraction(came.se),
            "lo": fraction(came.lo), "hi": fraction(came.hi),
        ])
    case "mean_t":
        let came = try meanT(values: input["values"].doubles, confidence: confidence)
        return .object([
            "n": count(came.n), "mean": fraction(came.mean), "sd": fraction(came.sd), "se": fraction(came.se),
            "lo": fraction(came.lo), "hi": fraction(came.hi),
        ])
    case "two_proportions":
        let came = try twoProportions(k1: whole("k1"), n1: whole("n1"), k2: whole("k2"), n2: whole("n2"), confidence: confidence)
        return .object([
            "diff": fraction(came.diff), "z": fraction(came.z), "p_value": fraction(came.pValue), "lo": fraction(came.lo),
            "hi": fraction(came.hi),
        ])
    case "nonresponse":
        let came = try nonresponse(sent: whole("sent"), responded: whole("responded"), positive: whole("positive"))
        return .object([
            "response_rate": fraction(came.responseRate), "csat": fraction(came.csat), "worst": fraction(came.worst),
            "best": fraction(came.best),
        ])
    case "merge": return try merged(input)
    default: return nil
    }
}

func shrunk(_ input: Json) throws -> Json {
    let groups = input["groups"].list.map { RatedGroup(id: $0["id"].text, k: $0["k"].whole, n: $0["n"].whole) }
    let came = try shrink(groups: groups, confidence: input["confidence"].double ?? 0)
    let prior = came.prior.map { prior in
        Json.object([
            "alpha": .number(prior.alpha), "beta": .number(prior.beta), "mean": .number(prior.mean),
            "strength": .number(prior.strength),
        ])
    }
    let told = came.groups.map { group in
        Json.object([
            "id": .text(group.id), "raw": fraction(group.raw), "shrunk": fraction(group.shrunk), "lo": fraction(group.lo),
            "hi": fraction(group.hi), "rank": group.rank.map(count) ?? .null,
        ])
    }
    return .object(["prior": prior ?? .null, "groups": .list(told)])
}

func alerts(_ input: Json) throws -> Json {
    let rule = AlertRule(
        windowS: input["window_s"].whole, minN: UInt32(input["min_n"].whole),
        alertBelowMilli: input["alert_below_milli"].whole, recoverAtMilli: input["recover_at_milli"].whole)
    let ratings = input["ratings"].list.map(\.list).map { TimedRating(at: millis($0[0].whole), score: $0[1].whole) }
    let transitions = try rollingAlert(ratings: ratings, rule: rule).map { to in
        Json.list([millis(to.at), snake(to.state), .number(to.mean), count(to.n)])
    }
    return .object(["transitions": .list(transitions)])
}

func drawn(_ op: String, _ input: Json) throws -> Json? {
    switch op {
    case "ewma": return try averaged(input)
    case "p_chart":
        let chart = try pChart(points: shares(input), limitSigmas: input["L"].double ?? 0, center: input["center"].double)
        return charted("p_lcl_ucl", chart)
    case "cusum":
        let settings = CusumSettings(
            target: input["target"].double ?? 0, slack: input["slack"].double ?? 0, h: input["h"].double ?? 0)
        let sums = try cusum(values: input["values"].doubles, settings: settings)
        let pairs = zip(sums.up, sums.down).map { Json.list([.number($0), .number($1)]) }
        return .object(["up_down": .list(pairs), "signals": .list(sums.signals.map(count))])
    case "eb_shrink": return try shrunk(input)
    case "rolling_alert": return try alerts(input)
    case "survey": return try surveys(input)
    case "percentile":
        let quantiles = try percentiles(values: input["values"].doubles, q: input["q"].doubles)
        return .object(["quantiles": .list(quantiles.map(fraction))])
    default: return nil
    }
}

func satisfaction(_ vector: Json) throws -> [Outcome] {
    let (op, input, expect, tolerance) = (vector["op"].text, vector["input"], vector["expect"], vector["tol"].double ?? 0)
    func came() throws -> Json {
        if op == "sketch" { return try sketched(input, expect, tolerance) }
        if let scores = try scores(op, input) { return scores }
        if let drawn = try drawn(op, input) { return drawn }
        throw Mistake(description: "unknown operation \(op)")
    }
    let got: Json
    do {
        got = try came()
    } catch let error as DeskcoreError {
        got = .object(["error": .text(error.failure().code)])
    }
    return expect.object.sorted { $0.key < $1.key }.map { what, expected in
        Outcome(what: what, expected: expected, got: near(expected, got.object[what] ?? .text("nothing"), tolerance))
    }
}
