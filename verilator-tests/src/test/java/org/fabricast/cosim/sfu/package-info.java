/** Co-simulation of the special function unit against the kernels' interpretation. */
package org.fabricast.cosim.sfu;
