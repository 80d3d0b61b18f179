import Foundation
import XCTest

import Deskcore

final class MacroTests: XCTestCase {
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

    func desk() throws -> Desk {
        try Desk.fromJson(
            json: #"""
                {
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
                }
                """#)
    }

    let data = ##"{"customer": {"first_name": "<Zoë>"}, "agent": {"first_name": "Chiara"}, "order": {"name": "#1042", "placed_at": "2026-11-23T08:30:00Z"}}"##

    func request(_ locale: String? = nil, _ channel: Channel = .plain) -> MacroRequest {
        MacroRequest(locale: locale, channel: channel, tz: "Europe/Rome", parameters: ["days": .whole(value: 2)])
    }

    func testAMacroIsWrittenInTheCustomersLanguageAndZone() throws {
        let desk = try desk()
        let italian = try desk.renderMacro(macroId: "late", data: data, request: request("it-CH"))
        XCTAssertEqual(italian.body, "Ciao <Zoë>,\npartito lunedì 23 novembre alle 09:30, 2 giorni ancora. Chiara")
        XCTAssertEqual([italian.macroId, italian.version, italian.locale, italian.subject], ["late", "7", "it", "Ordine #1042"])
        XCTAssertEqual(italian.localesTried, ["it-CH", "it"])
        var honolulu = request("it")
        honolulu.tz = "Pacific/Honolulu"
        XCTAssertTrue(try desk.renderMacro(macroId: "late", data: data, request: honolulu).body.contains("domenica 22 novembre alle 22:30"))
        XCTAssertEqual(try desk.renderMacro(macroId: "late", data: data, request: request("ro")).body, "Bună <Zoë>, încă 2 zile.")
        let german = try desk.renderMacro(macroId: "late", data: data, request: request("de"))
        XCTAssertEqual(german.body, "Hi <Zoë>, 2 days and nothing.")
        XCTAssertEqual(german.localesTried, ["de", "en"])
        XCTAssertEqual(try desk.renderMacro(macroId: "late", data: data, request: request()).body, german.body)
    }

    func testTheReadmesMacroIsRendered() throws {
        let desk = try Desk.fromJson(
            json: #"""
                {"locale": "en", "macros": [{
                    "id": "thanks", "name": "Thank you",
                    "variants": [{"locale": "it", "body": "Grazie {{ customer.first_name }}, {{ parameters.days }} giorni."}],
                    "parameters": [{"name": "days", "kind": "number"}],
                    "actions": [{"type": "set_status", "status": "solved"}]
                }]}
                """#)
        let ticket = try desk.open(opening: opening()).ticket

        let request = MacroRequest(locale: "it-CH", channel: .sms, parameters: ["days": .whole(value: 2)])
        let rendered = try desk.renderMacro(macroId: "thanks", data: #"{"customer": {"first_name": "Zoë"}}"#, request: request)
        _ = rendered.body
        _ = rendered.sms?.segments
        let effects = try desk.macroEffects(ticket: ticket, rendered: rendered, at: monday)

        XCTAssertEqual(rendered.body, "Grazie Zoë, 2 giorni.")
        XCTAssertEqual(rendered.sms?.segments, 1)
        XCTAssertEqual(effects.map(\.kind), [.macroAction(macroId: "thanks", action: .setStatus(status: .solved))])
    }

    func testATextIsMadeForItsChannel() throws {
        let desk = try desk()
        let html = try desk.renderMacro(macroId: "late", data: data, request: request("it", .html))
        XCTAssertEqual(html.body, "Ciao &lt;Zoë&gt;,<br>\npartito lunedì 23 novembre alle 09:30, 2 giorni ancora. Chiara")
        XCTAssertEqual([html.channel, html.variantChannel], [.html, .plain])
        XCTAssertNil(html.sms)
        let sms = try desk.renderMacro(macroId: "late", data: data, request: request("ro", .sms))
        XCTAssertEqual(sms.body, "Inca 2 zile.")
        XCTAssertEqual(sms.sms, try measureSms(text: "Inca 2 zile."))
        XCTAssertEqual(sms.variantChannel, .sms)
        XCTAssertFalse(sms.shortened)
        let long = data.replacingOccurrences(of: "<Zoë>", with: String(repeating: "Zoe", count: 100))
        let cut = try desk.renderMacro(macroId: "late", data: long, request: request("en", .sms))
        XCTAssertTrue(cut.shortened)
        XCTAssertEqual(cut.sms?.segments, 1)
        XCTAssertEqual(cut.body.count, 160)
    }

    func testWhatAMacroDoesBecomesEffects() throws {
        let desk = try desk()
        let ticket = try desk.open(opening: opening()).ticket
        let rendered = try desk.renderMacro(macroId: "late", data: data, request: request("it"))
        XCTAssertEqual(
            rendered.actions,
            [
                .setStatus(status: .pending),
                .addTags(tags: ["late-#1042"]),
                .setField(name: "promised", value: .json(json: #"{"days":[1,2.5]}"#)),
                .scheduleFollowUp(afterS: 86_400, note: nil),
            ])
        let effects = try desk.macroEffects(ticket: ticket, rendered: rendered, at: monday)
        XCTAssertEqual(effects.map(\.kind), rendered.actions.map { .macroAction(macroId: "late", action: $0) })
        XCTAssertEqual(effects.map(\.id), ["A-17:1:late:0", "A-17:1:late:1", "A-17:1:late:2", "A-17:1:late:3"])
        for effect in effects {
            XCTAssertEqual(effect.at, monday)
            XCTAssertEqual(effect.ticket, "A-17")
            XCTAssertEqual(try effectFromJson(json: effectToJson(effect: effect)), effect)
        }
    }

    func testWhatDoesNotFitIsToldWithItsPlace() throws {
        let desk = try desk()
        do {
            _ = try desk.renderMacro(macroId: "late", data: #"{"agent": {"first_name": "C"}}"#, request: request("it"))
            XCTFail("expected an error")
        } catch DeskcoreError.TemplateError(let code, _, let path, _, let line, let column, let problems) {
            XCTAssertEqual([code, path], ["template_missing", "customer.first_name"])
            XCTAssertEqual([line, column], [1, 6])
            XCTAssertEqual(problems.map(\.path), ["customer.first_name", "order.placed_at"])
            XCTAssertTrue(problems[1].message.contains("2:9"))
        }
        let unknown = failure { _ = try desk.renderMacro(macroId: "lates", data: data) }
        XCTAssertEqual([unknown?.path, unknown?.hint], ["/macro_id", "did you mean \"late\"?"])
        XCTAssertEqual(failure { _ = try desk.renderMacro(macroId: "late", data: data) }?.path, "/parameters/days")
        func answered(_ answers: [String: FieldValue]) -> Failure? {
            failure { _ = try desk.renderMacro(macroId: "late", data: data, request: MacroRequest(parameters: answers)) }
        }
        XCTAssertEqual(answered(["days": .text(value: "2")])?.path, "/parameters/days")
        XCTAssertEqual(answered(["days": .number(value: 2.5), "gift": .text(value: "a car")])?.path, "/parameters/gift")
        XCTAssertEqual(answered(["day": .whole(value: 2)])?.hint?.contains("days"), true)
        XCTAssertEqual(answered(["days": .number(value: .nan)])?.message.contains("finite"), true)
        XCTAssertEqual(failure { _ = try desk.renderMacro(macroId: "refund", data: data, request: MacroRequest(locale: "de")) }?.path, "/locale")
        XCTAssertEqual(failure { _ = try desk.renderMacro(macroId: "late", data: "{", request: request()) }?.kind, .invalidInput)
        let misspelt = #"{"macros": [{"id": "hi", "name": "Hi", "variants": [{"body": "{{ customer.fist_name }}"}]}]}"#
        let mistake = failure { _ = try Desk.fromJson(json: misspelt) }
        XCTAssertEqual([mistake?.path, mistake?.hint], ["/macros/0/variants/0/body", "did you mean \"first_name\"?"])
    }

    func testARequestIsTheCoresWhereItIsLeftOut() throws {
        XCTAssertEqual(MacroRequest(), MacroRequest(locale: nil, channel: .plain, tz: nil, now: nil, parameters: [:]))
        let hi = #"{"locale": "it", "macros": [{"id": "hi", "name": "Hi", "variants": [{"body": "Ciao {{ customer.first_name }}"}]}]}"#
        XCTAssertEqual(try Desk.fromJson(json: hi).renderMacro(macroId: "hi", data: data).body, "Ciao <Zoë>")
        let now = #"{"macros": [{"id": "now", "name": "Now", "variants": [{"body": "{{ 'now' | date: '%F %H:%M' }}"}]}]}"#
        let rendered = try Desk.fromJson(json: now).renderMacro(macroId: "now", data: "{}", request: MacroRequest(tz: "Europe/Rome", now: monday))
        XCTAssertEqual(rendered.body, "2026-11-23 12:30")
    }

    func testARowThatFailsLeavesTheOthersAsTheyAre() throws {
        let desk = try desk()
        let customers = [#"{"first_name": "Zoë"}"#, "null", #"{"first_name": "Ana"}"#]
        let rows = customers.map { ##"{"customer": \##($0), "order": {"name": "#1042"}}"## }
        let columns = try desk.renderMacroBatch(macroId: "late", rows: rows, request: request("ro"))
        XCTAssertEqual(columns.body, ["Bună Zoë, încă 2 zile.", nil, "Bună Ana, încă 2 zile."])
        XCTAssertEqual(columns.subject, [nil, nil, nil])
        XCTAssertEqual(columns.error.map { $0?.code }, [nil, "template_missing", nil])
        XCTAssertEqual([columns.error[1]?.line, columns.error[1]?.column], [1, 6])
        XCTAssertEqual(try desk.renderMacroBatch(macroId: "late", rows: [], request: request()).body, [])
        XCTAssertEqual(failure { _ = try desk.renderMacroBatch(macroId: "late", rows: [rows[0], "{"], request: request()) }?.path, "/1")
        XCTAssertEqual(failure { _ = try desk.renderMacroBatch(macroId: "lates", rows: rows, request: request()) }?.path, "/macro_id")
    }

    func testATicketIsOfferedWhatFitsIt() throws {
        let desk = try desk()
        XCTAssertEqual(try desk.macrosFor(ticket: desk.open(opening: opening()).ticket), ["late"])
        let whatsapp = Opening(id: "B-1", at: monday, facts: Facts(channel: "whatsapp", startedBy: .customer))
        XCTAssertEqual(try desk.macrosFor(ticket: desk.open(opening: whatsapp).ticket), ["late", "refund"])
    }

    func testATemplateTellsWhatItReadsAndWhatCouldBeMissing() throws {
        let source = "{{ customer.name | upcase }}\n{% if order.id %}{% render 'sign' %}{{ order.id }}{% endif %}"
        let template = try Template(source: source, partials: ["sign": "Aurora"])
        let analysis = try template.analyze()
        XCTAssertEqual(analysis.variables.map(\.path), ["customer.name", "order.id"])
        XCTAssertEqual(analysis.variables.map(\.guarded), [false, true])
        XCTAssertEqual([analysis.variables[0].line, analysis.variables[0].column], [1, 1])
        XCTAssertEqual(analysis.filters, ["upcase"])
        XCTAssertEqual(analysis.partials, ["sign"])
        func schema(_ required: String) -> String {
            #"{"type": "object", "properties": {"first_name": {"type": "string"}}, "required": [\#(required)], "additionalProperties": false}"#
        }
        let problems = try Template(source: "Hi {{ first_nam }}{{ first_name }}").check(schema: schema(""))
        XCTAssertEqual(problems.map(\.code), ["unknown_variable", "may_be_missing"])
        XCTAssertEqual([problems[0].path, problems[0].hint], ["1:4", "did you mean \"first_name\"?"])
        XCTAssertEqual(try Template(source: "Hi {{ first_name }}").check(schema: schema(#""first_name""#)), [])
        XCTAssertEqual(failure { _ = try template.check(schema: "{") }?.kind, .invalidInput)
    }

    func testAMacroIsSuggestedByKeywordsAndByWhatAgentsChose() throws {
        let desk = try desk()
        let nothing = #"{"labels": {}}"#
        let byKeyword = try desk.macroSuggester(model: nothing).suggest(inquiry: Inquiry(message: "Il pacco è IN RITARDO"))
        XCTAssertEqual(byKeyword, [Suggestion(label: "late", score: 1, because: ["in ritardo"])])
        XCTAssertEqual(try desk.macroSuggester(model: nothing).suggest(inquiry: Inquiry(message: "Buongiorno")), [])

        let first = try learnSuggestion(model: nothing, inquiry: Inquiry(message: "Rivoglio i soldi", language: "it"), label: "refund")
        let second = try learnSuggestion(model: nothing, inquiry: Inquiry(message: "Dov'è il pacco?", reason: "tracking"), label: "late")
        let model = try mergeSuggestions(model: first, other: second)
        XCTAssertEqual(model, try mergeSuggestions(model: second, other: first))
        let suggester = try desk.macroSuggester(model: model)
        let soldi = Inquiry(message: "i miei soldi!")
        let best = try suggester.suggest(inquiry: soldi, limit: 1)
        XCTAssertEqual(best.map(\.label), ["refund"])
        XCTAssertTrue(best[0].because.contains("soldi"))
        XCTAssertEqual(try suggester.suggest(inquiry: soldi).count, 2)
        XCTAssertEqual(try suggester.suggest(inquiry: soldi, candidates: ["late"]).map(\.label), ["late"])
        XCTAssertEqual(try suggester.suggest(inquiry: soldi, limit: 0), [])
        let own = try Suggester(model: nothing, keywords: ["return": ["retur*"]])
        XCTAssertEqual(try own.suggest(inquiry: Inquiry(message: "vreau sa returnez")).map(\.label), ["return"])
        XCTAssertEqual(failure { _ = try desk.macroSuggester(model: "{") }?.kind, .invalidInput)
    }

    func testATextMessageIsMeasuredAndCut() throws {
        let size = SmsSize(
            encoding: .ucs2, units: 21, segments: 1, unitsLeft: 49, characters: 21, unicodeCharacters: ["Î", "ț"], nearLimit: false)
        XCTAssertEqual(try measureSms(text: "Îl puteți ridica azi."), size)
        let long = String(repeating: "a", count: 161)
        XCTAssertEqual(try measureSms(text: long).segments, 2)
        XCTAssertEqual(try cutSms(text: long, mostSegments: 1), SmsCut(text: String(long.dropLast()), shortened: true))
        XCTAssertEqual(try cutSms(text: "Ciao", mostSegments: 1), SmsCut(text: "Ciao", shortened: false))
        XCTAssertEqual(try cutSms(text: "Ciao", mostSegments: 0), SmsCut(text: "", shortened: true))
    }

    func testMacrosOfAnotherHelpDeskAreImported() throws {
        let export = #"""
            {"macros": [{"id": 360111, "title": "Shipping::Late", "active": true, "actions": [
                {"field": "comment_value", "value": "Hi {{ticket.requester.first_name}}"},
                {"field": "status", "value": "hold"},
                {"field": "follower", "value": "current_user"}
            ]}]}
            """#
        let imported = try JSONSerialization.jsonObject(with: Data(macrosFromZendesk(json: export).utf8)) as? [String: Any]
        let problems = imported?["problems"] as? [[String: Any]]
        XCTAssertEqual(problems?.map { $0["code"] as? String }, ["unsupported_action"])
        let document = try JSONSerialization.data(withJSONObject: ["macros": imported?["macros"] ?? []])
        let desk = try Desk.fromJson(json: String(decoding: document, as: UTF8.self))
        XCTAssertEqual(try desk.renderMacro(macroId: "zendesk-360111", data: data).body, "Hi <Zoë>")
        XCTAssertTrue(try macrosFromGorgias(json: #"{"data": []}"#).contains(#""macros":[]"#))
        XCTAssertEqual(failure { _ = try macrosFromZendesk(json: "{}") }?.kind, .invalidInput)
    }
}
