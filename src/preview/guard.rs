//! Who may ask: this computer's own browser, with the token, from the page itself.
//!
//! # Decisions
//!
//! - 2026-11: the address alone opens nothing: it holds a random token, which becomes a cookie that
//!   no other site can send. The name that a browser was led by (`Host`) must be the loopback
//!   address itself, or a page elsewhere could be given that name; and what changes anything must
//!   say that it comes from the page.

use tiny_http::{Header, Method, Request};

/// What every answer says: nothing of it may be kept, framed, guessed at or read elsewhere, and the
/// page asks for nothing but its own.
const HEADERS: [(&str, &str); 8] = [
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
         connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    (
        "Permissions-Policy",
        "camera=(), microphone=(), geolocation=()",
    ),
];

/// Returns a header of an answer.
pub(super) fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("names and values of folio's own are plain")
}

/// Returns the headers of every answer.
pub(super) fn headers() -> impl Iterator<Item = Header> {
    HEADERS.iter().map(|(name, value)| header(name, value))
}

/// Returns the headers of every answer as they are sent.
pub(super) fn written_headers() -> String {
    let all = HEADERS.iter();
    all.map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect()
}

/// What keeps others out.
pub(super) struct Guard {
    port: u16,
    /// What the address holds, and the cookie then.
    token: String,
}

/// Whether a request may be answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// With the page.
    Welcome,
    /// It has the token in its address: it is given the cookie.
    ByToken,
    /// It is not.
    Refused,
}

impl Guard {
    pub(super) fn new(port: u16, token: String) -> Self {
        Self { port, token }
    }

    /// Returns the address to open.
    pub(super) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/?token={}", self.port, self.token)
    }

    /// Returns the cookie that lets in.
    pub(super) fn cookie(&self) -> String {
        format!(
            "{}={}; Path=/; HttpOnly; SameSite=Strict",
            self.cookie_name(),
            self.token
        )
    }

    /// Cookies are sent to every port of an address.
    fn cookie_name(&self) -> String {
        format!("folio-{}", self.port)
    }

    /// Says whether a request may be answered.
    pub(super) fn entry(&self, request: &Request) -> Entry {
        let value = |name: &'static str| {
            let headers = request.headers().iter();
            let mut found = headers.filter(|header| header.field.equiv(name));
            let first = found.next().map(|header| header.value.as_str());
            // Two of a name are one too many to be believed.
            if found.next().is_some() { None } else { first }
        };
        let asked = Asked {
            changes: !matches!(request.method(), Method::Get | Method::Head),
            url: request.url(),
            host: value("Host"),
            origin: value("Origin"),
            site: value("Sec-Fetch-Site"),
            cookie: value("Cookie"),
        };
        self.judge(&asked)
    }

    fn judge(&self, asked: &Asked<'_>) -> Entry {
        let hosts = ["127.0.0.1", "localhost"].map(|name| match self.port {
            // What every browser leaves out.
            80 => name.to_owned(),
            port => format!("{name}:{port}"),
        });
        let Some(host) = asked.host.filter(|host| hosts.iter().any(|it| it == host)) else {
            return Entry::Refused;
        };
        let own = format!("http://{host}");
        let is_own = match asked.origin {
            Some(origin) => origin == own,
            None => !asked.changes,
        };
        if !is_own {
            return Entry::Refused;
        }
        let has_token = asked.url.strip_prefix("/?token=");
        if has_token.is_some_and(|token| is_same(token, &self.token)) && !asked.changes {
            return Entry::ByToken;
        }
        let is_from_here = matches!(asked.site, None | Some("same-origin" | "none"));
        let cookies = asked.cookie.unwrap_or_default().split(';');
        let mut cookies = cookies.filter_map(|cookie| cookie.trim().split_once('='));
        let name = self.cookie_name();
        let has_cookie = cookies.any(|(known, value)| known == name && is_same(value, &self.token));
        match has_cookie && is_from_here {
            true => Entry::Welcome,
            false => Entry::Refused,
        }
    }
}

/// What of a request says who asks.
struct Asked<'a> {
    /// Whether it may change something.
    changes: bool,
    url: &'a str,
    host: Option<&'a str>,
    origin: Option<&'a str>,
    site: Option<&'a str>,
    cookie: Option<&'a str>,
}

/// Compares in a time that does not tell how much is the same.
fn is_same(a: &str, b: &str) -> bool {
    let differences = a
        .bytes()
        .zip(b.bytes())
        .fold(0, |all, (a, b)| all | (a ^ b));
    a.len() == b.len() && differences == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_page_itself_is_let_in() {
        let guard = Guard::new(8123, "secret".into());
        let page = Asked {
            changes: false,
            url: "/",
            host: Some("127.0.0.1:8123"),
            origin: None,
            site: Some("same-origin"),
            cookie: Some("other=1; folio-8123=secret"),
        };
        let case = |asked: &Asked<'_>, entry: Entry| assert_eq!(guard.judge(asked), entry);
        case(&page, Entry::Welcome);
        let by_token = Asked {
            url: "/?token=secret",
            cookie: None,
            site: Some("cross-site"),
            ..page
        };
        case(&by_token, Entry::ByToken);
        case(
            &Asked {
                url: "/?token=secreT",
                ..by_token
            },
            Entry::Refused,
        );
        case(
            &Asked {
                cookie: None,
                ..page
            },
            Entry::Refused,
        );
        case(
            &Asked {
                cookie: Some("folio-8123=guess"),
                ..page
            },
            Entry::Refused,
        );
        case(
            &Asked {
                cookie: Some("folio-8124=secret"),
                ..page
            },
            Entry::Refused,
        );
        // Another name for this computer, as an attacker may make one.
        case(
            &Asked {
                host: Some("evil.example:8123"),
                ..page
            },
            Entry::Refused,
        );
        case(
            &Asked {
                host: Some("127.0.0.1"),
                ..page
            },
            Entry::Refused,
        );
        case(&Asked { host: None, ..page }, Entry::Refused);
        // Another site that the browser sends along a cookie for all the same.
        case(
            &Asked {
                site: Some("cross-site"),
                ..page
            },
            Entry::Refused,
        );
        case(
            &Asked {
                site: Some("same-site"),
                ..page
            },
            Entry::Refused,
        );
        case(
            &Asked {
                origin: Some("http://evil.example"),
                ..page
            },
            Entry::Refused,
        );
        case(
            &Asked {
                origin: Some("http://127.0.0.1:9000"),
                ..page
            },
            Entry::Refused,
        );
        // What changes something must say where it comes from.
        let post = Asked {
            changes: true,
            origin: Some("http://127.0.0.1:8123"),
            ..page
        };
        case(&post, Entry::Welcome);
        case(
            &Asked {
                origin: None,
                ..post
            },
            Entry::Refused,
        );
        case(
            &Asked {
                origin: Some("null"),
                ..post
            },
            Entry::Refused,
        );
    }
}
