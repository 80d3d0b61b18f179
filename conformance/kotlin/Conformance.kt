/**
 * Runs language-neutral vectors against deskcore for Kotlin.
 *
 * Arguments are `.jsonl` files, or folders of them. The folder that a file
 * lies in names its family. Each failure is printed with what was expected
 * and what came; the last line is `N passed, N failed`.
 */
package deskcore.conformance

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject
import com.google.gson.JsonParser
import com.google.gson.JsonPrimitive
import deskcore.Calendar
import deskcore.Change
import deskcore.Channel
import deskcore.Desk
import deskcore.DeskcoreException
import deskcore.Job
import deskcore.Limits
import deskcore.LiveWork
import deskcore.Metric
import deskcore.Missing
import deskcore.Pool
import deskcore.Priority
import deskcore.QueueOrder
import deskcore.RenderOptions
import deskcore.Roster
import deskcore.RoutedTicket
import deskcore.Router
import deskcore.RouterState
import deskcore.Routing
import deskcore.RoutingChange
import deskcore.Staffing
import deskcore.StaffingGoal
import deskcore.Template
import deskcore.Ticket
import deskcore.agentsFromJson
import deskcore.effectToJson
import deskcore.erlangA
import deskcore.erlangARequired
import deskcore.erlangC
import deskcore.erlangCRequired
import deskcore.eventFromJson
import deskcore.openingFromJson
import deskcore.routingEventsFromJson
import deskcore.simulate
import deskcore.workItemFromJson
import java.io.File
import java.math.BigInteger
import java.security.MessageDigest
import java.time.Instant
import kotlin.math.abs
import kotlin.system.exitProcess

internal class Outcome(val what: String, val expected: JsonElement, val got: JsonElement)

internal fun text(value: Any?): JsonElement = if (value == null) JsonNull.INSTANCE else JsonPrimitive(value.toString())

private fun JsonObject.instant(key: String): Instant = Instant.parse(this[key].asString)

internal fun jsonObject(vararg fields: Pair<String, JsonElement>): JsonObject =
    JsonObject().apply { fields.forEach { (key, value) -> add(key, value) } }

internal fun jsonList(items: Iterable<JsonElement>): JsonArray = JsonArray().apply { items.forEach(::add) }

/** Numbers as JSON has them, whatever type they came as. */
internal fun number(value: Any?): JsonElement =
    if (value == null) JsonNull.INSTANCE else JsonParser.parseString(value.toString())

private fun businessTime(vector: JsonObject): Sequence<Outcome> = sequence {
    val calendar = Calendar.fromJson(vector["calendar"].toString())
    for (op in vector["ops"].asJsonArray.map { it.asJsonObject }) {
        val got =
            when (val name = op["op"].asString) {
                "is_open" -> JsonPrimitive(calendar.isOpen(op.instant("at")))
                "next_open" -> text(calendar.nextOpen(op.instant("at")))
                "next_close" -> text(calendar.nextClose(op.instant("at")))
                "between" -> number(calendar.between(op.instant("from"), op.instant("to")))
                "add" -> text(calendar.add(op.instant("at"), op["seconds"].asLong))
                "subtract" -> text(calendar.subtract(op.instant("at"), op["seconds"].asLong))
                else -> throw IllegalArgumentException("unknown operation $name")
            }
        yield(Outcome(op.toString(), op["expect"], got))
    }
    calendar.close()
}

/**
 * A desk refuses a calendar that never opens. One that opened once, long ago,
 * is the same to every case.
 */
private fun everOpen(calendar: JsonObject): JsonObject {
    if (!Calendar.fromJson(calendar.toString()).use { it.neverOpens() }) return calendar
    val copy = calendar.deepCopy()
    val overrides = copy.getAsJsonObject("overrides") ?: JsonObject().also { copy.add("overrides", it) }
    overrides.add("1900-01-01", JsonParser.parseString("""[["09:00", "10:00"]]"""))
    return copy
}

private fun deskOf(calendar: JsonObject, policy: JsonElement): Desk {
    val only = jsonObject("id" to text("p"), "calendar" to text("office"))
    if (policy is JsonObject) {
        for (key in listOf("pause", "bot_counts", "note_counts")) policy[key]?.let { only.add(key, it) }
        val targets = JsonObject()
        for ((priority, metrics) in policy.getAsJsonObject("targets").entrySet()) {
            val converted = JsonObject()
            for ((metric, target) in metrics.asJsonObject.entrySet()) {
                val (seconds, hours) = target.asJsonObject.let { it["seconds"] to it["hours"] }
                converted.add(metric, jsonObject("target" to seconds, "hours" to hours))
            }
            targets.add(priority, converted)
        }
        only.add("targets", targets)
    }
    val document =
        jsonObject(
            "automatic_status" to JsonPrimitive(false),
            "calendars" to jsonObject("office" to everOpen(calendar)),
            "policies" to JsonArray().apply { add(only) },
        )
    return Desk.fromJson(document.toString())
}

/** One ticket, and the desk.json that holds for it at the moment. */
private class Case(vector: JsonObject) {
    private var calendar = vector["calendar"].asJsonObject
    private var policy = vector["policy"]
    private var desk = deskOf(calendar, policy)
    private lateinit var ticket: Ticket
    private var events = 0

    fun happen(event: JsonObject) {
        val fields = event.deepCopy()
        val at = fields.remove("at")
        when (val kind = fields.remove("type").asString) {
            "created" -> open(at, fields)
            "policy", "calendar" -> {
                apply(at, "policy_review", JsonObject())
                if (kind == "policy") policy = fields[kind] else calendar = fields[kind].asJsonObject
                desk = deskOf(calendar, policy)
                apply(at, "policy_review", JsonObject())
            }
            "assigned" -> apply(at, kind, jsonObject("agent" to fields["to"]))
            "merged_from", "merged_into" -> apply(at, kind, fields.apply { add("ticket", text("m$events")) })
            else -> apply(at, kind, fields)
        }
    }

    private fun open(at: JsonElement, fields: JsonObject) {
        val by = fields.remove("by").asString
        val opening = jsonObject("id" to text("t"), "at" to at, "channel" to text("email"))
        opening.addProperty("started_by", if (by == "system") "host" else by)
        for ((key, value) in fields.entrySet()) {
            if (!value.isJsonNull) opening.add(if (key == "public") "public_message" else key, value)
        }
        store(desk.open(openingFromJson(opening.toString())))
    }

    private fun apply(at: JsonElement, kind: String, fields: JsonObject) {
        events += 1
        fields.add("id", text("e$events"))
        fields.add("at", at)
        fields.add("type", text(kind))
        try {
            store(desk.apply(ticket, eventFromJson(fields.toString())))
        } catch (_: DeskcoreException.TicketClosed) {
            // Closed is final: expected.
        }
    }

    /** Stored and loaded between any two events, a ticket is the same. */
    private fun store(change: Change) {
        ticket = Ticket.fromJson(change.json)
        check(ticket == change.ticket) { "the ticket differs after a round trip through JSON" }
    }

    fun check(at: Instant, metric: Metric): JsonElement {
        val verdict = desk.verdict(ticket, metric, at)
        if (desk.verdict(desk.tick(ticket, at).ticket, metric, at) != verdict) {
            return text("letting time run up to the instant changes the verdict")
        }
        return jsonObject(
            "state" to text(verdict.state.name.lowercase()),
            "clock" to text(verdict.clock.name.lowercase()),
            "instance" to number(verdict.instance),
            "elapsed_s" to number(verdict.elapsedS),
            "target_s" to number(verdict.targetS),
            "due_at" to text(verdict.dueAt),
            "breaches" to number(verdict.breaches),
            "last_breach_at" to text(verdict.lastBreachAt),
        )
    }
}

private fun sla(vector: JsonObject): Sequence<Outcome> = sequence {
    val case = Case(vector)
    val events = ArrayDeque(vector["events"].asJsonArray.map { it.asJsonObject })
    for (check in vector["checks"].asJsonArray.map { it.asJsonObject }.sortedBy { it.instant("at") }) {
        val at = check.instant("at")
        while (events.isNotEmpty() && events.first().instant("at") <= at) case.happen(events.removeFirst())
        val metric = check["metric"].asString
        yield(Outcome("$metric at $at", check["expect"], case.check(at, Metric.valueOf(metric.uppercase()))))
    }
}

private fun limitsOf(given: JsonObject?): Limits {
    val usual = Limits()
    fun most(key: String, usual: ULong) = given?.get(key)?.asString?.toULong() ?: usual
    return Limits(
        fuel = most("fuel", usual.fuel),
        outputBytes = most("output_bytes", usual.outputBytes),
        memoryBytes = most("memory_bytes", usual.memoryBytes),
        depth = most("depth", usual.depth.toULong()).toUInt(),
        sourceBytes = most("source_bytes", usual.sourceBytes),
    )
}

private fun rendered(vector: JsonObject): JsonObject {
    val source =
        vector["template"]?.asString
            ?: vector["template_parts"].asJsonArray.map { it.asJsonArray }.joinToString("") { it[0].asString.repeat(it[1].asInt) }
    val partials = vector["templates"]?.asJsonObject?.entrySet().orEmpty().associate { (name, text) -> name to text.asString }
    val limits = limitsOf(vector["limits"]?.asJsonObject)
    val options =
        RenderOptions(
            channel = Channel.valueOf((vector["channel"]?.asString ?: "plain").uppercase()),
            missing = Missing.valueOf((vector["missing"]?.asString ?: "lenient").uppercase()),
            limits = limits,
        )
    return try {
        // Gson keeps the order of fields, and numbers as they were written.
        val text = Template(source, partials, limits).use { it.render(vector["data"]?.toString() ?: "{}", options) }
        jsonObject("result" to text(text))
    } catch (error: DeskcoreException.TemplateException) {
        val told = jsonObject("class" to text(error.templateErrorClass()?.name?.lowercase()), "line" to number(error.line), "column" to number(error.column), "path" to text(error.path))
        jsonObject("error" to told)
    }
}

/** Whether an outcome is the result, or an error with the fields that are given; a list is any of its items. */
private fun accepts(expected: JsonObject, got: JsonObject): Boolean {
    val error = got["error"]?.asJsonObject ?: return expected["result"] == got["result"]
    val fields = expected["error"]?.asJsonObject ?: return false
    return fields.entrySet().all { (key, value) -> if (value is JsonArray) error[key] in value else same(value, error[key]) }
}

private fun templates(vector: JsonObject): Sequence<Outcome> = sequence {
    val accepted =
        when {
            "accept" in vector.keySet() -> vector["accept"].asJsonArray.map { it.asJsonObject }
            "results" in vector.keySet() -> vector["results"].asJsonArray.map { jsonObject("result" to it) }
            "result" in vector.keySet() -> listOf(jsonObject("result" to vector["result"]))
            "error" in vector.keySet() -> listOf(jsonObject("error" to vector["error"]))
            else -> listOf(jsonObject("error" to JsonObject())).also { check(vector["invalid"].asBoolean) { "a vector without an outcome" } }
        }
    val got = rendered(vector)
    val expected = if (accepted.any { accepts(it, got) }) got else JsonArray().apply { accepted.forEach(::add) }
    yield(Outcome("renders", expected, got))
}

/** The names that instants have here. */
private val RENAMED = mapOf("t" to "at_ms", "created_at" to "created_at_ms", "due" to "due_ms", "shifts" to "shifts_ms")

private fun renamed(value: JsonElement): JsonElement =
    if (value !is JsonObject) value else JsonObject().apply {
        for ((name, field) in value.entrySet()) {
            add(RENAMED[name] ?: name, if (name == "ticket" || name == "set") renamed(field) else field)
        }
    }

private fun JsonObject.records(name: String): String = jsonList(this[name].asJsonArray.map(::renamed)).toString()

/** A ticket that waits or is worked on: what the router knows is beside what the ticket is. */
private fun routed(value: JsonObject): RoutedTicket {
    val ticket = value.deepCopy()
    return RoutedTicket(
        agent = ticket.remove("agent")?.takeUnless { it.isJsonNull }?.asString,
        paused = ticket.remove("paused")?.asBoolean ?: false,
        declined = (ticket.remove("declined")?.asJsonArray ?: JsonArray()).map { it.asString },
        queuedAtMs = ticket.remove("queued_at").asLong,
        ticket = workItemFromJson(renamed(ticket).toString()),
    )
}

private fun scenario(routing: Routing, input: JsonObject): JsonObject {
    val router = Router(routing, Roster(agentsFromJson(input.records("agents"))), input["start"].asLong)
    val events = ArrayDeque(routingEventsFromJson(input.records("events")))
    val changes = mutableListOf<RoutingChange>()
    val snapshots = JsonArray()
    for (stop in input["snapshots"].asJsonArray.map { it.asLong } + null) {
        val to = stop ?: input["until"].asLong
        val before = generateSequence { events.firstOrNull()?.takeIf { it.atMs <= to }?.also { events.removeFirst() } }
        changes += router.apply(before.toList()) + router.advance(to)
        if (stop != null) {
            val queue = router.queue().map { jsonList(listOf(text(it.ticket), number(it.key))) }
            snapshots.add(jsonObject("t" to number(stop), "queue" to jsonList(queue)))
        }
    }
    val (assignments, requeues) = JsonArray() to JsonArray()
    for (change in changes) {
        when (change) {
            is RoutingChange.Assigned ->
                assignments.add(jsonList(listOf(number(change.atMs), text(change.ticket), text(change.agent), text(change.reason.name.lowercase()))))
            is RoutingChange.Requeued ->
                requeues.add(jsonList(listOf(number(change.atMs), text(change.ticket), text(change.agent), text(change.reason.name.lowercase()))))
            is RoutingChange.Demoted -> error("no ticket is to be demoted")
        }
    }
    val held = router.state().agents.map { it.agent to jsonList(it.tickets.map(::text)) }
    val left = jsonObject("queue" to jsonList(router.queue().map { text(it.ticket) }), "held" to jsonObject(*held.toTypedArray()))
    return jsonObject("assignments" to assignments, "requeues" to requeues, "snapshots" to snapshots, "final" to left)
}

private fun answer(op: String, input: JsonObject): JsonObject {
    // The vectors know nothing of tickets that are put back.
    val config = input["config"].asJsonObject.deepCopy()
    config.add("demote_missed", jsonObject("channels" to JsonArray()))
    val routing = Routing.fromJson(config.toString())
    return when (op) {
        "key" -> {
            val item = workItemFromJson(renamed(input["ticket"]).toString())
            val why = routing.explainQueueKey(item)
            check(why.key == routing.queueKey(item)) { "the key is not the one that is explained" }
            val parts = why.contributions.map { jsonList(listOf(text(it.name), number(it.ms))) }
            jsonObject("key" to number(why.key), "contributions" to jsonList(parts))
        }
        "order" -> {
            val items = input["tickets"].asJsonArray.map { workItemFromJson(renamed(it).toString()) }
            val order = routing.order(items)
            val keys = order.map { id -> routing.queueKey(items.first { it.id == id }) }
            jsonObject("order" to jsonList(order.map(::text)), "keys" to jsonList(keys.map(::number)))
        }
        "next_for_agent" -> {
            val roster = Roster(agentsFromJson(input.records("agents")))
            val tickets = input["tickets"].asJsonArray.map { routed(it.asJsonObject) }
            val router = Router.restore(routing, roster, RouterState(input["t"].asLong, tickets = tickets))
            val next = router.nextForAgent(input["agent"].asString)
            jsonObject("ticket" to text(next.ticket), "reason" to text(next.reason?.name?.lowercase()))
        }
        "scenario" -> scenario(routing, input)
        else -> throw IllegalArgumentException("unknown operation $op")
    }
}

private fun routing(vector: JsonObject): Sequence<Outcome> = sequence {
    val op = vector["op"].asString
    yield(Outcome(op, vector["expect"], answer(op, vector["input"].asJsonObject)))
}

private fun figures(needed: Staffing): Map<String, Any?> =
    mapOf(
        "slots" to needed.slots,
        "agents" to needed.agents,
        "scheduled" to needed.scheduled,
        "service_level" to needed.serviceLevel,
        "occupancy" to needed.occupancy,
        "p_abandon" to needed.pAbandon,
    )

private fun staffed(op: String, input: JsonObject): Map<String, Any?> {
    fun seconds(name: String) = input[name].asDouble
    val patience = input["patience_s"]?.takeUnless { it.isJsonNull }?.asDouble
    val work = LiveWork(seconds("arrivals"), seconds("interval_s"), seconds("aht_s"), seconds("answer_within_s"), patience)
    fun agents() = input["agents"].asString.toUInt()
    fun goal(): StaffingGoal {
        val usual = StaffingGoal(input["target_bp"].asString.toUInt())
        fun given(name: String, usual: UInt) = input[name]?.asString?.toUInt() ?: usual
        return usual.copy(
            maxOccupancyBp = given("max_occupancy_bp", usual.maxOccupancyBp),
            maxAbandonBp = given("max_abandon_bp", usual.maxAbandonBp),
            concurrency = given("concurrency", usual.concurrency),
            shrinkageBp = given("shrinkage_bp", usual.shrinkageBp),
        )
    }
    return when (op) {
        "erlang_c" ->
            erlangC(work, agents()).let {
                mapOf(
                    "intensity" to it.intensity,
                    "p_wait" to it.pWait,
                    "service_level" to it.serviceLevel,
                    "asa_s" to it.asaS,
                    "occupancy" to it.occupancy,
                    "stable" to it.stable,
                )
            }
        "erlang_a" ->
            erlangA(work, agents()).let {
                mapOf(
                    "intensity" to it.intensity,
                    "p_wait" to it.pWait,
                    "p_abandon" to it.pAbandon,
                    "service_level" to it.serviceLevel,
                    "service_level_excl_short_abandons" to it.serviceLevelExclShortAbandons,
                    "asa_answered_s" to it.asaAnsweredS,
                    "mean_wait_all_s" to it.meanWaitAllS,
                    "occupancy" to it.occupancy,
                )
            }
        "erlang_c_required" -> figures(erlangCRequired(work, goal()))
        "erlang_a_required" -> figures(erlangARequired(work, goal()))
        else -> throw IllegalArgumentException("unknown operation $op")
    }
}

private fun staffing(vector: JsonObject): Sequence<Outcome> = sequence {
    val got = staffed(vector["op"].asString, vector["input"].asJsonObject)
    for ((what, expected) in vector["expect"].asJsonObject.entrySet()) {
        val came = got[what]
        val near =
            came is Double && expected is JsonPrimitive && expected.isNumber &&
                abs(came - expected.asDouble) <= vector["tol"].asDouble * maxOf(1.0, abs(expected.asDouble))
        yield(Outcome(what, expected, if (near) expected else number(came)))
    }
}

private val MODULUS = BigInteger.valueOf(1_000_000_007)

private fun simulation(vector: JsonObject): Sequence<Outcome> = sequence {
    val jobs =
        vector["jobs"].asJsonArray.map { it.asJsonArray }.map {
            Job(it[0].asLong, Priority.valueOf(it[1].asString.uppercase()), it[2].asLong, it[3].asLong, it[4].asInt == 1)
        }
    for ((order, expect) in vector["expect"].asJsonObject.entrySet()) {
        val agentClock = vector["agent_clock"]?.asBoolean ?: true
        val came = simulate(jobs, Pool(vector["agents"].asString.toUInt(), QueueOrder.valueOf(order.uppercase()), agentClock))
        val starts =
            came.started.foldIndexed(BigInteger.ZERO) { index, sum, start ->
                sum + BigInteger.valueOf(index + 1L) * BigInteger.valueOf(start)
            }
        val got =
            mapOf(
                "breaches" to came.breaches,
                "wait_sum_s" to came.waitSumS,
                "wait_max_s" to came.waitMaxS,
                "wait_p95_s" to came.waitP95S,
                "lateness_max_s" to came.latenessMaxS,
                "starts_sum_mod" to starts.mod(MODULUS),
            )
        for ((figure, expected) in expect.asJsonObject.entrySet()) yield(Outcome("$order $figure", expected, number(got[figure])))
    }
}

private fun digest(file: File): Sequence<Outcome> = sequence {
    val desk = Desk.fromJson(file.resolveSibling("desk.json").readText())
    val running = MessageDigest.getInstance("SHA-256")
    fun line(text: String) = running.update("$text\n".toByteArray())
    fun step(change: Change): Ticket {
        line(change.json)
        change.effects.forEach { line(effectToJson(it)) }
        return change.ticket
    }
    for (history in file.readLines().map { JsonParser.parseString(it).asJsonObject }) {
        var ticket = step(desk.open(openingFromJson(history["opening"].toString())))
        for (event in history["events"].asJsonArray) {
            try {
                ticket = step(desk.apply(ticket, eventFromJson(event.toString())))
            } catch (error: DeskcoreException) {
                line(error.failure().code)
            }
        }
        step(desk.tick(ticket, history.instant("until")))
    }
    val digest = running.digest().joinToString("") { "%02x".format(it) }
    println("digest $digest")
    yield(Outcome("of all histories", text(file.resolveSibling("digest.txt").readText().trim()), text(digest)))
}

private fun outcomes(file: File): Sequence<Pair<String, Outcome>> {
    val family = file.canonicalFile.parentFile.name
    val run =
        when (family) {
            "digest" -> return digest(file).map { "digest" to it }
            "business_time" -> ::businessTime
            "routing" -> ::routing
            "satisfaction" -> ::satisfaction
            "simulation" -> ::simulation
            "sla" -> ::sla
            "staffing" -> ::staffing
            "templates" -> ::templates
            else -> {
                println("skipped: $file: no rules for the family \"$family\"")
                return emptySequence()
            }
        }
    val vectors = file.readLines().filter(String::isNotBlank).map { JsonParser.parseString(it).asJsonObject }
    return vectors.asSequence().flatMap { vector -> run(vector).map { (vector["id"] ?: vector["name"]).asString to it } }
}

/** Whether two values are the same JSON, whatever types hold their numbers, to the last digit. */
private fun same(expected: JsonElement, got: JsonElement): Boolean =
    when {
        expected is JsonObject && got is JsonObject ->
            expected.keySet() == got.keySet() && expected.entrySet().all { (key, value) -> same(value, got[key]) }
        expected is JsonArray && got is JsonArray -> expected.size() == got.size() && expected.zip(got).all { (a, b) -> same(a, b) }
        // Gson compares by doubles, which lose the ends of 64 bits.
        expected is JsonPrimitive && expected.isNumber && got is JsonPrimitive && got.isNumber ->
            expected.asBigDecimal.compareTo(got.asBigDecimal) == 0
        else -> expected == got
    }

fun main(paths: Array<String>) {
    var passed = 0
    var failed = 0
    for (path in paths.map(::File)) {
        val files = if (path.isDirectory) path.walk().filter { it.extension == "jsonl" }.sorted() else sequenceOf(path)
        for ((id, outcome) in files.flatMap(::outcomes)) {
            if (same(outcome.expected, outcome.got)) {
                passed += 1
            } else {
                failed += 1
                println("FAILED $id ${outcome.what}\n  expected ${outcome.expected}\n  got      ${outcome.got}")
            }
        }
    }
    if (passed + failed == 0) {
        failed = 1
        println("FAILED nothing was run: expected vectors of a known family")
    }
    println("$passed passed, $failed failed")
    exitProcess(if (failed > 0) 1 else 0)
}
