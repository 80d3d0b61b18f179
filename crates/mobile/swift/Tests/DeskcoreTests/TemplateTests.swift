import Foundation
import XCTest

import Deskcore

final class TemplateTests: XCTestCase {
    /// The failure of a call that must not succeed.
    func failure(_ work: () throws -> Void, line: UInt = #line) -> Failure? {
        do {
            try work()
            XCTFail("expected an error", line: line)
        } catch let error as DeskcoreError {
            return error.failure()
        } catch {
            XCTFail("\(error)", line: line)
        }
        return nil
    }

    func arrival() throws -> Template {
        try Template(source: "Arriva {{ day | date: '%A %-d %B alle %H:%M' }}: {{ total | money: 'EUR' }}")
    }

    func testAReplyIsWrittenInItsLanguageAndZone() throws {
        let data = #"{"day": "2026-11-23T08:30:00Z", "total": "1234.5"}"#
        let italian = RenderOptions(locale: "it", tz: "Europe/Rome")
        let arrival = try arrival()
        XCTAssertEqual(try arrival.render(data: data, options: italian), "Arriva lunedì 23 novembre alle 09:30: 1.234,50 €")
        let romanian = RenderOptions(locale: "ro-RO", tz: "Europe/Bucharest")
        XCTAssertTrue(try arrival.render(data: data, options: romanian).hasPrefix("Arriva luni 23 noiembrie alle 10:30"))
        XCTAssertEqual(try arrival.render(data: data), "Arriva Monday 23 November alle 08:30: €1,234.50")
        let today = try Template(source: "{{ 'now' | date: '%F' }}")
        XCTAssertEqual(try today.render(data: "{}", options: RenderOptions(tz: "Pacific/Honolulu", now: monday)), "2026-11-23")
    }

    func testOptionsAreTheCoresWhereTheyAreLeftOut() {
        let options = RenderOptions()
        XCTAssertEqual(options.channel, .plain)
        XCTAssertEqual(options.missing, .strict)
        XCTAssertEqual(options.locale, "en")
        XCTAssertEqual(
            options.limits,
            Limits(fuel: 1_000_000, outputBytes: 1 << 20, memoryBytes: 8 << 20, depth: 64, sourceBytes: 256 << 10))
    }

    func testValuesOfTheHostAreData() throws {
        struct Order: Encodable {
            let name: String
            let items: [String]
            let paid: Bool
            let at: Date
        }
        let template = try Template(source: "{{ name }} {{ items | join: '+' }} {% if paid %}paid{% endif %} {{ at | date: '%F' }}")
        let order = Order(name: "#1042", items: ["tè", "tazza"], paid: true, at: monday)
        XCTAssertEqual(try template.render(order), "#1042 tè+tazza paid 2026-11-23")
        let fields: [String: Any] = ["name": "#7", "items": ["a", 2], "paid": false, "at": "2026-01-02", "none": NSNull()]
        XCTAssertEqual(try template.render(fields), "#7 a+2  2026-01-02")
        XCTAssertEqual(try Template(source: "{{ a }}").render(["a": "1"]), "1")
        // As the README has it.
        let reply = try Template(source: "Ciao {{ customer.name }}, {{ order }} arriva {{ day | date: '%A %-d %B' }}.")
        let options = RenderOptions(channel: .html, locale: "it", tz: "Europe/Rome")
        let text = try reply.render(["customer": ["name": "Zoë"], "order": "#1042", "day": "2026-11-23"], options: options)
        XCTAssertEqual(text, "Ciao Zoë, #1042 arriva lunedì 23 novembre.")
        for bad in [["a": Double.nan], ["a": monday], ["a": self]] as [[String: Any]] {
            XCTAssertEqual(failure { _ = try template.render(bad) }?.kind, .invalidInput)
        }
        XCTAssertEqual(failure { _ = try template.render(["a": Double.infinity]) }?.kind, .invalidInput)
    }

    func testWhatIsMissingIsToldWithItsPlace() throws {
        let template = try Template(source: "Ciao {{ customer.name }},\n  {{ order.total }} {{ gift | default: 'no' }}")
        do {
            _ = try template.render(data: #"{"order": {}}"#)
            XCTFail("expected an error")
        } catch DeskcoreError.TemplateError(let code, let message, let path, _, let line, let column, let problems) {
            XCTAssertEqual(code, "template_missing")
            XCTAssertEqual(path, "customer.name")
            XCTAssertEqual(line, 1)
            XCTAssertEqual(column, 6)
            XCTAssertEqual(problems.map(\.path), ["customer.name", "order.total"])
            XCTAssertTrue(problems[1].message.hasPrefix("2:3"))
            XCTAssertTrue(message.contains("| Ciao {{ customer.name }}"))
        }
        XCTAssertEqual(try template.render(data: "{}", options: RenderOptions(missing: .lenient)), "Ciao ,\n   no")
        XCTAssertThrowsError(try Template(source: "a\nb {{ name | upcas }}")) { error in
            let error = error as? DeskcoreError
            XCTAssertEqual(error?.templateErrorClass(), .syntax)
            XCTAssertEqual(error?.failure().line, 2)
            XCTAssertEqual(error?.failure().column, 3)
            XCTAssertEqual(error?.failure().hint?.contains("upcase"), true)
        }
        let other = failure { _ = try Desk.fromJson(json: "{") }
        XCTAssertNil(other?.line)
    }

    func testATemplateIsHeldWithinItsLimits() throws {
        let loop = try Template(source: "{% for i in (1..1000000000) %}{{ i }}{% endfor %}")
        let fuel = failure { _ = try loop.render(data: "{}", options: RenderOptions(limits: Limits(fuel: 100))) }
        XCTAssertEqual(fuel?.code, "template_limit")
        XCTAssertEqual(fuel?.path, "fuel")
        let output = failure { _ = try loop.render(data: "{}", options: RenderOptions(limits: Limits(outputBytes: 10))) }
        XCTAssertEqual(output?.path, "output_bytes")
        let source = failure { _ = try Template(source: "0123456789", limits: Limits(sourceBytes: 9)) }
        XCTAssertEqual(source?.path, "source_bytes")
    }

    func testWhatACustomerWroteIsNeverMarkupAndNeverATemplate() throws {
        let template = try Template(source: "Hi {{ name }}")
        func on(_ channel: Channel) throws -> String {
            try template.render(data: #"{"name": "<b>*Zoë*</b>\n{{ order.total }}"}"#, options: RenderOptions(channel: channel))
        }
        XCTAssertEqual(try on(.plain), "Hi <b>*Zoë*</b>\n{{ order.total }}")
        XCTAssertEqual(try on(.html), "Hi &lt;b&gt;*Zoë*&lt;/b&gt;\n{{ order.total }}")
        XCTAssertEqual(try on(.markdown), "Hi \\<b\\>\\*Zoë\\*\\</b\\>\n{{ order.total }}")
        XCTAssertEqual(try on(.sms), "Hi <b>*Zoë*</b> {{ order.total }}")
    }

    func testPartialsAreThoseThatAreGiven() throws {
        let partials = ["sign": "{{ agent }} di {{ shop }}"]
        let template = try Template(source: "A presto, {% render 'sign', agent: agent, shop: shop %}", partials: partials)
        XCTAssertEqual(try template.render(["agent": "Chiara", "shop": "Aurora"]), "A presto, Chiara di Aurora")
        let again = try Template(source: template.source(), partials: partials)
        XCTAssertEqual(template, again)
        XCTAssertEqual(template.hashValue, again.hashValue)
        XCTAssertNotEqual(template, try Template(source: template.source()))
        XCTAssertEqual(String(describing: try Template(source: "Hi")), "Template \"Hi\"")
        XCTAssertEqual(failure { _ = try Template(source: "{% render 'x' %}").render(data: "{}") }?.code, "template_partial")
    }

    func testManyRowsAreRenderedInOneCall() throws {
        let template = try Template(source: "{{ n }}{% for field in deep %} {{ field[0] }}={{ field[1] }}{% endfor %}")
        let rows = (1...100).map { #"{"n": \#($0).0, "deep": {"z": 1, "a": [1, 2]}}"# }
        let texts = try template.renderBatch(rows: rows)
        XCTAssertEqual(texts, try rows.map { try template.render(data: $0) })
        XCTAssertEqual(texts[0], "1.0 z=1 a=12")
        XCTAssertEqual(failure { _ = try template.renderBatch(rows: [rows[0], "{"]) }?.path, "/1")
    }

    func testWhatIsNoDataIsRefused() throws {
        let template = try Template(source: "{{ a }}")
        for data in ["", "{", #"{"a": NaN}"#, String(repeating: "[", count: 1_000_000), "{} {}"] {
            XCTAssertEqual(failure { _ = try template.render(data: data) }?.kind, .invalidInput)
        }
        for options in [RenderOptions(locale: "italiano!"), RenderOptions(tz: "Europe/Roma")] {
            XCTAssertEqual(failure { _ = try template.render(data: "{}", options: options) }?.kind, .invalidInput)
        }
    }

    func testEightThreadsShareOneTemplate() throws {
        let arrival = try arrival()
        let data = #"{"day": "2026-11-23T08:30:00Z", "total": 12}"#
        let expected = try arrival.render(data: data, options: RenderOptions(locale: "ro"))
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<500 {
                XCTAssertEqual(try? arrival.render(data: data, options: RenderOptions(locale: "ro")), expected)
            }
        }
    }
}
