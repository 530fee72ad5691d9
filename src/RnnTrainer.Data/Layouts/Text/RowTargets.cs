using CsvHelper;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Text;

/// <summary>Reads the label or the targets of a row that is a sequence. A cell that cannot be read is recorded as an error.</summary>
sealed class RowTargets(CsvReader reader, TextRoles roles, DataOptions options, ErrorLog errors)
{
    readonly NumberCells _numbers = new(options, CellFormat.Of(options, reader.Separator), errors);
    readonly StringPool _pool = new();

    /// <summary>The label of the current row; null if labels are not read.</summary>
    public string? Label()
    {
        if (options.TargetKind != TargetKind.Label)
        {
            return null;
        }

        var i = roles.Targets[0];
        if (reader.IsEmpty(i))
        {
            errors.AddCell(reader, i, $"the label in column '{roles.Header[i]}' is empty", "Give every row a label.");
        }

        return _pool.Of(reader.GetSpan(i));
    }

    /// <summary>The numbers of the current row; null if numbers are not read.</summary>
    public double[]? Numbers() =>
        options.TargetKind is TargetKind.Number or TargetKind.Binary ? Array.ConvertAll(roles.Targets, Number) : null;

    double Number(int i)
    {
        if (!_numbers.TryRead(reader.GetSpan(i), mayMiss: false, i, out var y))
        {
            return _numbers.Invalid(reader.GetSpan(i), roles.Header[i], () => CsvFile.OffsetOf(reader, i));
        }

        if (options.TargetKind == TargetKind.Binary && y is not (0 or 1))
        {
            errors.AddCell(
                reader, i, $"'{Printable.Cell(reader.GetString(i))}' is neither 0 nor 1 in column '{roles.Header[i]}'",
                "The targets of multilabel are 1 if the label applies, otherwise 0.");
        }

        return y;
    }
}
