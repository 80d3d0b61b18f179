package deskcore

import java.nio.ByteBuffer
import java.nio.ByteOrder
import java.time.Instant

/**
 * [Calendar.betweenMs] for each row of two columns of epoch milliseconds, in
 * milliseconds. A column of one number stands for every row.
 *
 * @throws DeskcoreException.InvalidInput for columns whose lengths differ
 */
fun Calendar.betweenColumn(start: LongArray, end: LongArray): LongArray =
    numbers(betweenColumnBytes(columnBytes(start), columnBytes(end)))

/**
 * [Calendar.addMs] for each row of two columns: epoch milliseconds, and
 * milliseconds to add; [Long.MIN_VALUE] where they never pass. A column of one
 * number stands for every row.
 *
 * @throws DeskcoreException.InvalidInput for columns whose lengths differ
 */
fun Calendar.addColumn(at: LongArray, openMs: LongArray): LongArray =
    numbers(addColumnBytes(columnBytes(at), columnBytes(openMs)))

/** The numbers as little-endian bytes beside the heap: what the library reads without a copy. */
fun columnBytes(numbers: LongArray): ByteBuffer {
    val buffer = ByteBuffer.allocateDirect(Math.multiplyExact(numbers.size, Long.SIZE_BYTES))
    buffer.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(numbers)
    return buffer
}

private fun numbers(bytes: ByteArray): LongArray {
    val numbers = LongArray(bytes.size / Long.SIZE_BYTES)
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(numbers)
    return numbers
}

/** Epoch milliseconds; an instant beyond them is refused by the library, by its typed error. */
internal fun saturatedMilliseconds(at: Instant): Long =
    try {
        at.toEpochMilli()
    } catch (_: ArithmeticException) {
        if (at.epochSecond < 0) Long.MIN_VALUE else Long.MAX_VALUE
    }
