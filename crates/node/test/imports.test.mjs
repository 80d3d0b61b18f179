import assert from 'node:assert/strict'
import { test } from 'node:test'

import {
  Calendar, holidaysFromDates, holidaysFromIcal, hoursFromSchemaOrg, weeklyFromOsm,
} from '../index.js'
import { thrown } from './shop.mjs'

test('hours and holidays come from what shops have', () => {
  const holidays = holidaysFromDates('2026-10-04 San Petronio\n2026-12-24\n', 'shop')
  assert.deepEqual(holidays[0], { date: '2026-10-04', name: 'San Petronio', source: 'shop' })

  const feed =
    'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Sfântul Andrei\r\nDTSTART;VALUE=DATE:20201130\r\n' +
    'RRULE:FREQ=YEARLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n'
  const read = holidaysFromIcal(feed, 'feed', 2026, 2027)
  assert.deepEqual(read.holidays.map(({ date }) => date), ['2026-11-30', '2027-11-30'])

  const { weekly } = weeklyFromOsm('Mo-Fr 09:00-17:00; PH off')
  const shop = new Calendar({ tz: 'Europe/Bucharest', weekly, holidays: [...holidays, ...read.holidays] })
  assert.ok(!shop.isOpen('2026-11-30T10:00:00Z') && shop.isOpen('2026-12-01T10:00:00Z'))

  const hours = hoursFromSchemaOrg('{"dayOfWeek": "Monday", "opens": "09:30", "closes": "17:30"}')
  assert.ok(new Calendar({ tz: 'Europe/London', weekly: hours.weekly }).isOpen('2026-11-23T10:00:00Z'))
})

test('what cannot be imported is told by code', () => {
  assert.equal(thrown(() => holidaysFromDates('24.12.2026', 'shop')).code, 'bad_date_line')
  assert.equal(thrown(() => holidaysFromIcal('', 'feed', 2026, 2027)).code, 'not_a_calendar')
  assert.equal(thrown(() => holidaysFromIcal('', 'feed', 2026, 1e12)).path, '/lastYear')
  assert.equal(thrown(() => weeklyFromOsm('Sa[1] 09:00-12:00')).code, 'osm_unsupported')
  assert.equal(thrown(() => hoursFromSchemaOrg('{')).code, 'bad_json')
})
