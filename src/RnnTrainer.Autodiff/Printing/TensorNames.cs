namespace RnnTrainer.Autodiff.Printing;

/// <summary>A node's name without its time step, and the time step: h and t−1 for <c>h_{t-1}</c>.</summary>
readonly record struct TimedName(string Name, string Time);

/// <summary>How printers name tensors: by their names alone, or with the time steps that they belong to.</summary>
/// <param name="timeOf">The name of a node and its time step; null if it belongs to none, as parameters do.</param>
sealed class TensorNames(Func<Node, TimedName?> timeOf)
{
    /// <summary>Names without time steps.</summary>
    public static TensorNames Plain { get; } = new(_ => null);

    /// <summary>
    /// The names in one step of a cell: t−1 for the states before it, t for what it reads and computes; <c>h'</c> becomes <c>h_t</c>.
    /// </summary>
    /// <param name="before">The states before the step.</param>
    /// <param name="after">The states after it, in the same order.</param>
    public static TensorNames OfStep(IReadOnlyList<Node> before, IReadOnlyList<Node> after) => new(node =>
        node is Parameter ? null
        : before.Contains(node) ? new TimedName(node.Name, "t-1")
        : after.Index().FirstOrDefault(a => a.Item == node) is (var n, not null) ? new TimedName(before[n].Name, "t")
        : new TimedName(node.Name, "t"));

    /// <summary>The name of a tensor without <c>.grad</c> and without its time step.</summary>
    public string Stem(Tensor tensor) => TimedOf(tensor)?.Name ?? tensor.Node?.Name ?? tensor.Name;

    /// <summary>The time step of a tensor; null if it has none.</summary>
    public string? Time(Tensor tensor) => TimedOf(tensor)?.Time;

    /// <summary>Whether a tensor is the gradient of its node.</summary>
    public static bool IsGradient(Tensor tensor) => tensor.Node is { } node && !ReferenceEquals(node.Value, tensor);

    /// <summary>The name as text: <c>h_{t-1}.grad</c>, <c>R~_t</c>, <c>WhR</c>.</summary>
    public string Text(Tensor tensor)
    {
        var time = Time(tensor);
        return time is null ? tensor.Name
            : $"{Stem(tensor)}_{(time.Length > 1 ? $"{{{time}}}" : time)}{(IsGradient(tensor) ? ".grad" : "")}";
    }

    /// <summary>The name as LaTeX: <c>h_{t-1}.\mathrm{grad}</c>.</summary>
    public string Latex(Tensor tensor)
    {
        if (Time(tensor) is not { } time)
        {
            return LatexNames.Of(tensor.Name);
        }

        // Two subscripts in a row are an error in LaTeX.
        var stem = LatexNames.Of(Stem(tensor));
        stem = stem.Contains('_', StringComparison.Ordinal) ? $"{{{stem}}}" : stem;
        return $"{stem}_{{{time}}}{(IsGradient(tensor) ? @".\mathrm{grad}" : "")}";
    }

    /// <summary>The time step as MathML, to be put in front of the subscripts; null if there is none.</summary>
    public string? MathMlTime(Tensor tensor) => Time(tensor) switch
    {
        null => null,
        "t" => "<mi>t</mi>",
        "t-1" => "<mi>t</mi><mo>−</mo><mn>1</mn>",
        var number => $"<mn>{number.Replace('-', '−')}</mn>",
    };

    TimedName? TimedOf(Tensor tensor) => tensor.Node is { } node ? timeOf(node) : null;
}
