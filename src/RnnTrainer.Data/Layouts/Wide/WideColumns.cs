using System.Globalization;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Wide;

/// <summary>One input of the wide layout.</summary>
/// <param name="Fields">The columns of its steps, in order.</param>
/// <param name="Steps">The numbers of the steps in the columns' names.</param>
sealed record WideFeature(string Name, int[] Fields, int[] Steps);

/// <summary>
/// The roles of the columns of a wide CSV. The columns of an input end in the number of the step, counted from 0 or 1: <c>t0</c>,
/// <c>x_0</c>, <c>x0_t0</c>, <c>x.0</c>, <c>x0</c>.
/// </summary>
/// <param name="Header">The names of all columns.</param>
/// <param name="Keys">The columns that together name the rows; none: they have no names.</param>
/// <param name="Targets">The targets; empty if there are none.</param>
/// <param name="Features">The inputs.</param>
/// <param name="Ignored">The names of the columns without a role.</param>
sealed record WideColumns(string[] Header, int[] Keys, int[] Targets, WideFeature[] Features, string[] Ignored)
{
    const int MostDigits = 9;

    /// <summary>The number of steps of the inputs.</summary>
    public int Steps => Features.Length == 0 ? 0 : Features[0].Fields.Length;

    /// <summary>Assigns the roles by the options and the names.</summary>
    /// <exception cref="DataException">The header has errors, so that no row could be read.</exception>
    public static WideColumns Find(HeaderNames names, DataOptions options, ErrorLog errors)
    {
        int[] keys = options.Sequence.Count > 0 || names.UsualSequence() >= 0 ? names.FindSequence(options.Sequence) : [];
        int[] targets = options.TargetKind == TargetKind.None ? [] : [.. options.Target.Select(names.Find)];
        if (options.TargetKind == TargetKind.Label ? targets.Length != 1 : options.TargetKind != TargetKind.None && targets.Length == 0)
        {
            errors.Add(0, $"{targets.Length} target columns are named", "Name one column to classify, one or more to regress (target:).");
        }

        if (options.TargetLevel != TargetLevel.Sequence)
        {
            errors.Add(
                0, "a row per sequence has no target for each step",
                "Write a row per step (layout: long), or use one target per sequence.");
        }

        var taken = options.Target.Select(names.IndexOf).Concat(keys).ToHashSet();
        var all = Group(names.Header, taken);
        var features = options.Inputs is null ? all : [.. options.Inputs.Select(name => Named(name, all, errors)).OfType<WideFeature>()];
        if (features.Length == 0)
        {
            errors.Add(
                0, "no columns number the steps of an input",
                $"Call them t0, t1, …, or name_0, name_1, … for each input; the columns are {names}.");
        }

        Check(features, names.Header, errors);
        errors.ThrowIfAny();
        var used = features.SelectMany(f => f.Fields).ToHashSet();
        string[] ignored = [.. names.Header.Where((_, i) => !used.Contains(i) && !taken.Contains(i))];
        return new WideColumns(names.Header, keys, targets, features, ignored);
    }

    /// <summary>The features of a header: at least two columns with one name and different numbers.</summary>
    public static WideFeature[] Group(string[] header, IReadOnlySet<int> taken) =>
    [
        .. header.Index().Where(c => c.Item is [.., >= '0' and <= '9'] && !taken.Contains(c.Index))
            .Select(c => (Field: c.Index, Numbered: Numbered(c.Item)))
            .Select(c => (c.Field, c.Numbered.Step, Name: c.Numbered.Name.Length > 0 ? c.Numbered.Name : "x"))
            .GroupBy(c => c.Name, StringComparer.Ordinal)
            .Select(g => g.OrderBy(c => c.Step).ToArray())
            .Where(g => g.Length > 1)
            .Select(g => new WideFeature(g[0].Name, Array.ConvertAll(g, c => c.Field), Array.ConvertAll(g, c => c.Step))),
    ];

    static WideFeature? Named(string name, WideFeature[] all, ErrorLog errors)
    {
        var feature = Array.Find(all, f => f.Name == name);
        if (feature is null)
        {
            errors.Add(
                0, $"no columns number the steps of the input '{name}'",
                $"The inputs are {Words.FirstFew([.. all.Select(f => f.Name)], most: 5, shown: 4)}.");
        }

        return feature;
    }

    static void Check(WideFeature[] features, string[] header, ErrorLog errors)
    {
        foreach (var (name, fields, steps) in features)
        {
            for (var t = 1; t < steps.Length; t++)
            {
                if (steps[t] != steps[t - 1] + 1)
                {
                    errors.Add(
                        0,
                        $"input '{name}' goes from column '{header[fields[t - 1]]}' to column '{header[fields[t]]}'",
                        "Steps are counted by ones: add the missing columns, or number them again.");
                }
            }

            if (fields.Length != features[0].Fields.Length)
            {
                errors.Add(
                    0,
                    $"input '{name}' has {fields.Length} steps but '{features[0].Name}' has {features[0].Fields.Length}",
                    "Every input has a column for every step; a short row leaves the last ones empty.");
            }
        }
    }

    /// <summary>
    /// A column name as the name of an input, without what joins it to the number (<c>t</c>, a separator, or both), and the number: its
    /// last digits, at most nine.
    /// </summary>
    static (string Name, int Step) Numbered(string column)
    {
        var start = column.Length;
        while (start > 0 && column.Length - start < MostDigits && char.IsAsciiDigit(column[start - 1]))
        {
            start--;
        }

        var name = column[..start] switch
        {
            "t" => "",
            [.. { Length: > 0 } front, '_' or '.' or '-' or ' ', 't'] => front,
            [.. var front, '_' or '.' or '-' or ' '] => front,
            var whole => whole,
        };
        return (name, int.Parse(column.AsSpan(start), CultureInfo.InvariantCulture));
    }
}
