package org.fabricast.compiler.run;

import java.util.function.IntConsumer;
import org.fabricast.driver.GenerateOptions;
import org.fabricast.driver.Generation;
import org.fabricast.driver.Session;
import org.fabricast.ir.image.Manifest;

/** A session on a device. */
public final class DeviceModel implements TokenModel {

    private final DeviceKind kind;
    private final Session session;
    private final Manifest manifest;

    /** Takes over {@code session}. */
    public DeviceModel(DeviceKind kind, Session session) {
        this.kind = kind;
        this.session = session;
        this.manifest = session.device().manifest();
    }

    @Override
    public DeviceKind device() {
        return kind;
    }

    /** The session. */
    public Session session() {
        return session;
    }

    @Override
    public int context() {
        return manifest.program().context();
    }

    @Override
    public int vocabulary() {
        return manifest.model().vocabulary();
    }

    @Override
    public Generation generate(int[] prompt, GenerateOptions options, IntConsumer listener) {
        return session.generate(prompt, options, listener);
    }

    @Override
    public float[][] logits(int[] tokens) {
        return session.logits(tokens);
    }

    @Override
    public void reset() {
        session.reset();
    }

    @Override
    public void close() {
        session.close();
    }
}
