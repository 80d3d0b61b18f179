// What crossing into Swift costs, beside a call that does nothing and beside
// the core's own loop.

import Deskcore
import Foundation

func best(_ rounds: Int, _ work: () throws -> Double) rethrows -> Double {
    try (0..<rounds).map { _ in try work() }.min() ?? 0
}

func elapsed(_ work: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    let took = try clock.measure(work).components
    return Double(took.seconds) * 1e9 + Double(took.attoseconds) / 1e9
}

func shown(_ number: Double) -> String { String(format: "%.2f", number) }

func main() throws -> Bool {
    var missed = false
    func row(_ name: String, _ value: Double, beside reference: Double, _ unit: String, goal: Double) {
        let ratio = value / reference
        missed = missed || ratio > goal
        print("\(name): \(shown(value)) \(unit) beside \(shown(reference))   \(shown(ratio)) (goal \(goal))")
    }
    let shop = """
        {"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": "mon"}}
        """
    let calendar = try Deskcore.Calendar.fromJson(json: shop)
    let first: Int64 = 1_790_000_000_000
    let calls: Int64 = 1_000_000
    let scalar = try best(9) {
        try elapsed { for n in 0..<calls { _ = try calendar.addMs(at: first, openMs: n * 60) } }
    }
    let noop = try best(9) {
        try elapsed { for n in 0..<calls { _ = try calendar.noopMs(start: first, end: first + n * 60_000) } }
    }
    row("addMs beside no-op", scalar / Double(calls), beside: noop / Double(calls), "ns", goal: 1.3)

    let start = (0..<1_000_000).map { _ in first + Int64.random(in: 0..<1_000_000_000) }
    let end = start.map { $0 + Int64.random(in: 0..<1_000_000_000) }
    let (startBytes, endBytes) = (columnBytes(start), columnBytes(end))
    let rust = try best(9) { Double(try calendar.betweenLoopNs(start: startBytes, end: endBytes)) }
    let bytes = try best(9) { try elapsed { _ = try calendar.betweenColumnBytes(start: startBytes, end: endBytes) } }
    row("betweenColumnBytes (Data), 10^6 rows", bytes / 1e6, beside: rust / 1e6, "ms", goal: 12)
    let column = try best(9) { try elapsed { _ = try calendar.betweenColumn(start: start, end: end) } }
    row("betweenColumn ([Int64]), 10^6 rows", column / 1e6, beside: rust / 1e6, "ms", goal: 12)
    return missed
}

exit(try main() ? 1 : 0)
