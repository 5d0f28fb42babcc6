package net.flowtally.collector.template;

import net.flowtally.collector.wire.Numbering;

/// Where NetFlow v9 (RFC 3954) and IPFIX (RFC 7011) differ behind their headers: in how templates
/// are told, and in what sequence numbers count by the book.
public enum Dialect {
    NETFLOW_9(0, 1, Numbering.DATAGRAMS),
    IPFIX(2, 3, Numbering.RECORDS_BEFORE);

    final int templateSet;
    final int optionsTemplateSet;
    final Numbering numbering;

    Dialect(int templateSet, int optionsTemplateSet, Numbering numbering) {
        this.templateSet = templateSet;
        this.optionsTemplateSet = optionsTemplateSet;
        this.numbering = numbering;
    }
}
