package net.flowtally.ledger.exporter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
