//! The program of the demonstration. Everything is in the library, so that tests use the same code.

fn main() -> std::process::ExitCode {
    smena_demo::cli::main()
}
