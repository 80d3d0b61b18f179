package deskcore

import java.time.Instant

/** The desk that the tests talk to: a shop in Rome, closed over lunch. */
internal const val DESK = """{
    "name": "Bottega Aurora",
    "calendars": {"office": {
        "tz": "Europe/Rome",
        "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "tue": "mon", "wed": "mon", "thu": "mon", "fri": "mon"},
        "holidays": [{"date": "2026-12-08", "name": "Immacolata"}]
    }},
    "policies": [{"id": "default", "calendar": "office", "targets": {"*": {"first_reply_time": {"target": "2h", "warn": ["-30m"]}}}}]
}"""

internal const val OFFICE =
    """{"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "13:00"], ["14:00", "18:00"]], "tue": "mon", "fri": [["22:00", "06:00"]]}}"""

/** Monday, 12:30 in Rome. */
internal val MONDAY: Instant = Instant.parse("2026-11-23T11:30:00Z")

internal fun facts(priority: Priority? = Priority.NORMAL) =
    Facts(channel = "email", startedBy = ActorKind.CUSTOMER, priority = priority)

internal fun opening(id: String = "A-17", at: Instant = MONDAY) = Opening(id = id, at = at, facts = facts())

/** Bytes that the process holds, Java's heap and what is beside it. */
internal fun resident(): Long =
    java.io.File("/proc/self/statm").readText().split(" ")[1].toLong() * 4096
