package org.fabricast.compiler.estimate.published;

import org.fabricast.ir.isa.Queue;

/** A norm: each token's vector is loaded, worked on and stored by itself, as many at a time as the global buffer holds. */
final class PublishedNorm {

    private static final int MISC = Queue.MISC.bit();
    private static final int ROOM = PublishedMachine.GLOBAL_DEPTH * PublishedMachine.BLOCK * PublishedMachine.CHANNELS
            / PublishedModel.DIM;

    private PublishedNorm() {
    }

    static void emit(PublishedStream out, int tokens) {
        Window window = new Window(ROOM, tokens);
        for (int token = 1; token <= tokens; token++) {
            boolean full = window.waits(token);
            boolean wanted = window.releases(token);
            out.add(Queue.LD, PublishedMachine.one(PublishedModel.DIM), full ? MISC : 0, MISC);
            out.add(Queue.MISC, PublishedMachine.twoPhase(PublishedModel.DIM),
                    Queue.LD.bit() | (full ? Queue.ST.bit() : 0), Queue.ST.bit() | (wanted ? Queue.LD.bit() : 0));
            out.add(Queue.ST, PublishedMachine.one(PublishedModel.DIM), MISC, wanted ? MISC : 0);
        }
    }
}
