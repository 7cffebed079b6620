//! The same curves by `primeorder` and `crypto-bigint`, as an oracle in tests: other arithmetic, other
//! formulas, and its own copy of the parameters, all in short Weierstrass form.

mod backend;
mod rfc7091;
mod tc26_256;
mod tc26_512;

pub(super) use self::{
    rfc7091::{Test256, Test512},
    tc26_256::{Tc26256A, Tc26256B, Tc26256C, Tc26256D},
    tc26_512::{Tc26512A, Tc26512B, Tc26512C},
};
