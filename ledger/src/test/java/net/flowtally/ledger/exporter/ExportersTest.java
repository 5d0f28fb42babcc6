package net.flowtally.ledger.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportersTest {
    private static final Address ROUTER = Address.parse("10.0.0.1");

    @TempDir Path directory;
    private Store store;
    private Exporters exporters;

    @BeforeEach
    void open() {
        store = Store.open(Home.open(directory));
        exporters = new Exporters(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aNewHomeHasTheDefaults() {
        assertThat(exporters.collectorSettings()).isEqualTo(CollectorSettings.defaults());
    }

    @Test
    void loopbackIsAllowedOnceAndStaysTakenBack() {
        Exporters.ensureDefaults(store);
        Exporters.ensureDefaults(store);
        assertThat(exporters.collectorSettings().allowed())
                .containsExactlyInAnyOrder(Prefix.parse("127.0.0.0/8"), Prefix.parse("::1"));
        exporters.disallow(Prefix.parse("127.0.0.0/8"), "test");
        Exporters.ensureDefaults(store);
        assertThat(exporters.collectorSettings().allowed()).containsExactly(Prefix.parse("::1"));
    }

    @Test
    void allowingTwiceMakesOneRevision() {
        exporters.allow(Prefix.parse("10.0.0.0/24"), "test");
        exporters.allow(Prefix.parse("10.0.0.0/24"), "test");
        assertThat(store.revision()).isOne();
        assertThat(exporters.collectorSettings().approves(ROUTER)).isTrue();
    }

    @Test
    void aDecisionKeepsWhatElseTheRuleSays() {
        ExporterRule rule =
                new ExporterRule(
                        ROUTER,
                        "core",
                        Approval.APPROVED,
                        List.of(Prefix.parse("10.0.0.0/8"), Prefix.parse("2001:db8::/32")),
                        512,
                        1,
                        7);
        exporters.put(rule, "test");
        assertThat(exporters.collectorSettings().exporters()).containsExactly(rule);
        exporters.refuse(ROUTER, "old core", "test");
        assertThat(exporters.collectorSettings().exporters())
                .containsExactly(
                        new ExporterRule(
                                ROUTER, "old core", Approval.REFUSED, rule.accounted(), 512, 1, 7));
        exporters.approve(ROUTER, "core", "test");
        assertThat(exporters.collectorSettings().exporters()).containsExactly(rule);
    }

    @Test
    void aSubnetDecidesWhereARuleDoesNot() {
        exporters.prefer(ROUTER, 5, "test");
        assertThat(exporters.collectorSettings().standing(ROUTER)).isEqualTo(Standing.PENDING);
        exporters.allow(Prefix.parse("10.0.0.0/24"), "test");
        assertThat(exporters.collectorSettings().standing(ROUTER)).isEqualTo(Standing.ALLOWED);
        exporters.refuse(ROUTER, "test");
        assertThat(exporters.collectorSettings().standing(ROUTER)).isEqualTo(Standing.REFUSED);
        exporters.approve(ROUTER, "test");
        assertThat(exporters.collectorSettings().standing(ROUTER)).isEqualTo(Standing.APPROVED);
        assertThat(exporters.preferences(Long.MAX_VALUE)).containsEntry(ROUTER, 5);
    }

    @Test
    void aPrefixThatIsNotAllowedCannotBeTakenBack() {
        assertThat(exporters.disallow(Prefix.parse("10.0.0.0/24"), "test")).isFalse();
        exporters.allow(Prefix.parse("10.0.0.0/24"), "test");
        assertThat(exporters.disallow(Prefix.parse("10.0.0.0/24"), "test")).isTrue();
        assertThat(exporters.collectorSettings().allowed()).isEmpty();
    }

    @Test
    void sayingTheSameAgainMakesNoRevision() {
        exporters.approve(ROUTER, "core", "test");
        exporters.limit(ROUTER, List.of(Prefix.parse("10.0.0.0/8")), "test");
        exporters.sample(ROUTER, 100, 1, "test");
        long revision = store.revision();
        exporters.approve(ROUTER, "test");
        exporters.limit(ROUTER, List.of(Prefix.parse("10.0.0.0/8")), "test");
        exporters.sample(ROUTER, 100, 1, "test");
        exporters.prefer(ROUTER, 0, "test");
        assertThat(store.revision()).isEqualTo(revision);
    }

    @Test
    void onlyAPreferenceMarksWhatIsAccounted() {
        store.write(connection -> {
            try (Statement insert = connection.createStatement()) {
                insert.executeUpdate(
                        "INSERT INTO slice_file (id, path, stream, first_emission, last_emission,"
                                + " first_position, last_position, slices, raw_bytes, raw_packets, bytes,"
                                + " packets, octets_on_disk, hash, committed_at) VALUES"
                                + " (1, 'a', 'main', 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 'x', 0)");
                return insert.executeUpdate(
                        "INSERT INTO slice_file_quarter VALUES (1, 900000000, 1, 1, 1)");
            }
        });
        exporters.approve(ROUTER, "core", "test");
        exporters.limit(ROUTER, List.of(Prefix.parse("10.0.0.0/8")), "test");
        exporters.sample(ROUTER, 100, 1, "test");
        exporters.refuse(ROUTER, "test");
        exporters.allow(Prefix.parse("10.0.0.0/24"), "test");
        assertThat(dirty()).isZero();
        exporters.prefer(ROUTER, 7, "test");
        assertThat(dirty()).isOne();
    }

    private long dirty() {
        return store.read(connection -> {
            try (Statement query = connection.createStatement();
                    ResultSet row = query.executeQuery("SELECT count(*) FROM dirty_quarter")) {
                row.next();
                return row.getLong(1);
            }
        });
    }
}
