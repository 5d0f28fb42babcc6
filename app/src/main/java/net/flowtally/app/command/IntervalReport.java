package net.flowtally.app.command;

import java.io.IOException;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.period.Periods;
import net.flowtally.ledger.time.Span;
import net.flowtally.reports.catalogue.ReportDeclaration;
import net.flowtally.reports.catalogue.ReportParameters;
import net.flowtally.reports.catalogue.ScopeNames;
import net.flowtally.reports.table.Report;
import picocli.CommandLine.Mixin;

/// A report on any interval and any part of the usage.
abstract class IntervalReport extends RunReport {
    private final ReportDeclaration declaration;

    @Mixin private ReportInterval interval;
    @Mixin private ReportScope scope;

    IntervalReport(ReportDeclaration declaration, FlowtallyCommand program) {
        super(program);
        this.declaration = declaration;
    }

    /// Adds what this report alone is asked.
    abstract ReportParameters ask(ReportParameters asked);

    @Override
    void run(OpenHome site) throws IOException {
        Span span = interval.in(new Periods(site.store()), site.zone());
        ReportParameters asked =
                ask(
                        ReportParameters.of(span.from(), span.to(), Locale.getDefault())
                                .with(scope.in(new ScopeNames(site.usage()), span)));
        Report report =
                site.reports(program().clock())
                        .run(declaration, asked, Cancellation.none(), program().progress());
        output().write(report, fileName(span, site.zone().id()), out());
    }

    private String fileName(Span span, ZoneId zone) {
        DateTimeFormatter day =
                DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(zone);
        return "%s %s %s to %s"
                .formatted(
                        declaration.id(),
                        declaration.title(),
                        day.format(span.from()),
                        day.format(span.to().minusNanos(1)));
    }
}
