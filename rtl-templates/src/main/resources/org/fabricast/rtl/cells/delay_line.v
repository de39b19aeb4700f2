// Delays a word by DEPTH enabled cycles (0 is a wire). Not reset: whoever uses it delays a valid bit beside it.
`default_nettype none
module delay_line #(
  parameter integer WIDTH = 8,
  parameter integer DEPTH = 1
) (
  input  wire             clk,
  input  wire             en,
  input  wire [WIDTH-1:0] d,
  output wire [WIDTH-1:0] q
);
  genvar stage;
  generate
    if (DEPTH == 0) begin : g_wire
      wire idle_unused = clk & en;
      assign q = d;
    end else begin : g_registers
      for (stage = 0; stage < DEPTH; stage = stage + 1) begin : g_stage
        reg [WIDTH-1:0] word_q;
        if (stage == 0) begin : g_in
          always @(posedge clk) if (en) word_q <= d;
        end else begin : g_shift
          always @(posedge clk) if (en) word_q <= g_stage[stage-1].word_q;
        end
      end
      assign q = g_stage[DEPTH-1].word_q;
    end
  endgenerate
endmodule
`default_nettype wire
