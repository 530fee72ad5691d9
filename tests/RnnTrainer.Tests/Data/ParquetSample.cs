using System.Globalization;
using System.Text;
using Parquet;
using Parquet.Schema;
using RnnTrainer.Data;
using RnnTrainer.Data.Files.ParquetFiles;

namespace RnnTrainer.Tests.Data;

/// <summary>Parquet files, and the text that is read from them.</summary>
static class ParquetSample
{
    /// <summary>The path of a file of Arrow (by ParquetSharp 25.0.1) or DuckDB (1.5.6), with all encodings that they have.</summary>
    public static string Path(string name) => RepositoryFolder.File("tests", "RnnTrainer.Tests", "Data", "Parquet", name);

    /// <summary>The CSV that a file is read as.</summary>
    public static string Text(byte[] file, DataOptions? options = null)
    {
        using var text = ParquetText.Open(new MemoryStream(file), "a.parquet", options ?? new DataOptions());
        using var reader = new StreamReader(text, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    /// <summary>The refusal of a file.</summary>
    public static string Refusal(byte[] file, DataOptions? options = null) =>
        Assert.Throws<DataException>(() => Text(file, options)).Message;

    /// <summary>The table of a CSV without quotes: columns of numbers as numbers, others as texts.</summary>
    public static byte[] OfCsv(string csv)
    {
        string[][] rows = [.. csv.TrimEnd('\n').Split('\n').Select(line => line.Split(','))];
        using var to = new MemoryStream();
        var writer = new ParquetTableWriter(to);
        writer.Begin(rows[0]);
        bool[] areNumbers = [.. rows[0].Select((_, c) => rows.Skip(1).All(r => r[c].Length == 0 || IsNumber(r[c])))];
        foreach (var row in rows.Skip(1))
        {
            for (var c = 0; c < row.Length; c++)
            {
                if (areNumbers[c])
                {
                    writer.Cell(row[c].Length == 0 ? double.NaN : double.Parse(row[c], CultureInfo.InvariantCulture));
                }
                else
                {
                    writer.Cell(row[c]);
                }
            }

            writer.EndRow();
        }

        writer.End();
        return to.ToArray();
    }

    /// <summary>A file with columns, written by the package.</summary>
    /// <param name="write">Writes the columns of a row group, which is given with its number.</param>
    public static async Task<byte[]> Written(
        IReadOnlyList<Field> fields, Func<ParquetRowGroupWriter, IReadOnlyList<DataField>, int, Task> write, int groups = 1,
        ParquetOptions? options = null)
    {
        var schema = new ParquetSchema(fields);
        using var to = new MemoryStream();
        await using (var writer = await ParquetWriter.CreateAsync(schema, to, options))
        {
            for (var n = 0; n < groups; n++)
            {
                using var group = writer.CreateRowGroup();
                await write(group, schema.DataFields, n);
            }
        }

        return to.ToArray();
    }

    static bool IsNumber(string cell) => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
}
