using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Training;
using RnnTrainer.Training.Checkpoints;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Export;
using RnnTrainer.Training.Import;
using RnnTrainer.Training.Inference;
using RnnTrainer.Training.Models;

namespace RnnTrainer.Tests.Training;

/// <summary>A model that is imported answers what the formulas of the library that it is from answer with its own tensors; all sizes are
/// different.</summary>
public sealed class ModelImportTests : IDisposable
{
    const int K = 3;
    const int H = 5;
    const int C = 4;

    static readonly int[] Lengths = [2, 6, 1, 4];

    readonly TemporaryFolder _folder = new();
    readonly RandomStream _random = new(11, "import", 0);

    [Theory]
    [InlineData("gru", "gru-reset-after", "GRU", 3, "")]
    [InlineData("gru-reset-after", "gru-reset-after", "GRU", 3, "encoder.rnn.")]
    [InlineData("lstm", "lstm", "LSTM", 4, "")]
    [InlineData("rnn", "rnn", "RNN", 1, "rnn.")]
    [InlineData("rnn-relu", "rnn-relu", "RNN relu", 1, "")]
    public void Pytorch(string asked, string cell, string module, int gates, string prefix)
    {
        var tensors = new Dictionary<string, (int[] Shape, double[] Values)>();
        foreach (var (suffix, inputs) in new[] { ("l0", K), ("l0_reverse", K), ("l1", 2 * H), ("l1_reverse", 2 * H) })
        {
            tensors[$"weight_ih_{suffix}"] = Random(gates * H, inputs);
            tensors[$"weight_hh_{suffix}"] = Random(gates * H, H);
            tensors[$"bias_ih_{suffix}"] = Random(gates * H);
            tensors[$"bias_hh_{suffix}"] = Random(gates * H);
        }

        (tensors["head.weight"], tensors["head.bias"]) = (Random(C, 2 * H), Random(C));
        var plain = new PlainTorch(tensors.ToDictionary(t => t.Key, t => t.Value.Values), module, H);
        using var model = ModelImport.Read(
            Write(
                tensors.ToDictionary(
                    t => t.Key.StartsWith("head", StringComparison.Ordinal) ? $"fc{t.Key[4..]}" : prefix + t.Key, t => t.Value)),
                    Options(asked));

        Assert.Equal((cell, 2, true), (model.Cell.Name, model.Config.Model.Layers, model.Config.Model.Bidirectional));
        AssertAlike(model, x => plain.Answer(x));
    }

    [Theory]
    [InlineData("gru", "gru-reset-after", "gru, reset_after", 3)]
    [InlineData("gru", "gru", "gru", 3)]
    [InlineData("lstm", "lstm", "lstm", 4)]
    [InlineData("rnn", "rnn", "simple_rnn", 1)]
    public void Keras(string asked, string cell, string layer, int gates)
    {
        var name = layer.Split(',')[0];
        var tensors = new Dictionary<string, (int[] Shape, double[] Values)>();
        string[][] prefixes = [
            .. new[] { "bidirectional", "bidirectional_2", "bidirectional_10" }
            .Select(l => new[] { $"{l}/forward_{name}/{name}_cell/", $"{l}/backward_{name}/{name}_cell/" })];
        foreach (var (prefix, inputs) in prefixes.SelectMany((p, l) => p.Select(q => (q, l == 0 ? K : 2 * H))))
        {
            tensors[$"{prefix}kernel"] = Random(inputs, gates * H);
            tensors[$"{prefix}recurrent_kernel"] = Random(H, gates * H);
            tensors[$"{prefix}bias"] = layer == "gru, reset_after" ? Random(2, gates * H) : Random(gates * H);
        }

        (tensors["dense/kernel"], tensors["dense/bias"]) = (Random(2 * H, C), Random(C));
        using var model = ModelImport.Read(Write(tensors.ToDictionary(t => $"{t.Key}:0", t => t.Value)), Options(asked));

        Assert.Equal((cell, 3), (model.Cell.Name, model.Config.Model.Layers));
        AssertAlike(model, x => new PlainKeras(tensors, layer, H).Answer(x, prefixes));
    }

    [Fact]
    public void The_ugrnn_of_tensorflow()
    {
        var tensors = new Dictionary<string, (int[] Shape, double[] Values)>
        {
            ["rnn/ugrnn_cell/kernel"] = Random(K + H, 2 * H),
            ["rnn/ugrnn_cell/bias"] = Random(2 * H),
            ["dense/kernel"] = Random(H, C),
            ["dense/bias"] = Random(C),
        };
        using var model = ModelImport.Read(Write(tensors), Options("ugrnn"));
        AssertAlike(model, x => new PlainKeras(tensors, "ugrnn", H).Answer(x, ["rnn/ugrnn_cell/"]));
    }

    [Fact]
    public void What_was_exported_for_pytorch_comes_back_and_a_gru_is_no_ugrnn()
    {
        using var ugrnn = OnnxFileTests.Make("both ways", "ugrnn");
        SafeTensorsWriter.Write(_folder.File("u.safetensors"), TorchWeights.Of(ugrnn));
        using var back = ModelImport.Read(_folder.File("u.safetensors"), Options("ugrnn"));
        Assert.All(ugrnn.Parameters.Zip(back.Parameters), p => Assert.Equal(p.First.Value.ToArray(), p.Second.Value.ToArray()));

        using var gru = OnnxFileTests.Make("both ways", "gru-reset-after");
        SafeTensorsWriter.Write(_folder.File("g.safetensors"), TorchWeights.Of(gru));
        Assert.Contains(
            "no ugrnn", Assert.Throws<CheckpointException>(() => ModelImport.Read(_folder.File("g.safetensors"), Options("ugrnn"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("weight_hh_l0", "'weight_hh_l0' is missing")]
    [InlineData("weight_ih_l0", "the names of neither PyTorch nor Keras")]
    [InlineData("head.weight", "no linear layer")]
    [InlineData("+stranger", "stranger: not understood")]
    [InlineData("+other.weight", "several linear layers: head, other")]
    public void What_is_missing_or_too_many_is_told(string change, string problem)
    {
        using var model = OnnxFileTests.Make("both ways", "lstm");
        var file = TorchWeights.Of(model);
        SafeTensorsWriter.Write(_folder.File("w.safetensors"), file with
        {
            Tensors = change[0] == '+' ? [.. file.Tensors, new SafeTensor(change[1..], [1], new float[1])]
                : [.. file.Tensors.Where(t => t.Name != change)],
        });
        Assert.Contains(
            problem, Assert.Throws<CheckpointException>(() => ModelImport.Read(_folder.File("w.safetensors"), Options("lstm"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_do_not_fit_the_sizes_are_told()
    {
        using var model = OnnxFileTests.Make("both ways", "lstm");
        SafeTensorsWriter.Write(_folder.File("w.safetensors"), TorchWeights.Of(model));
        Assert.Contains("3 inputs, but 2 columns", Problem(Options("lstm") with { Inputs = ["a", "b"] }), StringComparison.Ordinal);
        Assert.Contains("4 outputs, but 2", Problem(Options("lstm") with { Classes = ["a", "b"] }), StringComparison.Ordinal);
        Assert.Contains("--shift", Problem(Options("lstm") with { Shift = [1] }), StringComparison.Ordinal);

        string Problem(ImportOptions options) =>
            Assert.Throws<RunException>(() => ModelImport.Read(_folder.File("w.safetensors"), options)).Message;
    }

    public void Dispose() => _folder.Dispose();

    static ImportOptions Options(string cell) => new(cell, TaskKind.Classify, ["u", "v", "w"], ["label"], ["0", "1", "2", "3"]);

    (int[] Shape, double[] Values) Random(params int[] shape) =>
        (shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => _random.NextDouble() - 0.5)]);

    string Write(Dictionary<string, (int[] Shape, double[] Values)> tensors)
    {
        var file = _folder.File("foreign.safetensors");
        SafeTensorsWriter.Write(
            file,
            new SafeTensors(
                new Dictionary<string, string>(),
                [.. tensors.Select(t => new SafeTensor(t.Key, [.. t.Value.Shape.Select(s => (long)s)], t.Value.Values))]));
        return file;
    }

    void AssertAlike(Model model, Func<double[][], double[]> plain)
    {
        Sequence[] sequences = [
            .. Lengths.Select(
                (T, n) => new Sequence($"{n}", T, [.. Enumerable.Range(0, T * K).Select(_ => (2 * _random.NextDouble()) - 1)], "0", null))];
        var answers = Predictor.Outputs(model, sequences);
        Assert.All(sequences.Select((s, n) => (s, n)), p =>
            Assert.All(answers.Of(p.n).ToArray().Zip(plain([.. p.s.Inputs.Chunk(K)])), a => Assert.Equal(a.First, a.Second, 1e-10)));
    }
}
