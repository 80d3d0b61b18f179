package deskcore.examples

import deskcore.Desk
import deskcore.Facts
import deskcore.Metric
import deskcore.Opening
import deskcore.Priority
import deskcore.State
import deskcore.Ticket
import java.time.Duration
import java.time.Instant

/** One row of a phone's ticket list. */
data class Row(val title: String, val late: Boolean, val why: String)

/** The desk of a shop in Cluj, as its desk.json has it. */
val DESK =
    """{
    "name": "Librăria Aurora",
    "calendars": {"shop": {
        "tz": "Europe/Bucharest",
        "weekly": {"mon": [["09:00", "18:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": "mon"},
        "holidays": [{"date": "2026-11-30", "name": "Sfântul Andrei"}]
    }},
    "policies": [{"id": "all", "calendar": "shop", "targets": {"*": {"first_reply_time": "4h"}}}]
}"""

/** Is this ticket late? One row of the list, by one call of the library. */
fun row(desk: Desk, ticket: Ticket, now: Instant): Row {
    val why = desk.explain(ticket, Metric.FIRST_REPLY_TIME, now) ?: return Row("No reply is due", false, "")
    val due = why.dueAt
    val title =
        when {
            why.state == State.BREACHED -> "Late"
            due == null -> "Nothing is due"
            else -> "Due in ${Duration.between(now, due).toHours()} h"
        }
    return Row(title, why.state == State.BREACHED, why.text)
}

fun main() {
    Desk.fromJson(DESK).use { desk ->
        val friday = Instant.parse("2026-11-27T14:30:00Z")
        val facts = Facts(channel = "whatsapp", startedBy = deskcore.ActorKind.CUSTOMER, language = "ro", priority = Priority.NORMAL)
        val opened = desk.open(Opening(id = "A-17", at = friday, facts = facts))
        // What the app stores between two screens.
        val ticket = Ticket.fromJson(opened.json)
        for (now in listOf(friday, Instant.parse("2026-12-01T10:00:00Z"))) {
            val (title, late, why) = row(desk, ticket, now)
            println("$title (late: $late)\n  $why")
        }
    }
}
