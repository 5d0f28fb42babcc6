package net.flowtally.collector.template;

/// Where NetFlow v9 (RFC 3954) and IPFIX (RFC 7011) differ in how templates are told.
public enum Dialect {
    NETFLOW_9(0, 1),
    IPFIX(2, 3);

    final int templateSet;
    final int optionsTemplateSet;

    Dialect(int templateSet, int optionsTemplateSet) {
        this.templateSet = templateSet;
        this.optionsTemplateSet = optionsTemplateSet;
    }
}
