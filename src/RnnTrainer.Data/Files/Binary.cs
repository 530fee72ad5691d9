using System.Text.Unicode;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Files;

/// <summary>Refuses files that are no text by the bytes that they begin with.</summary>
static class Binary
{
    const string AsCsv = "Open it in its program and save the table as CSV.", AsArray = "Write its arrays as CSV, a row per time step.";

    /// <summary>In UTF-8 a spreadsheet's zip has no NUL byte only by chance.</summary>
    const int MostSampled = 1 << 12;

    static readonly (byte[] Start, string What, string Hint)[] Kinds =
    [
        ([0xD0, 0xCF, 0x11, 0xE0], "an Excel workbook (.xls) or another old Office file", AsCsv),
        ([.. "%PDF-"u8], "a PDF document", "Copy its table into a CSV file."),
        ([.. "PAR1"u8], "a Parquet file that is cut off or damaged", "Download it or write it again."),
        ([.. "PARE"u8], "an encrypted Parquet file", "Write it without encryption."),
        ([.. "ARROW1"u8], "an Arrow file", "Convert it; in Python: pandas.read_feather(\"my.feather\").to_csv(\"my.csv\", index=False)."),
        ([.. "FEA1"u8], "a Feather file", "Convert it; in Python: pandas.read_feather(\"my.feather\").to_csv(\"my.csv\", index=False)."),
        ([0x89, .. "HDF"u8], "an HDF5 file", AsArray),
        ([.. "MATLAB 5.0"u8], "a MATLAB file", AsArray),
        ([0x93, .. "NUMPY"u8], "a NumPy array", "Convert it; in Python: numpy.savetxt(\"my.csv\", a, delimiter=\",\", header=\"t0,t1\", " +
            "comments=\"\")."),
        ([.. "SQLite format 3"u8], "an SQLite database", "Write the result of a query as CSV: `sqlite3 -header -csv my.db 'select …'`."),
        ([.. "BZh"u8], "a bzip2 archive", "Unpack it with `bunzip2`."),
        ([0xFD, .. "7zXZ"u8], "an xz archive", "Unpack it with `unxz`."),
        ([0x28, 0xB5, 0x2F, 0xFD], "a zstd archive", "Unpack it with `unzstd`."),
        ([.. "7z"u8, 0xBC, 0xAF], "a 7z archive", "Unpack it and name a file of it."),
        ([.. "Rar!"u8], "a RAR archive", "Unpack it and name a file of it."),
        ([.. "RIFF"u8], "a sound or video file", "Write its samples as CSV, a row per time step."),
        ([0x89, .. "PNG"u8], "an image", "Write its pixels as CSV."),
        ([0xFF, 0xD8, 0xFF], "an image", "Write its pixels as CSV."),
        ([0x80, 4, 0x95], "a Python pickle", "Write its table as CSV in Python: table.to_csv(\"my.csv\", index=False)."),
    ];

    /// <summary>Refuses bytes that begin like a known format and are no text.</summary>
    /// <exception cref="DataException">They are a spreadsheet, an archive or the like.</exception>
    public static void Refuse(ReadOnlySpan<byte> bytes, string file)
    {
        var sample = bytes[..Math.Min(bytes.Length, MostSampled)];
        if (Kind(bytes) is var (what, hint) && (!Utf8.IsValid(sample[..LastCharacter(sample)]) || sample.Contains((byte)0)
            || sample.StartsWith("%PDF-"u8)))
        {
            throw new DataException(Diagnostic.OfFile(file, $"it is {what}, not a text", hint));
        }
    }

    static (string What, string Hint)? Kind(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("PK\u0003\u0004"u8))
        {
            return Zip(bytes);
        }

        if (bytes.Length > 262 && bytes[257..262].SequenceEqual("ustar"u8))
        {
            return ("a tar archive", "Unpack it with `tar xf` and name a file of it.");
        }

        foreach (var (start, what, hint) in Kinds)
        {
            if (bytes.StartsWith(start))
            {
                return (what, hint);
            }
        }

        return null;
    }

    /// <summary>The names of the files in a zip archive are not packed.</summary>
    static (string What, string Hint) Zip(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOf("xl/"u8) >= 0 ? ("an Excel workbook (.xlsx)", AsCsv)
        : bytes.IndexOf("opendocument"u8) >= 0 ? ("an OpenDocument file (.ods)", AsCsv)
        : bytes.IndexOf(".npy"u8) >= 0 ? ("an archive of NumPy arrays (.npz)", AsArray)
        : ("a zip archive", "Unpack it and name a file of it.");

    /// <summary>The end of the last whole character.</summary>
    static int LastCharacter(ReadOnlySpan<byte> sample)
    {
        var end = sample.Length;
        while (end > 0 && sample.Length - end < 4 && (sample[end - 1] & 0xC0) == 0x80)
        {
            end--;
        }

        return end > 0 && sample[end - 1] >= 0xC0 ? end - 1 : end;
    }
}
