package net.flowtally.ledger.tariff;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import net.flowtally.ledger.settings.Payer;
import net.flowtally.ledger.start.Defaults;
import net.flowtally.ledger.store.Home;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.tariff.TariffFile.LineError;
import net.flowtally.ledger.tariff.TariffFile.Outcome;
import net.flowtally.ledger.time.AccountingZone;
import net.flowtally.ledger.time.Micros;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TariffFileTest {
    private static final String FILE =
            """
            # what we charge
            tariff  Standard 2026
            from    2026-04-01
            payer   receiver
            peak    Mon-Fri 07:30-19:00
            peak    Sat 08:00-12:00
            holiday 2026-05-01 Labour Day

            rule zone Internet, service SSH, peak -> Remote = 0.02 per MB; cap 250.00
            rule zone Internet -> Internet = 500 MB free; 0.0015 per MB; 0.0010 per MB from 10000 MB
            rule zone WAN -> WAN = 95th merged; commit 10 Mbit/s at 4.00; over at 6.00; missing skip
            rule off-peak -> Night = 0.01 per call; minimum 5.00
            rule any -> The rest = 0.0005 per MB  # whatever it is
            fee    Port = 12.50 per workstation
            pool   Leased line = 1200.00 by usage
            pool   Support = 10.5 even
            sla    Coverage = 5 % back for coverage below 99.5 %
            sla    Loss = 2.5% back for loss above 0.1 %
            markup Handling = 3 %
            tax    VAT = 19.6%
            """;

    @TempDir Path directory;
    private Store store;

    @BeforeEach
    void open() {
        store = Store.open(Home.open(directory));
        Defaults.ensure(store);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aTariffIsReadKeptAndWrittenAsTheSame() {
        TariffDraft draft = draft(FILE);
        assertThat(draft.from()).isEqualTo(Instant.parse("2026-03-31T22:00:00Z"));
        assertThat(draft.rules()).hasSize(5);
        assertThat(draft.peaks()).hasSize(6);
        Tariffs tariffs = new Tariffs(store);
        tariffs.replace(draft, "test");

        TariffVersion kept = tariffs.current().versions().getLast();
        assertThat(kept.name()).isEqualTo("Standard 2026");
        assertThat(kept.payer()).isEqualTo(Payer.RECEIVER);
        assertThat(kept.terms()).isEqualTo(draft.terms());
        assertThat(kept.rules().stream().map(TariffRule::pricing).toList())
                .isEqualTo(draft.rules().stream().map(RuleDraft::pricing).toList());
        List<String> written = TariffFileWriter.write(kept, berlin(), "MB");
        TariffDraft again = draft(String.join("\n", written));
        assertThat(again.rules()).isEqualTo(draft.rules());
        assertThat(again.terms()).isEqualTo(draft.terms());
        assertThat(again.pools()).isEqualTo(draft.pools()).hasSize(2);
        assertThat(again.levels()).isEqualTo(draft.levels()).hasSize(2);
        assertThat(again.from()).isEqualTo(draft.from());
        assertThat(again.payer()).isEqualTo(draft.payer());
    }

    @Test
    void theStarterIsWhatANewSiteHasWithItsRemarksToo() {
        List<String> starter = TariffFile.starter("MB");
        TariffVersion present = new Tariffs(store).current().versions().getFirst();
        TariffDraft draft = draft(String.join("\n", starter));
        new Tariffs(store).replace(draft, "test");
        TariffVersion again = new Tariffs(store).current().versions().getFirst();
        assertThat(again.rules().stream().map(rule -> rule.words("MB")).toList())
                .isEqualTo(present.rules().stream().map(rule -> rule.words("MB")).toList());
        assertThat(again.rules().stream().map(TariffRule::category).toList())
                .isEqualTo(present.rules().stream().map(TariffRule::category).toList());
        // the examples among the remarks are what they say
        String examples =
                String.join("\n", starter)
                        .replaceAll("# (holiday|fee|markup|tax|sla|pool)", "$1")
                        .replaceAll("#   = ", "rule any -> Example = ");
        assertThat(draft(examples).terms()).hasSize(3);
        assertThat(draft(examples).rules()).hasSize(7);
        assertThat(draft(examples).levels()).hasSize(2);
    }

    @Test
    void holidaysAreOffPeakFromEndToEnd() {
        Tariffs tariffs = new Tariffs(store);
        tariffs.replace(draft(FILE), "test");
        // the ledger's zone is UTC: Friday 1 May is a holiday, Thursday is none
        Tariff tariff = tariffs.current();
        assertThat(tariff.bandAt(Micros.of(Instant.parse("2026-04-30T07:30:00Z"))))
                .isEqualTo(Band.PEAK);
        assertThat(tariff.bandAt(Micros.of(Instant.parse("2026-05-01T07:30:00Z"))))
                .isEqualTo(Band.OFF_PEAK);
        assertThat(tariff.bandAt(Micros.of(Instant.parse("2026-05-02T08:00:00Z"))))
                .isEqualTo(Band.PEAK);
    }

    @Test
    void everyWrongLineIsNamedAtOnce() {
        Outcome outcome =
                read(
                        """
                        tarif Standard
                        tariff Standard
                        from 2026-04-01T00:07
                        payer everybody
                        peak Mon-Fri 08:10-18:00
                        holiday 2026-02-30
                        rule zone Mars -> Space = 1 per MB
                        rule service Gopher -> Old = 1 per MB
                        rule any = 1 per MB
                        rule any -> All = a lot
                        fee Port = 3 per door
                        tax VAT = much
                        """);
        List<LineError> errors = ((Outcome.Refused) outcome).errors();
        assertThat(errors.stream().map(LineError::line))
                .containsExactly(1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0);
        assertThat(errors.getFirst().toString())
                .startsWith("line 1: 'tarif' is nothing that a tariff says; there is: tariff,");
        assertThat(errors.get(5).what()).isEqualTo("There is no zone Mars.");
        assertThat(errors.getLast().toString()).startsWith("The file does not say when");
    }

    @Test
    void whatStandsOnStatementsByItsNameHasANameOfItsOwn() {
        Outcome outcome =
                read(
                        """
                        tariff Standard
                        from always
                        rule any -> All = 1 per MB
                        fee Port = 3 per workstation
                        fee Port = 3 per user
                        pool Port = 3 even
                        pool Port = 4 even
                        markup Port = 3 %
                        tax Port = 3 %
                        tax Port = 4 %
                        sla Port = 5 % back for coverage below 99.5 %
                        sla Port = 5 % back for loss above 1 %
                        """);
        assertThat(((Outcome.Refused) outcome).errors())
                .extracting(LineError::toString)
                .containsExactly(
                        "line 5: There is another 'Port' above; give it another name.",
                        "line 7: There is another 'Port' above; give it another name.",
                        "line 10: There is another 'Port' above; give it another name.",
                        "line 12: There is another 'Port' above; give it another name.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1 per MB",
                "1,5 per MB",
                "0.0000000001 per MB",
                "500 MB free",
                "0.1 per MB; 0.2 per MB",
                "0.1 per MB from 10 MB",
                "0.1 per MB; 0.2 per MB from 10 MB; 0.3 per MB from 5 MB",
                "0.1 per MB; 500 MB free",
                "minimum 10; cap 5; 0.1 per MB",
                "cap 0",
                "95th separate; commit 10 Mbit/s at 4",
                "95th highest; over at 6",
                "commit 10 Mbit/s at 4",
                "95th separate; over at 6; 0.1 per MB",
                "1 per minute"
            })
    void aPriceThatCannotBeIsRefusedInASentence(String price) {
        Outcome outcome = read("tariff x\nfrom always\nrule any -> All = " + price);
        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        LineError error = ((Outcome.Refused) outcome).errors().getFirst();
        assertThat(error.line()).isEqualTo(3);
        assertThat(error.what()).endsWith(".");
    }

    @ParameterizedTest
    @CsvSource({
        "'rule zone WAN -> A = 1 per MB|rule zone WAN, peak -> B = 1 per MB', 1",
        "'rule peak -> A = 1 per MB|rule off-peak -> B = 1 per MB|rule any -> C = 1 per MB', 1",
        "'rule peak -> A = 1 per MB|rule any -> C = 1 per MB', 0",
        "'rule zone WAN -> A = 1 per MB|rule service SSH -> B = 1 per MB', 0",
        "'rule any -> A = 1 per MB|rule zone WAN -> B = 1 per MB|rule peak -> C = 1 per MB', 2"
    })
    void aRuleThatCanNeverPriceIsWarnedAbout(String rules, int warnings) {
        Tariffs tariffs = new Tariffs(store);
        tariffs.replace(draft("tariff x\nfrom always\n" + rules.replace('|', '\n')), "test");
        assertThat(tariffs.current().versions().getFirst().shadowed()).hasSize(warnings);
    }

    private TariffDraft draft(String text) {
        Outcome outcome = read(text);
        assertThat(outcome).isInstanceOf(Outcome.Read.class);
        return ((Outcome.Read) outcome).draft();
    }

    private Outcome read(String text) {
        return TariffFile.read(text.lines().toList(), berlin());
    }

    private SiteNames berlin() {
        SiteNames names = SiteNames.current(store);
        return new SiteNames(
                names.zones(),
                names.services(),
                names.directory(),
                AccountingZone.of("Europe/Berlin"));
    }
}
