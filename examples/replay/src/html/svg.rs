//! A picture's frame. Across, positions are shares of the width, so that a
//! picture fits any screen without its letters shrinking; down, they are
//! pixels.

use super::scale::Tick;
use super::text;

/// A plot area with room around it for what the axes say.
pub(super) struct Plot {
    height: f64,
    out: String,
}

impl Plot {
    /// `label` tells those who cannot see the picture what it shows; `above`
    /// is the room over the plot area, in pixels.
    pub(super) fn new(height: u32, above: u32, label: &str) -> Self {
        let out = format!(
            "<svg class=\"plot\" height=\"{height}\" style=\"margin-top:{above}px\" \
             role=\"img\" aria-label=\"{}\">\n",
            text::esc(label)
        );
        Self {
            height: f64::from(height),
            out,
        }
    }

    /// Where a share of the height lies, in pixels from the top.
    pub(super) fn y(&self, share: f64) -> f64 {
        self.height * (1.0 - share)
    }

    /// Lines across the plot area, with their labels at the left, and what
    /// they count.
    pub(super) fn y_axis(&mut self, ticks: &[Tick], unit: &str) {
        for tick in ticks {
            let y = px(self.y(tick.at));
            let class = if tick.at > 0.0 { "grid" } else { "base" };
            self.push(&format!(
                "<line class=\"{class}\" x1=\"0\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/>\
                 <text class=\"tick end\" x=\"-8\" y=\"{y}\" dy=\"0.35em\">{}</text>\n",
                tick.label
            ));
        }
        self.push(&format!(
            "<text class=\"unit\" x=\"-44\" y=\"-12\">{unit}</text>\n"
        ));
    }

    /// Labels under the plot area. Every second one gives way on a phone.
    pub(super) fn x_axis(&mut self, ticks: &[Tick]) {
        let (y, label_y) = (px(self.height + 5.0), px(self.height + 19.0));
        let base = px(self.height);
        for (i, tick) in ticks.iter().enumerate() {
            let x = percent(tick.at);
            let anchor = if tick.at > 0.97 { "end" } else { "middle" };
            let class = if i.is_multiple_of(2) { "" } else { " wide" };
            self.push(&format!(
                "<line class=\"base\" x1=\"{x}\" x2=\"{x}\" y1=\"{base}\" y2=\"{y}\"/>\
                 <text class=\"tick {anchor}{class}\" x=\"{x}\" y=\"{label_y}\">{}</text>\n",
                tick.label
            ));
        }
    }

    /// Any markup.
    pub(super) fn push(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    pub(super) fn finish(mut self) -> String {
        self.out.push_str("</svg>\n");
        self.out
    }
}

/// A filled rectangle: across in shares, down in pixels.
pub(super) fn rect(class: &str, (from, to): (f64, f64), y: f64, height: f64) -> String {
    format!(
        "<rect class=\"{class}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\"/>",
        percent(from),
        px(y),
        percent((to - from).max(0.0)),
        px(height.max(0.0))
    )
}

/// A share of the width.
pub(super) fn percent(share: f64) -> String {
    let share = if share.is_finite() { share } else { 0.0 };
    format!("{:.3}%", share * 100.0)
}

/// Pixels.
pub(super) fn px(value: f64) -> String {
    let value = if value.is_finite() { value } else { 0.0 };
    format!("{value:.1}")
}

/// A picture with its title, what it tells in one line, and the same as
/// numbers for those who want or need them.
pub(super) fn figure(title: &str, says: &str, picture: &str, numbers: &str) -> String {
    let numbers = if numbers.is_empty() {
        String::new()
    } else {
        format!(
            "<details><summary>The numbers</summary><div class=\"scroll\">{numbers}</div></details>\n"
        )
    };
    format!(
        "<figure>\n<figcaption><h3>{title}</h3><p>{says}</p></figcaption>\n\
         {picture}{numbers}</figure>\n"
    )
}

/// Words or a table under a title, framed as a picture is.
pub(super) fn panel(title: &str, body: &str) -> String {
    format!("<div class=\"panel\">\n<h3>{title}</h3>\n{body}</div>\n")
}

/// What a colour means.
pub(super) fn key(class: &str, label: &str) -> String {
    format!(
        "<span class=\"key\"><svg width=\"14\" height=\"14\" aria-hidden=\"true\">\
         <rect class=\"{class}\" width=\"14\" height=\"14\" rx=\"2\"/></svg>{label}</span>"
    )
}

/// Keys in a row.
pub(super) fn legend(keys: &[String]) -> String {
    format!("<p class=\"legend\">{}</p>\n", keys.join(" "))
}
