//! lab
#![cfg(test)]
mod common;
#[test]
fn dump() {
    let folder = common::testdata("cryptopro").expect("there");
    for (f, p) in [
        ("phpcades/phpcades-test.pfx", ""),
        ("cryptopro-corefx/gostpfxtests_2012_256.pfx", "1"),
        ("cryptopro-corefx/dotnet_core_2001_512.pfx", ""),
        ("cryptopro-corefx/dotnet_core_2012_256.pfx", ""),
        ("cryptopro-corefx/dotnet_core_2012_512.pfx", ""),
        ("pycades/pycades-test.pfx", ""),
    ] {
        let b = std::fs::read(folder.join(f)).expect("f");
        let pfx = smena_pki::pkcs12::Pkcs12::from_der(&b).expect("pfx");
        println!("{f} {:?}", pfx.open(p.as_bytes()).err());
    }
}
