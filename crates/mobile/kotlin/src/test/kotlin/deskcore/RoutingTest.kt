package deskcore

import java.time.Instant
import java.time.LocalDate
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNull
import kotlin.test.assertTrue

class RoutingTest {
    private val desk = Desk.fromJson(
        """{
            "calendars": {"office": {"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "18:00"]]}}},
            "policies": [{"id": "default", "calendar": "office", "targets": {"*": {"first_reply_time": "2h"}}}],
            "routing": {
                "boosts": [{"name": "vip", "when": {"tier": ["vip"]}, "seconds": 1800}],
                "needed": [{"when": {"reason": ["refund"]}, "skills": {"refunds": 2}, "team": "returns"}],
                "keywords": [{"label": "angry", "phrases": ["vergogna", "e o rusine"]}]
            }
        }""",
    )
    private val at = MONDAY.toEpochMilli()

    private fun router(vararg agents: Agent, config: String = "{}") = Router(Routing.fromJson(config), Roster(agents.toList()), at)

    private fun arrival(id: String, ms: Long = at) = RoutingEvent(ms, RoutingEventKind.TicketNew(WorkItem(id, "email")))

    @Test
    fun `a ticket has a place in the queue, and reasons for it`() {
        val facts = facts().copy(tier = "vip", reason = "refund", language = "it-CH")
        val opened = desk.open(Opening(id = "A-17", at = MONDAY, facts = facts))
        val key = Instant.parse("2026-11-23T13:00:00Z").toEpochMilli()
        assertEquals(listOf(key, key), listOf(opened.queueKey, opened.ticket.record().queueKey))
        val why = desk.explainQueueKey(opened.ticket)
        val parts = listOf(Contribution("due:first_reply_time", key + 1_800_000), Contribution("boost:vip", -1_800_000))
        assertEquals(QueueKey(key, parts, "due:first_reply_time at ${key + 1_800_000}, boost:vip 1800 s sooner: $key"), why)

        val item = desk.workItem(opened.ticket)
        assertEquals(mapOf("first_reply_time" to key + 1_800_000), item.dueMs)
        assertEquals(mapOf("refunds" to 2u) to "returns", item.skills to item.team)
        assertEquals("it-CH" to true, item.language to item.vip)
        assertEquals(why, desk.routing().explainQueueKey(item))
        assertEquals(key, desk.routing().queueKey(item))
        assertEquals(listOf("angry"), desk.keywordTags("Este o RUȘINE! E o rușine!"))
        assertEquals(listOf(), desk.keywordTags("Grazie mille"))
    }

    @Test
    fun `rules are compiled, stored and compared`() {
        val routing = desk.routing()
        val stored = Routing.fromJson(routing.toJson())
        assertEquals(routing to routing.hashCode(), stored to stored.hashCode())
        assertEquals("Routing with 1 boosts", "$routing")
        val items = listOf("b", "B", "é").map { WorkItem(it, "email", createdAtMs = at, dueMs = mapOf("x" to at, "y" to null)) }
        assertEquals(listOf("B", "b", "é"), routing.order(items))
        // The ends of 64 bits keep their digits.
        for (end in listOf(Long.MIN_VALUE, Long.MAX_VALUE)) {
            assertEquals(end, routing.queueKey(WorkItem("a", "email", dueMs = mapOf("x" to end))))
        }
        val twice = assertFailsWith<DeskcoreException.InvalidInput> { routing.order(items + items) }
        assertContains(twice.message, "twice")
        val negative = assertFailsWith<DeskcoreException.InvalidInput> { Routing.fromJson("""{"max_boost_s": -1}""") }
        assertEquals("invalid_input" to "/max_boost_s", negative.code to negative.path)
        val misspelt = assertFailsWith<DeskcoreException.InvalidInput> { Routing.fromJson("""{"boost": []}""") }
        assertEquals("/boost" to "did you mean \"boosts\"?", misspelt.path to misspelt.hint)
    }

    @Test
    fun `a roster says who may decide what`() {
        val limits = { amount: String -> mapOf("refund" to Limit(amount, "EUR")) }
        val marco = Agent("marco", 5u, teams = listOf("returns"), limits = limits("500.00"))
        val roster = Roster(listOf(marco, Agent("ioana", 5u, shiftsMs = listOf(Shift(at, at + 60_000)), limits = limits("50"))))
        assertEquals(listOf("ioana", "marco"), roster.agents().map { it.id })
        assertEquals(marco, roster.agents()[1])
        assertEquals(listOf(Shift(at, at + 60_000)), roster.agents()[0].shiftsMs)
        assertEquals("Roster of 2 agents", "$roster")
        assertEquals(Permission.Yes, roster.allowed("refund", "ioana", "49.90", "EUR"))
        assertEquals(Permission.Ask(listOf("marco")), roster.allowed("refund", "ioana", "120", "EUR"))
        assertEquals(Permission.No, roster.allowed("refund", "ioana", "900", "EUR"))
        assertEquals(listOf("skill_without_agents"), roster.lint(desk.routing()).map { it.code })

        val unknown = assertFailsWith<DeskcoreException.InvalidInput> { roster.allowed("refund", "iona", "1", "EUR") }
        assertEquals("/agent" to "did you mean \"ioana\"?", unknown.path to unknown.hint)
        assertEquals("/amount", assertFailsWith<DeskcoreException.InvalidInput> { roster.allowed("refund", "ioana", "1,5", "EUR") }.path)
        assertEquals("/1/id", assertFailsWith<DeskcoreException.InvalidInput> { Roster(listOf(marco, marco)) }.path)
        val office = listOf(marco.copy(calendar = "office"))
        assertEquals(office, desk.roster(office).agents())
        assertEquals("/0/calendar", assertFailsWith<DeskcoreException.InvalidInput> { Roster(office) }.path)
        assertEquals("/0/calendar", assertFailsWith<DeskcoreException.InvalidInput> { desk.roster(listOf(marco.copy(calendar = "ofice"))) }.path)
        assertEquals(Agent("a", 1u, AgentStatus.ONLINE, listOf(), mapOf(), mapOf(), null, null, null, 0uL, mapOf()), Agent("a", 1u))
    }

    @Test
    fun `a queue keeps tickets in order`() {
        val queue = Queue()
        val first = QueuedTicket("A-17", 20, at)
        val returned = QueuedTicket("A-18", 10, at, team = "returns", skills = listOf("refunds"))
        queue.insert(first)
        queue.insert(returned)
        assertEquals(2uL, queue.count())
        assertEquals(returned, queue.peek())
        assertEquals(listOf(1uL, 0uL, null), listOf(queue.position("A-17"), queue.position("A-18", "returns"), queue.position("A-19")))
        queue.setKey("A-17", Long.MIN_VALUE)
        assertEquals(first.copy(key = Long.MIN_VALUE), queue.get("A-17"))
        assertEquals(listOf("A-17", "A-18"), queue.page(0u, 10u).map { it.id })
        assertEquals(listOf(returned), queue.page(1u, ULong.MAX_VALUE))
        assertEquals(listOf(returned), queue.page(0u, 1u, skill = "refunds"))
        assertEquals(listOf(), queue.page(0u, 1u, team = "front"))
        val stored = queue.toJson()
        assertEquals(stored, Queue.fromJson(stored).toJson())
        queue.update(first.copy(team = "returns", key = 5))
        assertEquals(listOf("A-17", "A-18", null), List(3) { queue.pop(team = "returns")?.id })
        queue.insert(returned)
        assertNull(queue.remove("A-17"))
        assertNull(queue.pop(skill = "chess"))
        assertEquals(returned, queue.pop(skill = "refunds"))
        assertNull(queue.pop())

        queue.insert(first)
        assertEquals("/id", assertFailsWith<DeskcoreException.InvalidInput> { queue.insert(first) }.path)
        assertEquals("/id", assertFailsWith<DeskcoreException.InvalidInput> { queue.update(returned) }.path)
        assertEquals("/id", assertFailsWith<DeskcoreException.InvalidInput> { queue.setKey("A-18", 1) }.path)
        assertEquals("/skill", assertFailsWith<DeskcoreException.InvalidInput> { queue.pop("returns", "refunds") }.path)
        val twice = """{"id": "a", "key": 1, "created_at_ms": 1}"""
        assertEquals("/1/id", assertFailsWith<DeskcoreException.InvalidInput> { Queue.fromJson("[$twice, $twice]") }.path)
    }

    @Test
    fun `a router gives each ticket to whoever can take it`() {
        val router = router(
            Agent("ioana", 1u, languages = mapOf("ro" to 3u)),
            Agent("marco", 1u, languages = mapOf("it" to 3u)),
            config = """{"accept_timeout_s": {"email": 60}}""",
        )
        val item = WorkItem("A-17", "email", language = "it-CH", fields = mapOf("order" to FieldValue.Whole(1042)))
        val given = router.apply(listOf(RoutingEvent(at, RoutingEventKind.TicketNew(item))))
        assertEquals(listOf<RoutingChange>(RoutingChange.Assigned(at, "A-17", "marco", AssignReason.MATCH)), given)
        assertEquals(listOf(), router.apply(listOf(RoutingEvent(at, RoutingEventKind.TicketNew(item.copy(id = "A-18"))))))
        val key = at + 86_400_000
        assertEquals(listOf(Waiting("A-18", key)), router.queue())
        val why = router.explain("A-18")
        assertEquals(TicketPlace.Queued(0uL, key) to null, why.place to why.agent)
        assertEquals(listOf(Obstacle.Language("it-CH", 0u, 1u)), why.agents.first { it.agent == "ioana" }.obstacles)
        assertEquals(listOf(Obstacle.Capacity(1uL)), why.agents.first { it.agent == "marco" }.obstacles)
        assertEquals("A-18: 0 wait before it; nobody takes it; ioana speaks it-CH at 0, not 1; marco has no 1 of capacity left", why.text)
        assertEquals(listOf(null, listOf("A-18")), router.nextForAgent("ioana").let { listOf(it.ticket, it.passed.map { it.ticket }) })
        assertEquals(at + 60_000 to at, router.nextWakeUp() to router.nowMs())

        val late = router.advance(at + 60_000)
        assertEquals(RoutingChange.Requeued(at + 60_000, "A-17", "marco", RequeueReason.NOT_ACCEPTED), late.first())
        assertEquals(RoutingChange.Assigned(at + 60_000, "A-18", "marco", AssignReason.MATCH), late.last())
        val set = mapOf("language" to FieldValue.Text("ro"), "order_value_minor" to FieldValue.Whole(4990))
        val changed = router.apply(listOf(RoutingEvent(at + 61_000, RoutingEventKind.TicketUpdate("A-17", set))))
        assertEquals(listOf<RoutingChange>(RoutingChange.Assigned(at + 61_000, "A-17", "ioana", AssignReason.MATCH)), changed)
        assertEquals(4990, router.state().tickets.first().ticket.orderValueMinor)
    }

    @Test
    fun `the README's agents are given work`() {
        val ticket = desk.open(opening()).ticket

        val roster = desk.roster(listOf(Agent("ioana", capacity = 10u, languages = mapOf("ro" to 3u)), Agent("marco", capacity = 10u)))
        val router = Router(desk.routing(), roster, startMs = at)
        val changes = router.apply(listOf(RoutingEvent(router.nowMs(), RoutingEventKind.TicketNew(desk.workItem(ticket)))))
        val agents = router.explain(ticket.record().id).agents
        val needed = erlangCRequired(LiveWork(arrivals = 60.0, intervalS = 3600.0, ahtS = 360.0, answerWithinS = 30.0), StaffingGoal(targetBp = 8000u)).agents

        assertEquals(RoutingChange.Assigned(router.nowMs(), "A-17", "ioana", AssignReason.MATCH), changes.single())
        assertEquals(listOf("ioana", "marco") to 9u, agents.map { it.agent } to needed)
    }

    @Test
    fun `a router is stored and comes back`() {
        val routing = Routing.fromJson("{}")
        val roster = Roster(listOf(Agent("ioana", 1u)))
        val waiting = RoutedTicket(WorkItem("A-17", "email"), at)
        val router = Router.restore(routing, roster, RouterState(at, tickets = listOf(waiting)))
        assertEquals(Taker("ioana", AssignReason.MATCH), router.agentFor("A-17"))
        assertEquals("A-17" to AssignReason.MATCH, router.nextForAgent("ioana").let { it.ticket to it.reason })
        router.advance(at)
        assertNull(router.agentFor("A-17"))
        val state = router.state()
        assertEquals(listOf("A-17"), state.agents.single().tickets)
        val json = routerStateToJson(state)
        assertEquals(state, routerStateFromJson(json))
        assertEquals(state, Router.restore(routing, roster, state).state())
        assertFailsWith<DeskcoreException.InvalidInput> { routerStateFromJson("{") }
        val nobody = state.copy(tickets = listOf(waiting.copy(agent = "nobody")))
        assertEquals("/tickets/0/agent", assertFailsWith<DeskcoreException.InvalidInput> { Router.restore(routing, roster, nobody) }.path)
    }

    @Test
    fun `a router refuses what cannot be, and stays as it was`() {
        val router = router(Agent("ioana", 1u))
        val before = router.state()
        fun refused(vararg events: RoutingEvent) = assertFailsWith<DeskcoreException.InvalidInput> { router.apply(events.toList()) }.path
        assertEquals("/1/at_ms", refused(arrival("a", at + 5), arrival("b", at)))
        assertEquals("/0/agent", refused(RoutingEvent(at, RoutingEventKind.AgentStatus("nobody", AgentStatus.AWAY))))
        assertFailsWith<DeskcoreException.InvalidInput> { router.advance(at - 1) }
        assertEquals("/ticket", assertFailsWith<DeskcoreException.InvalidInput> { router.explain("a") }.path)
        assertEquals("/ticket", assertFailsWith<DeskcoreException.InvalidInput> { router.agentFor("a") }.path)
        assertEquals("/agent", assertFailsWith<DeskcoreException.InvalidInput> { router.nextForAgent("nobody") }.path)
        assertEquals(before, router.state())
    }

    @Test
    fun `records of other systems are read`() {
        val agents = agentsFromJson("""[{"id": "a", "capacity": 2, "channels": {"chat": 1}, "shifts_ms": [[1, 2]]}]""")
        assertEquals(listOf(Agent("a", 2u, channels = mapOf("chat" to 1u), shiftsMs = listOf(Shift(1, 2)))), agents)
        assertEquals(WorkItem("t", "chat", weight = 3u), workItemFromJson("""{"id": "t", "channel": "chat", "weight": 3}"""))
        val gone = routingEventsFromJson("""[{"at_ms": 1, "type": "agent_status", "agent": "a", "status": "offline"}]""")
        assertEquals(listOf(RoutingEvent(1, RoutingEventKind.AgentStatus("a", AgentStatus.OFFLINE))), gone)
        assertEquals("/0/capacity", assertFailsWith<DeskcoreException.InvalidInput> { agentsFromJson("""[{"id": "a", "capacity": "2"}]""") }.path)
        assertFailsWith<DeskcoreException.InvalidInput> { workItemFromJson("{}") }
        assertEquals("/0/type", assertFailsWith<DeskcoreException.InvalidInput> { routingEventsFromJson("""[{"at_ms": 1, "type": "lunch"}]""") }.path)
    }

    @Test
    fun `staffing tells how many are needed`() {
        val chats = LiveWork(arrivals = 60.0, intervalS = 3600.0, ahtS = 360.0, answerWithinS = 30.0)
        val goal = StaffingGoal(8000u)
        assertEquals(StaffingGoal(8000u, 10_000u, 10_000u, 1u, 0u), goal)
        assertEquals(9u, erlangCRequired(chats, goal).agents)
        val patient = chats.copy(patienceS = 180.0)
        assertEquals(8u, erlangARequired(patient, goal).agents)
        assertTrue(erlangC(chats, 9u).serviceLevel > 0.8)
        assertNull(erlangC(chats, 6u).asaS)
        assertTrue(erlangA(patient, 8u).pAbandon < 0.07)
        assertEquals("/patience_s", assertFailsWith<DeskcoreException.InvalidInput> { erlangA(chats, 8u) }.path)
        assertEquals("/target_bp", assertFailsWith<DeskcoreException.InvalidInput> { erlangCRequired(chats, StaffingGoal(10_001u)) }.path)
        assertEquals("/arrivals", assertFailsWith<DeskcoreException.InvalidInput> { erlangC(chats.copy(arrivals = Double.NaN), 1u) }.path)

        val ms = { text: String -> Instant.parse(text).toEpochMilli() }
        val calls = listOf("2026-03-23T08:05:00Z", "2026-03-30T07:05:00Z", "2026-03-30T07:20:00Z").map(ms)
        val profile = arrivalProfile(calls, "Europe/Bucharest", ms("2026-03-22T22:00:00Z"), ms("2026-04-05T21:00:00Z"))
        assertEquals(listOf(1.5, 2.0), listOf(profile.meanArrivals[20], profile.occurrences[20]))
        assertEquals(WorkAssumptions(300.0, 30.0, null, 1.0), WorkAssumptions(300.0, 30.0))
        val plan = weekPlan(profile, WorkAssumptions(300.0, 30.0), goal)
        val week = plan.intervals
        assertEquals(336, week.size)
        assertEquals(listOf(Weekday.MON, "10:00", 1.5, 2u), week[20].let { listOf(it.weekday, it.start, it.arrivals, it.agents) })
        assertEquals(listOf("Mon: ${week[20].scheduled} agents from 10:00 to 10:30"), planSentences(plan))

        val monday = LocalDate.parse("2026-03-23")
        val gap = Roster(listOf(Agent("ioana", 1u))).coverageGaps(plan, "Europe/Bucharest", monday).single()
        assertEquals(Instant.parse("2026-03-23T08:00:00Z") to Instant.parse("2026-03-23T08:30:00Z"), gap.start to gap.end)
        assertEquals(listOf(week[20].scheduled, 1u, week[20].scheduled - 1u), listOf(gap.scheduled, gap.onDuty, gap.missing))
        assertEquals("/intervals", assertFailsWith<DeskcoreException.InvalidInput> { Roster(listOf()).coverageGaps(plan.copy(intervals = listOf()), "Europe/Bucharest", monday) }.path)
        assertEquals("/mean_arrivals", assertFailsWith<DeskcoreException.InvalidInput> { weekPlan(profile.copy(meanArrivals = listOf()), WorkAssumptions(300.0, 30.0), goal) }.path)
        assertEquals("/to_ms", assertFailsWith<DeskcoreException.InvalidInput> { arrivalProfile(listOf(), "Europe/Rome", 0, 0) }.path)
        assertFailsWith<DeskcoreException.InvalidInput> { arrivalProfile(listOf(), "Europe/Roma", 0, 1) }
    }

    @Test
    fun `an order of the queue is simulated, and a wait told`() {
        fun job(arrival: Long, priority: Priority, due: Long) = Job(arrival, priority, due, 600)
        val jobs = listOf(job(0, Priority.NORMAL, 14_400), job(10, Priority.LOW, 86_400), job(20, Priority.URGENT, 900))
        val fifo = simulate(jobs, Pool(1u, QueueOrder.FIFO))
        assertEquals(listOf(0L, 600L, 1200L) to 1uL, fifo.started to fifo.breaches)
        val due = simulate(jobs, Pool(1u, QueueOrder.VIRTUAL_DUE))
        assertEquals(listOf(0L, 1200L, 600L) to 0uL, due.started to due.breaches)
        assertEquals(listOf(Priority.URGENT, Priority.NORMAL, Priority.LOW), due.byPriority.map { it.priority })
        assertEquals("/agents", assertFailsWith<DeskcoreException.InvalidInput> { simulate(jobs, Pool(0u, QueueOrder.FIFO)) }.path)
        assertEquals("/jobs/1/arrival_s", assertFailsWith<DeskcoreException.InvalidInput> { simulate(jobs.reversed(), Pool(1u, QueueOrder.FIFO)) }.path)

        val roster = Roster(listOf(Agent("ioana", 1u)))
        val tickets = listOf("a", "b").map { SimulatedTicket(WorkItem(it, "email"), 0, 60_000) }
        assertEquals(listOf<Long?>(0, 60_000), simulateRoster(Routing.fromJson("{}"), roster, tickets, QueueOrder.FIFO).begunMs)
        assertEquals(2uL, simulateRoster(Routing.fromJson("{}"), roster, tickets).agents.single().tickets)
        assertEquals(0.0, Router(Routing.fromJson("{}"), roster, 0).estimateWait(WorkItem("c", "email"), listOf(60.0)).wait?.expectedS)

        val estimate = estimateWait(3u, 2u, listOf(240.0, 600.0, 360.0, 480.0, 300.0))
        val wait = checkNotNull(estimate.wait)
        assertTrue(wait.lowS < wait.expectedS && wait.expectedS < wait.highS)
        assertEquals(Triple(3u, 2u, 5uL), Triple(estimate.ahead, estimate.agents, estimate.samples))
        assertNull(estimateWait(3u, 2u, listOf()).wait)
        assertEquals("/service_times_s/1", assertFailsWith<DeskcoreException.InvalidInput> { estimateWait(1u, 1u, listOf(1.0, -1.0)) }.path)
    }

    @Test
    fun `eight threads share a queue and a router`() {
        val queue = Queue()
        val router = router(Agent("ioana", 4000u))
        val threads = Executors.newFixedThreadPool(8)
        val work = List(8) { thread ->
            Callable {
                repeat(500) { n ->
                    queue.insert(QueuedTicket("$thread-$n", n.toLong(), at))
                    router.apply(listOf(arrival("$thread-$n")))
                }
                List(250) { queue.pop()!!.id }
            }
        }
        val popped = threads.invokeAll(work).flatMap { it.get() }
        threads.shutdown()
        assertEquals(2000, popped.toSet().size)
        assertEquals(2000uL, queue.count())
        assertEquals(4000uL to 4000, router.state().let { it.agents.single().used to it.tickets.size })
    }
}
