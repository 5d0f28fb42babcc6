package net.flowtally.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A collector whose disk takes nothing any more: because it is full (the system lets the process
/// write no further into files than they have been allowed to grow), or because it has become
/// read-only (a library in front of the system's says so).
@Timeout(240)
class DiskFullTest {
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    private static final int RECORDS = 10;

    @TempDir Path folder;

    @Test
    void itIsToldAndNothingThatCameIsLost() throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(PRLIMIT), "prlimit of util-linux is needed to limit a process");
        String home = folder.resolve("home").toString();
        try (CollectProcess collector = CollectProcess.start(Path.of(home))) {
            int sent = 0;
            for (; sent < 20; sent++) {
                send(collector.port(), sent);
            }
            awaitStatus(home, "\"records\" : " + 20 * RECORDS);
            limit(collector.pid(), "8192:unlimited");
            for (; sent < 40; sent++) {
                send(collector.port(), sent);
            }
            String full = awaitStatus(home, "cannot be written");
            assertThat(full).contains("\"running\" : true");
            assertThat(Program.here("status", "--home", home).orFail())
                    .startsWith("TROUBLE: The journal in ");
            limit(collector.pid(), "unlimited:unlimited");
            awaitStatus(home, "\"records\" : " + 40 * RECORDS);
            awaitStatus(home, "\"troubles\" : [ ]");
            collector.stop();
        }
        String calls = Program.here("calls", "--format", "csv", "--home", home).orFail();
        assertThat(calls).hasLineCount(1 + 40 * RECORDS);
    }

    /// Not even its health can be written then; the log on standard error has the news.
    @Test
    void ofADiskThatHasBecomeReadOnlyTheLogTellsAndNothingThatCameIsLost()
            throws IOException, InterruptedException {
        Path library = library();
        Path home = folder.resolve("home");
        Path flag = folder.resolve("read-only");
        Map<String, String> environment =
                Map.of(
                        "LD_PRELOAD",
                        library.toString(),
                        "READONLY_BELOW",
                        home.toString(),
                        "READONLY_WHILE",
                        flag.toString());
        try (CollectProcess collector = CollectProcess.start(environment, home)) {
            int sent = 0;
            for (; sent < 20; sent++) {
                send(collector.port(), sent);
            }
            awaitStatus(home.toString(), "\"records\" : " + 20 * RECORDS);
            Files.createFile(flag);
            for (; sent < 40; sent++) {
                send(collector.port(), sent);
            }
            while (!collector.said().contains("cannot be written")) {
                LockSupport.parkNanos(100_000_000);
            }
            assertThat(Program.here("status", "--json", "--home", home.toString()).orFail())
                    .contains("\"running\" : true")
                    .contains("\"records\" : " + 20 * RECORDS);
            Files.delete(flag);
            awaitStatus(home.toString(), "\"records\" : " + 40 * RECORDS);
            awaitStatus(home.toString(), "\"troubles\" : [ ]");
            collector.stop();
        }
        String calls = Program.here("calls", "--format", "csv", "--home", home.toString()).orFail();
        assertThat(calls).hasLineCount(1 + 40 * RECORDS);
    }

    private Path library() throws IOException, InterruptedException {
        Path library = folder.resolve("readonly.so");
        try {
            Process compiler =
                    new ProcessBuilder(
                                    "cc",
                                    "-shared",
                                    "-fPIC",
                                    "-o",
                                    library.toString(),
                                    "src/test/resources/readonly/readonly.c",
                                    "-ldl")
                            .inheritIO()
                            .start();
            assumeTrue(compiler.waitFor() == 0, "a C compiler for Linux is needed");
        } catch (IOException _) {
            abort("a C compiler is needed");
        }
        return library;
    }

    private static String awaitStatus(String home, String words) {
        while (true) {
            String status = Program.here("status", "--json", "--home", home).orFail();
            if (status.contains(words)) {
                return status;
            }
            LockSupport.parkNanos(100_000_000);
        }
    }

    private static void limit(long pid, String size) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                PRLIMIT.toString(), "--pid", Long.toString(pid), "--fsize=" + size)
                        .inheritIO()
                        .start();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    /// A NetFlow v5 datagram of flows of their own.
    private static void send(int port, int number) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(24 + 48 * RECORDS);
        out.putShort((short) 5).putShort((short) RECORDS).putInt(1_000_000);
        out.putInt((int) Clock.systemUTC().instant().getEpochSecond()).putInt(0);
        out.putInt(number * RECORDS).putInt(0);
        for (int i = 0; i < RECORDS; i++) {
            out.putInt(0x0a000001).putInt(0xc6336401).putInt(0).putInt(0x00010002);
            out.putInt(3).putInt(1500).putInt(999_000).putInt(999_900);
            out.putShort((short) (10_000 + number * RECORDS + i)).putShort((short) 443);
            out.put((byte) 0).put((byte) 0x18).put((byte) 6).put((byte) 0).putInt(0).putInt(0);
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(
                    new DatagramPacket(
                            out.array(), out.capacity(), InetAddress.getLoopbackAddress(), port));
        }
    }
}
