using System.Globalization;
using System.Text;
using RnnTrainer.Common;
using RnnTrainer.Data.Layouts.Lines;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Layouts.Tsf;

/// <summary>
/// Reads the <c>.tsf</c> files of the Monash archive: a line per series, its attributes and then its values, separated by <c>:</c>, the
/// values by <c>,</c>. Each is a series of the input <c>value</c>, which is what is to be predicted too. Steps are times from the series'
/// start in the file's frequency, or numbers from 0.
/// </summary>
sealed class TsfFile
{
    /// <summary>Tags that no other format has.</summary>
    public static readonly string[] OwnTags = ["@frequency", "@horizon", "@missing", "@equallength"];

    /// <summary>The name of the one column.</summary>
    public const string Value = "value";

    static readonly string[] StartFormats = [
        "yyyy-MM-dd HH-mm-ss", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH-mm", "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss"];

    readonly byte[] _text;
    readonly TsfHeader _header;
    readonly DataOptions _options;
    readonly ErrorLog _errors;
    readonly LineCells _cells;
    readonly List<(Sequence Series, string[] Names)> _series = [];

    TsfFile(byte[] text, TsfHeader header, DataOptions options, ErrorLog errors) =>
        (_text, _header, _options, _errors, _cells) = (text, header, options, errors, new LineCells(text, options, errors));

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="DataException">The text has errors; it lists them.</exception>
    public static SequenceSet Parse(byte[] text, string file, DataOptions options)
    {
        var errors = ErrorLog.OfValid(text, file);
        var header = TsfHeader.Read(text, errors);
        errors.ThrowIfAny();
        var tsf = new TsfFile(text, header, options, errors);
        for (var line = new TextLine(text); line.Next();)
        {
            if (line.Number > header.Data && !line.IsBlank && line.Span[0] != '#')
            {
                tsf.ReadSeries(line);
            }
        }

        if (tsf._series.Count == 0 && errors.Total == 0)
        {
            errors.Add(0, "there is no series after @data", "Write a line for each series after @data.");
        }

        var set = tsf.Named(file);
        errors.ThrowIfAny();
        return set;
    }

    void ReadSeries(TextLine line)
    {
        var parts = Parts(line.Start, line.End, (byte)':');
        if (parts.Count != _header.Attributes.Count + 1)
        {
            _errors.Add(
                line.Start,
                $"{Words.Counted(parts.Count - 1, "attribute")} before the values but {_header.Attributes.Count} in the tags",
                "A line is the attributes of the series and then its values, with ':' between them.");
            return;
        }

        double[] values = [.. Parts(parts[^1].Start.Value, parts[^1].End.Value, (byte)',').Select(_cells.Number)];
        string[] attributes = [.. parts[..^1].Select(p => Encoding.UTF8.GetString(_text.AsSpan()[p].Trim(" \t"u8)))];
        var series = new Sequence("", values.Length, values, null, null)
        {
            Line = line.Number,
            StepTargets = _options.TargetKind is TargetKind.Number or TargetKind.Binary && _options.TargetLevel != TargetLevel.Sequence
                ? [.. values] : null,
            Steps = _options.KeepSteps ? Steps(parts, attributes, values.Length) : null,
        };
        _series.Add((series, [.. attributes.Where((_, i) => !_header.Attributes[i].IsDate)]));
    }

    string[]? Steps(List<Range> parts, string[] attributes, int length)
    {
        var dated = _header.Attributes.ToList().FindIndex(a => a.IsDate);
        if (dated < 0 || _header.Frequency is not { } frequency)
        {
            return [.. Enumerable.Range(0, length).Select(t => t.ToString(CultureInfo.InvariantCulture))];
        }

        const DateTimeStyles Style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal | DateTimeStyles.AllowWhiteSpaces;
        if (!DateTime.TryParseExact(attributes[dated], StartFormats, CultureInfo.InvariantCulture, Style, out var start))
        {
            _errors.Add(
                parts[dated].Start.Value, $"'{Printable.Cell(attributes[dated])}' is not the time of a start",
                    "Write 2016-07-31 13-05-00.");
            return null;
        }

        try
        {
            var hasTime = frequency.Months == 0 && frequency.Fixed.Ticks % TimeSpan.TicksPerDay != 0;
            var form = hasTime || start.TimeOfDay != TimeSpan.Zero ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd";
            return [.. Enumerable.Range(0, length).Select(t => frequency.At(start, t).ToString(form, CultureInfo.InvariantCulture))];
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            _errors.Add(parts[dated].Start.Value, "the series continues after the year 9999", "Check its start and the file's @frequency.");
            return null;
        }
    }

    /// <summary>The set, in which a series has the name of its first attribute, or of all together where that occurs twice.</summary>
    SequenceSet Named(string file)
    {
        string[] names = [.. _header.Attributes.Where(a => !a.IsDate).Select(a => a.Name)];
        var isFirst = names.Length > 0 && _series.DistinctBy(s => s.Names[0]).Count() == _series.Count;
        var used = isFirst ? 1 : names.Length;
        var ids = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (series, own) in _series.Where(_ => used > 0))
        {
            var id = SequenceKey.Join([.. own.Take(used)]);
            if (!ids.TryAdd(id, series.Line))
            {
                _errors.Add(
                    OffsetOf((int)series.Line), $"series '{Printable.Cell(id)}' was already in line {ids[id]}",
                        "Give every series its own name.");
            }
        }

        return new SequenceSet(
            file, [Value], _options.TargetKind is TargetKind.Number or TargetKind.Binary ? [Value] : [],
            [.. _series.Select((s, n) => s.Series with
            {
                Id = used > 0 ? SequenceKey.Join([.. s.Names.Take(used)]) : n.ToString(CultureInfo.InvariantCulture),
            })])
        {
            IdColumns = names[..used],
            Notes = _cells.Notes,
        };
    }

    long OffsetOf(int number)
    {
        var line = new TextLine(_text);
        while (line.Next() && line.Number < number)
        {
        }

        return line.Start;
    }

    List<Range> Parts(int start, int end, byte separator)
    {
        var parts = new List<Range>();
        for (var at = start; ;)
        {
            var size = _text.AsSpan(at, end - at).IndexOf(separator);
            parts.Add(at..(size < 0 ? end : at + size));
            if (size < 0)
            {
                return parts;
            }

            at += size + 1;
        }
    }
}
