using System.Globalization;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Lines;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Tsf;

/// <summary>The lines of a .tsf file up to <c>@data</c>: tags in any case, comments that begin with <c>#</c>.</summary>
/// <param name="Attributes">The names of what stands before the values of a series, and whether each is a date.</param>
/// <param name="Frequency">The time from one value to the next; null: the file does not say.</param>
/// <param name="Horizon">The number of values ahead that are usually forecast; null: the file does not say.</param>
/// <param name="HasMissing">Whether values are missing, as the file says.</param>
/// <param name="Data">The number of the line with <c>@data</c>; 0: there is none.</param>
sealed record TsfHeader(
    IReadOnlyList<(string Name, bool IsDate)> Attributes, TsfFrequency? Frequency, int? Horizon, bool HasMissing, int Data)
{
    const string Expected = "A .tsf file has comments (#), @relation, @attribute, @frequency and other tags, @data, and then a line for " +
        "each series.";

    /// <summary>Reads the tags. Errors are recorded.</summary>
    public static TsfHeader Read(byte[] text, ErrorLog errors)
    {
        var (attributes, header) = (new List<(string, bool)>(), new TsfHeader([], null, null, false, 0));
        for (var line = new TextLine(text); line.Next() && header.Data == 0;)
        {
            if (line.IsBlank || line.Span[0] == '#')
            {
                continue;
            }

            var words = Encoding.UTF8.GetString(line.Span).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            var value = words.Length > 1 ? words[1] : "";
            switch (words is [var tag, ..] ? tag.ToLowerInvariant() : "")
            {
                case "@attribute":
                    attributes.Add((value, words.Length > 2 && words[2].Equals("date", StringComparison.OrdinalIgnoreCase)));
                    break;
                case "@frequency":
                    header = header with { Frequency = TsfFrequency.Parse(value) };
                    if (header.Frequency is null)
                    {
                        errors.Add(
                            line.Start, $"'{Printable.Cell(value)}' is no frequency",
                            "Write yearly, quarterly, monthly, weekly, daily, hourly, half_hourly, 10_minutes, 4_seconds or the like.");
                    }

                    break;
                case "@horizon":
                    header = header with { Horizon = StepsAhead(value, line, errors) };
                    break;
                case "@missing":
                    header = header with { HasMissing = value.Equals("true", StringComparison.OrdinalIgnoreCase) };
                    break;
                case "@data":
                    header = header with { Data = line.Number };
                    break;
                case ['@', ..]:
                    break;
                default:
                    errors.Add(line.Start, "this line is before @data", Expected);
                    break;
            }
        }

        if (header.Data == 0 && errors.Total == 0)
        {
            errors.Add(0, "there is no @data", Expected);
        }

        return header with { Attributes = attributes };
    }

    static int? StepsAhead(string value, TextLine line, ErrorLog errors)
    {
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var horizon) && horizon > 0)
        {
            return horizon;
        }

        errors.Add(line.Start, $"'{Printable.Cell(value)}' is no number of steps", "Write @horizon and a whole number above 0.");
        return null;
    }
}
