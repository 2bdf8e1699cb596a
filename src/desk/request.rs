//! In: the bytes of a request's head. Out: what it asks, or why it is refused. Refuses bodies and every method but GET
//! and HEAD.

use std::collections::BTreeMap;

/// Bytes of a head, at most.
pub const MOST_BYTES: usize = 8 << 10;
/// Lines of a head, at most.
const MOST_LINES: usize = 64;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Whether only the head of the answer is wanted.
    pub head: bool,
    /// Without its question, as it was sent.
    pub path: String,
    pub question: BTreeMap<String, String>,
    pub host: Option<String>,
    pub origin: Option<String>,
    /// Who a browser says the request comes from: `same-origin`, `cross-site`, `none` and so on.
    pub site: Option<String>,
}

/// The status of an answer to what is no request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    Malformed,
    Method,
    Body,
}

/// Reads a head, which ends with an empty line.
pub fn read(head: &[u8]) -> Result<Request, Refusal> {
    let text = std::str::from_utf8(head).map_err(|_| Refusal::Malformed)?;
    let mut lines = text.split("\r\n");
    let first = lines.next().unwrap_or_default();
    let mut parts = first.split(' ');
    let (Some(method), Some(target), Some(version), None) = (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return Err(Refusal::Malformed);
    };
    if !matches!(version, "HTTP/1.0" | "HTTP/1.1")
        || !target.starts_with('/')
        || target.contains(|c: char| c.is_control())
    {
        return Err(Refusal::Malformed);
    }
    if !matches!(method, "GET" | "HEAD") {
        return Err(Refusal::Method);
    }
    let (path, question) = target.split_once('?').unwrap_or((target, ""));
    let mut request =
        Request { head: method == "HEAD", path: path.to_owned(), question: pairs(question), ..Request::default() };
    for (at, line) in lines.filter(|line| !line.is_empty()).enumerate() {
        let Some((name, value)) = line.split_once(':').filter(|_| at < MOST_LINES) else {
            return Err(Refusal::Malformed);
        };
        let value = value.trim();
        let field = match name.to_ascii_lowercase().as_str() {
            "host" => &mut request.host,
            "origin" => &mut request.origin,
            "sec-fetch-site" => &mut request.site,
            "content-length" if value != "0" => return Err(Refusal::Body),
            "transfer-encoding" => return Err(Refusal::Body),
            _ => continue,
        };
        // Which of two holds, nobody can say.
        if field.replace(value.to_owned()).is_some() {
            return Err(Refusal::Malformed);
        }
    }
    Ok(request)
}

fn pairs(question: &str) -> BTreeMap<String, String> {
    let pairs = question.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decoded(name), decoded(&value.replace('+', " ")))).collect()
}

/// `%41` is `A`; what is no UTF-8 is replaced.
pub fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
            }
            _ => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read() {
        let head = b"GET /t/page?d=print&q=a%20b+c HTTP/1.1\r\nHost: 127.0.0.1:80\r\nSec-Fetch-Site: none\r\n\r\n";
        let request = read(head).unwrap();
        assert_eq!((request.path.as_str(), request.head), ("/t/page", false));
        assert_eq!((request.question["d"].as_str(), request.question["q"].as_str()), ("print", "a b c"));
        assert_eq!(
            (request.host.as_deref(), request.site.as_deref(), request.origin),
            (Some("127.0.0.1:80"), Some("none"), None)
        );
    }

    #[test]
    fn what_is_no_request_is_refused() {
        let of = |head: &str| read(head.as_bytes()).map(drop);
        for bad in [
            "",
            "GET",
            "GET /",
            "GET / HTTP/2\r\n",
            "GET http://a/ HTTP/1.1\r\n",
            "GET / a HTTP/1.1\r\n",
            "GET / HTTP/1.1\r\nhost\r\n",
        ] {
            assert_eq!(of(bad), Err(Refusal::Malformed), "{bad}");
        }
        assert_eq!(of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), Err(Refusal::Malformed));
        assert_eq!(of("POST / HTTP/1.1\r\n\r\n"), Err(Refusal::Method));
        assert_eq!(of("GET / HTTP/1.1\r\nContent-Length: 3\r\n\r\n"), Err(Refusal::Body));
        assert_eq!(of("GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"), Err(Refusal::Body));
        let many = format!("GET / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(MOST_LINES + 1));
        assert_eq!(of(&many), Err(Refusal::Malformed));
        assert_eq!(decoded("%zz%4%41%ff"), "%zz%4A\u{fffd}");
    }
}
