package net.flowtally.app.command;

import net.flowtally.ledger.Cancellation;
import net.flowtally.ledger.accounting.UsageDimension;
import net.flowtally.ledger.accounting.UsageScope;
import net.flowtally.ledger.time.Span;
import net.flowtally.reports.catalogue.ScopeNames;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/// Whose and what usage a report is about, by the names that reports print.
final class ReportScope {
    @Option(
            names = "--department",
            paramLabel = "PATH",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description =
                    "Only this department's own usage: its path, as in Sales/North, or"
                            + " Unassigned.")
    private String department;

    @Option(names = "--below", description = "With the departments below it.")
    private boolean below;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Only this user.")
    private String user;

    @Option(
            names = "--workstation",
            paramLabel = "NAME",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Only this workstation.")
    private String workstation;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Only this service, as in https.")
    private String service;

    @Option(
            names = "--zone",
            paramLabel = "NAME",
            defaultValue = "",
            showDefaultValue = Visibility.NEVER,
            description = "Only what went to this zone or came from it.")
    private String zone;

    UsageScope in(ScopeNames names, Span interval) {
        if (below && department.isEmpty()) {
            throw new Refused("--below needs --department.");
        }
        UsageScope scope = UsageScope.ALL;
        scope = narrow(scope, UsageDimension.DEPARTMENT, department, names, interval);
        scope = narrow(scope, UsageDimension.USER, user, names, interval);
        scope = narrow(scope, UsageDimension.WORKSTATION, workstation, names, interval);
        scope = narrow(scope, UsageDimension.SERVICE, service, names, interval);
        return narrow(scope, UsageDimension.ZONE, zone, names, interval);
    }

    private UsageScope narrow(
            UsageScope scope,
            UsageDimension dimension,
            String name,
            ScopeNames names,
            Span interval) {
        return name.isEmpty()
                ? scope
                : scope.and(
                        names.find(
                                dimension,
                                name,
                                below,
                                interval.from(),
                                interval.to(),
                                Cancellation.none()));
    }
}
