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
import deskcore.Limits
import deskcore.Metric
import deskcore.Missing
import deskcore.RenderOptions
import deskcore.Template
import deskcore.Ticket
import deskcore.effectToJson
import deskcore.eventFromJson
import deskcore.openingFromJson
import java.io.File
import java.security.MessageDigest
import java.time.Instant
import kotlin.system.exitProcess

private class Outcome(val what: String, val expected: JsonElement, val got: JsonElement)

private fun text(value: Any?): JsonElement = if (value == null) JsonNull.INSTANCE else JsonPrimitive(value.toString())

private fun JsonObject.instant(key: String): Instant = Instant.parse(this[key].asString)

private fun jsonObject(vararg fields: Pair<String, JsonElement>): JsonObject =
    JsonObject().apply { fields.forEach { (key, value) -> add(key, value) } }

/** Numbers as JSON has them, whatever type they came as. */
private fun number(value: Any?): JsonElement =
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
            "sla" -> ::sla
            "templates" -> ::templates
            else -> {
                println("skipped: $file: no rules for the family \"$family\"")
                return emptySequence()
            }
        }
    val vectors = file.readLines().filter(String::isNotBlank).map { JsonParser.parseString(it).asJsonObject }
    return vectors.asSequence().flatMap { vector -> run(vector).map { (vector["id"] ?: vector["name"]).asString to it } }
}

/** Whether two values are the same JSON, whatever types hold their numbers. */
private fun same(expected: JsonElement, got: JsonElement): Boolean =
    JsonParser.parseString(expected.toString()) == JsonParser.parseString(got.toString())

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
