// swift-tools-version: 6.2
import PackageDescription

// Targets stand in the order in which an alarm meets them: the pure core
// decides, the codec writes it down, Sense hears the world, Record keeps it,
// Control tells people, and the programs join them.
let package = Package(
    name: "callpoint",
    products: [
        .executable(name: "callpointd", targets: ["callpointd"]),
        .executable(name: "callpoint", targets: ["callpoint"]),
        // An archive that tools/fuzz links with libFuzzer; it is not installed.
        .library(name: "FuzzProperties", type: .static, targets: ["FuzzProperties"]),
    ],
    dependencies: [
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    ],
    targets: [
        .target(name: "CallpointCore"),
        .target(name: "Geodesy", dependencies: ["CallpointCore"]),
        .target(
            name: "EventCodec",
            dependencies: ["CallpointCore", .product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "SiteFile",
            dependencies: ["CallpointCore", "EventCodec", "Geodesy", .product(name: "Yams", package: "Yams")]),
        .target(
            name: "Sense",
            dependencies: [
                "CallpointCore", "EventCodec", "Geodesy", "LinuxIO", "CLinux", "CSQLite", "CGPIOD", "CModbus",
            ]),
        .target(name: "Record", dependencies: ["CallpointCore", "EventCodec", "LinuxIO", "CLinux", "CSQLite"]),
        .target(name: "Control", dependencies: ["CallpointCore", "EventCodec", "LinuxIO", "CLinux"]),
        .target(name: "Survey", dependencies: ["CGPIOD", "LinuxIO"]),
        .executableTarget(
            name: "callpointd",
            dependencies: [
                "CallpointCore", "EventCodec", "SiteFile", "Sense", "Record", "Control", "LinuxIO", "CLinux",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "callpoint",
            dependencies: [
                "CallpointCore", "EventCodec", "SiteFile", "Record", "Control", "Survey", "LinuxIO", "CLinux",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        .executableTarget(
            name: "callpoint-demo",
            dependencies: ["CallpointCore", "EventCodec", "SiteFile", "Sense", "Control", "LinuxIO", "CLinux"]),
        .target(name: "CallpointTesting", dependencies: ["CallpointCore", "EventCodec"]),
        // Plays simulated days; it is not installed.
        .executableTarget(
            name: "callpoint-simulate",
            dependencies: [
                "CallpointTesting", "CallpointCore", "EventCodec",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),
        // Measures the table of units against a grid in C; it is not installed.
        .executableTarget(
            name: "callpoint-bench", dependencies: ["CallpointCore", "CallpointTesting", "UniformGrid"],
            path: "Benchmarks/Units"),
        .target(name: "UniformGrid", path: "Benchmarks/Grid"),
        .target(name: "LinuxIO", dependencies: ["CallpointCore", "CLinux"]),
        .target(name: "CLinux"),
        .target(name: "CGPIOD", linkerSettings: [.linkedLibrary("gpiod")]),
        .target(name: "CModbus", linkerSettings: [.linkedLibrary("modbus")]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),

        .testTarget(name: "CallpointCoreTests", dependencies: ["CallpointCore", "CallpointTesting", "EventCodec"]),
        .testTarget(name: "GeodesyTests", dependencies: ["Geodesy", "CallpointCore", "CallpointTesting"]),
        .testTarget(name: "EventCodecTests", dependencies: ["EventCodec", "CallpointCore", "CallpointTesting"]),
        .testTarget(
            name: "SiteFileTests",
            dependencies: ["SiteFile", "CallpointCore", "EventCodec", "Geodesy", "CallpointTesting"]),
        .testTarget(
            name: "SenseTests",
            dependencies: [
                "Sense", "CallpointCore", "EventCodec", "Geodesy", "LinuxIO", "CallpointTesting", "CLinux", "CSQLite",
            ]),
        .testTarget(
            name: "RecordTests",
            dependencies: [
                "Record", "CallpointCore", "EventCodec", "CallpointTesting", "LinuxIO", "CLinux", "CSQLite",
            ]),
        .testTarget(
            name: "ControlTests", dependencies: ["Control", "CallpointCore", "EventCodec", "LinuxIO", "CLinux"]),
        .testTarget(
            name: "callpointTests",
            dependencies: [
                "callpoint", "CallpointCore", "CallpointTesting", "EventCodec", "SiteFile", "Record", "Control",
                "Survey",
                "LinuxIO", "CLinux",
            ]),
        .testTarget(
            name: "callpointdTests",
            dependencies: [
                "callpointd", "CallpointCore", "EventCodec", "SiteFile", "Sense", "Record", "Control", "LinuxIO",
                "CallpointTesting", "CLinux", "CSQLite",
            ]),
        .target(
            name: "FuzzProperties", dependencies: ["Sense", "CallpointCore", "EventCodec"],
            path: "Tests/Fuzz/Properties"),
        .testTarget(name: "FuzzTests", dependencies: ["FuzzProperties", "CallpointTesting"]),
        .testTarget(
            name: "SimulationTests", dependencies: ["CallpointTesting", "CallpointCore", "EventCodec"],
            exclude: ["Recordings", "hashes.txt"]),
        .testTarget(name: "TidyTests"),
    ]
)

// One loop, so that no target can be laxer than the others.
for target in package.targets
where target.type != .system && !["CLinux", "CGPIOD", "CModbus", "UniformGrid"].contains(target.name) {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
    ]
}
