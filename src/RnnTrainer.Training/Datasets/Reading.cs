using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Splits;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Schemas;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Datasets;

/// <summary>How the files of a config are read.</summary>
static class Reading
{
    /// <summary>What the columns of the training file mean.</summary>
    public static DataOptions Options(Config config)
    {
        var (data, task) = (config.Data, SequenceTask.Of(config));
        return new DataOptions
        {
            Layout = data.Layout,
            Sequence = data.Sequence?.Names ?? [],
            Step = data.Step?.Names ?? [],
            Inputs = data.Tokens is null ? data.Inputs?.Names : data.Inputs?.Names ?? [],
            Categories = data.Categories?.Names ?? [],
            Tokens = data.Tokens?.Names,
            Tokenizer = data.Tokenizer,
            MinCount = data.MinCount,
            Affixes = data.Affixes,
            Unknown = data.Unknown,
            Text = data.Text,
            Dates = data.Dates?.Names ?? [],
            Calendar = data.Dates is null ? CalendarFeatures.None : Calendar(data.Calendar?.Names),
            Target = data.Target?.Names ?? [],
            TargetKind = task.TargetKind,
            TargetLevel = task.Level(data),
            TargetsAreInputs = task.WindowsOf(data) is not null || task.Level(data) == TargetLevel.Next,
            Decimal = data.Decimal,
            DateOrder = data.DateOrder,
            DateFormat = data.DateFormat,
            Units = data.Units?.Names ?? [],
            Order = data.Order,
            HasHeader = data.Header,
            Encoding = data.Encoding,
            BlankLines = data.BlankLines,
            FillSequence = data.FillSequence,
            Group = task.WindowsOf(data) is null ? data.Split?.By : null,
            Missing = data.Missing,
            KeepSteps = task.WindowsOf(data) is not null || (data.Split?.TestFold is not null && config.IsPerStep()),
            TargetsMayMiss = task.WindowsOf(data) is not null && data.Missing != MissingPolicy.Error,
            MissingMarkers = data.MissingMarks?.Names ?? DataOptions.UsualMissingMarkers,
        };
    }

    /// <summary>The same columns in another file of a model.</summary>
    /// <param name="labelled">Whether it has targets.</param>
    /// <param name="keepsSteps">Whether the cells of the step column are needed.</param>
    public static DataOptions Options(
        Config config, ModelSchema schema, string file, bool labelled = true, bool keepsSteps = false)
    {
        var options = Options(config) with { Target = schema.Target };
        options = schema.Encoding?.Options(options) ?? options with { Inputs = schema.Inputs };
        return options with
        {
            KeepsEmptyTexts = !labelled,
            Group = labelled ? options.Group : null,
            GroupMayMiss = file != config.Data.Train,
            Classes = schema.Classes,
            AreOfRun = true,
            KeepSteps = options.KeepSteps || keepsSteps || (!labelled && config.IsPerStep()),
            Layout = options.Layout == Layout.Auto
            && !file.Contains(".ts", StringComparison.OrdinalIgnoreCase) ? schema.Layout : options.Layout,
            Text = options.Text == TextMode.Auto ? schema.Text : options.Text,
            TargetsMayMiss = options.TargetsMayMiss || !labelled,
            Missing = schema.Known is not null && !labelled && options.Missing == MissingPolicy.Error ? MissingPolicy.Mean
                : options.Missing, // the rows of the steps ahead have no targets; KnownRows refuses other gaps
            TargetKind = labelled || config.Data.RelativeTo != ForecastBase.None || schema.Known is not null ? options.TargetKind
                : TargetKind.None,
        };
    }

    /// <summary>Reads a file for a trained model.</summary>
    /// <param name="bytes">Its content where it is in memory already, such as standard input; null: it is read.</param>
    /// <param name="keepsSteps">Whether the cells of the step column are needed.</param>
    /// <exception cref="DataException">It has errors, or holds something else than training did.</exception>
    public static DataPart Part(
        Config config, ModelSchema schema, string file, byte[]? bytes = null, bool labelled = true, bool keepsSteps = false) =>
        Part(config, schema, Set(config, schema, file, bytes, labelled, keepsSteps), labelled);

    /// <summary>The sequences of such a file, as they are read.</summary>
    /// <inheritdoc cref="Part(Config, ModelSchema, string, byte[], bool, bool)"/>
    internal static SequenceSet Set(
        Config config, ModelSchema schema, string file, byte[]? bytes, bool labelled, bool keepsSteps = false)
    {
        var options = Options(config, schema, file, labelled, keepsSteps);
        return bytes is null ? DataFile.Read(file, options) : DataFile.Parse(bytes, file, options);
    }

    /// <summary>What a trained model takes of a file that was read.</summary>
    /// <exception cref="DataException">It holds something else than training did.</exception>
    internal static DataPart Part(Config config, ModelSchema schema, SequenceSet set, bool labelled)
    {
        var part = Preprocessing.Apply(Portion.All(set), config, schema, labelled);
        return part.Count > 0 ? part
            : throw (SequenceTask.Of(config).WindowsOf(config.Data) is { } windows
                && set.Sequences.Any(s => s.Length >= windows.Before + windows.Horizon) ? NoTargets(windows, set, "it")
                : NothingLeft(config, set, "it"));
    }

    /// <summary>
    /// Refuses a file whose layout has no targets of the kind that the task learns: a text, or labels of whole sequences where steps have
    /// targets.
    /// </summary>
    /// <exception cref="DataException">It has none.</exception>
    internal static void RequireTargets(Config config, SequenceSet set)
    {
        var task = SequenceTask.Of(config);
        if (task.MissingTargets(set, config.Data) is { } what)
        {
            var layout = set.Layout.Layout;
            throw new DataException(Diagnostic.OfFile(
                set.File,
                $"task {task.Name} needs {what}, and a file of layout {ConfigValue.Name(layout)} has none",
                layout == Layout.Text ? "A text is for task language." : layout is Layout.Ts or Layout.Ucr or Layout.Files
                ? "Its labels belong to whole sequences: task classify."
            : layout == Layout.Tsf ? "Its series have no labels: task forecast."
                : "Name the columns of the targets (target:), or another task."));
        }
    }

    /// <summary>Refuses labels that an earlier training did not have: the model has no outputs for them.</summary>
    /// <param name="known">Of the earlier training; null: the labels are those of the file.</param>
    /// <exception cref="DataException">There are such labels; it names them.</exception>
    internal static void RequireKnown(ModelSchema? known, SequenceSet set)
    {
        if (known is null || known.Classes.Count == 0)
        {
            return;
        }

        string[] unknown = [.. set.Sequences.SelectMany(s => s.StepLabels ?? (IReadOnlyList<string>)(s.Label is { } label ? [label] : []))
            .Distinct().Except(known.Classes).Order(StringComparer.Ordinal)];
        if (unknown.Length > 0)
        {
            throw new DataException(Diagnostic.OfFile(
                set.File,
                $"{Words.Agree(unknown.Length, "class", "classes")} "
                + $"{Words.FirstFew([.. unknown.Select(u => $"'{u}'")], most: 5, shown: 4)} "
                + $"{Words.Agree(unknown.Length, "is", "are")} unknown to the model, which has {Words.FirstFew(known.Classes, 8, 6)}",
                "Leave these rows out, or train a new model on all data."));
        }
    }

    /// <summary>Refuses words and categories that an earlier training did not have.</summary>
    /// <exception cref="DataException">There are such values; it names some.</exception>
    internal static void RequireKnown(DataPart part)
    {
        if (part.Unseen is [var unseen, ..])
        {
            throw new DataException(Diagnostic.OfFile(
                part.File,
                $"{Words.Counted(unseen.Count, unseen.Unit)} in column '{unseen.Column}' {Words.Agree(unseen.Count, "is", "are")} unknown "
                + $"to the model, such as {string.Join(", ", unseen.Examples.Select(e => $"'{e}'"))}",
                "Leave these rows out, train a new model on all data, or set data.unknown to true, and they count as <unk>."));
        }
    }

    /// <summary>The error that all windows lack their targets.</summary>
    internal static DataException NoTargets(WindowOptions windows, SequenceSet set, string place) => new(Diagnostic.OfFile(
        set.File,
        $"{place} has no window of {Words.Counted(windows.Before, "step")} with a known target among the {windows.Horizon} after it: "
        + $"too many are missing in {Words.FirstFew([.. set.TargetColumns.Select(t => $"'{t}'")], most: 5, shown: 4)}",
        "Name another target (target:), or give the values that are missing."));

    /// <summary>The error that no sequence or window is left.</summary>
    internal static DataException NothingLeft(Config config, SequenceSet set, string place)
    {
        var longest = set.Sequences.Max(s => s.Length);
        return new DataException(SequenceTask.Of(config).WindowsOf(config.Data) is { } windows
            ? Diagnostic.OfFile(
                set.File,
                $"the longest series has {longest} steps: no window of {windows.Before} and {windows.Horizon} to forecast fits into " +
                $"{place}",
                "Give a longer series; or train with a smaller window (window:, season:), or hold out less (split:).")
            : Diagnostic.OfFile(
                set.File, "no sequence has two symbols: there is nothing to predict", "Give longer texts."));
    }

    static CalendarFeatures Calendar(IReadOnlyList<string>? names) =>
        (names ?? ["hour", "weekday", "month"])
            .Aggregate(CalendarFeatures.None, (all, name) => all | Enum.Parse<CalendarFeatures>(name, ignoreCase: true));
}
