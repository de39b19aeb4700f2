package org.fabricast.ir.image;

/**
 * What a decode step cannot do without: the denominators of traffic overhead, utilisation and roofline ratio. Padding,
 * re-reads and instructions are not necessary.
 *
 * @param layerWeightBytes      values and scales of all layers, once
 * @param classifierBytes       values and scales of the classifier, once, in steps that compute logits
 * @param rowBytes              embedding row and rotary table row
 * @param kvBytesPerPosition    keys, values and their scales of one position, all layers
 * @param layerMacs             multiply-accumulates of the projections
 * @param classifierMacs        of the classifier
 * @param attentionMacsPerPosition of scores and weighted values, per position attended to
 */
public record StepCosts(long layerWeightBytes, long classifierBytes, long rowBytes, long kvBytesPerPosition,
                        long layerMacs, long classifierMacs, long attentionMacsPerPosition) {

    /**
     * Necessary bytes of a step.
     *
     * @param length   positions attended to, the new one included: each is read once, the new one written once
     * @param classify whether logits are computed
     */
    public long bytes(int length, boolean classify) {
        return layerWeightBytes + (classify ? classifierBytes : 0) + rowBytes + kvBytesPerPosition * (length + 1L);
    }

    /** Necessary multiply-accumulates of a step. */
    public long macs(int length, boolean classify) {
        return layerMacs + (classify ? classifierMacs : 0) + attentionMacsPerPosition * length;
    }
}
