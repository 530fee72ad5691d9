using CsvHelper;

namespace RnnTrainer.Data;

/// <summary>Which field of a row plays which part. <c>Step</c> is −1 if the rows are taken as they come; <c>Targets</c> is empty if nothing is to be predicted.</summary>
sealed record LongColumns(string[] Header, int Sequence, int Step, int[] Inputs, int[] Targets, TargetKind TargetKind)
{
    /// <summary>How many rows decide whether a column holds numbers.</summary>
    const int Sample = 100;

    public string[] InputNames => [.. Inputs.Select(i => Header[i])];

    public string[] TargetNames => [.. Targets.Select(i => Header[i])];

    /// <exception cref="DataException">The header has mistakes: no row could be understood.</exception>
    public static LongColumns Find(byte[] text, DataOptions options, ErrorLog errors)
    {
        using var reader = CsvFile.Open(text);
        var names = HeaderNames.Read(reader, text, errors);
        var sequence = names.Sequence(options.Sequence);
        var step = options.Step is null ? names.Silently(options.Inputs?.Contains("step") == true ? null : "step") : names.Find(options.Step);
        int[] named = [.. options.Target.Select(names.Silently)];
        int[] targets = options.TargetKind == TargetKind.None ? [] : [.. options.Target.Select(names.Find)];
        if (options.TargetKind == TargetKind.Label ? targets.Length != 1 : options.TargetKind == TargetKind.Number && targets.Length == 0)
            errors.Add(0, $"{targets.Length} target columns are named", "Name one column to classify, one or more to regress (target:).");
        int[] inputs = options.Inputs is null
            ? Numeric(reader, names.Header, [sequence, step, .. named])
            : [.. options.Inputs.Select(names.Find)];
        if (inputs.Length == 0)
            errors.Add(0, "no column holds numbers that could be inputs", $"Name the input columns (inputs:); the columns are {names}.");
        names.CheckParts([sequence, step, .. inputs, .. targets]);
        errors.ThrowIfAny();
        return new LongColumns(names.Header, sequence, step, inputs, targets, options.TargetKind);
    }

    /// <summary>The columns that have no other part and where at least half of the filled cells of the first rows look like numbers.</summary>
    static int[] Numeric(CsvReader reader, string[] header, int[] taken)
    {
        var votes = new int[header.Length];
        for (var row = 0; row < Sample && TryRead(reader); row++)
        {
            for (var i = 0; i < Math.Min(header.Length, reader.FieldCount); i++)
                votes[i] += reader.IsEmpty(i) ? 0 : NumberText.Resembles(reader, i) ? 1 : -1;
        }

        // A column of empty cells has no votes either way: as an input, its cells are reported.
        return [.. Enumerable.Range(0, header.Length).Where(i => votes[i] >= 0 && !taken.Contains(i))];
    }

    /// <summary>A row that cannot be read ends the sample; it is reported when all rows are read.</summary>
    static bool TryRead(CsvReader reader)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException)
        {
            return false;
        }
    }
}
