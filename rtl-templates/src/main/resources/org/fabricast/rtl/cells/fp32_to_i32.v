// Binary32 to signed 32-bit integer, rounded to nearest even, saturating; NaN gives 0.
//
// Latency 2, one result per cycle, registers move only while en = 1. No reset: data only.
// Stages: 1 place the binary point; 2 round, negate, saturate.
`default_nettype none

module fp32_to_i32 (
  input  wire        clk,
  input  wire        en,
  input  wire [31:0] a,
  output wire [31:0] z
);
  // {zero, saturate, sign, whole part 32, half, rest 6}. Any one in rest says that something lies below the half; it comes from
  // the exponent, beside the shift, and the next stage gathers it.
  function automatic [41:0] place;
    input [31:0] p;
    reg [7:0]    distance;     // from 2^31 down to the leading bit: 158 - exponent
    reg [32:0]   fixed;        // 32.1
    reg          too_large;
    reg [23:0]   lost;         // which bits of the significand lie below the half
    integer      i;
    begin
      too_large = p[30:23] >= 8'd158;
      distance = 8'd158 - p[30:23];
      // Below a quarter nothing but zero can come out, so distances of 34 and more are alike.
      fixed = {1'b1, p[22:0], 9'd0} >> ((distance[7:6] == 2'd0) ? distance[5:0] : 6'd63);
      for (i = 0; i < 24; i = i + 1) begin
        lost[i] = {24'd0, p[30:23]} < 32'd149 - i;
      end
      lost = lost & {1'b1, p[22:0]};
      place = {p[30:0] > 31'h7f80_0000, too_large, p[31], fixed, lost[23:20] != 4'd0, lost[19:16] != 4'd0,
               lost[15:12] != 4'd0, lost[11:8] != 4'd0, lost[7:4] != 4'd0, lost[3:0] != 4'd0};
    end
  endfunction

  function automatic [31:0] round;
    input        zero;
    input        saturate;
    input        sign;
    input [31:0] whole;
    input        half;
    input [5:0]  rest;
    reg          up;
    begin
      up = half && (rest != 6'd0 || whole[0]);
      // -(whole + up) = ~whole + (1 - up): one adder for both signs.
      if (zero) begin
        round = 32'd0;
      end else if (saturate) begin
        round = {sign, {31{!sign}}};
      end else begin
        round = (sign ? ~whole : whole) + {31'd0, sign ^ up};
      end
    end
  endfunction

  reg        zero_1_q;
  reg        saturate_1_q;
  reg        sign_1_q;
  reg [31:0] whole_1_q;
  reg        half_1_q;
  reg [5:0]  rest_1_q;
  reg [31:0] z_q;

  assign z = z_q;

  always @(posedge clk) begin
    if (en) begin
      {zero_1_q, saturate_1_q, sign_1_q, whole_1_q, half_1_q, rest_1_q} <= place(a);
      z_q <= round(zero_1_q, saturate_1_q, sign_1_q, whole_1_q, half_1_q, rest_1_q);
    end
  end
endmodule

`default_nettype wire
