//! `cargo xtask branches`: looks for branches that depend on secrets in the machine code of the curve
//! arithmetic.
//!
//! It disassembles the optimised tests of `smena-gost`, in which everything is compiled that key agreement
//! and signatures use, and goes through the functions that handle secret integers. A conditional jump is
//! taken for a public one when it follows the comparison of a register of 64 bits with a constant or with
//! another such, one of them perhaps on the stack (counters and lengths: the arithmetic compares nothing
//! else in this way), or the test of a word that was just loaded from a static (whether a table is built). Any other is shown and
//! fails: a jump after `test`, `or`, `add` or a comparison of octets is what the compiler makes of a carry
//! or of a mask. What this cannot see stands in `docs/constant-time.md`.

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// What the demangled names of the functions end with.
const FUNCTIONS: [&str; 20] = [
    "Group>::multiply_generator",
    "Group>::multiply",
    "Law>::begin",
    "Law>::accumulate",
    "Law>::finish",
    "Law>::add",
    "Law>::add_last",
    "Law>::double",
    "Law>::cache",
    "Law>::negated_where",
    "Order>::made_odd",
    "multiples::look_up",
    "multiples::multiply_generator::{{closure}}",
    "multiples::multiply::{{closure}}",
    "inversion::Modulus<_>::invert",
    "inversion::State<_>::apply_modulo",
    "inversion::State<_>::inverse",
    "inversion::apply_exactly",
    "inversion::gather",
    "Residue<M,_>::from_limbs",
];

/// Functions without which the check would prove nothing.
const NEEDED: [&str; 3] = [
    "Group>::multiply_generator",
    "Group>::multiply",
    "inversion::Modulus<_>::invert",
];

/// Disassembles and judges.
pub(crate) fn run(root: &Path) -> bool {
    let judged = test_program(root).and_then(|program| disassembled(&program));
    match judged {
        Ok(text) => report(&functions(&text)),
        Err(problem) => {
            eprintln!("branches: {problem}");
            false
        }
    }
}

/// One function of the listing.
struct Function<'a> {
    name: &'a str,
    instructions: Vec<Instruction<'a>>,
}

#[derive(Clone, Copy)]
struct Instruction<'a> {
    mnemonic: &'a str,
    operands: &'a str,
}

fn test_program(root: &Path) -> Result<PathBuf, String> {
    // The optimised build is a world of its own, so `-p` costs nothing here.
    let output = Command::new("cargo")
        .args(["test", "--release", "-p", "smena-gost", "--lib", "--no-run"])
        .args(["--message-format", "json"])
        .current_dir(root)
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| format!("cargo does not start: {error}"))?;
    if !output.status.success() {
        return Err("the tests of smena-gost do not compile".to_owned());
    }
    String::from_utf8_lossy(&output.stdout)
        .lines()
        .filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok())
        .filter_map(|message| message["executable"].as_str().map(PathBuf::from))
        .next_back()
        .ok_or_else(|| "cargo names no program".to_owned())
}

fn disassembled(program: &Path) -> Result<String, String> {
    let output = Command::new("objdump")
        .args(["-d", "-C", "--no-show-raw-insn"])
        .arg(program)
        .output()
        .map_err(|_| "objdump (binutils) is not installed".to_owned())?;
    if !output.status.success() {
        return Err("objdump cannot read the program".to_owned());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The functions of a listing that are judged.
fn functions(listing: &str) -> Vec<Function<'_>> {
    let mut found: Vec<Function<'_>> = Vec::new();
    let mut wanted = false;
    for line in listing.lines() {
        if let Some(name) = line
            .strip_suffix(">:")
            .and_then(|line| line.split_once(" <"))
        {
            // The oracle of the tests is not ours to judge.
            wanted =
                !name.1.contains("oracle") && FUNCTIONS.iter().any(|end| name.1.ends_with(end));
            if wanted {
                let instructions = Vec::new();
                found.push(Function {
                    name: name.1,
                    instructions,
                });
            }
        } else if let (true, Some(function)) = (wanted, found.last_mut()) {
            function.instructions.extend(instruction(line));
        }
    }
    found
}

fn instruction(line: &str) -> Option<Instruction<'_>> {
    let (_, text) = line.split_once(":\t")?;
    let (mnemonic, operands) = text
        .trim()
        .split_once(char::is_whitespace)
        .unwrap_or((text.trim(), ""));
    // What objdump explains after a sign of comment is not an operand.
    let operands = operands
        .split_once('#')
        .map_or(operands, |(before, _)| before)
        .trim();
    Some(Instruction { mnemonic, operands })
}

fn report(functions: &[Function<'_>]) -> bool {
    let mut good = true;
    for needed in NEEDED {
        if !functions
            .iter()
            .any(|function| function.name.ends_with(needed))
        {
            println!("no function {needed}: nothing is proved");
            good = false;
        }
    }
    let (mut jumps, mut bad) = (0, 0);
    for function in functions {
        for (at, jump) in function.instructions.iter().enumerate() {
            if !is_conditional(jump.mnemonic) {
                continue;
            }
            jumps += 1;
            if !is_public(&function.instructions[..at]) {
                bad += 1;
                let before = &function.instructions[at.saturating_sub(3)..=at];
                let shown: Vec<_> = before
                    .iter()
                    .map(|step| format!("{} {}", step.mnemonic, step.operands))
                    .collect();
                println!("{}: {}", function.name, shown.join("; "));
            }
        }
    }
    let count = functions.len();
    println!("{count} functions, {jumps} conditional jumps, {bad} of them not known to be public");
    good && bad == 0
}

fn is_conditional(mnemonic: &str) -> bool {
    mnemonic.starts_with('j') && mnemonic != "jmp"
}

/// Whether the instruction that set the flags compared what is public.
fn is_public(before: &[Instruction<'_>]) -> bool {
    let keeps_flags = |mnemonic: &str| {
        [
            "mov", "lea", "set", "cmov", "nop", "j", "push", "pop", "not", "bswap", "xorps", "por",
            "pxor",
        ]
        .iter()
        .any(|start| mnemonic.starts_with(start))
    };
    let Some(at) = before.iter().rposition(|step| !keeps_flags(step.mnemonic)) else {
        return false;
    };
    let setter = before[at];
    let (first, second) = setter
        .operands
        .split_once(',')
        .unwrap_or((setter.operands, ""));
    match setter.mnemonic {
        "cmp" => {
            let is_long = |operand: &str| is_long_register(operand) || operand.ends_with("(%rsp)");
            let one_at_least = is_long_register(first) || is_long_register(second);
            one_at_least && (first.starts_with('$') || is_long(first)) && is_long(second)
        }
        // Two such comparisons in one jump: whether a loop over a table may go by vectors.
        "or" => {
            before[..at]
                .last()
                .is_some_and(|step| step.mnemonic.starts_with("set"))
                && is_public(&before[..at])
        }
        "test" if first == second && is_long_register(first) => true,
        "test" if first == second => before[..at].last().is_some_and(|step| {
            step.mnemonic == "mov"
                && step.operands.contains("(%rip)")
                && step.operands.ends_with(first)
        }),
        // A counter.
        "inc" | "dec" => is_long_register(first),
        "add" | "sub" => first.starts_with('$') && is_long_register(second),
        _ => false,
    }
}

/// Names of shorter registers end with a letter for their size, or do not begin with r.
fn is_long_register(operand: &str) -> bool {
    operand
        .strip_prefix("%r")
        .is_some_and(|name| !name.ends_with(['b', 'w', 'd']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(body: &str) -> Vec<bool> {
        let listing = format!(
            "0000 <a::Weierstrass<P> as b::Group>::multiply>:\n{body}\n\n0009 <other>:\n  9:\tjne    9 <x>\n"
        );
        let functions = functions(&listing);
        assert_eq!(functions.len(), 1);
        let steps = &functions[0].instructions;
        let jumps = steps
            .iter()
            .enumerate()
            .filter(|(_, step)| is_conditional(step.mnemonic));
        jumps.map(|(at, _)| is_public(&steps[..at])).collect()
    }

    #[test]
    fn loops_and_tables_are_public() {
        assert_eq!(
            judge("  1:\tcmp    $0x8,%rcx\n  2:\tmov    %rax,%rbx\n  3:\tjne    1 <x>"),
            [true]
        );
        assert_eq!(
            judge("  1:\tcmp    -0x40(%rsp),%r14\n  3:\tjne    1 <x>"),
            [true]
        );
        assert_eq!(judge("  1:\tdec    %r13\n  3:\tjne    1 <x>"), [true]);
        assert_eq!(
            judge("  1:\tmov    0x12(%rip),%eax\n  2:\ttest   %eax,%eax\n  3:\tjne    1 <x>"),
            [true]
        );
    }

    #[test]
    fn carries_and_masks_are_not() {
        assert_eq!(judge("  1:\ttest   %sil,%dil\n  3:\tjne    1 <x>"), [false]);
        assert_eq!(judge("  1:\tadd    %rax,%rbx\n  3:\tjae    1 <x>"), [false]);
        assert_eq!(judge("  1:\ttest   $0x1,%al\n  3:\tje     1 <x>"), [false]);
        assert_eq!(judge("  1:\tcmp    $0x1,%r9b\n  3:\tje     1 <x>"), [false]);
        assert_eq!(
            judge(
                "  1:\tadc    %rax,%rbx\n  2:\tsetb   %al\n  3:\tor     %al,%dil\n  4:\tjne    1 <x>"
            ),
            [false]
        );
        assert_eq!(judge("  3:\tje     1 <x>"), [false]);
    }
}
