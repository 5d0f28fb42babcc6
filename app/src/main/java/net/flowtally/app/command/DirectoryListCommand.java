package net.flowtally.app.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import net.flowtally.ledger.directory.Assignment;
import net.flowtally.ledger.directory.AssignmentKey;
import net.flowtally.ledger.directory.Department;
import net.flowtally.ledger.directory.Directory;
import net.flowtally.ledger.directory.DirectorySnapshot;
import net.flowtally.ledger.directory.DirectoryWords;
import net.flowtally.ledger.directory.Lease;
import net.flowtally.ledger.directory.Membership;
import net.flowtally.ledger.directory.User;
import net.flowtally.ledger.directory.Workstation;
import net.flowtally.ledger.time.Span;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "list",
        aliases = "show",
        description = {
            "Lists what is known, a row for each, as CSV.",
            "With --name only what has that text in a name or key."
        })
final class DirectoryListCommand implements Callable<Integer> {
    enum What {
        DEPARTMENTS,
        USERS,
        WORKSTATIONS,
        MEMBERSHIPS,
        ASSIGNMENTS,
        LEASES,
        CONFLICTS
    }

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "WHAT", description = "One of: ${COMPLETION-CANDIDATES}.")
    private What what;

    @Option(
            names = "--at",
            paramLabel = "T",
            description = "Only what holds at a time: " + EffectiveTime.WORDS)
    private String at = "";

    @Option(names = "--name", paramLabel = "TEXT", description = "Only rows with this text.")
    private String name = "";

    @Override
    public Integer call() throws IOException {
        FlowtallyCommand program = (FlowtallyCommand) spec.root().userObject();
        try (OpenHome site = program.open()) {
            DirectorySnapshot directory = new Directory(site.store()).current();
            Span when = Span.ALWAYS;
            if (!at.isEmpty()) {
                Instant instant = EffectiveTime.read(at, site.zone(), program.clock());
                when = new Span(instant, instant.plusNanos(1_000));
            }
            write(directory, when, spec.commandLine().getOut());
            return ExitCode.OK;
        }
    }

    private void write(DirectorySnapshot directory, Span when, PrintWriter out) throws IOException {
        switch (what) {
            case DEPARTMENTS -> {
                Rows rows = rows(out, "department", "from", "to");
                directory.departments().stream()
                        .sorted(Comparator.comparing(each -> directory.pathOf(each.id())))
                        .filter(each -> each.span().overlaps(when))
                        .forEach(each -> row(rows, directory, each));
            }
            case USERS -> {
                Rows rows = rows(out, "user", "department");
                directory.users().stream()
                        .sorted(Comparator.comparing(User::name))
                        .forEach(each -> put(rows, each.name(), department(directory, each, when)));
            }
            case WORKSTATIONS -> {
                Rows rows = rows(out, "workstation", "shared");
                directory.workstations().stream()
                        .sorted(Comparator.comparing(Workstation::name))
                        .forEach(each -> put(rows, each.name(), each.shared()));
            }
            case MEMBERSHIPS -> {
                Rows rows = rows(out, "user", "department", "from", "to", "source");
                directory.memberships().stream()
                        .filter(each -> each.span().overlaps(when))
                        .forEach(each -> row(rows, directory, each));
            }
            case ASSIGNMENTS -> {
                Rows rows =
                        rows(
                                out,
                                "assignment",
                                "key",
                                "department",
                                "user",
                                "workstation",
                                "from",
                                "to",
                                "evidence",
                                "priority",
                                "source");
                directory.assignments().stream()
                        .filter(each -> each.span().overlaps(when))
                        .sorted(Comparator.comparing(Assignment::key, AssignmentKey.ORDER))
                        .forEach(each -> row(rows, directory, each));
            }
            case LEASES -> {
                Rows rows = rows(out, "address", "mac", "host", "from", "to", "source");
                directory.leases().stream()
                        .filter(each -> each.span().overlaps(when))
                        .sorted(Comparator.comparing(Lease::address))
                        .forEach(each -> row(rows, each));
            }
            case CONFLICTS ->
                    directory.conflicts().stream()
                            .filter(each -> each.overlap().overlaps(when))
                            .map(each -> DirectoryWords.of(directory, each))
                            .filter(text -> text.contains(name))
                            .forEach(out::println);
        }
    }

    private void row(Rows rows, DirectorySnapshot directory, Department each) {
        put(rows, directory.pathOf(each.id()), from(each.span()), to(each.span()));
    }

    private void row(Rows rows, DirectorySnapshot directory, Membership each) {
        put(
                rows,
                directory.userName(each.user()),
                directory.pathOf(each.department()),
                from(each.span()),
                to(each.span()),
                each.source());
    }

    private void row(Rows rows, DirectorySnapshot directory, Assignment each) {
        put(
                rows,
                each.id(),
                each.key(),
                each.department() == 0 ? "" : directory.pathOf(each.department()),
                directory.userName(each.user()),
                directory.workstationName(each.workstation()),
                from(each.span()),
                to(each.span()),
                each.evidence().name().toLowerCase(Locale.ROOT),
                each.priority(),
                each.source());
    }

    private void row(Rows rows, Lease each) {
        put(
                rows,
                each.address(),
                each.mac(),
                each.host(),
                from(each.span()),
                to(each.span()),
                each.source());
    }

    private static String department(DirectorySnapshot directory, User user, Span when) {
        Instant at = when.equals(Span.ALWAYS) ? Instant.MAX.minusSeconds(1) : when.from();
        long department = directory.departmentOf(user.id(), at);
        return department == 0 ? "" : directory.pathOf(department);
    }

    private static Rows rows(PrintWriter out, String... columns) throws IOException {
        return new CsvRows(out, List.of(columns));
    }

    private void put(Rows rows, Object... values) {
        for (Object value : values) {
            if (value.toString().contains(name)) {
                try {
                    rows.row(values);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                return;
            }
        }
    }

    private static String from(Span span) {
        return span.from().equals(Instant.MIN) ? "" : span.from().toString();
    }

    private static String to(Span span) {
        return span.to().equals(Instant.MAX) ? "" : span.to().toString();
    }
}
