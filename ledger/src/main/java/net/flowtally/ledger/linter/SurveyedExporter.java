package net.flowtally.ledger.linter;

import java.util.List;
import java.util.Optional;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.exporter.ExporterRule;
import net.flowtally.ledger.exporter.ExporterStatus;
import net.flowtally.ledger.exporter.PendingSource;
import net.flowtally.ledger.exporter.SeenInterface;
import net.flowtally.ledger.exporter.SeenRate;
import net.flowtally.ledger.exporter.Standing;

/// All that is known of one exporter.
///
/// @param rule what an administrator says of it
/// @param allowedBy the allowed subnets that it is in
/// @param behaviour over the time of the survey
/// @param rates sampling rates of its records since it was first heard, by share
/// @param interfaces by number
/// @param losses of the last days with data, the oldest first
/// @param expected units that it says it sent in the time of the survey
/// @param lost those of them that never came
/// @param pending what came while it was not approved
/// @param findings what ought to be changed
public record SurveyedExporter(
        ExporterStatus status,
        Standing standing,
        ExporterRule rule,
        List<Prefix> allowedBy,
        Behaviour behaviour,
        List<SeenRate> rates,
        List<SeenInterface> interfaces,
        List<DayLoss> losses,
        long expected,
        long lost,
        Optional<PendingSource> pending,
        List<Finding> findings) {
    public SurveyedExporter {
        allowedBy = List.copyOf(allowedBy);
        rates = List.copyOf(rates);
        interfaces = List.copyOf(interfaces);
        losses = List.copyOf(losses);
        findings = List.copyOf(findings);
    }

    public Address address() {
        return status.address();
    }

    /// Whether nobody has decided about it, and it is accounted only where it was replayed.
    public boolean isReplayed() {
        return standing == Standing.PENDING && behaviour.isHeard() && pending.isEmpty();
    }

    SurveyedExporter with(List<Finding> found) {
        return new SurveyedExporter(
                status,
                standing,
                rule,
                allowedBy,
                behaviour,
                rates,
                interfaces,
                losses,
                expected,
                lost,
                pending,
                found);
    }
}
