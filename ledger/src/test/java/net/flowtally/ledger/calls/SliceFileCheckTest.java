package net.flowtally.ledger.calls;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import net.flowtally.ledger.Cancellation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SliceFileCheckTest {
    private final long seed = System.nanoTime();
    private final RandomGenerator random = RandomGeneratorFactory.getDefault().create(seed);
    @TempDir Path directory;
    private ArchiveFixture fixture;

    @BeforeEach
    void commit() {
        fixture = new ArchiveFixture(directory);
        RandomSlices filler = new RandomSlices(random);
        for (int file = 0; file < 2; file++) {
            List<Slice> slices = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                Slice slice = new Slice();
                filler.fill(slice);
                slices.add(slice);
            }
            fixture.commit("main", slices);
        }
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void soundFilesAreWhatTheCatalogSays() {
        assertThat(files()).hasSize(2);
        assertThat(check()).as("seed %d", seed).isEmpty();
    }

    @Test
    void anyChangedOctetIsFoundAndTheFileNamed() throws Exception {
        WrittenFile damaged = files().getFirst();
        Path file = fixture.home.calls().resolve(damaged.name());
        byte[] octets = Files.readAllBytes(file);
        octets[random.nextInt(octets.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, octets);
        assertThat(check())
                .as("seed %d", seed)
                .isNotEmpty()
                .allMatch(finding -> finding.contains(damaged.name()))
                .anyMatch(finding -> finding.contains("SHA-256"));
    }

    @Test
    void aMissingFileIsNamed() throws Exception {
        Files.delete(fixture.home.calls().resolve(files().getLast().name()));
        assertThat(check())
                .containsExactly("The slice file " + files().getLast().name() + " is missing.");
    }

    @Test
    void aChangedCatalogIsFound() {
        fixture.store.write(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(
                        "UPDATE slice_file SET bytes = bytes + 1 WHERE id = 2");
            }
        });
        assertThat(check()).hasSize(1).first().asString().contains("bytes, the catalog says");
    }

    private List<WrittenFile> files() {
        return fixture.archive.files(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    private List<String> check() {
        List<String> findings = new ArrayList<>();
        try (CallReader reader = fixture.archive.reader()) {
            for (WrittenFile file : files()) {
                findings.addAll(reader.check(file, Cancellation.none()));
            }
        }
        return findings;
    }
}
