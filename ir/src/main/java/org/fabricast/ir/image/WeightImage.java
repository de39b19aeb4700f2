package org.fabricast.ir.image;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Table of contents of {@code weights.bin}.
 *
 * @param tensors in order of their offsets, none overlapping
 * @param bytes   length of the image, a multiple of 64
 */
public record WeightImage(List<WeightTensor> tensors, long bytes) {

    public WeightImage {
        tensors = List.copyOf(tensors);
        Set<String> names = new HashSet<>();
        long end = 0;
        for (WeightTensor tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new IllegalArgumentException("two tensors are called " + tensor.name());
            }
            if (tensor.offset() < end) {
                throw new IllegalArgumentException("tensor " + tensor.name() + " overlaps the one before it");
            }
            end = tensor.offset() + tensor.bytes();
        }
        if (bytes < end || bytes % 64 != 0) {
            throw new IllegalArgumentException("an image of " + bytes + " bytes for tensors up to " + end);
        }
    }

    /** A tensor by name. */
    public Optional<WeightTensor> tensor(String name) {
        return tensors.stream().filter(t -> t.name().equals(name)).findFirst();
    }
}
