package org.fabricast.hls;

import java.util.List;
import org.fabricast.ir.kernel.Node;

/**
 * One state of the flow of control. Blocks are numbered from 1 in program order (0 is idle) and fall through to the next
 * number; one runs at a time, and what it started has left the pipelines before the next one begins.
 */
public sealed interface Block {

    int id();

    /** Straight-line code. */
    record Segment(int id, List<Node> nodes) implements Block {
        public Segment {
            nodes = List.copyOf(nodes);
        }
    }

    /** An innermost loop that starts {@code lanes} iterations per cycle. */
    record Pipeline(int id, Node.Loop loop, int lanes, List<Node> nodes) implements Block {
        public Pipeline {
            nodes = List.copyOf(nodes);
        }

        /** Least number of words the loop runs for, and what their number is rounded up to. */
        int roundWords() {
            return loop.reductions().stream().filter(r -> r.kind() == Node.Reduction.Kind.SUM)
                    .mapToInt(r -> r.partials() / lanes).max().orElse(1);
        }
    }

    /** Before the first iteration of a sequential loop; skips to {@code exit} when there is none. */
    record Enter(int id, Node.Loop loop, int exit) implements Block { }

    /** After an iteration of a sequential loop; returns to {@code body} while there are more. */
    record Latch(int id, Node.Loop loop, int body) implements Block { }

    /** Waits until the outputs have left. */
    record End(int id) implements Block { }
}
