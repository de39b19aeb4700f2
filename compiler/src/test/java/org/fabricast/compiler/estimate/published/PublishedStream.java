package org.fabricast.compiler.estimate.published;

import java.util.Optional;
import java.util.function.Consumer;
import org.fabricast.compiler.estimate.queue.TimedInstruction;
import org.fabricast.ir.isa.Queue;

/**
 * A stream of instructions in layers as the published compiler writes them: every layer begins with a load that waits for the
 * barrier before it, ends with a store that releases its own barrier, and that barrier releases the next layer's loads.
 */
final class PublishedStream {

    private final Consumer<TimedInstruction> out;
    /** The latest instruction, kept until it is known whether a barrier follows it. */
    private Optional<TimedInstruction> latest = Optional.empty();
    private int awaited;

    PublishedStream(Consumer<TimedInstruction> out) {
        this.out = out;
    }

    /** One instruction. */
    void add(Queue queue, double milliseconds, int waits, int releases) {
        latest.ifPresent(out);
        int barrier = queue == Queue.LD ? awaited : 0;
        if (queue == Queue.LD) {
            awaited = 0;
        }
        latest = Optional.of(new TimedInstruction(queue, waits | barrier, releases, milliseconds));
    }

    /** {@code count} like instructions, of which the first waits and the last releases. */
    void add(Queue queue, int count, double milliseconds, int waits, int releases) {
        for (int i = 0; i < count; i++) {
            add(queue, milliseconds, i == 0 ? waits : 0, i == count - 1 ? releases : 0);
        }
    }

    /** The barrier that closes a layer; behind it another one. */
    void barrier() {
        close(Queue.LD.bit());
        awaited = Queue.SYS.bit();
    }

    /** The last barrier. */
    void end() {
        close(0);
        latest.ifPresent(out);
        latest = Optional.empty();
    }

    private void close(int releases) {
        TimedInstruction last = latest.orElseThrow();
        if (last.queue() != Queue.ST) {
            throw new IllegalArgumentException("a layer ends with a store, not with " + last);
        }
        latest = Optional.of(last.releasing(Queue.SYS.bit()));
        add(Queue.SYS, PublishedMachine.sys(), Queue.ST.bit(), releases);
    }
}
