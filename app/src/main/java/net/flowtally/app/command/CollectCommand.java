package net.flowtally.app.command;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import net.flowtally.collector.listen.Listener;
import net.flowtally.collector.listen.Tls;
import net.flowtally.collector.stream.Collector;
import net.flowtally.collector.stream.CollectorOptions;
import net.flowtally.collector.stream.CollectorOptions.Endpoint;
import net.flowtally.collector.stream.CollectorOptions.Service;
import net.flowtally.collector.stream.Pace;
import net.flowtally.ledger.address.Address;
import net.flowtally.ledger.address.Prefix;
import net.flowtally.ledger.exporter.Exporters;
import net.flowtally.ledger.settings.Setting;
import net.flowtally.ledger.settings.SettingsSnapshot;
import net.flowtally.ledger.store.Home;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "collect",
        description = {
            "Collects flow information until it is asked to end (SIGTERM), and then commits"
                    + " everything.",
            "Prints one line that starts with 'ready' and names its listeners and their ports, once"
                    + " all of them are bound.",
            "",
            "Where nothing else is said it listens at the ports of the settings listen.netflow,"
                    + " listen.sflow, listen.ipfix-tcp, listen.ipfix-tls, listen.lfap and"
                    + " listen.lfap-tls ('flowtally set').",
            "",
            "An exporter outside of the allowed subnets is only counted, and shown as pending."
        })
final class CollectCommand implements Callable<Integer> {
    private static final int MAX_PORT = 65_535;

    @ParentCommand private FlowtallyCommand program;
    @Spec private CommandSpec spec;

    @Option(
            names = "--bind",
            paramLabel = "ADDR",
            defaultValue = "0.0.0.0",
            description = "The address to listen at (default: ${DEFAULT-VALUE}, all of them).")
    private Address bind;

    @Option(
            names = "--netflow",
            paramLabel = "PORT",
            description = "UDP port for NetFlow v1 to v9 and IPFIX; 0 takes a free one.")
    private @Nullable Integer netflow;

    @Option(
            names = "--lfap",
            paramLabel = "PORT",
            arity = "0..1",
            fallbackValue = "3145",
            description =
                    "TCP port for LFAP (without a number: ${FALLBACK-VALUE}); 0 takes a free one.")
    private @Nullable Integer lfap;

    @Option(
            names = "--lfap-tls",
            paramLabel = "PORT",
            description = "TCP port for LFAP over TLS, with a certificate.")
    private @Nullable Integer lfapTls;

    @Option(
            names = "--sflow",
            paramLabel = "PORT",
            description = "UDP port for sFlow; 0 takes a free one.")
    private @Nullable Integer sflow;

    @Option(
            names = "--ipfix-tcp",
            paramLabel = "PORT",
            description = "TCP port for IPFIX; 0 takes a free one.")
    private @Nullable Integer ipfixTcp;

    @Option(
            names = "--ipfix-tls",
            paramLabel = "PORT",
            description = "TCP port for IPFIX over TLS, with a certificate.")
    private @Nullable Integer ipfixTls;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description =
                    "The certificate of TLS ports, PEM (default: setting listen.certificate).")
    private @Nullable Path certificate;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = "Its key, PEM (PKCS #8, not encrypted; default: setting listen.key).")
    private @Nullable Path key;

    @Option(
            names = "--allow",
            paramLabel = "SUBNET",
            description =
                    "Approves exporters in this subnet, from now on and in later runs; may be given"
                            + " more than once.")
    private List<Prefix> allowed = new ArrayList<>();

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            defaultValue = "main",
            description = "Name of the stream of what is received (default: ${DEFAULT-VALUE}).")
    private String instance;

    @Override
    public Integer call() throws InterruptedException {
        if (!instance.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            throw wrong("--instance takes a name of letters, digits, '-' and '_'.");
        }
        Home home = Home.open(program.root());
        Ending ending = program.ending();
        ending.begin();
        try (OpenHome site = program.open(home, "collect-" + instance, "WARN")) {
            Exporters exporters = new Exporters(site.store());
            allowed.forEach(prefix -> exporters.allow(prefix, program.actor()));
            CollectorOptions options =
                    new CollectorOptions(
                            instance, endpoints(site.settings().current()), Pace.defaults());
            try (Collector collector =
                    Collector.start(options, site.home(), site.store(), program.clock())) {
                tellReady(collector.listeners());
                ending.await();
            }
        }
        return ExitCode.OK;
    }

    private List<Endpoint> endpoints(SettingsSnapshot settings) {
        List<Endpoint> endpoints = new ArrayList<>();
        add(endpoints, settings, Service.NETFLOW, netflow, Setting.LISTEN_NETFLOW);
        add(endpoints, settings, Service.SFLOW, sflow, Setting.LISTEN_SFLOW);
        add(endpoints, settings, Service.IPFIX_TCP, ipfixTcp, Setting.LISTEN_IPFIX_TCP);
        add(endpoints, settings, Service.IPFIX_TLS, ipfixTls, Setting.LISTEN_IPFIX_TLS);
        add(endpoints, settings, Service.LFAP, lfap, Setting.LISTEN_LFAP);
        add(endpoints, settings, Service.LFAP_TLS, lfapTls, Setting.LISTEN_LFAP_TLS);
        if (endpoints.isEmpty()) {
            throw new Refused("All ports are off; 'flowtally set listen.netflow 2055' opens one.");
        }
        return endpoints;
    }

    /// @param option what was said for this run alone
    private void add(
            List<Endpoint> endpoints,
            SettingsSnapshot settings,
            Service service,
            @Nullable Integer option,
            Setting<OptionalInt> setting) {
        OptionalInt port = option == null ? settings.get(setting) : OptionalInt.of(option);
        if (port.isPresent()) {
            endpoints.add(
                    new Endpoint(
                            service,
                            at(service.text(), port.getAsInt()),
                            service.isTls()
                                    ? Optional.of(tls(settings, service.text()))
                                    : Optional.empty()));
        }
    }

    private Tls tls(SettingsSnapshot settings, String service) {
        String file = settings.get(Setting.LISTEN_CERTIFICATE);
        String keyFile = settings.get(Setting.LISTEN_KEY);
        Path proof = certificate == null ? Path.of(file) : certificate;
        Path secret = key == null ? Path.of(keyFile) : key;
        if (proof.toString().isEmpty() || secret.toString().isEmpty()) {
            throw wrong(
                    "--"
                            + service
                            + " needs --certificate and --key, or the settings listen.certificate"
                            + " and listen.key.");
        }
        return Tls.of(proof, secret);
    }

    private void tellReady(List<Listener> listeners) {
        StringBuilder line = new StringBuilder("ready");
        for (Listener listener : listeners) {
            InetSocketAddress at = listener.address();
            String host = at.getAddress().getHostAddress();
            line.append(' ').append(listener.name()).append('=');
            line.append(host.contains(":") ? "[" + host + "]" : host);
            line.append(':').append(at.getPort());
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private InetAddress address() {
        try {
            return InetAddress.getByAddress(bind.octets());
        } catch (UnknownHostException e) {
            throw new AssertionError("an address has 4 or 16 octets", e);
        }
    }

    private InetSocketAddress at(String option, int port) {
        if (port < 0 || port > MAX_PORT) {
            throw wrong("--" + option + " takes a port from 0 to " + MAX_PORT + ".");
        }
        return new InetSocketAddress(address(), port);
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
