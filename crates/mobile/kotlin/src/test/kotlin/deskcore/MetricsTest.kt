package deskcore

import java.time.Instant
import java.time.LocalDate
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import kotlin.math.abs
import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull
import kotlin.test.assertTrue

class MetricsTest {
    private fun ticket(number: Int, at: Instant = MONDAY, reason: String = "where_is_my_order") =
        TicketFigures(
            id = "A-$number",
            createdAt = at,
            knownUntil = at.plusSeconds(30 * 86_400),
            dimensions = mapOf("channel" to if (number % 2 == 0) "whatsapp" else "email", "reason" to reason),
            handledBy = HandledBy.HUMAN,
            firstReply = Elapsed(calendarMs = 60_000L * number),
            outcomes = listOf(SlaOutcome(Metric.FIRST_REPLY_TIME, met = 1u)),
        )

    private fun GroupFigures.figure(name: String) = figures.single { it.name == name }

    @Test
    fun `a report counts as it is told to`() {
        val usual = usualReportConfig()
        assertEquals(listOf("agent", "channel", "complexity", "handled_by", "language", "product", "reason", "team"), usual.dimensions)
        // What the constructor gives and what the core gives are the same.
        assertEquals(usual, ReportConfig(dimensions = usual.dimensions))
        assertEquals(usual, Report().config())
        assertEquals(Hours.CALENDAR to "UTC", usual.hours to usual.tz)
        assertEquals("Report" to "Sketch", "${Report()}" to "${Sketch()}")
        val rome = usual.copy(tz = "Europe/Rome", dimensions = listOf("channel"))
        assertEquals(rome, Report(rome).config())
        for ((path, wrong) in listOf("/alpha" to usual.copy(alpha = Double.NaN), "/confidence" to usual.copy(confidence = 1.0), "/dimensions/0" to usual.copy(dimensions = listOf("customer")))) {
            val error = assertFailsWith<DeskcoreException.InvalidInput> { Report(wrong) }
            assertEquals(path to "invalid_input", error.path to error.code)
        }
    }

    @Test
    fun `all figures of a history`() {
        val desk = Desk.fromJson(DESK)
        val reply = Event(id = "ev-2", at = MONDAY.plusSeconds(240), kind = EventKind.AgentReply)
        val figures = desk.figures(opening(), listOf(reply), MONDAY.plusSeconds(86_400))
        assertEquals(Elapsed(240_000, 240_000), figures.firstReply)
        assertEquals("email" to HandledBy.HUMAN, figures.dimensions["channel"] to figures.handledBy)
        assertFailsWith<DeskcoreException.InvalidInput> { desk.figures(opening(id = ""), listOf(), MONDAY) }

        val report = Report()
        val empty = report.figures()
        assertEquals(0uL to null, empty.overall.figure("first_reply").let { it.n to it.value })
        assertEquals(168, empty.loadPerHour.size)
        report.addTickets(listOf(figures))
        report.addRatings(
            listOf(
                RatingRecord(ticket = "A-17", scale = "stars5", score = 5, at = MONDAY),
                RatingRecord(ticket = "A-17", scale = "stars5", score = 6, at = MONDAY),
                RatingRecord(scale = "nps11", score = 9, at = MONDAY),
            ),
        )
        report.addSurveys(listOf(SurveyRecord(at = MONDAY, responded = true), SurveyRecord(at = MONDAY, notAsked = "cooldown")))
        report.addSessions(listOf(SessionRecord(MONDAY, SessionOutcome.LEFT, knownUntil = MONDAY)))
        val all = report.figures()
        assertEquals(240_000.0, all.overall.figure("first_reply").value)
        val csat = all.overall.figure("csat_stars5")
        assertEquals(listOf(1uL, 1.0), listOf(csat.n, csat.value))
        assertEquals(listOf(FigureLeftOut(LeftOutWhy.OUT_OF_SCALE, 1uL)), csat.leftOut)
        assertEquals(listOf(FigureLeftOut(LeftOutWhy.UNKNOWN_TICKET, 1uL)), all.overall.figure("nps").leftOut)
        assertEquals(mapOf("cooldown" to 1uL), all.overall.notAsked)
        assertEquals(0.0, all.overall.figure("deflection").value)
        assertEquals(BacklogDay(LocalDate.of(2026, 11, 23), 1uL, 0uL, 1), all.backlog.single())
        assertEquals(listOf("email"), report.figuresBy("channel").map { it.value })
        val unknown = assertFailsWith<DeskcoreException.InvalidInput> { report.figuresBy("chanel") }
        assertEquals("/dimension", unknown.path)
    }

    @Test
    fun `parts merge to the same bytes in any order`() {
        val tickets = List(200) { ticket(it, MONDAY.plusSeconds(3600L * it)) }
        val whole = Report().apply { addTickets(tickets) }
        val parts = tickets.chunked(37).map { part -> Report().apply { addTickets(part) } }
        val merged = Report()
        parts.shuffled(Random(7)).forEach(merged::merge)
        assertEquals(whole.toJson(), merged.toJson())
        assertEquals(whole.figures(), Report.fromJson(merged.toJson()).figures())
        merged.merge(merged)
        assertEquals(400.0, merged.figures().overall.figure("volume").value)

        val before = whole.toJson()
        val unnamed = ticket(1).copy(dimensions = mapOf("channel" to ""))
        val refused = assertFailsWith<DeskcoreException.InvalidInput> { whole.addTickets(listOf(ticket(0), unnamed)) }
        assertContains(refused.path!!, "/1/dimensions/channel")
        val other = Report(usualReportConfig().copy(tz = "Europe/Rome"))
        assertEquals("/config", assertFailsWith<DeskcoreException.InvalidInput> { whole.merge(other) }.path)
        assertFailsWith<DeskcoreException.InvalidInput> { Report.fromJson("{}") }
        assertEquals("/schema_version", assertFailsWith<DeskcoreException.InvalidInput> { Report.fromJson(before.replace("\"schema_version\":1", "\"schema_version\":9")) }.path)
        assertEquals(before, whole.toJson())

        val negative = Report().apply { addTickets(listOf(ticket(-5))) }.figures().overall.figure("first_reply")
        assertEquals(0uL to listOf(FigureLeftOut(LeftOutWhy.NEGATIVE_DURATION, 1uL)), negative.n to negative.leftOut)
    }

    @Test
    fun `a sketch keeps its promise`() {
        val values = List(5000) { Random(it).nextDouble(0.0, 86_400.0) }
        val whole = Sketch(0.02)
        for (part in values.chunked(777).shuffled(Random(7))) whole.merge(Sketch(0.02).apply { add(part) })
        assertEquals(listOf(5000uL, values.min(), values.max()), listOf(whole.n(), whole.min(), whole.max()))
        for (q in listOf(0.0, 0.5, 0.95, 1.0)) {
            val exact = values.sorted()[(q * 4999).toInt()]
            assertTrue(abs(whole.quantile(q)!! - exact) <= 0.02 * exact)
        }
        for ((place, wrong) in listOf(Double.NaN, -1.0, Double.POSITIVE_INFINITY).withIndex()) {
            val error = assertFailsWith<DeskcoreException.InvalidInput> { whole.add(List(place) { 1.0 } + wrong) }
            assertEquals("/$place", error.path)
        }
        assertEquals("/alpha", assertFailsWith<DeskcoreException.InvalidInput> { whole.merge(Sketch(0.01)) }.path)
        assertEquals("/alpha", assertFailsWith<DeskcoreException.InvalidInput> { Sketch(0.9) }.path)
        assertEquals("/q", assertFailsWith<DeskcoreException.InvalidInput> { whole.quantile(1.5) }.path)
        assertEquals(5000uL, whole.n())
        assertNull(Sketch().quantile(0.5))
        assertEquals(listOf(5.0, 8.5), percentiles(listOf(12.0, 3.0, 5.0), listOf(0.5, 0.75)))
        assertEquals(listOf<Double?>(null), percentiles(listOf(), listOf(0.5)))
        assertEquals("/q/0", assertFailsWith<DeskcoreException.InvalidInput> { percentiles(listOf(1.0), listOf(-0.1)) }.path)
    }

    @Test
    fun `a week's digest finds what changed`() {
        val monday = LocalDate.of(2026, 11, 23)
        val tickets = (0..27).flatMap { day -> List(10) { ticket(100 * day + it, at("2026-11-02T10:00:00Z").plusSeconds(86_400L * day)) } }
        val refused = List(20) { ticket(9000 + it, at("2026-11-25T10:00:00Z"), "voucher_refused") }
        assertEquals(DigestConfig(monday, "UTC", 8u, 0.05, 5u, 1.5, Hours.CALENDAR, 20u, null), DigestConfig(monday))
        val digest = weeklyDigest(tickets + refused, DigestConfig(monday))
        val changed = digest.findings.single { (it.what as? FindingKind.ShareChanged)?.reason == "voucher_refused" }
        assertEquals(20uL to refused.map { it.id }.sorted(), changed.n to changed.tickets.sorted())
        assertEquals(digest, weeklyDigest((tickets + refused).reversed(), DigestConfig(monday)))
        assertTrue(digest.rules.any { it.finding == "share_changed" })
        assertEquals("/monday", assertFailsWith<DeskcoreException.InvalidInput> { weeklyDigest(listOf(), DigestConfig(monday.plusDays(1))) }.path)
    }

    private fun at(text: String) = Instant.parse(text)

    @Test
    fun `eight threads share a report`() {
        val report = Report()
        val threads = Executors.newFixedThreadPool(8)
        threads.invokeAll(List(8) { Callable { repeat(20) { report.addTickets(List(10, ::ticket)); report.merge(Report()) } } }).forEach { it.get() }
        threads.shutdown()
        assertEquals(1600.0, report.figures().overall.figure("volume").value)
    }
}
