using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using RnnTrainer.Common;

namespace RnnTrainer.Data.Files;

/// <summary>
/// Expands gzip data (RFC 1952) of one or several members, and checks the checksum and length of each. Data that is cut off, damaged, or
/// expands beyond measure is refused. Zeros after a member are padding.
/// </summary>
/// <param name="length">The number of packed bytes.</param>
/// <param name="path">The name of the file in errors.</param>
/// <param name="limit">The largest size, in bytes.</param>
sealed class GzipReader(Stream packed, long length, string path, long limit) : ReadStream
{
    /// <summary>
    /// Text shrinks to a tenth, columns of equal cells to a hundredth; a file that shrinks further was made to exhaust memory.
    /// </summary>
    const int MostExpansion = 400;

    /// <summary>Below this size, in bytes, any ratio is accepted.</summary>
    const int Harmless = 16 << 20;

    const int HeaderLength = 10, TrailerLength = 8;
    const int HasCrc = 2, HasExtra = 4, HasName = 8, HasComment = 16, Reserved = 0xE0;

    readonly GzipFeed _feed = new(packed);
    DeflateStream? _member; // null between two members
    uint _crc, _memberLength;
    long _size;

    /// <exception cref="DataException">The data is damaged, or would grow beyond the limits.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_member is not null || TryBegin())
        {
            var n = Inflate(buffer);
            if (n > 0)
            {
                (_crc, _memberLength) = (Crc32.Of(buffer[..n], _crc), unchecked(_memberLength + (uint)n));
                _size += n;
                CheckSize();
                return n;
            }

            End();
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        _member?.Dispose();
        _feed.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>Begins the next member, after padding. False if there is none.</summary>
    bool TryBegin()
    {
        while (_feed.Next > 0 && _feed.Peek(1) is [0, ..])
        {
            _feed.Skip(1);
        }

        if (_feed.Next > 0 && _feed.Peek(1).IsEmpty)
        {
            return false;
        }

        ReadHeader();
        (_member, _crc, _memberLength) = (new DeflateStream(_feed, CompressionMode.Decompress, leaveOpen: true), 0, 0);
        return true;
    }

    void ReadHeader()
    {
        var from = _feed.Next;
        var header = _feed.Peek(HeaderLength);
        if (from > 0 && !Gzip.Is(header))
        {
            throw Damaged($"what begins at byte {from:N0} is not gzip data");
        }

        if (header.Length < HeaderLength)
        {
            throw IsCutOff();
        }

        if (header[2] != 8 || (header[3] & Reserved) != 0)
        {
            throw Damaged($"the header at byte {from:N0} is not one of gzip");
        }

        var flags = header[3];
        var isWhole = _feed.Skip(HeaderLength)
            && ((flags & HasExtra) == 0 || SkipExtra())
            && ((flags & HasName) == 0 || SkipText())
            && ((flags & HasComment) == 0 || SkipText())
            && ((flags & HasCrc) == 0 || _feed.Skip(2))
            && !_feed.Peek(1).IsEmpty;
        if (!isWhole)
        {
            throw IsCutOff();
        }
    }

    bool SkipExtra() => _feed.Peek(2) is { Length: >= 2 } extra && _feed.Skip(2 + BinaryPrimitives.ReadUInt16LittleEndian(extra));

    /// <summary>A text ends with a zero.</summary>
    bool SkipText()
    {
        while (_feed.Peek(1) is [not 0, ..])
        {
            _feed.Skip(1);
        }

        return _feed.Skip(1);
    }

    int Inflate(Span<byte> buffer)
    {
        try
        {
            return _member!.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw Damaged($"the data cannot be decompressed near byte {_feed.Next:N0}");
        }
    }

    /// <summary>
    /// Ends a member. Inflating does not report how many bytes of the last block it took, but they are followed by the checksum and the
    /// length of the data, which are searched for in the block. If the data is empty they may be found one zero too early; the last zero is
    /// then padding.
    /// </summary>
    void End()
    {
        if (_feed.HasRunDry)
        {
            throw IsCutOff();
        }

        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], _memberLength);
        var near = _feed.Next;
        if (!_feed.GoBehind(trailer))
        {
            throw Damaged($"no checksum near byte {near:N0} matches the data");
        }

        _member!.Dispose();
        _member = null;
    }

    void CheckSize()
    {
        if (_size > limit)
        {
            throw Refused(
                $"its {MemoryLimit.Shown(length)} unpack to more than {MemoryLimit.Shown(limit)}, all the memory that may be used",
                "Unpack it and cut it into smaller files.");
        }

        if (_size > Harmless && _size / length > MostExpansion)
        {
            throw Refused(
                $"its {MemoryLimit.Shown(length)} unpack to more than {MostExpansion} times as much, which no real data does",
                "If you trust the file, unpack it first.");
        }
    }

    DataException IsCutOff() => Damaged($"it is cut off at byte {length:N0}");

    DataException Damaged(FormattableString how) =>
        Refused(
            $"the gzip data is damaged: {how.ToString(CultureInfo.InvariantCulture)}",
            "Download or pack the file again; `gzip -t` tests it.");

    DataException Refused(string message, string hint) => new(Diagnostic.OfFile(path, message, hint));
}
