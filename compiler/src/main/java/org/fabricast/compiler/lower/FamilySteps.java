package org.fabricast.compiler.lower;

import java.util.List;
import org.fabricast.compiler.lower.BufferAllocator.Wish;
import org.fabricast.compiler.pack.ImageLayout;
import org.fabricast.compiler.plan.LayerMatrix;

/**
 * What a family of decoders computes between the runs of the engine, and the vectors it needs for that. Loads of weights, runs,
 * attention and what goes to memory are the same for all.
 */
sealed interface FamilySteps permits RotaryGatedSteps, BiasedReluSteps {

    /** The steps of a model's family. */
    static FamilySteps of(DecodeShape shape, VectorPlan plan, ImageLayout image) {
        return switch (shape.model().family()) {
            case ROTARY_GATED -> new RotaryGatedSteps(shape, plan, image);
            case BIASED_RELU -> new BiasedReluSteps(shape, plan, image, image.biases().orElseThrow());
        };
    }

    /** Vectors of the activation buffer that no other family has. */
    static List<Wish> activationWishes(DecodeShape shape) {
        return switch (shape.model().family()) {
            case ROTARY_GATED -> RotaryGatedSteps.wishes(shape);
            case BIASED_RELU -> BiasedReluSteps.wishes(shape);
        };
    }

    /** At the head of a step, x being the embedding row: what comes from the position. */
    void position(Code code);

    /** Before the loop over layers. */
    void begin(Code code);

    /** Loads of the layer's vectors, behind those of its first weights. */
    void vectors(Code code);

    /** normed = norm of x inside a layer; its gain is in the weights that follow. */
    void norm(Code code, float eps);

    /** Loads of the classifier's vectors of {@code sizeRegister} elements, before that of its weights. */
    void lastVectors(Code code, int sizeRegister);

    /** normed = norm of x before the classifier, of {@code sizeRegister} elements. */
    void lastNorm(Code code, int sizeRegister);

    /** qk = queries and keys as attention takes them, from the joined projections. */
    void queriesAndKeys(Code code);

    /** hidden = what goes into the down projection, from the projections before it. */
    void hidden(Code code);

    /** x = x + result of the output or down projection. */
    void residual(Code code, LayerMatrix matrix, String result);

    /** At the end of a layer: on to the next. */
    void pass(Code code);
}
