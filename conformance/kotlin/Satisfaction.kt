/** Ratings, scores, charts, surveys and sketches: `satisfaction/README.md`. */
package deskcore.conformance

import com.google.gson.JsonArray
import com.google.gson.JsonElement
import com.google.gson.JsonNull
import com.google.gson.JsonObject
import com.google.gson.JsonPrimitive
import deskcore.AlertRule
import deskcore.ControlChart
import deskcore.CusumSettings
import deskcore.Denominator
import deskcore.DeskcoreException
import deskcore.EwmaSettings
import deskcore.FeedbackRule
import deskcore.IntervalMethod
import deskcore.KeepRating
import deskcore.MeanPoint
import deskcore.NpsMethod
import deskcore.RatedGroup
import deskcore.RatingCounts
import deskcore.Score
import deskcore.SellerFeedback
import deskcore.SharePoint
import deskcore.Sketch
import deskcore.SurveyConfig
import deskcore.SurveyEvent
import deskcore.TimedRating
import deskcore.countRatings
import deskcore.cusum
import deskcore.ewmaMeans
import deskcore.ewmaShares
import deskcore.meanT
import deskcore.mergeRatings
import deskcore.nonresponse
import deskcore.nps
import deskcore.pChart
import deskcore.percentiles
import deskcore.proportion
import deskcore.rollingAlert
import deskcore.score
import deskcore.sellerFeedback
import deskcore.shrink
import deskcore.surveyLog
import deskcore.twoProportions
import java.time.Instant
import kotlin.math.abs
import kotlin.math.ln
import kotlin.math.sqrt

/** A fraction, which may be near what was expected; a `number` may not. */
private fun fraction(value: Double?): JsonElement = if (value == null) JsonNull.INSTANCE else JsonPrimitive(value)

/** What came, with every fraction that is near enough put as it was expected. */
private fun near(expected: JsonElement?, got: JsonElement, tolerance: Double): JsonElement =
    when {
        expected is JsonArray && got is JsonArray && expected.size() == got.size() ->
            jsonList(expected.zip(got).map { (wanted, came) -> near(wanted, came, tolerance) })
        expected is JsonObject && got is JsonObject ->
            JsonObject().apply { for ((name, came) in got.entrySet()) add(name, near(expected[name], came, tolerance)) }
        expected is JsonPrimitive && expected.isNumber && got is JsonPrimitive && got.isNumber && got.asNumber is Double ->
            if (close(expected.asDouble, got.asDouble, tolerance)) expected else got
        else -> got
    }

private fun close(wanted: Double, came: Double, tolerance: Double) = abs(came - wanted) <= tolerance * maxOf(1.0, abs(wanted))

private fun JsonObject.list(name: String): List<JsonElement> = this[name].asJsonArray.toList()

private fun JsonObject.objects(name: String): List<JsonObject> = list(name).map { it.asJsonObject }

private fun JsonObject.text(name: String): String? = this[name]?.takeUnless { it.isJsonNull }?.asString

private fun JsonObject.longs(name: String): List<Long> = list(name).map { it.asLong }

private fun JsonObject.doubles(name: String): List<Double> = list(name).map { it.asDouble }

private fun millis(ms: Long): Instant = Instant.ofEpochMilli(ms)

private fun millis(at: Instant?): JsonElement = number(at?.toEpochMilli())

private fun scored(score: Score): JsonObject =
    jsonObject(
        "n" to number(score.n),
        "positive" to number(score.positive),
        "neutral" to number(score.neutral),
        "negative" to number(score.negative),
        "sum" to number(score.sum),
        "sum_sq" to number(score.sumSq),
        "mean" to fraction(score.mean),
        "variance" to fraction(score.variance),
        "csat_pct" to fraction(score.csatPct),
    )

/** The parts merged as they stand, the other way round, and in two halves. */
private fun merged(scale: String, parts: List<List<Long>>): JsonObject {
    val counted = parts.ifEmpty { listOf(listOf()) }.map { countRatings(scale, it) }
    val whole = mergeRatings(counted)
    val halves = counted.withIndex().groupBy({ it.index % 2 }, { it.value }).values.map(::mergeRatings)
    check(whole == mergeRatings(counted.reversed()) && whole == mergeRatings(halves)) { "the order of merges matters" }
    val counts = whole.counts.map { (rating, n) -> "$rating" to number(n) }
    return scored(score(whole)).apply { add("counts", jsonObject(*counts.toTypedArray())) }
}

private fun charted(name: String, chart: ControlChart): JsonObject {
    val points = chart.points.map { jsonList(listOf(fraction(it.value), fraction(it.lcl), fraction(it.ucl))) }
    return jsonObject("center" to fraction(chart.center), name to jsonList(points), "signals" to jsonList(chart.signals.map(::number)))
}

private fun shares(input: JsonObject) = input.objects("points").map { SharePoint(it["k"].asLong, it["n"].asLong) }

private fun ewma(input: JsonObject): JsonObject {
    val settings = EwmaSettings(input["lambda"].asDouble, input["L"].asDouble, input["center"].asDouble)
    if (input["kind"].asString == "proportion") return charted("z_lcl_ucl", ewmaShares(shares(input), settings))
    val points = input.objects("points").map { MeanPoint(mean = it.text("mean")?.toDouble(), n = it["n"].asLong) }
    return charted("z_lcl_ucl", ewmaMeans(points, input["sigma"].asDouble, settings))
}

private fun happened(event: JsonObject): SurveyEvent {
    val (at, ticket) = millis(event["t"].asLong) to event["ticket"].asString
    return when (val type = event["type"].asString) {
        "resolved" -> SurveyEvent.Resolved(at, ticket, customer = event.text("customer"), agent = event.text("agent"))
        "reopened" -> SurveyEvent.Reopened(at, ticket)
        "rating" -> SurveyEvent.Rating(at, ticket, event["score"].asLong)
        else -> throw IllegalArgumentException("unknown event $type")
    }
}

private fun surveys(input: JsonObject): JsonObject {
    val given = input["config"].asJsonObject
    val config =
        SurveyConfig(
            scale = given["scale"].asString,
            delayS = given["delay_s"].asLong,
            cooldownS = given["cooldown_s"].asLong,
            expiryS = given["expiry_s"].asLong,
            editWindowS = given["edit_window_s"].asLong,
            keep = KeepRating.valueOf(given["keep"].asString.uppercase()),
            requireAgent = given["require_agent"]?.asBoolean ?: true,
        )
    val log = surveyLog(config, input.objects("events").map(::happened), millis(input["until"].asLong))
    val surveys =
        log.surveys.map {
            jsonObject(
                "ticket" to text(it.ticket),
                "agent" to text(it.agent),
                "due_at" to millis(it.dueAt),
                "sent_at" to millis(it.sentAt),
                "state" to text(it.state.name.lowercase()),
                "score" to number(it.score),
                "rated_at" to millis(it.ratedAt),
                "edits" to number(it.edits),
            )
        }
    val rejected = log.rejected.map { jsonList(listOf(millis(it.at), text(it.ticket), text(it.reason.name.lowercase()))) }
    return jsonObject("surveys" to jsonList(surveys), "rejected" to jsonList(rejected))
}

/** The values of a part of a sketch, by the generator of the vectors. */
private fun values(part: JsonObject): List<Double> {
    var state = part["seed"].asString.toULong()
    val (kind, scale) = part["kind"].asString to part["scale"].asDouble
    return List(part["n"].asInt) {
        state = state * 6364136223846793005uL + 1442695040888963407uL
        val u = (state shr 11).toDouble() / (1L shl 53)
        when (kind) {
            "uniform" -> scale * u
            "exp" -> -ln(1 - u) * scale
            "pareto" -> scale / sqrt(1 - u)
            "zeros" -> if (u < 0.3) 0.0 else scale * u
            else -> throw IllegalArgumentException("unknown kind $kind")
        }
    }
}

/** A sketch of each part, merged from the last to the first. A quantile within its bounds is as expected. */
private fun sketched(input: JsonObject, expect: JsonObject, tolerance: Double): JsonObject {
    val whole = Sketch(input["alpha"].asDouble)
    for (part in input.objects("parts").reversed()) {
        val sketch = Sketch(input["alpha"].asDouble)
        sketch.add(values(part))
        whole.merge(sketch)
    }
    val bounds =
        input.doubles("q").zip(expect.list("bounds")).map { (q, bounds) ->
            val came = whole.quantile(q)
            val within =
                came != null && bounds is JsonArray && bounds.map { it.asDouble }.let { (low, high) ->
                    came >= low - tolerance * maxOf(1.0, low) && came <= high + tolerance * maxOf(1.0, high)
                }
            if (within) bounds else fraction(came)
        }
    return jsonObject("n" to number(whole.n()), "min" to fraction(whole.min()), "max" to fraction(whole.max()), "bounds" to jsonList(bounds))
}

private fun scores(op: String, input: JsonObject): JsonObject? {
    fun whole(name: String) = input[name].asLong
    fun count(name: String) = input[name].asString.toULong()
    fun confidence() = input["confidence"].asDouble
    return when (op) {
        "proportion" ->
            proportion(whole("successes"), whole("n"), confidence(), IntervalMethod.valueOf(input["method"].asString.uppercase())).let {
                jsonObject("p" to fraction(it.p), "lo" to fraction(it.lo), "hi" to fraction(it.hi))
            }
        "score" -> {
            val counts = input["counts"].asJsonObject.entrySet().associate { (rating, n) -> rating.toLong() to n.asString.toULong() }
            val denominator = input.text("denominator")?.let { Denominator.valueOf(it.uppercase()) }
            scored(score(RatingCounts(input["scale"].asString, counts), denominator))
        }
        "seller_feedback" ->
            sellerFeedback(
                SellerFeedback(count("positive"), count("neutral"), count("negative")),
                FeedbackRule.valueOf(input["rule"].asString.uppercase()),
            ).let { jsonObject("positive_pct" to fraction(it.positivePct), "score" to number(it.score)) }
        "nps" ->
            nps(
                countRatings(input["scale"].asString, input.longs("ratings")),
                confidence(),
                NpsMethod.valueOf(input["method"].asString.uppercase()),
            ).let {
                jsonObject(
                    "n" to number(it.n),
                    "promoters" to number(it.promoters),
                    "passives" to number(it.passives),
                    "detractors" to number(it.detractors),
                    "nps" to fraction(it.nps),
                    "se" to fraction(it.se),
                    "lo" to fraction(it.lo),
                    "hi" to fraction(it.hi),
                )
            }
        "mean_t" ->
            meanT(input.doubles("values"), confidence()).let {
                jsonObject(
                    "n" to number(it.n),
                    "mean" to fraction(it.mean),
                    "sd" to fraction(it.sd),
                    "se" to fraction(it.se),
                    "lo" to fraction(it.lo),
                    "hi" to fraction(it.hi),
                )
            }
        "two_proportions" ->
            twoProportions(whole("k1"), whole("n1"), whole("k2"), whole("n2"), confidence()).let {
                jsonObject(
                    "diff" to fraction(it.diff),
                    "z" to fraction(it.z),
                    "p_value" to fraction(it.pValue),
                    "lo" to fraction(it.lo),
                    "hi" to fraction(it.hi),
                )
            }
        "nonresponse" ->
            nonresponse(whole("sent"), whole("responded"), whole("positive")).let {
                jsonObject(
                    "response_rate" to fraction(it.responseRate),
                    "csat" to fraction(it.csat),
                    "worst" to fraction(it.worst),
                    "best" to fraction(it.best),
                )
            }
        "merge" -> merged(input["scale"].asString, input.list("parts").map { part -> part.asJsonArray.map { it.asLong } })
        else -> null
    }
}

private fun shrunk(input: JsonObject): JsonObject {
    val shrinkage = shrink(input.objects("groups").map { RatedGroup(it["id"].asString, it["k"].asLong, it["n"].asLong) }, input["confidence"].asDouble)
    val prior =
        shrinkage.prior?.let {
            jsonObject(
                "alpha" to fraction(it.alpha),
                "beta" to fraction(it.beta),
                "mean" to fraction(it.mean),
                "strength" to fraction(it.strength),
            )
        }
    val groups =
        shrinkage.groups.map {
            jsonObject(
                "id" to text(it.id),
                "raw" to fraction(it.raw),
                "shrunk" to fraction(it.shrunk),
                "lo" to fraction(it.lo),
                "hi" to fraction(it.hi),
                "rank" to number(it.rank),
            )
        }
    return jsonObject("prior" to (prior ?: JsonNull.INSTANCE), "groups" to jsonList(groups))
}

private fun alerts(input: JsonObject): JsonObject {
    val rule =
        AlertRule(
            windowS = input["window_s"].asLong,
            minN = input["min_n"].asString.toUInt(),
            alertBelowMilli = input["alert_below_milli"].asLong,
            recoverAtMilli = input["recover_at_milli"].asLong,
        )
    val ratings = input.list("ratings").map { it.asJsonArray }.map { TimedRating(millis(it[0].asLong), it[1].asLong) }
    val transitions =
        rollingAlert(ratings, rule).map { jsonList(listOf(millis(it.at), text(it.state.name.lowercase()), fraction(it.mean), number(it.n))) }
    return jsonObject("transitions" to jsonList(transitions))
}

private fun drawn(op: String, input: JsonObject): JsonObject? =
    when (op) {
        "ewma" -> ewma(input)
        "p_chart" -> charted("p_lcl_ucl", pChart(shares(input), input["L"].asDouble, input.text("center")?.toDouble()))
        "cusum" ->
            cusum(input.doubles("values"), CusumSettings(input["target"].asDouble, input["slack"].asDouble, input["h"].asDouble)).let {
                val pairs = it.up.zip(it.down).map { (up, down) -> jsonList(listOf(fraction(up), fraction(down))) }
                jsonObject("up_down" to jsonList(pairs), "signals" to jsonList(it.signals.map(::number)))
            }
        "eb_shrink" -> shrunk(input)
        "rolling_alert" -> alerts(input)
        "survey" -> surveys(input)
        "percentile" -> jsonObject("quantiles" to jsonList(percentiles(input.doubles("values"), input.doubles("q")).map(::fraction)))
        else -> null
    }

internal fun satisfaction(vector: JsonObject): Sequence<Outcome> = sequence {
    val (op, input, expect) = Triple(vector["op"].asString, vector["input"].asJsonObject, vector["expect"].asJsonObject)
    val tolerance = vector["tol"].asDouble
    val got =
        try {
            if (op == "sketch") sketched(input, expect, tolerance)
            else scores(op, input) ?: drawn(op, input) ?: throw IllegalArgumentException("unknown operation $op")
        } catch (error: DeskcoreException) {
            jsonObject("error" to text(error.failure().code))
        }
    for ((what, expected) in expect.entrySet()) yield(Outcome(what, expected, near(expected, got[what] ?: text("nothing"), tolerance)))
}
