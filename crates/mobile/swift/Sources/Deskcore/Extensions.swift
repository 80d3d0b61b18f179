import Foundation

extension DeskcoreError: LocalizedError {
    /// What was wrong and what was expected.
    public var errorDescription: String? { failure().message }
}

extension Deskcore.Calendar {
    /// `betweenMs` for each row of two columns of epoch milliseconds, in
    /// milliseconds. A column of one number stands for every row.
    ///
    /// Throws `InvalidInput` for columns whose lengths differ.
    public func betweenColumn(start: [Int64], end: [Int64]) throws -> [Int64] {
        columnNumbers(try betweenColumnBytes(start: columnBytes(start), end: columnBytes(end)))
    }

    /// `addMs` for each row of two columns: epoch milliseconds, and
    /// milliseconds to add; `Int64.min` where they never pass. A column of
    /// one number stands for every row.
    ///
    /// Throws `InvalidInput` for columns whose lengths differ.
    public func addColumn(at: [Int64], openMs: [Int64]) throws -> [Int64] {
        columnNumbers(try addColumnBytes(at: columnBytes(at), openMs: columnBytes(openMs)))
    }
}

extension Template {
    /// `render` for a value of the app, as `JSONEncoder` writes it: dates in
    /// ISO 8601, the fields of an object in order of their names. A whole
    /// `Double` is written without its point.
    ///
    /// Throws as `render(data:options:)`, and `InvalidInput` for what has no
    /// JSON.
    public func render(_ value: some Encodable, options: RenderOptions = RenderOptions()) throws -> String {
        let encoder = JSONEncoder()
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return try render(data: String(decoding: try encoder.encode(value), as: UTF8.self), options: options)
        } catch let error as EncodingError {
            throw noJson("\(error)")
        }
    }

    /// `render` for fields of any types that `JSONSerialization` can write.
    ///
    /// Throws as `render(data:options:)`, and `InvalidInput` for what has no
    /// JSON: dates are text.
    public func render(_ fields: [String: Any], options: RenderOptions = RenderOptions()) throws -> String {
        // What it cannot write, it ends the process for.
        guard JSONSerialization.isValidJSONObject(fields) else { throw noJson("expected texts, finite numbers, flags, lists and objects") }
        let json = try JSONSerialization.data(withJSONObject: fields, options: [.sortedKeys, .withoutEscapingSlashes])
        return try render(data: String(decoding: json, as: UTF8.self), options: options)
    }
}

private func noJson(_ why: String) -> DeskcoreError {
    .InvalidInput(
        code: "invalid_input", message: "no JSON: \(why)", path: nil, hint: nil, line: nil, column: nil, problems: [])
}

/// The numbers as bytes. Every platform of Swift is little-endian, as the
/// library wants them.
public func columnBytes(_ numbers: [Int64]) -> Data {
    numbers.withUnsafeBytes { Data($0) }
}

/// The numbers of such bytes.
public func columnNumbers(_ bytes: Data) -> [Int64] {
    [Int64](unsafeUninitializedCapacity: bytes.count / 8) { numbers, count in
        count = bytes.copyBytes(to: numbers) / 8
    }
}

/// Epoch milliseconds; a date beyond them is refused by the library, by its
/// typed error. A double holds milliseconds only nearly, and the less the
/// further away they are, so they are rounded to a tenth before the rest is
/// cut: right up to the year 9999.
func saturatedMilliseconds(_ at: Date) -> Int64 {
    let milliseconds = ((at.timeIntervalSince1970 * 10_000).rounded() / 10).rounded(.down)
    if milliseconds.isNaN { return .min }
    return Int64(exactly: milliseconds) ?? (milliseconds < 0 ? .min : .max)
}
