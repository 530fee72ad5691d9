using RnnTrainer.Autodiff;

namespace RnnTrainer.Cells;

/// <summary>Everything that has a name: cells, and the small programs of the sheet and of the models' ends.</summary>
public static class Library
{
    /// <summary>The cells, see <see cref="CellLibrary"/>.</summary>
    public static IReadOnlyList<TextCell> Cells => CellLibrary.All;

    /// <summary>The programs that <c>rnn derive</c> shows and <c>rnn gradcheck</c> checks.</summary>
    public static IReadOnlyList<LibraryProgram> Programs { get; } =
    [
        new("relu-unit", ReluUnitProgram),
        new("softmax", (graph, sizes) => Softmax.Of(graph, graph.Input("s", sizes.B, sizes.J))),
        new("softmax-cheaper", (graph, sizes) => Softmax.WithCheaperBackward(graph, graph.Input("s", sizes.B, sizes.J))),
        new("embedding", (graph, sizes) => Embedding.Of(graph, new Parameter("E", graph.Precision, sizes.I, sizes.K), graph.Indices("s", sizes.B, sizes.C))),
        new("linear-head", LinearHead),
        new("softmax-cross-entropy", (graph, sizes) => Losses.SoftmaxCrossEntropy(graph, graph.Input("s", sizes.B, sizes.C), graph.Indices("y", sizes.B))),
        new("binary-cross-entropy", (graph, sizes) => Losses.BinaryCrossEntropy(graph, graph.Input("s", sizes.B, sizes.C), graph.Data("y", sizes.B, sizes.C))),
        new("squared-error", (graph, sizes) => Losses.SquaredError(graph, graph.Input("s", sizes.B, sizes.C), graph.Data("y", sizes.B, sizes.C))),
        new("absolute-error", (graph, sizes) => Losses.AbsoluteError(graph, graph.Input("s", sizes.B, sizes.C), graph.Data("y", sizes.B, sizes.C))),
        new("huber", (graph, sizes) => Losses.Huber(graph, graph.Input("s", sizes.B, sizes.C), graph.Data("y", sizes.B, sizes.C))),
    ];

    /// <summary>The cell of this name, or null.</summary>
    /// <param name="values">Constants and sizes that take other values than the cell's own.</param>
    /// <exception cref="CellException">A value is not one that the cell can have.</exception>
    public static TextCell? FindCell(string name, IReadOnlyDictionary<string, double>? values = null) => CellLibrary.Find(name, values);

    /// <summary>One step of a cell as a graph of its own, with fresh parameters.</summary>
    public static CellStep Trace(ICell cell, Precision precision, Sizes sizes, IExecutor? executor = null) =>
        Trace(cell, Phi.Of(cell, precision, sizes.K, sizes.J), precision, sizes, executor);

    /// <summary>One step of a cell as a graph of its own, with the given parameters.</summary>
    public static CellStep Trace(ICell cell, Phi phi, Precision precision, Sizes sizes, IExecutor? executor = null)
    {
        var graph = new Graph(precision, sizes.B, executor);
        var x = graph.Input((cell as TextCell)?.Input ?? "x", sizes.B, sizes.K);
        var states = cell.States.Select(s => graph.Input(s, sizes.B, sizes.J)).ToList();
        return new CellStep(cell, graph, phi, x, states, cell.Step(graph, phi, x, states));
    }

    static Computed ReluUnitProgram(Graph graph, Sizes sizes) =>
        ReluUnit.Of(graph, new Parameter("w", graph.Precision, sizes.I), graph.Input("x", sizes.B, sizes.I));

    static Computed LinearHead(Graph graph, Sizes sizes) => Head.Linear(
        graph, new Parameter("W", graph.Precision, sizes.C, sizes.J), new Parameter("B", graph.Precision, sizes.C), graph.Input("h", sizes.B, sizes.J));
}

/// <summary>The sizes of the letters, all different unless said otherwise, so that a slipped index shows.</summary>
public sealed record Sizes(int B = 3, int J = 5, int K = 4, int C = 6, int I = 7)
{
    /// <summary>Those with which the cell is shown and checked.</summary>
    public static Sizes Of(ICell cell) => new(J: 5 * cell.UnitMultiple);

    /// <summary>With the next hidden size that the cell can have.</summary>
    public Sizes Fitting(ICell cell) => this with { J = (J + cell.UnitMultiple - 1) / cell.UnitMultiple * cell.UnitMultiple };
}

/// <summary>A small program with a name.</summary>
/// <param name="Build">Writes it into a graph and returns its last node.</param>
public sealed record LibraryProgram(string Name, Func<Graph, Sizes, Computed> Build)
{
    /// <summary>Of one from a text: what may be a mistake in it.</summary>
    public IReadOnlyList<CellError> Warnings { get; init; } = [];

    /// <summary>A wrong backward statement as it is reported: of one from a text, with its line.</summary>
    public Func<BackwardFault, CellError> Describe { get; init; } = fault => new CellError(Name, null, null, fault.ToString());
}

/// <summary>One step of a cell, traced.</summary>
public sealed record CellStep(ICell Cell, Graph Graph, Phi Phi, Input X, IReadOnlyList<Input> Before, IReadOnlyList<Node> After)
{
    /// <summary>The step as a scan takes it.</summary>
    public StepProgram Program => new(Graph, X, Before, [.. After.Cast<Computed>()]);

    public IEnumerable<string> ForwardText => ProgramText.Forward(
        "cell", Cell.Name, Graph, new ProgramHead([.. Before], Phi.Parameters, Starts(), (Cell as TextCell)?.Sizes, (Cell as TextCell)?.Declared));

    public IEnumerable<string> BackwardText => ProgramText.Backward(Graph, After);

    /// <summary>How the parameters start, where the notation would have it otherwise.</summary>
    Dictionary<string, string> Starts()
    {
        var (J, K) = (Before[0].Shape[1], X.Shape[1]);
        return Cell.Parameters(K, J)
            .Where(p => p.Start != Start.Default(p.Shape.Count, p.Shape.SequenceEqual([J, J])))
            .ToDictionary(p => p.Name, p => p.Start.ToString());
    }
}
