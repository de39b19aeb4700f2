package org.fabricast.ir.isa.verify;

import java.util.List;

/**
 * Values under which a program's control is followed. Tokens are all {@code token}, arg-max results all {@code result}.
 *
 * @param arguments of {@code SYS.ARG}, in order
 * @param token     what every word of token memory holds at the start
 * @param result    what every {@code SYS.RESULT} gives
 */
public record Scenario(List<Integer> arguments, int token, int result) {

    public Scenario {
        arguments = List.copyOf(arguments);
    }

    /**
     * Runs without a stop token, on token ids of 1.
     *
     * @param prompt   tokens of the prompt
     * @param generate tokens to generate
     * @param logits   0 none, 1 of steps that generate, 2 of every step
     * @param position of the first token
     */
    public static Scenario of(int prompt, int generate, int logits, int position) {
        return new Scenario(List.of(prompt, generate, -1, logits, position), 1, 1);
    }

    @Override
    public String toString() {
        return "arguments " + arguments;
    }
}
