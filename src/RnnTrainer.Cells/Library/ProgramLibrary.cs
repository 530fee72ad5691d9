using RnnTrainer.Autodiff;
using RnnTrainer.Cells.Language.Building;
using RnnTrainer.Cells.Layers;
using RnnTrainer.Cells.Sheet;

namespace RnnTrainer.Cells.Library;

/// <summary>
/// The built-in programs that <c>rnn derive</c> shows and <c>rnn gradcheck</c> checks: those of the sheet, and the layers at both ends of a
/// model.
/// </summary>
static class ProgramLibrary
{
    /// <summary>Every program, in the order in which lists show them.</summary>
    public static IReadOnlyList<NamedProgram> All { get; } =
    [
        new("relu-unit", (graph, sizes) => ReluUnit.Build(graph, Weights(graph, "w", sizes.I), graph.Input("x", sizes.B, sizes.I))),
        new("softmax", (graph, sizes) => Softmax.Build(graph, graph.Input("s", sizes.B, sizes.J))),
        new("softmax-cheaper", (graph, sizes) => Softmax.WithCheaperBackward(graph, graph.Input("s", sizes.B, sizes.J))),
        new("embedding", (graph, sizes) => Embedding.Gather(
            graph, Weights(graph, "E", sizes.I, sizes.K), graph.Indices("s", sizes.B, sizes.C))),
        new("linear-head", (graph, sizes) => Head.Linear(
            graph, Weights(graph, "W", sizes.C, sizes.J), Weights(graph, "B", sizes.C), graph.Input("h", sizes.B, sizes.J))),
        new("softmax-cross-entropy", (graph, sizes) => Losses.SoftmaxCrossEntropy(
            graph, Outputs(graph, sizes), graph.Indices("y", sizes.B))),
        new("binary-cross-entropy", (graph, sizes) => Losses.BinaryCrossEntropy(graph, Outputs(graph, sizes), Targets(graph, sizes))),
        new("squared-error", (graph, sizes) => Losses.SquaredError(graph, Outputs(graph, sizes), Targets(graph, sizes))),
        new("absolute-error", (graph, sizes) => Losses.AbsoluteError(graph, Outputs(graph, sizes), Targets(graph, sizes))),
        new("huber", (graph, sizes) => Losses.Huber(graph, Outputs(graph, sizes), Targets(graph, sizes))),
        new("quantile", (graph, sizes) => Losses.Quantile(
            graph, Outputs(graph, sizes), Targets(graph, sizes), graph.Data("u", sizes.C), graph.Data("o", sizes.C))),
    ];

    static Parameter Weights(Graph graph, string name, params int[] shape) => new(name, graph.Precision, shape);

    static Input Outputs(Graph graph, CellSizes sizes) => graph.Input("s", sizes.B, sizes.C);

    static Input Targets(Graph graph, CellSizes sizes) => graph.Data("y", sizes.B, sizes.C);
}
