package org.fabricast.compiler.pack;

import org.fabricast.ir.image.WeightImage;

/**
 * The weight region.
 *
 * @param layout  offsets that the program uses
 * @param table   what stands where
 * @param bytes   its contents
 * @param necessaryLayerBytes      stored values and scales of all layers without padding
 * @param necessaryClassifierBytes the same of the classifier
 */
public record ModelImage(ImageLayout layout, WeightImage table, byte[] bytes, long necessaryLayerBytes,
                         long necessaryClassifierBytes) { }
