namespace RnnTrainer.Data.Files.ParquetFiles;

/// <summary>What values stand for, as older files say it.</summary>
enum ParquetConverted
{
    Text,
    Map,
    MapKeyValue,
    List,
    Enum,
    Decimal,
    Date,
    TimeMilli,
    TimeMicro,
    MomentMilli,
    MomentMicro,
    Unsigned8,
    Unsigned16,
    Unsigned32,
    Unsigned64,
    Interval = 21,
}

/// <summary>What stored values stand for.</summary>
sealed record ParquetMeaning
{
    const int Milli = 3, Micro = 6, Nano = 9;

    /// <summary>Of a decimal: its decimals.</summary>
    public int? Scale { get; private init; }

    /// <summary>Of a moment: the decimals of its seconds.</summary>
    public int? MomentDecimals { get; private init; }

    /// <summary>Whether a moment is in UTC, and not in a local time that the file does not name.</summary>
    public bool IsUtc { get; private init; }

    /// <summary>Of a time of day: the decimals of its seconds.</summary>
    public int? TimeDecimals { get; private init; }

    /// <summary>Whether it is a day.</summary>
    public bool IsDate { get; private init; }

    /// <summary>Whether a whole number has no sign.</summary>
    public bool IsUnsigned { get; private init; }

    /// <summary>Whether two bytes are a real number.</summary>
    public bool IsHalf { get; private init; }

    /// <summary>Whether 16 bytes are an identifier (UUID).</summary>
    public bool IsIdentifier { get; private init; }

    /// <summary>Whether it is a span of months, days and milliseconds.</summary>
    public bool IsInterval { get; private init; }

    /// <summary>Whether a group is a list.</summary>
    public bool IsList { get; private init; }

    /// <summary>Whether a group is a map.</summary>
    public bool IsMap { get; private init; }

    /// <summary>What an element of a schema stands for.</summary>
    /// <param name="logical">Its logical type, which newer files have.</param>
    /// <param name="converted">Its converted type, which older files have.</param>
    /// <param name="scale">The decimals of a decimal in older files.</param>
    public static ParquetMeaning Of(ThriftStruct? logical, ParquetConverted? converted, int scale) =>
        logical is null ? Of(converted, scale) : new()
        {
            IsMap = logical.Has(2),
            IsList = logical.Has(3),
            Scale = logical.Struct(5)?.Int(1),
            IsDate = logical.Has(6),
            TimeDecimals = Decimals(logical.Struct(7)),
            MomentDecimals = Decimals(logical.Struct(8)),
            IsUtc = logical.Struct(8)?.Number(1) == 1,
            IsUnsigned = logical.Struct(10) is { } integer && integer.Number(2) == 0,
            IsIdentifier = logical.Has(14),
            IsHalf = logical.Has(15),
        };

    static ParquetMeaning Of(ParquetConverted? converted, int scale) => converted switch
    {
        ParquetConverted.Map or ParquetConverted.MapKeyValue => new() { IsMap = true },
        ParquetConverted.List => new() { IsList = true },
        ParquetConverted.Decimal => new() { Scale = scale },
        ParquetConverted.Date => new() { IsDate = true },
        ParquetConverted.TimeMilli => new() { TimeDecimals = Milli },
        ParquetConverted.TimeMicro => new() { TimeDecimals = Micro },
        ParquetConverted.MomentMilli => new() { MomentDecimals = Milli },
        ParquetConverted.MomentMicro => new() { MomentDecimals = Micro },
        >= ParquetConverted.Unsigned8 and <= ParquetConverted.Unsigned64 => new() { IsUnsigned = true },
        ParquetConverted.Interval => new() { IsInterval = true },
        _ => new(),
    };

    static int? Decimals(ThriftStruct? time) =>
        time?.Struct(2) is not { } unit ? null : unit.Has(3) ? Nano : unit.Has(2) ? Micro : Milli;
}
