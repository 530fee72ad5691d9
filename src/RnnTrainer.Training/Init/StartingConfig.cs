using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data;
using RnnTrainer.Data.Checks;
using RnnTrainer.Data.Encodings;
using RnnTrainer.Data.Summary;
using RnnTrainer.Training.Configuration;
using RnnTrainer.Training.Tasks;

namespace RnnTrainer.Training.Init;

/// <summary>A config to start from, chosen from what a file holds.</summary>
/// <param name="Config">Trains as it is.</param>
/// <param name="Reasons">Why a key has its value, by its dotted path; exactly these keys are written.</param>
/// <param name="Notes">What a user should know.</param>
sealed record StartingConfig(Config Config, IReadOnlyDictionary<string, string> Reasons, IReadOnlyList<string> Notes)
{
    /// <summary>How many inputs are listed one by one.</summary>
    const int MostListed = 24;

    /// <summary>A tenth of fewer sequences with a class is too small to choose an epoch by.</summary>
    const int FewToValidate = 1000;

    static readonly string[] ScaleKeys = ["data.normalize", "data.transform", "data.scale_input"];

    /// <summary>Chooses.</summary>
    /// <param name="summary">What the training file holds; its task is known and it has no problems.</param>
    /// <param name="files">The paths, as the config is to have them.</param>
    public static StartingConfig Of(DataSummary summary, DataFiles files)
    {
        var task = SequenceTask.Parse(summary.Task.Task!);
        var reasons = new Dictionary<string, string> { ["task"] = summary.Task.Reason };
        var paths = new DataConfig { Train = files.Train, Validation = files.Validation, Test = files.Test };
        var data = Columns(summary, task, paths, reasons);
        var notes = new List<string>();
        data = Parts(summary, task, data, reasons, notes);
        var (model, training) = StartingSizes.Of(summary, task, data, reasons);
        return new StartingConfig(new Config { Task = task.Kind, Data = data, Model = model, Training = training }, reasons, notes);
    }

    /// <summary>The same without held-out parts.</summary>
    /// <param name="why">What is said of it.</param>
    public StartingConfig WithoutSplit(string why) => this with
    {
        Config = Config with { Data = Config.Data with { Split = null }, Training = Config.Training with { EarlyStopping = null } },
        Reasons = Reasons.Where(
            r => !r.Key.StartsWith("data.split", StringComparison.Ordinal) && !r.Key.StartsWith("training.early", StringComparison.Ordinal))
            .ToDictionary(),
        Notes = [.. Notes, why],
    };

    /// <summary>The same with other sequences held out.</summary>
    /// <param name="seed">That draws them.</param>
    public StartingConfig SplitBy(int seed) =>
        this with { Config = Config with { Data = Config.Data with { Split = Config.Data.Split! with { Seed = seed } } } };

    /// <summary>The same, scaled as the evidence supports.</summary>
    public StartingConfig ScaledBy(IReadOnlyList<ScaleAdvice> advice)
    {
        var (data, reasons) = (Config.Data, Reasons.ToDictionary());
        foreach (var (own, transform, isRobust, _, reason) in advice)
        {
            data = data with
            {
                Normalize = own switch
                {
                    OwnScaling.Sequence => Normalize.Sequence,
                    OwnScaling.Series => Normalize.Series,
                    _ => isRobust ? Normalize.Robust : data.Normalize,
                },
                Transform = transform ?? data.Transform,
                ScaleInput = data.ScaleInput || own == OwnScaling.Sequence,
            };
            reasons[transform is null ? "data.normalize" : "data.transform"] = reason;
            if (own == OwnScaling.Sequence)
            {
                reasons["data.scale_input"] = "the deviation of a sequence is an input as well";
            }
        }

        return advice.Count == 0 ? this : this with { Config = Config with { Data = data }, Reasons = reasons };
    }

    /// <summary>The same, scaled as another.</summary>
    public StartingConfig ScaledAs(StartingConfig other)
    {
        var (own, its) = (Config.Data, other.Config.Data);
        string[] keys = [.. ScaleKeys.Where(other.Reasons.ContainsKey)];
        return this with
        {
            Config = Config with { Data = own with { Normalize = its.Normalize, Transform = its.Transform, ScaleInput = its.ScaleInput } },
            Reasons = Reasons.Where(r => !ScaleKeys.Contains(r.Key))
                .Concat(keys.Select(key => KeyValuePair.Create(key, other.Reasons[key]))).ToDictionary(),
        };
    }

    /// <summary>The same, with symbols that training never saw allowed.</summary>
    public StartingConfig WithUnknown() => this with
    {
        Config = Config with { Data = Config.Data with { Unknown = true } },
        Reasons = Reasons.Append(new KeyValuePair<string, string>("data.unknown", "some symbols are so rare that training never sees them"))
        .ToDictionary(),
    };

    /// <summary>As a file: the keys that were decided, each with its reason.</summary>
    /// <param name="head">Lines of a comment at its beginning.</param>
    public string ToYaml(params IEnumerable<string> head)
    {
        var text = Config.ToYaml(key => Reasons.GetValueOrDefault(key) is { Length: > 0 } reason ? reason : null, [.. Reasons.Keys]);
        return $"{string.Concat(head.Select(line => $"# {Printable.Line(line)}\n"))}{text}";
    }

    static DataConfig Columns(DataSummary summary, SequenceTask task, DataConfig data, Dictionary<string, string> reasons)
    {
        var options = summary.Options;
        reasons["data.train"] = "";
        reasons["data.layout"] = summary.Layout.Reason;
        data = data with { Layout = summary.Layout.Layout, Text = options.Text, Decimal = options.Decimal, DateOrder = options.DateOrder };
        if (options.Sequence.Count > 0)
        {
            (data, reasons["data.sequence"]) = (data with { Sequence = new Columns(options.Sequence) }, "names the sequence of each row");
        }

        if (options.Step.Count > 0)
        {
            (data, reasons["data.step"]) = (data with { Step = new Columns(options.Step) }, "orders the rows of a sequence");
        }

        if (!options.HasHeader)
        {
            (data, reasons["data.header"]) = (data with { Header = false }, "the first line holds values");
        }

        if (options.Encoding != new DataOptions().Encoding)
        {
            (data, reasons["data.encoding"]) = (data with { Encoding = options.Encoding }, "of the file's characters");
        }

        if (options.Order != RowOrder.Rising)
        {
            (data, reasons["data.order"]) = (data with { Order = options.Order }, "the newest row is the first");
        }

        if (options.DateFormat != DateFormat.Auto)
        {
            (data, reasons["data.date_format"]) = (data with { DateFormat = options.DateFormat }, "how numbers stand for dates");
        }

        if (options.Units.Count > 0)
        {
            (data, reasons["data.units"]) = (data with { Units = new Columns(options.Units) }, "stand next to numbers");
        }

        if (options.BlankLines != BlankLines.Skip)
        {
            (data, reasons["data.blank_lines"]) = (data with { BlankLines = options.BlankLines }, "a blank line ends a sequence");
        }

        if (options.FillSequence)
        {
            (data, reasons["data.fill_sequence"]) = (data with { FillSequence = true }, "only the first row of a sequence has its name");
        }

        if (options.Decimal == DecimalSign.Comma)
        {
            reasons["data.decimal"] = "numbers are written as in 2,5 and 1.234,5";
        }

        if (options.DateOrder != DateOrder.YearFirst)
        {
            reasons["data.date_order"] = "no other order fits all dates";
        }

        if (summary.Layout.Layout == Layout.Text)
        {
            reasons["data.text"] = options.Text == TextMode.Lines ? "each line is a sequence; stream: the whole text is one"
                : "the whole text is one sequence; lines: each line is one";
        }

        data = Inputs(summary, data, reasons);
        data = Target(summary, task, data, reasons);
        data = task.Start(data, summary, reasons);
        if (!options.MissingMarkers.SequenceEqual(DataOptions.UsualMissingMarkers))
        {
            (data, reasons["data.missing_marks"]) = (
                data with { MissingMarks = new Columns(options.MissingMarkers) }, "what stands where there is no number, in any case");
        }

        if (options.Missing != MissingPolicy.Error)
        {
            (data, reasons["data.missing"]) = (data with { Missing = options.Missing }, Missing(summary));
        }

        return data;
    }

    static DataConfig Inputs(DataSummary summary, DataConfig data, Dictionary<string, string> reasons)
    {
        var options = summary.Options;
        if (options.Tokens is not null)
        {
            reasons["data.tokens"] = options.Tokenizer is null ? "the words that are read, one a step" : "the texts, one a row";
            if (options.Tokenizer is { } tokenizer)
            {
                reasons["data.tokenizer"] = tokenizer == Tokenizer.Words ? "a step is a word; characters: a character"
                    : "a step is a character; words: a word";
            }

            data = data with { Tokens = new Columns(options.Tokens), Tokenizer = options.Tokenizer };
        }

        if (options.Categories.Count > 0)
        {
            (data, reasons["data.categories"]) = (
                data with { Categories = new Columns(options.Categories) }, "names: an input of 0 or 1 for each");
        }

        var isListed = summary.Inputs.Count <= MostListed
            || (options.Inputs is { } named && summary.Columns.Any(c => c.Kind == ColumnKind.Number && !named.Contains(c.Name)));
        if (summary.Inputs.Count > 0 && summary.Columns.Count > 0 && isListed)
        {
            (data, reasons["data.inputs"]) = (
                data with { Inputs = new Columns(summary.Inputs) }, "leave out what is not known when a prediction is made");
        }

        return data;
    }

    static DataConfig Target(DataSummary summary, SequenceTask task, DataConfig data, Dictionary<string, string> reasons)
    {
        if (task.PredictsNextSymbol || summary.Layout.Layout is Layout.Ts or Layout.Ucr or Layout.Arff or Layout.Tsf
            || summary.Task.Target.Count == 0)
        {
            return data;
        }

        if (summary.Task.Target.Count <= MostListed || summary.Options.TargetLevel != TargetLevel.Next)
        {
            (data, reasons["data.target"]) = (
                data with { Target = new Columns(summary.Task.Target) }, summary.Classes.Count > 0 ? Classes(summary)
                : "the value to predict");
        }

        return data;
    }

    static string Classes(DataSummary summary) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Words.Counted(summary.Classes.Count, "class")}: " +
        $"{string.Join(", ", summary.Classes.Take(4).Select(c => $"{c.Name} ({c.Count:N0})"))}{(summary.Classes.Count > 4 ? ", …" : "")}");

    static string Missing(DataSummary summary)
    {
        var missing = summary.Columns.Where(c => c.Missing > 0).ToList();
        return missing.Count == 0 ? "missing numbers, if there are any, are filled"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{missing.Sum(c => c.Missing):N0} cells are missing in " +
                $"{string.Join(", ", missing.Take(4).Select(c => c.Name))}{(missing.Count > 4 ? ", …" : "")}");
    }

    /// <summary>Held-out parts where there is enough to hold out.</summary>
    static DataConfig Parts(DataSummary summary, SequenceTask task, DataConfig data, Dictionary<string, string> reasons, List<string> notes)
    {
        var byTime = task.WindowsOf(data) is not null || summary.Lengths.Sequences == 1;
        var count = byTime ? summary.Lengths.Max : summary.Lengths.Sequences;
        var isSplitByFile = summary.Layout.Layout == Layout.Files && summary.Columns.Any(c => c.Name == "split");
        if (data.Validation is not null)
        {
            reasons["data.validation"] = "the epoch with the best score there is kept";
        }

        if (data.Test is not null)
        {
            reasons["data.test"] = "scored at the end, never trained on";
        }

        if (data is { Validation: not null, Test: not null })
        {
            return data;
        }

        if (isSplitByFile || count < 10)
        {
            notes.Add(
                isSplitByFile ? "the column 'split' says what is held out"
                : $"{count} {(byTime ? "step" : "sequence")}{(count == 1 ? " is" : "s are")} too few to hold some out: the scores are " +
                    $"those of training");
            return data;
        }

        var hasClasses = !byTime && task.HasClassOfSequence(data);
        if (hasClasses && data.Test is null && summary.Classes.All(c => c.Count == 1))
        {
            notes.Add("every class has one sequence, so nothing is held out: the scores are those of training");
            return data;
        }

        var isFew = hasClasses && count < FewToValidate;
        var (validation, test) = (data.Validation is not null || isFew ? 0 : count < 50 ? 0.2 : 0.1, data.Test is null ? 0.2 : 0);
        if (isFew && data.Validation is null)
        {
            notes.Add(
                $"{Words.Counted(count, "sequence")}: none is held out to choose an epoch by, since a few would choose by chance; "
                + "the model is trained on all of them to the last epoch, while the rate falls to 0");
        }

        if (validation + test == 0)
        {
            return data;
        }

        if (validation > 0)
        {
            reasons["data.split.validation"] = byTime ? "the last steps before the test: the epoch with the best score there is kept"
                : "held out, drawn by seed: the epoch with the best score there is kept";
        }

        if (test > 0)
        {
            reasons["data.split.test"] = byTime ? "the last steps of all, scored at the end" : "held out as well, scored at the end";
        }

        if (!byTime)
        {
            reasons["data.split.seed"] = "another one holds out other sequences";
        }

        if (hasClasses)
        {
            reasons["data.split.stratify"] = "the same share of every class";
        }

        return data with { Split = new SplitConfig { Validation = validation, Test = test, Stratify = hasClasses } };
    }
}
