package deskcore

import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertIs
import kotlin.test.assertTrue

class WhatIfTest {
    private val before = Desk.fromJson(DESK)
    private val after = Desk.fromJson(DESK.replace("\"2h\"", "\"1h\""))
    private val late = TicketHistory(opening("A-17"), listOf(reply(150)))
    private val quick = TicketHistory(opening("A-18"), listOf(reply(10)))

    /** So many minutes after the opening; from the 31st on, an hour of them is lunch. */
    private fun reply(minutes: Long) = Event(id = "ev-2", at = MONDAY.plusSeconds(60 * minutes), kind = EventKind.AgentReply)

    @Test
    fun `a history under two desks`() {
        val same = compare(listOf(late, quick), before, before)
        assertEquals(listOf(2uL, 0uL, 0uL), listOf(same.tickets, same.verdictsChanged, same.duesChanged))
        val changed = compare(listOf(late, quick), before, after)
        assertEquals(listOf(1uL, 1uL, 1uL), listOf(changed.ticketsChanged, changed.verdictsChanged, changed.duesChanged))
        val change = changed.verdictChanges.single()
        assertEquals(listOf("A-17", State.MET, State.BREACHED), listOf(change.ticket, change.before.state, change.after.state))
        assertEquals(ChangeCause.TargetChanged(7200, 3600), assertIs<ChangeCause.TargetChanged>(change.causes.single()))
        val back = compare(listOf(late, quick), after, before)
        assertEquals(change.before to change.after, back.verdictChanges.single().let { it.after to it.before })
        assertContains(changed.limit, "Answers stay when they were")
        assertEquals(0uL, compare(listOf(late), before, after, MONDAY.minusSeconds(1)).tickets)

        val nameless = TicketHistory(opening(""), listOf())
        val error = assertFailsWith<DeskcoreException.InvalidInput> { compare(listOf(quick, nameless), before, after) }
        assertContains(error.path!!, "/1/opening")
    }

    @Test
    fun `a desk is held against what is expected of it`() {
        fun expectations(due: String) =
            """{"expect": [{
                "name": "chi scrive alle 12:30 ha risposta alle 15:30",
                "ticket": {"id": "A-17", "at": "2026-11-23T11:30:00Z", "channel": "email", "priority": "normal"},
                "expect": {"policy": "default", "due": {"first_reply_time": "$due"}}
            }]}"""
        assertEquals(ExpectationOutcome("chi scrive alle 12:30 ha risposta alle 15:30", true, 1uL, listOf()), checkExpectations(before, expectations("2026-11-23 15:30")).single())
        val failed = checkExpectations(before, expectations("2026-11-23 13:30")).single()
        val failure = failed.failures.single()
        assertEquals(listOf(false, "A-17", "due first_reply_time"), listOf(failed.passed, failure.ticket, failure.about))
        val misspelt = assertFailsWith<DeskcoreException.InvalidInput> { checkExpectations(before, expectations("15:30").replace("policy", "polici")) }
        assertEquals("invalid_input" to "/expect/0/expect/polici", misspelt.code to misspelt.path)
    }

    @Test
    fun `a promise is held against a year`() {
        val check = promiseCheck(before, withinS = 7200uL).single()
        assertEquals(listOf("default", Metric.FIRST_REPLY_TIME, 2026, false), listOf(check.policy, check.metric, check.year, check.holds))
        assertTrue(check.windows.any { it.endDay == Weekday.MON && it.end == "09:00" })
        assertEquals(check, promiseCheck(before, 7200uL, Metric.FIRST_REPLY_TIME, "default", 2026).single())
        assertEquals(listOf(), promiseCheck(before, 7200uL, metric = Metric.NEXT_REPLY_TIME))
        fun refused(path: String, call: () -> Unit) {
            val error = assertFailsWith<DeskcoreException.InvalidInput> { call() }
            assertEquals(path to "invalid_input", error.path to error.code)
        }
        refused("/within") { promiseCheck(before, 0uL) }
        refused("/within") { promiseCheck(before, ULong.MAX_VALUE) }
        refused("/policy") { promiseCheck(before, 60uL, policy = "defualt") }
        refused("/year") { promiseCheck(before, 60uL, year = 1500) }
    }
}
