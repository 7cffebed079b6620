//! The table of connections of Linux, `/proc/net/tcp` and `/proc/net/tcp6`: a line for each socket with both addresses and
//! the user (proc(5)).

use std::{
    fs,
    net::{IpAddr, SocketAddr},
    os::unix::fs::MetadataExt as _,
};

use super::Owner;

const TABLES: [&str; 2] = ["/proc/net/tcp", "/proc/net/tcp6"];
/// The state of a socket that listens.
const LISTENS: &str = "0A";

pub(super) fn owner(peer: SocketAddr, own: SocketAddr) -> Owner {
    let Some(us) = own_user() else {
        return Owner::Unknown;
    };
    let (peer, own) = (written(peer), written(own));
    let found = rows().find(|row| peer.contains(&row.local) && own.contains(&row.remote));
    match found {
        Some(row) if row.user == us => Owner::Own,
        Some(_) => Owner::Other,
        None => Owner::Unknown,
    }
}

pub(super) fn listener_of(port: u16) -> Option<u32> {
    let end = format!(":{port:04X}");
    rows()
        .find(|row| row.state == LISTENS && row.local.ends_with(&end))
        .map(|row| row.user)
}

struct Row {
    local: String,
    remote: String,
    state: String,
    user: u32,
}

fn rows() -> impl Iterator<Item = Row> {
    TABLES
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .flat_map(|text| text.lines().skip(1).filter_map(row).collect::<Vec<_>>())
}

fn row(line: &str) -> Option<Row> {
    let mut fields = line.split_whitespace().skip(1);
    Some(Row {
        local: fields.next()?.to_owned(),
        remote: fields.next()?.to_owned(),
        state: fields.next()?.to_owned(),
        user: fields.nth(3)?.parse().ok()?,
    })
}

/// The user that this process runs as: the owner of its own entry.
fn own_user() -> Option<u32> {
    Some(fs::metadata("/proc/self").ok()?.uid())
}

/// An address as the tables write it: each group of four octets as a number of this machine. An IPv4 address stands in the
/// table of IPv6 too, when the socket is of both.
fn written(address: SocketAddr) -> [String; 2] {
    let group = |octets: [u8; 4]| format!("{:08X}", u32::from_ne_bytes(octets));
    let port = address.port();
    match address.ip() {
        IpAddr::V4(ip) => {
            let plain = group(ip.octets());
            let mapped = format!(
                "{}{}{}{plain}",
                group([0; 4]),
                group([0; 4]),
                group([0, 0, 255, 255])
            );
            [
                format!("{plain}:{port:04X}"),
                format!("{mapped}:{port:04X}"),
            ]
        }
        IpAddr::V6(ip) => {
            let octets = ip.octets();
            let groups: String = octets
                .chunks_exact(4)
                .map(|part| group([part[0], part[1], part[2], part[3]]))
                .collect();
            let text = format!("{groups}:{port:04X}");
            [text.clone(), text]
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, TcpListener, TcpStream};

    use super::*;

    #[test]
    fn ones_own_connection_and_listener_are_known() {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let own = listener.local_addr().expect("its address");
        let client = TcpStream::connect(own).expect("a connection");
        let (_accepted, peer) = listener.accept().expect("it comes");
        assert_eq!(client.local_addr().expect("its address"), peer);
        assert_eq!(owner(peer, own), Owner::Own);
        assert_eq!(listener_of(own.port()), own_user());
    }

    #[test]
    fn a_row_of_another_user_is_another_users() {
        let line = "   1: 0100007F:A1B2 0100007F:4599 01 00000000:00000000 00:00000000 00000000  4242        0 55 1";
        let row = row(line).expect("a row");
        assert_eq!((row.user, row.state.as_str()), (4242, "01"));
        let peer: SocketAddr = "127.0.0.1:41394".parse().expect("an address");
        assert!(written(peer).contains(&row.local));
    }

    #[test]
    fn a_connection_that_is_in_no_table_is_unknown() {
        let nobody: SocketAddr = "127.0.0.1:1".parse().expect("an address");
        assert_eq!(owner(nobody, nobody), Owner::Unknown);
    }
}
