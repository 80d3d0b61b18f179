// What the host's database does, in memory: two tables, and transactions that
// leave nothing behind when they fail.

/** Somebody else changed the ticket in between. */
export class Conflict extends Error {
  status = 409
}

export class Database {
  #tickets = new Map()
  #outbox = new Map()

  transaction(work) {
    const tickets = new Map(this.#tickets)
    const outbox = new Map(this.#outbox)
    const done = work({
      ticket: (id) => tickets.get(id),
      due: (now) => [...tickets.values()].filter((row) => row.due_at && row.due_at <= now),
      putTicket: (row, before) => {
        if (tickets.get(row.id)?.version !== before) throw new Conflict(`ticket ${row.id} has changed`)
        tickets.set(row.id, row)
      },
      // An effect has one id for ever, so it is delivered once.
      putEffect: (id, text) => outbox.has(id) || outbox.set(id, text),
    })
    this.#tickets = tickets
    this.#outbox = outbox
    return done
  }

  /** Effects that wait to be carried out. */
  get outbox() {
    return [...this.#outbox.values()].map((text) => JSON.parse(text))
  }
}
