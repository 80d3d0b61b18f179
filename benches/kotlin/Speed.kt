/** What crossing into Kotlin costs, beside a call that does nothing and beside the core's own loop. */
package deskcore.benches

import deskcore.Calendar
import deskcore.betweenColumn
import deskcore.columnBytes
import java.util.Random
import kotlin.system.exitProcess

private fun best(rounds: Int, work: () -> Long): Double = (1..rounds).minOf { work() }.toDouble()

private fun elapsed(work: () -> Unit): Long {
    val began = System.nanoTime()
    work()
    return System.nanoTime() - began
}

private var missed = false

private fun row(name: String, value: Double, reference: Double, unit: String, goal: Double) {
    val ratio = value / reference
    if (ratio > goal) missed = true
    println("%-28s %10.1f %s beside %10.1f   %.2f (goal %.1f)".format(name, value, unit, reference, ratio, goal))
}

fun main() {
    val shop = """{"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": "mon"}}"""
    val calendar = Calendar.fromJson(shop)
    val first = 1_790_000_000_000
    val calls = 20_000
    val scalar = { elapsed { for (n in 0 until calls) calendar.addMs(first, n * 60_000L) } }
    val noop = { elapsed { for (n in 0 until calls) calendar.noopMs(first, first + n * 60_000L) } }
    repeat(3) { scalar(); noop() }
    // In turn, so that what else the machine does meets both.
    val rounds = List(25) { scalar() to noop() }
    row("addMs beside no-op", rounds.minOf { it.first } / calls.toDouble(), rounds.minOf { it.second } / calls.toDouble(), "ns", 1.3)

    val random = Random(7)
    val start = LongArray(1_000_000) { first + random.nextInt(1_000_000_000) }
    val end = LongArray(start.size) { start[it] + random.nextInt(1_000_000_000) }
    val column = { elapsed { calendar.betweenColumn(start, end) } }
    repeat(3) { column() }
    val rust = best(9) { calendar.betweenLoopNs(columnBytes(start), columnBytes(end)).toLong() }
    row("betweenColumn, 10^6 rows", best(9, column) / 1e6, rust / 1e6, "ms", 12.0)
    exitProcess(if (missed) 1 else 0)
}
