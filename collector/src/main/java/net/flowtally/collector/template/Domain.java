package net.flowtally.collector.template;

import io.netty.util.collection.IntObjectHashMap;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/// What one observation domain (NetFlow v9: source id) of an exporter has told about itself.
final class Domain {
    /// The value of `systemInit` while it is not told.
    static final long NOT_TOLD = 0;

    final int id;
    final IntObjectHashMap<Template> templates = new IntObjectHashMap<>();
    final Samplers samplers;

    /// When the exporter started, from options data; microseconds UTC.
    long systemInit = NOT_TOLD;

    Domain(int id) {
        this(id, new Samplers());
    }

    private Domain(int id, Samplers samplers) {
        this.id = id;
        this.samplers = samplers;
    }

    void save(DataOutput out) throws IOException {
        out.writeInt(id);
        samplers.save(out);
        out.writeLong(systemInit);
        out.writeInt(templates.size());
        for (Template template : templates.values()) {
            template.save(out);
        }
    }

    static Domain load(DataInput in) throws IOException {
        Domain domain = new Domain(in.readInt(), Samplers.load(in));
        domain.systemInit = in.readLong();
        int size = in.readInt();
        for (int i = 0; i < size; i++) {
            Template template = Template.load(in);
            domain.templates.put(template.id, template);
        }
        return domain;
    }
}
