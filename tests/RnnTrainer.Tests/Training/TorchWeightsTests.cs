using RnnTrainer.Training;
using RnnTrainer.Training.Export;
using RnnTrainer.Training.Inference;

namespace RnnTrainer.Tests.Training;

/// <summary>Weights in PyTorch's layout give PyTorch's formulas the answers of the model.</summary>
public sealed class TorchWeightsTests
{
    [Theory]
    [InlineData("ugrnn", "GRU")]
    [InlineData("gru-reset-after", "GRU")]
    [InlineData("lstm", "LSTM")]
    [InlineData("rnn", "RNN")]
    [InlineData("rnn-relu", "RNN relu")]
    [InlineData("irnn", "RNN relu")]
    public void The_formulas_of_pytorch_answer_alike_from_learnt_states_in_both_directions(string cell, string module)
    {
        using var model = OnnxFileTests.Make("learned both ways", cell);
        var file = TorchWeights.Of(model);
        var tensors = file.Tensors.ToDictionary(t => t.Name, t => t.ToDoubles());
        string[] states = tensors.ContainsKey("c0") ? ["h0", "c0"] : ["h0"];
        var H = model.Config.Model.Hidden;
        var torch = new PlainTorch(tensors, module, H);

        var sequences = LayersTests.Batch(model).Sequences;
        var answers = Predictor.Outputs(model, sequences);
        Assert.Equal("[\"x0\",\"x1\",\"x2\"]", file.Metadata["inputs"]);
        Assert.All(sequences.Select((s, n) => (s, n)), p =>
        {
            var own = torch.Answer(
                [.. p.s.Inputs.Chunk(p.s.Width)], part => [.. states.Select(s => tensors[s][(part * H)..((part + 1) * H)])]);
            Assert.All(answers.Of(p.n).ToArray().Zip(own), a => Assert.Equal(a.First, a.Second, 1e-10));
        });
    }

    [Theory]
    [InlineData("gru", "gru-reset-after")]
    [InlineData("lstm-peephole", "the cell lstm is torch.nn.LSTM")]
    [InlineData("min-gru", "--format onnx takes every cell")]
    public void A_cell_that_pytorch_has_not_is_refused_with_what_to_take(string cell, string hint)
    {
        using var model = OnnxFileTests.Make("plain", cell);
        Assert.Contains(hint, Assert.Throws<RunException>(() => TorchWeights.Of(model)).Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Residual_sums_are_refused()
    {
        using var model = OnnxFileTests.Make("residual", "lstm");
        Assert.Contains("residual", Assert.Throws<RunException>(() => TorchWeights.Of(model)).Message, StringComparison.Ordinal);
    }
}
