//! The generator of the Kotlin and Swift sources, of the version that the library was built with.

fn main() {
    uniffi::uniffi_bindgen_main();
}
