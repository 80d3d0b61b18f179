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
    numbers(betweenColumnBytes(bytes(start), bytes(end)))

/**
 * [Calendar.addMs] for each row of two columns: epoch milliseconds, and
 * milliseconds to add; [Long.MIN_VALUE] where they never pass. A column of one
 * number stands for every row.
 *
 * @throws DeskcoreException.InvalidInput for columns whose lengths differ
 */
fun Calendar.addColumn(at: LongArray, open: LongArray): LongArray =
    numbers(addColumnBytes(bytes(at), bytes(open)))

private fun bytes(numbers: LongArray): ByteArray {
    val buffer = ByteBuffer.allocate(Math.multiplyExact(numbers.size, Long.SIZE_BYTES))
    buffer.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(numbers)
    return buffer.array()
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
