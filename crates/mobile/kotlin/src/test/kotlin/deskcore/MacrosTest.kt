package deskcore

import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertFalse
import kotlin.test.assertNull
import kotlin.test.assertTrue

class MacrosTest {
    private val desk = Desk.fromJson(
        """{
            "calendars": {"office": {"tz": "Europe/Rome", "weekly": {"mon": [["09:00", "18:00"]]}}},
            "policies": [{"id": "default", "calendar": "office", "targets": {"*": {"first_reply_time": "2h"}}}],
            "locale": "en",
            "partials": {"sign": "{{ agent.first_name }}"},
            "macros": [{
                "id": "late",
                "name": "A parcel is late",
                "version": "7",
                "parameters": [
                    {"name": "days", "kind": "number"},
                    {"name": "gift", "choices": ["a voucher", "nothing"], "fallback": "nothing"}
                ],
                "sms_segments": 1,
                "keywords": ["in ritardo", "non arriva*"],
                "variants": [
                    {"locale": "it", "subject": "Ordine\n{{ order.name }}", "body": "Ciao {{ customer.first_name }},\npartito {{ order.placed_at | date: '%A %-d %B alle %H:%M' }}, {{ parameters.days }} giorni ancora. {% render 'sign', agent: agent %}"},
                    {"locale": "ro", "body": "Bună {{ customer.first_name }}, încă {{ parameters.days }} zile."},
                    {"locale": "ro", "channel": "sms", "body": "Inca {{ parameters.days }} zile."},
                    {"locale": "en", "body": "Hi {{ customer.first_name }}, {{ parameters.days }} days and {{ parameters.gift }}."}
                ],
                "actions": [
                    {"type": "set_status", "status": "pending"},
                    {"type": "add_tags", "tags": ["late-{{ order.name }}"]},
                    {"type": "set_field", "name": "promised", "value": {"days": [1, 2.5]}},
                    {"type": "schedule_follow_up", "after_s": 86400}
                ]
            }, {
                "id": "refund",
                "name": "Money back",
                "when": {"channel": ["whatsapp"]},
                "keywords": ["rimborso"],
                "variants": [{"locale": "it", "body": "Rimborso di {{ order.total.amount | money: order.total.currency }}."}]
            }]
        }""",
    )
    private val data =
        """{"customer": {"first_name": "<Zoë>"}, "agent": {"first_name": "Chiara"}, "order": {"name": "#1042", "placed_at": "2026-11-23T08:30:00Z"}}"""

    private fun request(locale: String? = null, channel: Channel = Channel.PLAIN) =
        MacroRequest(locale = locale, channel = channel, tz = "Europe/Rome", parameters = mapOf("days" to FieldValue.Whole(2)))

    @Test
    fun `a macro is written in the customer's language and zone`() {
        val italian = desk.renderMacro("late", data, request("it-CH"))
        assertEquals("Ciao <Zoë>,\npartito lunedì 23 novembre alle 09:30, 2 giorni ancora. Chiara", italian.body)
        assertEquals(listOf("late", "7", "it", "Ordine #1042"), listOf(italian.macroId, italian.version, italian.locale, italian.subject))
        assertEquals(listOf("it-CH", "it"), italian.localesTried)
        val honolulu = desk.renderMacro("late", data, request("it").copy(tz = "Pacific/Honolulu"))
        assertContains(honolulu.body, "domenica 22 novembre alle 22:30")
        assertEquals("Bună <Zoë>, încă 2 zile.", desk.renderMacro("late", data, request("ro")).body)
        val german = desk.renderMacro("late", data, request("de"))
        assertEquals("Hi <Zoë>, 2 days and nothing.", german.body)
        assertEquals(listOf("de", "en"), german.localesTried)
        assertEquals(german.body, desk.renderMacro("late", data, request()).body)
    }

    @Test
    fun `the README's macro is rendered`() {
        val desk = Desk.fromJson(
            """{"locale": "en", "macros": [{
                "id": "thanks", "name": "Thank you",
                "variants": [{"locale": "it", "body": "Grazie {{ customer.first_name }}, {{ parameters.days }} giorni."}],
                "parameters": [{"name": "days", "kind": "number"}],
                "actions": [{"type": "set_status", "status": "solved"}]
            }]}""",
        )
        val ticket = desk.open(opening()).ticket

        val request = MacroRequest(locale = "it-CH", channel = Channel.SMS, parameters = mapOf("days" to FieldValue.Whole(2)))
        val rendered = desk.renderMacro("thanks", """{"customer": {"first_name": "Zoë"}}""", request)
        rendered.body
        rendered.sms?.segments
        val effects = desk.macroEffects(ticket, rendered, MONDAY)

        assertEquals("Grazie Zoë, 2 giorni.", rendered.body)
        assertEquals(1u, rendered.sms?.segments)
        assertEquals(EffectKind.MacroAction("thanks", MacroAction.SetStatus(Status.SOLVED)), effects.single().kind)
    }

    @Test
    fun `a text is made for its channel`() {
        val html = desk.renderMacro("late", data, request("it", Channel.HTML))
        assertEquals("Ciao &lt;Zoë&gt;,<br>\npartito lunedì 23 novembre alle 09:30, 2 giorni ancora. Chiara", html.body)
        assertEquals(Channel.HTML to Channel.PLAIN, html.channel to html.variantChannel)
        assertNull(html.sms)
        val sms = desk.renderMacro("late", data, request("ro", Channel.SMS))
        assertEquals("Inca 2 zile.", sms.body)
        assertEquals(measureSms("Inca 2 zile."), sms.sms)
        assertEquals(Channel.SMS, sms.variantChannel)
        assertFalse(sms.shortened)
        val long = data.replace("<Zoë>", "Zoe".repeat(100))
        val cut = desk.renderMacro("late", long, request("en", Channel.SMS))
        assertTrue(cut.shortened)
        assertEquals(1u, cut.sms?.segments)
        assertEquals(160, cut.body.length)
    }

    @Test
    fun `what a macro does becomes effects`() {
        val ticket = desk.open(opening()).ticket
        val rendered = desk.renderMacro("late", data, request("it"))
        assertEquals(
            listOf(
                MacroAction.SetStatus(Status.PENDING),
                MacroAction.AddTags(listOf("late-#1042")),
                MacroAction.SetField("promised", FieldValue.Json("""{"days":[1,2.5]}""")),
                MacroAction.ScheduleFollowUp(86_400, null),
            ),
            rendered.actions,
        )
        val effects = desk.macroEffects(ticket, rendered, MONDAY)
        assertEquals(rendered.actions.map { EffectKind.MacroAction("late", it) }, effects.map { it.kind })
        assertEquals(listOf("A-17:1:late:0", "A-17:1:late:1", "A-17:1:late:2", "A-17:1:late:3"), effects.map { it.id })
        assertTrue(effects.all { it.at == MONDAY && it.ticket == "A-17" })
        for (effect in effects) assertEquals(effect, effectFromJson(effectToJson(effect)))
    }

    @Test
    fun `what does not fit is told with its place`() {
        val missing = assertFailsWith<DeskcoreException.TemplateException> { desk.renderMacro("late", """{"agent": {"first_name": "C"}}""", request("it")) }
        assertEquals(listOf("template_missing", "customer.first_name", 1u, 6u), listOf(missing.code, missing.path, missing.line, missing.column))
        assertEquals(listOf("customer.first_name", "order.placed_at"), missing.problems.map { it.path })
        assertContains(missing.problems[1].message, "2:9")
        assertEquals(TemplateErrorClass.MISSING, missing.templateErrorClass())

        val unknown = assertFailsWith<DeskcoreException.InvalidInput> { desk.renderMacro("lates", data) }
        assertEquals("/macro_id" to "did you mean \"late\"?", unknown.path to unknown.hint)
        val asked = assertFailsWith<DeskcoreException.InvalidInput> { desk.renderMacro("late", data) }
        assertEquals("/parameters/days", asked.path)
        fun answered(vararg answers: Pair<String, FieldValue>) =
            assertFailsWith<DeskcoreException.InvalidInput> { desk.renderMacro("late", data, request().copy(parameters = mapOf(*answers))) }
        assertEquals("/parameters/days", answered("days" to FieldValue.Text("2")).path)
        assertEquals("/parameters/gift", answered("days" to FieldValue.Number(2.5), "gift" to FieldValue.Text("a car")).path)
        assertContains(answered("day" to FieldValue.Whole(2)).hint.orEmpty(), "days")
        assertContains(answered("days" to FieldValue.Number(Double.NaN)).message, "finite")
        val german = assertFailsWith<DeskcoreException.InvalidInput> { desk.renderMacro("refund", data, MacroRequest(locale = "de")) }
        assertEquals("/locale", german.path)
        assertContains(assertFailsWith<DeskcoreException.InvalidInput> { desk.renderMacro("late", "{", request()) }.message, "no JSON")
        val misspelt = """{"macros": [{"id": "hi", "name": "Hi", "variants": [{"body": "{{ customer.fist_name }}"}]}]}"""
        val desk = assertFailsWith<DeskcoreException.InvalidDesk> { Desk.fromJson(misspelt) }
        assertEquals("/macros/0/variants/0/body" to "did you mean \"first_name\"?", desk.path to desk.hint)
    }

    @Test
    fun `a request is the core's where it is left out`() {
        assertEquals(MacroRequest(null, Channel.PLAIN, null, null, mapOf()), MacroRequest())
        val hi = """{"locale": "it", "macros": [{"id": "hi", "name": "Hi", "variants": [{"body": "Ciao {{ customer.first_name }}"}]}]}"""
        assertEquals("Ciao <Zoë>", Desk.fromJson(hi).renderMacro("hi", data).body)
        val now = Desk.fromJson("""{"macros": [{"id": "now", "name": "Now", "variants": [{"body": "{{ 'now' | date: '%F %H:%M' }}"}]}]}""")
        assertEquals("2026-11-23 12:30", now.renderMacro("now", "{}", MacroRequest(tz = "Europe/Rome", now = MONDAY)).body)
    }

    @Test
    fun `a row that fails leaves the others as they are`() {
        val customers = listOf("""{"first_name": "Zoë"}""", "null", """{"first_name": "Ana"}""")
        val rows = customers.map { """{"customer": $it, "order": {"name": "#1042"}}""" }
        val columns = desk.renderMacroBatch("late", rows, request("ro"))
        assertEquals(listOf("Bună Zoë, încă 2 zile.", null, "Bună Ana, încă 2 zile."), columns.body)
        assertEquals(listOf<String?>(null, null, null), columns.subject)
        assertEquals(listOf(null, "template_missing", null), columns.error.map { it?.code })
        assertEquals(1u to 6u, columns.error[1]?.let { it.line to it.column })
        assertEquals(listOf(), desk.renderMacroBatch("late", listOf(), request()).body)
        assertEquals("/1", assertFailsWith<DeskcoreException.InvalidInput> { desk.renderMacroBatch("late", listOf(rows[0], "{"), request()) }.path)
        assertFailsWith<DeskcoreException.InvalidInput> { desk.renderMacroBatch("lates", rows, request()) }
    }

    @Test
    fun `a ticket is offered what fits it`() {
        assertEquals(listOf("late"), desk.macrosFor(desk.open(opening()).ticket))
        val whatsapp = desk.open(Opening(id = "B-1", at = MONDAY, facts = facts().copy(channel = "whatsapp"))).ticket
        assertEquals(listOf("late", "refund"), desk.macrosFor(whatsapp))
    }

    @Test
    fun `a template tells what it reads and what could be missing`() {
        val template = Template("{{ customer.name | upcase }}\n{% if order.id %}{% render 'sign' %}{{ order.id }}{% endif %}", mapOf("sign" to "Aurora"))
        val analysis = template.analyze()
        assertEquals(listOf("customer.name" to false, "order.id" to true), analysis.variables.map { it.path to it.guarded })
        assertEquals(1u to 1u, analysis.variables[0].let { it.line to it.column })
        assertEquals(listOf("upcase") to listOf("sign"), analysis.filters to analysis.partials)
        fun schema(required: String) =
            """{"type": "object", "properties": {"first_name": {"type": "string"}}, "required": [$required], "additionalProperties": false}"""
        val hi = Template("Hi {{ first_nam }}{{ first_name }}").check(schema(""))
        assertEquals(listOf("unknown_variable", "may_be_missing"), hi.map { it.code })
        assertEquals("1:4" to "did you mean \"first_name\"?", hi[0].path to hi[0].hint)
        assertEquals(listOf(), Template("Hi {{ first_name }}").check(schema("\"first_name\"")))
        assertFailsWith<DeskcoreException.InvalidInput> { template.check("{") }
    }

    @Test
    fun `a macro is suggested by keywords and by what agents chose`() {
        val nothing = """{"labels": {}}"""
        val byKeyword = desk.macroSuggester(nothing).suggest(Inquiry("Il pacco è IN RITARDO"))
        assertEquals(listOf("late" to listOf("in ritardo")), byKeyword.map { it.label to it.because })
        assertEquals(1.0, byKeyword.single().score)
        assertEquals(listOf(), desk.macroSuggester(nothing).suggest(Inquiry("Buongiorno")))

        val first = learnSuggestion(nothing, Inquiry("Rivoglio i soldi", language = "it"), "refund")
        val second = learnSuggestion(nothing, Inquiry("Dov'è il pacco?", reason = "tracking"), "late")
        val model = mergeSuggestions(first, second)
        assertEquals(model, mergeSuggestions(second, first))
        val suggester = desk.macroSuggester(model)
        val best = suggester.suggest(Inquiry("i miei soldi!"), limit = 1u).single()
        assertEquals("refund", best.label)
        assertContains(best.because, "soldi")
        assertEquals(2, suggester.suggest(Inquiry("i miei soldi!")).size)
        assertEquals(listOf("late"), suggester.suggest(Inquiry("i miei soldi!"), candidates = listOf("late")).map { it.label })
        assertEquals(listOf(), suggester.suggest(Inquiry("i miei soldi!"), limit = 0u))
        val own = Suggester(nothing, mapOf("return" to listOf("retur*")))
        assertEquals("return", own.suggest(Inquiry("vreau sa returnez")).single().label)
        assertFailsWith<DeskcoreException.InvalidInput> { desk.macroSuggester("{") }
        assertFailsWith<DeskcoreException.InvalidInput> { learnSuggestion("""{"labels": {"a": 1}}""", Inquiry(""), "a") }
    }

    @Test
    fun `a text message is measured and cut`() {
        val size = measureSms("Îl puteți ridica azi.")
        assertEquals(SmsSize(SmsEncoding.UCS2, 21u, 1u, 49u, 21u, listOf("Î", "ț"), false), size)
        assertEquals(2u, measureSms("a".repeat(161)).segments)
        assertEquals(SmsCut("a".repeat(160), true), cutSms("a".repeat(161), 1u))
        assertEquals(SmsCut("Ciao", false), cutSms("Ciao", 1u))
        assertEquals(SmsCut("", true), cutSms("Ciao", 0u))
    }

    @Test
    fun `macros of another help desk are imported`() {
        val export =
            """{"macros": [{"id": 360111, "title": "Shipping::Late", "active": true, "actions": [
                {"field": "comment_value", "value": "Hi {{ticket.requester.first_name}}"},
                {"field": "status", "value": "hold"},
                {"field": "follower", "value": "current_user"}
            ]}]}"""
        val imported = macrosFromZendesk(export)
        assertContains(imported, "\"code\":\"unsupported_action\"")
        val macros = imported.substringAfter("\"macros\":").substringBeforeLast(",\"problems\":")
        val desk = Desk.fromJson("""{"macros": $macros}""")
        assertEquals("Hi <Zoë>", desk.renderMacro("zendesk-360111", data).body)
        assertContains(macrosFromGorgias("""{"data": []}"""), "\"macros\":[]")
        assertFailsWith<DeskcoreException.InvalidInput> { macrosFromZendesk("{}") }
    }
}
