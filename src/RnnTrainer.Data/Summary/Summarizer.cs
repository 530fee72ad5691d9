using RnnTrainer.Data.Files;
using RnnTrainer.Data.Layouts;
using RnnTrainer.Data.Layouts.Csv;
using RnnTrainer.Data.Layouts.Long;
using RnnTrainer.Data.Passes;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Summary;

/// <summary>
/// Makes a <see cref="DataSummary"/>: profiles the columns in one pass, chooses what the file is, then reads it with these options to see
/// whether that works.
/// </summary>
static class Summarizer
{
    /// <summary>Summarizes a file. What <paramref name="options"/> already set is kept; the rest is chosen.</summary>
    /// <param name="task">The task as configs name it; null: it is chosen too.</param>
    /// <exception cref="DataException">The file cannot be read at all.</exception>
    public static DataSummary Of(string path, DataOptions options, string? task = null)
    {
        using var large = LargeText.TryOpen(path, options, isHashed: false);
        return large?.Read(text => OfLarge(text, path, options, task)) is { } summary ? summary
            : Of(DataBytes.Stored(path, options), path, options, task);
    }

    /// <summary>The same for a text that is read in blocks; null if it is no table.</summary>
    static DataSummary? OfLarge(LargeText text, string file, DataOptions options, string? task)
    {
        if (LayoutDetection.IsArff(text.Head, file) || Table(text.Head, file, options) is not var (layout, chosen))
        {
            return null;
        }

        var summary = text.Size >= SampleSize.Usual.Least
            ? SampledSummary.Of(text, file, options, task, SampleSize.Usual, BlockOptions.Usual) : null;
        return summary ?? TableSummary.Of(text, file, layout, chosen, task);
    }

    /// <summary>The same for the bytes of a file, text or gzip.</summary>
    /// <exception cref="DataException">The text has no header that can be understood.</exception>
    public static DataSummary Of(byte[] bytes, string file, DataOptions options, string? task = null) =>
        OfText(DataFile.Text(bytes, file, options), file, options, task);

    static DataSummary OfText(byte[] text, string file, DataOptions options, string? task)
    {
        ErrorLog.OfValid(text, file);
        var layout = ConllSummary.Layout(text, options) ?? LayoutDetection.Of(text, file, options);
        if (layout.Layout == Layout.Conll)
        {
            return ConllSummary.Of(text, file, layout, options, task);
        }

        if (layout.Layout is not (Layout.Text or Layout.Ts or Layout.Arff or Layout.Tsf))
        {
            options = FormatDetection.Of(text, options);
        }

        if (layout.Layout is Layout.Long or Layout.Series or Layout.Wide)
        {
            layout = Corrected(text, file, layout, options);
        }

        return layout.Layout is Layout.Text or Layout.Ts or Layout.Ucr or Layout.Arff or Layout.Tsf
            ? ForeignSummary.Of(text, file, layout, options, task) : TableSummary.Of(text, file, layout, options, task);
    }

    /// <summary>
    /// The layout of a table, as far as its header and first rows show it, and the options to read it with; null: it is none.
    /// </summary>
    public static (LayoutGuess Layout, DataOptions Options)? Table(byte[] text, string file, DataOptions options)
    {
        ErrorLog.OfValid(text, file);
        var layout = ConllSummary.Layout(text, options) ?? LayoutDetection.Of(text, file, options);
        if (layout.Layout is not (Layout.Long or Layout.Series or Layout.Wide))
        {
            return null;
        }

        options = FormatDetection.Of(text, options);
        layout = Corrected(text, file, layout, options);
        return layout.Layout is Layout.Text ? null : (layout, options);
    }

    /// <summary>Text instead of a series if the file has one column, which holds words.</summary>
    /// <exception cref="DataException">There are numbers in the header, so there is no header.</exception>
    static LayoutGuess Corrected(byte[] text, string file, LayoutGuess layout, DataOptions options)
    {
        if (options.HasHeader && !HeaderDetection.HasHeader(text))
        {
            throw new DataException(HeaderDetection.Refusal(text, file));
        }

        var errors = new ErrorLog(file, text);
        using var reader = CsvFile.Open(text);
        var header = HeaderNames.Read(reader, text, errors, options).Header;
        if (options.HasHeader && layout.Layout != Layout.Wide
            && header.Count(name => NumberText.TryRead(System.Text.Encoding.UTF8.GetBytes(name), out _)) * 2 >= header.Length)
        {
            errors.Add(
                0, "there are numbers where the column names should be",
                "Write a first line that names the columns, for example seq,step,x0,label; or set header: false, if it holds values.");
        }

        errors.ThrowIfAny();
        return layout.Layout == Layout.Series && options.Layout == Layout.Auto && header.Length == 1
            && new ColumnSample(reader, 1, CellFormat.Of(options, reader.Separator)).Numeric(header, new HashSet<int>()).Length == 0
            ? new LayoutGuess(
                Layout.Text,
                $"there is one column, and it holds text (including its first line, '{header[0]}': remove it if it is a header)")
            : layout;
    }
}
