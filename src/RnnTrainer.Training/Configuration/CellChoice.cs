using RnnTrainer.Autodiff;
using RnnTrainer.Cells;
using RnnTrainer.Cells.Language.Building;
using RnnTrainer.Common;

namespace RnnTrainer.Training.Configuration;

/// <summary>The cell that a config means: a built-in one, or the text in a <c>.cell</c> file.</summary>
static class CellChoice
{
    const string Extension = ".cell";

    /// <summary>The cell of this name or path, checked.</summary>
    /// <exception cref="ConfigException">There is none.</exception>
    /// <exception cref="CellException">The file cannot be read, is not a cell, or its derivatives do not hold.</exception>
    public static ICell Find(string name) => Find(new ModelConfig { Cell = name });

    /// <summary>The cell of a config, checked.</summary>
    /// <param name="text">The cell's text where it is known, from a checkpoint, for which it was checked before; null: the file has
    /// it.</param>
    /// <exception cref="ConfigException">There is no such cell.</exception>
    /// <exception cref="CellException">The file cannot be read, is not a cell, or its derivatives do not hold.</exception>
    public static ICell Find(ModelConfig model, string? text = null)
    {
        if (!IsPath(model.Cell))
        {
            return CellLibrary.Find(model.Cell, model.Constants?.Values)
                ?? throw new ConfigException(new Diagnostic("model.cell", null, null, Problem(model.Cell)!, Hint(model.Cell)));
        }

        var cell = Parse(model, text);
        if (text is null)
        {
            CellCheck.Require(cell);
        }

        return cell;
    }

    /// <summary>Whether the name is that of a file.</summary>
    public static bool IsPath(string name) => name.EndsWith(Extension, StringComparison.Ordinal);

    /// <summary>
    /// The name under which a cell is shown, everywhere: a built-in cell's, or the one that a file's text gives itself; the file's name
    /// without folder and extension
    /// where there is no text or it gives none.
    /// </summary>
    /// <param name="cell">A name or a path.</param>
    /// <param name="text">The cell's text where it is known, from a checkpoint; null: the file has it.</param>
    public static string NameOf(string cell, string? text = null) => !IsPath(cell) ? cell
        : (text ?? TextIfAny(cell)) is { } known && TextCell.NameIn(known) is { } own ? own
        : Path.GetFileNameWithoutExtension(cell);

    /// <summary>The program in a file; null: the name is no path, or the file holds a cell.</summary>
    /// <exception cref="CellException">The file cannot be read, or has errors.</exception>
    public static NamedProgram? FindProgram(string name) => IsPath(name) ? TextProgram.Parse(Read(name), name, IsOfRun(name)) : null;

    /// <summary>The text of a file; null: the name is that of a built-in cell.</summary>
    /// <exception cref="CellException">The file cannot be read.</exception>
    public static string? TextOf(string name) => IsPath(name) ? Read(name) : null;

    /// <summary>The text of a cell that was written in C#: of its statements, as <c>rnn derive</c> prints it.</summary>
    public static string TextOf(ICell cell)
    {
        var step = CellStep.Trace(cell, Precision.Float64, CellSizes.For(cell));
        using var graph = step.Graph;
        return string.Join('\n', step.ForwardText) + "\n";
    }

    /// <summary>The config with a cell that was written in C#.</summary>
    internal static Config In(Config config, ICell cell) => config with { Model = config.Model with { Cell = cell.Name + Extension } };

    /// <summary>The config as a run saves it, next to the text of its cell, so that its bytes do not depend on where the file
    /// was.</summary>
    public static Config Kept(Config config, ICell cell) =>
        IsPath(config.Model.Cell) ? In(config, cell) : config;

    /// <summary>The text that a run has to save: that of a cell from a file, but not of a built-in one.</summary>
    public static string? KeptText(Config config, ICell cell) => IsPath(config.Model.Cell) ? ((TextCell)cell).Text : null;

    /// <summary>Why there is no such cell; null if there is one, or if the name is that of a file.</summary>
    public static string? Problem(string name) => IsPath(name) || CellLibrary.Names.Contains(name) ? null : $"there is no cell '{name}'";

    /// <summary>What to do about it.</summary>
    public static string Hint(string name)
    {
        var names = CellLibrary.Names;
        return NearestName.To(Plain(name), names) is { } near ? $"did you mean '{near}'?"
            : $"built-in cells: {string.Join(", ", names)}; or the path of a .cell file";
    }

    // GRU, nn.LSTM, LSTMCell, SimpleRNN, gru_reset_after.
    static string Plain(string name) =>
        name[(name.LastIndexOf('.') + 1)..].ToLowerInvariant().Replace('_', '-').Replace("simplernn", "rnn", StringComparison.Ordinal)
        .Replace("cell", "", StringComparison.Ordinal);

    /// <summary>Checks that the file exists, that it is a cell, and that it has the constants which the config sets.</summary>
    /// <exception cref="CellException">It is not a cell.</exception>
    internal static IEnumerable<Diagnostic> FileErrors(ModelConfig model, SourceMap sources)
    {
        if (IsPath(model.Cell) && !File.Exists(model.Cell))
        {
            return [
                sources.ValueError(
                    "model.cell", $"model.cell: there is no file '{model.Cell}'",
                    "a path is relative to the config's folder or to the working directory; a run keeps its cell next to its config.yaml")];
        }

        var cell = IsPath(model.Cell) ? Parse(model, null) : CellLibrary.Find(model.Cell, model.Constants?.Values);
        var known = cell?.Constants.Keys.ToList() ?? [];
        return
        [
            .. (model.Constants?.Values.Keys ?? []).Where(name => !known.Contains(name)).Select(name => sources.KeyError(
                SourceMap.Join("model.constants", name),
                $"model.constants: the cell has no constant or size '{name}'",
                NearestName.To(name, known) is { } near ? $"did you mean '{near}'?" : known.Count > 0
                ? $"it has {string.Join(", ", known)}" : "a .cell file declares them: const forget_bias = 1")),
            .. MultipleErrors(cell?.UnitMultiple ?? 1, model, sources),
        ];
    }

    static IEnumerable<Diagnostic> MultipleErrors(int multiple, ModelConfig model, SourceMap sources) => model.Hidden % multiple == 0 ? [] :
    [
        sources.ValueError(
            "model.hidden", $"model.hidden: {model.Hidden} is not a multiple of {multiple}, into which the cell divides its units",
            $"take {(model.Hidden / multiple * multiple) + multiple}"),
    ];

    static TextCell Parse(ModelConfig model, string? text) =>
        TextCell.Parse(text ?? Read(model.Cell), model.Cell, model.Constants?.Values, isKept: text is not null || IsOfRun(model.Cell));

    /// <summary>Whether the file is the one that a run keeps next to its config: it was accepted when the run began.</summary>
    static bool IsOfRun(string path) => File.Exists(Path.Combine(Path.GetDirectoryName(path) ?? "", "run.json"));

    static string? TextIfAny(string path)
    {
        try
        {
            return Read(path);
        }
        catch (CellException)
        {
            return null;
        }
    }

    static string Read(string path)
    {
        try
        {
            return TextFile.Read(path, TextCell.LongestText, "a cell");
        }
        catch (IOException e)
        {
            throw new CellException(new Diagnostic(path, null, null, e.Message));
        }
    }
}
