package org.fabricast.compiler.run;

import java.util.function.IntConsumer;
import org.fabricast.driver.GenerateOptions;
import org.fabricast.driver.Generation;

/**
 * Something that continues a sequence of tokens. It holds one sequence; not thread-safe.
 *
 * <p>Errors: F1004 a prompt that does not fit the rest of the context.
 */
public sealed interface TokenModel extends AutoCloseable permits DeviceModel, ReferenceModel {

    /** Which device. */
    DeviceKind device();

    /** Most tokens of a sequence. */
    int context();

    /** One more than the largest token id. */
    int vocabulary();

    /** Feeds a prompt of at least one token and generates; {@code listener} has each token as soon as it is known. */
    Generation generate(int[] prompt, GenerateOptions options, IntConsumer listener);

    /** Logits after each of {@code tokens}, which are appended to the sequence. Shape: [tokens][vocabulary]. */
    float[][] logits(int[] tokens);

    /** Begins an empty sequence. */
    void reset();

    @Override
    void close();
}
