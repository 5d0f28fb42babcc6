package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.exporter.ExporterFact;
import net.flowtally.ledger.exporter.ExporterFacts;
import net.flowtally.ledger.store.Store;
import net.flowtally.ledger.time.Micros;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "facts",
        description = {
            "Writes what exporters have told about themselves beside their traffic: their"
                    + " interfaces with the last counters, names of applications, statistics."
        })
final class FactsCommand implements Callable<Integer> {
    /// What is written.
    enum What {
        INTERFACES,
        APPLICATIONS,
        STATISTICS
    }

    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "WHAT", description = "One of: ${COMPLETION-CANDIDATES}.")
    private What what;

    @Mixin private RowOutput output;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        try (OpenHome site = program.open()) {
            switch (what) {
                case INTERFACES -> writeInterfaces(site.store(), out);
                case APPLICATIONS -> writeApplications(site.store(), out);
                case STATISTICS -> writeStatistics(site.store(), out);
            }
        }
        return ExitCode.OK;
    }

    private record Interface(Address exporter, long index) implements Comparable<Interface> {
        @Override
        public int compareTo(Interface other) {
            int byExporter = exporter.compareTo(other.exporter);
            return byExporter == 0 ? Long.compare(index, other.index) : byExporter;
        }
    }

    private record Told(
            List<ExporterFact.InterfaceName> name, List<ExporterFact.InterfaceReading> reading) {}

    private void writeInterfaces(Store store, PrintWriter out) throws IOException {
        ExporterFacts facts = new ExporterFacts(store);
        Map<Interface, Told> interfaces = new TreeMap<>();
        for (ExporterFact.InterfaceName name : facts.interfaceNames()) {
            interfaces.put(
                    new Interface(name.exporter(), name.interfaceIndex()),
                    new Told(List.of(name), List.of()));
        }
        for (ExporterFact.InterfaceReading reading : facts.lastReadings()) {
            interfaces.merge(
                    new Interface(reading.exporter(), reading.interfaceIndex()),
                    new Told(List.of(), List.of(reading)),
                    (named, read) -> new Told(named.name(), read.reading()));
        }
        List<String> columns =
                List.of(
                        "exporter",
                        "interface",
                        "name",
                        "description",
                        "speed",
                        "readAt",
                        "octetsIn",
                        "packetsIn",
                        "errorsIn",
                        "discardsIn",
                        "octetsOut",
                        "packetsOut",
                        "errorsOut",
                        "discardsOut");
        try (Rows rows = output.to(out, columns)) {
            for (Map.Entry<Interface, Told> entry : interfaces.entrySet()) {
                Object[] row = new Object[columns.size()];
                Arrays.fill(row, "");
                row[0] = entry.getKey().exporter();
                row[1] = entry.getKey().index();
                for (ExporterFact.InterfaceName name : entry.getValue().name()) {
                    row[2] = name.name();
                    row[3] = name.description();
                }
                for (ExporterFact.InterfaceReading reading : entry.getValue().reading()) {
                    fill(row, reading);
                }
                rows.row(row);
            }
        }
    }

    private static void fill(Object[] row, ExporterFact.InterfaceReading reading) {
        row[4] = reading.speed();
        row[5] = Micros.instant(reading.at());
        long[] counters = {
            reading.octetsIn(),
            reading.packetsIn(),
            reading.errorsIn(),
            reading.discardsIn(),
            reading.octetsOut(),
            reading.packetsOut(),
            reading.errorsOut(),
            reading.discardsOut()
        };
        for (int i = 0; i < counters.length; i++) {
            if (counters[i] != ExporterFact.NOT_TOLD) {
                row[6 + i] = counters[i];
            }
        }
    }

    private void writeApplications(Store store, PrintWriter out) throws IOException {
        try (Rows rows =
                output.to(
                        out, List.of("exporter", "application", "name", "description", "toldAt"))) {
            for (ExporterFact.ApplicationName name : new ExporterFacts(store).applicationNames()) {
                rows.row(
                        name.exporter(),
                        name.application(),
                        name.name(),
                        name.description(),
                        Micros.instant(name.at()));
            }
        }
    }

    private void writeStatistics(Store store, PrintWriter out) throws IOException {
        try (Rows rows = output.to(out, List.of("exporter", "domain", "name", "value", "toldAt"))) {
            for (ExporterFact.Statistic statistic : new ExporterFacts(store).statistics()) {
                rows.row(
                        statistic.exporter(),
                        statistic.domain(),
                        statistic.name(),
                        statistic.value(),
                        Micros.instant(statistic.at()));
            }
        }
    }
}
