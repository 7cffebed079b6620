//! The check of the workplace as a page: found from every other page, made anew, saved.

use std::time::{Duration, Instant};

use crate::browser::{Answer, RunningAgent, request};

const OWN: &str =
    "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\n";

fn get(agent: &RunningAgent, path: &str) -> Answer {
    agent.send(&request("GET", path, &agent.host(), OWN, ""))
}

/// Where an answer leads.
fn leads_to(answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text);
    let line = answer
        .text
        .lines()
        .find(|line| line.to_lowercase().starts_with("location: "));
    line.expect("it leads on")[10..].to_owned()
}

/// The page when the check is made.
fn checked(agent: &RunningAgent, path: &str) -> String {
    let until = Instant::now() + Duration::from_mins(1);
    loop {
        let page = get(agent, path);
        assert_eq!(page.status, 200, "{}", page.text);
        if page.body.contains("/report.json\"") {
            return page.body;
        }
        assert!(Instant::now() < until, "{}", page.text);
    }
}

fn value<'p>(page: &'p str, name: &str) -> &'p str {
    let start = format!("name=\"{name}\" value=\"");
    let at = page.find(&start).expect("a field") + start.len();
    page[at..].split('"').next().expect("a value")
}

#[test]
fn every_page_leads_to_one_check_which_is_made_anew_and_saved() {
    let agent = RunningAgent::start();
    let start = format!("/s/{}", agent.page_secret());
    let link = format!("{start}/doctor");
    assert!(
        get(&agent, &start)
            .body
            .contains(&format!("href=\"{link}\""))
    );
    let page = leads_to(&get(&agent, &link));
    assert_ne!(page, start);
    assert_eq!(leads_to(&get(&agent, &link)), page, "one check for all");
    let first = checked(&agent, &page);
    // No authority is trusted in a new folder: that keeps a renewal from being made, and it is said what to do.
    assert!(
        first.contains("программа покажет отпечаток его корневого сертификата"),
        "{first}"
    );
    assert!(!first.contains("smena trust"), "{first}");
    let report = get(&agent, &format!("{page}/report.json"));
    assert!(
        report.head.contains("content-disposition: attachment"),
        "{}",
        report.head
    );
    let json: serde_json::Value = serde_json::from_str(&report.body).expect("JSON");
    assert_eq!(json["verdict"], "bad");
    assert!(
        json["lines"]
            .as_array()
            .is_some_and(|lines| lines.len() > 5),
        "{json}"
    );
    let body = format!(
        "token={}&number={}&do=again",
        value(&first, "token"),
        value(&first, "number")
    );
    let headers = format!(
        "{OWN}Content-Type: application/x-www-form-urlencoded\r\nOrigin: http://{}\r\n",
        agent.host()
    );
    let post = || {
        agent.send(&request(
            "POST",
            &format!("{page}/answer"),
            &agent.host(),
            &headers,
            &body,
        ))
    };
    assert_eq!(leads_to(&post()), page);
    let second = checked(&agent, &page);
    assert_ne!(
        value(&first, "number"),
        value(&second, "number"),
        "it was made anew"
    );
    // The form of the page before begins nothing.
    assert_eq!(leads_to(&post()), page);
    assert_eq!(
        value(&checked(&agent, &page), "number"),
        value(&second, "number")
    );
}

#[test]
fn there_is_no_report_where_nothing_was_checked() {
    let agent = RunningAgent::start();
    let start = format!("/s/{}", agent.page_secret());
    assert_eq!(get(&agent, &format!("{start}/report.json")).status, 404);
    let unknown = format!("/s/{}/doctor", "A".repeat(43));
    assert_eq!(get(&agent, &unknown).status, 404);
}
