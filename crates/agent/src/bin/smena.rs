//! The command line of smena. Everything is in the library, so that tests and the demo use the same code.

fn main() -> std::process::ExitCode {
    smena_agent::cli::main()
}
