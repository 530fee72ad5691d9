using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Wide;

/// <summary>The roles of the columns of a wide CSV.</summary>
/// <param name="Features">The columns of <see cref="RowColumns.All"/>.</param>
/// <param name="Notes">How the names of the columns were understood, and those without a role.</param>
sealed record WideColumns(RowColumns Roles, WideFeature[] Features, IReadOnlyList<string> Notes)
{
    /// <summary>The number of steps of the features.</summary>
    public int Steps => Features[0].Fields.Length;

    /// <summary>Assigns the roles by the options and the names.</summary>
    /// <exception cref="DataException">The header has errors, so that no row could be read.</exception>
    public static WideColumns Find(HeaderNames names, DataOptions options, ErrorLog errors)
    {
        var roles = RowColumns.Find(names, options, errors);
        var header = WideHeader.Of(names.Header, roles.Taken, options);
        if (header.Exchanged >= 0)
        {
            var (order, other) = options.DateOrder == DateOrder.DayFirst ? ("day", "month") : ("month", "day");
            errors.Add(
                names.OffsetOf(header.Exchanged),
                $"'{Printable.Cell(names.Header[header.Exchanged])}' is not a date with the {order} first",
                $"Set date_order: {other}-first.");
            errors.ThrowIfAny();
        }

        roles = roles.With([.. header.Features.Select(f => f.Name)], options);
        WideFeature[] features = [.. roles.All.Select(name => Named(name, header, errors)).OfType<WideFeature>()];
        if (features.Length == 0)
        {
            errors.Add(
                0, "no columns number the steps of an input",
                $"Call them t0, t1, …, or name_0, name_1, … for each input; the columns are {names}.");
        }

        Check(features, names.Header, errors);
        errors.ThrowIfAny();
        var used = features.SelectMany(f => f.Fields).Concat(roles.Taken).ToHashSet();
        string[] ignored = [.. names.Header.Where((_, i) => !used.Contains(i))];
        return new WideColumns(
            roles, features,
            ignored.Length == 0 ? header.Notes
            : [.. header.Notes, $"ignored, since they number no step: {Words.FirstFew(ignored, most: 5, shown: 4)}"]);
    }

    static WideFeature? Named(string name, WideHeader header, ErrorLog errors)
    {
        var feature = Array.Find(header.Features, f => f.Name == name);
        if (feature is null)
        {
            errors.Add(
                0, $"no columns number the steps of the input '{name}'",
                $"The inputs are {Words.FirstFew([.. header.Features.Select(f => f.Name)], most: 5, shown: 4)}.");
        }

        return feature;
    }

    static void Check(WideFeature[] features, string[] header, ErrorLog errors)
    {
        foreach (var (name, fields, steps, _) in features)
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
}
