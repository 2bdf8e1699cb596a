//! An answer as it goes over the wire: a status, a type, bytes, and what a browser may do with them.

use std::fmt::Write;
use std::sync::Arc;

/// Scripts and styles of our own alone, and nothing from elsewhere.
const DESK_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; \
                           connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The author's files: no script, no form, nothing from elsewhere; shown in a frame of the desk alone.
const BOOK_POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; \
                           base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin";

#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub media_type: &'static str,
    pub body: Body,
    /// Whether its name is made of what is in it, so that it never changes.
    pub lasts: bool,
    /// Whether it is the author's and not ours.
    pub is_book: bool,
    pub location: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Body {
    Bytes(Arc<[u8]>),
    /// Events, until somebody hangs up.
    Events,
}

impl Answer {
    pub fn new(media_type: &'static str, bytes: impl Into<Arc<[u8]>>) -> Answer {
        let body = Body::Bytes(bytes.into());
        Answer { status: 200, media_type, body, lasts: false, is_book: false, location: None }
    }

    pub fn json(text: String) -> Answer {
        Answer::new("application/json", text.into_bytes())
    }

    pub fn events() -> Answer {
        Answer { body: Body::Events, ..Answer::new("text/event-stream", Vec::new()) }
    }

    pub fn of_book(self) -> Answer {
        Answer { is_book: true, ..self }
    }

    pub fn lasting(self) -> Answer {
        Answer { lasts: true, ..self }
    }

    /// Nothing but a status and its words.
    pub fn status(status: u16) -> Answer {
        let text = format!("{}\n", words(status));
        Answer { status, ..Answer::new("text/plain; charset=utf-8", text.into_bytes()) }
    }

    /// Sends the browser to another place of the desk.
    pub fn moved(to: String) -> Answer {
        Answer { location: Some(to), ..Answer::status(308) }
    }

    /// Its head, with the empty line.
    pub fn head(&self) -> String {
        let mut head =
            format!("HTTP/1.1 {} {}\r\nContent-Type: {}\r\n", self.status, words(self.status), self.media_type);
        if let Body::Bytes(bytes) = &self.body {
            let _ = write!(head, "Content-Length: {}\r\n", bytes.len());
        }
        if let Some(location) = &self.location {
            let _ = write!(head, "Location: {location}\r\n");
        }
        let keeps = if self.lasts { "private, max-age=86400, immutable" } else { "no-store" };
        let policy = if self.is_book { BOOK_POLICY } else { DESK_POLICY };
        let _ = write!(
            head,
            "Cache-Control: {keeps}\r\nContent-Security-Policy: {policy}\r\nX-Content-Type-Options: nosniff\r\n\
             Referrer-Policy: no-referrer\r\nCross-Origin-Resource-Policy: same-origin\r\n\
             Cross-Origin-Opener-Policy: same-origin\r\nConnection: close\r\n\r\n"
        );
        head
    }
}

fn words(status: u16) -> &'static str {
    match status {
        200 => "OK",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        408 => "Request Timeout",
        413 => "Content Too Large",
        431 => "Request Header Fields Too Large",
        _ => "Internal Server Error",
    }
}
