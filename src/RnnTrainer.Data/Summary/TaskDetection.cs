using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Layouts.Wide;

namespace RnnTrainer.Data.Summary;

/// <summary>Guesses the task of a table, and the options to read it with.</summary>
static class TaskDetection
{
    public static readonly string[] LabelNames = [
        "label", "class", "target", "y", "tag", "upos", "pos", "outcome", "category", "labels", "classes"];
    static readonly string[] Turning = ["month", "day", "hour"]; // known ahead, and they come again
    static readonly string[] WordNames = ["form", "word", "token", "text", "char", "symbol", "words", "tokens"];
    static readonly string[] CodeNames = ["symbol", "char", "token", "code", "category", "kind", "type", "state", "action"];

    /// <param name="asked">The task; null: it is guessed.</param>
    public static (TaskGuess Task, DataOptions Options) Of(TableScan scan, Layout layout, DataOptions given, string? asked = null)
    {
        given = layout == Layout.Wide && given.Sequence.Count == 0 && WideName(scan) is { } name ? given with { Sequence = [name] } : given;
        var named = given.Target.Count > 0 ? given.Target : Labels(scan, layout, given);
        var (task, options) = named.Count > 0 ? Supervised(scan, layout, given, named) : Unsupervised(scan, layout, given);
        (task, options) = asked is null || asked == task.Task ? (task, options) : Asked(scan, layout, task, options, asked);
        return (task, Inputs(scan, layout, options with { Layout = layout }));
    }

    /// <summary>The task that was asked for, where the columns allow it; otherwise none.</summary>
    static (TaskGuess Task, DataOptions Options) Asked(
        TableScan scan, Layout layout, TaskGuess guess, DataOptions options, string asked)
    {
        const string Reason = "it was asked for";
        var targets = scan.Columns.Where(c => guess.Target.Contains(c.Name)).ToList();
        var (hasSteps, count) = (layout is Layout.Long or Layout.Series, targets.Count);
        var isPerStep = layout == Layout.Series || (hasSteps && guess.Target.Any(t => scan.Varies[Array.IndexOf(scan.Header, t)]));
        var level = isPerStep ? TargetLevel.Step : TargetLevel.Sequence;
        return asked switch
        {
            "language" => (new TaskGuess(asked, [], Reason), options with { Target = [], TargetKind = TargetKind.None }),
            "forecast" when layout == Layout.Series => Forecast(options, guess.Target, Reason),
            "forecast" when hasSteps && count > 0 && targets.All(c => c.HasNumbers) => As(TargetKind.Number, TargetLevel.Next),
            "classify" when count == 1 => As(TargetKind.Label, TargetLevel.Sequence),
            "tag" when count == 1 && hasSteps => As(TargetKind.Label, TargetLevel.Step),
            "regress" when count > 0 && targets.All(c => c.HasNumbers) => As(TargetKind.Number, level),
            "multilabel" when count > 0 && targets.All(c => c.IsBinary) => As(TargetKind.Binary, level),
            _ => (new TaskGuess(null, [], $"no column looks like a target of task {asked}"), options with { TargetKind = TargetKind.None }),
        };

        (TaskGuess, DataOptions) As(TargetKind kind, TargetLevel level) => (
            new TaskGuess(asked, guess.Target, Reason), options with { Target = guess.Target, TargetKind = kind, TargetLevel = level });
    }

    /// <summary>
    /// The column with a usual name for targets; otherwise the last column, if it holds names or codes and others hold numbers; otherwise,
    /// unless the file is a series, the only column of names.
    /// </summary>
    static IReadOnlyList<string> Labels(TableScan scan, Layout layout, DataOptions given)
    {
        var byName = LabelNames.SelectMany(n => scan.Columns.Where(c => c.Name.Equals(n, StringComparison.OrdinalIgnoreCase) && !c.IsDate))
            .FirstOrDefault()?.Name;
        if (byName is not null)
        {
            return [byName];
        }

        var free = scan.Columns.Where(c => IsFree(c, given)).ToList();
        var last = scan.Columns[^1];
        var others = free.Where(c => c != last && c.HasNumbers && !c.IsBinary).ToList();
        if (others.Count > (layout == Layout.Wide ? 2 : 0) && IsFree(last, given)
            && (last.IsCategory || (last.HasCodes && others.Any(c => !c.HasCodes))))
        {
            return [last.Name];
        }

        if (layout == Layout.Wide && Rest(scan).Where(c => IsFree(c, given) && c.HasNumbers).ToList() is [var only])
        {
            return [only.Name];
        }

        var names = free.Where(c => c.IsCategory).ToList();
        return layout != Layout.Series && others.Count > 0 && names.Count == 1 ? [names[0].Name] : [];
    }

    /// <summary>The columns of a wide table that number no step.</summary>
    static IEnumerable<ColumnScan> Rest(TableScan scan)
    {
        var steps = WideHeader.Of(scan.Header, new HashSet<int>(), new DataOptions()).Features.SelectMany(f => f.Fields).ToHashSet();
        return scan.Columns.Where((_, i) => !steps.Contains(i));
    }

    /// <summary>
    /// The column that names the rows of a wide table, if none has a usual name: it is different in every row, and a text, the first
    /// column, or one with a usual name for an index.
    /// </summary>
    static string? WideName(TableScan scan) => scan.Header.Any(HeaderNames.SequenceNames.Contains) ? null
        : Rest(scan)
            .FirstOrDefault(
                c => c.IsDifferent && scan.Rows > 1
                && (!c.HasNumbers || ((c == scan.Columns[0] || ColumnSample.IsIndex(c.Name)) && c.IsWhole)))?.Name;

    /// <summary>Whether a column names neither sequences nor steps.</summary>
    static bool IsFree(ColumnScan column, DataOptions given) =>
        !IsOrder(column.Name) && !given.Sequence.Contains(column.Name) && !given.Step.Contains(column.Name);

    static (TaskGuess Task, DataOptions Options) Supervised(TableScan scan, Layout layout, DataOptions given, IReadOnlyList<string> target)
    {
        var columns = target.Select(t => Array.IndexOf(scan.Header, t)).Where(i => i >= 0).ToArray();
        var names = string.Join(", ", target);
        var classes = columns.Length == 1 && (!scan.Columns[columns[0]].HasNumbers || scan.Columns[columns[0]].HasCodes);
        var perStep = layout == Layout.Series || (layout == Layout.Long && columns.Any(i => scan.Varies[i]));
        var multi = columns.Length > 1 && columns.All(i => scan.Columns[i].IsBinary);
        if (Texts(scan, layout, target) is { } texts)
        {
            return (texts, given with { Target = target, TargetKind = TargetKind.None });
        }

        if (layout == Layout.Series && !classes && !multi)
        {
            return Forecast(given, target, $"'{names}' is a number at every step of one long series");
        }

        var where = perStep ? "that changes from step to step" : "that is the same in all rows of a sequence";
        var what = classes ? "names a class" : multi ? "are 0 or 1" : columns.Length > 1 ? "are numbers" : "is a number";
        var task = multi ? "multilabel" : classes ? (perStep ? "tag" : "classify") : "regress";
        var options = given with
        {
            Target = target,
            TargetKind = classes ? TargetKind.Label : multi ? TargetKind.Binary : TargetKind.Number,
            TargetLevel = perStep ? TargetLevel.Step : TargetLevel.Sequence,
        };
        var reason = layout is Layout.Wide or Layout.Files ? $"'{names}' {what}, one for each row" : $"'{names}' {what} {where}";
        return (new TaskGuess(task, target, reason), options);
    }

    /// <summary>No task, if each row holds a text: it has to be cut into words or letters first.</summary>
    static TaskGuess? Texts(TableScan scan, Layout layout, IReadOnlyList<string> target) =>
        layout == Layout.Series && !scan.Columns.Where(c => c.HasNumbers && !IsOrder(c.Name)).ExceptBy(target, c => c.Name).Any()
            && scan.Columns.Where(c => c.HasTexts).ExceptBy(target, c => c.Name).FirstOrDefault() is { } texts
            ? new TaskGuess(null, target, $"column '{texts.Name}' holds whole texts")
            {
                Hint = $"`rnn data convert FILE OUT --{(texts.HasSpaces ? "words" : "letters")} {texts.Name}` makes a sequence of the " +
                    $"{(texts.HasSpaces ? "words" : "letters")} of each",
            }
            : null;

    static (TaskGuess Task, DataOptions Options) Unsupervised(TableScan scan, Layout layout, DataOptions given)
    {
        var numbers = scan.Columns.Where(c => c.HasNumbers && IsFree(c, given)).ToList();
        if (Texts(scan, layout, []) is { } texts)
        {
            return (texts, given with { TargetKind = TargetKind.None });
        }

        string[] names = [.. numbers.Select(c => c.Name)];
        if (layout is Layout.Long or Layout.Series && numbers.Count >= 8 && numbers.All(c => c.IsBinary))
        {
            return (
                new TaskGuess("multilabel", names, $"{numbers.Count} columns of 0 and 1, whose next step is to be predicted"),
                given with { Target = names, TargetKind = TargetKind.Binary, TargetLevel = TargetLevel.Next });
        }

        var timeless = numbers.Where(
            c => !c.IsUnixTime(scan.Lengths.Count) && !ColumnSample.IsTime(c.Name) && !ColumnSample.IsIndex(c.Name)).ToList();
        // 0 and 1 say what happens, such as a holiday
        string[] targets = [.. (timeless.Exists(c => !c.IsBinary) ? timeless.Where(c => !c.IsBinary) : timeless).Select(c => c.Name)];
        if (layout == Layout.Series && targets.Length > 0 && targets.Length < numbers.Count)
        {
            var inputs = numbers.Where(c => timeless.Contains(c) || Turning.Contains(c.Name, StringComparer.OrdinalIgnoreCase))
                .Select(c => c.Name);
            return Forecast(
                given with { Inputs = given.Inputs ?? [.. inputs] },
                targets,
                "there are numbers in the order of time, and no column that looks like a target");
        }

        if (layout == Layout.Series && numbers.Count > 0)
        {
            return Forecast(given, [], "there are numbers in the order of time, and no column that looks like a target");
        }

        if (layout == Layout.Long && numbers.Count > 0)
        {
            string[] all = targets.Length > 0 ? targets : names;
            return (
                new TaskGuess("forecast", all, "there are sequences of numbers, and no column that looks like a target"),
                given with { Target = all, TargetKind = TargetKind.Number, TargetLevel = TargetLevel.Next });
        }

        return numbers.Count == 0 && layout == Layout.Long && Words(scan, given) is { } words
            ? (new TaskGuess("language", [], $"there are only words, in column '{words}'"), given with { TargetKind = TargetKind.None })
            : (new TaskGuess(null, [], "no column looks like a target"), given with { TargetKind = TargetKind.None });
    }

    /// <summary>A forecast of the target or, if none is named, of all numbers that the reader finds.</summary>
    static (TaskGuess Task, DataOptions Options) Forecast(DataOptions given, IReadOnlyList<string> target, string reason) => (
        new TaskGuess("forecast", target, reason),
        given with { Target = target, TargetKind = TargetKind.Number, TargetLevel = TargetLevel.Step });

    /// <summary>
    /// The options with inputs: words if nothing else can be an input, otherwise numbers and categories; missing values are filled.
    /// </summary>
    static DataOptions Inputs(TableScan scan, Layout layout, DataOptions options)
    {
        if (layout == Layout.Series)
        {
            options = options.Step.Count > 0 || scan.Columns.FirstOrDefault(c => c.IsDate || c.IsUnixTime(1)) is not { } time ? options
                : options with { Step = [time.Name] };
        }

        if (layout is not (Layout.Long or Layout.Series) || options.Inputs is not null)
        {
            return Filled(scan, options);
        }

        var targets = options.Target.ToHashSet();
        var again = layout == Layout.Long
            ? scan.Columns.Where(
                (c, i) => !targets.Contains(c.Name) && IsFree(c, options) && !scan.Varies[i] && c.Names(scan.Lengths.Count)).ToHashSet()
                : [];
        var free = scan.Columns.Where(c => !targets.Contains(c.Name) && IsFree(c, options) && !again.Contains(c)).ToList();
        var coded = free.Where(
            c => c.HasNumbers && c.HasCodes && !c.IsBinary && CodeNames.Contains(c.Name, StringComparer.OrdinalIgnoreCase))
            .Select(c => c.Name).ToHashSet();
        var numbers = free.Where(c => c.HasNumbers && !coded.Contains(c.Name)).ToList();
        var words = options.Tokens?.FirstOrDefault()
            ?? (numbers.Count == 0 && coded.Count == 0 && options.Categories.Count == 0 ? Words(scan, options) : null);
        var isCategory = words is not null && free.Any(c => c.Name == words && c.IsCategory) && options.Tokens is null
            && options.TargetKind != TargetKind.None;
        string[] categories = isCategory ? [words!] : words is not null ? []
            : [.. coded, .. free.Where(c => c.IsCategory).Select(c => c.Name)];
        // by a column id, say, which is no input
        var isNumbered = layout == Layout.Series && scan.Header.Any(HeaderNames.SequenceNames.Contains);
        return Filled(scan, options with
        {
            Inputs = (isNumbered || again.Any(c => c.HasNumbers))
                && words is null
                ? [.. scan.Columns.Where(c => IsInput(c) && !again.Contains(c) && !coded.Contains(c.Name)).Select(c => c.Name)] : null,
            Tokens = options.Tokens ?? (isCategory || words is null ? null : [words]),
            Categories = options.Categories.Count > 0 ? options.Categories : categories,
        });

        bool IsInput(ColumnScan c) =>
            c.HasNumbers && IsFree(c, options) && !ColumnSample.IsTime(c.Name)
            && (!targets.Contains(c.Name) || options.TargetLevel == TargetLevel.Next
            || (layout == Layout.Series && options.TargetKind == TargetKind.Number));
    }

    /// <summary>Columns that may order the rows of a sequence, the best first: times, then numbers with a usual name for times.</summary>
    public static IEnumerable<string> Steps(TableScan scan, Layout layout, DataOptions options) =>
        layout != Layout.Long || options.Step.Count > 0 || scan.Header.Contains("step") ? []
        : scan.Columns.Where(
            c => IsFree(c, options) && (c.IsDate || c.IsUnixTime(scan.Lengths.Count) || (c.HasNumbers && ColumnSample.IsTime(c.Name))))
            .ExceptBy(options.Target, c => c.Name).OrderBy(c => c.IsDate ? 0 : c.IsUnixTime(scan.Lengths.Count) ? 1 : 2)
            .Select(c => c.Name);

    static DataOptions Filled(TableScan scan, DataOptions options) =>
        options.Missing == MissingPolicy.Error
            && scan.Columns.Where(c => c.HasNumbers && c.Missing > 0).ExceptBy(options.Target, c => c.Name).Any()
            ? options with { Missing = options.Layout == Layout.Series ? MissingPolicy.ForwardFill : MissingPolicy.Mean }
            : options;

    static string? Words(TableScan scan, DataOptions options)
    {
        var texts = scan.Columns.Where(c => (c.IsWord || c.IsCategory) && !IsOrder(c.Name) && !options.Sequence.Contains(c.Name))
            .Select(c => c.Name).Except(options.Target).ToList();
        return texts.Find(n => WordNames.Contains(n, StringComparer.OrdinalIgnoreCase)) ?? texts.FirstOrDefault();
    }

    static bool IsOrder(string name) => name == "step" || HeaderNames.SequenceNames.Contains(name);
}
