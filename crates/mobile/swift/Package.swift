// swift-tools-version:6.0
// ../build.sh puts this beside the generated sources, in out/mobile/swift.
import PackageDescription

let package = Package(
    name: "Deskcore",
    products: [.library(name: "Deskcore", targets: ["Deskcore"])],
    targets: [
        .systemLibrary(name: "DeskcoreFFI"),
        .target(
            name: "Deskcore",
            dependencies: ["DeskcoreFFI"],
            linkerSettings: [.linkedLibrary("deskcore_mobile")]),
        .executableTarget(name: "Late", dependencies: ["Deskcore"]),
        .executableTarget(name: "TenLines", dependencies: ["Deskcore"]),
        .executableTarget(name: "Conformance", dependencies: ["Deskcore"]),
        .executableTarget(name: "Speed", dependencies: ["Deskcore"]),
        .testTarget(name: "DeskcoreTests", dependencies: ["Deskcore"]),
    ],
    swiftLanguageModes: [.v6]
)
