using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Lines;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Arff;

/// <summary>The lines of an ARFF file up to <c>@data</c>: tags in any case, comments that begin with <c>%</c>.</summary>
/// <param name="Attributes">In the file's order.</param>
/// <param name="Data">The number of the line with <c>@data</c>; 0: there is none.</param>
sealed record ArffHeader(IReadOnlyList<ArffAttribute> Attributes, int Data)
{
    const string Example = "An attribute is @attribute NAME TYPE, where TYPE is numeric, string, date, relational or {a, b, c}.";

    /// <summary>Reads the tags. Errors are recorded.</summary>
    public static ArffHeader Read(byte[] text, ErrorLog errors)
    {
        var attributes = new List<ArffAttribute>();
        List<string>? within = null; // of the relational attribute that is open
        for (var line = new TextLine(text); line.Next();)
        {
            if (IsComment(line))
            {
                continue;
            }

            var cells = new ArffCells(text, line.Start, line.End);
            var tag = cells.Word().ToLowerInvariant();
            switch (tag)
            {
                case "@data":
                    return Checked(new ArffHeader(attributes, line.Number), errors);
                case "@end" when within is not null:
                    attributes[^1] = attributes[^1] with { Values = within };
                    within = null;
                    break;
                case "@attribute" when within is not null:
                    within.Add(cells.Word());
                    break;
                case "@attribute":
                    var attribute = Attribute(cells, line, errors);
                    attributes.Add(attribute);
                    within = attribute.Kind == ArffKind.Relational ? [] : null;
                    break;
                case "@relation":
                    break;
                default:
                    errors.Add(
                        line.Start, $"'{Printable.Cell(tag)}' is before @data",
                        "An .arff file has comments (%), @relation, a line @attribute for each column, @data, and then the rows.");
                    break;
            }
        }

        return Checked(new ArffHeader(attributes, 0), errors);
    }

    /// <summary>Whether a line is blank or a comment.</summary>
    public static bool IsComment(TextLine line) => line.IsBlank || line.Span.TrimStart(" \t"u8)[0] == '%';

    /// <summary>The attribute of that name; −1 if there is none.</summary>
    public int IndexOf(string name) => Attributes.ToList().FindIndex(a => a.Name == name);

    static ArffAttribute Attribute(ArffCells cells, TextLine line, ErrorLog errors)
    {
        var name = cells.Word();
        if (cells.Values() is { } values)
        {
            return new ArffAttribute(name, ArffKind.Nominal, values);
        }

        var type = cells.Word();
        ArffKind? kind = type.ToLowerInvariant() switch
        {
            "numeric" or "real" or "integer" => ArffKind.Numeric,
            "string" => ArffKind.Text,
            "date" => ArffKind.Date,
            "relational" => ArffKind.Relational,
            _ => null,
        };
        if (kind is null || name.Length == 0)
        {
            errors.Add(
                line.Start, name.Length == 0 ? "an attribute without a name"
                    : $"attribute '{Printable.Cell(name)}' has the type '{Printable.Cell(type)}', which is not known",
                Example);
        }

        return new ArffAttribute(name, kind ?? ArffKind.Text, []);
    }

    static ArffHeader Checked(ArffHeader header, ErrorLog errors)
    {
        if (errors.Total == 0 && header.Data == 0)
        {
            errors.Add(0, "there is no @data", "Write the rows below a line @data.");
        }
        else if (errors.Total == 0 && header.Attributes.Count == 0)
        {
            errors.Add(0, "there is no @attribute", Example);
        }

        foreach (var twice in header.Attributes.GroupBy(a => a.Name).Where(g => g.Count() > 1))
        {
            errors.Add(0, $"{twice.Count()} attributes have the name '{Printable.Cell(twice.Key)}'", "Give every attribute its own name.");
        }

        return header;
    }
}
