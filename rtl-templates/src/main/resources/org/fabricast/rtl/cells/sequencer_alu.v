// What a SYS instruction computes, except products: combinational.
//
//   value = add: a + b + imm   sub: a - b + imm   shr: (a + imm) >> shift   min: min(a, b + imm)   result, argument: as given
//   count = a + imm (repetitions of LOOP, address of TOKGET and TOKPUT)
//   taken = branch condition of a and b + imm; condition_wrong when there is no such condition. All unsigned, modulo 2^32.
//   Conditions are numbered as in the ISA manual. Without state: nothing is clocked or reset.
`default_nettype none
module sequencer_alu (
  input  wire        is_add,
  input  wire        is_sub,
  input  wire        is_shr,
  input  wire        is_min,
  input  wire        is_arg,
  input  wire [31:0] a,
  input  wire [31:0] b,
  input  wire [31:0] imm,
  input  wire [4:0]  shift,
  input  wire [2:0]  condition,
  input  wire [31:0] argument,
  input  wire [31:0] result,
  output wire [31:0] value,
  output wire [31:0] count,
  output reg         taken,
  output wire        condition_wrong
);
  localparam [2:0] ALWAYS = 3'd0;
  localparam [2:0] EQUAL = 3'd1;
  localparam [2:0] NOT_EQUAL = 3'd2;
  localparam [2:0] LESS = 3'd3;
  localparam [2:0] GREATER_OR_EQUAL = 3'd4;

  wire [31:0] right = (is_sub ? ~b + 32'd1 : b) + imm;
  wire [31:0] sum = a + right;
  wire        less = a < right;
  wire        equal = a == right;

  assign count = a + imm;
  assign value = is_add || is_sub ? sum :
                 is_shr ? count >> shift :
                 is_min ? (less ? a : right) :
                 is_arg ? argument : result;
  assign condition_wrong = condition > GREATER_OR_EQUAL;

  always @* begin
    case (condition)
      ALWAYS: taken = 1'b1;
      EQUAL: taken = equal;
      NOT_EQUAL: taken = !equal;
      LESS: taken = less;
      GREATER_OR_EQUAL: taken = !less;
      default: taken = 1'b0;
    endcase
  end
endmodule
`default_nettype wire
