package org.fabricast.compiler.estimate.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.fabricast.compiler.estimate.queue.QueueProfile;
import org.fabricast.compiler.estimate.queue.QueueSimulation;
import org.fabricast.ir.isa.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The event model against the published profile of FlightLLM: LLaMA-2-7B on VHK158, one stream of instructions.
 *
 * <p>The stream is generated here from facts about the published compiler, the machine's rules are {@link PublishedMachine}'s,
 * the timing is {@link QueueSimulation}'s. Expected values are the figures that the artefact FlightLLM/flightllm_test_demo ships
 * (its profiler's tables and its README), none of which the model reads.
 *
 * <p>The paper's figures alone do not determine a stream. From the artefact's description of its intermediate form and
 * instruction generator come, as facts and without a free parameter:
 * <ul>
 * <li>tiling: 512 outputs per MV, 128 tokens × 16 outputs per MM; where inputs are cut, that a rest of the division is a piece
 * of its own, and that room in the buffers is counted by the index buffer even for matrices without index;</li>
 * <li>which instruction waits for and releases which, the barrier per layer, and what is fused;</li>
 * <li>what a load is charged: all eight channels' rate for each of eight loads; input vectors and MM weights at the rate across
 * channels; operands of element-wise work in MV as 512 bytes per channel; K and V twice; an attention load always as for a full
 * group;</li>
 * <li>that element-wise MISC work behind an MM is charged one element per token, and the last store of a matrix 16 bytes;</li>
 * <li>the bias on projections of attention, 0.7 on Q and K alone, and the factor of 3.2.</li>
 * </ul>
 *
 * <p>What is not given: the masks of prefill. For 128 tokens the published counts leave only causal ones. For 512 the time is
 * within 2 % whatever they are, causal ones included; counts of LD and MM, and the time to more digits, need masks with the
 * published totals, see {@link WindowedAttention}: for these two counts and for MISC's busy time the check at 512 tokens is that
 * the rules are consistent, not that the figures follow from nothing else.
 */
class PublishedProfileTest {

    /** Published times have six decimals. */
    private static final Offset<Double> ROUNDING = within(1e-6);
    private static final Map<Queue, Integer> WORDS =
            Map.of(Queue.LD, 7, Queue.ST, 3, Queue.MM, 4, Queue.MV, 4, Queue.MISC, 3, Queue.SYS, 1);

    private static QueueProfile decode(int context) {
        QueueSimulation simulation = new QueueSimulation();
        PublishedDecode.emit(context, simulation::accept);
        return simulation.finish();
    }

    private static QueueProfile prefill(int tokens, BlockAttention attention) {
        QueueSimulation simulation = new QueueSimulation();
        PublishedPrefill.emit(tokens, attention, simulation::accept);
        return simulation.finish();
    }

    private static void counts(QueueProfile profile, long... expected) {
        for (Queue queue : Queue.values()) {
            assertThat(profile.instructions(queue)).as("%s instructions", queue).isEqualTo(expected[queue.ordinal()]);
        }
    }

    private static void busy(QueueProfile profile, double... expected) {
        for (Queue queue : Queue.values()) {
            assertThat(profile.busy(queue)).as("%s busy", queue).isCloseTo(expected[queue.ordinal()], ROUNDING);
        }
    }

    /** Megabytes of 10⁶ bytes in the published encoding. */
    private static double megabytes(QueueProfile profile) {
        long words = 0;
        for (Queue queue : Queue.values()) {
            words += profile.instructions(queue) * WORDS.get(queue);
        }
        return 4e-6 * words;
    }

    @ParameterizedTest
    @CsvSource({
        " 512,  89554, 418,  8830, 4545, 418,  9.809803, 7.108639, 0.037573,  9.072071, 0.290844",
        " 528,  97746, 418,  9854, 4545, 418,  9.966955, 7.258183, 0.037839,  9.174471, 0.293689",
        "1024,  97746, 418,  9854, 4545, 418, 10.615256, 7.670626, 0.046088,  9.527182, 0.381867",
        "1536, 105938, 418, 10878, 4545, 418, 11.420709, 8.232612, 0.054603,  9.982293, 0.472889",
        "2048, 114130, 418, 11902, 4545, 418, 12.226162, 8.794599, 0.063118, 10.437404, 0.563911"})
    void a_decode_step_has_the_published_counts_busy_times_and_end(int context, long ld, long st, long mv, long misc,
            long sys, double end, double ldBusy, double stBusy, double mvBusy, double miscBusy) {
        QueueProfile profile = decode(context);
        counts(profile, ld, st, 0, mv, misc, sys);
        busy(profile, ldBusy, stBusy, 0, mvBusy, miscBusy, 0.000581);
        assertThat(profile.end()).isCloseTo(end, ROUNDING);
        assertThat(profile.bound()).isEqualTo(Queue.MV);
    }

    @Test
    void a_prefill_of_128_has_the_published_counts_busy_times_and_end() {
        QueueProfile profile = prefill(128, BlockAttention.CAUSAL);
        counts(profile, 728_024, 720_640, 127_952, 0, 248_960, 354);
        busy(profile, 104.406553, 0.932377, 274.240853, 0, 9.318400, 0.000492);
        assertThat(profile.end()).isCloseTo(289.882369, ROUNDING);
        assertThat(profile.bound()).isEqualTo(Queue.MM);
    }

    /** Nothing here was taken from the figures for 512 tokens. ST, MISC and SYS do not depend on the masks. */
    @Test
    void a_prefill_of_512_with_causal_masks_is_within_two_percent() {
        QueueProfile profile = prefill(512, BlockAttention.CAUSAL);
        assertThat(profile.end()).isBetween(0.98 * 1181.419287, 1.02 * 1181.419287);
        assertThat(profile.instructions(Queue.ST)).isEqualTo(2_882_560);
        assertThat(profile.instructions(Queue.MISC)).isEqualTo(995_840);
        assertThat(profile.instructions(Queue.SYS)).isEqualTo(354);
        assertThat(profile.instructions(Queue.LD)).isBetween((long) (0.98 * 2_977_704), (long) (1.02 * 2_977_704));
        assertThat(profile.instructions(Queue.MM)).isBetween((long) (0.98 * 550_168), (long) (1.02 * 550_168));
    }

    /** The order of blocks inside the masks is not known, and shows in the eighth digit. */
    @Test
    void a_prefill_of_512_with_masks_of_the_published_totals_has_the_published_time() {
        QueueProfile profile = prefill(512, new WindowedAttention());
        counts(profile, 2_977_704, 2_882_560, 550_168, 0, 995_840, 354);
        busy(profile, 426.847472, 4.000220, 1109.111324, 0, 49.550222, 0.000492);
        assertThat(profile.end()).isCloseTo(1181.419287, within(1e-4));
    }

    /** Six cases of the README: a step with n positions is charged as the next multiple of 16. */
    @Test
    void whole_generations_take_the_published_times() {
        Map<Integer, Double> buckets = new TreeMap<>();
        int[][] cases = {{128, 512}, {128, 1024}, {128, 1536}, {512, 512}, {512, 1024}, {512, 1536}};
        double[] published = {4946.4, 10_318.6, 16_103.1, 5269.0, 10_950.5, 17_044.3};
        for (int i = 0; i < cases.length; i++) {
            double sum = 0;
            for (int token = 1; token <= cases[i][1]; token++) {
                int bucket = (cases[i][0] + token + 15) / 16 * 16;
                sum += buckets.computeIfAbsent(bucket, context -> decode(context).end());
            }
            assertThat(sum).as("prompt of %d, %d generated", cases[i][0], cases[i][1]).isCloseTo(published[i], within(0.05));
        }
    }

    @Test
    void files_have_the_sizes_that_were_found_for_the_published_encoding() {
        assertThat(megabytes(decode(512))).isCloseTo(2.71, within(0.005));
        assertThat(megabytes(decode(1024))).isCloseTo(2.96, within(0.005));
        assertThat(megabytes(decode(2048))).isCloseTo(3.45, within(0.005));
        assertThat(megabytes(prefill(128, BlockAttention.CAUSAL))).isCloseTo(34.07, within(0.005));
    }
}
