// A shop that the tests share, and what happens there.

import { Desk } from '../index.js'

export const schedule = {
  tz: 'Europe/Rome',
  weekly: {
    mon: [['09:00', '13:00'], ['14:00', '18:00']],
    tue: 'mon',
    wed: 'mon',
    thu: 'mon',
    fri: [['09:00', '13:00']],
  },
  holidays: [{ date: '2026-12-08', name: 'Immacolata', source: 'shop' }],
}

export const config = {
  name: 'Bottega Aurora',
  calendars: { office: schedule, always: { tz: 'UTC', weekly: '24x7' } },
  policies: [
    {
      id: 'default',
      calendar: 'office',
      targets: {
        '*': {
          first_reply_time: { target: '2h', warn: ['-30m'] },
          next_reply_time: '4h',
          requester_wait_time: '8h',
          total_resolution_time: { target: '24h', warn: ['80%'] },
        },
      },
    },
  ],
}

export const desk = new Desk(config)

/** Monday, 12:30 in Rome: half an hour before lunch. */
export const noon = new Date('2026-11-23T11:30:00Z')

export const opening = { id: 'A-17', at: noon, channel: 'email', customer: 'c-9', priority: 'normal' }

export const reply = { type: 'agent_reply', id: 'ev-2', at: '2026-11-23T11:50:00Z' }

/** What a call throws. */
export function thrown(call) {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}
