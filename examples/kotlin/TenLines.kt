import deskcore.*
import java.time.Instant

fun main() {
    val desk = Desk.fromJson("""{"policies": [{"id": "all", "targets": {"*": {"first_reply_time": "2h"}}}]}""")
    val now = Instant.parse("2026-11-23T10:00:00Z")
    val facts = Facts(channel = "email", startedBy = ActorKind.CUSTOMER, priority = Priority.NORMAL)
    val opened = desk.open(Opening(id = "A-17", at = now, facts = facts))
    val change = desk.apply(opened.ticket, Event(id = "ev-2", at = now, kind = EventKind.AgentReply))
    println(desk.explain(change.ticket, Metric.FIRST_REPLY_TIME, now)?.text)
    val row = Triple(change.json, change.dueAt, change.version) // what the host stores
    println(row)
}
