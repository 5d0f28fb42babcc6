package net.flowtally.ledger.linter;

import java.util.List;
import net.flowtally.ledger.linter.Finding.Hint;
import net.flowtally.ledger.linter.Finding.Subject;

/// How to change what a finding is about, on common devices. NAME and ADDRESS stand for the site's
/// own. All are told as the vendors' public manuals and guides have them; none was tried on a
/// device here, and releases differ (docs/decisions/0140).
final class Hints {
    private static final String IOS = "Cisco IOS, IOS XE";
    private static final String NXOS = "Cisco NX-OS";
    private static final String JUNOS = "Juniper Junos";
    private static final String ROUTEROS = "MikroTik RouterOS";
    private static final String VRP = "Huawei VRP";
    private static final String FORTIOS = "Fortinet FortiOS";
    private static final String SOFTFLOWD = "softflowd";

    private Hints() {}

    static List<Hint> of(Subject subject) {
        return switch (subject) {
            case PENDING -> List.of();
            case ACTIVE_TIMEOUT ->
                    hints(
                            "flow monitor NAME, 'cache timeout active 60'; without flow monitors 'ip"
                                    + " flow-cache timeout active 1', in minutes",
                            "'flow timeout active 60'; where that is not known, 'flow timeout 60'",
                            "'set services flow-monitoring version-ipfix template NAME"
                                    + " flow-active-timeout 60'",
                            "'/ip traffic-flow set active-flow-timeout=1m'",
                            "'ip netstream timeout active 1', in minutes; newer devices say 'netstream"
                                    + " timeout ip active 1'",
                            "config system netflow, 'set active-flow-timeout 60', in seconds; older"
                                    + " releases take '1', in minutes",
                            "start it with '-t maxlife=60'");
            case BOTH_DIRECTIONS ->
                    hints(
                            "on each interface keep 'ip flow monitor NAME input', remove '... output';"
                                    + " without flow monitors keep 'ip flow ingress'",
                            "on each interface keep 'ip flow monitor NAME input', remove '... output'",
                            "on each unit keep 'family inet sampling input', delete 'sampling output'",
                            "name the border's interfaces only: '/ip traffic-flow set"
                                    + " interfaces=NAME'",
                            "on each interface keep 'ip netstream inbound', 'undo ip netstream"
                                    + " outbound'",
                            "on each interface 'set netflow-sampler rx' in place of both",
                            "run it on one side of the router, not on both");
            case SAMPLING_RATE ->
                    hints(
                            "flow exporter NAME, 'option sampler-table timeout 60'",
                            "flow exporter NAME, version 9, 'option sampler-table timeout 60'",
                            "'set services flow-monitoring version-ipfix template NAME"
                                    + " option-refresh-rate seconds 60'",
                            "say the rate here: it is (interval + space) / interval of '/ip"
                                    + " traffic-flow'",
                            "let it export the options of its sampler, or say here the rate of 'ip"
                                    + " netstream sampler'",
                            "say the rate here",
                            "use '-v 9' or '-v 10', which tell the rate of '-s'");
            case CLOCK ->
                    hints(
                            "'ntp server ADDRESS'; 'show ntp status' tells whether it is synchronised",
                            "'ntp server ADDRESS use-vrf management'",
                            "'set system ntp server ADDRESS'",
                            "'/system ntp client set enabled=yes servers=ADDRESS'",
                            "'ntp-service unicast-server ADDRESS'",
                            "config system ntp, 'set ntpsync enable'",
                            "keep the host's clock with chrony or systemd-timesyncd");
            case TEMPLATES ->
                    hints(
                            "flow exporter NAME, 'template data timeout 60'; without flow monitors 'ip"
                                    + " flow-export template timeout-rate 1', in minutes",
                            "flow exporter NAME, version 9, 'template data timeout 60'",
                            "'set services flow-monitoring version-ipfix template NAME"
                                    + " template-refresh-rate seconds 60'",
                            "'/ip traffic-flow target set 0 v9-template-timeout=1m'",
                            "'ip netstream export template timeout-rate 1', in minutes",
                            "config system netflow, 'set template-tx-timeout 60', in seconds; older"
                                    + " releases take '1', in minutes",
                            "it tells them every few datagrams by itself: look for loss on the way");
            case SEQUENCE ->
                    hints(
                            "'show version' tells since when it runs; flow exporter NAME, 'source"
                                    + " Loopback0'",
                            "'show system uptime'; flow exporter NAME, 'source loopback0'",
                            "'show system uptime'; set 'source-address' of the flow server's instance",
                            "'/system resource print'; '/ip traffic-flow target set 0"
                                    + " src-address=ADDRESS'",
                            "'display version'; 'ip netstream export source ADDRESS'",
                            "'get system performance status'; config system netflow, 'set source-ip"
                                    + " ADDRESS', from release 7.4 on below 'config collectors'",
                            "look whether something restarts it, or two of it run on one host");
            case EQUAL_COUNTERS ->
                    hints(
                            "flow record NAME, keep 'collect counter bytes', remove other byte counters",
                            "flow record NAME, keep 'collect counter bytes'",
                            "use a template of its own without the post counters",
                            "nothing can be chosen; only IN is counted here",
                            "keep one counter in the record's 'collect counter'",
                            "nothing can be chosen; only IN is counted here",
                            "it does not send both");
            case LOSS ->
                    hints(
                            "'show flow exporter NAME statistics' tells what it could not send",
                            "'show flow exporter NAME' tells what it could not send",
                            "'show services accounting errors'",
                            "raise 'cache-entries' of '/ip traffic-flow', lest flows push each other out",
                            "'display ip netstream statistic'; newer devices say 'display netstream"
                                    + " statistics'",
                            "'diagnose sniffer packet any \"udp and port 2055\" 4' shows what leaves it",
                            "'softflowctl statistics' tells what it dropped");
        };
    }

    private static List<Hint> hints(
            String ios,
            String nxos,
            String junos,
            String routeros,
            String vrp,
            String fortios,
            String softflowd) {
        return List.of(
                new Hint(IOS, ios),
                new Hint(NXOS, nxos),
                new Hint(JUNOS, junos),
                new Hint(ROUTEROS, routeros),
                new Hint(VRP, vrp),
                new Hint(FORTIOS, fortios),
                new Hint(SOFTFLOWD, softflowd));
    }
}
