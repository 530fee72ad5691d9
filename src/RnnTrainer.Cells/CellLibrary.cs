namespace RnnTrainer.Cells;

/// <summary>The built-in cells: texts in the notation, one file each in the folder Library.</summary>
public static class CellLibrary
{
    /// <summary>The names that configs use, from plain to rich within each family.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "rnn", "rnn-relu", "irnn", "indrnn", "antisymmetric", "fast-rnn",
        "ugrnn", "ugrnn-diagonal", "ugrnn-heads", "gru", "gru-reset-after", "mgu", "min-gru", "fast-grnn", "atr", "cfn",
        "lstm", "lstm-peephole", "lstm-coupled", "min-lstm", "janet", "ran", "intersection-rnn", "lem", "cornn",
    ];

    static readonly Lazy<IReadOnlyList<TextCell>> Cells = new(() => [.. Names.Select(n => Find(n)!)]);

    /// <summary>Every cell with its own constants, in the order of <see cref="Names"/>.</summary>
    public static IReadOnlyList<TextCell> All => Cells.Value;

    /// <summary>The cell of this name, or null.</summary>
    /// <param name="values">Constants and sizes that take other values than the cell's own.</param>
    /// <exception cref="CellException">A value is not one that the cell can have.</exception>
    public static TextCell? Find(string name, IReadOnlyDictionary<string, double>? values = null) =>
        Names.Contains(name) ? TextCell.Parse(TextOf(name), $"{name}.cell", values) : null;

    static string TextOf(string name)
    {
        using var stream = typeof(CellLibrary).Assembly.GetManifestResourceStream($"{name}.cell")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
