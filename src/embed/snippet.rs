//! The words to paste into another page, so that it holds a frame.

use super::schema::Parameters;

/// What a frame of ours needs, and nothing else.
const PERMISSIONS: &str = "sandbox=\"allow-scripts allow-same-origin allow-downloads allow-popups\" allow=\"fullscreen; clipboard-write\"";

/// A plain frame. `page` is the address of the page without query and hash.
pub fn iframe(page: &str, title: &str, parameters: &Parameters) -> String {
    let address = escaped(&address(page, parameters));
    let title = escaped(title);
    format!(
        "<iframe src=\"{address}\"\n  title=\"Queuescope: {title}\" width=\"720\" height=\"480\" loading=\"lazy\"\n  {PERMISSIONS}></iframe>"
    )
}

/// The element of `embed.js`, with its script.
pub fn element(page: &str, title: &str, parameters: &Parameters) -> String {
    let folder = page.rfind('/').map_or(page, |at| &page[..=at]);
    let attributes: String = parameters
        .written()
        .filter(|(name, _)| *name != "embed")
        .map(|(name, value)| format!(" {name}=\"{}\"", escaped(&value)))
        .collect();
    format!(
        "<script src=\"{}embed.js\" defer></script>\n<queue-scope title=\"Queuescope: {}\"{attributes}></queue-scope>",
        escaped(folder),
        escaped(title)
    )
}

/// Where the page opens with these parameters.
pub fn address(page: &str, parameters: &Parameters) -> String {
    format!("{page}?{}", parameters.query())
}

/// Text as it may stand between the quotes of an attribute.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guarantees() -> Parameters {
        let lab = Some("guarantees".to_owned());
        Parameters { embed: true, lab, autoplay: true, ..Parameters::default() }
    }

    #[test]
    fn a_frame_names_what_is_not_by_default() {
        let code = iframe("https://host/q/", "Three guarantees", &guarantees());
        assert!(
            code.contains("src=\"https://host/q/?embed=1&amp;lab=guarantees&amp;autoplay=1\""),
            "{code}"
        );
        let code = element("https://host/q/index.html", "Three guarantees", &guarantees());
        assert!(code.contains("src=\"https://host/q/embed.js\""), "{code}");
        assert!(code.contains(" lab=\"guarantees\" autoplay=\"1\">"), "{code}");
    }

    #[test]
    fn a_title_cannot_leave_its_attribute() {
        let code = iframe("https://host/", "a\"><script>", &guarantees());
        assert!(code.contains("title=\"Queuescope: a&quot;>&lt;script>\""), "{code}");
    }
}
