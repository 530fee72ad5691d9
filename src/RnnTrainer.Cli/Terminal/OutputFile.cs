using System.Text;
using System.Text.Json.Nodes;
using RnnTrainer.Common;
using RnnTrainer.Training.Files;

namespace RnnTrainer.Cli.Terminal;

/// <summary>What a command may write over.</summary>
/// <param name="Force">Whether <c>--force</c> was given.</param>
/// <param name="Inputs">What the command reads: never written over.</param>
sealed record OverwriteRule(bool Force, IEnumerable<string> Inputs)
{
    /// <summary>The command's own file in a run, which it may write anew.</summary>
    public string? Default { get; init; }

    /// <summary>Whether the command makes the folder.</summary>
    public bool CreatesFolder { get; init; }

    /// <summary>Whether the document of <c>--json</c> has all that would be written to standard output.</summary>
    public bool IsInDocument { get; init; }
}

/// <summary>
/// Where a command writes its result; one rule for all commands. An input is never written over, another file only with <c>--force</c>. A file appears whole or not at
/// all; a device or a pipe is written through; <c>-</c> is standard output.
/// </summary>
sealed class OutputFile
{
    static readonly string[] StandardOutputs = ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

    readonly Session session;

    OutputFile(Session session, string path) => (this.session, Path) = (session, path);

    /// <summary>As it was asked for.</summary>
    public string Path { get; }

    /// <summary>Standard output, which then has nothing else.</summary>
    public bool IsStandard => Path == "-";

    /// <summary>Bytes of the file; 0 where there is none.</summary>
    public long Length => FileStatus.Of(Path).Kind == FileKind.Regular ? new FileInfo(Path).Length : 0;

    /// <summary>Looks, before there is any work, whether the result may go there.</summary>
    /// <exception cref="UsageException">It may not.</exception>
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

    /// <summary>For a message, after another part of it; nothing where a device or a pipe has taken the bytes.</summary>
    public string LengthText => Length > 0 ? $", {Length} bytes" : "";

    /// <summary>Bytes, as they come.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="ReaderGoneException">It is a pipe that nobody reads any more.</exception>
    public void Write(Action<Stream> write)
    {
        if (IsStandard)
        {
            write(session.OutputBytes);
            session.OutputBytes.Flush();
        }
        else
        {
            try
            {
                AtomicFile.Write(Path, write, session.Disk);
            }
            catch (IOException e) when (e.HResult == StandardStream.BrokenPipe && FileStatus.Of(Path).Kind == FileKind.Pipe)
            {
                throw new ReaderGoneException();
            }
        }
    }

    /// <summary>A text as it comes: UTF-8 without a byte order mark.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteText(Action<TextWriter> write)
    {
        if (IsStandard)
        {
            session.PrintFile(write);
            return;
        }

        Write(stream =>
        {
            using var to = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), bufferSize: 1 << 16, leaveOpen: true) { NewLine = "\n" };
            write(to);
        });
    }

    /// <summary>A text.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void WriteText(string text) => WriteText(to => to.Write(text));

    /// <summary>Tells what was written; where standard output has the result itself, on standard error.</summary>
    public void PrintResult(string schema, Func<string> text, Func<JsonObject> document)
    {
        if (IsStandard && !session.Json)
        {
            session.Log(text().TrimEnd('\n'));
        }
        else
        {
            session.PrintResult(schema, text, document);
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

        if (there.IsMissing && !rule.CreatesFolder && System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
        {
            throw new UsageException($"'{path}' cannot be written: there is no folder '{folder}'", "make it first, or name another");
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
            throw new UsageException($"'{path}' is {(input == path ? "" : $"'{input}', ")}what this command reads, and would be lost", "name another file; --force does not write over an input");
        }

        if (!rule.Force && (rule.Default is null || !there.IsSame(rule.Default)))
        {
            throw new UsageException($"'{path}' is already there", "name another file, or write over it with --force");
        }
    }
}
