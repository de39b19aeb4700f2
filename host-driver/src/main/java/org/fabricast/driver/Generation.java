package org.fabricast.driver;

import java.util.List;

/**
 * What a call of {@link Session#generate} gave.
 *
 * @param prompt        tokens fed, in order
 * @param tokens        tokens generated, an end-of-sequence token included
 * @param logits        logits of each generated token if asked for, else empty
 * @param firstPosition position of the first prompt token
 * @param stop          why generation ended
 * @param prefill       counters of the prompt without its last token
 * @param decode        counters of the steps that generate
 */
public record Generation(List<Integer> prompt, List<Integer> tokens, List<float[]> logits, int firstPosition,
                         StopReason stop, Counters prefill, Counters decode) {

    /** Why generation ended. */
    public enum StopReason { LENGTH, END_OF_SEQUENCE, CONTEXT }

    public Generation {
        prompt = List.copyOf(prompt);
        tokens = List.copyOf(tokens);
        logits = List.copyOf(logits);
    }
}
