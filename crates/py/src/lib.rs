//! deskcore for Python: handles and records over the core, which decides.

mod calendar;
mod columns;
mod convert;
mod data;
mod desk;
mod error;
mod imports;
mod macros;
mod metrics;
mod queue;
mod router;
mod routing;
mod satisfaction;
mod staffing;
mod template;
#[cfg(feature = "testing")]
mod testing;
mod ticket;
mod what_if;

#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use super::calendar::Calendar;
    #[pymodule_export]
    use super::columns::ArrowColumn;
    #[pymodule_export]
    use super::desk::{Desk, effect_to_json, version};
    #[pymodule_export]
    use super::imports::{
        holidays_from_dates, holidays_from_ical, hours_from_schema_org, macros_from_gorgias,
        macros_from_zendesk, weekly_from_osm,
    };
    #[pymodule_export]
    use super::macros::{Suggester, SuggestionModel, cut_sms, measure_sms};
    #[pymodule_export]
    use super::metrics::{Report, Sketch, percentiles, weekly_digest};
    #[pymodule_export]
    use super::queue::Queue;
    #[pymodule_export]
    use super::router::Router;
    #[pymodule_export]
    use super::routing::{Roster, Routing};
    #[pymodule_export]
    use super::satisfaction::{
        count_ratings, cusum, ewma_means, ewma_shares, mean_t, merge_ratings, nonresponse, nps,
        nps_floor, p_chart, proportion, review_due, rolling_alert, score, seller_feedback, shrink,
        survey_log, two_proportions,
    };
    #[pymodule_export]
    use super::staffing::{
        arrival_profile, erlang_a, erlang_a_required, erlang_c, erlang_c_required, estimate_wait,
        plan_sentences, rounded_minutes, simulate, simulate_roster, week_plan,
    };
    #[pymodule_export]
    use super::template::Template;
    #[cfg(feature = "testing")]
    #[pymodule_export]
    use super::testing::{between_loop_ns, noop, panic_on_purpose};
    #[pymodule_export]
    use super::ticket::Ticket;
    #[pymodule_export]
    use super::what_if::{check_expectations, compare, promise_check};
}
