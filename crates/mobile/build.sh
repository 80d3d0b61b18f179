#!/usr/bin/env bash
# Makes deskcore for Kotlin and Swift, and runs what shows that they work.
#
#   build.sh                          both libraries, into out/mobile
#   build.sh kotlin | swift           one of them
#   build.sh kotlin-test | swift-test
#   build.sh conformance-kotlin | conformance-swift PATH…
#   build.sh bench-kotlin | bench-swift
#
# An installed toolchain is used where there is one. On Debian, as root, what
# is missing is installed; Swift comes from Debian trixie, in a folder of its
# own under ${DESKCORE_CACHE:-~/.cache/deskcore}. What is skipped is told in
# one line; with CI=true that is a failure.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
out=$root/out/mobile
target=${CARGO_TARGET_DIR:-$root/target}
chroot=${DESKCORE_CACHE:-$HOME/.cache/deskcore}/swift

has() { command -v "$1" >/dev/null 2>&1; }
can_install() { [ "$(id -u)" = 0 ] && has apt-get; }
install() { apt-get update -q >&2 && apt-get install -y -q --no-install-recommends "$@" >&2; }
skip() {
  echo "skipped: $1"
  if [ "${CI:-}" = true ]; then exit 1; fi
  exit 0
}

# The library and the sources that are generated of it. `testing` has a
# deliberate panic, a call that does nothing, imports and reports; `release` is what
# ships.
library() { # variant, features
  local variant=$1 so="$target/mobile/libdeskcore_mobile.so"
  [ "$(uname -s)" = Darwin ] && so="${so%.so}.dylib"
  (cd "$root" && cargo build -q --profile tool -p deskcore-mobile --features bindgen --bin uniffi-bindgen &&
    cargo build -q --profile mobile -p deskcore-mobile --lib ${2:+--features "$2"})
  # What has not changed stays, so that nothing is compiled of it again.
  local made_of
  made_of=$(cat "$so" "${so%.*}.a" "$here/uniffi.toml" "${BASH_SOURCE[0]}" | cksum)
  [ "$(cat "$out/$variant/made-of" 2>/dev/null)" = "$made_of" ] && return
  rm -rf "${out:?}/$variant"
  mkdir -p "$out/$variant"
  cp "$so" "$out/$variant/"
  cp "${so%.*}.a" "$out/$variant/"
  for language in kotlin swift; do
    (cd "$root" && "$target/tool/uniffi-bindgen" generate --no-format --config "$here/uniffi.toml" \
      --language $language --out-dir "$out/$variant/$language" "${so%.*}.a")
  done
  # uniffi writes an exception's message of all its fields; these have one of
  # their own.
  local generated=$out/$variant/kotlin/deskcore/deskcore.kt
  sed -i.bak -e '/^sealed class DeskcoreException/,/companion object ErrorHandler/{
    s/ val `message`: kotlin.String/ override val `message`: kotlin.String/
    /override val message$/,/get() = /d
  }' "$generated"
  rm "$generated.bak"
  grep -q ' override val `message`' "$generated" || { echo "the shape of Kotlin's exceptions has changed" >&2; exit 1; }
  # uniffi knows no default for an enum: it comes from the documentation,
  # where build.rs has written the core's.
  perl -pi -e 'if (/^\s*\* `(\w+)` when left out\.$/) { ($variant = $1) =~ s/(?<=[a-z])(?=[A-Z])/_/g }
    elsif ($variant && s/^(\s*val `\w+`: (\w+))\s*$/"$1 = $2." . uc($variant) . "\n"/e) { $variant = "" }' "$generated"
  perl -pi -e 'if (/^\s*\* `(\w+)` when left out\.$/) { $variant = lcfirst $1 }
    elsif ($variant && (s{^(\s*\*/\w+: \w+)}{$1 = .$variant} || /^\s*public var/)) { $variant = "" }' \
    "$out/$variant/swift/Deskcore.swift"
  # Nothing reads the symbols: generators read the static library.
  strip -S -x "$out/$variant/$(basename "$so")"
  [ "$(uname -s)" = Darwin ] || strip -s "$out/$variant/$(basename "$so")"
  echo "$made_of" >"$out/$variant/made-of"
}

need_kotlin() {
  if ! { has mvn && has javac; }; then
    can_install || skip "Kotlin: no Maven with a JDK of 17 or later, and no root on Debian to install them"
    install maven openjdk-17-jdk-headless || install maven default-jdk-headless
  fi
}

maven() { mvn -B -ntp -f "$here/kotlin/pom.xml" "-Ddeskcore.out=$out" "$@"; }

kotlin_main() { # class, arguments
  [ -d "$out/maven/lib" ] || {
    library testing testing,imports,reports
    maven -q test-compile
  }
  java "-Djna.library.path=$out/testing" -cp "$out/maven/test-classes:$out/maven/classes:$out/maven/lib/*" "$@"
}

need_swift() {
  if has swiftc || [ -x "$chroot/usr/bin/swiftc" ]; then return; fi
  can_install || skip "Swift: no swiftc on the path, and no root on Debian to make one from Debian trixie"
  has debootstrap || install debootstrap
  local fresh=$chroot.new
  rm -rf "$fresh" && mkdir -p "$fresh"
  debootstrap --variant=minbase --include=ca-certificates trixie "$fresh" >&2
  inside "$fresh" sh -c 'apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends swiftlang gcc g++ libc6-dev' >&2
  mv "$fresh" "$chroot"
}

# Runs a command inside a folder with a Debian in it, which sees this machine
# under /host. The mounts are those of that command alone: they are gone with
# it, however it ends.
inside() { # folder, command
  local folder=$1
  shift
  mkdir -p "$folder/host"
  unshare --mount --propagation private sh -c '
    folder=$1; shift
    mount --rbind / "$folder/host" && mount --rbind /proc "$folder/proc" && mount --rbind /dev "$folder/dev" &&
      exec chroot "$folder" /usr/bin/env HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"' sh "$folder" "$@"
}

# Runs a shell command with Swift at hand; $H is where this machine's files are.
swift_sh() { # command, arguments
  local command="export LD_LIBRARY_PATH=\"\$H$out/testing\"; cd \"\$H$out/swift\" && $1"
  shift
  if has swiftc; then
    H='' sh -c "$command" sh "$@"
  else
    inside "$chroot" env H=/host sh -c "$command" sh "$@"
  fi
}

build_swift() {
  need_swift
  local package=$out/swift generated=$out/testing/swift
  mkdir -p "$package/Sources/DeskcoreFFI" "$package/Tests"
  cp -Rp "$here/swift/." "$package/"
  cp -p "$generated/Deskcore.swift" "$package/Sources/Deskcore/"
  cp -p "$generated/DeskcoreFFI.h" "$package/Sources/DeskcoreFFI/"
  cp -p "$generated/DeskcoreFFI.modulemap" "$package/Sources/DeskcoreFFI/module.modulemap"
  for main in examples/swift:Late examples/swift/ten-lines:TenLines conformance/swift:Conformance benches/swift:Speed; do
    mkdir -p "$package/Sources/${main#*:}"
    cp -p "$root/${main%:*}"/*.swift "$package/Sources/${main#*:}/"
  done
  swift_sh "swift build -c release $swift_flags"
}
swift_flags='-Xlinker -L$H'"$out/testing"' -Xswiftc -enable-testing'

swift_main() { # name, arguments
  local name=$1
  shift
  need_swift
  [ -d "$out/swift/.build" ] || {
    library testing testing,imports,reports
    build_swift
  }
  # Paths of this machine, as the command sees them.
  local paths=()
  for path in "$@"; do
    path=$(realpath "$path")
    if has swiftc; then paths+=("$path"); else paths+=("/host$path"); fi
  done
  swift_sh ".build/release/$name \"\$@\"" "${paths[@]}"
}

case ${1:-all} in
all)
  library release ''
  library testing testing,imports,reports
  (
    need_kotlin
    maven -q test-compile
  )
  (build_swift)
  ;;
kotlin)
  need_kotlin
  library testing testing,imports,reports
  maven -q test-compile
  ;;
swift)
  need_swift
  library testing testing,imports,reports
  build_swift
  ;;
kotlin-test)
  need_kotlin
  library testing testing,imports,reports
  maven test
  kotlin_main TenLinesKt
  echo "Kotlin: all tests passed"
  ;;
swift-test)
  need_swift
  library testing testing,imports,reports
  build_swift
  swift_sh "swift test -c release $swift_flags"
  swift_main Late
  swift_main TenLines
  ;;
conformance-kotlin)
  need_kotlin
  kotlin_main deskcore.conformance.ConformanceKt "${@:2}"
  ;;
conformance-swift) swift_main Conformance "${@:2}" ;;
bench-kotlin | bench-swift)
  if [ "$1" = bench-kotlin ]; then
    need_kotlin
    kotlin_main deskcore.benches.SpeedKt
  else
    swift_main Speed
  fi
  library release ''
  stripped=$(ls "$out"/release/libdeskcore_mobile.[sd]*)
  bytes=$(wc -c <"$stripped")
  echo "library: $bytes bytes stripped (goal 3145728), $(gzip -9c "$stripped" | wc -c) packed as an app ships it"
  [ "$bytes" -le 3145728 ]
  ;;
*)
  sed -n '2,15s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
  exit 2
  ;;
esac
