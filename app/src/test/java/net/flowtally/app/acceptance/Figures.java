package net.flowtally.app.acceptance;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// What the program says about traffic, read back from its output.
final class Figures {
    private Figures() {}

    /// Bytes and packets of both directions of all calls.
    record Calls(long calls, long bytes, long packets) {}

    static Calls calls(Path home) {
        return calls(Program.here("calls", "--home", home.toString(), "--format", "csv").orFail());
    }

    /// Sums what `calls --format csv` printed.
    static Calls calls(String csv) {
        List<String> lines = csv.lines().toList();
        List<String> header = List.of(lines.getFirst().split(",", -1));
        long bytes = 0;
        long packets = 0;
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            bytes += Long.parseLong(cells[header.indexOf("bytesSent")]);
            bytes += Long.parseLong(cells[header.indexOf("bytesReceived")]);
            packets += Long.parseLong(cells[header.indexOf("packetsSent")]);
            packets += Long.parseLong(cells[header.indexOf("packetsReceived")]);
        }
        return new Calls(lines.size() - 1L, bytes, packets);
    }

    /// The totals of `status --json`.
    static Map<String, Long> status(Path home) {
        return totals(Program.here("status", "--home", home.toString(), "--json").orFail());
    }

    /// Waits until a running collector has counted as many records.
    static void awaitRecords(Path home, long records) {
        await(home, "records", records);
    }

    /// Waits until a total of `status` has come so far.
    static void await(Path home, String total, long least) {
        long until = System.nanoTime() + 60_000_000_000L;
        while (status(home).getOrDefault(total, 0L) < least) {
            LockSupport.parkNanos(200_000_000L);
            if (System.nanoTime() > until) {
                throw new AssertionError("not " + least + " " + total + " but " + status(home));
            }
        }
    }

    static Map<String, Long> totals(String json) {
        Map<String, Long> totals = new HashMap<>();
        Deque<String> path = new ArrayDeque<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart()) {
                    String name = parser.currentName();
                    path.push(name == null ? "" : name);
                } else if (token.isStructEnd()) {
                    path.pop();
                } else if (token == JsonToken.VALUE_NUMBER_INT && "totals".equals(path.peek())) {
                    totals.put(parser.currentName(), parser.getLongValue());
                }
            }
        } catch (IOException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
        return totals;
    }
}
