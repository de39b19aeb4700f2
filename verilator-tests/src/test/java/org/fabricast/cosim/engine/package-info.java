/** Co-simulation of the engine against formulas written out in Java. */
package org.fabricast.cosim.engine;
