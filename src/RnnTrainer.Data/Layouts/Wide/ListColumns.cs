using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Wide;

/// <summary>The roles of the columns of a CSV whose cells hold lists.</summary>
/// <param name="Fields">The columns of <see cref="RowColumns.All"/>.</param>
/// <param name="Notes">The columns without a role.</param>
sealed record ListColumns(RowColumns Roles, int[] Fields, IReadOnlyList<string> Notes)
{
    /// <summary>The header, which knows what a user should know of it.</summary>
    public required HeaderNames Names { get; init; }

    /// <summary>The number of rows that are looked at.</summary>
    const int MostRows = 100;

    /// <summary>Assigns the roles by the options and, where they name no columns, by the first rows.</summary>
    /// <exception cref="DataException">The header has errors, so that no row could be read.</exception>
    public static ListColumns Find(TextSource text, DataOptions options, ErrorLog errors)
    {
        using var reader = CsvFile.Open(text);
        var names = HeaderNames.Read(reader, text, errors, options);
        var roles = RowColumns.Find(names, options, errors);
        roles = roles.With([.. Lists(reader, names.Header, roles.Taken, options)], options);
        if (roles.All.Length == 0)
        {
            errors.Add(
                0, "no column holds the values of several steps in a cell",
                $"Name the columns that do (inputs:), with cells such as 0.1 0.2 0.3; the columns are {names}.");
        }

        int[] fields = [.. roles.All.Select(names.Find)];
        names.CheckRoles([.. roles.Keys, .. roles.Targets, .. fields]);
        errors.ThrowIfAny();
        string[] ignored = [.. names.Header.Where((_, i) => !fields.Contains(i) && !roles.Taken.Contains(i))];
        string[] notes = ignored.Length == 0 ? [] : [$"ignored, since they hold no lists: {Words.FirstFew(ignored, most: 5, shown: 4)}"];
        return new ListColumns(roles, fields, notes) { Names = names };
    }

    static IEnumerable<string> Lists(CsvReader reader, string[] header, IReadOnlySet<int> taken, DataOptions options)
    {
        var format = CellFormat.Of(options, reader.Separator);
        var votes = new int[header.Length];
        for (var row = 0; row < MostRows && CsvFile.TryRead(reader); row++)
        {
            for (var i = 0; i < Math.Min(header.Length, reader.FieldCount); i++)
            {
                var cell = reader.GetSpan(i);
                votes[i] += ListCells.Looks(cell, format) ? 1 : cell.IsEmpty || NumberText.TryRead(cell, format, out _) ? 0 : -1;
            }
        }

        return header.Where((_, i) => votes[i] > 0 && !taken.Contains(i));
    }
}
