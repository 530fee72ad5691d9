using RnnTrainer.Data.Profiling;

namespace RnnTrainer.Data.Summary;

/// <summary>Chooses what can be learned from a table, and the roles of its columns.</summary>
sealed class TaskChoice
{
    const int FewestFlags = 8, FewestWideNumbers = 2, SomeSequences = 10, FewestSteps = 3, FewClasses = 5, FewestOfClass = 3;
    const double Lasting = 0.5;

    static readonly string[] Flags =
        ["holiday", "promo", "promotion", "onpromotion", "open", "weekend", "isweekend", "is_weekend", "workingday", "schoolholiday",
        "event"];

    readonly TableFacts _table;
    readonly ColumnRoles _roles;
    readonly DataOptions _given;
    readonly string? _task;

    TaskChoice(TableFacts table, ColumnRoles roles, DataOptions given, string? task) =>
        (_table, _roles, _given, _task) = (table, roles, given, task);

    /// <summary>The task, and the options to read the file with.</summary>
    /// <param name="roles">The columns that are left out.</param>
    /// <param name="given">What the user named.</param>
    /// <param name="task">The task that the user named; null: it is chosen.</param>
    public static (TaskGuess Task, DataOptions Options) Of(TableFacts table, ColumnRoles roles, DataOptions given, string? task)
    {
        var choice = new TaskChoice(table, roles, given, task);
        var (guess, options) = choice.Chosen();
        guess = task is null ? guess : guess.Task == task ? guess with { Reason = "it was asked for" }
            : new TaskGuess(null, [], $"no column looks like a target of task {task}");
        return (guess, choice.WithInputs(options with { Layout = table.Layout }));
    }

    (TaskGuess Task, DataOptions Options) Chosen()
    {
        var target = _given.Target.Count > 0 ? _given.Target : _task is "forecast" or "language" ? [] : Labels();
        return target.Count > 0 ? Supervised(target) : Unsupervised();
    }

    IEnumerable<ColumnFacts> Free => _table.Columns.Where(c => !_table.IsOrder(c) && _roles.IsUsable(c));

    /// <summary>
    /// The column that is a target by its values and its name; otherwise the last column, if it holds names or codes and others hold
    /// numbers; otherwise several flags, or, unless the file is a series, the only column of names.
    /// </summary>
    IReadOnlyList<string> Labels()
    {
        var free = Free.Where(c => _given.Tokens?.Contains(c.Name) != true && _given.Inputs?.Contains(c.Name) != true).ToList();
        if (free.Where(c => TargetNames.IsLabel(c.Name) && (MayBeTarget(c) || _task is not null))
            .MinBy(c => TargetNames.IsStrong(c.Name) ? TargetNames.Rank(c.Name) : int.MaxValue - c.Index) is { } named)
        {
            return [named.Name];
        }

        if (_given.Tokenizer is not null || _table.Layout == Layout.List)
        {
            return OfRows(free);
        }

        var last = _table.Columns[^1];
        var others = free.Where(c => c != last && c.IsNumber && !c.IsBinary).ToList();
        var needed = _table.Layout == Layout.Wide ? FewestWideNumbers : 0;
        if (others.Count > needed && free.Contains(last) && IsLastLabel(last, others))
        {
            return FlagsBefore(free) is { Count: > 1 } flags && flags.Contains(last.Name) ? flags : [last.Name];
        }

        if (Countdown(free) is { } countdown)
        {
            return [countdown.Name];
        }

        if (OfSequences(free) is { } ofSequences)
        {
            return [ofSequences.Name];
        }

        if (!_table.HasSteps && WideSteps.Others(_table.Columns, _given).Where(c => free.Contains(c) && c.IsNumber).ToList() is [var only])
        {
            return [only.Name];
        }

        if (FlagsBefore(free) is { Count: > 1 } several)
        {
            return several;
        }

        var texts = free.Where(c => c.IsText).OrderBy(c => c.Distinct).ToList();
        if (_table.HasSteps && texts is [{ Kind: ValueKind.Category } tag, _, ..] && !free.Exists(c => c.IsNumber)
            && 2 * tag.Distinct <= texts[1].Distinct)
        {
            return [tag.Name];
        }

        var names = free.Where(c => c.Kind == ValueKind.Category).ToList();
        if (!_table.IsSeries && others.Count > 0 && names.Count == 1)
        {
            return [names[0].Name];
        }

        return _task is null || free.Count == 0 ? [] : [free[^1].Name];
    }

    /// <summary>The targets of rows: several flags, otherwise the last column that names classes, otherwise the last number.</summary>
    IReadOnlyList<string> OfRows(List<ColumnFacts> free) =>
        FlagsBefore(free) is { Count: > 1 } flags ? flags
        : free.LastOrDefault(c => c.HasClasses) is { } label ? [label.Name]
        : free.LastOrDefault(c => c.IsNumber) is { } number ? [number.Name] : [];

    /// <summary>
    /// The only column that has one value in each of many sequences, or that is written once for each, while the others change; not among
    /// series at moments, where it describes them.
    /// </summary>
    ColumnFacts? OfSequences(List<ColumnFacts> free)
    {
        var groups = _table.Sequences.Groups;
        if (_table.Layout != Layout.Long || groups.Count < SomeSequences || groups.Size < FewestSteps)
        {
            return null;
        }

        var once = free.Where(c => c.Missing > 0 && c.Filled == groups.Count && _table.IsOfSequence(c)).ToList();
        var constant = _table.HasCalendar ? []
            : free.Where(c => c.Kind != ValueKind.Word && c.Distinct > 1 && _table.IsOfSequence(c)).ToList();
        return once is [var one] ? one : constant is [var only] && free.Any(c => c != only && c.IsNumber) ? only : null;
    }

    /// <summary>The column that counts down in each sequence, such as the remaining life.</summary>
    ColumnFacts? Countdown(List<ColumnFacts> free) => _table.Layout != Layout.Long ? null : free.FirstOrDefault(
        c => c.IsWhole && _table.Sequences.Groups.CountsBy(-1, c.Values, FewestSteps + 1));

    /// <summary>Whether numbers stand for symbols or states, by their values and the column's name.</summary>
    static bool IsCode(ColumnFacts column) => column is { HasCodes: true, IsBinary: false } && TargetNames.IsCode(column.Name);

    /// <summary>Whether a column with a name for targets has values of one: names, or numbers that are no plain inputs.</summary>
    static bool MayBeTarget(ColumnFacts column) =>
        TargetNames.IsStrong(column.Name) || column.HasClasses;

    /// <summary>
    /// Whether the last column names classes. Numbers at moments do so only if they last as states do: counts and flags such as a holiday
    /// do not.
    /// </summary>
    bool IsLastLabel(ColumnFacts last, List<ColumnFacts> others) =>
        last.Kind == ValueKind.Category
        || (last.HasCodes && others.Any(c => !c.HasCodes) && (!_table.HasSteps || _table.IsOfSequence(last) || IsState(last)));

    bool IsState(ColumnFacts column) => !_roles.IsKnown(column)
        && (!_table.HasCalendar
            || (!Flags.Contains(column.Name, StringComparer.OrdinalIgnoreCase) && _table.Persistence(column) >= Lasting));

    /// <summary>Two or more columns of 0 and 1, each of which belongs to whole sequences, at the end of the table.</summary>
    IReadOnlyList<string> FlagsBefore(List<ColumnFacts> free)
    {
        var candidates = _table.HasSteps ? free : [.. WideSteps.Others(_table.Columns, _given).Where(free.Contains)];
        var flags = candidates.AsEnumerable().Reverse().TakeWhile(c => c.IsBinary && _table.IsOfSequence(c)).Reverse().ToList();
        return flags.Count > 1 && (!_table.HasSteps || free.Any(c => !flags.Contains(c) && c.IsNumber && !_table.IsOfSequence(c)))
            ? [.. flags.Select(c => c.Name)] : [];
    }

    (TaskGuess Task, DataOptions Options) Supervised(IReadOnlyList<string> target)
    {
        ColumnFacts[] columns = [.. target.Select(_table.Named).OfType<ColumnFacts>()];
        var names = string.Join(", ", target);
        var perStep = _table.HasSteps && (_table.IsSeries || columns.Any(c => !_table.IsOfSequence(c)));
        var classes = columns is [var one] && (_task is "classify" or "tag" || (_task is null && IsClass(one, perStep)));
        var multi = columns.All(c => c.IsBinary) && (_task == "multilabel" || (_task is null && columns.Length > 1));
        if (columns.All(c => c.IsNumber) && !classes && !multi
            && (_task == "forecast" || (_task is null && perStep && IsForecast(columns))))
        {
            return Forecast(target, _table.IsSeries ? $"'{names}' is a number at every step of one long series"
                : $"'{names}' is a number at every step of each series");
        }

        if (!classes && !columns.All(c => c.IsNumber))
        {
            return (new TaskGuess(null, target, $"'{names}' holds no numbers"), _given with { TargetKind = TargetKind.None });
        }

        var where = perStep ? "that changes from step to step" : "that is the same in all rows of a sequence";
        var what = classes ? "names a class" : multi ? "are 0 or 1" : columns.Length > 1 ? "are numbers" : "is a number";
        var task = multi ? "multilabel" : classes ? (perStep ? "tag" : "classify") : "regress";
        var options = _given with
        {
            Target = target,
            TargetKind = classes ? TargetKind.Label : multi ? TargetKind.Binary : TargetKind.Number,
            TargetLevel = perStep ? TargetLevel.Step : TargetLevel.Sequence,
        };
        return (
            new TaskGuess(task, target, _table.HasSteps ? $"'{names}' {what} {where}" : $"'{names}' {what}, one for each row"), options);
    }

    /// <summary>Whether a target names classes: texts, or a few numbers, unless they are counts at moments.</summary>
    bool IsClass(ColumnFacts column, bool perStep) =>
        !column.IsNumber
        || (column.HasCodes && !IsMeasuredOnce(column, perStep)
            && (!perStep || !_table.HasCalendar || _table.Persistence(column) >= Lasting));

    /// <summary>
    /// Whether each sequence has one of many whole numbers, such as an age: too many for classes with several sequences each.
    /// </summary>
    bool IsMeasuredOnce(ColumnFacts column, bool perStep) => _table.HasSteps && !perStep && column.Distinct > FewClasses
        && column.Distinct * FewestOfClass > _table.Sequences.Groups.Count && !TargetNames.IsLabel(column.Name);

    /// <summary>
    /// Whether numbers are predicted from what came before them: at moments, in one long series, or if nothing else is an input.
    /// </summary>
    bool IsForecast(ColumnFacts[] target) =>
        _table.HasCalendar || _table.IsSeries || !Free.Except(target).Any(c => c.IsNumber || c.Kind == ValueKind.Category);

    (TaskGuess Task, DataOptions Options) Unsupervised()
    {
        var numbers = Free.Where(c => c.IsNumber).ToList();
        string[] names = [.. numbers.Select(c => c.Name)];
        if (_table.HasSteps && numbers.Count >= FewestFlags && numbers.All(c => c.IsBinary) && _task is null or "multilabel")
        {
            return (
                new TaskGuess("multilabel", names, $"{numbers.Count} columns of 0 and 1, whose next step is to be predicted"),
                _given with { Target = names, TargetKind = TargetKind.Binary, TargetLevel = TargetLevel.Next });
        }

        var open = numbers.Where(c => !_roles.IsKnown(c) && !IsCode(c))
            .ToList();
        // 0 and 1 say what happens, such as a holiday
        open = open.Exists(c => !c.IsConstant) ? open.FindAll(c => !c.IsConstant) : open;
        open = open.Exists(c => !_table.IsOfSequence(c)) ? open.FindAll(c => !_table.IsOfSequence(c)) : open;
        var targets = open.Exists(c => !c.IsBinary) ? open.FindAll(c => !c.IsBinary) : open;
        if (_table.HasSteps && targets.Count > 0 && _task != "language")
        {
            return Forecast(
                [.. targets.Select(c => c.Name)], _table.IsSeries
                ? "there are numbers in the order of time, and no column that looks like a target"
                    : "there are sequences of numbers, and no column that looks like a target");
        }

        if (_given is { Tokenizer: not null, Tokens: [var texts, ..] })
        {
            return (new TaskGuess("language", [], $"there are texts, in column '{texts}', and nothing to tell from them"),
                _given with { TargetKind = TargetKind.None });
        }

        string[] features = _table.Layout == Layout.List ? [.. _given.Inputs ?? []] : _table.Layout == Layout.Wide
            ? [.. WideSteps.Of(_table.Columns, _given).Select(f => f.Name)] : [];
        if (features.Length > 0)
        {
            return Forecast(features, "each row is a series, and no column looks like a target");
        }

        return (numbers.Count == 0 || _task == "language") && _table.Layout == Layout.Long && Words(_given) is { } words
            ? (new TaskGuess("language", [], $"there are only words, in column '{words}'"), _given with { TargetKind = TargetKind.None })
            : (new TaskGuess(null, [], "no column looks like a target"), _given with { TargetKind = TargetKind.None });
    }

    (TaskGuess Task, DataOptions Options) Forecast(IReadOnlyList<string> target, string reason) => (
        new TaskGuess("forecast", target, reason),
        _given with { Target = target, TargetKind = TargetKind.Number, TargetLevel = TargetLevel.Step, TargetsAreInputs = true });

    /// <summary>The options with inputs: words if nothing else can be an input, otherwise numbers and categories.</summary>
    DataOptions WithInputs(DataOptions options)
    {
        if (!_table.HasSteps || options.Inputs is not null)
        {
            return Filled(options);
        }

        var isInput = options.TargetsAreInputs == true || options.TargetLevel == TargetLevel.Next;
        var free = Free.Where(c => !options.Target.Contains(c.Name)).ToList();
        var coded = free.Where(IsCode).Select(c => c.Name).ToHashSet();
        string[] numbers = [.. _table.Columns.Where(c =>
            c.IsNumber && !coded.Contains(c.Name) && (free.Contains(c) || (isInput && options.Target.Contains(c.Name))))
                .Select(c => c.Name)];
        var words = options.Tokens is [var first, ..] ? first
            : (numbers.Length == 0 && coded.Count == 0 && options.Categories.Count == 0 ? Words(options) : null);
        var isCategory = words is not null && options.Tokens is null && options.TargetKind != TargetKind.None
            && free.Any(c => c.Name == words && c.Kind == ValueKind.Category);
        var symbols = words is null && options.Categories.Count == 0 && options.Tokens is null
            ? free.FirstOrDefault(c => c.Kind == ValueKind.Word && !c.HasTexts && 2 * c.Distinct <= c.Filled) : null;
        string[] categories = isCategory ? [words!] : words is not null ? []
            : [.. coded, .. free.Where(c => c.Kind == ValueKind.Category).Select(c => c.Name)];
        return Filled(options with
        {
            Inputs = words is null ? numbers : [],
            Tokens = options.Tokens ?? (symbols is not null ? [symbols.Name] : isCategory || words is null ? null
                : [words, .. free.Where(c => c.IsText && c.Distinct > 1 && c.Name != words).Select(c => c.Name)]),
            Categories = options.Categories.Count > 0 || symbols is not null ? options.Categories : categories,
        });
    }

    /// <summary>The options with a policy for missing numbers, if there are any among the inputs.</summary>
    DataOptions Filled(DataOptions options, IReadOnlyList<WholeColumn>? whole = null)
    {
        var isForecast = options.TargetsAreInputs == true;
        var read = _table.Columns.Where(c => c.IsNumber && (whole?[c.Index] ?? c.Whole).Missing > 0
            && (_table.HasSteps ? options.Inputs?.Contains(c.Name) == true : _roles.IsUsable(c))
                && (isForecast || !options.Target.Contains(c.Name)));
        return options.Missing == MissingPolicy.Error && read.Any()
            ? options with { Missing = _table.IsSeries || isForecast ? MissingPolicy.ForwardFill : MissingPolicy.Mean }
            : options;
    }

    /// <summary>The options of a choice by a sample, with a policy for missing numbers, if any is missing in the whole file.</summary>
    public static DataOptions Filled(DataOptions options, TableChoice choice, IReadOnlyList<WholeColumn> whole) =>
        new TaskChoice(choice.Table, choice.Roles, options, choice.Task.Task).Filled(options, whole);

    string? Words(DataOptions options)
    {
        var texts = Free.Where(c => c.IsText).Select(c => c.Name).Except(options.Target).ToList();
        return texts.Find(TargetNames.IsWord) ?? texts.FirstOrDefault();
    }
}
