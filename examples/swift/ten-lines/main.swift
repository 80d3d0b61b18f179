import Deskcore
import Foundation

let desk = try Desk.fromJson(json: #"{"policies": [{"id": "all", "targets": {"*": {"first_reply_time": "2h"}}}]}"#)
let now = Date(timeIntervalSince1970: 1_795_428_000)  // 2026-11-23T10:00:00Z
let facts = Facts(channel: "email", startedBy: .customer, priority: .normal)
let opened = try desk.open(opening: Opening(id: "A-17", at: now, facts: facts))
let change = try desk.apply(ticket: opened.ticket, event: Event(id: "ev-2", at: now, kind: .agentReply))
print(try desk.explain(ticket: change.ticket, metric: .firstReplyTime, now: now)?.text ?? "")
let row = (change.json, change.dueAt, change.version)  // what the host stores
print(row)
