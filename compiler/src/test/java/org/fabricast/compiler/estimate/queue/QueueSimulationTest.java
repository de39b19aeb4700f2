package org.fabricast.compiler.estimate.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fabricast.ir.isa.Queue;
import org.junit.jupiter.api.Test;

class QueueSimulationTest {

    private static final int LD = Queue.LD.bit();
    private static final int MV = Queue.MV.bit();
    private static final int ST = Queue.ST.bit();

    private static QueueProfile run(TimedInstruction... instructions) {
        QueueSimulation simulation = new QueueSimulation();
        List.of(instructions).forEach(simulation::accept);
        return simulation.finish();
    }

    private static TimedInstruction of(Queue queue, int waitMask, int releaseMask, double duration) {
        return new TimedInstruction(queue, waitMask, releaseMask, duration);
    }

    @Test
    void nothing_takes_no_time() {
        QueueProfile profile = run();
        assertThat(profile.end()).isZero();
        assertThat(profile.instructions()).isZero();
        assertThat(profile.busyShare(Queue.MV)).isZero();
    }

    @Test
    void queues_without_tokens_run_side_by_side_and_each_in_order() {
        QueueProfile profile = run(of(Queue.LD, 0, 0, 3), of(Queue.MV, 0, 0, 5), of(Queue.LD, 0, 0, 4));
        assertThat(profile.end()).isEqualTo(7);
        assertThat(profile.busy(Queue.LD)).isEqualTo(7);
        assertThat(profile.busyShare(Queue.MV)).isEqualTo(5.0 / 7);
        assertThat(profile.instructions(Queue.LD)).isEqualTo(2);
        assertThat(profile.bound()).isEqualTo(Queue.LD);
    }

    /** LD 0-4, 4-8, 8-12; MV 4-7, 8-11, 12-15; ST 15-16: the loads bound it, one MV and the store come behind. */
    @Test
    void loads_hide_the_work_that_waits_for_them() {
        QueueProfile profile = run(
                of(Queue.LD, 0, MV, 4), of(Queue.MV, LD, 0, 3), of(Queue.LD, 0, MV, 4), of(Queue.MV, LD, 0, 3),
                of(Queue.LD, 0, MV, 4), of(Queue.MV, LD, ST, 3), of(Queue.ST, MV, 0, 1));
        assertThat(profile.end()).isEqualTo(16);
        assertThat(profile.busy(Queue.MV)).isEqualTo(9);
    }

    /** One buffer: LD 0-4, MV 4-7, LD 7-11, MV 11-14. Two buffers: LD 0-4, 4-8, MV 4-7, 8-11, and the third LD 8-12. */
    @Test
    void a_buffer_that_must_be_given_back_makes_the_load_wait() {
        assertThat(run(of(Queue.LD, 0, MV, 4), of(Queue.MV, LD, LD, 3),
                of(Queue.LD, MV, MV, 4), of(Queue.MV, LD, 0, 3)).end()).isEqualTo(14);
        assertThat(run(of(Queue.LD, 0, MV, 4), of(Queue.MV, LD, LD, 3), of(Queue.LD, 0, MV, 4), of(Queue.MV, LD, 0, 3),
                of(Queue.LD, MV, MV, 4), of(Queue.MV, LD, 0, 3)).end()).isEqualTo(15);
    }

    /** The second wait takes the second token, though the first would have come earlier: MV 2-3, then not before 9. */
    @Test
    void tokens_are_taken_in_the_order_in_which_they_were_given() {
        assertThat(run(of(Queue.LD, 0, MV, 2), of(Queue.LD, 0, MV, 7), of(Queue.MV, LD, 0, 1), of(Queue.MV, LD, 0, 1)).end())
                .isEqualTo(10);
    }

    /** MISC is free from 0, its tokens come at 2 and at 6: it starts at 6. */
    @Test
    void an_instruction_waits_for_the_last_of_its_tokens() {
        int misc = Queue.MISC.bit();
        assertThat(run(of(Queue.LD, 0, misc, 2), of(Queue.MV, 0, misc, 6), of(Queue.MISC, LD | MV, 0, 1)).end())
                .isEqualTo(7);
    }

    /** Program order may name the waiting instruction first; what matters is the order within each queue. */
    @Test
    void the_order_between_queues_does_not_matter() {
        double end = run(of(Queue.ST, MV, 0, 1), of(Queue.MV, LD, ST, 3), of(Queue.MV, LD, 0, 3), of(Queue.LD, 0, MV, 4),
                of(Queue.LD, 0, MV, 4)).end();
        assertThat(end).isEqualTo(11).isEqualTo(run(of(Queue.LD, 0, MV, 4), of(Queue.LD, 0, MV, 4), of(Queue.MV, LD, ST, 3),
                of(Queue.ST, MV, 0, 1), of(Queue.MV, LD, 0, 3)).end());
    }

    @Test
    void a_stream_that_blocks_is_refused_with_every_queue_that_waits() {
        assertThatThrownBy(() -> run(of(Queue.LD, MV, MV, 1), of(Queue.MV, LD, LD, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("LD is blocked after 0 instructions, waiting for [MV], with 1 left",
                        "MV is blocked after 0 instructions, waiting for [LD], with 1 left");
    }

    @Test
    void a_token_that_nobody_takes_is_refused() {
        assertThatThrownBy(() -> run(of(Queue.LD, 0, MV | ST, 1), of(Queue.MV, LD, 0, 1)))
                .isInstanceOf(IllegalStateException.class).hasMessage("1 tokens from LD to ST are never taken");
    }

    @Test
    void instructions_that_make_no_sense_cannot_be_built() {
        assertThatThrownBy(() -> of(Queue.LD, LD, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(Queue.LD, 0, 1 << 6, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(Queue.LD, 0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> of(Queue.LD, 0, 0, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
