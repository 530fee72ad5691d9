namespace RnnTrainer.Data.Files;

/// <summary>A record of a text that is still being written.</summary>
/// <param name="Line">The line where it begins, from 1.</param>
/// <param name="Bytes">With the end of its last line.</param>
readonly record struct LiveRecord(long Line, byte[] Bytes)
{
    /// <summary>Whether it is a line without anything but spaces.</summary>
    public bool IsBlank => !Bytes.AsSpan().ContainsAnyExcept(" \t\r\n"u8);
}

/// <summary>
/// Reads a text that is still being written, each record as soon as its line has ended. A line break within quotes is part of a record;
/// quotes enclose a field if they begin it. Where tabs separate fields, a line with as many of them as the header is a record: a quote that
/// it does not close is a character like others.
/// </summary>
/// <param name="hasQuotes">Whether fields may be quoted; if not, each line is a record.</param>
/// <param name="stop">Ends reading, also while it waits.</param>
sealed class LiveRecords(Stream from, bool hasQuotes, CancellationToken stop)
{
    const int Block = 1 << 14;

    bool _isQuoted, _isFieldStart = true, _isAfterQuote;
    int _tabs, _tabsOfHeader = -1;

    /// <summary>The records, once.</summary>
    public IEnumerable<LiveRecord> Read()
    {
        var (block, record, line, lines) = (new byte[Block], new List<byte>(), 1L, 0);
        for (int count; (count = ReadBlock(block)) > 0;)
        {
            for (var n = 0; n < count && !stop.IsCancellationRequested; n++)
            {
                record.Add(block[n]);
                lines += block[n] == '\n' ? 1 : 0;
                if (EndsRecord(block[n]))
                {
                    var ended = new LiveRecord(line, [.. record]);
                    yield return ended;
                    _tabsOfHeader = _tabsOfHeader < 0 && !ended.IsBlank && ended.Bytes[0] != '#' ? _tabs : _tabsOfHeader;
                    (line, lines, _tabs) = (line + lines, 0, 0);
                    record.Clear();
                }
            }
        }

        if (record.Count > 0 && !stop.IsCancellationRequested)
        {
            yield return new LiveRecord(line, [.. record]);
        }
    }

    bool EndsRecord(byte b)
    {
        if (b == '"' && hasQuotes)
        {
            (_isQuoted, _isAfterQuote) = (!_isQuoted && (_isFieldStart || _isAfterQuote), _isQuoted);
            _isFieldStart = false;
            return false;
        }

        _isAfterQuote = false;
        _tabs += b == '\t' ? 1 : 0;
        _isQuoted &= b != '\n' || _tabsOfHeader <= 0 || _tabs != _tabsOfHeader;
        _isFieldStart = !_isQuoted && (b is (byte)',' or (byte)';' or (byte)'\t' or (byte)'|' or (byte)'\n' || (_isFieldStart && b == ' '));
        return b == '\n' && !_isQuoted;
    }

    /// <summary>The bytes that are there, at least one; none at the end.</summary>
    int ReadBlock(byte[] block)
    {
        try
        {
            return Task.Run(() => from.Read(block), stop).WaitAsync(stop).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }
}
