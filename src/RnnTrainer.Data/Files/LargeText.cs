using RnnTrainer.Common;
using RnnTrainer.Data.Files.ParquetFiles;
using RnnTrainer.Data.Text;

namespace RnnTrainer.Data.Files;

/// <summary>
/// The text of a file that is too large to be held in memory only to be read: it is read in blocks, gzip and Parquet are expanded on a
/// thread of their own, and the bytes of the file are hashed as they pass.
/// </summary>
sealed class LargeText : TextSource
{
    const int Packed = 3; // by which packing usually makes numbers smaller

    readonly string _path;
    readonly DataOptions _options;
    readonly Microsoft.Win32.SafeHandles.SafeFileHandle _handle;
    readonly long _length;
    readonly DateTime _written;
    readonly bool _isPacked, _isParquet, _isHashed;
    string? _hash;
    long _reported;

    LargeText(string path, DataOptions options, Microsoft.Win32.SafeHandles.SafeFileHandle handle, bool isHashed)
    {
        (_path, _options, _handle, _isHashed) = (path, options, handle, isHashed);
        (_length, _written) = (RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle));
        var start = new byte[2];
        _isPacked = Gzip.Is(start.AsSpan(0, RandomAccess.Read(handle, start, 0)));
        using (var view = new StoredView(this))
        {
            _isParquet = ParquetMagic.Is(view);
        }

        using var text = Open();
        var head = new byte[HeadLength];
        var length = text.ReadAtLeast(head, HeadLength, throwOnEndOfStream: false);
        var lines = head.AsSpan(0, length).LastIndexOf((byte)'\n') + 1;
        Head = head[..(length < HeadLength || lines == 0 ? length : lines)];
        IsSmall = length < HeadLength;
    }

    public override byte[] Head { get; }

    public override bool IsWhole => false;

    /// <summary>The number of bytes of the text; of gzip and Parquet it is not known.</summary>
    public long? Length => _isPacked || _isParquet ? null : _length;

    /// <summary>About the number of bytes of the text.</summary>
    public long Size => Length ?? Packed * _length;

    /// <summary>Whether the text is no larger than its head after all.</summary>
    bool IsSmall { get; }

    /// <summary>
    /// Opens a file whose text is large, UTF-8 and to be read in blocks. Null for any other file, which is read into memory.
    /// </summary>
    /// <param name="isHashed">Whether to hash the bytes as they pass, so that <see cref="Sha256"/> needs not read them again.</param>
    /// <exception cref="DataException">The file cannot be opened, or its gzip data is damaged.</exception>
    public static LargeText? TryOpen(string path, DataOptions options, bool isHashed = true)
    {
        if (FileStatus.Of(path).Kind != FileKind.Regular)
        {
            return null;
        }

        var handle = Opened(path);
        if (RandomAccess.GetLength(handle) <= HeadLength / 8)
        {
            handle.Dispose();
            return null;
        }

        var text = new LargeText(path, options, handle, isHashed);
        if (!text.IsSmall && (text._isParquet || TextEncodings.IsUtf8(text.Head, options)))
        {
            Binary.Refuse(text.Head, path);
            options.Progress?.Begin(text._length);
            return text;
        }

        text.Dispose();
        return null;
    }

    /// <summary>What a reader makes of the text.</summary>
    /// <exception cref="DataException">
    /// The file was changed while it was read; that is also what is said in place of the errors that a half-written file has.
    /// </exception>
    public T Read<T>(Func<LargeText, T> read)
    {
        try
        {
            var result = read(this);
            CheckUnchanged();
            return result;
        }
        catch (DataException)
        {
            CheckUnchanged();
            throw;
        }
    }

    public override Stream Open()
    {
        if (_isParquet)
        {
            return new ReadAhead(ParquetText.Open(new StoredView(this), _path, _options));
        }

        var stored = new Stored(this, _isHashed);
        return _isPacked ? new ReadAhead(new GzipReader(stored, _length, _path, long.MaxValue)) : stored;
    }

    /// <summary>The SHA-256 of the file's bytes.</summary>
    /// <exception cref="DataException">The file was changed while it was read.</exception>
    public string Sha256()
    {
        if (_hash is null)
        {
            using var all = new Stored(this, isHashed: true);
            for (var block = new byte[1 << 20]; all.Read(block) > 0;)
            {
            }
        }

        CheckUnchanged();
        return _hash!;
    }

    protected override void Dispose(bool isDisposing)
    {
        _handle.Dispose();
        base.Dispose(isDisposing);
    }

    static Microsoft.Win32.SafeHandles.SafeFileHandle Opened(string path)
    {
        try
        {
            return File.OpenHandle(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e.Message);
        }
    }

    static DataException Unreadable(string path, string why) =>
        new(Diagnostic.OfFile(path, $"the file cannot be read: {why}", "Check its permissions and its disk."));

    int ReadAt(long position, Span<byte> buffer)
    {
        try
        {
            return RandomAccess.Read(_handle, buffer, position);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(_path, e.Message);
        }
    }

    /// <summary>Reports that as many bytes were read.</summary>
    void Report(long read)
    {
        if (read > _reported)
        {
            _options.Progress?.Add(read - _reported);
            _reported = read;
        }
    }

    void CheckUnchanged()
    {
        if (RandomAccess.GetLength(_handle) != _length || File.GetLastWriteTimeUtc(_handle) != _written)
        {
            throw new DataException(Diagnostic.OfFile(
                _path, "the file was changed while it was read", "Wait until it is written, or read a copy of it."));
        }
    }

    /// <summary>The bytes of the file, hashed as they are read.</summary>
    sealed class Stored(LargeText file, bool isHashed) : ReadStream
    {
        readonly Sha256? _sha256 = isHashed && file._hash is null ? Files.Sha256.Fast() : null;
        long _position;

        public override int Read(Span<byte> buffer)
        {
            var n = file.ReadAt(_position, buffer);
            _sha256?.Append(buffer[..n]);
            _position += n;
            if (n == 0 && buffer.Length > 0)
            {
                file.CheckUnchanged();
                file._hash ??= _sha256 is null ? null : Convert.ToHexStringLower(_sha256.Finish());
            }

            file.Report(_position);
            return n;
        }
    }

    /// <summary>The bytes of the file, read in any order.</summary>
    sealed class StoredView(LargeText file) : ReadStream
    {
        long _read;

        public override bool CanSeek => true;

        public override long Length => file._length;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            var n = file.ReadAt(Position, buffer);
            Position += n;
            _read += n;
            file.Report(Math.Min(_read, file._length));
            return n;
        }
    }
}
