package deskcore

import java.time.Instant
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNotEquals
import kotlin.test.assertNull

class TemplateTest {
    private val arrival = Template("Arriva {{ day | date: '%A %-d %B alle %H:%M' }}: {{ total | money: 'EUR' }}")

    @Test
    fun `a reply is written in its language and zone`() {
        val data = """{"day": "2026-11-23T08:30:00Z", "total": "1234.5"}"""
        val italian = RenderOptions(locale = "it", tz = "Europe/Rome")
        assertEquals("Arriva lunedì 23 novembre alle 09:30: 1.234,50 €", arrival.render(data, italian))
        val romanian = RenderOptions(locale = "ro-RO", tz = "Europe/Bucharest")
        assertContains(arrival.render(data, romanian), "Arriva luni 23 noiembrie alle 10:30: ")
        assertEquals("Arriva Monday 23 November alle 08:30: €1,234.50", arrival.render(data))
        val today = Template("{{ 'now' | date: '%F' }}")
        assertEquals("2026-11-23", today.render("{}", RenderOptions(now = MONDAY, tz = "Pacific/Honolulu")))
    }

    @Test
    fun `the README's reply is rendered`() {
        val reply = Template("Ciao {{ customer.name }}, {{ order }} arriva {{ day | date: '%A %-d %B' }}.")
        val options = RenderOptions(channel = Channel.HTML, locale = "it", tz = "Europe/Rome")
        val text = reply.render("""{"customer": {"name": "Zoë"}, "order": "#1042", "day": "2026-11-23"}""", options)
        assertEquals("Ciao Zoë, #1042 arriva lunedì 23 novembre.", text)
    }

    @Test
    fun `options are the core's where they are left out`() {
        val options = RenderOptions()
        assertEquals(listOf(Channel.PLAIN, Missing.STRICT, "en"), listOf(options.channel, options.missing, options.locale))
        assertEquals(Limits(1_000_000u, 1uL shl 20, 8uL shl 20, 64u, 256uL shl 10), options.limits)
        assertEquals(RenderOptions(limits = Limits()), options)
    }

    @Test
    fun `what is missing is told with its place`() {
        val template = Template("Ciao {{ customer.name }},\n  {{ order.total }} {{ gift | default: 'no' }}")
        val missing = assertFailsWith<DeskcoreException.TemplateException> { template.render("""{"order": {}}""") }
        assertEquals(listOf("template_missing", "customer.name", 1u, 6u), listOf(missing.code, missing.path, missing.line, missing.column))
        assertEquals(listOf("customer.name", "order.total"), missing.problems.map { it.path })
        assertContains(missing.problems[1].message, "2:3")
        assertEquals(TemplateErrorClass.MISSING, missing.templateErrorClass())
        assertEquals(ErrorKind.TEMPLATE_ERROR, missing.failure().kind)
        assertEquals("Ciao ,\n   no", template.render("{}", RenderOptions(missing = Missing.LENIENT)))

        val misspelt = assertFailsWith<DeskcoreException.TemplateException> { Template("a\nb {{ name | upcas }}") }
        assertEquals(listOf("template_syntax", 2u, 3u), listOf(misspelt.code, misspelt.line, misspelt.column))
        assertContains(misspelt.message, "did you mean \"upcase\"?")
        assertContains(misspelt.hint.orEmpty(), "upcase")
        val other = assertFailsWith<DeskcoreException.InvalidDesk> { Desk.fromJson("""{"calender": {}}""") }
        assertNull(other.templateErrorClass())
        assertNull(other.line)
    }

    @Test
    fun `a template is held within its limits`() {
        val loop = Template("{% for i in (1..1000000000) %}{{ i }}{% endfor %}")
        val fuel = assertFailsWith<DeskcoreException.TemplateException> { loop.render("{}", RenderOptions(limits = Limits(fuel = 100u))) }
        assertEquals("template_limit" to "fuel", fuel.code to fuel.path)
        val output = assertFailsWith<DeskcoreException.TemplateException> { loop.render("{}", RenderOptions(limits = Limits(outputBytes = 10u))) }
        assertEquals("output_bytes", output.path)
        val source = assertFailsWith<DeskcoreException.TemplateException> { Template("0123456789", limits = Limits(sourceBytes = 9u)) }
        assertEquals("source_bytes", source.path)
    }

    @Test
    fun `what a customer wrote is never markup and never a template`() {
        val template = Template("Hi {{ name }}")
        val name = """{"name": "<b>*Zoë*</b>\n{{ order.total }}"}"""
        fun on(channel: Channel) = template.render(name, RenderOptions(channel = channel))
        assertEquals("Hi <b>*Zoë*</b>\n{{ order.total }}", on(Channel.PLAIN))
        assertEquals("Hi &lt;b&gt;*Zoë*&lt;/b&gt;\n{{ order.total }}", on(Channel.HTML))
        assertEquals("Hi \\<b\\>\\*Zoë\\*\\</b\\>\n{{ order.total }}", on(Channel.MARKDOWN))
        assertEquals("Hi <b>*Zoë*</b> {{ order.total }}", on(Channel.SMS))
    }

    @Test
    fun `partials are those that are given`() {
        val partials = mapOf("sign" to "{{ agent }} di {{ shop }}", "other" to "x")
        val template = Template("A presto, {% render 'sign', agent: agent, shop: shop %}", partials)
        assertEquals("A presto, Chiara di Aurora", template.render("""{"agent": "Chiara", "shop": "Aurora"}"""))
        assertEquals("A presto, {% render 'sign', agent: agent, shop: shop %}", template.source())
        assertEquals(Template(template.source(), partials), template)
        assertEquals(Template(template.source(), partials).hashCode(), template.hashCode())
        assertNotEquals(Template(template.source()), template)
        assertEquals("Template \"Hi\"", Template("Hi").toString())
        assertEquals("Template \"${"è".repeat(60)}\"…", Template("è".repeat(100)).toString())
        val absent = assertFailsWith<DeskcoreException.TemplateException> { Template("{% render 'x' %}").render("{}") }
        assertEquals(TemplateErrorClass.PARTIAL, absent.templateErrorClass())
        val broken = assertFailsWith<DeskcoreException.TemplateException> { Template("", mapOf("b" to "{% if %}", "a" to "{% fi %}")) }
        assertContains(broken.message, "partial \"a\"")
    }

    @Test
    fun `many rows are rendered in one call`() {
        val template = Template("{{ n }}{% for field in deep %} {{ field[0] }}={{ field[1] }}{% endfor %}")
        val rows = (1..100).map { """{"n": $it.0, "deep": {"z": 1, "a": [1, 2]}}""" }
        assertEquals(rows.map { template.render(it) }, template.renderBatch(rows))
        assertEquals("1.0 z=1 a=12", template.renderBatch(rows).first())
        assertEquals(listOf(), template.renderBatch(listOf()))
        val broken = assertFailsWith<DeskcoreException.InvalidInput> { template.renderBatch(listOf(rows[0], "{")) }
        assertEquals("/1", broken.path)
    }

    @Test
    fun `what is no data is refused`() {
        val template = Template("{{ a }}")
        for (data in listOf("", "{", "{\"a\": NaN}", "[".repeat(1_000_000), "{} {}")) {
            val refused = assertFailsWith<DeskcoreException.InvalidInput> { template.render(data) }
            assertContains(refused.message, "no JSON")
        }
        assertFailsWith<DeskcoreException.InvalidInput> { template.render("{}", RenderOptions(locale = "italiano!")) }
        assertFailsWith<DeskcoreException.InvalidInput> { template.render("{}", RenderOptions(tz = "Europe/Roma")) }
        assertFailsWith<DeskcoreException.InvalidInput> { template.render("{}", RenderOptions(now = Instant.MAX)) }
        assertFailsWith<java.nio.charset.CharacterCodingException> { Template("\uD800") }
    }

    @Test
    fun `eight threads share one template`() {
        val threads = Executors.newFixedThreadPool(8)
        val work = Callable {
            (1..200).map { n -> arrival.render("""{"day": "2026-11-${10 + n % 20}T08:30:00Z", "total": $n}""", RenderOptions(locale = "ro")) }
        }
        val results = threads.invokeAll(List(8) { work }).map { it.get() }
        threads.shutdown()
        assertEquals(1, results.toSet().size)
    }
}
