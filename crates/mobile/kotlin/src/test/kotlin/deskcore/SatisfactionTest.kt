package deskcore

import java.time.Instant
import kotlin.math.abs
import kotlin.test.Test
import kotlin.test.assertContains
import kotlin.test.assertEquals
import kotlin.test.assertFailsWith
import kotlin.test.assertNotNull
import kotlin.test.assertNull
import kotlin.test.assertTrue

class SatisfactionTest {
    private fun at(text: String) = Instant.parse(text)

    private fun refused(path: String?, code: String = "invalid_input", call: () -> Unit) {
        val error = assertFailsWith<DeskcoreException.InvalidInput> { call() }
        assertEquals(path to code, error.path to error.code, error.message)
    }

    @Test
    fun `ratings are counted by scale, and scores say how sure they are`() {
        val october = countRatings("stars5", listOf(5, 4, 1))
        val november = countRatings("stars5", listOf(5))
        val both = mergeRatings(listOf(october, november))
        assertEquals(both, mergeRatings(listOf(november, october)))
        assertEquals(RatingCounts("stars5", mapOf(1L to 1uL, 2L to 0uL, 3L to 0uL, 4L to 1uL, 5L to 2uL)), both)
        val score = score(both)
        assertEquals(listOf(4uL, 15L, 75.0), listOf(score.n, score.sum, score.csatPct))
        assertNull(score(countRatings("ces7", listOf())).mean)
        assertEquals(100.0, score(countRatings("stars5", listOf(5, 3)), Denominator.NON_NEUTRAL).csatPct)
        assertEquals(1uL, score(countRatings("custom:1-10:8:5", listOf(8, 7, 5))).neutral)

        refused(null, "rating_out_of_scale") { countRatings("stars5", listOf(6)) }
        refused(null, "scale_mismatch") { mergeRatings(listOf(october, countRatings("nps11", listOf(9)))) }
        refused(null, "scale_mismatch") { nps(both) }
        refused("/scale") { countRatings("stars", listOf(5)) }
        refused("/parts") { mergeRatings(listOf()) }
    }

    @Test
    fun `shares and means come with their intervals`() {
        val wilson = proportion(8, 10)
        assertEquals(0.8, wilson.p)
        assertTrue(abs(wilson.lo!! - 0.4901624715) < 1e-9 && abs(wilson.hi!! - 0.9433178485) < 1e-9, "$wilson")
        assertEquals(wilson, proportion(8, 10, 0.95, IntervalMethod.WILSON))
        assertEquals(Proportion(null, null, null), proportion(0, 0))
        val (there, back) = twoProportions(80, 100, 60, 100) to twoProportions(60, 100, 80, 100)
        assertEquals(there.diff, -back.diff!!)
        assertEquals(there.pValue, back.pValue)
        assertTrue(there.lo!! > 0)
        assertEquals(Nonresponse(0.5, 0.8, 0.4, 0.9), nonresponse(100, 50, 40))
        assertEquals(50.0, nps(countRatings("nps11", listOf(10, 9, 8, 7))).nps)
        assertEquals(3.0, meanT(listOf(2.0, 4.0)).mean)
        assertEquals(75.0, sellerFeedback(SellerFeedback(3uL, 1uL, 0uL), FeedbackRule.AMAZON).positivePct)
        assertEquals(100.0, sellerFeedback(SellerFeedback(3uL, 1uL, 0uL), FeedbackRule.EBAY).positivePct)

        refused("/confidence") { proportion(1, 2, Double.NaN) }
        refused("/successes") { proportion(3, 2) }
        refused("/k2") { twoProportions(1, 2, -1, 2) }
        refused("/values/1") { meanT(listOf(1.0, Double.NaN)) }
        refused("/responded") { nonresponse(1, 2, 0) }
    }

    @Test
    fun `three lucky tickets do not lead the board`() {
        val groups = listOf(RatedGroup("lucky", 3, 3), RatedGroup("ioana", 190, 200), RatedGroup("marco", 120, 200))
        val shrinkage = shrink(groups)
        assertEquals(listOf("lucky", "ioana", "marco"), shrinkage.groups.map { it.id })
        assertEquals(1u, shrinkage.groups[1].rank)
        for (group in shrinkage.groups) assertTrue(group.shrunk!! in group.lo!!..group.hi!!, "$group")
        refused("/groups/0/k") { shrink(listOf(RatedGroup("a", 2, 1))) }
    }

    @Test
    fun `charts and alerts tell drift from noise`() {
        val weeks = List(8) { SharePoint(90, 100) } + SharePoint(60, 100)
        assertEquals(listOf(8u), pChart(weeks).signals)
        assertEquals(0.9, pChart(weeks, 3.0, 0.9).center)
        val settings = EwmaSettings(weight = 0.2, limitSigmas = 3.0, center = 0.9)
        assertEquals(listOf(8u), ewmaShares(weeks, settings).signals)
        assertNull(ewmaMeans(listOf(MeanPoint(n = 0)), 0.9, settings).points.single().value)
        assertEquals(listOf(1u), cusum(listOf(4.5, 2.0), CusumSettings(4.5, 0.1, 1.5)).signals)
        refused("/weight") { ewmaShares(weeks, settings.copy(weight = 0.0)) }
        refused("/points/0/k") { pChart(listOf(SharePoint(2, 1))) }

        assertEquals(AlertRule(2_419_200, 10u, 4000, 4200), AlertRule())
        val low = List(10) { TimedRating(MONDAY.plusSeconds(3600L * it), 3) }
        val alert = rollingAlert(low).single()
        assertEquals(AlertState.ALERT to low.last().at, alert.state to alert.at)
        assertContains(alert.text, "below 4")
        assertEquals(rollingAlert(low), rollingAlert(low.reversed(), AlertRule()))
        refused("/window_s") { rollingAlert(low, AlertRule(windowS = 0)) }
        val few = countRatings("nps11", listOf(10, 6, 6))
        assertEquals(AlertState.OK, npsFloor(few, 50.0).state)
        assertEquals(AlertState.ALERT, npsFloor(mergeRatings(List(30) { few }), 50.0).state)
        refused("/floor") { npsFloor(few, 101.0) }
    }

    @Test
    fun `a customer is asked by day, once, and a low rating acts`() {
        val desk = Desk.fromJson(
            """{"satisfaction": {"survey": {
                "delay_s": 3600, "zone": "Europe/Bucharest", "low_rating": {"at_most": 2, "notify": "team-lead"}
            }}}""",
        )
        val facts = facts().copy(customer = "c-9", language = "ro")
        val opened = desk.open(Opening(id = "A-17", at = MONDAY, facts = facts, assignee = "ioana"))
        assertEquals(SurveyReason.NOT_SOLVED, desk.surveyDue(opened.ticket, SurveyFacts(), MONDAY).reason)
        val solving = Event(id = "ev-2", at = at("2026-11-23T17:00:00Z"), kind = EventKind.Status(Status.SOLVED))
        val solved = desk.apply(opened.ticket, solving).ticket
        val night = desk.surveyDue(solved, SurveyFacts(), at("2026-11-23T18:30:00Z"))
        assertEquals(SurveyAnswer.LATER to SurveyReason.NOT_DAY_TIME, night.answer to night.reason)
        assertEquals(at("2026-11-24T07:00:00Z"), night.at)
        assertEquals(SurveyReason.OPTED_OUT, desk.surveyDue(solved, SurveyFacts(optedOut = true), night.at!!).reason)
        val due = desk.surveyDue(solved, SurveyFacts(), night.at!!)
        assertEquals(SurveyAnswer.YES, due.answer)
        val survey = assertNotNull(due.survey)
        assertEquals(listOf("ioana", "ro", "email"), listOf(survey.agent, survey.language, survey.sendBy))

        val rated = desk.rateSurvey(survey, 2, at("2026-11-24T08:00:00Z"))
        assertEquals(2L to null, rated.survey.score to rated.refused)
        val low = rated.effects.single().kind as EffectKind.LowRating
        assertEquals(listOf("ioana", "team-lead", "stars5"), listOf(low.agent, low.to, low.scale))
        val wrong = desk.rateSurvey(survey, 6, at("2026-11-24T08:00:00Z"))
        assertEquals(survey to RatingRefusal.OUT_OF_SCALE, wrong.survey to wrong.refused)
    }

    @Test
    fun `a history of surveys, and an invitation to review`() {
        val config = SurveyConfig(delayS = 0)
        assertEquals(SurveyConfig(scale = "stars5", delayS = 0, keep = KeepRating.LAST, dayTime = DayTime("09:00", "20:00")), config)
        val events = listOf(
            SurveyEvent.Rating(at("2026-11-24T10:00:00Z"), "A-17", 5),
            SurveyEvent.Resolved(MONDAY, "A-17", customer = "c-9", agent = "marco"),
            SurveyEvent.Rating(at("2026-11-24T10:00:00Z"), "A-18", 5),
        )
        val log = surveyLog(config, events, at("2026-12-24T10:00:00Z"))
        assertEquals(listOf(SurveyState.ANSWERED to 5L), log.surveys.map { it.state to it.score })
        assertEquals(listOf("A-18" to RatingRefusal.NO_SURVEY), log.rejected.map { it.ticket to it.reason })
        refused("/delay_s") { surveyLog(SurveyConfig(delayS = -1), listOf(), MONDAY) }

        val amazon = mapOf("amazon" to ReviewRule(mayAsk = true, notBeforeS = 432_000))
        val facts = ReviewFacts("amazon", consent = true, deliveredAt = MONDAY)
        val review = reviewDue(ReviewConfig(channels = amazon), facts, MONDAY)
        assertEquals(listOf(false, ReviewReason.TOO_SOON, MONDAY.plusSeconds(432_000)), listOf(review.invite, review.reason, review.at))
        assertTrue(reviewDue(ReviewConfig(), facts, MONDAY).invite)
        refused("/cooldown_s") { reviewDue(ReviewConfig(cooldownS = -1), facts, MONDAY) }
    }
}
