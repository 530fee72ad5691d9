using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Common;
using RnnTrainer.Data.Files;
using RnnTrainer.Data.Files.ParquetFiles;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Cli.Terminal;

/// <summary>Which existing files a command may overwrite.</summary>
/// <param name="Force">Whether <c>--force</c> was given.</param>
/// <param name="Inputs">The files that the command reads, which are never overwritten.</param>
sealed record OverwriteRule(bool Force, IEnumerable<string> Inputs)
{
    /// <summary>The command's default file in a run, which it may replace.</summary>
    public string? Default { get; init; }

    /// <summary>Whether the command creates the folder.</summary>
    public bool CreatesFolder { get; init; }

    /// <summary>Whether the document of <c>--json</c> contains what would be written to standard output.</summary>
    public bool IsInDocument { get; init; }
}

/// <summary>
/// Where a command writes its result, by the same rules for all commands: an input is never overwritten, another file only with
/// <c>--force</c>; a file is written completely or not at all; a device or a pipe is written directly; <c>-</c> is standard output.
/// </summary>
sealed class OutputFile
{
    static readonly string[] StandardOutputs = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

    readonly Session _session;

    OutputFile(Session session, string path) => (_session, Path) = (session, path);

    /// <summary>The path as it was given.</summary>
    public string Path { get; }

    /// <summary>Whether it is standard output, which then gets nothing else.</summary>
    public bool IsStandard => Path == "-";

    /// <summary>Whether a table is written as Parquet.</summary>
    public bool IsParquet => Path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase);

    /// <summary>The bytes of the file; 0 if it is no regular file.</summary>
    public long Length => FileStatus.Of(Path).Kind == FileKind.Regular ? new FileInfo(Path).Length : 0;

    /// <summary>Checks before any work is done that the result may be written there.</summary>
    /// <exception cref="UsageException">It may not be written there.</exception>
    public static OutputFile Prepare(Session session, string path, OverwriteRule rule)
    {
        if (IsStandardOutput(path))
        {
            return session.Json && !rule.IsInDocument
                ? throw new UsageException("--json needs a file to write to", "name it with --out")
                : new OutputFile(session, "-");
        }

        Require(path, rule);
        return new OutputFile(session, path);
    }

    /// <summary>Whether a name means standard output.</summary>
    public static bool IsStandardOutput(string path) => StandardOutputs.Contains(path);

    /// <summary>The size as the end of a message; empty for a device or a pipe.</summary>
    public string LengthText => Length > 0 ? $", {Length} bytes" : "";

    /// <summary>Writes bytes.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="ReaderGoneException">It is a pipe whose reader is gone.</exception>
    public void Write(Action<Stream> write)
    {
        if (IsStandard)
        {
            write(_session.OutputBytes);
            _session.OutputBytes.Flush();
        }
        else
        {
            try
            {
                AtomicFile.Write(Path, write, _session.Disk);
            }
            catch (IOException e) when (e.HResult == StandardStream.BrokenPipe && FileStatus.Of(Path).Kind == FileKind.Pipe)
            {
                throw new ReaderGoneException();
            }
        }
    }

    /// <summary>Writes a text as UTF-8 without a byte order mark.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteText(Action<TextWriter> write)
    {
        if (IsStandard)
        {
            _session.PrintFile(write);
            return;
        }

        Write(stream =>
        {
            using var to = new StreamWriter(
                stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true)
            { NewLine = "\n" };
            write(to);
        });
    }

    /// <summary>Writes a table: as Parquet if the file's name ends in <c>.parquet</c>, otherwise as CSV.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteTable(Action<TableWriter> write)
    {
        if (IsParquet)
        {
            Write(stream => write(new ParquetTableWriter(stream)));
        }
        else
        {
            WriteText(to => write(new CsvTableWriter(to)));
        }
    }

    /// <summary>Writes a text.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteText(string text) => WriteText(to => to.Write(text));

    /// <summary>Reports what was written; to standard error if the result itself went to standard output.</summary>
    public void PrintResult(string schema, Func<string> text, Func<JsonObject> document)
    {
        if (IsStandard && !_session.Json)
        {
            _session.Log(text().TrimEnd('\n').Split('\n'));
        }
        else
        {
            _session.PrintResult(schema, text, document);
        }
    }

    static void Require(string path, OverwriteRule rule)
    {
        var there = FileStatus.Of(path);
        if (path.Length == 0)
        {
            throw new UsageException("the name of the file to write is empty", "name a file, or - for standard output");
        }

        if (there.Kind == FileKind.Folder || System.IO.Path.EndsInDirectorySeparator(path))
        {
            throw new UsageException($"'{path}' is a folder", "name a file in it");
        }

        if (there.Kind is FileKind.Disk or FileKind.Socket)
        {
            throw new UsageException($"'{path}' is a {there.Kind.Name()}", "name a file");
        }

        if (there.IsMissing && !rule.CreatesFolder && System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) is { } folder
            && !Directory.Exists(folder))
        {
            throw new UsageException($"'{path}' cannot be written: there is no folder '{folder}'", "create it first, or name another");
        }

        if (there.Kind == FileKind.Regular && !FileStatus.IsDescriptor(path))
        {
            RequireReplaceable(path, there, rule);
        }
    }

    static void RequireReplaceable(string path, FileStatus there, OverwriteRule rule)
    {
        if (rule.Inputs.FirstOrDefault(there.IsSame) is { } input)
        {
            throw new UsageException(
                $"'{path}' is {(input == path ? "" : $"'{input}', ")}what this command reads, and would be lost",
                "name another file; --force does not overwrite an input");
        }

        if (!rule.Force && (rule.Default is null || !there.IsSame(rule.Default)))
        {
            throw new UsageException($"'{path}' exists", "name another file, or overwrite it with --force");
        }
    }
}
