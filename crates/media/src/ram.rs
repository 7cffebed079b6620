//! What the operating system is asked to do for secrets in memory: no swap, no dump, no look from other processes.
//!
//! Best effort throughout. A system that refuses (an old kernel, a small limit of locked memory) leaves the program as
//! safe as any other; `SECURITY.md` says what is not covered. Wiping is not done here: that is the types' own matter.

/// Forbids that this process's memory is written to a core file or read by other programs of the same user.
///
/// Called once, before any secret is there. Debuggers cannot attach afterwards.
pub fn forbid_dumps() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        // Lowering a limit is refused to nobody; where it is, the next call still holds.
        let _ = setrlimit(Resource::Core, none);
    }
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        // An old kernel may not know it.
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
}

/// Asks the system to keep the pages from this address on out of the swap, until the process ends; gives whether it does.
///
/// They are not released before: the system counts locks by pages and not by callers, and two secrets may lie on one page.
/// Nothing is read or written here.
pub(crate) fn keep_resident(address: *const u8, size_bytes: usize) -> bool {
    region::lock(address, size_bytes)
        .map(std::mem::forget)
        .is_ok()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    /// A line of `/proc/self/status` in kibibytes.
    fn status_kib(name: &str) -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").expect("this process");
        let line = status
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .expect("the line");
        let number = line.trim_matches([':', '\t', ' ', 'k', 'B']);
        number.parse().expect("a number")
    }

    #[test]
    fn what_is_kept_is_locked_and_stays_so() {
        // More than a page, so that it cannot lie on those that other tests have locked.
        let octets = vec![0_u8; 256 * 1024];
        let before = status_kib("VmLck");
        if !keep_resident(octets.as_ptr(), octets.len()) {
            eprintln!("skipped: this process may lock no memory");
            return;
        }
        assert!(status_kib("VmLck") >= before + 128, "{before}");
    }

    #[test]
    fn nothing_is_no_place() {
        assert!(!keep_resident([].as_ptr(), 0));
    }
}
