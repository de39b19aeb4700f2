/**
 * Datatypes of weights in groups: which levels a group has, how a level is stored, and the bit-serial terms it is multiplied by.
 *
 * <p>Comes in: a level or a stored code. Goes out: codes, levels, {@link org.fabricast.ir.datatype.Term terms}. Must not import: any
 * other level of the IR. Source: Chen et al., BitMoD (HPCA 2025), sections III and IV.
 */
package org.fabricast.ir.datatype;
