package deskcore

import java.time.DayOfWeek
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import kotlin.random.Random
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFalse
import kotlin.test.assertIs
import kotlin.test.assertNotEquals
import kotlin.test.assertNull
import kotlin.test.assertTrue

class DeskTest {
    private val desk = Desk.fromJson(DESK)

    @Test
    fun `a ticket from its opening to its close`() {
        val opened = desk.open(opening())
        assertEquals(Status.NEW, opened.status)
        assertEquals(Instant.parse("2026-11-23T14:00:00Z"), opened.dueAt)
        assertEquals(NextDueKind.WARNING, desk.nextDue(opened.ticket)?.kind)

        val warned = desk.tick(opened.ticket, Instant.parse("2026-11-23T14:10:00Z"))
        val warning = assertIs<EffectKind.SlaWarning>(warned.effects.single().kind)
        assertEquals(Metric.FIRST_REPLY_TIME, warning.clock.metric)
        assertEquals(Warning.Before(1800u), warning.warning)
        assertEquals(Instant.parse("2026-11-23T14:00:00Z"), warned.effects.single().at)

        val ana = Actor(kind = ActorKind.AGENT, id = "ana")
        val at = Instant.parse("2026-11-23T14:30:00Z")
        val replied = desk.apply(warned.ticket, Event(id = "ev-2", at = at, actor = ana, kind = EventKind.AgentReply))
        assertEquals(Status.OPEN, replied.status)
        assertEquals(State.MET, desk.verdict(replied.ticket, Metric.FIRST_REPLY_TIME, at).state)
        assertEquals(replied.version, replied.ticket.record().version)
        assertEquals(1uL, opened.ticket.record().version)

        val solved = EventKind.Status(to = Status.SOLVED)
        val done = desk.apply(replied.ticket, Event(id = "ev-3", at = at, kind = solved))
        assertEquals(at, done.ticket.record().solvedAt)
        val again = desk.apply(done.ticket, Event(id = "ev-3", at = at, kind = solved))
        assertEquals(done.json, again.json)
    }

    @Test
    fun `a ticket is late once something is overdue`() {
        val opened = desk.open(opening())
        val due = Instant.parse("2026-11-23T14:30:00Z")
        assertFalse(desk.isLate(opened.ticket, due.minusSeconds(1)))
        assertTrue(desk.isLate(opened.ticket, due.plusSeconds(1)))
        val replied = desk.apply(opened.ticket, Event(id = "ev-2", at = due.minusSeconds(1), kind = EventKind.AgentReply))
        assertFalse(desk.isLate(replied.ticket, due.plusSeconds(1)))
    }

    @Test
    fun `a customer begins a ticket unless told otherwise`() {
        assertEquals(ActorKind.CUSTOMER, Facts(channel = "email").startedBy)
        val opened = desk.open(Opening(id = "A-19", at = MONDAY, facts = Facts(channel = "email")))
        assertEquals(ActorKind.CUSTOMER, opened.ticket.record().facts.startedBy)
    }

    @Test
    fun `what is stored comes back`() {
        val opened = desk.open(opening())
        val stored = Ticket.fromJson(opened.json)
        assertEquals(opened.ticket, stored)
        assertEquals(opened.ticket.hashCode(), stored.hashCode())
        assertEquals("Ticket \"A-17\", version 1, new", stored.toString())
        val breach = desk.tick(stored, Instant.parse("2026-11-24T12:00:00Z")).effects.last()
        assertEquals(breach, effectFromJson(effectToJson(breach)))
        assertEquals(desk, Desk.fromJson(desk.toJson()))
        assertEquals(desk.calendar("office"), desk.calendarOf(stored))
        assertNull(desk.calendar("warehouse"))
    }

    @Test
    fun `the host's own fields keep their types`() {
        val fields =
            mapOf(
                "gift" to FieldValue.Flag(true),
                "items" to FieldValue.Whole(Long.MAX_VALUE),
                "weight" to FieldValue.Number(1.5),
                "note" to FieldValue.Text("„țară” \\ \n"),
                "deep" to FieldValue.Json("""{"z":[1,{"a":null}]}"""),
                "big" to FieldValue.Json("18446744073709551615"),
            )
        val opened = desk.open(Opening(id = "A-18", at = MONDAY, facts = facts().copy(fields = fields)))
        assertEquals(fields, Ticket.fromJson(opened.json).record().facts.fields)
        val without = EventKind.Details(fields = mapOf("gift" to FieldValue.Null))
        val changed = desk.apply(opened.ticket, Event(id = "ev-1", at = MONDAY, kind = without))
        assertFalse("gift" in changed.ticket.record().facts.fields)
    }

    @Test
    fun `events as JSON are the same events`() {
        val event =
            Event(
                id = "ev-9",
                at = Instant.parse("2026-11-23T14:30:00.250Z"),
                seq = 3u,
                cause = Cause.Rule("r-1"),
                kind = EventKind.Priority(to = Priority.URGENT),
            )
        assertEquals(event, eventFromJson(eventToJson(event)))
        assertContains(eventToJson(event), """"at":"2026-11-23T14:30:00.250Z"""")
    }

    @Test
    fun `a history in any order makes the same ticket`() {
        for (seed in 0 until 40) {
            val random = Random(seed)
            val kinds = listOf(EventKind.CustomerMessage(), EventKind.AgentReply, EventKind.InternalNote, EventKind.Status(to = Status.PENDING))
            val events =
                (1..12).map { n ->
                    Event(id = "ev-$n", at = MONDAY.plusSeconds(n * 977L + random.nextLong(900)), kind = kinds.random(random))
                }
            val until = MONDAY.plusSeconds(200_000)
            val applied = events.fold(desk.open(opening())) { change, event -> desk.apply(change.ticket, event) }
            val rebuilt = desk.rebuild(opening(), events.shuffled(random), until)
            assertEquals(desk.tick(applied.ticket, until).ticket, rebuilt.ticket)
            assertTrue(rebuilt.refused.isEmpty())
            assertTrue(desk.verdicts(rebuilt.ticket, until).isNotEmpty())
        }
    }

    @Test
    fun `a deadline is explained`() {
        val opened = desk.open(opening())
        val why = desk.explain(opened.ticket, Metric.FIRST_REPLY_TIME, MONDAY)!!
        assertContains(why.text, "due Mon 23 Nov 2026 15:30")
        val skipped = why.spans!!.pieces.map { it.kind }.filterIsInstance<PieceKind.Skipped>()
        assertEquals(listOf<Reason>(Reason.BreakInDay), skipped.map { it.reason })
        assertTrue(desk.lint().all { it.code.isNotEmpty() })
        assertContains(deskSchema(), "\"policies\"")
        assertTrue(version().isNotEmpty())
    }
}

class CalendarTest {
    private val office = Calendar.fromJson(OFFICE)

    @Test
    fun `opening hours are read and counted`() {
        assertTrue(office.isOpen(MONDAY))
        assertEquals(Instant.parse("2026-11-23T12:00:00Z"), office.nextClose(MONDAY))
        assertEquals(MONDAY, office.nextOpen(MONDAY))
        val due = office.add(MONDAY, 7200)!!
        assertEquals(Instant.parse("2026-11-23T14:30:00Z"), due)
        assertEquals(7200, office.between(MONDAY, due))
        assertEquals(MONDAY, office.subtract(due, 7200))
        assertEquals(due, office.promise(MONDAY, 7200).dueAt)
        assertEquals(2, office.intervals(MONDAY, 2u).size)
        assertEquals(1, office.gaps(MONDAY, due).size)
        assertEquals(-1800_000, office.explain(due, due.minusSeconds(1800)).openMs)
        assertEquals("Europe/Rome", office.tz())
        assertFalse(office.neverOpens())
        val week = office.week(LocalDate.of(2026, 11, 25), "Europe/Bucharest")
        assertEquals("10:00" to Weekday.MON, week.first().spans.first().open to week.first().weekday)
        assertEquals(LocalDate.of(2026, 11, 23), week.first().date)
        assertEquals(7, office.week(LocalDate.of(2026, 11, 25)).size)
        assertEquals(DayOfWeek.MONDAY, week.first().date.dayOfWeek)
    }

    @Test
    fun `a union is stored as one`() {
        val auckland = Calendar.fromJson("""{"tz": "Pacific/Auckland", "weekly": {"mon": [["08:00", "20:00"]]}}""")
        val both = Calendar.union(listOf(office, auckland))
        assertEquals(both, Calendar.fromJson(both.toJson()))
        assertNotEquals(both, office)
    }

    @Test
    fun `holidays and hours are imported`() {
        val holidays = holidaysFromDates("2026-12-01 Ziua Națională\n", "shop")
        assertEquals("Ziua Națională", holidays.single().name)
        val hours = weeklyFromOsm("Mo-Fr 09:00-17:00; PH off")
        assertEquals(PublicHolidays.Closed, hours.publicHolidays)
        val calendar = Calendar.fromJson(scheduleOfHours(hours, "Europe/Bucharest", holidays))
        assertFalse(calendar.isOpen(Instant.parse("2026-12-01T10:00:00Z")))
        val read = hoursFromSchemaOrg("""[{"dayOfWeek": "Monday", "opens": "07:00", "closes": "19:00"}]""")
        assertContains(read.weekly, "07:00")
        val feed = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Inventar\r\nDTSTART;VALUE=DATE:20260105\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        assertEquals(LocalDate.of(2026, 1, 5), holidaysFromIcal(feed, "feed", 2026, 2026).holidays.single().date)
    }

    @Test
    fun `sums hold wherever they begin`() {
        val random = Random(11)
        repeat(2_000) {
            val at = MONDAY.plusSeconds(random.nextLong(-1_000_000_000, 1_000_000_000))
            val seconds = random.nextLong(1, 1_000_000)
            val due = office.add(at, seconds)!!
            assertEquals(seconds, office.between(at, due))
            assertEquals(-seconds, office.between(due, at))
            assertTrue(office.subtract(due, seconds)!! >= at)
            assertEquals(due.toEpochMilli(), office.addMs(at.toEpochMilli(), seconds * 1000))
            assertTrue(Duration.between(at, due).seconds >= seconds)
        }
    }

    @Test
    fun `columns are the scalars, row by row`() {
        val random = Random(12)
        val start = LongArray(1_000) { MONDAY.toEpochMilli() + random.nextInt() * 1000L }
        val end = LongArray(1_000) { start[it] + random.nextInt() }
        val open = office.betweenColumn(start, end)
        assertEquals(start.indices.map { office.betweenMs(start[it], end[it]) }, open.toList())
        val due = office.addColumn(start, longArrayOf(7_200_000))
        assertEquals(start.map { office.addMs(it, 7_200_000) }, due.toList())
        assertEquals(Long.MIN_VALUE, office.addColumn(longArrayOf(0), longArrayOf(-1)).single())
        assertEquals(0, office.betweenColumn(longArrayOf(), longArrayOf()).size)
    }
}
