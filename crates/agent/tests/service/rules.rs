//! What every route refuses, by the table of routes (negative cases 1 and 2, and what stands behind 3 and 4).

use smena_agent::{
    limits::PAGE_BODY_BYTES_MAX,
    service::{Class, Route, TABLE},
};

use crate::browser::{NAVIGATION, RunningAgent, request};

const OWN: &str =
    "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n";

/// A route with real values in its path, and the headers with which it is let in.
fn filled(agent: &RunningAgent, route: &Route) -> (String, String) {
    let path = route
        .path
        .replace("{secret}", &agent.page_secret())
        .replace("{name}", "smena.css");
    let headers = match route.class {
        Class::Entry => NAVIGATION.to_owned(),
        Class::Shown | Class::Page => OWN.to_owned(),
        Class::Act => format!("{OWN}Origin: http://{}\r\n", agent.host()),
    };
    (path, headers)
}

#[test]
fn another_host_is_misdirected_on_every_route_and_learns_nothing() {
    let agent = RunningAgent::start();
    let port = agent.port;
    for route in TABLE {
        let (path, headers) = filled(&agent, route);
        for host in [
            "evil.example".to_owned(),
            format!("localhost:{port}"),
            "127.0.0.1".to_owned(),
            format!("127.0.0.1:{port}\r\nHost: 127.0.0.1:{port}"),
            format!("127.0.0.1.:{port}"),
        ] {
            let answer = agent.send(&request(route.method.as_str(), &path, &host, &headers, ""));
            assert!(
                answer.status == 421 || answer.status == 400,
                "{path} {host}: {}",
                answer.text
            );
            assert!(answer.body.is_empty(), "{path} {host}: {}", answer.text);
        }
        let absolute = format!("http://{}{path}", agent.host());
        let answer = agent.send(&request(
            route.method.as_str(),
            &absolute,
            &agent.host(),
            &headers,
            "",
        ));
        assert_eq!(answer.status, 421, "{absolute}");
    }
}

#[test]
fn another_origin_is_refused_on_every_route() {
    let agent = RunningAgent::start();
    for route in TABLE {
        let (path, _) = filled(&agent, route);
        let site = if route.class == Class::Entry {
            NAVIGATION
        } else {
            OWN
        };
        for origin in [
            "https://evil.example".to_owned(),
            "null".to_owned(),
            format!("http://localhost:{}", agent.port),
            format!("https://{}", agent.host()),
        ] {
            let headers = format!("{site}Origin: {origin}\r\n");
            let sent = request(route.method.as_str(), &path, &agent.host(), &headers, "");
            let answer = agent.send(&sent);
            assert_eq!(
                (answer.status, answer.body.as_str()),
                (403, ""),
                "{path} {origin}"
            );
        }
        if route.class == Class::Act {
            let sent = request(route.method.as_str(), &path, &agent.host(), OWN, "");
            assert_eq!(agent.send(&sent).status, 403, "{path} without an origin");
        }
    }
}

#[test]
fn a_request_from_elsewhere_is_refused_on_every_route_but_a_navigation_to_an_entry() {
    let agent = RunningAgent::start();
    for route in TABLE {
        let (path, _) = filled(&agent, route);
        let own_origin = format!("Origin: http://{}\r\n", agent.host());
        let origin = if route.class == Class::Act {
            own_origin.as_str()
        } else {
            ""
        };
        for site in ["cross-site", "same-site", "none"] {
            for (mode, dest) in [
                ("no-cors", "image"),
                ("cors", "empty"),
                ("navigate", "iframe"),
                ("websocket", "empty"),
                ("navigate", "document"),
            ] {
                if route.class == Class::Entry && (mode, dest) == ("navigate", "document") {
                    continue;
                }
                let headers = format!(
                    "{origin}Sec-Fetch-Site: {site}\r\nSec-Fetch-Mode: {mode}\r\nSec-Fetch-Dest: {dest}\r\n"
                );
                let sent = request(route.method.as_str(), &path, &agent.host(), &headers, "");
                let answer = agent.send(&sent);
                assert_eq!(answer.status, 403, "{path} {site} {mode} {dest}");
                // What a person reads who comes back in a window of his own is judged below.
                let is_read =
                    route.class == Class::Shown && (mode, dest) == ("navigate", "document");
                assert_eq!(
                    answer.body.is_empty(),
                    !is_read,
                    "{path} {site} {mode} {dest}"
                );
            }
        }
        if route.class != Class::Entry {
            let sent = request(route.method.as_str(), &path, &agent.host(), origin, "");
            assert_eq!(agent.send(&sent).status, 403, "{path} without metadata");
        }
    }
}

#[test]
fn a_page_that_is_opened_again_shows_nothing_of_the_errand_and_leads_on_only_the_person_himself() {
    let agent = RunningAgent::start();
    let secret = agent.page_secret();
    let unknown = "A".repeat(43);
    let get = |path: &str, site: &str, more: &str| {
        let headers = format!(
            "Sec-Fetch-Site: {site}\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n{more}"
        );
        let sent = request("GET", path, &agent.host(), &headers, "");
        agent.send(&sent)
    };
    let own = format!("/s/{secret}");
    let onward = format!("href=\"{own}\"");
    let again = get(&own, "none", "Accept-Language: en\r\n");
    assert_eq!(again.status, 403);
    assert!(again.body.contains("opened again"), "{}", again.body);
    assert!(again.body.contains(&onward), "{}", again.body);
    for site in ["cross-site", "same-site"] {
        let led = get(&own, site, "Accept-Language: en\r\n");
        assert_eq!(led.status, 403);
        assert!(led.body.contains("somebody else"), "{site}: {}", led.body);
        assert!(!led.body.contains(&secret), "{site}: {}", led.body);
    }
    let over = get(&format!("/s/{unknown}"), "none", "Accept-Language: en\r\n");
    assert!(over.body.contains("no more"), "{}", over.body);
    for page in [again, over] {
        for never in ["<form", "name=\"token\"", "authority\""] {
            assert!(!page.body.contains(never), "{never}: {}", page.body);
        }
        assert!(
            page.head.contains("cache-control: no-store"),
            "{}",
            page.head
        );
    }
    // Who does not know the secret learns nothing, and what is no visit of a person neither.
    assert_eq!(get(&format!("/s/{unknown}"), "cross-site", "").body, "");
    let foreign = get(&own, "none", "Origin: https://evil.example\r\n");
    assert_eq!((foreign.status, foreign.body.as_str()), (403, ""));
}

#[test]
fn options_service_workers_and_upgrades_are_refused_on_every_route() {
    let agent = RunningAgent::start();
    for route in TABLE {
        let (path, headers) = filled(&agent, route);
        let method = route.method.as_str();
        for (method, more) in [
            (
                "OPTIONS",
                "Access-Control-Request-Private-Network: true\r\n",
            ),
            (method, "Service-Worker: script\r\n"),
            (method, "Upgrade: websocket\r\n"),
        ] {
            let sent = request(
                method,
                &path,
                &agent.host(),
                &format!("{headers}{more}"),
                "",
            );
            let answer = agent.send(&sent);
            assert_eq!(
                (answer.status, answer.body.as_str()),
                (403, ""),
                "{method} {path} {more}"
            );
            assert!(!answer.head.contains("access-control-"), "{}", answer.head);
        }
    }
}

#[test]
fn every_answer_keeps_itself_to_itself_and_no_cookie_is_ever_set() {
    let agent = RunningAgent::start();
    for route in TABLE {
        let (path, headers) = filled(&agent, route);
        let headers = format!("{headers}Cookie: smena=1\r\n");
        let sent = request(route.method.as_str(), &path, &agent.host(), &headers, "");
        let answer = agent.send(&sent);
        for header in [
            "content-security-policy: default-src 'none'",
            "frame-ancestors 'none'",
            "referrer-policy: same-origin",
            "cross-origin-opener-policy: same-origin",
            "cross-origin-resource-policy: same-origin",
            "x-content-type-options: nosniff",
            "cache-control: no-store",
        ] {
            assert!(
                answer.head.contains(header),
                "{path}: {header}: {}",
                answer.head
            );
        }
        for never in ["set-cookie", "access-control-"] {
            assert!(!answer.head.contains(never), "{path}: {}", answer.head);
        }
    }
}

#[test]
fn a_page_needs_its_secret_and_a_form_its_token() {
    let agent = RunningAgent::start();
    let secret = agent.page_secret();
    let get = |path: &str| agent.send(&request("GET", path, &agent.host(), OWN, ""));
    let page = get(&format!("/s/{secret}"));
    assert_eq!(page.status, 200, "{}", page.text);
    assert_eq!(
        get("/s/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").status,
        404
    );
    assert_eq!(get("/").status, 404);
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let headers = format!("{OWN}{form}Origin: http://{}\r\n", agent.host());
    let path = format!("/s/{secret}/answer");
    let post = |body: &str| {
        agent
            .send(&request("POST", &path, &agent.host(), &headers, body))
            .status
    };
    for body in [
        "",
        "number=0",
        "token=&number=0",
        "token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA&number=0",
    ] {
        assert_eq!(post(body), 403, "{body}");
    }
    let start = page.body.find("name=\"token\" value=\"").expect("a form");
    let token = page.body[start + 20..].split('"').next().expect("a token");
    assert_eq!(post(&format!("token={token}&number=0&do=start")), 303);
    assert_eq!(
        post(&format!(
            "token={token}&number=0&x={}",
            "a".repeat(PAGE_BODY_BYTES_MAX)
        )),
        413
    );
}

#[test]
fn a_head_beyond_its_limit_is_not_read() {
    let agent = RunningAgent::start();
    let long = format!("{NAVIGATION}X: {}\r\n", "a".repeat(9 * 1024));
    let answer = agent.send(&request("GET", "/errand", &agent.host(), &long, ""));
    assert!(matches!(answer.status, 431 | 0), "{}", answer.text);
}

#[test]
fn a_browser_that_does_not_say_where_it_comes_from_is_told_another_way() {
    let agent = RunningAgent::start();
    let answer = agent.send(&request(
        "GET",
        "/errand?authority=https://ca.example&code=x",
        &agent.host(),
        "",
        "",
    ));
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("smena errand"), "{}", answer.body);
}

#[test]
fn a_port_that_is_taken_is_an_error_that_names_it() {
    let agent = RunningAgent::start();
    let Err(error) = smena_agent::service::bind(agent.port) else {
        panic!("it is taken");
    };
    assert!(
        error.to_string().contains(&agent.port.to_string()),
        "{error}"
    );
}

#[cfg(target_os = "linux")]
#[test]
fn another_user_of_the_computer_gets_not_a_byte() {
    use std::{io::ErrorKind, os::unix::process::CommandExt as _, process::Command};
    /// Nobody's own number, on every Linux.
    const NOBODY: u32 = 65_534;
    let agent = RunningAgent::start();
    let shown = TABLE.iter().find(|route| route.class == Class::Shown);
    let shown = shown.expect("a page");
    let (path, headers) = filled(&agent, shown);
    // With the right page secret, by which the agent's own user is let in.
    let text = request(shown.method.as_str(), &path, &agent.host(), &headers, "");
    assert_eq!(agent.send(&text).status, 200);
    // It says that it is connected before it asks: an agent that has hung up by then ends the shell where it asks.
    let script =
        "exec 3<>/dev/tcp/127.0.0.1/$0 && echo connected >&2 && printf '%s' \"$1\" >&3; cat <&3";
    let asked = Command::new("timeout")
        .args(["20", "bash", "-c", script, &agent.port.to_string(), &text])
        .uid(NOBODY)
        .gid(NOBODY)
        .output();
    let answer = match asked {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            eprintln!("skipped: only root can be another user");
            return;
        }
        asked => asked.expect("bash"),
    };
    let told = String::from_utf8_lossy(&answer.stderr);
    assert!(told.contains("connected"), "{told}");
    assert!(answer.stdout.is_empty(), "{:?}", answer.stdout);
}
