using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Common;
using RnnTrainer.Training;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Export;
using RnnTrainer.Training.Export.Onnx;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Tests.Training;

/// <summary>A model as an ONNX file answers in ONNX Runtime what the model answers: in batches of unequal lengths and one by one, all sizes
/// different.</summary>
public sealed class OnnxFileTests
{
    const double Tolerance = 1e-5;

    /// <summary>Every statement, function and form of subscript that a cell may have.</summary>
    const string Everything = """
        cell everything
        input x[b,k]
        state h[b,j] c[b,i]
        const third = 0.333
        size g = 2
        size q = 3
        param W[j,i] = uniform(0.5) V[i,j] = uniform(0.5) U[g,u,v] = uniform(0.5) X[k,j] = uniform(0.5) P[q,j,k] = uniform(0.5) D[j] = 0.7 s = 0.4 z = -0.2

        own[j]           += sigmoid(s) W[j,j] - third
        a[b,j]           -= W[j,i] h[b,i]
        a[b,j]           += V[i,j] c[b,i]
        a[b,j]           += D[j]
        a[b,j]           -= third * x[b,k] / (2 + X[k,j]^2)
        m[b,(g u)]       += U[g,u,v] tanh(a[b,(g v)])
        m[b,(g u)]       -= U[g,v,u] h[b,(g v)]
        m[b,j]           += own[j] + z
        heads[b,g]       += m[b,(g u)]
        p[b,q]           += P[q,j,k] h[b,j] x[b,k]
        top[b]           max= p[b,q] - abs(z)
        top[b]           max= p[b,q]
        Z[b]             += exp(p[b,q] - top[b])
        mix[b]           += (exp(p[b,q] - top[b]) / Z[b])^2
        r[b,i,j]         += relu(V[i,j] + c[b,i]) + step(h[b,j])
        n[b,j]           += softplus(r[b,i,j]) / 9 - log(1 + exp(m[b,j])) / 7
        n[b,j]           += x[b,k] - sqrt(D[j])
        h'[b,j]          += tanh(n[b,j] / 20 - (-mix[b])) * (1 - h[b,j]^2)
        c'[b,i]          += sigmoid(h'[b,i]) c[b,i] + (a[b,i] + heads[b,g]) * 0.1
        """;

    public static TheoryData<string> Cells =>
        [.. CellLibrary.Names, .. Directory.GetFiles(RepositoryFolder.File("configs/cells")).Order(StringComparer.Ordinal)];

    public static TheoryData<string> Standard => [.. StandardCell.All.Select(c => c.Name)];

    public static TheoryData<string> Options => LayersTests.Names;

    [Theory]
    [MemberData(nameof(Cells))]
    public void Every_cell_answers_alike_as_a_scan_stacked_both_ways_residual_and_with_learnt_states(string cell) =>
        AssertAlike("all", cell, "scan");

    [Theory]
    [MemberData(nameof(Standard))]
    public void Every_standard_operator_answers_alike_stacked_both_ways_residual_and_with_learnt_states(string cell) =>
        AssertAlike("all", cell, null);

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_task_and_readout_answers_alike_as_a_scan(string option) => AssertAlike(option, "ugrnn", "scan");

    [Theory]
    [MemberData(nameof(Options))]
    public void Every_task_and_readout_answers_alike_as_an_operator(string option) => AssertAlike(option, "ugrnn", "gru");

    [Theory]
    [InlineData("plain", "lstm", null)]
    [InlineData("plain", "lstm", "scan")]
    [InlineData("learned state", "gru", null)]
    [InlineData("learned state", "lstm", "scan")]
    [InlineData("language", "ugrnn", null)]
    [InlineData("multilabel", "rnn", null)]
    [InlineData("residual", "min-gru", null)]
    [InlineData("mean", "gru", "scan")]
    [InlineData("max", "lstm", null)]
    public void A_stateful_file_gives_in_several_calls_what_the_model_gives_for_the_whole(string option, string cell, string? operation)
    {
        using var model = Make(option, cell);
        using var onnx = new OnnxModel(OnnxFile.Of(model, operation, isStateful: true));
        var output = model.Task.Output == OutputKind.Number ? "output" : "probabilities";
        foreach (var sequence in LayersTests.Batch(model).Sequences)
        {
            var outputs = Predictor.Outputs(model, [sequence]);
            var own = Enumerable.Range(0, outputs.Count).SelectMany(n => model.Task.Output.Values(outputs, n)).ToList();
            foreach (var steps in new[] { 1, 2, 100 })
            {
                Assert.Equal(own, onnx.InCalls(sequence, steps, output, model.IsPerStep), (a, b) => Math.Abs(a - b) <= Tolerance);
            }
        }
    }

    [Theory]
    [InlineData("both ways", "model.bidirectional: false")]
    [InlineData("patches", "model.patch: null")]
    public void What_needs_more_than_states_is_refused_as_a_stateful_file(string option, string key)
    {
        using var model = Make(option, "gru");
        Assert.Contains(key, Assert.Throws<RunException>(() => OnnxFile.Of(model, null, isStateful: true)).Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_form_of_statement_is_translated()
    {
        using var model = Away(LayersTests.Make("plain", "everything.cell", Precision.Float64, threads: 1, hidden: 6, text: Everything));
        AssertAlike(model, null);
    }

    [Theory]
    [InlineData("gru")]
    [InlineData("scan")]
    public void A_wrong_sign_would_be_seen(string operation)
    {
        using var model = Make("plain", "ugrnn");
        using var onnx = new OnnxModel(OnnxFile.Of(model, operation));
        var bias = model.Layers[0].Phi["BR"].Value;
        bias.Assign([.. bias.ToArray().Select(b => -b)]);
        Assert.NotEqual(0, Worst(model, onnx), 1e-3);
    }

    [Fact]
    public void Batch_and_steps_are_symbolic_and_the_metadata_tell_names_and_sizes()
    {
        using var model = Make("all", "ugrnn");
        using var onnx = new OnnxModel(OnnxFile.Of(model));
        Assert.Equal(["batch", "steps", ""], onnx.Inputs["x"].SymbolicDimensions);
        Assert.Equal([-1, -1, 3], onnx.Inputs["x"].Dimensions);
        Assert.Equal(["batch"], onnx.Inputs["lengths"].SymbolicDimensions);
        Assert.Equal([-1, 4], onnx.Outputs["probabilities"].Dimensions);
        Assert.Equal(("classify", "ugrnn", """["x0","x1","x2"]""", """["0","1","2","3"]"""), (onnx.Metadata["task"], onnx.Metadata["cell"], onnx.Metadata["inputs"], onnx.Metadata["classes"]));
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        using var model = Make("all", "lstm");
        Assert.Equal(OnnxFile.Of(model), OnnxFile.Of(model));
    }

    [Theory]
    [InlineData("ugrnn", "lstm", "--op gru or --op scan")]
    [InlineData("min-gru", "gru", "--op scan takes every cell")]
    public void An_operator_that_the_cell_is_not_is_refused(string cell, string operation, string hint)
    {
        using var model = Make("plain", cell);
        var error = Assert.Throws<RunException>(() => OnnxFile.Of(model, operation));
        Assert.Equal(hint, error.Hint);
    }

    static void AssertAlike(string option, string cell, string? operation)
    {
        using var model = Make(option, cell);
        AssertAlike(model, operation);
    }

    static void AssertAlike(Model model, string? operation)
    {
        using var onnx = new OnnxModel(OnnxFile.Of(model, operation));
        var worst = Worst(model, onnx);
        Assert.True(worst <= Tolerance, $"{worst}");
    }

    internal static Model Make(string option, string cell)
    {
        var found = CellChoice.TextOf(cell) is { } text ? TextCell.Parse(text, cell) : CellLibrary.Find(cell)!;
        return Away(LayersTests.Make(option, cell, Precision.Float64, threads: 1, hidden: CellSizes.For(found).J));
    }

    /// <summary>Weights away from where they start: no bias is zero.</summary>
    static Model Away(Model model)
    {
        var random = new RandomStream(3, "onnx", 0);
        foreach (var parameter in model.Parameters)
        {
            parameter.Value.Assign([.. parameter.Value.ToArray().Select(v => v + (0.4 * (random.NextDouble() - 0.5)))]);
        }

        return model;
    }

    /// <summary>The largest difference of an answer from that of the model.</summary>
    static double Worst(Model model, OnnxModel onnx)
    {
        var sequences = LayersTests.Batch(model).Sequences;
        var answers = Predictor.Outputs(model, sequences);
        var output = model.Task.Output == OutputKind.Number ? "output" : "probabilities";
        var own = Enumerable.Range(0, answers.Count).SelectMany(n => model.Task.Output.Values(answers, n)).ToList();
        var together = onnx.Answers(sequences, output, model.IsPerStep);
        var alone = sequences.SelectMany(s => onnx.Answers([s], output, model.IsPerStep)).ToList();
        Assert.Equal((own.Count, own.Count), (together.Count, alone.Count));
        return own.Zip(together, (a, b) => Math.Abs(a - b)).Concat(own.Zip(alone, (a, b) => Math.Abs(a - b))).Max();
    }
}
