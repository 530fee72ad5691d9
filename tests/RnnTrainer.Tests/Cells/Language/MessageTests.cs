using RnnTrainer.Cells;

namespace RnnTrainer.Tests.Cells;

/// <summary>The whole message for each error in the text of a cell.</summary>
public sealed class MessageTests
{
    // Each case is the simple cell with one part replaced, and the whole message.
    public static TheoryData<string, string, string> OneError => new()
    {
        // names
        { "W[j,i] h", "Wh[j,i] h",
            "6:11: error: there is no tensor 'Wh'|  a[b,j] += Wh[j,i] h[b,i]|            ^^|  hint: did you mean 'W'?" },
        { "-= C[j]", "-= gamma", "8:11: error: there is no tensor or constant 'gamma'|  a[b,j] -= gamma|            ^^^^^" },
        { "tanh(", "tahn(",
        "9:12: error: there is no function 'tahn'|  h'[b,j] += tahn(a[b,j])|             ^^^^|  hint: did you mean 'tanh'?" },
        { "tanh(", "erf(",
        "9:12: error: there is no function 'erf'|  h'[b,j] += erf(a[b,j])|             ^^^|  hint: the functions are exp, log, tanh, " +
        "sigmoid, sqrt, softplus, step, relu, abs; for a product write a space: erf (…)" },
        { "tanh(a[b,j])", "tanh a[b,j]",
        "9:17: error: expected '(', found 'a'|  h'[b,j] += tanh a[b,j]|                  ^|  hint: tanh is a function: tanh(…)" },
        { "C[j]\n\n", "C[j] tanh[j]\n\n",
        "4:26: error: tanh is a function: it cannot name a tensor|  param W[j,i] U[j,k] C[j] tanh[j]|                           ^^^^" },
        { "C[j]\n\n", "C[j] size[j]\n\n",
        "4:26: error: size is a keyword: it cannot name a tensor|  param W[j,i] U[j,k] C[j] size[j]|                           ^^^^" },
        { "C[j]\n\n", "C[j] B\n\n",
        "4:26: error: B is the batch size: it cannot name a tensor|  param W[j,i] U[j,k] C[j] B|                           ^" },
        { "C[j]\n\n", "C[j] W[j]\n\n", "4:26: error: W is declared twice|  param W[j,i] U[j,k] C[j] W[j]|                           ^" },
        { "param", "const W = 2\nparam", "5:7: error: W is declared twice|  param W[j,i] U[j,k] C[j]|        ^" },
        { "W[j,i] U", "W[j,j] U", "4:11: error: index j occurs twice in W[j,j]|  param W[j,j] U[j,k] C[j]|            ^" },

        { "W[j,i] h[b,i]", "W[j,h'] h[b,h']",
            "6:15: error: h' cannot be an index|  a[b,j] += W[j,h'] h[b,h']|                ^^|  hint: an index is a name without ~, ' " +
            "and .grad" },

        // order
        { "+= W[j,i] h[b,i]\n", "+= W[j,i] q[b,i]\nq[b,j] += h[b,j]\n",
            "6:18: error: q is read before it is computed|  a[b,j] += W[j,i] q[b,i]|                   ^^^^^^|  hint: statements run in " +
            "the order in which they are written" },
        { "tanh(a[b,j])\n", "tanh(a[b,j])\na[b,j] += C[j]\n",
        "10:1: error: a was read in line 9: it is complete and cannot change|  a[b,j] += C[j]|  ^^^^^^" },
        { "tanh(a[b,j])", "tanh(a[b,j]) + h'[b,j]",
        "9:27: error: h' is accumulated and read in one statement|  h'[b,j] += tanh(a[b,j]) + h'[b,j]|                            ^^^^^^^" },
        { "a[b,j] -= C[j]", "a[b,j] max= C[j]", "8:1: error: a takes either max= or += and -=, not both|  a[b,j] max= C[j]|  ^^^^^^" },
        { "a[b,j] -= C[j]", "C[j] -= W[j,i]", "8:1: error: C is a parameter: it cannot be computed here|  C[j] -= W[j,i]|  ^^^^" },
        { "h'[b,j]", "h[b,j]",
        "9:1: error: h is a state: it cannot be computed here|  h[b,j] += tanh(a[b,j])|  ^^^^^^|  hint: its next value is h'" },
        { "a[b,j] -= C[j]", "x[b,k] -= U[j,k]", "8:1: error: x is an input: it cannot be computed here|  x[b,k] -= U[j,k]|  ^^^^^^" },
        { "a[b,j] -= C[j]\n", "a[b,j] -= C[j]\nparam D[j]\n",
        "9:1: error: `param` comes after a statement|  param D[j]|  ^^^^^|  hint: move it to the top" },

        // missing, or too much
        { "h'[b,j]", "g[b,j]",
            "3:7: error: state h has no next value|  state h[b,j]|        ^^^^^^|  hint: a statement has to compute h'[b,j]\n9:1: " +
            "error: g is computed but never used|  g[b,j] += tanh(a[b,j])|  ^^^^^^" },
        { "a[b,j] -= C[j]\n", "", "4:21: error: parameter C is never used|  param W[j,i] U[j,k] C[j]|                      ^^^^" },
        { "a[b,j] += U[j,k] x[b,k]\n", "a[b,j] += U[j,k]\n", "2:7: error: input x is never used|  input x[b,k]|        ^^^^^^" },
        { "param", "const q = 3\nparam", "4:7: error: constant q is never used|  const q = 3|        ^" },
        { "param", "size q = 3\nparam", "4:6: error: index q is never used|  size q = 3|       ^" },
        { "input x[b,k]\n", "",
        "1:6: error: the cell has no input|  cell my|       ^^|  hint: input x[b,k]\n6:18: error: there is no tensor 'x'|  a[b,j] += " +
        "U[j,k] x[b,k]|                   ^" },
        { "input x[b,k]", "input x[b,k] y[b,k]",
        "2:14: error: a second input: a cell has only one|  input x[b,k] y[b,k]|               ^^^^^^" },
        { "param", "index n[b]\nparam", "4:7: error: a cell cannot have an index tensor: nothing feeds it|  index n[b]|        ^^^^" },

        // indexes
        { "U[j,k] x[b,k]", "W[j,i] x[b,i] + U[j,k]",
            "7:18: error: index i is J in W[j,i] but K in x[b,i]|  a[b,j] += W[j,i] x[b,i] + U[j,k]|                   ^^^^^^|  hint: K " +
            "is the number of inputs, J the hidden size" },
        { "param", "size i = 8\nparam",
        "7:18: error: index i is 8 in size i but J in h[b,i]|  a[b,j] += W[j,i] h[b,i]|                   ^^^^^^|  hint: K is the " +
        "number of inputs, J the hidden size" },
        { "C[j]\n\n", "C[j] D[r]\n\na[b,j] += D[r]\n",
        "4:28: error: index r has no size|  param W[j,i] U[j,k] C[j] D[r]|                             ^|  hint: neither the input nor " +
        "a state has it; declare it: size r = 8" },
        { "C[j]\n\n", "C[j] D[r]\nsize r = 2.5\n\na[b,j] += D[r]\n",
        "5:6: error: size r is 2.5: expected a whole number from 1 to 65536|  size r = 2.5|       ^" },
        { "W[j,i] h", "W[j] h", "6:11: error: W[j] has 1 subscript but W[j,i] has 2|  a[b,j] += W[j] h[b,i]|            ^^^^" },
        { "h[b,i]", "h[q,i]",
        "6:18: error: the index of the example is b, found h[q,i]|  a[b,j] += W[j,i] h[q,i]|                   ^^^^^^" },
        { "state h[b,j]", "state h[b]",
        "3:7: error: expected two indexes, found h[b]|  state h[b]|        ^^^^|  hint: b is the example, j the unit: h[b,j]\n6:18: " +
        "error: h[b,i] has 2 subscripts but h[b] has 1|  a[b,j] += W[j,i] h[b,i]|                   ^^^^^^" },
        { "U[j,k] C", "U[j,k] D[b] C",
        "4:21: error: parameter D is never used|  param W[j,i] U[j,k] D[b] C[j]|                      ^^^^\n4:23: error: b is the " +
        "example: a parameter is the same for all examples|  param W[j,i] U[j,k] D[b] C[j]|                        ^" },
        { "-= C[j]\n", "-= C[j] s[j]\n", "8:16: error: there is no tensor 's'|  a[b,j] -= C[j] s[j]|                 ^" },
        { "a[b,j] -= C[j]\n", "s[j] += h[b,j]\na[b,j] -= C[j] s[j]\n",
        "8:1: error: s[j] sums over b: the step of a cell sees each example by itself|  s[j] += h[b,j]|  ^^^^|  hint: its first index " +
        "has to be b" },
        { "-= C[j]", "-= C[j] / B",
        "8:18: error: B, the batch size, can only be used in the backward part|  a[b,j] -= C[j] / B|                   ^|  hint: the " +
        "step of a cell sees each example by itself" },
        { "h'[b,j] +=", "for b,k: h'[b,j] +=",
        "9:7: error: index k does not occur in the statement|  for b,k: h'[b,j] += tanh(a[b,j])|        ^\n9:15: error: index j is " +
        "missing after `for`|  for b,k: h'[b,j] += tanh(a[b,j])|                ^|  hint: name every index that occurs, or leave out " +
        "`for …:`" },
        { "h'[b,j] +=", "for b,j,b: h'[b,j] +=",
        "9:9: error: index b occurs twice after `for`|  for b,j,b: h'[b,j] += tanh(a[b,j])|          ^" },

        // groups of indexes
        { "W[j,i] U", "W[(g u),i] U",
            "4:9: error: W[(g u),i] declares a dimension with a group of indexes|  param W[(g u),i] U[j,k] C[j]|          ^^^^^|  hint: " +
            "a declaration has one index per dimension; statements may group indexes" },
        { "h[b,i]", "h[b,(i)]", "6:24: error: expected an index, found ')'|  a[b,j] += W[j,i] h[b,(i)]|                         ^" },
        { "h[b,i]", "h[b,(g,u)]", "6:24: error: expected an index, found ','|  a[b,j] += W[j,i] h[b,(g,u)]|                         ^" },
        { "a[b,j] += W[j,i]", "a[b,(i i)] += W[j,i]",
        "6:8: error: index i occurs twice in a[b,(i i)]|  a[b,(i i)] += W[j,i] h[b,i]|         ^…" },
        { "C[j]\n\n", "C[j]\n\na[b,j] += h[b,(g u)]\n",
        "6:16: error: index g has no size|  a[b,j] += h[b,(g u)]|                 ^|  hint: neither the input nor a state has it; " +
        "declare it: size g = 8…" },
        { "param", "size g = heads\nparam",
        "4:10: error: there is no constant 'heads'|  size g = heads|           ^^^^^|  hint: declare it: const heads = 4…" },

        // initializers
        { "C[j]\n\n", "C[j] = glorat\n\n",
            "4:28: error: there is no initializer 'glorat'|  param W[j,i] U[j,k] C[j] = glorat|                             ^^^^^^|  " +
            "hint: did you mean 'glorot'?" },
        { "C[j]\n\n", "C[j] = uniform\n\n",
        "4:28: error: uniform needs a number or a constant|  param W[j,i] U[j,k] C[j] = uniform|                             ^^^^^^^|  " +
        "hint: uniform(0.1) draws from -0.1 to 0.1" },
        { "C[j]\n\n", "C[j] = normal\n\n",
        "4:28: error: normal needs a number or a constant|  param W[j,i] U[j,k] C[j] = normal|                             ^^^^^^|  " +
        "hint: normal(0.1) has the standard deviation 0.1" },
        { "C[j]\n\n", "C[j] = -chrono(1.5)\n\n",
        "4:36: error: chrono needs at least 2 steps, found 1.5|  param W[j,i] U[j,k] C[j] = -chrono(1.5)|                               " +
        "      ^^^" },
        { "C[j]\n\n", "C[j] = identity\n\n",
        "4:28: error: identity needs a matrix, but C[j] has fewer than two indexes|  param W[j,i] U[j,k] C[j] = identity|               " +
        "              ^^^^^^^^" },
        { "C[j]\n\n", "C[j] = orthogonal\n\n",
        "4:28: error: orthogonal needs a matrix, but C[j] has fewer than two indexes|  param W[j,i] U[j,k] C[j] = orthogonal|           " +
        "                  ^^^^^^^^^^" },
        { "C[j]\n\n", "C[j] = -glorot\n\n",
        "4:29: error: -glorot: only numbers, constants and chrono can be negative|  param W[j,i] U[j,k] C[j] = -glorot|                 " +
        "             ^^^^^^" },
        { "C[j]\n\n", "C[j] = [\n\n",
        "4:28: error: expected an initializer such as glorot or uniform(0.1), a number or a constant, found '['|  param W[j,i] U[j,k] " +
        "C[j] = [|                             ^" },

        // lines that cannot be read
        { "h[b,i]", "h[b,i", "6:23: error: expected ']', found the end of the line|  a[b,j] += W[j,i] h[b,i|                        ^" },
        { "h[b,i]", "h[b i]",
        "6:22: error: expected ']', found 'i'|  a[b,j] += W[j,i] h[b i]|                       ^|  hint: put commas between indexes: " +
        "W[j,i]" },
        { "h[b,i]", "h[b,2]", "6:22: error: expected an index, found '2'|  a[b,j] += W[j,i] h[b,2]|                       ^" },
        { "tanh(a[b,j])", "tanh(a[b,j]",
        "9:23: error: expected ')', found the end of the line|  h'[b,j] += tanh(a[b,j]|                        ^" },
        { "tanh(a[b,j])", "tanh(a[b,j]))",
        "9:24: error: expected an operator or the end of the line, found ')'|  h'[b,j] += tanh(a[b,j]))|                         ^" },
        { "a[b,j] -=", "a[b,j] =",
        "8:8: error: expected +=, -= or max=, found '='|  a[b,j] = C[j]|         ^|  hint: computed tensors start at zero: use +=" },
        { "tanh(a[b,j])", "2 * -a[b,j]",
        "9:16: error: expected a number, a tensor or '(', found '-'|  h'[b,j] += 2 * -a[b,j]|                 ^|  hint: put a negative " +
        "factor in parentheses: (-2)" },
        { "tanh(a[b,j])", "a[b,j]^0.5",
        "9:19: error: expected an integer power from 1 to 16, found '0.5'|  h'[b,j] += a[b,j]^0.5|                    ^^^|  hint: for " +
        "other powers write exp(a log(x))" },
        { "tanh(a[b,j])", "1e999 a[b,j]", "9:12: error: 1e999 is too large for a number|  h'[b,j] += 1e999 a[b,j]|             ^^^^^" },
        { "tanh(a[b,j])", "\t.5 a[b,j]",
        "9:13: error: '.' is not part of the notation|  h'[b,j] += \t.5 a[b,j]|             \t^|  hint: start a decimal number with a " +
        "digit: 0.5" },
        { "tanh(a", "tanh(á",
        "9:17: error: 'á' is not part of the notation|  h'[b,j] += tanh(á[b,j])|                  ^|  hint: names are made of ASCII " +
        "letters, digits and _, and may end in ~ or '" },
        { "h'[b,j] +=", "for b j: h'[b,j] +=",
        "9:7: error: expected ':', found 'j'|  for b j: h'[b,j] += tanh(a[b,j])|        ^|  hint: put commas between indexes: for b,j:" },
        { "state", "param = 3\nstate",
        "3:7: error: expected +=, -= or max=, found '='|  param = 3|        ^|  hint: computed tensors start at zero: use +=" },
        { "state", "const q 3\nstate", "3:9: error: expected '=', found '3'|  const q 3|          ^" },
        { "state", "const q = two\nstate", "3:11: error: expected a number, found 'two'|  const q = two|            ^^^" },
        { "state", "cell two\nstate", "3:1: error: a second `cell` line|  cell two|  ^^^^|  hint: a file holds one cell" },
        { "cell my", "celll my",
        "1:1: error: expected `cell NAME`|  celll my|  ^^^^^^^^|  hint: a name is made of letters, digits, - and _" },
        { "cell my", "cell my own",
        "1:1: error: expected `cell NAME`|  cell my own|  ^^^^^^^^^^^|  hint: a name is made of letters, digits, - and _" },
        { "cell my", "program my",
        "1:9: error: expected a cell, found a program|  program my|          ^^|  hint: the first line of a cell is `cell NAME`" },
    };

    // Each case is the cell with a hand-written backward part, one part replaced.
    public static TheoryData<string, string, string> BackwardError => new()
    {
        { "tanh(a[b,j])\n", "tanh(a[b,j])\nh.grad[b,j] += a[b,j]\n",
            "9:1: error: there is no gradient 'h.grad' here|  h.grad[b,j] += a[b,j]|  ^^^^^^|  hint: compute gradients after a line " +
            "`backward`, for tensors of the part before it…" },
        { "e[b,j] += h'.grad", "e[b,j] += a.grad",
        "10:11: error: a.grad is read before it is computed|  e[b,j] += a.grad[b,j] (1 - h'[b,j]^2)|            ^^^^^^^^^^^|  hint: " +
        "statements run in the order in which they are written" },
        { "x.grad[b,k] += U[j,k] e[b,j]", "x.grad[b,k] += U[j,k] e[b,j] h.grad[b,j]",
        "15:30: error: h.grad is a result of the backward part: it cannot be read|  x.grad[b,k] += U[j,k] e[b,j] h.grad[b,j]|           " +
        "                    ^^^^^^^^^^^" },
        { "x.grad[b,k]", "y.grad[b,k]",
        "15:1: error: there is no gradient 'y.grad' here|  y.grad[b,k] += U[j,k] e[b,j]|  ^^^^^^|  hint: compute gradients after a line " +
        "`backward`, for tensors of the part before it" },
        { "e[b,j] += h'", "a[b,j] += h'",
        "10:1: error: a is computed by the part before `backward`: it cannot be computed here|  a[b,j] += h'.grad[b,j] (1 - h'[b,j]^2)| " +
        " ^^^^^^\n11:20: error: there is no tensor 'e'|  W.grad[j,i] += 1/B e[b,j] h[b,i]|                     ^…" },
        { "backward\n", "backward\nbackward\n", "10:1: error: a second `backward` line|  backward|  ^^^^^^^^" },
    };

    [Theory]
    [MemberData(nameof(OneError))]
    public void An_error_is_shown_under_its_word(string part, string wrong, string expected) => Check(Texts.Simple, part, wrong, expected);

    [Theory]
    [MemberData(nameof(BackwardError))]
    public void So_is_one_in_a_backward_part(string part, string wrong, string expected) => Check(Texts.OwnBackward, part, wrong, expected);

    [Theory]
    [InlineData("", "my.cell: error: the text is empty\n  hint: begin it with `cell NAME`")]
    [InlineData("# nothing\n\n", "my.cell: error: the text is empty\n  hint: begin it with `cell NAME`")]
    public void A_text_without_a_cell_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<CellException>(() => TextCell.Parse(text, "my.cell")).Message);

    [Theory]
    [InlineData(
        "s[b,g] += h[b,(g u)]", "s[b,g] += x[b,(g q)]",
        "(g q) indexes the inputs in x[b,(g q)]: only the hidden size can be divided by a group of indexes")]
    [InlineData("size g = heads", "size g = heads\nsize u = 4", "(g u) has the size 3 times 4 but j is J in h[b,(g u)]")]
    [InlineData("n[b,(g u)] += tanh", "n[b,(b u)] += tanh", "index b occurs twice in n[b,(b u)]")]
    [InlineData(
        "s[b,g] += h[b,(g u)]\no[b,g] += sigmoid(s[b,g])", "s[(b g)] += h[b,(g u)]\no[b,g] += sigmoid(s[(b g)])",
        "(b g) groups the example with another index")]
    [InlineData("a[b,j] += U[j,k] x[b,k]", "a[b,j] += U[j,k] x[b,k]\na[b,(k m)] += x[b,k]", "(k m) groups inputs and units in a[b,(k m)]")]
    [InlineData("s[b,g] += h[b,(g u)]", "s[b,g] += h[b,(g u v)] W[g,v,u]", "(g v) has the size 3 times 1 but j is J in h[b,(g v)]")]
    public void What_a_group_of_indexes_cannot_be_is_an_error(string part, string wrong, string message)
    {
        var thrown = Assert.Throws<CellException>(
            () => TextCell.Parse(Texts.Heads.Replace(part, wrong, StringComparison.Ordinal), "my.cell"));

        Assert.Contains(message, thrown.Errors.Select(e => e.Message));
    }

    [Fact]
    public void A_text_too_long_to_be_a_cell_is_refused_unread() => Assert.Equal(
        "my.cell: error: longer than 64 kB: not a cell",
        Assert.Throws<CellException>(() => TextCell.Parse(new string('#', TextCell.LongestText + 1), "my.cell")).Message);

    [Fact]
    public void Deep_nesting_is_refused_and_a_long_line_is_shown_around_the_word()
    {
        var text = Texts.Simple.Replace("tanh(a[b,j])", new string('(', 60) + "a[b,j]" + new string(')', 60), StringComparison.Ordinal);

        var error = Assert.Single(Assert.Throws<CellException>(() => TextCell.Parse(text, "my.cell")).Errors);

        Assert.Equal((9, 62, "more than 50 nested parentheses"), (error.Line, error.Column, error.Message));
        Assert.All(error.Source!.Split('\n'), line => Assert.True(line.Length <= 122));
    }

    [Fact]
    public void Twenty_errors_are_printed_and_the_others_counted()
    {
        var text = Texts.Simple + string.Concat(Enumerable.Range(0, 25).Select(n => $"a[b,j] += q{n}[b,j]\n"));

        var thrown = Assert.Throws<CellException>(() => TextCell.Parse(text, "my.cell"));

        Assert.Equal(20, thrown.Message.Split('\n').Count(l => l.StartsWith("my.cell:", StringComparison.Ordinal)));
        Assert.EndsWith("\n… and 30 more errors", thrown.Message, StringComparison.Ordinal);
    }

    static void Check(string text, string part, string wrong, string expected)
    {
        Assert.Contains(part, text, StringComparison.Ordinal);
        var at = text.IndexOf(part, StringComparison.Ordinal);

        var thrown = Assert.Throws<CellException>(() => TextCell.Parse(text[..at] + wrong + text[(at + part.Length)..], "my.cell"));

        var messages = expected.TrimEnd('…').Replace('|', '\n').Split('\n');
        Assert.Equal(
            string.Join('\n', messages.Select(m => char.IsAsciiDigit(m[0]) ? $"my.cell:{m}" : m)),
            expected.EndsWith('…') ? string.Join('\n', thrown.Message.Split('\n').Take(messages.Length)) : thrown.Message);
    }
}
