using System.Globalization;
using RnnTrainer.Data.Checks;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Layouts.Wide;
using RnnTrainer.Data.Profiling;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Summary;

/// <summary>Summarizes a CSV with a header: chooses its sequences, their order, the task and the roles of the columns.</summary>
static class TableSummary
{
    // So few numbered columns may number something else than steps.
    const int FewSteps = 8;

    public static DataSummary Of(TextSource text, string file, LayoutGuess guess, DataOptions given, string? asked)
    {
        var choice = Chosen(text, file, guess, given, asked);
        return Of(file, choice, Read(text, file, choice, isStepGiven: given.Step.Count > 0));
    }

    /// <summary>What a table holds and how to read it, before it is read.</summary>
    public static TableChoice Chosen(TextSource text, string file, LayoutGuess guess, DataOptions given, string? asked)
    {
        var profile = TableProfile.Of(text, file, given);
        var (columns, options) = Facts(profile, given);
        var choices = SequenceChoice.In(columns, options);
        var (layout, sequences) = LayoutOf(guess, choices, columns, options);
        if (layout.Layout == Layout.Series && given.Layout is Layout.Auto or Layout.Long && IsSplit(profile, sequences, options))
        {
            layout = new LayoutGuess(Layout.Long, "blank lines separate the sequences");
            sequences = sequences with { Groups = RowGroups.From(profile.Breaks, profile.Kept) };
            options = options with { BlankLines = BlankLines.Split };
        }

        var table = new TableFacts(columns, layout.Layout, sequences, profile.Rows);
        if (CellSequences.In(table, options, profile.Format) is { } cells)
        {
            (layout, options) = cells;
            table = table with { Layout = layout.Layout, Sequences = SequenceChoice.None(profile.Kept) };
        }

        options = WithSequences(options, table, profile.Header);
        var roles = new ColumnRoles(table, options);
        var (task, chosen) = TaskChoice.Of(table, roles, options, asked);
        return new TableChoice(profile, layout, table, choices, roles, task, WithUnits(chosen, table))
        {
            IsHeaderPassedOver = !given.HasHeader && HeaderDetection.HasHeader(text.Head),
        };
    }

    /// <summary>The summary of a table that was read.</summary>
    public static DataSummary Of(string file, TableChoice choice, TableReading read) => new(
        file, choice.Layout, read.Rows, [.. choice.Table.Columns.Select(c => Column(c, choice.Table, read))],
        LengthSummary.Of(read.Lengths), read.Classes, choice.Task, read.Options, read.Problems, read.ProblemCount,
        [.. read.Notes, .. read.Unordered is null ? [] : new[] { read.Unordered },
            .. !choice.IsHeaderPassedOver ? []
                : new[] { "the first line looks like names of columns: without --no-header it is read as such" },
            .. TableNotes.Of(choice, read)])
    {
        Inputs = read.Inputs,
        Spacing = read.Spacing,
        Alternatives = [.. Alternatives.Of(choice.Table, choice.Choices, choice.Roles, choice.Task)],
    };

    /// <summary>Whether blank lines separate sequences: there is no other sign of sequences, and no time that goes through.</summary>
    static bool IsSplit(TableProfile profile, SequenceChoice sequences, DataOptions given) =>
        given.BlankLines == BlankLines.Split
        || (profile.Breaks.Count > 0 && sequences.Keys.Count == 0 && sequences.Time is null
            && profile.Kept >= 2 * (profile.Breaks.Count + 1));

    /// <summary>The columns, with further missing-value markers that occur among numbers, and the order of day and month.</summary>
    static (ColumnFacts[] Columns, DataOptions Options) Facts(TableProfile profile, DataOptions given)
    {
        var columns = ColumnFacts.Of(profile.Columns, [], []);
        string[] marks = [.. columns.SelectMany(c => c.Marks).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        double[] sentinels = [
            .. columns.AsParallel().Where(c => c.IsNumber && !given.Target.Contains(c.Name)).SelectMany(SentinelsOf).Distinct().Order()];
        if (marks.Length + sentinels.Length > 0)
        {
            string[] numbers = [.. sentinels.Select(s => s.ToString(CultureInfo.InvariantCulture))];
            given = given with { MissingMarkers = [.. given.MissingMarkers, .. marks, .. numbers] };
            columns = ColumnFacts.Of(profile.Columns, sentinels, marks);
        }

        var order = OrderOf(columns, profile, given);
        return order == given.DateOrder ? (columns, given)
            : (ColumnFacts.Of(profile.Columns, sentinels, marks, order), given with { DateOrder = order });
    }

    /// <summary>
    /// The order of day and month: that in which all dates can be read, or the only one in which the rows of a column are evenly apart.
    /// </summary>
    static DateOrder OrderOf(ColumnFacts[] columns, TableProfile profile, DataOptions given)
    {
        var (days, months) = (columns.Any(c => c.DayFirst > c.MonthFirst), columns.Any(c => c.MonthFirst > c.DayFirst));
        if (given.DateOrder != DateOrder.YearFirst || days != months)
        {
            return given.DateOrder != DateOrder.YearFirst ? given.DateOrder : days ? DateOrder.DayFirst : DateOrder.MonthFirst;
        }

        var ambiguous = columns.Where(c => c.IsAmbiguousDate && profile.Kept > FewSteps).ToList();
        var areDays = ambiguous.Exists(c => IsEven(c, DateOrder.DayFirst));
        var areMonths = ambiguous.Exists(c => IsEven(c, DateOrder.MonthFirst));
        return areDays == areMonths ? given.DateOrder : areDays ? DateOrder.DayFirst : DateOrder.MonthFirst;

        bool IsEven(ColumnFacts column, DateOrder order) => RowGroups.One(profile.Kept)
            .IsNearlyEven(new ColumnFacts(column.Profile, column.Index, [], [], order).Values);
    }

    /// <summary>Numbers of a column that mark missing values.</summary>
    static IEnumerable<double> SentinelsOf(ColumnFacts column)
    {
        double[] values = [.. column.Values.Where(v => !double.IsNaN(v))];
        Array.Sort(values);
        return Sentinels.Of(values).Select(s => s.Value);
    }

    /// <summary>
    /// How the file holds sequences: with numbered columns a row is a sequence, unless times or names that come again show that the rows
    /// are steps.
    /// </summary>
    static (LayoutGuess Layout, SequenceChoice Sequences) LayoutOf(
        LayoutGuess guess, IReadOnlyList<SequenceChoice> choices, ColumnFacts[] columns, DataOptions given)
    {
        var best = choices[0];
        if (given.Layout == Layout.Series)
        {
            return (
                guess, choices.FirstOrDefault(c => c.Keys.Count == 0)
                ?? best with { Keys = [], Groups = RowGroups.One(best.Groups.Ids.Length) });
        }

        if (given.Layout != Layout.Auto || guess.Layout == Layout.Files)
        {
            return (guess, best);
        }

        if (guess.Layout == Layout.Wide && AreSequences(best, columns, given))
        {
            return (guess, SequenceChoice.None(best.Groups.Ids.Length));
        }

        if (best is { Keys.Count: > 0, Time: null, Groups.AreBlocks: false } && !HasMoments(best, columns)
            && WideSteps.Of(columns, given) is [{ Fields.Length: > 2 } some, ..] && AreSequences(best, columns, given))
        {
            return (WideSteps.Guess(some, columns), SequenceChoice.None(best.Groups.Ids.Length));
        }

        if (best.Keys.Count > 0)
        {
            var (what, verb) = best.Keys.Count == 1 ? ("column", "names") : ("columns", "name");
            var names = string.Join("' and '", best.Keys.Select(k => k.Name));
            return (new LayoutGuess(Layout.Long, $"the {what} '{names}' {verb} the sequence of each row{Others(choices)}"), best);
        }

        var unique = columns.FirstOrDefault(c => SequenceNames.IsUsual(c.Name) && c.IsDifferent);
        return (new LayoutGuess(
            Layout.Series, unique is null ? "no column names sequences, so the rows are one long series"
                : $"the column '{unique.Name}' is different in each row, so the rows are one long series"), best);
    }

    /// <summary>
    /// Whether the rows of a table with numbered columns are sequences: the columns are alike, and nothing orders or names the rows.
    /// </summary>
    static bool AreSequences(SequenceChoice best, ColumnFacts[] columns, DataOptions given)
    {
        if (best.Time is { IsCalendar: true } || (best.Time is not null && best.Keys.Count > 0))
        {
            return false;
        }

        var features = WideSteps.Of(columns, given);
        var areFewKeyed = best.Keys.Count > 0 && features.All(f => f.Fields.Length < FewSteps) && AreSteps(best, features, columns);
        return features.Length > 0 && !areFewKeyed && !WideSteps.HoldTexts(columns, FewSteps)
            && !AreOnlyNumbered(features, columns) && features.All(f => AreAlike(f, columns));
    }

    /// <summary>
    /// Whether rows that share a name, and that no column orders, may be the steps of a sequence: they stand together, and share the label
    /// too, or else the numbered columns are not called times.
    /// </summary>
    static bool AreSteps(SequenceChoice best, WideFeature[] features, ColumnFacts[] columns) =>
        HasMoments(best, columns)
        || (best.Groups.AreBlocks && (!features.All(f => WideSteps.IsTimed(f, columns))
            || KeyEvidence.HasConstantTarget([.. best.Keys], best.Groups, columns)));

    /// <summary>
    /// Whether whole numbers of a column may tell the rows of one name apart, and nearly each of them comes with each name: a panel.
    /// </summary>
    static bool HasMoments(SequenceChoice best, ColumnFacts[] columns)
    {
        var rows = best.Groups.Ids.Length;
        return columns.Any(c => c is { IsWhole: true, Missing: 0, Distinct: > 2 } && !best.Keys.Contains(c)
            && (long)c.Distinct * best.Groups.Count is var pairs && pairs >= rows && pairs <= 1.25 * rows);
    }

    /// <summary>
    /// Whether there are only a few numbered columns, which are not called times: sensors, or columns that a program named. A counter of
    /// the rows and hardly filled columns do not count.
    /// </summary>
    static bool AreOnlyNumbered(WideFeature[] features, ColumnFacts[] columns) =>
        features is [{ Fields: { Length: < FewSteps } fields } feature] && !WideSteps.IsTimed(feature, columns)
        && columns.All(
            c => c.Kind == ValueKind.Empty || c.IsSparse || fields.Contains(c.Index)
                || c is { Index: 0, IsWhole: true, IsDifferent: true });

    /// <summary>
    /// Whether the columns that number steps hold numbers, and, if they are few, not codes next to measured numbers: so that they may be
    /// the values of one input.
    /// </summary>
    static bool AreAlike(WideFeature feature, ColumnFacts[] columns)
    {
        ColumnFacts[] steps = [.. feature.Fields.Select(i => columns[i])];
        return Array.TrueForAll(steps, c => c.Kind is ValueKind.Number or ValueKind.Empty)
            && !(steps.Length < FewSteps && Array.Exists(steps, c => c is { HasCodes: true, Distinct: > 1 })
                && Array.Exists(steps, c => c is { IsNumber: true, HasCodes: false }));
    }

    static string Others(IReadOnlyList<SequenceChoice> choices)
    {
        var others = choices.Skip(1).Where(c => c.Keys.Count == 1).ToList();
        return others.Count == 0 ? "" : $"; --sequence {others[0].Name} would make " +
            $"{others[0].Groups.Count}{string.Concat(others.Skip(1).Take(2).Select(o => $", {o.Name} {o.Groups.Count}"))}";
    }

    static DataOptions WithSequences(DataOptions options, TableFacts table, string[] header)
    {
        var (keys, time) = (table.Sequences.Keys, table.Sequences.Time);
        var usual = HeaderNames.SequenceNames.FirstOrDefault(header.Contains);
        if (table.Layout is Layout.Wide or Layout.List && options.Sequence.Count == 0
            && WideName(table, options) is { } name)
        {
            return options with { Sequence = [name] };
        }

        return options with
        {
            Sequence = options.Sequence.Count > 0 || table.Layout != Layout.Long
                || (keys is [var one] && one.Name == usual) ? options.Sequence
                : [.. keys.Select(k => k.Name)],
            Step = options.Step.Count > 0 || !table.HasSteps || time is null or { Columns: [{ Name: "step" }] } ? options.Step
                : [.. time.Columns.Select(c => c.Name)],
            FillSequence = options.FillSequence || (table.Layout == Layout.Long && table.Sequences.IsFilled),
            DateFormat = table.HasSteps && time is not null ? time.Format : options.DateFormat,
        };
    }

    /// <summary>
    /// The column that names the rows of a wide table, if none has a usual name: it is different in every row, and a text, the first
    /// column, or one with a usual name for an index.
    /// </summary>
    static string? WideName(TableFacts table, DataOptions options)
    {
        string[] header = [.. table.Columns.Select(c => c.Name)];
        if (header.Except(options.Inputs ?? []).Except(options.Tokens ?? []).Any(SequenceNames.IsUsual) || table.Rows < 2)
        {
            return null;
        }

        return WideSteps.Others(table.Columns, options).Where(c => options.Tokens?.Contains(c.Name) != true
            && options.Inputs?.Contains(c.Name) != true).FirstOrDefault(
            c => c.IsDifferent && (!c.IsNumber || ((c.Index == 0 || ColumnSample.IsIndex(c.Name)) && c.IsWhole)))?.Name;
    }

    /// <summary>The options with the units of the columns that are read as numbers.</summary>
    static DataOptions WithUnits(DataOptions options, TableFacts table)
    {
        string[] units = [.. table.Columns.Where(c => c.IsNumber).SelectMany(c => c.Units).Except(options.Units).Distinct()];
        return options with { Units = [.. options.Units, .. units] };
    }

    /// <summary>Reads the table as it was chosen; without a step that was chosen, if the rows cannot be ordered by it.</summary>
    public static TableReading Read(TextSource text, string file, TableChoice choice, bool isStepGiven)
    {
        var (read, final, unordered) = Read(text, file, choice.Options, choice.Task, isStepGiven);
        var groups = choice.Table.Sequences.Groups;
        return new TableReading(
            final, choice.Profile.Rows,
            read.Set is null ? [.. groups.Ids.CountBy(id => id).Select(p => p.Value)] : [.. read.Set.Sequences.Select(s => s.Length)],
            ClassCount.In(read.Set), read.Set?.Notes ?? [], read.Set?.InputColumns ?? [])
        {
            Problems = read.Problems,
            ProblemCount = read.Count,
            Unordered = unordered,
            Spacing = final.Step.Count > 0 && choice.Table.Sequences.Time is { IsCalendar: true } time
                ? Spacing(groups.Distances(time.Values))
                : StepSpacing.Of(read.Set?.Sequences.MaxBy(s => s.Length)?.Steps ?? [], CellFormat.Of(final)),
        };
    }

    static (TrialReading Read, DataOptions Options, string? Note) Read(
        TextSource text, string file, DataOptions options, TaskGuess task, bool isStepGiven)
    {
        var reading = task.Task == "forecast" ? options with { KeepSteps = true } : options;
        var read = TrialReading.Of(text, file, reading);
        if (read.Set is not null || isStepGiven || options.Step.Count == 0)
        {
            return (read, options, null);
        }

        var unordered = TrialReading.Of(text, file, reading with { Step = [] });
        return unordered.Set is null ? (read, options, null) : (unordered, options with { Step = [], DateFormat = DateFormat.Auto },
            $"the rows are used in the order of the file, since '{string.Join("' and '", options.Step)}' does not order them: " +
            $"{read.Problems[0].Message}");
    }

    /// <summary>The median distance between steps.</summary>
    static TimeSpan? Spacing(double[] seconds)
    {
        Array.Sort(seconds);
        return seconds.Length == 0 ? null : TimeSpan.FromSeconds(seconds[seconds.Length / 2]);
    }

    static ColumnSummary Column(ColumnFacts column, TableFacts table, TableReading read)
    {
        var options = read.Options;
        var whole = read.Columns?[column.Index] ?? column.Whole;
        var isLabel = options.Target.Contains(column.Name) && options.TargetsAreInputs != true && options.TargetLevel != TargetLevel.Next;
        return new ColumnSummary(
            column.Name, isLabel ? ColumnKind.Label
            : Role(column, table, options), whole.Missing, Math.Min(whole.Distinct, ColumnSummary.MostDistinct),
            column.IsNumber ? whole.Min : null, column.IsNumber ? whole.Max : null, column.Profile.Examples);
    }

    static ColumnKind Role(ColumnFacts column, TableFacts table, DataOptions options) =>
        table.HasSteps && (options.Step.Contains(column.Name) || (options.Step.Count == 0 && column.Name == "step")) ? ColumnKind.Step
        : table.Sequences.Keys.Contains(column) || options.Sequence.Contains(column.Name)
            || (!table.IsSeries && options.Sequence.Count == 0 && SequenceNames.IsUsual(column.Name)
                && options.Inputs?.Contains(column.Name) != true && options.Tokens?.Contains(column.Name) != true) ? ColumnKind.Id
        : options.Categories.Contains(column.Name) ? ColumnKind.Category
        : column.Kind switch
        {
            ValueKind.Empty => ColumnKind.Empty,
            ValueKind.Number => ColumnKind.Number,
            ValueKind.Date or ValueKind.Clock => ColumnKind.Date,
            ValueKind.Category => ColumnKind.Category,
            _ => ColumnKind.Word,
        };
}
