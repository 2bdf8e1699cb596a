//! In: a request, the port and the token. Out: the path after the token, or a refusal. Refuses pages of other sites that
//! send a browser here, and names that lead here by the tricks of a name server.

use super::request::Request;

/// Who may ask, and where.
#[derive(Clone, Debug)]
pub struct Guard {
    port: u16,
    token: String,
}

impl Guard {
    pub fn new(port: u16, token: String) -> Guard {
        Guard { port, token }
    }

    /// Where the desk begins.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/{}/", self.port, self.token)
    }

    /// What is asked, from after the token and its slash; nothing of it for the token alone.
    ///
    /// # Errors
    ///
    /// A status: 403 for another site, 404 for another token.
    pub fn admit<'a>(&self, request: &'a Request) -> Result<Option<&'a str>, u16> {
        let names = ["127.0.0.1", "localhost"].map(|name| format!("{name}:{}", self.port));
        let is_own = |host: &str| names.iter().any(|own| own.eq_ignore_ascii_case(host));
        if !request.host.as_deref().is_some_and(is_own) {
            return Err(403);
        }
        let from = request.origin.as_deref().map(|origin| origin.strip_prefix("http://").unwrap_or_default());
        if from.is_some_and(|host| !is_own(host)) {
            return Err(403);
        }
        if request.site.as_deref().is_some_and(|site| !matches!(site, "same-origin" | "none")) {
            return Err(403);
        }
        let path = request.path.strip_prefix('/').unwrap_or_default();
        let (token, rest) = path.split_once('/').map_or((path, None), |(token, rest)| (token, Some(rest)));
        if same(token, &self.token) { Ok(rest) } else { Err(404) }
    }
}

/// Looks at every byte, so that the time tells nothing of how much was right.
fn same(one: &str, other: &str) -> bool {
    let differ = one.bytes().zip(other.bytes()).fold(0, |differ, (one, other)| differ | (one ^ other));
    one.len() == other.len() && differ == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(path: &str, host: Option<&str>, origin: Option<&str>, site: Option<&str>) -> Result<Option<String>, u16> {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let (host, origin, site) = (own(host), own(origin), own(site));
        let request = Request { path: path.to_owned(), host, origin, site, ..Request::default() };
        Guard::new(8_000, "secret".to_owned()).admit(&request).map(|rest| rest.map(str::to_owned))
    }

    #[test]
    fn only_the_desk_itself_may_ask() {
        let host = Some("127.0.0.1:8000");
        assert_eq!(asked("/secret/state", host, None, None), Ok(Some("state".to_owned())));
        assert_eq!(
            asked("/secret/state", Some("localhost:8000"), Some("http://localhost:8000"), Some("same-origin")),
            Ok(Some("state".to_owned()))
        );
        assert_eq!(asked("/secret", host, None, Some("none")), Ok(None));
        for (path, host, origin, site, status) in [
            ("/secret/", None, None, None, 403),
            ("/secret/", Some("evil.example:8000"), None, None, 403),
            ("/secret/", Some("127.0.0.1:8001"), None, None, 403),
            ("/secret/", host, Some("http://evil.example"), None, 403),
            ("/secret/", host, Some("null"), None, 403),
            ("/secret/", host, Some("https://127.0.0.1:8000"), None, 403),
            ("/secret/", host, None, Some("cross-site"), 403),
            ("/secret/", host, None, Some("same-site"), 403),
            ("/secre", host, None, None, 404),
            ("/secrets/", host, None, None, 404),
            ("/", host, None, None, 404),
        ] {
            assert_eq!(asked(path, host, origin, site), Err(status), "{path} {host:?} {origin:?} {site:?}");
        }
    }
}
