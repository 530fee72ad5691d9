namespace RnnTrainer.Cells;

/// <summary>
/// The built-in cells: texts in index notation, one <c>.cell</c> file each in the folder Library. <c>docs/cells.md</c> shows them.
/// </summary>
public static class CellLibrary
{
    /// <summary>The names that configs and commands use, from plain to rich within each family.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "rnn", "rnn-relu", "irnn", "indrnn", "antisymmetric", "fast-rnn",
        "ugrnn", "ugrnn-diagonal", "ugrnn-heads", "gru", "gru-reset-after", "mgu", "min-gru", "fast-grnn", "atr", "cfn",
        "lstm", "lstm-peephole", "lstm-coupled", "min-lstm", "janet", "ran", "intersection-rnn", "lem", "cornn",
    ];

    static readonly Lazy<IReadOnlyList<TextCell>> Cells = new(() => [.. Names.Select(n => Find(n)!)]);

    /// <summary>Every cell with the constants of its text, in the order of <see cref="Names"/>.</summary>
    public static IReadOnlyList<TextCell> All => Cells.Value;

    /// <summary>The cell of a name; null if there is none.</summary>
    /// <param name="name">The name, such as <c>gru</c>.</param>
    /// <param name="values">Constants and sizes that take other values than the text gives them, such as <c>forget_bias</c>.</param>
    /// <exception cref="CellException">The cell cannot have one of these values.</exception>
    public static TextCell? Find(string name, IReadOnlyDictionary<string, double>? values = null) =>
        Names.Contains(name) ? TextCell.Parse(TextOf(name), $"{name}.cell", values) : null;

    static string TextOf(string name)
    {
        using var stream = typeof(CellLibrary).Assembly.GetManifestResourceStream($"{name}.cell")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
