// Binary32 to bfloat16, rounded to nearest even: z = (bfloat16) a. A NaN becomes 7fc0.
//
// Both formats have the same exponents, so one addition rounds normal and subnormal numbers alike; its carry makes the
// next binade, the least normal number and infinity right. Latency 1, one result per cycle, registers move only while
// en = 1. No reset: data only.
`default_nettype none

module fp32_to_bf16 (
  input  wire        clk,
  input  wire        en,
  input  wire [31:0] a,
  output wire [15:0] z
);
  function automatic [15:0] round;
    input [31:0] p;
    begin
      if (p[30:0] > 31'h7f80_0000) begin
        round = 16'h7fc0;
      end else begin
        round = {p[31], p[30:16] + {14'd0, p[15] && (p[16] || p[14:0] != 15'd0)}};
      end
    end
  endfunction

  reg [15:0] z_q;

  assign z = z_q;

  always @(posedge clk) begin
    if (en) begin
      z_q <= round(a);
    end
  end
endmodule

`default_nettype wire
