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
