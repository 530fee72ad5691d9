using System.ComponentModel;
using System.Runtime.InteropServices;
using System.Text;

namespace RnnTrainer.Cli.Terminal;

/// <summary>The reader of the output is gone: the process ends, as others do by SIGPIPE.</summary>
sealed class ReaderGoneException() : IOException("the reader of the output is gone");

/// <summary>
/// Standard output or standard error, written by the C library. The stream of the runtime ignores that its reader is gone. This one
/// records it in the <see cref="Interruption"/>; if a checkpoint is to be written first, later output is dropped.
/// </summary>
/// <param name="file">1 or 2.</param>
sealed class StandardStream(int file, Interruption interruption) : Stream
{
    // Linux and macOS have the same numbers for these; EAGAIN is 11 or 35.
    const int Interrupted = 4, BadFile = 9;
    static readonly int _notNow = OperatingSystem.IsMacOS() ? 35 : 11;

    /// <summary>EPIPE: the reader of a pipe is gone.</summary>
    public const int BrokenPipe = 32;

    bool _isGone;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>A writer for it: UTF-8 without a byte order mark, lines ended by LF, flushed after each write.</summary>
    public static TextWriter Writer(int file, Interruption interruption) =>
        TextWriter.Synchronized(
            new StreamWriter(
                Of(file, interruption), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false))
            { AutoFlush = true, NewLine = "\n" });

    /// <summary>The stream of bytes.</summary>
    public static Stream Of(int file, Interruption interruption) => !OperatingSystem.IsWindows() ? new StandardStream(file, interruption)
        : file == 1 ? Console.OpenStandardOutput()
        : Console.OpenStandardError();

    /// <exception cref="ReaderGoneException">The reader is gone, and no checkpoint is to be written first.</exception>
    /// <exception cref="IOException">The disk is full, or the stream is closed.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!_isGone && buffer.Length > 0)
        {
            var written = (int)Write(file, ref MemoryMarshal.GetReference(buffer), buffer.Length);
            if (written < 0)
            {
                Fail(Marshal.GetLastPInvokeError());
            }

            buffer = buffer[Math.Max(0, written)..];
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Returns if writing can be tried again, or if there is nothing more to write.</summary>
    void Fail(int error)
    {
        if (error == Interrupted)
        {
            return;
        }

        if (error == _notNow)
        {
#pragma warning disable RS0030 // A descriptor that is not ready now has nothing else to wait for.
            Thread.Sleep(1);
#pragma warning restore RS0030
            return;
        }

        _isGone = error == BrokenPipe || (error == BadFile && file == 2);
        if (error == BrokenPipe && !interruption.TryDefer(ExitCode.ReaderGone))
        {
            throw new ReaderGoneException();
        }

        if (!_isGone)
        {
            throw new IOException(
                $"{(file == 1 ? "standard output" : "standard error")} cannot be written: {new Win32Exception(error).Message}");
        }
    }

    // ssize_t write(int fd, const void *buf, size_t count).
    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern nint Write(int file, ref byte first, nint count);
}
