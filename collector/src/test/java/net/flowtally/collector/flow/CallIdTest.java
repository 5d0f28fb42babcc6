package net.flowtally.collector.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallIdTest {
    /// Vectors of the reference MurmurHash3_x64_128, seed 0.
    @ParameterizedTest
    @CsvSource({
        "'', 0000000000000000, 0000000000000000",
        "hello, cbd8a7b341bd9b02, 5b1e906a48ae1d19",
        "The quick brown fox jumps over the lazy dog, e34bbc7bbc071b6c, 7a433ca9c49a9347",
    })
    void hashesAsTheReferenceDoes(String text, String hi, String lo) {
        CallId id = new CallId("");

        id.hash(text.getBytes(StandardCharsets.UTF_8));

        assertThat(id.hi).isEqualTo(Long.parseUnsignedLong(hi, 16));
        assertThat(id.lo).isEqualTo(Long.parseUnsignedLong(lo, 16));
    }
}
