//! The command line of the server. Everything is in the library, so that tests and the demo use the same code.

fn main() -> std::process::ExitCode {
    smena_server::cli::main()
}
