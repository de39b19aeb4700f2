// Exchange between cores: ST.GATHER and ST.ARGMAX. Core c has elements c * part ... of a vector of `total`.
//
// A gather sends the own part from the activation buffer to all other cores at once, and takes theirs, core after core, to
// their places. An arg-max sends the greatest of the own results with its index in the whole vector, and keeps the greatest of
// all, the lower index on ties; joined_result is that until the next MISC.ARGMAX, whose own result it is then.
// One instruction at a time. Streams between cores: a word of lanes or a candidate per transfer; the receiver takes words only
// while its own instruction is at the same exchange, so the queue between them may fill up and the sender waits.
// No deadlock: core 0's words are what every other core takes first, then core 1's, and so on.
// Latency: 10 cycles and one per word of all parts but the own, if all cores start together. Reset drops what was under way.
`default_nettype none
module core_link #(
  parameter integer CORES = 2,        // 2..4
  parameter integer LANES_LOG2 = 0,
  parameter integer ACT_BITS = 12,
  parameter integer RES_BITS = 11
) (
  input  wire                           clk,
  input  wire                           rst,
  input  wire [1:0]                     core,
  input  wire                           s_instr_valid,
  output wire                           s_instr_ready,
  input  wire                           s_instr_argmax,   // else gather
  input  wire [31:0]                    s_instr_operand_1,
  input  wire [31:0]                    s_instr_operand_2,
  input  wire [31:0]                    s_instr_operand_3,
  output wire                           done,
  output wire                           busy,
  input  wire                           argmax_starts,    // the special function unit begins another
  input  wire [31:0]                    result,           // its result
  output wire [31:0]                    joined_result,
  output wire                           act_r_valid,
  input  wire                           act_r_ready,
  output wire [ACT_BITS-1:0]            act_r_addr,
  input  wire [(16<<LANES_LOG2)-1:0]    act_r_data,
  output wire                           res_r_valid,
  input  wire                           res_r_ready,
  output wire [RES_BITS-1:0]            res_r_addr,
  input  wire [(32<<LANES_LOG2)-1:0]    res_r_data,
  output wire                           act_w_valid,
  input  wire                           act_w_ready,
  output wire [ACT_BITS-1:0]            act_w_addr,
  output wire [(1<<LANES_LOG2)-1:0]     act_w_mask,
  output wire [(16<<LANES_LOG2)-1:0]    act_w_data,
  output wire                           m_link_valid,
  input  wire                           m_link_ready,
  output wire [(16<<LANES_LOG2)+52:0]   m_link_data,      // {candidate exists, index, key, lanes}
  input  wire                           s_link_0_valid,
  output wire                           s_link_0_ready,
  input  wire [(16<<LANES_LOG2)+52:0]   s_link_0_data,
  input  wire                           s_link_1_valid,
  output wire                           s_link_1_ready,
  input  wire [(16<<LANES_LOG2)+52:0]   s_link_1_data,
  input  wire                           s_link_2_valid,
  output wire                           s_link_2_ready,
  input  wire [(16<<LANES_LOG2)+52:0]   s_link_2_data,
  input  wire                           s_link_3_valid,
  output wire                           s_link_3_ready,
  input  wire [(16<<LANES_LOG2)+52:0]   s_link_3_data
);
  localparam integer LANES = 1 << LANES_LOG2;
  localparam integer LANE_BITS = 16 << LANES_LOG2;
  localparam [19:0] LANES_20 = 1 << LANES_LOG2;
  localparam [7:0] LANE_OF = (1 << LANES_LOG2) - 1;
  localparam [1:0] LAST = CORES[1:0] - 2'd1;
  localparam [2:0] IDLE = 3'd0;
  localparam [2:0] PLACE = 3'd1;   // where the own part begins
  localparam [2:0] START = 3'd2;   // how much it is
  localparam [2:0] ASK = 3'd3;     // arg-max: for the own greatest result
  localparam [2:0] WAIT = 3'd4;
  localparam [2:0] PASS = 3'd5;    // words come and go
  localparam [2:0] ENDED = 3'd6;

  reg [2:0]          state_q;
  reg                argmax_q;
  reg [19:0]         base_q;       // element of the buffer
  reg [19:0]         part_q;
  reg [19:0]         total_q;
  reg [19:0]         own_q;        // first own element
  reg                answer_q;
  // ---- what goes out ----
  reg [19:0]         send_left_q;  // words
  reg                own_any_q;
  reg [19:0]         own_index_q;
  reg [31:0]         own_key_q;
  // ---- what comes in ----
  reg [1:0]          peer_q;
  reg                setup_q;
  reg                taken_q;      // everything
  reg [19:0]         first_q;      // of the peer's part
  reg [19:0]         left_q;       // elements
  reg [ACT_BITS-1:0] addr_q;
  reg                best_any_q;
  reg [19:0]         best_index_q;
  reg [31:0]         best_key_q;
  reg                known_q;
  reg [31:0]         known_index_q;

  wire [19:0] own_left = total_q > own_q ? total_q - own_q : 20'd0;
  wire [19:0] own_count = own_left < part_q ? own_left : part_q;
  wire [19:0] own_words = (own_count + LANES_20 - 20'd1) >> LANES_LOG2;
  wire [19:0] own_word = (base_q + own_q) >> LANES_LOG2;
  wire [19:0] peer_left = total_q > first_q ? total_q - first_q : 20'd0;
  wire [19:0] peer_count = peer_left < part_q ? peer_left : part_q;
  wire [19:0] peer_word = (base_q + first_q) >> LANES_LOG2;
  wire [19:0] best_element = base_q + result[19:0];
  wire [19:0] best_word = best_element >> LANES_LOG2;
  wire [7:0]  best_lane = best_element[7:0] & LANE_OF;
  wire        address_unused = &{own_word, peer_word, best_word, best_lane, s_instr_operand_1[31:20],
                                 s_instr_operand_2[31:20], s_instr_operand_3[31:20], result};

  assign s_instr_ready = state_q == IDLE;
  assign busy = state_q != IDLE;
  assign done = state_q == ENDED;
  assign joined_result = known_q ? known_index_q : result;

  // The own greatest result as a number that orders like it: -0 is 0, NaN below everything.
  wire [(32<<LANES_LOG2)-1:0] shifted = res_r_data >> {best_lane[2:0], 5'd0};
  wire [31:0] value = shifted[31:0];
  wire        lanes_unused = &shifted;
  wire [31:0] key = value[30:0] == 31'd0 ? 32'h80000000 : value[30:0] > 31'h7f800000 ? 32'd0
      : value[31] ? ~value : {1'b1, value[30:0]};
  assign res_r_valid = state_q == ASK;
  assign res_r_addr = best_word[RES_BITS-1:0];

  // ---- out ----
  wire                 word_valid;
  wire [LANE_BITS-1:0] word;
  wire                 sending = state_q == PASS && send_left_q != 20'd0;
  wire                 sent = m_link_valid && m_link_ready;
  assign m_link_valid = sending && (argmax_q || word_valid);
  assign m_link_data = {own_any_q, own_index_q, own_key_q, word};

  vector_reader #(.WIDTH(LANE_BITS), .ADDRESS_BITS(ACT_BITS)) u_reader (
    .clk(clk), .rst(rst), .start(state_q == START && !argmax_q), .base(own_word[ACT_BITS-1:0]), .words(own_words[ACT_BITS:0]),
    .passes(4'd1), .mode(2'd0), .period({(ACT_BITS+1){1'b0}}), .r_valid(act_r_valid), .r_ready(act_r_ready),
    .r_addr(act_r_addr), .r_data(act_r_data), .m_valid(word_valid), .m_ready(sending && m_link_ready && !argmax_q), .m_data(word)
  );

  // ---- in ----
  wire taking = state_q == PASS && !taken_q && !setup_q;
  wire ready = taking && (argmax_q || act_w_ready);
  wire valid = peer_q == 2'd0 ? s_link_0_valid : peer_q == 2'd1 ? s_link_1_valid : peer_q == 2'd2 ? s_link_2_valid
      : s_link_3_valid;
  wire [LANE_BITS+52:0] data = peer_q == 2'd0 ? s_link_0_data : peer_q == 2'd1 ? s_link_1_data
      : peer_q == 2'd2 ? s_link_2_data : s_link_3_data;
  wire take = ready && valid;
  wire last = argmax_q || left_q <= LANES_20;
  wire skip = peer_q == core || (!argmax_q && peer_count == 20'd0);
  wire next = state_q == PASS && !taken_q && (setup_q ? skip : take && last);
  wire        any = data[LANE_BITS+52];
  wire [19:0] index = data[LANE_BITS+51:LANE_BITS+32];
  wire [31:0] other = data[LANE_BITS+31:LANE_BITS];
  wire better = any && (!best_any_q || other > best_key_q || (other == best_key_q && index < best_index_q));

  assign s_link_0_ready = ready && peer_q == 2'd0;
  assign s_link_1_ready = ready && peer_q == 2'd1;
  assign s_link_2_ready = ready && peer_q == 2'd2;
  assign s_link_3_ready = ready && peer_q == 2'd3;
  assign act_w_valid = taking && !argmax_q && valid;
  assign act_w_addr = addr_q;
  assign act_w_data = data[LANE_BITS-1:0];
  genvar i;
  generate
    for (i = 0; i < LANES; i = i + 1) begin : g_mask
      localparam [19:0] LANE = i;
      assign act_w_mask[i] = left_q > LANE;
    end
  endgenerate

  always @(posedge clk) begin
    if (rst) begin
      state_q <= IDLE;
      send_left_q <= 20'd0;
      taken_q <= 1'b0;
      setup_q <= 1'b0;
      known_q <= 1'b0;
    end else begin
      if (argmax_starts) known_q <= 1'b0;
      case (state_q)
        IDLE: begin
          argmax_q <= s_instr_argmax;
          base_q <= s_instr_operand_1[19:0];
          part_q <= s_instr_operand_2[19:0];
          total_q <= s_instr_operand_3[19:0];
          if (s_instr_valid) state_q <= s_instr_operand_3[19:0] == 20'd0 ? ENDED : PLACE;
        end
        PLACE: begin
          own_q <= (core[0] ? part_q : 20'd0) + (core[1] ? {part_q[18:0], 1'b0} : 20'd0);
          state_q <= START;
        end
        START: begin
          send_left_q <= argmax_q ? 20'd1 : own_words;
          peer_q <= 2'd0;
          setup_q <= 1'b1;
          taken_q <= 1'b0;
          first_q <= 20'd0;
          own_any_q <= 1'b0;
          best_any_q <= 1'b0;
          best_index_q <= 20'd0;
          answer_q <= 1'b0;
          state_q <= argmax_q && own_count != 20'd0 ? ASK : PASS;
        end
        ASK: if (res_r_ready) state_q <= WAIT;
        WAIT: begin
          answer_q <= 1'b1;
          if (answer_q) begin
            own_any_q <= 1'b1;
            own_index_q <= own_q + result[19:0];
            own_key_q <= key;
            best_any_q <= 1'b1;
            best_index_q <= own_q + result[19:0];
            best_key_q <= key;
            state_q <= PASS;
          end
        end
        PASS: begin
          if (sent) send_left_q <= send_left_q - 20'd1;
          if (next) begin
            taken_q <= peer_q == LAST;
            peer_q <= peer_q + 2'd1;
            first_q <= first_q + part_q;
            setup_q <= 1'b1;
          end else if (setup_q) begin
            left_q <= peer_count;
            addr_q <= peer_word[ACT_BITS-1:0];
            setup_q <= 1'b0;
          end else if (take) begin
            left_q <= left_q - LANES_20;
            addr_q <= addr_q + {{(ACT_BITS-1){1'b0}}, 1'b1};
          end
          if (take && argmax_q && better) begin
            best_any_q <= 1'b1;
            best_index_q <= index;
            best_key_q <= other;
          end
          if (taken_q && (send_left_q == 20'd0 || (sent && send_left_q == 20'd1))) state_q <= ENDED;
        end
        ENDED: begin
          state_q <= IDLE;
          if (argmax_q && total_q != 20'd0) begin
            known_q <= 1'b1;
            known_index_q <= {12'd0, best_index_q};
          end
        end
        default: state_q <= IDLE;
      endcase
    end
  end
endmodule
`default_nettype wire
