package deskcore

import java.time.Instant
import java.time.LocalDate
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertTrue

class BadInputTest {
    private val desk = Desk.fromJson(DESK)
    private val office = Calendar.fromJson(OFFICE)

    @Test
    fun `every kind of error is its own exception`() {
        val misspelt = assertFailsWith<DeskcoreException.InvalidDesk> { Desk.fromJson("""{"calender": {}}""") }
        assertEquals("invalid_desk", misspelt.code)
        assertEquals("/calender", misspelt.path)
        assertEquals("did you mean \"calendars\"?", misspelt.hint)
        assertEquals(misspelt.problems.single().hint, misspelt.hint)
        assertTrue(misspelt.message.startsWith("a mistake in desk.json:"), misspelt.message)

        assertFailsWith<DeskcoreException.InvalidTicket> { Ticket.fromJson("{}") }
        val negative = assertFailsWith<DeskcoreException> { office.add(MONDAY, -1) }
        assertEquals(ErrorKind.INVALID_INPUT, negative.failure().kind)
        assertEquals("negative_duration", negative.failure().code)

        val opened = desk.open(opening())
        assertFailsWith<DeskcoreException.OutOfOrder> {
            desk.apply(opened.ticket, Event(id = "e", at = MONDAY.minusSeconds(1), kind = EventKind.AgentReply))
        }
        val open = desk.apply(opened.ticket, Event(id = "e", at = MONDAY, kind = EventKind.AgentReply)).ticket
        val back = Event(id = "f", at = MONDAY, kind = EventKind.Status(to = Status.NEW))
        assertFailsWith<DeskcoreException.StatusNotAllowed> { desk.apply(open, back) }
        val closed = desk.apply(open, Event(id = "g", at = MONDAY, kind = EventKind.MergedInto("B-1"))).ticket
        val final = assertFailsWith<DeskcoreException.TicketClosed> {
            desk.apply(closed, Event(id = "h", at = MONDAY, kind = EventKind.AgentReply))
        }
        assertEquals("open a follow-up ticket", final.hint)
    }

    @Test
    fun `a panic is a typed error`() {
        val error = assertFailsWith<DeskcoreException.InternalException> { panicOnPurpose() }
        assertContains(error.message, "on purpose")
        assertEquals("internal_error", error.code)
        assertTrue(office.isOpen(MONDAY))
    }

    @Test
    fun `what no calendar can hold is refused`() {
        for (at in listOf(Instant.MAX, Instant.MIN)) {
            assertFailsWith<DeskcoreException.InvalidInput> { office.isOpen(at) }
            assertFailsWith<DeskcoreException.InvalidInput> { desk.open(opening(at = at)) }
        }
        assertFailsWith<DeskcoreException.InvalidInput> { office.add(MONDAY, Long.MAX_VALUE) }
        assertFailsWith<DeskcoreException.InvalidInput> { office.add(MONDAY, Long.MIN_VALUE) }
        assertFailsWith<DeskcoreException.InvalidInput> { office.week(LocalDate.of(2026, 1, 1), "Europe/Roma") }
        assertFailsWith<DeskcoreException.InvalidInput> { office.week(LocalDate.MAX) }
        assertFailsWith<DeskcoreException.InvalidInput> { Calendar.union(listOf()) }
        assertFailsWith<DeskcoreException.InvalidInput> { office.betweenColumn(LongArray(2), LongArray(3)) }
        assertFailsWith<DeskcoreException.InvalidInput> { office.betweenColumnBytes(java.nio.ByteBuffer.allocateDirect(7), columnBytes(longArrayOf(1))) }
        for (value in listOf(Double.NaN, Double.POSITIVE_INFINITY)) {
            val fields = mapOf("n" to FieldValue.Number(value))
            assertFailsWith<DeskcoreException.InvalidInput> { desk.open(Opening(id = "x", at = MONDAY, facts = facts().copy(fields = fields))) }
        }
        val deep = mapOf("n" to FieldValue.Json("[".repeat(1_000_000)))
        assertFailsWith<DeskcoreException.InvalidInput> { desk.open(Opening(id = "x", at = MONDAY, facts = facts().copy(fields = deep))) }
        val event = assertFailsWith<DeskcoreException.InvalidInput> { eventFromJson("""{"type": "agent_replay", "id": "e", "at": "2026-11-23T10:00:00Z"}""") }
        assertEquals("/type", event.path)
        assertContains(event.hint.orEmpty(), "agent_reply")
        assertFailsWith<DeskcoreException.InvalidInput> { desk.open(opening(id = "")) }
        assertFailsWith<DeskcoreException.InvalidInput> { Calendar.fromJson("a".repeat(100_000_000)) }
        // Half a character of UTF-16 has no UTF-8: Java refuses it before it crosses.
        assertFailsWith<java.nio.charset.CharacterCodingException> { desk.open(opening(id = "\uD800")) }
    }

    @Test
    fun `a closed handle says so`() {
        val calendar = Calendar.fromJson(OFFICE)
        calendar.close()
        assertFailsWith<IllegalStateException> { calendar.isOpen(MONDAY) }
    }

    @Test
    fun `eight threads share one handle`() {
        val threads = Executors.newFixedThreadPool(8)
        val opened = desk.open(opening())
        val work = Callable {
            (1..500L).map { n ->
                desk.tick(opened.ticket, MONDAY.plusSeconds(n * 60)).json.hashCode() + office.between(MONDAY, MONDAY.plusSeconds(n * 60))
            }
        }
        val results = threads.invokeAll(List(8) { work }).map { it.get() }
        threads.shutdown()
        assertEquals(1, results.toSet().size)
    }

    @Test
    fun `memory stays flat over a hundred thousand bad calls`() {
        val opened = desk.open(opening())
        val late = Event(id = "e", at = MONDAY.minusSeconds(1), kind = EventKind.AgentReply)
        fun bad(times: Int) = repeat(times) { n ->
            try {
                when (n % 4) {
                    0 -> desk.apply(opened.ticket, late)
                    1 -> Ticket.fromJson("{\"id\": \"A-17\"}").use { }
                    2 -> Desk.fromJson("""{"policies": [{"id": "a", "calender": "b"}]}""").use { }
                    else -> office.isOpen(Instant.MAX)
                }
                error("expected a failure")
            } catch (_: DeskcoreException) {
            }
        }
        bad(30_000)
        System.gc()
        val before = resident()
        bad(100_000)
        System.gc()
        val grown = resident() - before
        println("memory beside the heap: $grown bytes more after 100,000 bad calls")
        assertTrue(grown < 48L shl 20, "$grown bytes more")
    }
}

class ExampleTest {
    @Test
    fun `the example tells late tickets`() {
        val before = System.out
        val captured = java.io.ByteArrayOutputStream()
        System.setOut(java.io.PrintStream(captured, true, "UTF-8"))
        try {
            deskcore.examples.main()
        } finally {
            System.setOut(before)
        }
        val text = captured.toString("UTF-8")
        assertContains(text, "(late: false)")
        assertContains(text, "Late (late: true)")
        assertContains(text, "Sfântul Andrei")
    }
}
