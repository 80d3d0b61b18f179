//! What the linker has to know of an addon.

fn main() {
    napi_build::setup();
    // What ships has no symbols: a tenth of it would be their names.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo::rustc-link-arg-cdylib=-Wl,--strip-all");
    }
}
